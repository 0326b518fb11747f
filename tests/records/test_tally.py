"""How the decisions of a thread stand is kept as numbers: they say what the decisions say, whoever wrote those."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.move import Deed, Standing
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.meeting import access, actions, decision, erasure, queries
from ikrar.records.meeting.models import Decision, Tally
from ikrar.records.meeting.register import Register, Wanted
from ikrar.records.meeting.tally import counted
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")

LATE = date(2024, 9, 30)


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def kept() -> dict[tuple[int, str], tuple[int, int, int]]:
    """Return what the numbers say, without those of threads whose decisions are all gone elsewhere."""
    found = Tally.objects.values_list("thread", "published", "open", "closed", "dropped")
    return {(thread, published): numbers for thread, published, *rest in found if any(numbers := tuple(rest))}


def facts() -> dict[tuple[int, str], tuple[int, int, int]]:
    """Return what they must say, counted one by one."""
    found: dict[tuple[int, str], list[int]] = {}
    for row in Decision.objects.all():
        numbers = found.setdefault((row.thread_id, row.published), [0, 0, 0])
        numbers[[one.value for one in Standing].index(row.standing)] += 1
    return {key: (a, b, c) for key, (a, b, c) in found.items()}


def all_agree() -> None:
    """Compare numbers and facts, and the counts that three people and everybody are shown."""
    with identity.system():
        assert kept() == facts()
        for holder in (dewi(), cast.at_desk(cast.AGUS), cast.at_desk(cast.INTAN)):
            rows = access.decisions_visible_to(holder)
            assert Register(replace(holder, today=LATE)).count(Wanted()) == counted(rows, LATE)
        shown = queries.coverage(LATE)
        world = Decision.objects.filter(published="example" if shown.example else "real")
        assert shown.count == counted(world, LATE)


def test_frozen_ended_reopened_and_published_decisions_are_counted_where_they_are() -> None:
    series = meetings.frozen(dewi(), follow=actions.Follow(title="Rakor"))
    alone = meetings.frozen(dewi())
    all_agree()
    assert kept()[queries.thread_of(alone), ""] == (2, 0, 0)
    first, second = alone.decisions.order_by("n")
    decision.end(dewi(), first.ref, becomes=Standing.CLOSED, words="Dikirim.", now=timezone.now())
    decision.end(dewi(), second.ref, becomes=Standing.DROPPED, words="Batal.", now=timezone.now())
    assert kept()[queries.thread_of(alone), ""] == (0, 1, 1)
    decision.do(dewi(), first.ref, Deed.REOPEN, words="Belum.", now=timezone.now())
    assert kept()[queries.thread_of(alone), ""] == (1, 0, 1)
    all_agree()
    for who in (dewi(), cast.at_desk(cast.BIMA)):
        actions.approve(who, series.ref, now=timezone.now())
    assert kept()[queries.thread_of(series), "real"] == (1, 0, 0)
    assert queries.coverage(LATE).count == Count(1, 1, 0, 0)
    all_agree()


def test_meetings_of_a_series_are_counted_together() -> None:
    first = meetings.frozen(dewi(), follow=actions.Follow(title="Rakor"))
    meetings.frozen(dewi(), follow=actions.Follow(series=first.series_id or ""))
    assert kept() == {(queries.thread_of(first), ""): (4, 0, 0)}
    all_agree()


def test_erased_examples_take_their_numbers_along() -> None:
    real = meetings.frozen(dewi())
    made = meetings.approved(dewi(), by=cast.PUTRI, area="98.01")
    assert kept()[queries.thread_of(made), "example"] == (1, 0, 0)
    all_agree()
    erasure.forget_examples()
    assert set(Tally.objects.values_list("thread", flat=True)) == {queries.thread_of(real)}
    all_agree()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_nobody_but_the_triggers_writes_numbers_and_strangers_read_published_ones_alone() -> None:
    meetings.frozen(dewi())
    meetings.approved(dewi())
    with identity.identity(identity.Kind.PERSON, dewi().user_id):
        assert not Tally.objects.update(open=99)
        assert not Tally.objects.all().delete()[0]
    with identity.identity(identity.Kind.ANONYMOUS):
        assert {one.published for one in Tally.objects.all()} == {"real"}
