"""What calendars answer, in the shapes of several programs, and what strangers may put into a letter instead.

The answers in ``tests/data/letters`` were written after the structure of letters that other projects keep in public;
its README says which.
"""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.channels.email.receive import CALENDAR, COMMENT, DEEPEST, HEADERS, LARGEST, LINES, PARTS, read
from ikrar.core.job.arrival import Fate
from ikrar.core.meeting.reply import Partstat

LETTERS = Path(__file__).parents[2] / "data" / "letters"
UID = "meeting-7K3M@ikrar.example"
ICS = f"""BEGIN:VCALENDAR
PRODID:-//x//y//EN
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:{UID}
DTSTAMP:20261123T020000Z
SEQUENCE:1
ATTENDEE;PARTSTAT=ACCEPTED:mailto:tu@bawaslu.example
END:VEVENT
END:VCALENDAR
"""


def letter(ics: str = ICS, *, kind: str = 'text/calendar; method=REPLY; charset="utf-8"', head: str = "") -> bytes:
    """A letter that is nothing but a calendar."""
    return f"From: a@b.example\nMessage-ID: <1@b.example>\n{head}Content-Type: {kind}\n\n{ics}".encode()


@pytest.mark.parametrize(
    ("name", "partstat", "comment", "occurrence"),
    [
        ("outlook.eml", Partstat.ACCEPTED, "Kami hadir, dua orang.", None),
        ("gmail.eml", Partstat.TENTATIVE, "Menunggu persetujuan ketua", None),
        ("thunderbird.eml", Partstat.DECLINED, "", datetime(2026, 12, 7, 2, 0, tzinfo=UTC)),
        ("caldav.eml", Partstat.ACCEPTED, "", None),
        ("kolab.eml", Partstat.DELEGATED, "", datetime(2026, 11, 30, 2, 0, tzinfo=UTC)),
    ],
)
def test_each_programs_answer_is_read(name: str, partstat: Partstat, comment: str, occurrence: datetime | None) -> None:
    found = read((LETTERS / name).read_bytes())
    assert found.fate is Fate.ANSWER
    assert found.reply is not None
    assert found.id.startswith("<") or name == "caldav.eml"
    reply = found.reply
    assert not reply.other
    assert (reply.uid, reply.attendee, reply.partstat) == (UID, "tu@bawaslu.example", partstat)
    assert (reply.comment, reply.recurrence_id, reply.sequence) == (comment, occurrence, 1)
    assert reply.stamp.tzinfo is UTC


def test_an_answer_sent_on_behalf_of_an_office_is_that_offices() -> None:
    reply = read((LETTERS / "outlook-on-behalf.eml").read_bytes()).reply
    assert reply is not None
    assert (reply.attendee, reply.partstat, reply.comment) == ("ketua@bawaslu.example", Partstat.TENTATIVE, "")
    assert not reply.other  # the office stands in From, its secretary in Sender


@pytest.mark.parametrize(
    ("name", "fate"),
    [
        ("bounce.eml", Fate.RETURNED),
        ("holiday.eml", Fate.AUTOMATIC),
        ("outlook-counter.eml", Fate.OTHER_METHOD),
        ("winmail.eml", Fate.NO_ANSWER),
        ("odd-zone.eml", Fate.UNREADABLE),
    ],
)
def test_what_is_no_answer_is_told_apart(name: str, fate: Fate) -> None:
    found = read((LETTERS / name).read_bytes())
    assert (found.reply, found.fate) == (None, fate)


@pytest.mark.parametrize(
    ("head", "fate"),
    [
        ("Return-Path: <>\n", Fate.RETURNED),
        ("Return-Path: <a@b.example>\n", Fate.NO_ANSWER),
        ("Auto-Submitted: auto-generated\n", Fate.AUTOMATIC),
        ("Auto-Submitted: No\n", Fate.NO_ANSWER),
    ],
)
def test_who_wrote_a_letter_without_a_calendar_is_told_by_its_head(head: str, fate: Fate) -> None:
    assert read(letter("halo", kind="text/plain", head=head)).fate is fate


def test_an_answer_a_room_gives_by_itself_is_an_answer() -> None:
    assert read(letter(head="Auto-Submitted: auto-generated\n")).fate is Fate.ANSWER


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        ("METHOD:REPLY", "METHOD:COUNTER", Fate.OTHER_METHOD),
        ("METHOD:REPLY", "METHOD:REQUEST", Fate.OTHER_METHOD),
        ("METHOD:REPLY\n", "", Fate.OTHER_METHOD),
        ("METHOD:REPLY", "METHOD:reply", Fate.ANSWER),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=accepted", Fate.ANSWER),
        ("PARTSTAT=ACCEPTED", 'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:x@y.example"', Fate.ANSWER),
        (";PARTSTAT=ACCEPTED", "", Fate.UNREADABLE),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=MAYBE", Fate.UNREADABLE),
        ("mailto:tu@bawaslu.example", "MAILTO:TU@Bawaslu.example", Fate.ANSWER),
        ("mailto:tu@bawaslu.example", "tu@bawaslu.example", Fate.ANSWER),
        ("mailto:tu@bawaslu.example", "https://bawaslu.example/tu", Fate.UNREADABLE),
        ("mailto:tu@bawaslu.example", "mailto:", Fate.UNREADABLE),
        ("mailto:tu@bawaslu.example", "mailto:a@b.example%0d%0aBcc:c@d.example", Fate.UNREADABLE),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:tu@bawaslu.example\n", "", Fate.UNREADABLE),
        (
            "ATTENDEE;",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:lain@bawaslu.example\nATTENDEE;",
            Fate.UNREADABLE,  # two attendees, and neither wrote it: whose answer is it?
        ),
        ("SEQUENCE:1\n", "", Fate.ANSWER),
        ("SEQUENCE:1", "SEQUENCE:satu", Fate.UNREADABLE),
        ("SEQUENCE:1", "SEQUENCE:" + "9" * 40, Fate.ANSWER),
        ("DTSTAMP:20261123T020000Z\n", "", Fate.UNREADABLE),
        ("DTSTAMP:20261123T020000Z", "DTSTAMP:20261123", Fate.UNREADABLE),
        ("DTSTAMP:20261123T020000Z", "DTSTAMP:20261399T020000Z", Fate.UNREADABLE),
        ("DTSTAMP:20261123T020000Z", "DTSTAMP:20261123T020000", Fate.ANSWER),
        ("DTSTAMP:20261123T020000Z", "DTSTAMP:20261123T020000Z\nDTSTAMP:20261124T020000Z", Fate.UNREADABLE),
        (f"UID:{UID}\n", "", Fate.UNREADABLE),
        (f"UID:{UID}", "UID:", Fate.UNREADABLE),
        (f"UID:{UID}", "UID:" + "u" * 256, Fate.UNREADABLE),
        ("BEGIN:VEVENT", "BEGIN:VTODO", Fate.UNREADABLE),
        ("END:VEVENT\n", "", Fate.UNREADABLE),
        ("END:VCALENDAR", "END:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR", Fate.UNREADABLE),
        ("ATTENDEE;", "ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:TU@bawaslu.example\nATTENDEE;", Fate.ANSWER),  # twice is once
        ("mailto:tu@", "mailto:<tu@", Fate.ANSWER),
        ("mailto:tu@", "mailto:tu%40", Fate.ANSWER),
        ("mailto:tu@bawaslu.example", "invalid:nomail", Fate.UNREADABLE),
        ("BEGIN:VEVENT", "BEGIN:VTIMEZONE\nTZID:Kantor\nEND:VTIMEZONE\nBEGIN:VEVENT", Fate.ANSWER),
        ("BEGIN:VEVENT", "BEGIN:VTIMEZONE\nTZID:Kantor\nBEGIN:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT", Fate.ANSWER),
        ("BEGIN:VEVENT", "BEGIN:VTIMEZONE\nTZID:Kantor\nBEGIN:VEVENT", Fate.UNREADABLE),
        ("SEQUENCE:1", "X-SALAH BARIS;=:\nRRULE:FREQ=NONE;X\nDTSTART:besok\nSEQUENCE:1", Fate.ANSWER),
        (ICS, "", Fate.UNREADABLE),
        (ICS, "<html>", Fate.UNREADABLE),
        (ICS, "\ufeff" + ICS, Fate.ANSWER),
        ("UID:", "RECURRENCE-ID;TZID=Asia/Jakarta:20261207T090000\nUID:", Fate.ANSWER),
        ("UID:", "RECURRENCE-ID;TZID=SE Asia Standard Time:20261207T090000\nUID:", Fate.ANSWER),
        ("UID:", "RECURRENCE-ID;TZID=../../etc/passwd:20261207T090000\nUID:", Fate.UNREADABLE),
        ("UID:", "RECURRENCE-ID;TZID=Asia:20261207T090000\nUID:", Fate.UNREADABLE),  # a folder of zones
        ("UID:", "RECURRENCE-ID;VALUE=DATE:20261207\nUID:", Fate.ANSWER),
        ("UID:", "RECURRENCE-ID:20261207T090000\nUID:", Fate.ANSWER),
        ("UID:", "RECURRENCE-ID;VALUE=TIME:090000\nUID:", Fate.UNREADABLE),
        ("UID:", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261207T020000Z\nUID:", Fate.SEVERAL),
    ],
    ids=lambda one: str(one)[:30],
)
def test_each_way_to_write_an_answer_is_read_or_set_aside(old: str, new: str, fate: Fate) -> None:
    assert old in ICS
    assert read(letter(ICS.replace(old, new, 1))).fate is fate


def test_two_events_in_one_letter_answer_nothing() -> None:
    event = ICS[ICS.index("BEGIN:VEVENT") : ICS.index("END:VCALENDAR")]
    assert read(letter(ICS.replace(event, event * 2))).fate is Fate.SEVERAL


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (":20261207T020000Z", datetime(2026, 12, 7, 2, tzinfo=UTC)),
        (";TZID=Asia/Jakarta:20261207T090000", datetime(2026, 12, 7, 2, tzinfo=UTC)),
        (";VALUE=DATE:20261207", date(2026, 12, 7)),
        (":20261207T090000", datetime(2026, 12, 7, 9)),  # noqa: DTZ001 - without a zone: the place's
    ],
)
def test_an_occurrence_is_named_by_a_moment_a_time_of_the_place_or_a_day(written: str, meant: date) -> None:
    reply = read(letter(ICS.replace("UID:", f"RECURRENCE-ID{written}\nUID:"))).reply
    assert reply is not None
    assert reply.recurrence_id == meant
    assert type(reply.recurrence_id) is type(meant)


DELEGATED = (
    'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:wakil@bawaslu.example":mailto:tu@bawaslu.example\n'
    'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:tu@bawaslu.example":mailto:wakil@bawaslu.example'
)


@pytest.mark.parametrize(
    ("sender", "partstat"),
    [
        ("Tata Usaha <TU@bawaslu.example>", Partstat.DELEGATED),
        ("wakil@bawaslu.example", Partstat.NEEDS_ACTION),
        ("lain@bawaslu.example", None),
        ("tu@bawaslu.example, wakil@bawaslu.example", None),
    ],
)
def test_beside_a_delegate_the_one_who_wrote_is_the_one_who_answers(sender: str, partstat: Partstat | None) -> None:
    text = ICS.replace("ATTENDEE;PARTSTAT=ACCEPTED:mailto:tu@bawaslu.example", DELEGATED)
    found = read(letter(text).replace(b"From: a@b.example", f"From: {sender}".encode()))
    assert (found.reply.partstat if found.reply else None) is partstat


@pytest.mark.parametrize(
    ("head", "other"),
    [
        ("From: Tata Usaha <tu@bawaslu.example>", False),
        ("From: TU@BAWASLU.example", False),
        ("From: ajudan@bawaslu.example\nSender: tu@bawaslu.example", False),
        ("From: ajudan@bawaslu.example", True),
        ("From: tu@bawaslu.example.lain.example", True),
        ('From: "tu@bawaslu.example" <x@lain.example>', True),
        ("To: x@y.example", True),
    ],
)
def test_an_answer_in_the_name_of_another_address_is_told(head: str, other: bool) -> None:
    reply = read(letter().replace(b"From: a@b.example", head.encode())).reply
    assert reply is not None
    assert reply.other is other


def test_the_time_of_an_occurrence_is_the_same_in_whatever_zone_it_is_written() -> None:
    written = ("TZID=Asia/Jakarta:20261207T090000", "TZID=SE Asia Standard Time:20261207T090000")
    found = [read(letter(ICS.replace("UID:", f"RECURRENCE-ID;{one}\nUID:"))).reply for one in written]
    found.append(read(letter(ICS.replace("UID:", "RECURRENCE-ID:20261207T020000Z\nUID:"))).reply)
    assert {one.recurrence_id for one in found if one} == {datetime(2026, 12, 7, 2, 0, tzinfo=UTC)}


def test_a_comment_is_plain_short_text() -> None:
    said = "COMMENT:Hadir\\n\u202ebalik\x07" + " lagi" * 400
    reply = read(letter(ICS.replace("END:VEVENT", f"{said}\nCOMMENT:kedua\nEND:VEVENT"))).reply
    assert reply is not None
    assert reply.comment.startswith("Hadir\nbalik lagi")
    assert len(reply.comment) <= COMMENT


@pytest.mark.parametrize(
    "kind", ["application/ics", 'application/octet-stream; name="invite.ics"', "TEXT/CALENDAR", "text/calendar"]
)
def test_a_calendar_is_known_by_its_kind_or_its_name(kind: str) -> None:
    head = 'Content-Disposition: attachment; filename="invite.ics"\n'
    assert read(letter(kind=kind, head=head)).fate is Fate.ANSWER


@pytest.mark.parametrize("charset", ["utf-8", "tidak-ada", "us-ascii", "\x00", "utf-16", "rot13", "punycode", "idna"])
def test_a_wrong_charset_does_not_lose_an_answer(charset: str) -> None:
    found = read(
        letter(ICS.replace("END:VEVENT", "COMMENT:Sé\nEND:VEVENT"), kind=f'text/calendar; charset="{charset}"')
    )
    assert found.fate in {Fate.ANSWER, Fate.UNREADABLE}  # read otherwise, or told to be unreadable
    assert charset not in {"utf-8", "tidak-ada", "us-ascii"} or found.fate is Fate.ANSWER


def test_an_answer_in_latin_letters_of_one_byte_is_read() -> None:
    data = letter().replace(b"END:VEVENT", "COMMENT:Sé\nEND:VEVENT".encode("latin-1"))
    reply = read(data.replace(b'charset="utf-8"', b"")).reply
    assert reply is not None
    assert reply.comment == "Sé"


# --- what strangers send ----------------------------------------------------------------------------------------------


def multipart(depth: int) -> bytes:
    opening = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return ("Message-ID: <1@b>\n" + opening + f"Content-Type: text/calendar\n\n{ICS}").encode()


@pytest.mark.parametrize(
    ("data", "fate"),
    [
        (b"", Fate.NO_ANSWER),
        (b"\x00" * 5_000, Fate.NO_ANSWER),
        (b"\n" * 5_000, Fate.NO_ANSWER),
        (bytes(range(256)) * 100, Fate.NO_ANSWER),
        (letter() + b"x" * LARGEST, Fate.TOO_LARGE),
        (b"X: " + b"y" * HEADERS + b"\n\n", Fate.TOO_LARGE),
        (b"X: y\n" * (HEADERS // 5 + 1), Fate.TOO_LARGE),
        (letter(ICS.replace("END:VEVENT", "X-A:" + "b" * CALENDAR + "\nEND:VEVENT")), Fate.TOO_LARGE),
        (letter(ICS.replace("END:VEVENT", "X-A:b\n" * LINES + "END:VEVENT")), Fate.TOO_LARGE),
        (multipart(DEEPEST), Fate.ANSWER),
        (multipart(DEEPEST + 1), Fate.TOO_DEEP),
        (multipart(PARTS + 1), Fate.TOO_DEEP),
        (multipart(5_000), Fate.TOO_DEEP),
        (b"Content-Type: message/rfc822\n\n" * 20_000, Fate.UNREADABLE),
        (b"Content-Type: message/rfc822\n\n" + letter(), Fate.NO_ANSWER),
        (b'Content-Type: multipart/mixed; boundary=""\n\n--\n\n--\n', Fate.NO_ANSWER),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 500, Fate.TOO_DEEP),
        (b"Content-Type: multipart/mixed\n\n" + letter(), Fate.NO_ANSWER),
        (letter(head="Content-Transfer-Encoding: base64\n"), Fate.UNREADABLE),
        (letter(base64.b64encode(ICS.encode()).decode(), head="Content-Transfer-Encoding: base64\n"), Fate.ANSWER),
        (letter(head="Content-Transfer-Encoding: x-uuencode\n"), Fate.ANSWER),
        (letter(head="Content-Transfer-Encoding: \x00\n"), Fate.ANSWER),
        (letter(kind="application/zip"), Fate.NO_ANSWER),
        (letter(kind="application/octet-stream; name*=x''%ff.ics"), Fate.ANSWER),
        (letter(kind="application/octet-stream; name*0*=utf-99''%ff; name*1=.ics"), Fate.ANSWER),
        (letter(kind="application/octet-stream; name*0*=utf-99''%ff; name*1=.txt"), Fate.NO_ANSWER),
    ],
    ids=lambda one: str(one)[:40],
)
def test_hostile_letters_are_set_aside_with_a_reason_and_never_a_traceback(data: bytes, fate: Fate) -> None:
    assert read(data).fate is fate


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", ""),
        ("Message-ID: <a@b>\n", "<a@b>"),
        ("Message-ID: a b <a@b> <c@d>\n", "<a@b>"),
        ("Message-ID: tanpa kurung\n", ""),
        ("Message-ID: <" + "a" * 5_000 + ">\n", ""),
        ("Message-ID: <a@b>\nMessage-ID: <c@d>\n", "<a@b>"),
        ("message-id: =?utf-8?q?=3Ca=40b=3E?=\n", ""),
    ],
)
def test_a_message_id_is_one_word_in_brackets_or_none(head: str, expected: str) -> None:
    assert read(f"{head}Content-Type: text/plain\n\nx".encode()).id == expected


@given(st.binary(max_size=600))
def test_no_bytes_whatsoever_raise(data: bytes) -> None:
    assert isinstance(read(data).fate, Fate)


@given(st.data())
def test_no_change_to_an_answer_raises(data: st.DataObject) -> None:
    found = bytearray(letter())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(found) - 1))
        found[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    assert isinstance(read(bytes(found)).fate, Fate)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_calendar_of_odd_words_raises(name: str, value: str) -> None:
    for line in (f"{name}:{value}", f"ATTENDEE;{name}={value}:mailto:a@b.example", f"DTSTAMP;{name}:{value}"):
        assert isinstance(read(letter(ICS.replace("END:VEVENT", f"{line}\nEND:VEVENT"))).fate, Fate)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\r\r\n", "\n\n"])
def test_lines_may_end_as_they_like(ends: str) -> None:
    assert read(letter("\ufeff\n" + ICS.replace("\n", ends) + "\0\0")).fate is Fate.ANSWER


@pytest.mark.parametrize(
    ("kind", "fate"),
    [
        ('application/octet-stream; name="INVITE.ICS"', Fate.ANSWER),
        ('text/plain; name="jawaban.ics"', Fate.ANSWER),
        ('text/x-vcalendar; name="calendar.vcs"', Fate.ANSWER),
        ('application/zip; name="invite.ics"', Fate.NO_ANSWER),
        ("text/plain; name*=broken'", Fate.NO_ANSWER),
        ('text/calendar; charset="zlib"', Fate.ANSWER),
        ('text/calendar; charset="rot13"', Fate.ANSWER),
        ('text/calendar; charset="windows-1252"', Fate.ANSWER),
    ],
)
def test_a_calendar_is_known_by_its_kind_or_the_name_of_its_file(kind: str, fate: Fate) -> None:
    assert read(letter(kind=kind)).fate is fate


#: Letters of strangers who want the reader to fail, to hang, or to eat the memory.
HOSTILE = {
    "50 MB": lambda: b"x" * 50_000_000,
    "1,000 parts": lambda: letter(("--x\n\nhalo\n" * 1000) + "--x--", kind="multipart/mixed; boundary=x"),
    "a letter within a letter, 20,000 deep": lambda: b"Content-Type: message/rfc822\n\n" * 20_000,
    "a From of 50,000 brackets": lambda: letter().replace(b"a@b.example", b"(" * 50_000 + b"a@b.example"),
    "a From of 15,000 addresses": lambda: letter().replace(b"a@b.example", b"a@b.example," * 15_000),
    "a From of quotes": lambda: letter().replace(b"a@b.example", b'"<' * 40_000),
    "1,900 components": lambda: letter(ICS.replace("BEGIN:VEVENT", "BEGIN:VEVENT\n" * 1900)),
    "1,900 zones without an end": lambda: letter(ICS.replace("BEGIN:VEVENT", "BEGIN:VTIMEZONE\n" * 1900)),
    "1,900 attendees": lambda: letter(ICS.replace("UID", "ATTENDEE:mailto:a@b.example\n" * 1900 + "UID")),
    "an attendee of quotes": lambda: letter(ICS.replace("ATTENDEE;", 'ATTENDEE;CN="' + 'a"' * 20_000 + ";")),
    "20,000 parameters": lambda: letter(ICS.replace("ATTENDEE;", "ATTENDEE;" + "A=" * 20_000 + ";")),
    "a kind of 5,000 parts": lambda: letter(kind="text/calendar; " + "; ".join(["a*1=b"] * 5000)),
    "a rule of seconds": lambda: letter(ICS.replace("UID", "RRULE:FREQ=SECONDLY;BYSECOND=" + "1," * 9000 + "1\nUID")),
    "an archive": lambda: letter("UEsDBA==" * 5000, kind="application/zip; name=a.zip"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_letter_meant_to_harm_is_read_or_set_aside_and_never_raises(name: str) -> None:
    assert isinstance(read(HOSTILE[name]()).fate, Fate)
