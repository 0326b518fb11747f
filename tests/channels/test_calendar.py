"""Calendars: what is written is what three independent programs read, whatever text people put in."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.channels.calendar.event import Event, Status
from ikrar.channels.calendar.text import MOST, OCTETS, fold, line, lines, uri
from ikrar.channels.calendar.write import ZONES, write

STAMP = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
QUIET = Event(
    "stage-pilkada-2024-QUIET@ikrar.example",
    2,
    STAMP,
    "Masa tenang",
    date(2024, 11, 24),
    date(2024, 11, 26),
    all_day=True,
    description="Tidak boleh ada kampanye;\nmemberi dan menerima uang, dapat dihukum.",
    url="https://ikrar.example/kalender/pilkada-2024/QUIET/",
    categories=("Tahapan", "Pilkada, serentak"),
)
HANDOVER = Event(
    "relay-x1@ikrar.example",
    0,
    STAMP,
    "Serah terima; kirab",
    datetime(2024, 11, 23, 23, 30, tzinfo=UTC),
    datetime(2024, 11, 24, 1, 0, tzinfo=UTC),
    zone="Asia/Makassar",
    location="Alun-alun, depan kantor bupati",
    geo=(-7.158211, 113.482314),
    status=Status.TENTATIVE,
)
#: What people and attackers put into fields: commas, breaks, emoji, joiners, bidi marks, words without an end.
MARKS = [*',;:"\r\n\t\v\f\x1c\x85\u2028\u2029\u202e\u2066\u061c\x00\ud800=^% ', "😀", "👩\u200d👧", "漢"]
HOSTILE = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(MARKS), max_size=80).map("".join),
    st.sampled_from(["x" * 300, "😀" * 300, "BEGIN:VEVENT\r\nEND:VCALENDAR", "a, b; c\\, d", " ", "١٢٣ עברית"]),
)


def unfolded(data: bytes) -> list[str]:
    """Return the content lines of a calendar, read by nothing but the words of RFC 5545 §3.1."""
    assert data.endswith(b"\r\n")
    for one in data.split(b"\r\n"):
        assert len(one) <= OCTETS
        assert not {10, 13} & set(one)
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def value(data: bytes, name: str) -> str:
    """Return the TEXT value of the first such line, its escapes undone from left to right."""
    found = next(one for one in unfolded(data) if one.startswith(f"{name}:")).partition(":")[2]
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], found, flags=re.DOTALL)


def by_icalendar(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def by_vobject(data: bytes) -> list[Any]:
    return list(vobject.readOne(data.decode()).contents.get("vevent", []))


def by_ics(data: bytes) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its parser generator says of itself
        return sorted(ics.Calendar(data.decode()).events, key=lambda one: one.uid)


def test_a_moment_without_a_length_has_no_end() -> None:
    at = datetime(2024, 11, 24, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
    data = write("Kalender", [replace(QUIET, start=at, end=at, all_day=False, zone="Asia/Jakarta")])
    assert not [line for line in unfolded(data) if line.startswith("DTEND")]
    (first,), (second,) = by_icalendar(data), by_vobject(data)
    assert first.start == first.end == second.dtstart.value == at


def test_an_event_of_days_says_the_day_after_its_last_to_every_reader() -> None:
    data = write("Kalender", [QUIET])
    after = date(2024, 11, 27)
    assert "DTSTART;VALUE=DATE:20241124" in unfolded(data)
    assert "DTEND;VALUE=DATE:20241127" in unfolded(data)
    (first,), (second,), (third,) = by_icalendar(data), by_vobject(data), by_ics(data)
    assert (first.start, first.end) == (QUIET.start, after)
    assert (second.dtstart.value, second.dtend.value) == (QUIET.start, after)
    assert third.all_day
    assert (third.begin.date(), third.end.date()) == (QUIET.start, after)


def test_an_event_of_hours_stands_in_the_time_of_its_place() -> None:
    data = write("Kirab", [HANDOVER])
    assert "DTSTART;TZID=Asia/Makassar:20241124T073000" in unfolded(data)
    (first,), (second,), (third,) = by_icalendar(data), by_vobject(data), by_ics(data)
    for found in (first.start, second.dtstart.value, third.begin.datetime):
        assert found == HANDOVER.start
        assert found.utcoffset() == timedelta(hours=8)
    for found in (first.end, second.dtend.value, third.end.datetime):
        assert found == HANDOVER.end


@pytest.mark.parametrize(("zone", "short"), [(name, short) for name, (short, _) in ZONES.items()])
def test_each_legal_time_comes_with_its_own_definition(zone: str, short: str) -> None:
    data = write("x", [Event("a@b", 0, STAMP, "x", STAMP, STAMP + timedelta(hours=1), zone=zone)])
    whole = icalendar.Calendar.from_ical(data)
    (found,) = whole.walk("VTIMEZONE")
    assert found["TZID"] == zone
    assert f"TZNAME:{short}" in unfolded(data)
    assert f"TZOFFSETTO:+{ZONES[zone][1]:02}00" in unfolded(data)
    assert whole.get_missing_tzids() == set()
    assert by_vobject(data)[0].dtstart.value == STAMP


def test_another_zone_is_written_in_utc() -> None:
    data = write("x", [Event("a@b", 0, STAMP, "x", STAMP, STAMP, zone="Europe/Berlin")])
    assert "DTSTART:20261122T030405Z" in unfolded(data)
    assert "VTIMEZONE" not in data.decode()
    assert by_icalendar(data)[0].start == STAMP


def test_every_field_arrives_with_every_reader() -> None:
    data = write("Kalender", [QUIET, HANDOVER])
    seconds = {one.uid.value: one for one in by_vobject(data)}
    thirds = {one.uid: one for one in by_ics(data)}
    for first in by_icalendar(data):
        event = QUIET if first["UID"] == QUIET.uid else HANDOVER
        second, third = seconds[event.uid], thirds[event.uid]
        assert [first["SUMMARY"], second.summary.value, third.name] == [event.summary] * 3
        assert [int(first["SEQUENCE"]), int(second.sequence.value)] == [event.sequence] * 2
        assert [first.DTSTAMP, second.dtstamp.value, third.created.datetime] == [event.stamp] * 3
        assert [first["STATUS"], second.status.value, third.status] == [event.status] * 3
        assert third.last_modified.datetime == event.stamp
    first, second, third = by_icalendar(data)[0], seconds[QUIET.uid], thirds[QUIET.uid]
    assert [first["DESCRIPTION"], second.description.value, third.description] == [QUIET.description] * 3
    assert [first["URL"], second.url.value, third.url] == [QUIET.url] * 3
    assert tuple(first["CATEGORIES"].cats) == tuple(second.categories.value) == QUIET.categories
    first, second, third = by_icalendar(data)[1], seconds[HANDOVER.uid], thirds[HANDOVER.uid]
    assert [first["LOCATION"], second.location.value, third.location] == [HANDOVER.location] * 3
    assert (first["GEO"].latitude, first["GEO"].longitude) == HANDOVER.geo
    assert (third.geo.latitude, third.geo.longitude) == HANDOVER.geo


def test_the_calendar_says_its_name_its_page_itself_and_when_to_look_again() -> None:
    data = write(
        "Kalender, Pilkada 2024",
        [QUIET],
        method="PUBLISH",
        url="https://ikrar.example/kalender/",
        source="https://ikrar.example/kalender/pilkada-2024.ics",
        refresh=timedelta(hours=12),
    )
    whole = icalendar.Calendar.from_ical(data)
    assert value(data, "NAME") == value(data, "X-WR-CALNAME") == "Kalender, Pilkada 2024"
    assert whole.refresh_interval == timedelta(hours=12)
    assert whole.source == "https://ikrar.example/kalender/pilkada-2024.ics"
    assert whole.url == "https://ikrar.example/kalender/"
    second = vobject.readOne(data.decode())
    assert second.method.value == "PUBLISH"
    assert second.name == "VCALENDAR"
    assert unfolded(data)[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ikrar//Ikrar//ID", "CALSCALE:GREGORIAN"]
    assert "X-PUBLISHED-TTL:PT12H" in unfolded(data)


def test_a_calendar_of_nothing_is_one_too() -> None:
    data = write("", [], refresh=None)
    assert unfolded(data)[0] == "BEGIN:VCALENDAR"
    assert "NAME" not in data.decode().replace("X-WR-CALNAME", "")
    assert "REFRESH" not in data.decode()
    assert by_icalendar(data) == by_vobject(data) == by_ics(data) == []


def test_what_was_cancelled_stays_and_says_so() -> None:
    gone = Event(QUIET.uid, 3, STAMP, "Masa tenang", QUIET.start, QUIET.end, all_day=True, status=Status.CANCELLED)
    data = write("Kalender", [gone])
    assert by_icalendar(data)[0]["STATUS"] == by_vobject(data)[0].status.value == by_ics(data)[0].status == "CANCELLED"


def test_an_invitation_names_who_asks_who_is_asked_and_which_of_a_series() -> None:
    asked = Event(
        "meeting-1@ikrar.example",
        1,
        STAMP,
        "Rapat",
        STAMP,
        STAMP + timedelta(hours=2),
        organizer="kpu@ikrar.example",
        attendees=("bawaslu@ikrar.example", "polres@ikrar.example"),
        recurrence="FREQ=MONTHLY;COUNT=3",
        recurrence_id=STAMP,
    )
    data = write("", [asked], method="REQUEST", refresh=None)
    first, second = by_icalendar(data)[0], by_vobject(data)[0]
    assert first["ORGANIZER"] == second.organizer.value == "mailto:kpu@ikrar.example"
    assert list(first["ATTENDEE"]) == [one.value for one in second.attendee_list]
    assert first["ATTENDEE"][0].params["PARTSTAT"] == "NEEDS-ACTION"
    assert first["RRULE"]["COUNT"] == [3]
    assert first["RECURRENCE-ID"].dt == second.recurrence_id.value == STAMP


def test_one_day_of_a_series_of_days_is_named_by_its_day() -> None:
    one = Event("a@b", 0, STAMP, "x", QUIET.start, QUIET.end, all_day=True, recurrence_id=QUIET.start)
    assert "RECURRENCE-ID;VALUE=DATE:20241124" in unfolded(write("", [one]))


def test_a_status_or_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="MAYBE"):
        write("", [Event("a@b", 0, STAMP, "x", STAMP, STAMP, status="MAYBE")])
    with pytest.raises(ValueError, match="frequency"):
        write("", [Event("a@b", 0, STAMP, "x", STAMP, STAMP, recurrence="FREQ=SOMETIMES")])


@settings(max_examples=60)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_reaches_every_reader_as_text_and_nothing_else(name: str, place: str, said: str) -> None:
    event = Event("a@b", 0, STAMP, name, QUIET.start, QUIET.end, all_day=True, location=place, description=said)
    data = write(said, [event, HANDOVER])
    assert value(data, "SUMMARY") == line(name)
    assert value(data, "NAME") == line(said) if said else True
    wanted = {"DESCRIPTION": lines(said), "LOCATION": line(place)}
    (first, _), (second, _), (third, _) = by_icalendar(data), by_vobject(data), by_ics(data)
    assert [first["UID"], second.uid.value, third.uid] == ["a@b"] * 3
    if "\\" in name + place + said:  # all but vobject undo a doubled backslash in another order than the standard
        assert second.summary.value == line(name)
        return
    assert [first["SUMMARY"], second.summary.value, third.name] == [line(name)] * 3
    for key, text in wanted.items():
        assert str(first.get(key, "")) == text
        assert (getattr(second, key.lower()).value if hasattr(second, key.lower()) else "") == text
        assert (getattr(third, key.lower()) or "") == text


@given(st.text(max_size=300), st.integers(0, 90))
def test_a_folded_line_unfolds_to_itself(text: str, before: int) -> None:
    content = "x" * before + line(text)
    folded = fold(content)
    assert folded.replace("\r\n ", "") == content
    assert all(len(one.encode()) <= OCTETS for one in folded.split("\r\n"))


def test_no_piece_of_a_line_parts_an_escape() -> None:
    for before in range(60, 80):
        for part in fold("x" * before + "\\n\\," * 30).split("\r\n "):
            assert part.count("\\") == len(re.findall(r"\\[n,]", part))


def test_text_loses_what_no_reader_shows_and_keeps_every_letter() -> None:
    assert lines("a\x00b\u202ec\r\nd\u2028e\tf  g ") == "abc\nd\ne f g"
    assert line("a\n\n b") == "a b"
    assert lines("👩‍👩‍👧 é \u200d") == "👩‍👩‍👧 é \u200d"
    assert lines("\ud800x") == "x"
    assert len(lines("x" * (MOST + 5))) == MOST
    assert lines("x" * (MOST + 5)).endswith("…")


def test_an_address_cannot_begin_a_line_of_its_own() -> None:
    assert uri("https://a/é b\r\nX:1") == "https://a/%C3%A9%20b%20X:1"
    assert uri("") == ""
    assert uri("https://a/%20?x=1&y=2#z") == "https://a/%20?x=1&y=2#z"


def test_the_same_events_give_the_same_bytes() -> None:
    assert write("Kalender", [QUIET, HANDOVER]) == write("Kalender", iter([QUIET, HANDOVER]))
