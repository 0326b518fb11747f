"""Issued certificates, what the next one would show, and the proof of a declaration as one bundle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from ikrar.core.certificate.bundle import Act, Bundle
from ikrar.core.certificate.check import ACTS, FROZEN, Verdict, check_bundle
from ikrar.core.errors import Missing, Refused
from ikrar.core.ledger.leaf import opens
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.certificate import access
from ikrar.records.certificate.models import Certificate, Paper
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration.models import Version
from ikrar.records.ledger import cosigning
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Opening
from ikrar.records.ref import new_ref
from ikrar.records.signature import queries as signature
from ikrar.records.signature.models import Attestation, Refusal, Signature
from ikrar.records.signature.queries import Signed

UNSIGNED = (
    "Belum ada tanda tangan yang berlaku pada naskah ini. Piagam terbit sesudah sedikitnya satu jabatan menandatangani."
)


@dataclass(frozen=True)
class Issued:
    """A certificate as pages show it; ``kept`` says whether its PDF is still there."""

    code: str
    declaration: str
    version: int
    number: int
    language: str
    sha256: str
    issued_at: datetime
    issued_by: str
    title: str
    example: bool
    kept: bool


@dataclass(frozen=True)
class Draft:
    """What a certificate is set from: its code and number, the version, who signed; ``basis`` names exactly that."""

    code: str
    number: int
    version: int
    language: str
    signed: tuple[Signed, ...]
    basis: str


def draft(holder: Holder, ref: str, language: str) -> Draft:
    """Return what the next certificate of a declaration would show; raises Missing, and Refused when unsigned."""
    version = access.issuable(holder, ref)
    signed = tuple(signature.signed(version))
    if not any(one.stands for one in signed):
        raise Refused(UNSIGNED)
    return Draft(new_ref(), _next(ref), version.number, language, signed, basis(version, language))


def _next(ref: str) -> int:
    return int(access.public().filter(declaration_id=ref).aggregate(n=Max("number"))["n"] or 0) + 1


def basis(version: Version, language: str) -> str:
    """Return a hash of all that a certificate of a version is set from: one that differs would show something else."""
    said = [
        [one.n, one.method, one.ref, one.standing, one.name, *one.attesters, *one.vouchers, _ended(one)]
        for one in signature.signed(version)
    ]
    told = [version.declaration_id, version.digest, language, _next(version.declaration_id), said]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _ended(one: Signed) -> list[str]:
    return [f"{said.at} {said.by} {said.reason}" for said in (one.withdrawn, one.refused) if said]


def issued(ref: str) -> tuple[Issued, ...]:
    """Return the certificates of a declaration, the newest first. Two queries."""
    rows = list(access.public().filter(declaration_id=ref).order_by("-number"))
    kept = set(Paper.objects.filter(certificate__in=rows).values_list("certificate_id", flat=True)) if rows else set()
    return tuple(_issued(row, row.pk in kept) for row in rows)


def _issued(row: Certificate, kept: bool) -> Issued:
    return Issued(
        code=row.ref,
        declaration=row.declaration_id,
        version=row.version.number,
        number=row.number,
        language=row.language,
        sha256=row.sha256,
        issued_at=row.issued_at,
        issued_by=row.institution.name,
        title=row.version.title,
        example=row.declaration.example,
        kept=kept,
    )


def named(code: str) -> Issued | None:
    """Return the certificate with a code, None without one. Two queries."""
    return _first(ref=code)


def with_digest(sha256: str) -> Issued | None:
    """Return the certificate whose whole PDF has a SHA-256 (hex), None without one. Two queries."""
    return _first(sha256=sha256)


def _first(**wanted: str) -> Issued | None:
    row = access.public().filter(**wanted).first()
    return None if row is None else _issued(row, Paper.objects.filter(certificate=row).exists())


def paper(ref: str, number: int) -> tuple[Issued, bytes]:
    """Return a certificate with the PDF as it was issued; raises Missing, also when the PDF was erased."""
    row = access.issued(ref, number)
    kept = Paper.objects.filter(certificate=row).first()
    if kept is None:
        raise Missing("PDF piagam ini sudah dihapus. Piagamnya tetap tercatat.")
    return _issued(row, kept=True), bytes(kept.data)


# --- the proof --------------------------------------------------------------------------------------------------------


def bundle(ref: str, number: int | None = None, *, about: dict[str, Any] | None = None) -> Bundle:
    """Return the proof of a frozen version: its text and every act about its signatures with what opens its leaf.

    An act whose opening was erased, or does not open its leaf, is left out: nothing shows what it was. Raises
    Missing. Constant number of queries.
    """
    version = declaration.published(ref, number)
    refs = _refs(version)
    with identity.system():  # these records are published: they name offices and institutions alone
        rows = list(
            Opening.objects.filter(leaf__ref__in=refs, leaf__type__in=ACTS).select_related("leaf").order_by("leaf_id")
        )
    proofs = ledger.proofs([row.leaf.hash for row in rows])
    acts = [_act(row, proofs) for row in rows if _opens(row)]
    return Bundle(
        declaration=ref,
        version=version.number,
        digest=version.digest or "",
        text=bytes(version.canonical or b""),
        acts=tuple(act for act in acts if _of_version(act, version.number)),
        example=version.declaration.example,
        policy=cosigning.policy_text(),
        about=about,
    )


def checked(proof: Bundle) -> Verdict:
    """Return what a bundle, ours or another's, shows under the witness policy in force."""
    return check_bundle(proof, cosigning.policy())


def _opens(row: Opening) -> bool:
    return opens(row.leaf.com, bytes(row.r), json.loads(bytes(row.record)))


def _act(row: Opening, proofs: Mapping[str, str]) -> Act:
    return Act(bytes(row.leaf.data), bytes(row.r), json.loads(bytes(row.record)), proofs.get(row.leaf.hash))


def _refs(version: Version) -> set[str]:
    """Return the references of all whose leaves say something about a version's signatures. Five queries."""
    of_version = {"pledge__version": version}
    signatures = Signature.objects.filter(**of_version).values_list("ref", "key_id")
    found = {ref for row in signatures for ref in row if ref}
    found |= set(Attestation.objects.filter(**of_version).values_list("ref", flat=True))
    found |= set(Refusal.objects.filter(**of_version).values_list("ref", flat=True))
    found |= set(access.public().filter(version=version).values_list("ref", flat=True))
    return found | {version.declaration.ledger_ref}


def _of_version(act: Act, number: int) -> bool:
    return act.record.get("act") not in FROZEN or act.record.get("version") == number
