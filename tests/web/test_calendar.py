"""The public calendar: what is now and next, a month as a table and a list, an election, a stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ikrar.core.place import zone
from ikrar.core.stage import holiday
from ikrar.core.stage.agenda import Edge, Entry, Shown
from ikrar.core.stage.month import Month
from ikrar.core.stage.rule import Span
from ikrar.core.stage.standing import CAPITAL
from ikrar.core.stage.table import Stage
from ikrar.records.election import actions
from ikrar.records.election import queries as elections
from ikrar.records.place.models import Area
from ikrar.web.parts.templatetags import calendar_words as words
from ikrar.web.public import calendar, calendar_sources
from ikrar.web.public.calendar_sources import SOURCES, Wanted, entries, uid
from tests import cast

FICTIONAL = "pilkada-arunika"
NOVEMBER = "/kalender/?pemilihan=pilkada-2024&bulan=2024-11"


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account."""
    return cast.Browser()


def body(browser: Any, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_a_month_stands_as_a_table_and_as_a_list_that_its_days_lead_to(browser: cast.Browser) -> None:
    page = body(browser, NOVEMBER)
    assert page.count('<th scope="col">') == 7
    assert page.index('<span class="hidden">Senin</span>') < page.index('<span class="hidden">Minggu</span>')
    assert 'href="#hari-24"' in page
    assert '<li id="hari-24"' in page
    listed = page[page.index('<ol class="days">') :]
    assert listed.index("mulai:") < listed.index("Masa tenang")
    assert "/kalender/pilkada-2024/QUIET/" in listed
    assert "24 – 26 November 2024" in listed
    assert "hari terakhir:" in listed
    assert 'href="#hari-12"' not in page


def test_a_public_holiday_is_told_as_one_with_the_years_that_are_known(browser: cast.Browser) -> None:
    page = body(browser, NOVEMBER)
    assert "Hari Pemilihan Kepala Daerah" in page
    assert "hari libur nasional" in page
    first, decreed, last = holiday.covered()
    assert f"lengkap untuk {first} sampai {decreed}" in page
    assert f"Hari libur tahun {last + 1} tidak diketahui" in body(browser, f"/kalender/?bulan={last + 1}-01")
    assert "yang ditandai perkiraan dapat bergeser" in body(browser, f"/kalender/?bulan={last}-01")


def test_joint_leave_is_told_apart(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/?bulan=2024-04")
    assert "cuti bersama" in page[page.index('<ol class="days">') : page.index('<p class="aside">')]


def test_the_calendar_has_a_first_and_a_last_month(browser: cast.Browser) -> None:
    first = body(browser, "/kalender/?bulan=1955-01")
    assert 'rel="prev' not in first
    assert "Februari 1955" in first
    last = body(browser, "/kalender/?bulan=2100-12")
    assert 'rel="next' not in last
    assert "November 2100" in last


def test_a_month_in_english_is_written_as_english_readers_write_it(browser: cast.Browser) -> None:
    page = body(browser, "/en" + NOVEMBER)
    assert 'tabindex="-1">November 2024</h2>' in page
    assert page.index('<span class="hidden">Monday</span>') < page.index('<span class="hidden">Sunday</span>')
    assert "begins:" in page
    assert "last day:" in page
    assert "public holiday" in page
    assert "/en/kalender/pilkada-2024/QUIET/" in page


def test_a_month_asked_for_is_not_for_search_engines_and_the_plain_page_is(browser: cast.Browser) -> None:
    assert browser.get(NOVEMBER)["X-Robots-Tag"] == "noindex"
    plain = browser.get("/kalender/")
    assert "X-Robots-Tag" not in plain
    assert plain.cookies == {}
    assert browser.get("/kalender/", headers={"If-None-Match": plain["ETag"]}).status_code == 304


def test_what_runs_through_the_month_is_named_below_it(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/?pemilihan=pilkada-2024&bulan=2024-10")
    assert "Berlangsung sepanjang bulan ini" in page
    assert "25 September – 23 November 2024" in page


def test_other_months_keep_what_was_asked_for(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/?pemilihan=pilkada-2024&wilayah=35.28&bulan=2024-11")
    assert "?wilayah=35.28&amp;pemilihan=pilkada-2024&amp;bulan=2024-10#bulan" in page
    assert "?wilayah=35.28&amp;pemilihan=pilkada-2024&amp;bulan=2024-12#bulan" in page
    assert "Bulan ini" in page


def test_an_empty_month_leads_to_the_nearest_that_is_not(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/?pemilihan=pilkada-2024&bulan=2030-02")
    assert "tidak ada yang mulai atau berakhir pada bulan ini" in page
    assert "Yang terdekat sebelumnya: Desember 2024" in page
    assert "Yang terdekat sesudahnya" not in page
    assert "Yang terdekat sesudahnya: Juni 2018" in body(browser, "/kalender/?bulan=1999-01")


def test_an_election_that_is_over_opens_on_the_month_of_its_vote(browser: cast.Browser) -> None:
    assert 'tabindex="-1">November 2024</h2>' in body(browser, "/kalender/?pemilihan=pilkada-2024")
    today = timezone.localdate()
    with translation.override("id"):
        assert f'tabindex="-1">{words.month_words(Month(today.year, today.month))}</h2>' in body(browser, "/kalender/")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("bulan=2024-13", "Bulan “2024-13” tidak terbaca. Tulis seperti 2024-08."),
        ("bulan=2024-1", "Bulan “2024-1” tidak terbaca."),
        ("bulan=1500-01", "Bulan “1500-01” tidak terbaca."),
        ("jenis=lain", "“lain” tidak ada dalam daftar pilihan, jadi tidak dipakai menyaring."),
    ],
)
def test_what_cannot_be_read_is_told_of_beside_its_field(browser: cast.Browser, query: str, said: str) -> None:
    assert said in body(browser, f"/kalender/?{query}")
    assert "tidak terbaca" not in body(browser, "/kalender/?bulan=2024-12&jenis=tahapan")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "VOTE/",
    ],
)
def test_an_unknown_area_of_a_calendar_is_no_page_of_the_whole_country(browser: cast.Browser, path: str) -> None:
    assert browser.get(f"/kalender/pilkada-2024/{path}?wilayah=35.28").status_code == 200
    assert browser.get(f"/kalender/pilkada-2024/{path}?wilayah=99").status_code == 404


def test_a_feed_of_an_unknown_kind_is_no_feed_of_every_kind(browser: cast.Browser) -> None:
    assert browser.get("/kalender/wilayah/35.28.ics?jenis=tahapan").status_code == 200
    assert browser.get("/kalender/wilayah/35.28.ics?jenis=lain").status_code == 404


@pytest.mark.parametrize("query", ["bulan=x", "bulan=2024-13", "jenis=lain", "pemilihan=%00", "tempat=%00"])
def test_what_cannot_be_read_narrows_nothing(browser: cast.Browser, query: str) -> None:
    assert "Kalender tahapan" in body(browser, f"/kalender/?{query}")


def test_an_election_that_does_not_cover_the_place_is_told_of(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/?wilayah=35.28&pemilihan=pilkada-arunika")
    assert "Pemilihan pilkada-arunika tidak ada di wilayah ini" in page
    assert "Tidak ada wilayah dengan kode 99" in body(browser, "/kalender/?wilayah=99")


def test_words_that_may_mean_several_places_give_a_choice(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/?tempat=serang&bulan=2024-11")
    assert "bulan=2024-11&amp;wilayah=36.04" in page


def test_what_runs_now_is_counted_by_the_server_and_marked_as_an_example(browser: cast.Browser, settings: Any) -> None:
    settings.DEMO = True
    actions.set_voting_day(FICTIONAL, timezone.localdate() + timedelta(days=40))
    response = browser.get("/kalender/")
    page = response.content.decode()
    assert response["X-Ikrar-Example"] == "1"
    assert response["X-Robots-Tag"] == "noindex"
    assert "CONTOH / EXAMPLE" in page
    assert "<strong>37</strong>" in page
    assert "Pelaksanaan kampanye" in page
    english = body(browser, "/en/kalender/")
    assert "days until" in english
    assert "Quiet days" in english
    tomorrow = body(browser, f"/kalender/{FICTIONAL}/QUIET/")
    assert "hari lagi sampai tahapan ini mulai" in tomorrow
    assert "hari lagi sampai hari terakhirnya" in body(browser, f"/kalender/{FICTIONAL}/CAMPAIGN/")
    actions.set_voting_day(FICTIONAL, timezone.localdate())
    assert "Hari ini hari terakhirnya." in body(browser, f"/kalender/{FICTIONAL}/VOTE/")


def test_without_an_election_that_runs_the_page_says_so(browser: cast.Browser) -> None:
    assert "tidak ada pemilihan yang sedang berjalan." in body(browser, "/kalender/")
    assert "tidak ada pemilihan yang sedang berjalan di wilayah ini." in body(browser, "/kalender/?wilayah=35.28")


def test_a_fictional_election_without_days_is_in_no_calendar_but_the_demo_s(browser: cast.Browser) -> None:
    assert browser.get(f"/kalender/{FICTIONAL}/").status_code == 404
    assert FICTIONAL not in body(browser, "/kalender/")


def test_the_calendar_of_an_election_lists_every_stage_with_its_page(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/pilkada-2024/")
    assert "/kalender/pilkada-2024/CAMPAIGN/" in page
    assert "?pemilihan=pilkada-2024&amp;bulan=2024-09" in page
    assert "Pemungutan suara: Rabu, 27 November 2024." in page
    assert browser.get("/kalender/tidak-ada/").status_code == 404


def test_a_stage_says_its_days_its_rule_and_what_runs_beside_it(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/pilkada-2024/CAMPAIGN/")
    assert "60 hari" in page
    assert "PKPU 2/2024" in page
    assert "Berlangsung bersamaan" in page
    assert "?pemilihan=pilkada-2024&amp;bulan=2024-09" in page
    assert browser.get("/kalender/pilkada-2024/campaign/").status_code == 404


def test_a_stage_shows_every_reading_where_sources_differ(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/pemilu-2024/PARTY_REG/")
    assert "Sumber berbeda tentang harinya" in page
    assert "29 Juni – 13 Desember 2022" in page
    assert "29 Juli – 13 Desember 2022" in page
    assert "yang ditampilkan yang lebih ketat" in body(browser, "/kalender/pemilu-2024/")


def test_a_stage_without_days_names_what_it_waits_for(browser: cast.Browser) -> None:
    page = body(browser, "/kalender/pilkada-2024/DETERMINE/")
    assert "Menunggu hari dari" in page
    assert "dapat berbeda di tiap wilayah" in page
    assert "tanpa tanggal" in page


def test_pages_lead_to_the_calendar(browser: cast.Browser) -> None:
    assert 'href="/kalender/"' in body(browser, "/")
    assert 'href="/kalender/?wilayah=35.28"' in body(browser, "/wilayah/35.28/")
    assert 'href="/kalender/pilkada-2024/"' in body(browser, "/pemilihan/pilkada-2024/")
    assert "/kalender/" in body(browser, "/sitemap/halaman.xml")


def test_a_month_costs_the_same_few_queries_whatever_is_in_it(browser: cast.Browser) -> None:
    counts = []
    for query in ("bulan=2024-11", "bulan=1999-01", "bulan=2023-06"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body(browser, f"/kalender/?wilayah=35.28&{query}")
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


def test_a_calendar_is_taken_along_as_a_subscription_a_file_or_an_address(browser: cast.Browser, settings: Any) -> None:
    settings.ORIGIN = "http://localhost:8000"
    page = body(browser, "/kalender/pilkada-2024/")
    assert 'href="webcal://localhost:8000/kalender/pilkada-2024.ics"' in page
    assert 'href="/kalender/pilkada-2024.ics"' in page
    assert "http://localhost:8000/kalender/pilkada-2024.ics</code>" in page
    narrowed = body(browser, "/kalender/?wilayah=35.28&jenis=rapat")
    assert "webcal://localhost:8000/kalender/wilayah/35.28.ics?jenis=rapat" in narrowed


def test_the_countdown_turns_at_the_midnight_of_the_place_without_a_script(
    browser: cast.Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.set_voting_day(FICTIONAL, date(2027, 1, 10))
    Area.objects.create(code="97", level=1, kind="provinsi", name="Provinsi Baru", key="provinsi baru")
    monkeypatch.setattr(zone, "load", lambda: {"97": "Asia/Jayapura", "98": CAPITAL})
    for moment, west, east in (
        (datetime(2026, 12, 31, 14, 59, tzinfo=UTC), 10, 10),  # 21.59 WIB, 23.59 WIT
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), 10, 9),  # 22.00 WIB, midnight in WIT
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), 10, 9),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), 9, 9),  # midnight in WIB
    ):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        for area, left in (("98.01", west), ("97", east)):
            page = body(browser, f"/kalender/{FICTIONAL}/VOTE/?wilayah={area}")
            assert f"<strong>{left}</strong>" in page, (moment, area)


def test_every_source_has_its_name_and_gives_entries_known_for_good(database: Path) -> None:
    assert {source.kind for source in SOURCES} == set(words.SOURCE_NAMES)
    found = entries(Wanted((elections.find("pilkada-2024"),)))
    names = [one.uid for one in found]
    assert len(names) == len(set(names))
    assert uid("stage", "pilkada-2024-QUIET", elections.find("pilkada-2024").ledger_ref) in names
    assert all(one.zone == "Asia/Jakarta" for one in found)
    assert [one.title for one in entries(Wanted((elections.find("pilkada-2024"),)), "lain")] == []


def test_what_calendars_know_an_entry_by_outlives_the_host_and_is_no_other_installation_s(
    database: Path, settings: Any
) -> None:
    before = [one.uid for one in entries(Wanted((elections.find("pilkada-2024"),)))]
    settings.ORIGIN = "https://pemilu.example"
    assert [one.uid for one in entries(Wanted((elections.find("pilkada-2024"),)))] == before
    assert uid("stage", "pilkada-2024-QUIET", "A") != uid("stage", "pilkada-2024-QUIET", "B")
    assert uid("meeting", "A") == "meeting-A@ikrar"
    assert not any(elections.find("pilkada-2024").ledger_ref in one for one in before)


def test_the_days_asked_for_bound_what_is_found(database: Path) -> None:
    chosen = (elections.find("pilkada-2024"),)
    quiet = Wanted(chosen, "94.01", date(2024, 11, 24), date(2024, 11, 24))
    found = {one.uid.partition("@")[0]: one for one in calendar_sources.of_stages(quiet)}
    assert "stage-pilkada-2024-QUIET" in found
    assert "stage-pilkada-2024-VOTE" not in found
    assert {one.zone for one in found.values()} == {"Asia/Jayapura"}
    assert Wanted(chosen).touches(date(1900, 1, 1), date(2100, 1, 1))


def test_two_stages_run_beside_each_other_when_they_share_a_day() -> None:
    def made(code: str, first: int | None, last: int, parent: str = "") -> Stage:
        start = date(2024, 1, first) if first else None
        return Stage(code, {}, start, date(2024, 1, last), {}, {}, "", parent=parent)

    one = made("A", 3, 9)
    assert calendar._beside(one, made("B", 9, 12))
    assert calendar._beside(one, made("B", None, 5))
    assert not calendar._beside(one, made("B", None, 2))
    assert not calendar._beside(one, made("B", 4, 5, parent="A"))
    assert not calendar._beside(one, Stage("C", {}, None, None, {}, {}, ""))


def _shown(n: int) -> list[Shown]:
    day = date(2024, 8, 16)
    return [Shown(Entry("rapat", f"x-{k}@x", f"Rapat {k}", day, day, f"/rapat/{k}/"), Edge.WHOLE) for k in range(n)]


@pytest.mark.parametrize(
    ("n", "titles", "more"), [(0, 0, ""), (4, 4, ""), (5, 4, "dan 1 lagi"), (150, 4, "dan 146 lagi")]
)
def test_a_busy_day_shows_a_few_entries_in_the_table_and_says_how_many_more_there_are(
    n: int, titles: int, more: str
) -> None:
    drawn = words.entry_titles(_shown(n))
    assert (drawn.count("Rapat"), drawn.count("<li>")) == (titles, titles + bool(more))
    assert more in drawn
    assert words.entry_dots(_shown(n)).count("<i>") == titles


def test_an_entry_drawn_in_one_language_is_not_shown_in_the_other() -> None:
    (one,) = _shown(1)
    off = replace(one, entry=replace(one.entry, cancelled=True, title="<b>Rapat & apel"))
    with translation.override("en"):
        english = words.entry_line(off)
    with translation.override("id"):
        drawn = words.entry_line(off)
    assert '<span class="tag">dibatalkan</span>' in drawn
    assert drawn != english
    assert "&lt;b&gt;Rapat &amp; apel" in drawn
    assert "<b>" not in drawn


def test_days_and_hours_are_said_as_people_say_them() -> None:
    day, noon = date(2024, 11, 24), datetime(2024, 11, 24, 5, tzinfo=UTC)
    entry = Entry("kirab", "x", "X", day, day, hours=(noon, noon + timedelta(hours=2)), zone="Asia/Jayapura")
    assert words.hours(entry) == "14.00–16.00 WIT"
    assert words.hours(Entry("tahapan", "x", "X", day, day)) == ""
    assert words.entry_days(Entry("tahapan", "x", "X", day, day, open_start=True)) == "sampai 24 November 2024"
    assert words.edge_words(Shown(entry, Edge.WHOLE)) == ""
    assert words.edge_words(Shown(entry, Edge.RUNS)) == "berlangsung:"
    assert words.span_days(Span(day, day + timedelta(days=2), "", {})) == "24 – 26 November 2024"
    with translation.override("en"):
        assert words.source_name("tahapan") == "Stages of elections"
