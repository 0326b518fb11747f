"""Hours on pages and papers: one way of writing them, and a meeting's in the time of its place, WIB, WITA or WIT."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

import ikrar
from ikrar.door import moment
from ikrar.records.meeting.models import Meeting
from ikrar.web.parts.templatetags import clock_words as words
from tests import cast, meetings

#: 09.00 in Jakarta, 10.00 in Makassar, 11.00 in Jayapura.
NINE = datetime(2024, 8, 16, 2, 0, 12, tzinfo=UTC)
ZONES = [("Asia/Jakarta", "09.00 WIB"), ("Asia/Makassar", "10.00 WITA"), ("Asia/Jayapura", "11.00 WIT")]


def shown(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


@pytest.mark.parametrize(("zone", "told"), ZONES)
def test_a_moment_is_told_in_the_time_of_its_place(zone: str, told: str) -> None:
    assert shown("{{ at|moment:zone }}", at=NINE, zone=zone) == f"16 Agustus 2024 {told}"
    with translation.override("en"):
        assert shown("{{ at|moment:zone }}", at=NINE, zone=zone) == f"16 August 2024 {told.replace('.', ':')}"


def test_without_a_place_a_moment_is_told_in_the_time_of_the_installation() -> None:
    assert words.moment(NINE) == "16 Agustus 2024 09.00 WIB"
    assert words.clock(NINE) == "09.00"
    assert words.moment_to_the_second(NINE) == "16 Agustus 2024 09.00.12 WIB"
    assert words.to_the_second(NINE) == "09.00.12"


def test_what_has_no_hour_tells_none() -> None:
    assert words.moment(None) == words.clock(None) == ""
    assert words.clock(time(9, 5)) == "09.05"


def test_hours_name_the_day_of_their_end_when_it_is_another_one() -> None:
    late = datetime(2024, 8, 16, 18, 30, tzinfo=UTC)
    assert moment.hours(NINE, late, "Asia/Jakarta") == "09.00–17 Agustus 2024 01.30 WIB"
    assert moment.hours(NINE, NINE.replace(hour=5), "Asia/Jayapura") == "11.00–14.00 WIT"


def test_the_time_of_an_area_is_named_as_people_there_do() -> None:
    assert [words.zone_short(area) for area in ("35.28", "73.71", "91.01")] == ["WIB", "WITA", "WIT"]


def test_a_zone_that_people_have_no_word_for_calls_itself() -> None:
    assert moment.short(NINE) == "UTC"


@pytest.mark.parametrize("form", ["{{ at|there:zone|date:'Y-m-d H' }}", "{{ at|there:zone|plain_date }} 11"])
def test_a_moment_in_the_zone_of_a_place_stays_there_whatever_filter_follows(form: str) -> None:
    told = shown(form, at=NINE, zone="Asia/Jayapura")
    assert told in {"2024-08-16 11", "16 Agustus 2024 11"}
    late = datetime(2024, 8, 16, 15, 30, tzinfo=UTC)  # half past midnight of the seventeenth in Jayapura
    assert "17" in shown(form, at=late, zone="Asia/Jayapura")


@pytest.mark.usefixtures("database")
def test_a_meeting_in_the_east_is_told_in_the_time_of_the_east_on_every_page() -> None:
    ref = meetings.called(cast.at_desk(cast.DEWI)).ref
    Meeting.objects.filter(ref=ref).update(zone="Asia/Jayapura", starts=NINE, ends=NINE.replace(hour=5))
    browser = cast.sign_in(cast.DEWI)
    assert "16 Agustus 2024 11.00–14.00 WIT" in browser.get(f"/meja/rapat/{ref}/").content.decode()
    assert "16 Agustus 2024 11.00 WIT" in browser.get("/meja/rapat/").content.decode()


def test_no_page_writes_an_hour_in_its_own_way() -> None:
    hour = re.compile(r"\|(?:date|time):[\"'][^\"']*H[^\"']*[\"']")
    pages = Path(ikrar.__file__).parent.rglob("*.html")
    assert not [(page.name, found) for page in pages if (found := hour.findall(page.read_text(encoding="utf-8")))]
    assert timezone.get_current_timezone_name() == "Asia/Jakarta"


def test_the_date_of_a_moment_is_the_day_it_is_here_and_not_in_utc() -> None:
    night = datetime(2024, 8, 16, 18, 30, tzinfo=UTC)
    assert shown("{{ at|long_date }}", at=night) == shown("{{ at|long_date }}", at=night.date() + timedelta(days=1))
    assert shown("{{ at|long_date }}", at=night) == "Sabtu, 17 Agustus 2024"
    with translation.override("en"):
        assert shown("{{ at|long_date }}", at=night) == "Saturday, 17 August 2024"
    assert shown("{{ at|long_date }}", at=None) == ""
