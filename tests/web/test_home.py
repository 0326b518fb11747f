"""The first page answers three questions: what is pledged near me, what stage is it now, how do I check."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test.utils import CaptureQueriesContext

from ikrar.records.election.models import Election
from ikrar.web.public import near
from tests import cast

IN_CAMPAIGN = datetime(2024, 11, 1, 5, 0, tzinfo=UTC)
QUIET = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def ask(query: str = "", prefix: str = "/") -> HttpResponse:
    answer: HttpResponse = cast.Browser().get(prefix + query)
    assert answer.status_code == 200
    return answer


def read(query: str = "", prefix: str = "/") -> str:
    """Return the words of the page's own part, without tags."""
    main = html.unescape(ask(query, prefix).content.decode()).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_an_empty_register_says_so_and_keeps_its_three_questions(database: Path) -> None:
    page = read()
    for words in ("Apa yang diikrarkan di dekat Anda?", "Sekarang tahap apa?", "Bagaimana memeriksanya?"):
        assert words in page
    assert "Belum ada deklarasi yang didaftarkan." in page


def test_the_newest_declaration_lies_there_as_a_sheet_until_a_place_is_chosen(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    assert "1 Menjaga" not in read()  # the numbers are drawn by the style, the text is the text
    assert "Menjaga persatuan dan kesatuan." in read()
    assert "Menjaga persatuan dan kesatuan." not in read("?wilayah=36.04")


def test_a_place_by_its_code_shows_what_is_pledged_there(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    page = read("?wilayah=35.28")
    assert "1 deklarasi terdaftar untuk wilayah ini" in page
    assert "Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan" in page


def test_a_place_below_shows_what_was_pledged_above_it(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    page = read("?wilayah=35.28.04")
    assert "Belum ada deklarasi yang terdaftar untuk wilayah ini." in page
    assert "hanya lembaga yang memakai Ikrar yang tampak di sini" in page
    assert "dari wilayah di atasnya" in page
    assert "Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan" in page.partition("di atasnya")[2]


def test_a_place_above_counts_what_lies_below(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    assert "1 deklarasi terdaftar" in read("?wilayah=35")


def test_a_name_that_several_areas_bear_asks_which_and_keeps_what_was_typed(database: Path) -> None:
    answer = ask("?tempat=serang")
    page = html.unescape(answer.content.decode())
    assert 'value="serang"' in page
    assert 'href="?wilayah=36.04"' in page
    assert 'href="?wilayah=36.73"' in page
    assert 'class="sheet result"' not in page


def test_a_name_that_one_area_bears_needs_no_question(database: Path) -> None:
    assert "Kabupaten Pamekasan" in ask("?tempat=kabupaten pamekasan").content.decode().partition("sheet result")[2]


@pytest.mark.parametrize("query", ["?tempat=zzzzqqq", "?wilayah=77.77", "?wilayah=%00", "?tempat=%00"])
def test_a_place_that_is_not_there_is_said_and_nothing_breaks(database: Path, query: str) -> None:
    page = read(query)
    assert "Apa yang diikrarkan" in page
    if "%00" not in query:
        assert re.search(r"Tidak ada wilayah (yang cocok dengan|dengan kode)", page)


def test_without_a_running_election_the_page_says_which_was_the_last(database: Path) -> None:
    with time_machine.travel(QUIET, tick=False):
        page = read()
    assert "tidak ada pemilihan yang sedang berjalan." in page
    assert "Yang terakhir: Pilkada Serentak 2024, dengan pemungutan suara 27 November 2024." in page
    assert "Jadwal pemilihan sesudahnya belum dicatat di sini." in page


def test_before_any_voting_day_there_is_no_last_election(database: Path) -> None:
    Election.objects.update(voting_day=None)
    page = read("?wilayah=35.28")
    assert "di wilayah ini" in page
    assert "Yang terakhir" not in page


def test_a_running_election_tells_its_stage_the_days_and_what_to_know(database: Path) -> None:
    with time_machine.travel(IN_CAMPAIGN, tick=False):
        page = read("?wilayah=35.28")
    assert "Tahap sekarang: Pelaksanaan kampanye" in page
    assert "Pemungutan suara 27 November 2024, 26 hari lagi." in page
    assert re.search(r"\d+ hari lagi sampai", page)
    assert "Keadaan pada 1 November 2024 (WIB)." in page


def test_the_day_before_a_stage_says_tomorrow(database: Path) -> None:
    with time_machine.travel(datetime(2024, 11, 26, 5, 0, tzinfo=UTC), tick=False):
        assert "Besok: " in read("?wilayah=35.28")


def test_the_legal_day_is_that_of_the_place(database: Path) -> None:
    with time_machine.travel(datetime(2024, 11, 1, 17, 30, tzinfo=UTC), tick=False):  # 00.30 in Jakarta
        assert "Keadaan pada 2 November 2024 (WIB)." in read("?wilayah=35.28")


def test_an_example_is_no_election_of_the_real_country(database: Path) -> None:
    Election.objects.filter(fictional=True).update(voting_day="2026-03-20")
    with time_machine.travel(QUIET, tick=False):
        assert "CONTOH" not in read()
        assert "CONTOH Pilkada Lembah Arunika" in read("?wilayah=98.01")


def test_the_page_of_an_example_says_so_and_keeps_out_of_search_engines(database: Path) -> None:
    answer = ask("?wilayah=98.01")
    assert answer["X-Ikrar-Example"] == "1"
    assert answer["X-Robots-Tag"] == "noindex"
    assert 'content="noindex"' in answer.content.decode()
    assert not ask().has_header("X-Robots-Tag")


def test_a_demo_shows_its_regency_to_who_chose_no_place(database: Path, settings: LazySettings) -> None:
    settings.DEMO = True
    asked = near.asked(QueryDict())
    assert asked.place is not None
    assert (asked.place.code, asked.chosen, asked.words) == (near.SHOWCASE, False, "")
    settings.DEMO = False
    assert near.asked(QueryDict()).place is None


@pytest.mark.parametrize("query", ["", "?wilayah=35.28", "?tempat=serang"])
def test_the_number_of_queries_does_not_grow_with_the_register(database: Path, query: str) -> None:
    dewi = cast.at_desk(cast.DEWI)
    counts = []
    for n in range(3):
        cast.frozen(dewi, title=f"Deklarasi ke-{n}")
        with CaptureQueriesContext(connection) as seen:
            ask(query)
        counts.append(len(seen))
    assert counts[1] == counts[2] <= 15


def test_the_number_of_declarations_near_me_never_stands_without_its_coverage(database: Path) -> None:
    assert "0 dari 5 lembaga yang tercatat berkedudukan di sini sudah mendaftarkan naskah." in read("?wilayah=35.28")
    cast.frozen(cast.at_desk(cast.DEWI))
    page = read("?wilayah=35.28")
    assert "1 deklarasi terdaftar untuk wilayah ini" in page
    assert "1 dari 5 lembaga yang tercatat berkedudukan di sini sudah mendaftarkan naskah." in page
    assert "1 of the 5 institutions" in read("?wilayah=35.28", "/en/")
    assert "Belum ada lembaga yang tercatat berkedudukan di sini." in read("?wilayah=36.73")
    assert "lembaga yang tercatat" not in read(), "without a place nothing is counted"


def test_the_page_speaks_english_too(database: Path) -> None:
    page = read("?wilayah=35.28", "/en/")
    assert "What is pledged near you?" in page
    assert "No declaration is registered for this area yet." in page
