"""The register: the decisions of all meetings somebody sees, by due day, with their count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.move import Standing
from ikrar.records.account.access import Holder
from ikrar.records.institution.models import Institution
from ikrar.records.meeting import access, finding, sight
from ikrar.records.meeting.models import Decision
from ikrar.records.meeting.tally import counted, counted_at_once, tallied
from ikrar.records.place.queries import inside


@dataclass(frozen=True)
class Wanted:
    """Which decisions are looked for: each condition empty when it is none; ``standing`` also "overdue"."""

    standing: str = ""
    owner: str = ""
    stage: str = ""
    area: str = ""
    until: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Found:
    """A page of a register, one row more than asked for where it goes on, and the count of all that was found.

    Without a count it is more than ``finding.FEW`` that words, a stage or an area leave.
    """

    rows: list[Decision]
    count: Count | None


#: What a list of decisions shows of one.
LINE = ("text", "standing", "disputed_at", "owner__name", "office", "due", "rule", "result", "sorts")


class Register:
    """The decisions that one person sees today; how much that is, is asked once for all that a page shows."""

    def __init__(self, holder: Holder) -> None:
        self.holder, self.today = holder, holder.today

    @cached_property
    def _listed(self) -> bool:
        return sight.is_little(self.holder)

    def _way(self, *, many: bool) -> bool:
        """Say whether sight is listed; where thousands of rows are asked, PostgreSQL looks each up in a list faster."""
        return self._listed or (many and connection.vendor == "postgresql")

    def _seen(self, *, many: bool = False) -> QuerySet[Decision]:
        return access.decisions_visible_to(self.holder, listed=self._way(many=many))

    def rows(self, wanted: Wanted) -> QuerySet[Decision]:
        """Return the decisions asked for by due day, with their owners; those without a day last."""
        return narrowed(self._seen().select_related("owner"), wanted, self.today).order_by("sorts", "ref")

    def count(self, wanted: Wanted) -> Count:
        """Count the decisions asked for by where they stand; all of them by the tallies of their threads."""
        if wanted == Wanted():
            return self._whole()
        return counted(narrowed(self._seen(many=True), wanted, self.today), self.today)

    def _whole(self) -> Count:
        if connection.vendor == "postgresql":
            found = counted_at_once(*sight.scopes(self.holder), self.today)
            if found is not None:
                return found
        tallies = access.tallies_visible_to(self.holder, listed=self._way(many=True))
        return tallied(tallies, self._seen(many=True), self.today)

    def found(self, wanted: Wanted, *, after: str, limit: int) -> Found:
        """Return a page from the decision after a reference on, and the count of the whole; six queries at most.

        What words, stages and areas leave is read once where it is little, its page and its count both taken from
        that; where it is much, no index counts it, and reading all of it takes longer than anybody waits for four
        figures.
        """
        rows = self.rows(wanted)
        loose = bool(wanted.words or wanted.stage or wanted.area)
        if loose:
            days = rows.order_by().annotate(day=Cast("sorts", CharField()))  # as text: thousands are compared
            few = list(days.values_list("day", "ref", "standing")[: finding.FEW + 1])
            if len(few) <= finding.FEW:
                return _among(sorted(few), self.today, after, limit)
        page = list(after_decision(rows, after).only(*LINE)[: limit + 1])
        return Found(page, None if loose else self.count(wanted))

    def owners(self) -> list[tuple[str, str]]:
        """Return code and name of the institutions that run a decision in it; the first one of each decides."""
        run = Exists(self._seen().filter(owner=OuterRef("pk")))
        return list(Institution.objects.filter(run).order_by("name").values_list("code", "name"))


def narrowed(rows: QuerySet[Decision], wanted: Wanted, today: date) -> QuerySet[Decision]:
    """Keep the decisions that were asked for."""
    if wanted.standing == "overdue":
        rows = rows.filter(standing=Standing.OPEN.value, sorts__lt=today)
    elif wanted.standing:
        rows = rows.filter(standing=wanted.standing)
    if wanted.owner:
        rows = rows.filter(owner=wanted.owner)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.area:
        rows = rows.filter(inside("meeting__area_id", wanted.area))
    if wanted.until:
        rows = rows.filter(sorts__lte=wanted.until)
    return finding.narrowed(rows, wanted.words)


def after_decision(rows: QuerySet[Decision], ref: str) -> QuerySet[Decision]:
    """Begin after a decision that was shown: the cursor of a list ordered by due day; one out of reach is none."""
    last = rows.filter(ref=ref).order_by().values_list("sorts", flat=True).first() if ref else None
    return rows if last is None else _behind(rows, last, ref)


def behind(rows: QuerySet[Decision], last: Decision) -> QuerySet[Decision]:
    """Begin after a decision."""
    return _behind(rows, last.sorts, last.ref)


def _behind(rows: QuerySet[Decision], sorts: date, ref: str) -> QuerySet[Decision]:
    return rows.filter(Q(sorts__gt=sorts) | Q(ref__gt=ref), sorts__gte=sorts)  # a range the index can begin at


def _among(few: list[tuple[str, str, str]], today: date, after: str, limit: int) -> Found:
    """Make a page and the count of rows that were read, each its due day, reference and standing; one query."""
    by, past = Counter(standing for _, _, standing in few), (today.isoformat(),)
    late = sum(standing == Standing.OPEN.value for _, _, standing in few[: bisect_left(few, past)])
    count = Count(by[Standing.OPEN.value], late, by[Standing.CLOSED.value], by[Standing.DROPPED.value])
    last = next((day for day, ref, _ in few if ref == after), None)
    begin = 0 if last is None else bisect_right(few, (last, after, "~"))
    shown = [ref for _, ref, _ in few[begin : begin + limit + 1]]
    rows = Decision.objects.filter(ref__in=shown).select_related("owner").only(*LINE)
    return Found(list(rows.order_by("sorts", "ref")), count)
