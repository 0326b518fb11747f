"""Read meetings and decisions: at the desk for those who take part, in public once minutes are approved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from ikrar.core.errors import InvalidField, Missing
from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.decision import count as count_by_standing
from ikrar.core.meeting.form import Call, DecisionForm, MeetingForm, MinutesForm, minutes_from_json
from ikrar.core.meeting.minutes import Decided, Minutes, minutes_of
from ikrar.core.meeting.move import Standing, State
from ikrar.core.stage.due import due_day, parse
from ikrar.core.stage.table import Stage, stages
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Declaration
from ikrar.records.election import queries as elections
from ikrar.records.institution.models import Institution
from ikrar.records.meeting import access, finding, sight
from ikrar.records.meeting.models import (
    EXAMPLE,
    REAL,
    Decision,
    Invitee,
    Meeting,
    Series,
    Step,
    Thread,
)
from ikrar.records.meeting.tally import published as published_counts
from ikrar.records.place.queries import inside

MANY = 100  # overdue decisions of one's own that a list of meetings counts; the register counts all
#: What the desk's list of meetings shows of one, and the public one.
LINE = ("title", "place", "zone", "starts", "state", "institution__name", "series__title")
PUBLIC_LINE = ("title", "zone", "starts", "example", "institution__name", "area__name")
#: What calendars tell of one.
ENTRY = (
    *("ref", "title", "place", "area__name", "institution__name", "election_id"),
    *("starts", "zone", "example", "sequence", "approved_at", "changed_at"),
)
CARRIED = 200  # open decisions of a series that a page tells


# --- what is written ------------------------------------------------------------------------------------------------


def call_in(meeting: Meeting) -> Call:
    """Return the call of a meeting as it is kept."""
    zone = ZoneInfo(meeting.zone)
    starts, ends = meeting.starts.astimezone(zone), meeting.ends.astimezone(zone)
    return Call(
        title=meeting.title,
        day=starts.date(),
        start=starts.time(),
        end=ends.time(),
        area=meeting.area_id,
        place=meeting.place,
        election=meeting.election_id or "",
        materials=meeting.minutes.materials,
        agenda=tuple(meeting.minutes.agenda),
    )


def form_in(meeting: Meeting) -> MeetingForm:
    """Return the call of a meeting as a form to be edited."""
    call = call_in(meeting)
    return MeetingForm(
        title=call.title,
        day=call.day.isoformat(),
        start=call.start.isoformat("minutes"),
        end=call.end.isoformat("minutes"),
        area=call.area,
        place=call.place,
        election=call.election,
        materials=call.materials,
        agenda=call.agenda,
    )


def minutes_in(meeting: Meeting) -> MinutesForm:
    """Return the minutes being taken."""
    return minutes_from_json(meeting.minutes.form)


def prospect(meeting: Meeting, invited: Sequence[str], present: Iterable[str]) -> Minutes:
    """Return the minutes as they would be frozen; raises the first BadInput in the way."""
    found = minutes_of(
        _dated(meeting, minutes_in(meeting)),
        meeting=meeting.ref,
        call=call_in(meeting),
        zone=meeting.zone,
        host=meeting.institution_id,
        invited=invited,
        present=sorted(present),
    )
    for one in found.decisions:
        declaration_ref(one)
    return found


def stages_of(meeting: Meeting) -> tuple[Stage, ...]:
    """Return the stages of a meeting's election, by which due days can be told; none without an election."""
    if not meeting.election_id:
        return ()
    return stages(meeting.election_id, elections.voting_day(meeting.election_id))


def _dated(meeting: Meeting, form: MinutesForm) -> MinutesForm:
    """Give each decision with a calendar rule its day; raises InvalidField where the rule names no day."""
    known = stages_of(meeting)
    return replace(form, decisions=tuple(_due(one, n, known) for n, one in enumerate(form.decisions, 1)))


def _due(one: DecisionForm, n: int, known: tuple[Stage, ...]) -> DecisionForm:
    if not one.rule.strip():
        return one
    rule = parse(one.rule.strip())
    day = due_day(rule, known)
    if day is None:
        raise InvalidField(
            "Tenggat keputusan {n} dihitung dari tahapan yang belum bertanggal. Tulis tanggalnya.",
            field=f"decisions.{n}.due",
            n=n,
        )
    return replace(one, due=day.isoformat(), stage=one.stage or rule.stage)


def declaration_ref(one: Decided) -> str | None:
    """Return the declaration a decision is about; raises InvalidField when no frozen one has that reference."""
    if not one.declaration:
        return None
    found = Declaration.objects.filter(ref=one.declaration.upper(), versions__frozen_at__isnull=False).first()
    if found is None:
        name = f"decisions.{one.n}.declaration"
        raise InvalidField("Keputusan {n} menyebut deklarasi yang tidak terdaftar.", field=name, n=one.n)
    return found.ref


def thread_of(meeting: Meeting) -> int:
    """Return the key under which the decisions of a meeting are read: its series', or its own."""
    return Thread.objects.get(ref=meeting.series_id or meeting.ref).pk


# --- the desk ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """The open decisions that return on an agenda, those due first; ``more``: there are others in the register."""

    rows: list[Decision]
    more: bool = False


@dataclass(frozen=True)
class Part:
    """What somebody may see of a meeting at the desk, with what they may do there."""

    meeting: Meeting
    hosts: bool
    speaks: tuple[str, ...]
    invitees: list[Invitee]
    approvals: list[Any]
    decisions: list[Decision]
    carried: Carried
    steps: list[Step]

    @property
    def was_held(self) -> bool:
        """Whether it was opened, so that something may have been written."""
        return any(step.new == State.HELD.value for step in self.steps)

    @property
    def institutions(self) -> list[str]:
        """The codes of the host and of the invited institutions, the host first."""
        rest = [row.institution_id for row in self.invitees]
        return [self.meeting.institution_id, *(code for code in rest if code != self.meeting.institution_id)]


def part(holder: Holder, ref: str) -> Part:
    """Return a meeting as its participants see it; raises Missing. A constant number of queries."""
    meeting = access.readable(holder, ref)
    invitees = meeting.invitees.select_related("institution").order_by("n")
    hosts = access.hosts(holder, meeting)
    if hosts:
        invitees = invitees.select_related("envelope")
    return Part(
        meeting,
        hosts,
        access.speaks_for(holder, meeting),
        list(invitees),
        list(meeting.approvals.select_related("institution").order_by("pk")),
        list(meeting.decisions.select_related("owner").order_by("n")),
        carried(meeting),
        list(meeting.steps.select_related("institution").order_by("pk")),
    )


def carried(meeting: Meeting) -> Carried:
    """Return the open decisions of the other meetings of a series: they return on each agenda until they end."""
    if meeting.series_id is None:
        return Carried([])
    rows = Decision.objects.filter(series=meeting.series_id, standing=Standing.OPEN.value).exclude(meeting=meeting)
    found = list(rows.select_related("owner", "meeting").order_by("sorts", "ref")[: CARRIED + 1])
    return Carried(found[:CARRIED], len(found) > CARRIED)


def listed(holder: Holder, *, words: str = "", after: str = "", limit: int) -> list[Meeting]:
    """Return the meetings somebody takes part in, the latest first, from the one after a reference on."""
    sight.tell_policies(holder)
    rows = access.visible_to(holder).select_related("institution", "series").only(*LINE)
    return list(_paged(finding.narrowed(rows, words), after)[:limit])


def _paged(rows: QuerySet[Meeting], after: str) -> QuerySet[Meeting]:
    """Order by day, the latest first, and begin after a meeting that was shown; one more query with ``after``.

    A reference out of reach begins at the top: where the list went on would tell when that meeting is.
    """
    last = rows.filter(ref=after).values_list("starts", flat=True).first() if after else None
    if last is not None:
        rows = rows.filter(Q(starts__lt=last) | Q(ref__gt=after), starts__lte=last)  # a range the index can begin at
    return rows.order_by("-starts", "ref")


def following(holder: Holder, meeting: Meeting) -> list[Meeting]:
    """Return the later meetings of a meeting's series that the holder can still change, the next one first."""
    if meeting.series_id is None:
        return []
    rows = access.hosted(holder).filter(series=meeting.series_id, starts__gt=meeting.starts)
    open_ones = rows.filter(state__in=[State.DRAFT.value, State.CALLED.value])
    return list(open_ones.select_related("minutes").order_by("starts", "ref"))


def to_come(holder: Holder, now: datetime, *, limit: int) -> list[Meeting]:
    """Return the called meetings somebody takes part in that are not over, the next one first. One query."""
    rows = access.visible_to(holder).filter(state=State.CALLED.value, ends__gte=now)
    return list(rows.select_related("institution").order_by("starts", "ref")[:limit])


def to_approve(holder: Holder, *, limit: int) -> list[Meeting]:
    """Return the meetings whose minutes wait for the word of somebody's institution, the oldest first. One query."""
    return list(access.to_approve(holder).select_related("institution").order_by("starts", "ref")[:limit])


def late(holder: Holder, *, limit: int) -> list[Decision]:
    """Return the open decisions somebody's institution is to run that are past their day. One query."""
    rows = access.run_by(holder).filter(standing=Standing.OPEN.value, sorts__lt=holder.today)
    return list(rows.select_related("meeting").order_by("sorts", "ref")[:limit])


def late_count(holder: Holder) -> int:
    """Count the open decisions somebody's institutions are to run that are past their day, to one over ``MANY``.

    In the order of their index: without one SQLite begins at the meetings of the area (165 ms of 10,000, else 2).
    """
    late = access.run_by(holder).filter(standing=Standing.OPEN.value, sorts__lt=holder.today)
    return late.order_by("sorts", "ref")[: MANY + 1].count()


def of_declaration(holder: Holder, ref: str) -> list[Meeting]:
    """Return the meetings in which a declaration was made, of those the holder sees; one query."""
    return list(access.visible_to(holder).filter(declaration=ref).order_by("starts", "ref"))


def series_of(holder: Holder) -> list[Series]:
    """Return the series a new meeting of the holder's institutions can follow."""
    return list(access.series_visible_to(holder).select_related("institution").order_by("title", "ref"))


# --- the public -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What everybody may know of a meeting with approved minutes."""

    meeting: Meeting
    institutions: tuple[tuple[str, str], ...]
    approved: tuple[Any, ...]
    decisions: tuple[Decision, ...]
    count: Count


@dataclass(frozen=True)
class Listed:
    """A meeting of the public list, with how many of its decisions are published."""

    meeting: Meeting
    decisions: int


def public_page(*, words: str = "", area: str = "", after: str = "", limit: int) -> list[Listed]:
    """Return the meetings with approved minutes, the latest first. Two queries, and one for each of words and after."""
    rows = (
        finding.narrowed(access.public(), words)
        .select_related("institution", "area")
        .only("title", "zone", "starts", "example", "institution__name", "area__name")
    )
    if area:
        rows = rows.filter(inside("area_id", area))
    found = list(_paged(rows, after)[:limit])
    told = Decision.objects.filter(meeting__in=[row.ref for row in found]).exclude(published="")
    number = Counter(told.values_list("meeting_id", flat=True))
    return [Listed(row, number[row.ref]) for row in found]


@dataclass(frozen=True, slots=True)
class Dated:
    """What calendars tell of a meeting: read as it is and not as records, a month has hundreds."""

    ref: str
    title: str
    place: str
    area: str
    institution: str
    election_id: str | None
    starts: datetime
    zone: str
    example: bool
    sequence: int
    approved_at: datetime | None
    changed_at: datetime


def dated(
    *, elections: Iterable[str], area: str, first: date | None, last: date | None, loose: bool = False
) -> list[Dated]:
    """Return the meetings of elections with approved minutes, for calendars; a day more on both sides. One query.

    ``loose``: those of no election as well. A day is one of the meeting's place, what is kept is an instant: whoever
    asks compares the days themselves.
    """
    of = Q(election__in=list(elections)) | (Q(election__isnull=True) if loose else Q())
    rows = access.public().filter(of)
    if area:
        rows = rows.filter(inside("area_id", area))
    if first:
        rows = rows.filter(starts__gte=datetime.combine(first, time.min, UTC) - timedelta(days=1))
    if last:
        rows = rows.filter(starts__lt=datetime.combine(last, time.min, UTC) + timedelta(days=2))
    return [Dated(*told) for told in rows.order_by("starts", "ref").values_list(*ENTRY)]


def published(ref: str, today: date) -> Told:
    """Return what is public of one meeting; raises Missing while its minutes are not approved. Four queries."""
    meeting = access.public().select_related("institution", "area", "election").filter(ref=ref).first()
    if meeting is None:
        raise Missing("Rapat ini tidak ada.")
    invited = meeting.invitees.order_by("n").values_list("institution_id", "institution__name")
    host = (meeting.institution_id, meeting.institution.name)
    decisions = tuple(meeting.decisions.exclude(published="").select_related("owner", "ended_by").order_by("n"))
    return Told(
        meeting,
        tuple(dict([host, *invited]).items()),
        tuple(meeting.approvals.select_related("institution").order_by("pk")),
        decisions,
        _count(decisions, today),
    )


def _count(rows: Iterable[Decision], today: date) -> Count:
    return count_by_standing(((Standing(row.standing), row.due) for row in rows), today)


@dataclass(frozen=True)
class Coverage:
    """What the public counts are made of: a world, its approved meetings, and their public decisions."""

    example: bool
    meetings: int
    count: Count


def coverage(today: date) -> Coverage:
    """Count what is public: of the real world, or of the examples where nothing is real. Two queries at most."""
    meetings, count = published_counts(REAL, today)
    if meetings:
        return Coverage(False, meetings, count)
    return Coverage(True, *published_counts(EXAMPLE, today))


def door_list(meeting: Meeting) -> list[tuple[str, str]]:
    """Return code and name of the host and of the invited institutions, for whoever stands at the door."""
    with identity.system():  # the code is the right; who holds it has no identity
        codes = access.parties(meeting)
        return list(Institution.objects.filter(code__in=codes).order_by("name").values_list("code", "name"))


def stamp(meeting: Meeting | Dated) -> datetime:
    """Return when a meeting begins, in the zone of its place."""
    return meeting.starts.astimezone(ZoneInfo(meeting.zone))
