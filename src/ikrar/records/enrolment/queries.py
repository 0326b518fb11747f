"""What may be known of enrolment links and of offices' keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db.models import QuerySet

from ikrar.core.account import code as code_of
from ikrar.core.errors import Missing
from ikrar.core.signature.challenge import Acting
from ikrar.core.signature.link import State, Times
from ikrar.core.signature.vouching import Standing, Vouch, standing
from ikrar.records.account.access import Holder
from ikrar.records.enrolment import access
from ikrar.records.enrolment.models import EnrolmentLink, Key
from ikrar.records.institution.models import Office

MOST = 200  # keys or links of one page

#: The hash under which a code is kept.
hash_of: Final = partial(code_of.hash_of, "enrolment")


@dataclass(frozen=True)
class KeyView:
    """A key as pages show it; ``vouchers`` are names of institutions in the order in which they vouched."""

    ref: str
    institution: str
    institution_name: str
    office: str
    acting: str
    on_behalf_of: str
    ends: date | None
    spki_hash: str
    synced: bool
    made_at: datetime
    standing: Standing
    vouchers: tuple[str, ...]
    revoked_at: datetime | None
    revoked_by: str
    reason: str
    usable: bool


@dataclass(frozen=True)
class LinkView:
    """An enrolment link as its institution's desk, and whoever holds its code, may see it."""

    ref: str
    institution: str
    office: str
    acting: Acting
    on_behalf_of: str
    ends: date | None
    expires: datetime
    state: State


def vouches_of(key: Key) -> tuple[Vouch, ...]:
    """Return who vouched for a key, as core judges it, in their order."""
    rows = sorted(key.vouches.all(), key=lambda row: row.pk)
    return tuple(Vouch(row.institution_id, row.officer_id) for row in rows)


def institution_of(key: Key) -> str:
    """Return the code of the institution whose office a key is for; empty for a mere link holder's."""
    return key.office.institution_id if key.office else ""


def standing_of(key: Key) -> Standing:
    """Say what a key is known to be, by its vouches."""
    return standing(institution_of(key), vouches_of(key))


def link_behind(code: str, now: datetime) -> LinkView:
    """Return the link behind a code, in whatever state; raises Missing when there never was one."""
    row = access.behind(hash_of(code))
    if row is None:
        raise Missing("Tautan ini tidak ada.")
    return _link(row, now)


def links(holder: Holder, now: datetime) -> list[LinkView]:
    """Return the links of the person's institutions that still lead somewhere, the newest first. One query."""
    rows = access.links_of(holder).filter(used_at__isnull=True, voided_at__isnull=True, expires__gt=now)
    return [_link(row, now) for row in rows.select_related("office__institution").order_by("-issued_at")[:MOST]]


def _link(row: EnrolmentLink, now: datetime) -> LinkView:
    state = Times(row.expires, row.used_at, row.voided_at).state(now)
    office = row.office
    terms = (Acting(row.acting), row.on_behalf_of, row.ends, row.expires, state)
    return LinkView(row.ref, office.institution.name, office.name, *terms)


def keys(holder: Holder, now: datetime) -> list[KeyView]:
    """Return the keys within a person's reach, the newest first. Two queries."""
    rows = access.visible_to(holder).order_by("-made_at", "ref")
    return [_view(row, now) for row in _whole(rows)[:MOST]]


def key(holder: Holder, ref: str, now: datetime) -> KeyView:
    """Return one key within a person's reach; raises Missing for anything else."""
    access.key_for(holder, ref)
    return _view(_whole(access.visible_to(holder).filter(ref=ref))[0], now)


def public_key(ref: str, now: datetime) -> KeyView:
    """Return an enrolled key by its reference, for everybody; raises Missing when there is none."""
    rows = list(_whole(Key.objects.filter(ref=ref, office__isnull=False)))
    if not rows:
        raise Missing("Kunci jabatan ini tidak ada.")
    return _view(rows[0], now)


def offices(holder: Holder, today: date) -> list[Office]:
    """Return the offices of the person's institutions that exist today, for the form that enrols one. One query."""
    rows = Office.objects.filter(institution__in=access.served(holder)).select_related("institution")
    return [
        row
        for row in rows.order_by("institution__name", "kind", "name")[:MOST]
        if row.valid_until is None or row.valid_until >= today
    ]


def _whole(rows: QuerySet[Key]) -> QuerySet[Key]:
    return rows.select_related("office__institution", "revoked_by").prefetch_related("vouches__institution")


def _view(row: Key, now: datetime) -> KeyView:
    office: Any = row.office  # every key that a page shows has one: its query asked for it
    given = sorted(row.vouches.all(), key=lambda one: one.pk)
    return KeyView(
        ref=row.ref,
        institution=office.institution_id,
        institution_name=office.institution.name,
        office=office.name,
        acting=row.acting,
        on_behalf_of=row.on_behalf_of,
        ends=row.ends,
        spki_hash=row.spki_hash,
        synced=row.synced,
        made_at=row.made_at,
        standing=standing_of(row),
        vouchers=tuple(one.institution.name for one in given),
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by.name if row.revoked_by else "",
        reason=row.reason,
        usable=access.usable(row, now),
    )
