"""Earlier editions of minutes while they are taken: kept with each saving, one can go back to, erased when frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ikrar.core.declaration.history import KEPT, goes_on
from ikrar.core.declaration.merging import Difference, compare
from ikrar.core.errors import Conflict, IllegalMove
from ikrar.core.meeting.form import MinutesForm, minutes_from_json, tidy
from ikrar.core.meeting.move import State
from ikrar.records.account.access import Holder
from ikrar.records.meeting import access
from ikrar.records.meeting.models import Edition, Meeting
from ikrar.records.turn import take_turn


def taking(holder: Holder, ref: str, edition: int) -> Meeting:
    """Take the turn of a meeting and return it while its minutes are taken; raises Missing, IllegalMove, Conflict."""
    take_turn(ref)
    meeting = access.own(holder, ref)
    if meeting.state != State.HELD.value:
        raise IllegalMove("Notulen ditulis selama rapat dibuka dan belum dibekukan.")
    if meeting.minutes.edition != edition:
        raise Conflict("Notulen ini sudah diubah orang lain. Tidak ada yang ditimpa.")
    return meeting


def keep(meeting: Meeting, holder: Holder, now: datetime) -> None:
    """Keep what the minutes say now, in the act that saves them; one person's typing on goes into one edition."""
    newest = list(meeting.editions.order_by("-n")[:2])
    if len(newest) == 2 and _goes_on(newest[0], newest[1], meeting.minutes.form, holder, now):
        newest[0].form, newest[0].at = meeting.minutes.form, now
        newest[0].save()
        return
    n = newest[0].n + 1 if newest else 1
    _add(meeting, n, holder, now)


def _goes_on(here: Edition, last: Edition, form: dict[str, Any], holder: Holder, now: datetime) -> bool:
    same = here.officer_id == holder.user_id
    return same and goes_on(last.form, here.form, form, seconds=(now - here.begun).total_seconds())


def _add(meeting: Meeting, n: int, holder: Holder, now: datetime) -> None:
    terms = {"officer_id": holder.user_id, "begun": now, "at": now}
    Edition.objects.create(meeting=meeting, n=n, form=meeting.minutes.form, **terms)
    meeting.editions.filter(n__lte=n - KEPT).delete()


def go_back(holder: Holder, ref: str, *, edition: int, to: int, now: datetime) -> int:
    """Let the minutes say again what they said in an earlier edition, and return the new edition.

    What they say now stays among the editions: going back loses nothing. Raises Missing, IllegalMove when the meeting
    is not open or ``to`` is not kept any more, Conflict when ``edition`` is stale.
    """
    with transaction.atomic():
        meeting = taking(holder, ref, edition)
        found = meeting.editions.filter(n=to).first()
        newest = meeting.editions.order_by("-n").first()
        if found is None or newest is None:
            raise IllegalMove("Suntingan itu tidak tersimpan lagi, jadi tidak ada yang berubah.")
        minutes = meeting.minutes
        minutes.form, minutes.edition = found.form, minutes.edition + 1
        minutes.save()
        _add(meeting, newest.n + 1, holder, now)
    return minutes.edition


def forget(meeting: Meeting) -> None:
    """Erase the earlier editions of minutes that are frozen or never will be: what was struck out is not kept."""
    meeting.editions.all().delete()


@dataclass(frozen=True)
class Kept:
    """One edition: its number, when it was last typed in, whether by the asking person, and what it changed."""

    n: int
    at: datetime
    mine: bool
    current: bool
    changed: tuple[Difference, ...]


def kept(holder: Holder, meeting: Meeting) -> list[Kept]:
    """Return the editions of minutes, the newest first, each with what differs from the one before; one query."""
    return list(_kept(holder, meeting))[::-1]


def _kept(holder: Holder, meeting: Meeting) -> Iterator[Kept]:
    before = placed(MinutesForm(), meeting)
    rows = list(meeting.editions.order_by("n"))
    for row in rows:
        form = placed(minutes_from_json(row.form), meeting)
        changed = compare(form, before)
        yield Kept(row.n, row.at, row.officer_id == holder.user_id, row is rows[-1], changed)
        before = form


def placed(form: MinutesForm, meeting: Meeting) -> dict[str, Any]:
    """Return minutes to compare, each note under the number of its agenda item.

    As rows of a list, notes could move to another item when one side left an item empty.
    """
    told = tidy(form, len(meeting.minutes.agenda))
    return told.as_json() | {"notes": {str(n): note for n, note in enumerate(told.notes, start=1)}}
