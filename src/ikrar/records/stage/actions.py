"""Enter the day of an event, change the duties and risks of a region, take in an election from a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ikrar import durable
from ikrar.core.errors import Conflict, InvalidField, Missing
from ikrar.core.institution.territory import ancestors
from ikrar.core.stage import anchoring, duty
from ikrar.core.stage.duty import Line
from ikrar.core.stage.intake import Intake, check
from ikrar.core.stage.table import anchors_of, stages
from ikrar.records.account.access import Holder
from ikrar.records.election import actions as elections
from ikrar.records.election.models import Election
from ikrar.records.institution.models import Institution
from ikrar.records.ledger import actions as ledger
from ikrar.records.ref import new_ref
from ikrar.records.stage import access, known
from ikrar.records.stage.folder import NAME
from ikrar.records.stage.models import Anchoring, Note
from ikrar.records.turn import take_turn


def anchor(
    holder: Holder, election: str, area: str, *, code: str, day: date | None, source: str, seen: str, now: datetime
) -> Anchoring:
    """Enter the day of an event in an area, or take it back (``day`` None); an event of the whole election for all.

    ``seen`` is the reference of the newest entry the person saw, empty for none. The same day and source twice are kept
    once. Raises Missing out of reach, InvalidField for what cannot be, Conflict when somebody else entered it first,
    and Refused for an event of the nation entered by an institution of a region, for a day that the commission entered,
    and for an institution that moves nobody's deadlines (:mod:`ikrar.core.stage.anchoring`).
    """
    with transaction.atomic():
        seat = access.seat(holder, election, area)
        take_turn(f"stage.anchor {election}")
        event = anchoring.check(anchors_of(election), code, day, source, seat.election.voting_day)
        if not event.local:
            access.for_the_nation(seat)
        holds = next((one for one in known.events(election, area) if one.code == code and one.day), None)
        anchoring.check_who(seat.kind, holds.kind if holds else "")
        subject = {"election_id": election, "area_id": area if event.local else None, "code": code}
        last = Anchoring.objects.filter(**subject).order_by("-id").first()
        if last and (last.day, last.source) == (day, source):
            return last
        if (last.ref if last else "") != seen:
            raise Conflict("Seseorang sudah mencatat peristiwa ini lebih dulu. Muat ulang halaman, lalu periksa.")
        if day is None and (last is None or last.day is None):
            raise InvalidField("Tulis tanggalnya.", field="day")
        row = Anchoring.objects.create(
            **subject, day=day, source=source, institution_id=seat.institution, entered_at=now
        )
        told = {"area": row.area_id, "event": code, "day": day.isoformat() if day else None, "source": source}
        _leaf("stage.anchored", row, told, now)
    return row


def note(holder: Holder, election: str, line: Line, *, seen: str, removed: bool = False, now: datetime) -> Note:
    """Say what a duty or risk is in the area of ``line``, or that it does not hold there (``removed``).

    A line without a key is new. ``seen`` is the reference of the area's newest row of it that the person saw, empty for
    none. Raises Missing out of reach, InvalidField for what cannot be, Conflict when somebody else changed it first,
    Refused for a participant in the election.
    """
    with transaction.atomic():
        seat = access.seat(holder, election, line.area)
        duty.check_who(seat.kind)
        take_turn(f"stage.note {election} {line.area}")
        duty.check(line, {one.code for one in stages(election, seat.election.voting_day)})
        last = Note.objects.filter(election_id=election, area_id=line.area, key=line.key).order_by("-id").first()
        if line.key and last is None and not _inherited(election, line):
            raise Missing("Halaman ini tidak ada.")
        if (last.ref if last else "") != seen:
            raise Conflict("Seseorang sudah mengubah baris ini lebih dulu. Muat ulang halaman, lalu periksa.")
        ref = new_ref()
        told: dict[str, Any] = {"stage": line.stage, "what": line.what.value, "who": line.who, "text": line.text["id"]}
        told |= {"key": line.key or ref, "source": line.source}
        row = Note.objects.create(
            ref=ref,
            election_id=election,
            area_id=line.area,
            removed=removed,
            institution_id=seat.institution,
            entered_at=now,
            **told,
        )
        _leaf("stage.noted", row, {"area": line.area, "removed": removed, **told}, now)
    return row


def _leaf(event: str, row: Anchoring | Note, told: Mapping[str, object], now: datetime) -> None:
    record = {"act": event, "election": row.election_id, **told}
    ledger.append(type=event, by=row.institution_id, ref=row.ref, record=record, now=now)


def _inherited(election: str, line: Line) -> bool:
    """Whether the key of a line is one that the area has from a template or a region around it."""
    if line.key in {one.key for one in duty.templates(election)}:
        return True
    return Note.objects.filter(election_id=election, key=line.key, area_id__in=ancestors(line.area)).exists()


def take_in(data: bytes, *, by: str, now: datetime) -> Intake:
    """Take in an election from a file: register it and keep its stages; nothing is kept when anything is wrong.

    Returns what was found wrong, with lines, instead of raising it. Raises Missing when there is no institution ``by``,
    InvalidField for a code of a bundled election or an unknown area. The same file twice changes nothing.
    """
    found = check(data)
    if found.election is None:
        return found
    one = found.election
    path = Path(settings.ENVIRONMENT.data) / NAME / f"{one.code}.toml"
    with transaction.atomic():
        if not Institution.objects.filter(code=by).exists():
            raise Missing("Lembaga ini tidak ada.")
        take_turn(f"stage.file {one.code}")
        elections.register(
            code=one.code,
            names=one.name,
            kind=one.kind,
            voting_day=one.voting_day or now.date(),  # the check of the file saw to both
            ends=one.ends or now.date(),
            area=one.area,
            by=by,
            now=now,
        )
        if not path.exists() or path.read_bytes() != data:
            ref = Election.objects.values_list("ledger_ref", flat=True).get(code=one.code)
            digest = hashlib.sha256(data).hexdigest()
            record = {"act": "stage.scheduled", "election": one.code, "sha256": digest}
            ledger.append(type="stage.scheduled", by=by, ref=ref, record=record, now=now)
            transaction.on_commit(lambda: durable.put(path, data))  # a lost file is written by the next try
    return found
