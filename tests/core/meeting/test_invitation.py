"""What is sent to an office, and which addresses may be one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField
from ikrar.core.meeting.invitation import (
    LONGEST,
    Invitation,
    Method,
    Status,
    address_of,
    from_record,
    is_over,
    is_past,
    same_address,
    to_record,
    withdrawn,
)

START = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
INVITATION = Invitation(
    uid="meeting-ABC@ikrar.example",
    sequence=2,
    stamp=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    organiser="sekretariat@kpu.example",
    attendee="tu@bawaslu.example",
    title="Rapat koordinasi lintas sektoral",
    start=START,
    end=START + timedelta(hours=2),
    zone="Asia/Jakarta",
)


@pytest.mark.parametrize("address", ["kpu@contoh.example", "t.u+rapat@sub.kab-contoh.example", "o'brien@a.b", "a@b"])
def test_a_plain_address_is_taken_as_written(address: str) -> None:
    assert address_of(f" {address} ") == address


def test_the_host_of_an_address_is_written_small_and_its_box_is_left_alone() -> None:
    assert address_of("TU@Bawaslu.EXAMPLE") == "TU@bawaslu.example"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "kpu",
        "kpu@",
        "@contoh.example",
        "kpu@contoh..example",
        "kpu@-contoh.example",
        "kpu@contoh.example, bawaslu@contoh.example",
        "KPU <kpu@contoh.example>",
        '"k p u"@contoh.example',
        "kpu@contoh.example\r\nBcc: lain@contoh.example",
        "kpu@contoh.example\n",
        "kpu\x00@contoh.example",
        ".kpu@contoh.example",
        "kpü@contoh.example",
        "kpu@[127.0.0.1]",
        "a" * 65 + "@contoh.example",
        "a@" + ".".join(["b" * 60] * 5),
    ],
)
def test_what_could_be_another_header_or_another_address_is_none_and_is_not_repeated(value: str) -> None:
    if value.strip() == "kpu@contoh.example":  # a break at the end is only trimmed
        assert address_of(value) == "kpu@contoh.example"
        return
    with pytest.raises(InvalidField) as error:
        address_of(value, field="office")
    assert error.value.field == "office"
    assert not value or value not in str(error.value)


@given(st.text(max_size=300))
def test_whatever_is_taken_as_an_address_is_one_line_of_ascii(value: str) -> None:
    try:
        found = address_of(value)
    except InvalidField:
        return
    assert set(found) <= {chr(code) for code in range(33, 127)}
    assert found.count("@") == 1
    assert len(found) <= LONGEST


@pytest.mark.parametrize("other", ["TU@Bawaslu.Example", "mailto:tu@bawaslu.example", "MAILTO:TU@BAWASLU.EXAMPLE "])
def test_one_mailbox_is_known_again_whatever_a_calendar_made_of_its_capitals(other: str) -> None:
    assert same_address("tu@bawaslu.example", other)


def test_two_mailboxes_are_two() -> None:
    assert not same_address("tu@bawaslu.example", "tu@kpu.example")


@pytest.mark.parametrize(
    ("status", "method"),
    [
        (Status.CONFIRMED, Method.REQUEST),
        (Status.TENTATIVE, Method.REQUEST),
        (Status.CANCELLED, Method.CANCEL),
    ],
)
def test_a_cancelled_event_is_sent_as_a_cancel_and_any_other_as_a_request(status: Status, method: Method) -> None:
    assert replace(INVITATION, status=status).method is method


@pytest.mark.parametrize(
    "invitation",
    [
        INVITATION,
        replace(INVITATION, recurrence_id=START, status=Status.CANCELLED),
        replace(INVITATION, recurrence="FREQ=WEEKLY;COUNT=4", description="Acara:\n1. Pembukaan", place="Aula"),
    ],
)
def test_an_invitation_comes_back_from_the_json_of_its_delivery(invitation: Invitation) -> None:
    assert from_record(json.loads(json.dumps(to_record(invitation)))) == invitation


def test_a_letter_kept_before_it_was_said_whether_it_is_the_first_one_goes_by_its_number() -> None:
    kept = to_record(INVITATION)
    del kept["again"]
    assert from_record(kept).again
    assert not from_record(kept | {"sequence": 0}).again


def test_a_delivery_that_is_no_invitation_is_none() -> None:
    with pytest.raises(KeyError):
        from_record({"uid": "x"})
    with pytest.raises(ValueError, match="isoformat"):
        from_record(to_record(INVITATION) | {"start": "besok"})
    with pytest.raises(ValueError, match="isoformat"):
        from_record(to_record(INVITATION) | {"start": None})
    with pytest.raises(TypeError):
        from_record(to_record(INVITATION) | {"person": "siapa"})


def test_who_alone_is_not_invited_any_more_is_told_so_and_no_agenda() -> None:
    told = withdrawn(replace(INVITATION, description="1. Pembukaan"))
    assert (told.method, told.sequence, told.stamp) == (Method.CANCEL, INVITATION.sequence, INVITATION.stamp)
    assert "Pembukaan" not in told.description


@pytest.mark.parametrize(
    ("zone", "now", "past"),
    [
        ("Asia/Jakarta", "2024-08-16T16:59:59+00:00", False),
        ("Asia/Jakarta", "2024-08-16T17:00:00+00:00", True),
        ("Asia/Jayapura", "2024-08-16T14:59:59+00:00", False),
        ("Asia/Jayapura", "2024-08-16T15:00:00+00:00", True),
    ],
)
def test_a_day_is_past_at_midnight_where_the_meeting_is(zone: str, now: str, past: bool) -> None:
    ends = datetime(2024, 8, 16, 5, tzinfo=UTC)
    assert is_past(ends, zone, datetime.fromisoformat(now)) is past


BEFORE, AFTER = START - timedelta(days=3), START + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "written", "now", "over"),
    [
        ({}, BEFORE, START + timedelta(hours=10), False),  # the day itself
        ({}, BEFORE, AFTER, True),
        ({"again": True}, BEFORE, AFTER, True),
        ({}, AFTER, AFTER + timedelta(hours=1), False),  # told of a past day on purpose
        ({"status": "CANCELLED"}, BEFORE, AFTER, False),  # that it was off is told later too
        ({"end": "besok"}, BEFORE, AFTER, False),
        ({"zone": "Asia/Nowhere"}, BEFORE, AFTER, False),
    ],
)
def test_a_letter_is_over_when_its_day_went_by_while_it_waited(
    changes: dict[str, object], written: datetime, now: datetime, over: bool
) -> None:
    assert is_over(to_record(INVITATION) | changes, written, now) is over
