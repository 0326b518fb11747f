"""What was frozen stays: every column of minutes, decisions, approvals and steps, one by one, below the program."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ikrar.core.meeting.move import Standing
from ikrar.records.meeting import decision
from ikrar.records.meeting.models import Approval, Decision, Meeting, Minutes, Step
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
    moving = {
        Meeting: {"ref", "series", "declaration", "state", "changed_at", "approved_at", "attendance_erased_on"},
        Minutes: {"meeting", "mailbox", "edition", "door_hash"},
        Decision: {"ref", "meeting", "series", "declaration", "case", "sorts", "published", "standing"}
        | {"result", "ended_at", "ended_by"},
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
    for change in ({"standing": "open"}, {"result": "lain"}, {"ended_by_id": None}, {"published": "real"}):
        assert refused(rows, **change), change


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
