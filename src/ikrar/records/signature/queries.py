"""Who signed a frozen version, how, and what was refused or withdrawn; and what a link's holder may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ikrar.core.errors import Missing
from ikrar.core.signature.assertion import Assertion
from ikrar.core.signature.challenge import Acting
from ikrar.core.signature.link import State, Times
from ikrar.core.signature.vouching import Standing
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration.models import PledgingOffice, Version
from ikrar.records.enrolment.models import Key
from ikrar.records.ledger.models import Leaf
from ikrar.records.signature import access, links
from ikrar.records.signature.models import Signature


@dataclass(frozen=True)
class Ended:
    """A reason and a moment, of a refusal or a withdrawal; ``by`` names the institution that recorded it."""

    reason: str
    at: datetime
    by: str = ""


@dataclass(frozen=True)
class Signed:
    """What a pledging office did about a version; ``method`` None: nothing yet, or a refusal.

    ``standing`` is of a passkey signature alone. ``vouchers`` and ``attesters`` are names of institutions; ``waiting``
    says that one institution attested a signing by hand and another one is still wanted.
    """

    n: int
    office: str
    institution: str
    capacity: str
    on_behalf_of: str
    method: str | None = None
    at: datetime | None = None
    standing: Standing | None = None
    vouchers: tuple[str, ...] = ()
    attesters: tuple[str, ...] = ()
    waiting: bool = False
    withdrawn: Ended | None = None
    refused: Ended | None = None
    name: str = ""
    ref: str = ""
    key: str = ""
    key_hash: str = ""
    synced: bool = False
    leaf: Leaf | None = None

    @property
    def stands(self) -> bool:
        """Whether a signature was given and not withdrawn."""
        return self.method is not None and self.withdrawn is None


@dataclass(frozen=True)
class Sheet:
    """What a link shows: the state of the link, the office it is for, its version, and the ways to hold the office."""

    state: State
    declaration: str
    number: int
    title: str
    digest: str
    example: bool
    superseded: bool
    expires: datetime
    registered_by: str
    pledge: Signed
    ways: tuple[tuple[str, str, int], ...]
    made_key: bool
    named: bool


@dataclass(frozen=True)
class Named:
    """A signature that shows a name, as the desk sees it: under which version, of which office; never the name."""

    ref: str
    number: int
    office: str
    institution: str


@dataclass(frozen=True)
class Kept:
    """A passkey signature with all that verifies it offline."""

    assertion: Assertion
    statement: dict[str, object]
    origin: str
    rp_id: str


def signed(version: Version) -> list[Signed]:
    """Return what each pledging office of a frozen version did, in signing order. Seven queries at most."""
    offices = _whole(PledgingOffice.objects.filter(version=version))
    attested = [word.ref for one in offices for word in one.attestations.all()]
    refs = [one.signature.ref for one in offices if hasattr(one, "signature")] + attested
    rows = Leaf.objects.filter(ref__in=refs, type__in=("signature.given", "signature.attested")).order_by("pk")
    leaves = {leaf.ref: leaf for leaf in rows} if refs else {}
    return [_signed(one, leaves) for one in offices]


def of(ref: str, number: int) -> list[Signed]:
    """Return what each pledging office of a declaration's frozen version did; raises Missing for any other."""
    return signed(declaration.published(ref, number))


def seen(ref: str, number: int) -> list[Signed]:
    """Return what a hall sees of ``of``: no vouchers, witnesses, key or leaf. Four queries at most.

    Raises Missing for anything but a frozen version.
    """
    version = declaration.public().filter(declaration_id=ref, number=number)
    rows = PledgingOffice.objects.filter(version__in=version).select_related("signature__withdrawal__institution")
    offices = list(rows.prefetch_related("attestations", "refusals").order_by("n"))
    if not offices and not version.exists():
        raise Missing("Deklarasi ini tidak ada.")
    return [_seen(one) for one in offices]


def _seen(pledge: PledgingOffice) -> Signed:
    if not hasattr(pledge, "signature"):
        return _unsigned(pledge, ())
    row = pledge.signature
    return Signed(
        pledge.n,
        pledge.office,
        pledge.institution,
        capacity=row.capacity,
        on_behalf_of=row.on_behalf_of,
        method=row.method,
        at=row.at,
        standing=Standing(row.standing) if row.standing else None,
        withdrawn=_withdrawn(row),
    )


def _unsigned(pledge: PledgingOffice, attesters: tuple[str, ...]) -> Signed:
    refused = max(pledge.refusals.all(), key=lambda one: one.at, default=None)
    return Signed(
        pledge.n,
        pledge.office,
        pledge.institution,
        pledge.capacity,
        pledge.on_behalf_of,
        attesters=attesters,
        waiting=bool(pledge.attestations.all()),
        refused=Ended(refused.reason, refused.at) if refused else None,
    )


def _whole(rows: Any) -> list[Any]:
    related = ("signature__withdrawal__institution", "signature__key")
    fetched = ("attestations__institution", "refusals", "signature__key__vouches__institution")
    return list(rows.select_related(*related).prefetch_related(*fetched).order_by("n"))


def _signed(pledge: PledgingOffice, leaves: dict[str, Leaf]) -> Signed:
    attested = sorted(pledge.attestations.all(), key=lambda word: word.pk)
    attesters = tuple(word.institution.name for word in attested)
    if not hasattr(pledge, "signature"):
        return _unsigned(pledge, attesters)
    row = pledge.signature
    key = row.key
    return replace(
        _seen(pledge),
        vouchers=_vouchers(key, row.at),
        attesters=attesters if key is None else (),
        name=row.name,
        ref=row.ref,
        key=key.ref if key and key.office_id else "",
        key_hash=key.spki_hash if key else "",
        synced=key.synced if key else False,
        leaf=leaves.get(row.ref),
    )


def _vouchers(key: Key | None, at: datetime) -> tuple[str, ...]:
    """Return who had vouched for a key when it signed: a later word does not make an earlier signature the office's."""
    if key is None:
        return ()
    given = sorted(key.vouches.all(), key=lambda word: word.pk)
    return tuple(word.institution.name for word in given if word.at <= at)


def _withdrawn(row: Signature) -> Ended | None:
    if not hasattr(row, "withdrawal"):
        return None
    said = row.withdrawal
    return Ended(said.reason, said.at, said.institution.name if said.institution else "")


def sheet(code: str, now: datetime) -> Sheet:
    """Return what the holder of a link may see, whatever its state; raises Missing for a code that never was."""
    row = links.found(code)
    pledge, version = row.pledge, row.pledge.version
    (whole,) = _whole(PledgingOffice.objects.filter(pk=pledge.pk))
    enrolled = links.candidates(pledge, links.institution_code(pledge), now)
    return Sheet(
        state=links.state_of(row, now),
        declaration=version.declaration_id,
        number=version.number,
        title=version.title,
        digest=version.digest or "",
        example=version.declaration.example,
        superseded=access.superseded(version),
        expires=row.expires,
        registered_by=version.declaration.institution.name,
        pledge=_signed(whole, {}),
        ways=_ways(enrolled, pledge),
        made_key=row.made_key_id is not None,
        named=hasattr(whole, "signature") and bool(whole.signature.name) and links.owns(row, whole.signature, now),
    )


def _ways(enrolled: Iterable[Key], pledge: PledgingOffice) -> tuple[tuple[str, str, int], ...]:
    """Return the ways to hold the office, each with the number of keys enrolled for it, those first."""
    counted: dict[tuple[str, str], int] = {}
    for key in enrolled:
        way = (key.acting, "" if pledge.on_behalf_of else key.on_behalf_of)
        counted[way] = counted.get(way, 0) + 1
    for acting in Acting:
        counted.setdefault((acting.value, ""), 0)
    return tuple((acting, behalf, number) for (acting, behalf), number in counted.items())


def live_links(holder: Holder, ref: str, now: datetime) -> dict[int, datetime]:
    """Return until when the live link of each office lasts, by its place in the signing order. Two queries."""
    rows = access.links_of(access.signable(holder, ref)).select_related("pledge")
    return {
        row.pledge.n: row.expires
        for row in rows
        if Times(row.expires, row.used_at, row.voided_at).state(now) is State.LIVE
    }


def named(holder: Holder, ref: str) -> list[Named]:
    """Return which signatures under a declaration's versions show a name, the newest version first. One query."""
    rows = access.signatures_under(holder).filter(pledge__version__declaration=ref).select_related("pledge__version")
    return [
        Named(row.ref, row.pledge.version.number, row.pledge.office, row.pledge.institution)
        for row in rows.order_by("-pledge__version__number", "pledge__n")
        if row.name
    ]


def kept(ref: str) -> Kept:
    """Return a passkey signature as it was given, for whoever verifies it; raises Missing for any other."""
    row = Signature.objects.select_related("key", "pledge__version").filter(ref=ref, key__isnull=False).first()
    if row is None or row.key is None:
        raise Missing("Tanda tangan ini tidak ada.")
    pledge = row.pledge
    parts = (bytes(row.client_data or b""), bytes(row.authenticator_data or b""), bytes(row.assertion or b""))
    signatory = {"institution": row.institution_id or "", "name": pledge.institution, "office": pledge.office}
    said: dict[str, object] = {"act": "sign", "digest": pledge.version.digest, "signatory": signatory}
    said |= {"capacity": row.capacity, "on_behalf_of": row.on_behalf_of, "nonce": row.nonce}
    return Kept(Assertion(*parts, bytes(row.key.spki)), said, row.origin, row.rp_id)


def to_attest(holder: Holder) -> list[tuple[Version, Signed]]:
    """Return the signings by hand in the person's areas that one institution attested and theirs can complete."""
    rows = PledgingOffice.objects.filter(
        version__in=access.visible_to(holder), attestations__isnull=False, signature__isnull=True
    ).distinct()
    waiting = rows.select_related("version__declaration", "version__area").prefetch_related(
        "attestations__institution", "refusals"
    )
    found = []
    for pledge in waiting.order_by("version__frozen_at", "version_id", "n")[:200]:
        spoken = {word.institution_id for word in pledge.attestations.all()}
        persons = {word.officer_id for word in pledge.attestations.all()}
        able = set(access.speakers(holder, pledge.version)) - spoken
        if able and holder.user_id not in persons:
            found.append((pledge.version, _signed(pledge, {})))
    return found


def withdrawable(holder: Holder) -> list[tuple[Version, Signed]]:
    """Return the standing signatures whose withdrawal this person may record, the newest first."""
    rows = access.withdrawable(holder).filter(withdrawal__isnull=True).order_by("-at")[:200]
    pledges = _whole(PledgingOffice.objects.filter(signature__in=list(rows)).select_related("version__declaration"))
    return [(pledge.version, _signed(pledge, {})) for pledge in sorted(pledges, key=lambda one: one.signature.at)[::-1]]
