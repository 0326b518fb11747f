"""Sealed pictures of hand-overs: sealed by one side, read by it alone, erased on their day (decision 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing, Refused
from ikrar.core.relay.custody import Leg as State
from ikrar.records.account.access import Holder
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.relay import access
from ikrar.records.relay.models import Photo, PhotoBox
from ikrar.records.scan import kept, seal
from ikrar.records.turn import take_turn

SHOWN = (State.OPEN, State.DONE)


@dataclass(frozen=True)
class Sealed:
    """What is public of a sealed picture; ``commitment`` is the salted one of its leaf, base64."""

    ref: str
    institution: str
    sealed_on: date
    kept_until: date
    erased_on: date | None
    commitment: str


def keep(holder: Holder, ref: str, n: int, *, picture: bytes, until: date, now: datetime) -> Photo:
    """Seal a picture of a hand-over, drawn anew by the caller, until its day; only its salted commitment is public.

    The same picture sent twice is kept once. Raises Missing unless the person's institution gives or receives there,
    Refused for a leg nothing happened on and beyond the most pictures of one side.
    """
    with transaction.atomic():
        take_turn(ref)
        relay = access.relay_for(holder, ref)
        leg = relay.legs.filter(n=n).first()
        if leg is None:
            raise Missing("Ruas ini tidak ada.")
        if leg.state not in SHOWN:
            raise Refused("Foto dapat disegel setelah serah terima dibuka.")
        sides = [leg.receiver_id, leg.giver_id or relay.holder_id]
        own = [code for code in sides if code in holder.institutions(Role.SECRETARY)]
        if not own:
            raise Missing("Ruas ini tidak ada.")
        there = list(Photo.objects.filter(relay=relay, leg=n, institution=own[0], erased_on=None).select_related("box"))
        found: Photo | None = kept.same(there, picture)
        if found is not None:
            return found
        photo = Photo.objects.create(
            relay=relay, leg=n, institution_id=own[0], sealed_on=holder.today, kept_until=until
        )
        PhotoBox.objects.create(sealed=photo, data=seal.close(picture))
        record = {"act": kept.SEALED, "relay": ref, "n": n, "scan": photo.ref, "until": f"{until}"}
        record["sha256"] = kept.digest(picture)
        ledger.append(type=kept.SEALED, by=own[0], ref=photo.ref, record=record, now=now)
    return photo


def picture(holder: Holder, ref: str) -> bytes:
    """Return the WebP bytes of a sealed picture; raises Missing out of reach or when it is erased."""
    return seal.open_box(bytes(access.sealed(holder, ref).box.data))


def of(relay: str, n: int) -> tuple[Sealed, ...]:
    """Return what is public of a hand-over's pictures, in the order in which they were sealed. Two queries."""
    rows = list(Photo.objects.filter(relay_id=relay, leg=n).order_by("sealed_on", "ref"))
    told = kept.commitments(rows)
    return tuple(
        Sealed(one.ref, one.institution_id, one.sealed_on, one.kept_until, one.erased_on, told.get(one.ref, ""))
        for one in rows
    )


def erase(holder: Holder, ref: str, *, now: datetime) -> Photo:
    """Erase a picture before its day; that it was kept, and its leaf, stay. Raises Missing out of reach."""
    with transaction.atomic():
        take_turn(ref)
        photo = access.sealed(holder, ref)
        kept.erase([photo], _by, holder.today, now)
    forget_pages()
    return photo


def erase_expired(today: date, now: datetime) -> int:
    """Erase every picture past its day; returns how many went."""
    return kept.erase_expired(Photo.objects.all(), _by, turn="relay.erase_expired", today=today, now=now)


def forget_of(relays: list[str]) -> None:
    """Remove the pictures of example relays with their openings, inside the transaction that erases those."""
    kept.forget(Photo.objects.filter(relay__in=relays))


def _by(photo: Photo) -> str:
    return photo.institution_id
