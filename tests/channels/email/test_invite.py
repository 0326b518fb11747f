"""An invitation as a message: what Outlook, Gmail and Thunderbird need, and nothing that could begin another header."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage

import ics
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from ikrar.channels.email import invite, letter
from ikrar.core.job.delivery import Kind
from ikrar.core.meeting.invitation import Invitation, Method, Status, to_record
from tests.core.meeting.test_invitation import INVITATION

HEAD = invite.Head("rapat@ikrar.example", "7K3M", "ikrar.example", datetime(2026, 11, 22, 9, tzinfo=UTC))
FULL = replace(
    INVITATION,
    organiser="",
    title="Rapat koordinasi “lintas sektoral”",
    place="Aula, lantai 2",
    url="https://ikrar.example/rapat/abc/",
    description="Acara:\n1. Pembukaan; doa\n2. Paparan",
    organiser_name="Sekretariat KPU Kabupaten Contoh",
    attendee_name="Bawaslu Kabupaten Contoh",
    again=True,
)


def sent(invitation: Invitation, head: invite.Head = HEAD) -> EmailMessage:
    """The message as it arrives: written to bytes and read back."""
    data = invite.letter(invitation, head).as_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()
    return email.message_from_bytes(data, policy=policy.default)  # type: ignore[return-value]


def inside(message: EmailMessage) -> tuple[EmailMessage, EmailMessage, EmailMessage]:
    """The text, the calendar beside it, and the calendar as a file."""
    assert message.get_content_type() == "multipart/mixed"
    alternative, file = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    text, calendar = alternative.iter_parts()
    return text, calendar, file  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("status", "method"), [(Status.CONFIRMED, "REQUEST"), (Status.TENTATIVE, "REQUEST"), (Status.CANCELLED, "CANCEL")]
)
def test_the_calendar_stands_beside_the_text_with_its_method_and_once_more_as_a_file(
    status: Status, method: str
) -> None:
    text, calendar, file = inside(sent(replace(FULL, status=status)))
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == method
    assert calendar.get_param("charset") == "utf-8"
    assert calendar.get_content_disposition() is None
    assert (file.get_content_disposition(), file.get_filename()) == ("attachment", "undangan.ics")
    data = file.get_payload(decode=True)
    assert calendar.get_payload(decode=True) == data
    assert isinstance(data, bytes)
    assert data.count(b"\r\n") == data.count(b"\n") > 10
    assert f"METHOD:{method}\r\n".encode() in data


def test_the_message_says_from_whom_to_whom_and_about_what() -> None:
    message = sent(FULL)
    assert message["From"] == "Sekretariat KPU Kabupaten Contoh <rapat@ikrar.example>"
    assert message["To"] == "Bawaslu Kabupaten Contoh <tu@bawaslu.example>"
    assert message["Subject"] == "Perubahan undangan rapat: Rapat koordinasi “lintas sektoral”"
    assert message["Message-ID"] == "<7K3M@ikrar.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] is None
    assert message["Date"].datetime == HEAD.date


def test_an_organiser_with_an_address_of_its_own_gets_the_answers() -> None:
    message = sent(replace(FULL, organiser="sekretariat@kpu.example"))
    assert "sekretariat@kpu.example" in message["Reply-To"]
    assert "ORGANIZER:mailto:sekretariat@kpu.example" in inside(message)[1].get_content()


@pytest.mark.parametrize(
    ("changes", "opening"),
    [
        ({"again": False}, "Undangan rapat"),
        ({"again": True}, "Perubahan undangan rapat"),
        ({"status": Status.CANCELLED}, "Pembatalan rapat"),
    ],
)
def test_the_subject_says_whether_it_is_new_changed_or_off(changes: dict[str, object], opening: str) -> None:
    invitation = replace(FULL, **changes)  # type: ignore[arg-type]
    message = sent(invitation)
    assert message["Subject"].startswith(opening + ":")
    assert ("tombol terima" in inside(message)[0].get_content()) is (invitation.method is Method.REQUEST)


def test_the_letter_tells_people_the_time_of_the_place() -> None:
    text = inside(sent(FULL))[0].get_content()
    assert "Senin, 30 November 2026 pukul 09.00 sampai 11.00 WIB" in text
    assert "Aula, lantai 2" in text
    assert "https://ikrar.example/rapat/abc/" in text
    assert "1. Pembukaan; doa" in text
    assert "Sekretariat KPU" in text


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Makassar", "pukul 10.00 sampai 12.00 WITA"),
        ("Asia/Jayapura", "pukul 11.00 sampai 13.00 WIT"),
        ("Asia/Singapore", "pukul 10.00 sampai 12.00 +08"),
    ],
)
def test_each_zone_has_its_own_time(zone: str, said: str) -> None:
    assert said in invite.when(replace(FULL, zone=zone))


def test_an_event_over_midnight_names_both_days() -> None:
    late = replace(FULL, end=FULL.start + timedelta(hours=20))
    assert invite.when(late).endswith("sampai Selasa, 1 Desember 2026 pukul 05.00 WIB")


def test_a_letter_without_anything_that_may_lack_is_one_still() -> None:
    text = inside(sent(replace(INVITATION, sequence=0)))[0].get_content()
    assert "Tempat" not in text
    assert "Selengkapnya" not in text
    assert "Pengundang: sekretariat" in text


def test_three_programs_read_the_same_event() -> None:
    data = invite.calendar(replace(FULL, recurrence_id=FULL.start), HEAD.sender).decode()
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["UID"] == FULL.uid
    assert event["SEQUENCE"] == FULL.sequence
    assert event["DTSTART"].dt == event["RECURRENCE-ID"].dt == FULL.start
    assert str(event["ORGANIZER"]) == "mailto:rapat@ikrar.example"
    assert str(event["ATTENDEE"]) == "mailto:tu@bawaslu.example"
    other = vobject.readOne(data).vevent
    assert (other.uid.value, other.dtstart.value, other.summary.value) == (FULL.uid, FULL.start, FULL.title)
    (third,) = ics.Calendar(data).events
    assert (third.uid, third.name, third.begin.datetime) == (FULL.uid, FULL.title, FULL.start)


def test_a_series_is_sent_with_its_rule() -> None:
    data = invite.calendar(replace(FULL, recurrence="FREQ=WEEKLY;COUNT=4"), HEAD.sender)
    assert b"RRULE:FREQ=WEEKLY;COUNT=4" in data


def test_the_same_row_gives_the_same_bytes_however_often_it_is_tried() -> None:
    first, second = (invite.letter(FULL, HEAD).as_bytes() for _ in range(2))
    assert first == second


def test_asking_for_what_is_off_is_a_mistake_and_cancelling_is_possible_whatever_the_status() -> None:
    with pytest.raises(ValueError, match="cancelled"):
        invite.request(replace(FULL, status=Status.CANCELLED), HEAD)
    assert invite.request(FULL, HEAD)["Subject"].startswith("Perubahan")
    assert invite.cancel(FULL, HEAD)["Subject"].startswith("Pembatalan")


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_text_begins_a_header_or_an_event_of_its_own(words: str, more: str) -> None:
    hostile = f"{words}\r\nBcc: lain@contoh.example\r\n\r\nEND:VEVENT\r\nBEGIN:VALARM{more}"
    message = sent(
        replace(FULL, title=hostile, place=hostile, description=hostile, organiser_name=hostile, attendee_name=hostile)
    )
    assert message["Bcc"] is None
    assert message.keys() == sent(FULL).keys()
    assert [one.addr_spec for one in message["To"].addresses] == ["tu@bawaslu.example"]
    data = inside(message)[1].get_payload(decode=True)
    assert isinstance(data, bytes)
    assert [one.name for one in Calendar.from_ical(data).subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert b"\nBEGIN:VALARM" not in data


# --- from the row of a delivery ---------------------------------------------------------------------------------------


def test_a_delivery_becomes_the_message_of_its_invitation() -> None:
    payload = to_record(FULL)
    assert letter.write(Kind.INVITATION, payload, HEAD).as_bytes() == invite.letter(FULL, HEAD).as_bytes()
    assert letter.calendar(payload, HEAD) == invite.calendar(FULL, HEAD.sender)


@pytest.mark.parametrize("payload", [{}, {"uid": 1}, to_record(FULL) | {"start": None}, to_record(FULL) | {"x": 1}])
def test_a_payload_that_makes_no_letter_is_told(payload: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        letter.write(Kind.INVITATION, payload, HEAD).as_bytes()
    with pytest.raises((KeyError, TypeError, ValueError)):
        letter.calendar(payload, HEAD)


def test_where_the_installation_reads_its_mail_calendars_answer_there_and_people_answer_the_organiser() -> None:
    message = sent(replace(FULL, organiser="sekretariat@kpu.example"), replace(HEAD, collects=True))
    assert "ORGANIZER:mailto:rapat@ikrar.example" in inside(message)[1].get_content()
    assert "sekretariat@kpu.example" in message["Reply-To"]
