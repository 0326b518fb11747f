"""The demo's meetings are made by the acts of its people and show every kind of decision."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from ikrar.cli.demo import cast, meeting
from ikrar.cli.demo.life import Life
from ikrar.core.meeting.move import State
from ikrar.records.declaration import actions as declaration
from ikrar.records.job.models import Delivery
from ikrar.records.ledger.models import Leaf
from ikrar.records.meeting import queries
from ikrar.records.meeting.models import Decision, Envelope, Meeting, Series

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def now() -> datetime:
    found = timezone.now()
    cast.bring(found)
    meeting.bring(Life({}, timezone.localdate(found) + timedelta(days=40), found))
    return found


def test_three_meetings_of_one_series_stand_where_a_guest_can_follow_them(now: datetime) -> None:
    rows = list(Meeting.objects.order_by("starts"))
    assert [row.state for row in rows] == [State.APPROVED, State.APPROVED, State.CALLED]
    assert Series.objects.count() == 1
    assert all(row.example and row.title.startswith("CONTOH ") for row in rows)
    assert rows[-1].starts > now
    assert queries.carried(rows[-1]).rows[0].text.startswith("Daftar tempat kampanye")


def test_its_decisions_are_done_overdue_open_and_not_published(now: datetime) -> None:
    told = queries.coverage(timezone.localdate(now))
    assert (told.example, told.meetings) == (True, 2)
    assert (told.count.open, told.count.overdue, told.count.closed) == (2, 1, 1)
    assert Decision.objects.filter(published="").count() == 1
    assert Leaf.objects.filter(type="decision.made").count() == 4


def test_the_meetings_go_with_the_examples(now: datetime) -> None:
    assert declaration.erase_examples(by="98.01/kpu", now=now) == 0
    assert Meeting.objects.count() == Delivery.objects.count() == 0


def test_the_next_meeting_was_told_by_letter_changed_and_answered(now: datetime) -> None:
    rows = Delivery.objects.order_by("made_at", "to")
    assert [(row.state, row.payload["again"], row.payload["sequence"]) for row in rows] == [
        ("replaced", False, 0),
        ("replaced", False, 0),
        ("waiting", True, 1),
        ("waiting", True, 1),
    ]
    assert all(row.to.endswith(".example") and row.payload["title"].startswith("CONTOH ") for row in rows)
    answers = list(Envelope.objects.exclude(partstat="").values_list("partstat", "told", "sequence"))
    assert answers == [("ACCEPTED", 1, 1)]
