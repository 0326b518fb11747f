"""The calendar as feeds: what readers hold, what they are told when days change, and how seldom a feed is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.stage.agenda import Entry
from ikrar.core.stage.published import key_of
from ikrar.core.stage.table import stages
from ikrar.records.election import actions
from ikrar.records.election import queries as elections
from ikrar.records.stage import published
from ikrar.records.stage.models import Published
from ikrar.web.parts.templatetags import calendar_words as words
from ikrar.web.public import calendar_feed, calendar_sources
from ikrar.web.public.calendar_feed import FEEDS, event_of
from tests import cast, meetings

FEED = "/kalender/pilkada-2024.ics"
FICTIONAL = "pilkada-arunika"
NOW = cast.NOON


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account, before any feed is made."""
    FEEDS.clear()
    return cast.Browser()


def events(browser: Any, path: str) -> dict[str, Any]:
    """Return the events of a feed by the part of their UID before the host; two parsers must find the same ones."""
    FEEDS.clear()
    response = browser.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(response.content).walk("VEVENT")}
    second = vobject.readOne(response.content.decode()).vevent_list
    assert {one.uid.value: one.dtstart.value for one in second} == {uid: one.start for uid, one in found.items()}
    return {uid.partition("@")[0]: one for uid, one in found.items()}


def test_an_election_s_feed_holds_every_dated_stage_with_its_days(browser: cast.Browser) -> None:
    found = events(browser, FEED)
    dated = {one.code: one for one in stages("pilkada-2024", date(2024, 11, 27)) if one.last}
    assert found.keys() == {f"stage-pilkada-2024-{code}" for code in dated}
    for code, stage in dated.items():
        event = found[f"stage-pilkada-2024-{code}"]
        assert stage.last
        assert event.start == (stage.first or stage.last)
        assert event.end == stage.last + timedelta(days=1)
        assert event["STATUS"] == "CONFIRMED"
    quiet = found["stage-pilkada-2024-QUIET"]
    assert quiet["SUMMARY"] == "Masa tenang (Pilkada Serentak 2024)"
    assert quiet["URL"].endswith("/kalender/pilkada-2024/QUIET/")
    assert "PKPU 2/2024" in quiet["DESCRIPTION"]
    assert found["stage-pilkada-2024-PLAN"]["SUMMARY"].startswith("Hari terakhir: ")


#: First and last day as the regulations print them (PKPU 3/2022, PKPU 2/2024), copied by hand.
PRINTED = (
    ("pemilu-2024", "PARTY_REG", "2022-07-29", "2022-12-13"),
    ("pemilu-2024", "VOTER_LIST", "2022-10-14", "2023-06-21"),
    ("pemilu-2024", "CAMPAIGN", "2023-11-28", "2024-02-10"),
    ("pemilu-2024", "QUIET", "2024-02-11", "2024-02-13"),
    ("pemilu-2024", "VOTE", "2024-02-14", "2024-02-14"),
    ("pemilu-2024", "COUNT", "2024-02-14", "2024-02-15"),
    ("pilkada-2024", "VOTER_LIST", "2024-05-31", "2024-09-23"),
    ("pilkada-2024", "NOM_ANN", "2024-08-24", "2024-08-26"),
    ("pilkada-2024", "NOM_REG", "2024-08-27", "2024-08-29"),
    ("pilkada-2024", "NOM_SET", "2024-09-22", "2024-09-22"),
    ("pilkada-2024", "CAMPAIGN", "2024-09-25", "2024-11-23"),
    ("pilkada-2024", "QUIET", "2024-11-24", "2024-11-26"),
    ("pilkada-2024", "VOTE", "2024-11-27", "2024-11-27"),
    ("pilkada-2024", "RECAP", "2024-11-27", "2024-12-16"),
)


def test_the_days_in_the_feed_are_those_the_regulations_print(browser: cast.Browser) -> None:
    feeds = {code: events(browser, f"/kalender/{code}.ics") for code in ("pemilu-2024", "pilkada-2024")}
    for election, stage, first, last in PRINTED:
        event = feeds[election][f"stage-{election}-{stage}"]
        after = date.fromisoformat(last) + timedelta(days=1)
        assert (event.start, event.end) == (date.fromisoformat(first), after), (election, stage)


def test_the_english_feed_tells_the_same_events_in_english(browser: cast.Browser) -> None:
    indonesian, english = events(browser, FEED), events(browser, "/en" + FEED)
    assert indonesian.keys() == english.keys()
    assert english["stage-pilkada-2024-QUIET"]["SUMMARY"] == "Quiet days (Local elections 2024)"


def test_a_feed_names_itself_its_page_and_the_time_to_look_again(browser: cast.Browser) -> None:
    whole = icalendar.Calendar.from_ical(browser.get("/kalender/wilayah/35.28.ics?jenis=tahapan").content)
    assert whole.source.endswith("/kalender/wilayah/35.28.ics?jenis=tahapan")
    assert whole.url.endswith("/kalender/?wilayah=35.28")
    assert "METHOD" not in whole, "a snapshot is no message: PUBLISH needs an ORGANIZER, and strict readers refuse it"
    assert whole.refresh_interval == timedelta(hours=6)
    assert "Kabupaten Pamekasan" in str(whole["NAME"])


def test_areas_and_kinds_have_feeds_of_their_own(browser: cast.Browser) -> None:
    area = events(browser, "/kalender/wilayah/35.28.ics")
    assert {"stage-pilkada-2024-QUIET", "stage-pemilu-2024-VOTE"} <= area.keys()
    assert events(browser, "/kalender/jenis/tahapan.ics").keys() == area.keys()
    for path in ("/kalender/x.ics", "/kalender/wilayah/99.ics", "/kalender/jenis/lain.ics"):
        assert browser.get(path).status_code == 404


def test_a_change_reaches_readers_with_a_higher_number_and_a_later_time(browser: cast.Browser) -> None:
    actions.set_voting_day(FICTIONAL, date(2027, 1, 10))
    path = f"/kalender/{FICTIONAL}.ics"
    before = events(browser, path)["stage-pilkada-arunika-VOTE"]
    assert before["SEQUENCE"] == 0
    published.bring_up_to_date(NOW)
    kept = events(browser, path)["stage-pilkada-arunika-VOTE"]
    assert (kept["SEQUENCE"], kept.DTSTAMP) == (0, NOW)
    actions.set_voting_day(FICTIONAL, date(2027, 1, 17))
    early = events(browser, path)["stage-pilkada-arunika-VOTE"]
    assert (early["SEQUENCE"], early.start) == (1, date(2027, 1, 17)), "told before the row is brought up to date"
    published.bring_up_to_date(NOW + timedelta(minutes=10))
    after = events(browser, path)["stage-pilkada-arunika-VOTE"]
    assert (after["SEQUENCE"], after.DTSTAMP) == (1, NOW + timedelta(minutes=10))


def test_what_is_gone_stays_in_the_feed_as_cancelled_and_on_the_page_as_such(browser: cast.Browser) -> None:
    Published.objects.create(
        key=key_of("pilkada-2024", "OLD"),
        election_id="pilkada-2024",
        first=date(2024, 11, 5),
        last=date(2024, 11, 6),
        name={"id": "Tahapan lama", "en": "Old stage"},
        about={"id": "", "en": ""},
        changed=NOW,
    )
    found = events(browser, FEED)["stage-pilkada-2024-OLD"]
    assert (found["STATUS"], found.end) == ("CANCELLED", date(2024, 11, 7))
    assert found["SUMMARY"].startswith("DIBATALKAN: Tahapan lama"), "for readers that show it like any other"
    page = browser.get("/kalender/?pemilihan=pilkada-2024&bulan=2024-11").content.decode()
    assert "Tahapan lama" in page
    assert "dibatalkan" in page
    assert "stage-pilkada-2024-OLD" not in events(browser, "/kalender/pemilu-2024.ics")


def test_an_example_says_so_in_the_calendar_in_each_event_in_the_headers_and_the_name(browser: cast.Browser) -> None:
    actions.set_voting_day(FICTIONAL, timezone.localdate())
    response = browser.get("/kalender/wilayah/98.01.ics")
    whole = icalendar.Calendar.from_ical(response.content)
    assert str(whole["NAME"]).startswith("CONTOH ")
    assert all(str(one["SUMMARY"]).startswith("CONTOH ") for one in whole.walk("VEVENT"))
    assert response["X-Ikrar-Example"] == "1"
    assert 'filename="contoh-kalender-98.01.ics"' in response["Content-Disposition"]
    assert "X-Ikrar-Example" not in browser.get(FEED)


ONCE = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "SUMMARY", "TRANSP"}


@pytest.mark.parametrize("path", [FEED, "/en" + FEED, "/kalender/wilayah/98.01.ics", "/kalender/jenis/rapat.ics"])
def test_a_feed_keeps_the_rules_that_no_parser_checks(browser: cast.Browser, path: str) -> None:
    actions.set_voting_day(FICTIONAL, timezone.localdate())
    meetings.approved(cast.at_desk(cast.DEWI), day=timezone.localdate().isoformat())
    data = browser.get(path).content
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r"), "CRLF alone ends a line (RFC 5545 §3.1)"
    folded = data.split(b"\r\n")
    assert folded.pop() == b""
    assert max(len(line) for line in folded) <= 75
    assert all(line.decode() and line.strip() for line in folded), "no letter is parted, no line is empty"
    lines = data.decode().replace("\r\n ", "").split("\r\n")[:-1]
    head = [line.partition(":")[0].partition(";")[0] for line in lines[: lines.index("BEGIN:VEVENT")]]
    assert len(head) == len(set(head)), "each says itself once"
    assert set(head) >= {"VERSION", "PRODID", "NAME", "X-WR-CALNAME", "URL", "SOURCE", "REFRESH-INTERVAL"}
    zones = {line.partition(":")[2] for line in lines if line.startswith("TZID:")}
    assert {part for line in lines if ";TZID=" in line for part in [line.split(";TZID=")[1].partition(":")[0]]} <= zones
    assert not any(
        line.startswith(("RRULE", "RDATE", "BEGIN:VALARM", "METHOD", "ORGANIZER", "ATTENDEE")) for line in lines
    )
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT") > 0
    for event in "\n".join(lines).split("BEGIN:VEVENT\n")[1:]:
        names = [line.partition(":")[0].partition(";")[0] for line in event.partition("END:VEVENT")[0].splitlines()]
        assert all(names.count(name) == 1 for name in ONCE), names
        said = dict(line.partition(":")[::2] for line in event.splitlines())
        assert said["DTSTAMP"].endswith("Z")
        assert said["LAST-MODIFIED"].endswith("Z")
        assert said["DTEND;VALUE=DATE"] > said["DTSTART;VALUE=DATE"]


def test_who_has_a_feed_is_told_that_nothing_changed(browser: cast.Browser) -> None:
    first = browser.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = browser.get(FEED, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert browser.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert first.cookies == {}


def test_a_reader_that_knows_no_mark_is_told_by_the_time_and_one_that_does_by_the_mark_alone(
    browser: cast.Browser, monkeypatch: Any
) -> None:
    wall, tick = [1_800_000_000.25], [100.0]
    monkeypatch.setattr(FEEDS, "wall", lambda: wall[0])
    monkeypatch.setattr(FEEDS, "clock", lambda: tick[0])
    first = browser.get(FEED)
    assert first["Last-Modified"] == "Fri, 15 Jan 2027 08:00:01 GMT", "no second in which it could change again"
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert browser.get(FEED, headers=since).status_code == 304
    assert browser.get(FEED, headers=since | {"If-None-Match": '"old"'}).status_code == 200
    assert browser.get(FEED, headers={"If-Modified-Since": "Fri, 15 Jan 2027 08:00:00 GMT"}).status_code == 200
    assert browser.get(FEED, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    wall[0], tick[0] = wall[0] + 3600, tick[0] + 3600
    assert browser.get(FEED, headers=since).status_code == 304, "made again, and the same"
    published.bring_up_to_date(NOW)
    wall[0], tick[0] = wall[0] + 3600, tick[0] + 3600
    later = browser.get(FEED, headers=since)
    assert (later.status_code, later["Last-Modified"]) == (200, "Fri, 15 Jan 2027 10:00:01 GMT")


def test_a_feed_that_was_forgotten_counts_as_new(browser: cast.Browser) -> None:
    assert FEEDS.since("nothing") >= int(timezone.now().timestamp())


def test_a_feed_is_made_once_in_a_while_and_sent_from_what_is_kept(browser: cast.Browser, monkeypatch: Any) -> None:
    made = []
    written = calendar_feed._written
    monkeypatch.setattr(calendar_feed, "_written", lambda *args, **more: made.append(1) or written(*args, **more))
    counts = []
    for query in ("", "?x=1", "?jenis=lain", ""):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(FEED + query).status_code == 200
        counts.append(len(seen))
    assert len(made) == 1
    assert counts[1:] == [1, 1, 1]


def test_hours_place_and_doubt_of_an_entry_reach_its_event() -> None:
    day = date(2026, 11, 22)
    entry = Entry("tahapan", "x@y", "X", day, day, hours=(NOW, NOW + timedelta(hours=1)), place="Aula", tentative=True)
    event = event_of(entry)
    assert (event.all_day, event.start, event.status, event.location, event.url) == (
        False,
        NOW,
        "TENTATIVE",
        "Aula",
        "",
    )


def test_a_meeting_stands_in_the_calendar_once_its_minutes_are_approved_and_not_before(browser: cast.Browser) -> None:
    day = timezone.localdate()
    hidden = meetings.frozen(cast.at_desk(cast.DEWI))
    shown = meetings.approved(cast.at_desk(cast.DEWI), day=day.isoformat())
    found = events(browser, "/kalender/jenis/rapat.ics")
    assert found.keys() == {f"meeting-{shown.ref}"}
    event = found[f"meeting-{shown.ref}"]
    assert (event.start, event.end) == (day, day + timedelta(days=1))  # a day, for hours are not public
    assert str(event["LOCATION"]) == "Pendopo Ronggosukowati, Kabupaten Pamekasan"
    assert event["DTSTAMP"].dt == shown.approved_at.replace(microsecond=0)  # type: ignore[union-attr]
    assert "Paparan" not in event.to_ical().decode()
    month = browser.get(f"/kalender/?jenis=rapat&bulan={day:%Y-%m}").content.decode()
    assert f"/rapat/{shown.ref}/" in month
    assert hidden.ref not in month


def test_meetings_of_a_calendar_are_those_of_its_area_and_its_days(browser: cast.Browser) -> None:
    shown = meetings.approved(cast.at_desk(cast.DEWI))
    there = calendar_sources.Wanted(tuple(elections.all_elections()), "35")
    assert [one.path for one in calendar_sources.of_meetings(there)] == [f"/rapat/{shown.ref}/"]
    day = date(2024, 8, 16)
    for first, last, many in ((day, day, 1), (day + timedelta(days=1), None, 0), (None, day - timedelta(days=1), 0)):
        found = calendar_sources.of_meetings(replace(there, first=first, last=last))
        assert len(list(found)) == many
    assert list(calendar_sources.of_meetings(replace(there, area="36"))) == []
    assert list(calendar_sources.of_meetings(replace(there, elections=()))) == []


def test_a_meeting_of_no_election_stands_where_nobody_asked_for_one_election(browser: cast.Browser) -> None:
    shown = meetings.approved(cast.at_desk(cast.DEWI), election="", day="2024-08-16")
    key = f"meeting-{shown.ref}"
    wide = calendar_sources.Wanted(tuple(elections.all_elections()))
    assert list(calendar_sources.of_meetings(wide)) == []
    (entry,) = calendar_sources.of_meetings(replace(wide, loose=True))
    assert (entry.uid.partition("@")[0], entry.election, entry.election_name) == (key, "", "")
    assert words.entry_facts(entry) == "Pendopo Ronggosukowati, Kabupaten Pamekasan"
    for query in ("?bulan=2024-08", "?bulan=2024-08&wilayah=35.28", "?bulan=2024-08&jenis=rapat"):
        assert f"/rapat/{shown.ref}/" in browser.get(f"/kalender/{query}").content.decode(), query
    for query in ("?bulan=2024-08&pemilihan=pilkada-2024", "?bulan=2024-08&wilayah=36.04"):
        assert f"/rapat/{shown.ref}/" not in browser.get(f"/kalender/{query}").content.decode(), query


def test_a_recent_meeting_of_no_election_is_in_the_feeds_of_its_area_and_its_kind(browser: cast.Browser) -> None:
    shown = meetings.approved(cast.at_desk(cast.DEWI), election="", day=timezone.localdate().isoformat())
    key = f"meeting-{shown.ref}"
    for path in ("/kalender/jenis/rapat.ics", "/kalender/wilayah/35.ics", "/kalender/wilayah/35.28.ics"):
        assert key in events(browser, path), path
    for path in ("/kalender/pilkada-2024.ics", "/kalender/wilayah/36.ics"):
        assert key not in events(browser, path), path
