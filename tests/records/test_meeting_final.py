"""What was frozen stays: every column of minutes, decisions, approvals and steps, one by one, below the program."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ikrar.core.meeting.move import Standing
from ikrar.records.meeting import decision
from ikrar.records.meeting.models import Approval, Attendance, Decision, Meeting, Minutes, Step
from ikrar.records.ref import new_ref
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
NOW = timezone.now()

#: Column -> what somebody might put there instead.
MEETING: dict[str, Any] = {
    "ledger_ref": "X" * 26,
    "attendance_ref": "Y" * 26,
    "institution_id": "35.28/bawaslu",
    "area_id": "36.04",
    "election_id": None,
    "example": True,
    "title": "Rapat lain",
    "place": "Tempat lain",
    "starts": NOW,
    "ends": NOW,
    "zone": "Asia/Jayapura",
    "sequence": 9,
    "digest": "0" * 64,
    "frozen_at": None,
    "attendance_until": date(2099, 1, 1),
    "state": "frozen",
    "approved_at": NOW + timedelta(days=1),
}
MINUTES: dict[str, Any] = {
    "agenda": ["lain"],
    "materials": "lain",
    "form": {},
    "canonical": b"lain",
}
DECISION: dict[str, Any] = {
    "ledger_ref": "X" * 26,
    "n": 9,
    "text": "lain",
    "owner_id": "35.28/polres",
    "office": "lain",
    "due": date(2099, 1, 1),
    "rule": "lain",
    "stage": "lain",
    "station": "lain",
    "public": True,
}
APPROVAL: dict[str, Any] = {
    "institution_id": "35.28/polres",
    "at": NOW + timedelta(days=1),
}
STEP: dict[str, Any] = {
    "move": "cancel",
    "old": "draft",
    "new": "cancelled",
    "at": NOW,
    "institution_id": "35.28/polres",
    "reason": "lain",
}
TABLES: list[tuple[type[models.Model], dict[str, Any]]] = [
    (Meeting, MEETING),
    (Minutes, MINUTES),
    (Decision, DECISION),
    (Approval, APPROVAL),
    (Step, STEP),
]


def refused(rows: models.QuerySet[Any], **change: Any) -> bool:
    """Say whether the database itself refuses a change."""
    try:
        with transaction.atomic():
            rows.update(**change)
    except IntegrityError:
        return True
    return False


def test_no_column_of_what_was_frozen_is_changed_by_a_statement() -> None:
    meetings.approved(cast.at_desk(cast.DEWI))
    let_through = {
        f"{model.__name__}.{column}"
        for model, columns in TABLES
        for column, value in columns.items()
        if not refused(model._default_manager.all(), **{column: value})
    }
    assert let_through == set()


def test_no_row_of_what_was_frozen_is_removed_by_a_statement() -> None:
    meetings.approved(cast.at_desk(cast.DEWI))
    for model, _ in TABLES:
        with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
            model._default_manager.all()._raw_delete(using="default")
        assert model._default_manager.exists()


def test_the_columns_of_the_table_are_those_that_exist_and_the_others_move_on_purpose() -> None:
    moving = {  # words are made anew from the others whenever the way of looking up changes
        Meeting: {"ref", "words", "series", "declaration", "changed_at", "attendance_erased_on"},
        Minutes: {"meeting", "mailbox", "edition", "door_hash", "door_until"},
        Decision: {"ref", "meeting", "series", "thread", "declaration", "case", "sorts", "published", "standing"}
        | {"result", "ended_at", "ended_by", "disputed_at", "words"},
        Approval: {"id", "meeting", "officer"},
        Step: {"id", "meeting"},
    }
    for model, columns in TABLES:
        known = {field.name for field in model._meta.concrete_fields}
        fixed = {name.removesuffix("_id") for name in columns}
        assert fixed | moving[model] == known, model.__name__


def test_an_ended_decision_keeps_how_it_ended() -> None:
    dewi = cast.at_desk(cast.DEWI)
    row = meetings.decision(dewi)
    decision.end(dewi, row.ref, becomes=Standing.CLOSED, words="Sudah.", now=NOW)
    rows = Decision.objects.filter(ref=row.ref)
    for change in ({"standing": "open"}, {"result": "lain"}, {"ended_by_id": None}, {"ended_at": None}):
        assert refused(rows, **change), change


def test_r8_no_statement_makes_minutes_approved_that_two_did_not_approve() -> None:
    made = meetings.frozen(cast.at_desk(cast.DEWI))
    rows = Meeting.objects.filter(ref=made.ref)
    for change in ({"state": "approved"}, {"approved_at": NOW}, {"state": "held"}, {"state": "draft"}):
        assert refused(rows, **change), change
    assert refused(Decision.objects.filter(public=True), published="real")
    bima, agus = cast.at_desk(cast.BIMA), cast.at_desk(cast.AGUS)
    with pytest.raises(IntegrityError), transaction.atomic():  # nobody invited them
        Approval.objects.create(meeting=made, institution_id="36.04/kpu", officer_id=agus.user_id, at=NOW)
    Approval.objects.create(meeting=made, institution_id="35.28/bawaslu", officer_id=bima.user_id, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():  # the same person for another institution
        Approval.objects.create(meeting=made, institution_id="35.28/polres", officer_id=bima.user_id, at=NOW)
    assert refused(rows, state="approved", approved_at=NOW)
    other = meetings.called(cast.at_desk(cast.DEWI))
    with pytest.raises(IntegrityError), transaction.atomic():  # nothing is frozen there
        Approval.objects.create(meeting=other, institution_id="35.28/polres", officer_id=agus.user_id, at=NOW)


def test_who_was_invited_and_who_came_stays_when_the_minutes_are_frozen() -> None:
    made = meetings.frozen(cast.at_desk(cast.DEWI))
    assert refused(made.invitees.all(), present=True)
    assert refused(made.attendance.all(), how="code")
    with pytest.raises(IntegrityError), transaction.atomic():
        made.invitees.all()._raw_delete(using="default")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=made, institution_id="35.28/polres", how="list", data=b"x", at=NOW)


def test_a_row_is_not_displaced_by_one_with_its_key() -> None:
    dewi = cast.at_desk(cast.DEWI)
    made = meetings.frozen(dewi)
    one = made.decisions.get(n=1)
    terms = {"text": "lain", "owner_id": "35.28/kpu", "standing": "open", "sorts": date(2099, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(meeting=made, n=1, **terms)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(meeting=made, n=7, ledger_ref=one.ledger_ref, **terms)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision(ref=one.ref, ledger_ref=new_ref(), meeting=made, n=8, **terms).save(force_insert=True)
    assert Decision.objects.count() == 2


def test_a_draft_and_a_called_meeting_are_still_changed_by_their_host() -> None:
    dewi = cast.at_desk(cast.DEWI)
    ref = meetings.called(dewi).ref
    rows = Meeting.objects.filter(ref=ref)
    assert not refused(rows, title="Rapat lain")
    assert not refused(Minutes.objects.filter(meeting=ref), materials="lain")
