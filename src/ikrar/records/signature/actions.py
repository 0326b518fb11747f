"""Sign a frozen version, refuse to, attest a signing by hand, withdraw: rows that stay, each with its leaf.

What a link's holder does (``ask``, ``bring_key``, ``sign``, ``refuse``, ``withdraw_by_key``, ``take_back_name``) are
the public actions of decision 24: the code is the right, and only the call that keeps something uses it up.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ikrar.core.account.code import RANDOM_BYTES, code_from
from ikrar.core.declaration.canonical import normalise
from ikrar.core.errors import InvalidField, Refused
from ikrar.core.ledger.leaf import REF_RANDOM_BYTES, ref_from
from ikrar.core.scan.scan import What
from ikrar.core.signature.assertion import Asked, Assertion, verify
from ikrar.core.signature.challenge import NONCE_BYTES, Act, Acting, Statement, challenge, unpadded
from ikrar.core.signature.link import life_of
from ikrar.core.signature.vouching import Standing, Vouch, check_attestation
from ikrar.records.account.access import Holder
from ikrar.records.certificate import actions as certificate
from ikrar.records.declaration.models import PledgingOffice, Version
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.enrolment import queries as keys
from ikrar.records.enrolment.models import Key
from ikrar.records.erasure import forget_pages
from ikrar.records.institution import queries as institutions
from ikrar.records.ledger import actions as ledger
from ikrar.records.scan import access as scans
from ikrar.records.scan.models import Scan
from ikrar.records.signature import access, links
from ikrar.records.signature.models import (
    HAND,
    PASSKEY,
    Attestation,
    Refusal,
    Signature,
    SigningLink,
    Withdrawal,
)
from ikrar.records.turn import take_turn

NAME_LENGTH = 120
WRONG_KEY = "Kunci sandi ini bukan milik jabatan ini. Mintalah tautan untuk jabatan Anda sendiri."


@dataclass(frozen=True)
class Site:
    """Where a key is used: the exact origin and the RP ID, as the settings say (decision 17)."""

    origin: str
    rp_id: str


@dataclass(frozen=True)
class Question:
    """What a device is asked: 32 bytes, and the credential ids that may answer (none: a key must be made first)."""

    statement: Statement
    challenge: bytes
    credentials: tuple[bytes, ...]


@dataclass(frozen=True)
class Answer:
    """What a device answered: its credential id and the three parts of a WebAuthn assertion, byte for byte."""

    credential: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes


# --- at the desk ------------------------------------------------------------------------------------------------------


def issue(holder: Holder, ref: str, *, offices: frozenset[int], life: str = "", now: datetime) -> dict[int, str]:
    """Issue a one-time link for each of the offices, by their place in the signing order; returns the codes, told once.

    An earlier link of the office dies. Raises Missing out of reach, InvalidField for an unknown life, Refused for an
    office that has nothing left to sign or to withdraw.
    """
    lasts = life_of(life)
    codes = {}
    with transaction.atomic():
        take_turn(ref)
        version = access.signable(holder, ref)
        for n in sorted(offices):
            pledge = access.pledge_of(version, n)
            _check_answerable(pledge)
            access.links_of(version).filter(pledge=pledge, used_at__isnull=True, voided_at__isnull=True).update(
                voided_at=now
            )
            codes[n] = code_from(secrets.token_bytes(RANDOM_BYTES))
            SigningLink.objects.create(
                pledge=pledge, code_hash=links.hash_of(codes[n]), issued_at=now, expires=now + lasts
            )
    return codes


def _check_answerable(pledge: PledgingOffice) -> None:
    row = links.standing_signature(pledge)
    if row is not None and (row.method != PASSKEY or hasattr(row, "withdrawal")):
        links.check_unsigned(pledge)


def void(holder: Holder, ref: str, *, n: int, now: datetime) -> None:
    """Void the live link of an office; without one nothing happens. Raises Missing out of reach."""
    with transaction.atomic():
        take_turn(ref)
        rows = access.links_of(access.signable(holder, ref))
        rows.filter(pledge__n=n, used_at__isnull=True, voided_at__isnull=True).update(voided_at=now)


def attest(holder: Holder, ref: str, *, n: int, scan: str = "", now: datetime) -> Signature | None:
    """Attest that an office signed by hand; the second institution's word makes it a signature, which is returned.

    The first names the sealed picture of the board, which only a secretary of the declaration can. Raises Missing out
    of reach, Refused without a picture, for a signed office, or for a second word of one person or one institution.
    """
    with transaction.atomic():
        take_turn(ref)
        version = access.attestable(holder, ref)
        pledge = access.pledge_of(version, n)
        links.check_unsigned(pledge)
        given = list(Attestation.objects.filter(pledge=pledge).order_by("pk"))
        word = Vouch(_speaks_for(holder, version, given), holder.user_id)
        check_attestation([Vouch(one.institution_id, one.officer_id) for one in given], word)
        row = Attestation.objects.create(
            ref=given[0].ref if given else ref_from(secrets.token_bytes(REF_RANDOM_BYTES)),
            pledge=pledge,
            scan=given[0].scan if given else _board(holder, ref, scan),
            institution_id=word.institution,
            officer_id=holder.user_id,
            at=now,
        )
        made = _made_by_hand(row, now) if given else None
        _leaf("signature.attested", pledge, row.ref, row.institution_id, now, scan=row.scan_id)
    return made


def _speaks_for(holder: Holder, version: Version, given: list[Attestation]) -> str:
    """Return the institution a person attests for: the first of theirs there that has not spoken yet."""
    spoken = {one.institution_id for one in given}
    able = access.speakers(holder, version)
    return next((code for code in able if code not in spoken), able[0])


def _board(holder: Holder, ref: str, scan: str) -> Scan:
    if not scan:
        raise Refused("Segel dahulu foto papan yang ditandatangani, lalu pilih foto itu di sini.")
    found = scans.sealed(holder, scan)
    if found.declaration_id != ref:
        raise Refused("Foto ini dari deklarasi lain. Pilih foto dari deklarasi ini.")
    if found.what == What.ATTENDANCE.value:
        raise Refused("Daftar hadir bukan tanda tangan. Pilih foto papan atau lembar yang ditandatangani.")
    return found


def _made_by_hand(row: Attestation, now: datetime) -> Signature:
    pledge = row.pledge
    return Signature.objects.create(
        ref=row.ref,
        pledge=pledge,
        method=HAND,
        institution_id=links.institution_code(pledge) or None,
        capacity=pledge.capacity,
        on_behalf_of=pledge.on_behalf_of,
        at=now,
    )


def withdraw(holder: Holder, ref: str, *, reason: str, now: datetime) -> Withdrawal:
    """Record at the desk that an office withdraws its signature; the signature stays, with the reason beside it.

    Raises Missing out of reach (``access.signature_for`` says whose it is), BadInput without a reason, Refused when it
    was withdrawn before.
    """
    said = enrolment.reason_of(reason)
    with transaction.atomic():
        signature = access.signature_for(holder, ref)
        by = signature.institution_id or signature.pledge.version.declaration.institution_id
        return _withdraw(signature, said, by, now, {})


def _withdraw(
    signature: Signature, reason: str, by: str, now: datetime, proof: dict[str, object], **assertion: object
) -> Withdrawal:
    """Keep a withdrawal with its leaf; ``proof`` is what verifies offline that the key gave it, nothing at the desk."""
    take_turn(signature.ref)
    if Withdrawal.objects.filter(signature=signature).exists():
        raise Refused("Tanda tangan ini sudah ditarik.")
    told = {} if assertion else {"institution_id": by}
    row = Withdrawal.objects.create(signature=signature, at=now, reason=reason, **told, **assertion)
    _leaf("signature.withdrawn", signature.pledge, signature.ref, by, now, reason=reason, **proof)
    return row


# --- through a link ---------------------------------------------------------------------------------------------------


def ask(code: str, act: Act, *, acting: Acting = Acting.HOLDER, behalf: str = "", now: datetime) -> Question:
    """Ask whoever holds a link to sign (or withdraw) with a key: a fresh nonce, bound to the link, for ten minutes.

    Raises Missing for a code that never was, Refused for a link, or an office, that has nothing to answer, and
    InvalidField for words of whoever holds the link: on whose behalf is said by the text or by the enrolment.
    """
    with transaction.atomic():
        row = links.live(code, now)
        if act is Act.SIGN:
            links.check_unsigned(row.pledge)
            behalf = links.enrolled_behalf(row.pledge, acting.value, behalf, now)
        else:
            signed = links.signed_by_key(row.pledge)
            acting, behalf = _held(signed, row.pledge)
        row.nonce, row.asked_at = unpadded(secrets.token_bytes(NONCE_BYTES)), now
        row.act, row.acting, row.on_behalf_of = act.value, acting.value, behalf
        row.save(update_fields=["nonce", "asked_at", "act", "acting", "on_behalf_of"])
        return _question(row, now)


def _held(signature: Signature, pledge: PledgingOffice) -> tuple[Acting, str]:
    """Return how the office was held when it signed: it withdraws in the same capacity."""
    first = signature.capacity.removesuffix(pledge.capacity).strip()
    return (Acting(first) if first in {one.value for one in Acting} else Acting.HOLDER), signature.on_behalf_of


def _question(row: SigningLink, now: datetime) -> Question:
    code = links.institution_code(row.pledge)
    said = links.statement(row, code)
    return Question(said, challenge(said), tuple(bytes(key.credential) for key in _may_answer(row, code, now)))


def _may_answer(row: SigningLink, code: str, now: datetime) -> list[Key]:
    """Return the keys that may answer a link's question: to withdraw the one that signed, else the office's own."""
    if row.act == Act.WITHDRAW.value:
        key = links.signed_by_key(row.pledge).key
        return [key] if key is not None else []
    own = links.matching(links.candidates(row.pledge, code, now), row.pledge, row.acting, row.on_behalf_of)
    return own + ([row.made_key] if row.made_key else [])


def bring_key(code: str, key: enrolment.NewKey, *, nonce: str, now: datetime) -> Question:
    """Keep a key that a link's holder made on the spot, and ask it to sign; it is nobody's office key (decision 15).

    ``nonce`` is the base64url of the challenge that the new key's registration answered. Raises as :func:`ask` does,
    and Refused when the question is another one by now.
    """
    with transaction.atomic():
        row = links.asked(links.live(code, now), Act.SIGN, now)
        if unpadded(challenge(links.statement(row, links.institution_code(row.pledge)))) != nonce:
            raise Refused("Permintaan ini sudah diganti yang lebih baru. Tekan lagi tombol tanda tangan.")
        row.made_key = enrolment.keep(key, now=now)
        row.nonce = unpadded(secrets.token_bytes(NONCE_BYTES))
        row.save(update_fields=["made_key", "nonce"])
        return _question(row, now)


def sign(code: str, answer: Answer, site: Site, *, name: str = "", now: datetime) -> Signature:
    """Keep a signature given with a key, and use the link up; ``name`` is the signatory's own entry, with consent.

    Raises Missing and Refused as :func:`ask` does; Refused for a key that is not this office's, NotProven for an
    assertion that fails a check of decision 16, InvalidField for an overlong name.
    """
    entry = _name(name)
    with transaction.atomic():
        row = links.asked(links.live(code, now), Act.SIGN, now)
        links.check_unsigned(row.pledge)
        institution = links.institution_code(row.pledge)
        key, said = _proven(row, institution, answer, site, now)
        _use_up(row, now)
        made = Signature.objects.create(
            pledge=row.pledge,
            method=PASSKEY,
            standing=(Standing.HOLDER if key.office is None else keys.standing_of(key)).value,
            institution_id=institution or None,
            capacity=said.capacity,
            on_behalf_of=said.on_behalf_of,
            at=now,
            name=entry,
            key=key,
            nonce=row.nonce,
            origin=site.origin,
            rp_id=site.rp_id,
            **_parts(answer),
        )
        _leaf(
            "signature.given",
            row.pledge,
            made.ref,
            _by(row.pledge, institution),
            now,
            **_given(made, said, key, answer),
        )
    return made


def _name(name: str) -> str:
    tidy = " ".join(normalise(name, field="name").split())
    if len(tidy) > NAME_LENGTH:
        raise InvalidField("Tulis nama Anda, paling panjang {limit} huruf.", field="name", limit=NAME_LENGTH)
    return tidy


def _proven(row: SigningLink, institution: str, answer: Answer, site: Site, now: datetime) -> tuple[Key, Statement]:
    """Return the key that answered and what it signed; raises Refused and NotProven."""
    may = _may_answer(row, institution, now)
    named = next((one.ref for one in may if bytes(one.credential) == answer.credential), "")
    if named:
        take_turn(named)  # what was revoked, or counted elsewhere, while this waited is read again
        may = _may_answer(row, institution, now)
    key = next((one for one in may if one.ref == named), None)
    if key is None:
        raise Refused(WRONG_KEY)
    said = links.statement(row, institution)
    proof = verify(_assertion(answer, key), Asked(challenge(said), site.origin, site.rp_id), last_count=key.count)
    enrolment.use(key, count=proof.count)
    return key, said


def _assertion(answer: Answer, key: Key) -> Assertion:
    return Assertion(answer.client_data, answer.authenticator_data, answer.signature, bytes(key.spki))


def _parts(answer: Answer) -> dict[str, bytes]:
    return {
        "client_data": answer.client_data,
        "authenticator_data": answer.authenticator_data,
        "assertion": answer.signature,
    }


def _given(made: Signature, said: Statement, key: Key, answer: Answer) -> dict[str, object]:
    """Return what the leaf of a passkey signature commits to beside the pledge: everything that verifies it offline."""
    of_key = {"standing": made.standing, "enrolment": key.ref if key.office else None}
    return of_key | _proof(said, key, answer, Site(made.origin, made.rp_id))


def _proof(said: Statement, key: Key, answer: Answer, site: Site) -> dict[str, object]:
    """Return what shows offline that a key signed a statement."""
    return {
        "statement": said.as_json(),
        "key": key.spki_hash,
        "origin": site.origin,
        "rp_id": site.rp_id,
        "assertion": _assertion(answer, key).as_json(),
    }


def _use_up(row: SigningLink, now: datetime) -> None:
    row.used_at = now
    row.save(update_fields=["used_at"])


def refuse(code: str, *, reason: str = "", now: datetime) -> Refusal:
    """Record that an office does not sign, through its own link, which is used up; a reason is published.

    Raises Missing, and Refused when the link or the office has nothing to answer.
    """
    said = enrolment.reason_of(reason) if reason.strip() else ""
    with transaction.atomic():
        row = links.live(code, now)
        links.check_unsigned(row.pledge)
        _use_up(row, now)
        made = Refusal.objects.create(pledge=row.pledge, at=now, reason=said)
        by = _by(row.pledge, links.institution_code(row.pledge))
        _leaf("signature.refused", row.pledge, made.ref, by, now, reason=said)
    return made


def withdraw_by_key(code: str, answer: Answer, site: Site, *, reason: str, now: datetime) -> Withdrawal:
    """Withdraw a signature with the very key that gave it, through a link, which is used up.

    Raises as :func:`sign` does, and BadInput without a reason.
    """
    said = enrolment.reason_of(reason)
    with transaction.atomic():
        row = links.asked(links.live(code, now), Act.WITHDRAW, now)
        signature = links.signed_by_key(row.pledge)
        institution = links.institution_code(row.pledge)
        key, stated = _proven(row, institution, answer, site, now)
        _use_up(row, now)
        proof, by = _proof(stated, key, answer, site), _by(row.pledge, institution)
        return _withdraw(signature, said, by, now, proof, nonce=row.nonce, **_parts(answer))


def _by(pledge: PledgingOffice, institution: str) -> str:
    """Return the institution a leaf names: the office's own, or whoever registered it when it has no code."""
    return institution or pledge.version.declaration.institution_id


# --- a name that is taken back ----------------------------------------------------------------------------------------


def take_back_name(code: str, *, now: datetime) -> None:
    """Erase the name that was entered with a signature, for whoever holds the link it was given with, or a live one.

    No key is asked for: a lost phone must not keep a name in public (UU 27/2022 lets consent be withdrawn). Raises
    Missing for a code that never was, Refused for a link that may not and where there is no name.
    """
    with transaction.atomic():
        row = links.named(code, now)
        _empty_name(row, _by(row.pledge, row.institution_id or ""), now)
    forget_pages()


def erase_name(holder: Holder, ref: str, *, written: bool, now: datetime) -> None:
    """Erase the name entered with a signature at the desk, on the signatory's written request.

    Raises Missing out of reach, InvalidField unless there is such a request, Refused where there is no name.
    """
    with transaction.atomic():
        row = access.signature_under(holder, ref)
        if not written:
            raise InvalidField("Nama dihapus atas permintaan tertulis pemiliknya; centang bila ada.", field="written")
        _empty_name(row, row.pledge.version.declaration.institution_id, now)
    forget_pages()


def _empty_name(row: Signature, by: str, now: datetime) -> None:
    """Empty a name and erase the certificates' PDFs that show it; signature, leaves and certificates' records stay."""
    take_turn(row.pledge.version.declaration_id)
    if not Signature.objects.filter(pk=row.pk).exclude(name="").update(name=""):
        raise Refused("Tanda tangan ini tidak mencantumkan nama.")
    certificate.erase_papers(row.pledge.version_id)
    _leaf("signature.unnamed", row.pledge, row.ref, by, now)


def forget_of(declarations: list[str]) -> None:
    """Remove all that was signed under example declarations, inside the transaction that erases those."""
    pledges = PledgingOffice.objects.filter(version__declaration__in=declarations)
    signatures = Signature.objects.filter(pledge__in=pledges)
    attestations, refusals = Attestation.objects.filter(pledge__in=pledges), Refusal.objects.filter(pledge__in=pledges)
    refs = {*signatures.values_list("ref", flat=True), *attestations.values_list("ref", flat=True)}
    for ref in refs | {*refusals.values_list("ref", flat=True)}:
        ledger.forget(ref)
    Withdrawal.objects.filter(signature__in=signatures).delete()
    opened = SigningLink.objects.filter(pledge__in=pledges)
    holders = list(opened.filter(made_key__isnull=False).values_list("made_key", flat=True))
    for rows in (signatures, attestations, refusals, opened):
        rows.delete()
    enrolment.forget_holders(holders)


def _leaf(event: str, pledge: PledgingOffice, ref: str, by: str, now: datetime, **more: object) -> None:
    record = {
        "act": event,
        "declaration": pledge.version.declaration_id,
        "version": pledge.version.number,
        "digest": pledge.version.digest,
        "n": pledge.n,
        "office": pledge.office,
        "institution": pledge.institution,
        "capacity": pledge.capacity,
        "on_behalf_of": pledge.on_behalf_of,
        "by": by,
        "by_name": institutions.name_of(by),
    }
    ledger.append(type=event, by=by, ref=ref, record=record | more, now=now)
