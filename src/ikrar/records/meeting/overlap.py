"""Meetings at the same hour with the same institutions: somebody would have to be in two places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from ikrar.core.meeting.move import State
from ikrar.records.account.access import Holder
from ikrar.records.meeting import access
from ikrar.records.meeting.models import Invitee, Meeting

#: States in which a meeting still takes somebody's time.
COMING = (State.DRAFT.value, State.CALLED.value, State.HELD.value)
DAY = timedelta(days=1)  # no meeting is longer: it begins and ends on one day


@dataclass(frozen=True)
class Beside:
    """A meeting at the same hour, and the names of the institutions that are awaited in both."""

    meeting: Meeting
    both: tuple[str, ...]


def beside(holder: Holder, meeting: Meeting, parties: Collection[str]) -> list[Beside]:
    """Return the meetings at the hours of one in which one of its parties, codes of institutions, takes part too.

    Only those the holder sees, the earliest first; nothing tells of others. Two queries.
    """
    invited = Invitee.objects.filter(meeting=OuterRef("pk"), institution__in=parties)
    rows = access.visible_to(holder).filter(
        Q(institution__in=parties) | Exists(invited),
        state__in=COMING,
        starts__gt=meeting.starts - DAY,
        starts__lt=meeting.ends,
        ends__gt=meeting.starts,
    )
    rows = rows.exclude(pk=meeting.pk).select_related("institution").prefetch_related("invitees__institution")
    return [Beside(one, _both(one, parties)) for one in rows.order_by("starts", "ref")]


def _both(one: Meeting, parties: Collection[str]) -> tuple[str, ...]:
    there = {one.institution_id: one.institution.name}
    there |= {row.institution_id: row.institution.name for row in one.invitees.all()}
    return tuple(sorted(name for code, name in there.items() if code in parties))
