"""Fill the table of elections, and register an installation's own."""

from __future__ import annotations

import datetime

from django.db import transaction

from ikrar.core.election import sheet, table
from ikrar.core.election.table import load
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.election import queries
from ikrar.records.election.models import Election, Participant
from ikrar.records.institution.models import Institution
from ikrar.records.ledger import actions as ledger
from ikrar.records.place.models import Area

FICTIONAL_AFTER = datetime.timedelta(days=365)  # how long grants of the fictional election may reach past its vote


def load_elections() -> int:
    """Write every bundled election with its parties; days set by :func:`set_voting_day` stay. Re-runnable.

    Parties of a scope whose area is not in the table of areas are left out. Returns the count of elections.
    """
    rows = load()
    with transaction.atomic():
        for row in rows:
            values = {
                "kind": row.kind,
                "name_id": row.name["id"],
                "name_en": row.name["en"],
                "year": row.year,
                "area_id": row.area,
                "fictional": row.fictional,
            }
            if row.voting_day:
                values |= {"voting_day": row.voting_day, "ends": row.ends}
            Election.objects.update_or_create(code=row.code, defaults=values)
        _load_participants()
    return len(rows)


def _load_participants() -> None:
    rows = table.participants()
    known = set(Area.objects.filter(code__in={r.area for r in rows if r.area}).values_list("code", flat=True))
    for row in rows:
        if row.area is None or row.area in known:
            values = {"short_name": row.short_name, "name": row.name, "source": row.source}
            Participant.objects.update_or_create(
                election_id=row.election, number=row.number, area_id=row.area, defaults=values
            )


def set_participants(found: dict[int, table.Participant], *, by: str, now: datetime.datetime) -> int:
    """Bring the parties of the elections of a file to what it says, all or nothing; returns how many changed.

    ``found`` by row of the file; each changed election leaves its leaf by the institution ``by``. Raises Missing when
    there is no such institution, Refused when anything in the file cannot be: ``queries.compare`` says what.
    """
    with transaction.atomic():
        if not Institution.objects.filter(code=by).exists():
            raise Missing("Lembaga ini tidak ada.")
        changed, problems = queries.compare(found)
        if problems:
            raise Refused("Ada yang harus dibetulkan di berkas ini; tidak ada yang disimpan.")
        for row in Election.objects.filter(code__in=changed).order_by("code"):
            _write_participants(row, [p for p in found.values() if p.election == row.code], by=by, now=now)
    return len(changed)


def _write_participants(row: Election, parties: list[table.Participant], *, by: str, now: datetime.datetime) -> None:
    Participant.objects.filter(election=row).delete()
    Participant.objects.bulk_create(
        Participant(
            election=row, number=p.number, short_name=p.short_name, name=p.name, area_id=p.area, source=p.source
        )
        for p in parties
    )
    record = {"act": "participants.set", "election": row.code, "participants": sheet.to_rows(parties)}
    ledger.append(type="participants.set", by=by, ref=row.ledger_ref, record=record, now=now)


def set_voting_day(code: str, day: datetime.date) -> None:
    """Date a fictional election relative to the start of a demo; a real one is never touched."""
    values = {"voting_day": day, "year": day.year, "ends": day + FICTIONAL_AFTER}
    Election.objects.filter(code=code, fictional=True).update(**values)


def register(
    *,
    code: str,
    names: dict[str, str],
    kind: str,
    voting_day: datetime.date,
    ends: datetime.date,
    area: str | None,
    by: str,
    now: datetime.datetime,
) -> Election:
    """Write an election of this installation, or bring it up to date; a leaf if anything changed. Re-runnable.

    ``names`` by language ("id", "en"); ``ends`` is the last day a grant may reach; ``area`` None is the nation; ``by``
    the institution that acts. Raises InvalidField for values that cannot be, a code of a bundled election among them.
    """
    rule = table.Election(code, names, kind, voting_day.year, voting_day, ends, area, fictional=False)
    table.check(rule)
    if code in {row.code for row in load()}:
        raise InvalidField("Kode pemilihan {value} sudah dipakai; pilih yang lain.", field="election", value=code)
    place = Area.objects.filter(code=area).first() if area else None
    if area and place is None:
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=area)
    values = {
        "kind": kind,
        "name_id": names["id"],
        "name_en": names["en"],
        "year": voting_day.year,
        "voting_day": voting_day,
        "ends": ends,
        "area": place,
        "fictional": bool(place and place.fictional),
    }
    with transaction.atomic():
        row = Election.objects.filter(code=code).first() or Election(code=code)
        if not row._state.adding and all(getattr(row, key) == value for key, value in values.items()):
            return row
        for key, value in values.items():
            setattr(row, key, value)
        row.save()
        days = {"voting_day": voting_day.isoformat(), "ends": ends.isoformat()}
        record = {"act": "election.registered", "election": code, "kind": kind, "names": names, "area": area, **days}
        ledger.append(type="election.registered", by=by, ref=row.ledger_ref, record=record, now=now)
    return row
