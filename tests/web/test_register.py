"""The public register: what it says of itself; every state has its address, each filter can be let go of."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml.html import HtmlElement, document_fromstring

from ikrar.core.declaration.form import PointForm
from ikrar.records.declaration import finding
from tests import cast
from tests.store import STORE


@pytest.fixture
def kept(database: Path) -> list[str]:
    """Three declarations: two in Pamekasan, one invented."""
    dewi = cast.at_desk(cast.DEWI)
    made = [
        cast.frozen(dewi, title="Ikrar Pertama", event_date="2024-01-05", election="pemilu-2024"),
        cast.frozen(dewi, title="Ikrar Kedua", points=(PointForm("Menangkal hoax.", ("NO_HOAX",)),)),
        cast.frozen(dewi, title="CONTOH Ikrar Rekaan", area="98.01", election=""),
    ]
    return [version.declaration_id for version in made]


def page(query: str = "", *, prefix: str = "") -> HtmlElement:
    answer = cast.Browser().get(f"{prefix}/deklarasi/{query}")
    assert answer.status_code == 200, query
    return document_fromstring(answer.content.decode())


def text(found: HtmlElement) -> str:
    return " ".join(found.text_content().split())


def one(found: HtmlElement, path: str) -> HtmlElement:
    return found.xpath(path)[0]


def within(found: HtmlElement, name: str) -> HtmlElement:
    """The first element of a class."""
    return found.find_class(name)[0]


def titles(found: HtmlElement) -> list[str]:
    return [a.text for a in found.xpath("//ul[@class='register']/li/a")]


def said(found: HtmlElement) -> str:
    return text(within(found, "number"))


def chips(found: HtmlElement) -> dict[str, str]:
    """What is asked for, as read, with the query of the address without it."""
    rows = found.xpath("//ul[@class='chips']/li[not(@class)]/a")
    return {text(a[0]): urlsplit(a.get("href")).query for a in rows}


def onward(found: HtmlElement) -> HtmlElement:
    return one(found, "//a[@rel='next']")


def test_the_register_says_how_many_there_are_and_in_which_order(kept: list[str]) -> None:
    assert said(page()) == "3 deklarasi · acara terbaru lebih dahulu"
    assert said(page(prefix="/en")) == "3 declarations · newest event first"
    assert titles(page())[-1] == "Ikrar Pertama"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?q=tangkal", []),
        ("?q=menangkal", ["Ikrar Kedua"]),
        ("?wilayah=35", ["Ikrar Kedua", "Ikrar Pertama"]),
        ("?tempat=Kabupaten+Pamekasan", ["Ikrar Kedua", "Ikrar Pertama"]),
        ("?pemilihan=pemilu-2024", ["Ikrar Pertama"]),
        ("?komitmen=NO_HOAX", ["Ikrar Kedua"]),
        ("?lembaga=bawaslu&wilayah=98", ["CONTOH Ikrar Rekaan"]),
        ("?dari=2024-01-01&sampai=2024-01-31", ["Ikrar Pertama"]),
        ("?komitmen=NO_HOAX&pemilihan=pemilu-2024", []),
        ("?wilayah=35%22&q=%00", []),
        ("?setelah=tidakada&q=menangkal", ["Ikrar Kedua"]),
    ],
)
def test_every_filter_has_its_address(kept: list[str], query: str, wanted: list[str]) -> None:
    assert titles(page(query)) == wanted


def test_what_is_asked_for_is_written_in_words_and_each_part_can_be_let_go_of(kept: list[str]) -> None:
    found = page("?q=uang&wilayah=35.28&komitmen=NO_MONEY_POLITICS&lembaga=kpu&dari=2024-01-01&sampai=2024-12-31")
    asked = chips(found)
    assert {label.partition(":")[0] for label in asked} == {
        "Kata",
        "Wilayah",
        "Jenis komitmen",
        "Jenis lembaga",
        "Sejak",
        "Sampai",
    }
    assert any("Menolak politik uang" in label for label in asked)
    for query in asked.values():
        assert len(parse_qs(query)) == 5
        assert "Ikrar Pertama" in titles(page(f"?{query}"))


def test_an_answer_shows_the_point_in_which_a_word_stands_with_the_word_marked(kept: list[str]) -> None:
    found = within(page("?q=hoaks"), "found")
    assert text(found) == "Menangkal hoax."
    assert [mark.text for mark in found.iter("mark")] == ["hoax"]
    assert page("?q=pamekasan").find_class("found") == []
    assert page().find_class("found") == []


def test_the_form_keeps_what_was_asked_and_opens_where_more_than_words_were(kept: list[str]) -> None:
    found = page("?q=uang&pemilihan=pemilu-2024&dari=2024-01-01")
    assert found.get_element_by_id("q").get("value") == "uang"
    assert one(found, "//*[@id='pemilihan']/option[@selected]").get("value") == "pemilu-2024"
    assert found.get_element_by_id("dari").get("value") == "2024-01-01"
    assert "open" in one(found, "//details[@class='more-filters']").attrib
    assert "open" not in one(page("?q=uang"), "//details[@class='more-filters']").attrib
    assert one(page("?wilayah=35.28"), "//input[@name='wilayah']").get("value") == "35.28"


def test_a_name_that_several_areas_bear_is_asked_back_and_keeps_the_rest(kept: list[str]) -> None:
    found = page("?q=uang&tempat=Serang")
    links = [a.get("href") for a in within(found, "places-asked").iter("a")]
    assert "/deklarasi/?wilayah=36.04&q=uang" in links
    assert len(titles(found)) == 2, "nothing is narrowed by a guess"
    assert "belum disaring menurut tempat" in text(within(found, "places-asked"))
    assert "Tidak ada wilayah yang cocok" in text(page("?tempat=zzzzqq"))


def test_an_unknown_code_and_a_day_that_is_none_are_told_of(kept: list[str]) -> None:
    assert "Kode wilayah 35.99 tidak dikenal." in text(page("?wilayah=35.99"))
    found = page("?dari=kemarin&q=menangkal")
    assert found.get_element_by_id("dari").get("aria-invalid") == "true"
    assert "tidak terbaca" in text(found.get_element_by_id("dari-wrong"))
    assert titles(found) == ["Ikrar Kedua"]
    assert "Tukar keduanya" in text(page("?dari=2024-02-01&sampai=2024-01-01"))


def test_when_nothing_answers_the_page_says_what_to_let_go_of_and_how_many_answer_then(kept: list[str]) -> None:
    found = page("?q=menangkal&pemilihan=pemilu-2024")
    assert said(found).startswith("Tidak ada deklarasi")
    rows = {text(li[0]): text(li[1]) for li in within(found, "empty").iter("li")}
    assert rows == {"tanpa Kata “menangkal”": "1", "tanpa Pemilihan Pemilu 2024": "1"}
    assert "nama kabupatennya" in text(within(page("?q=zzzqqq"), "empty"))


def test_an_empty_register_says_what_will_come(database: Path) -> None:
    assert "Belum ada deklarasi yang didaftarkan." in text(page())


def test_pages_keep_what_is_asked_and_go_on_where_their_window_ends(
    kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 1)
    monkeypatch.setattr(finding, "CAP", 2)
    first = page("?q=ikrar")
    assert said(first).startswith("Lebih dari 2 deklarasi")
    second = page(onward(first).get("href"))
    assert text(onward(second)) == "Lanjut ke acara yang lebih lama"
    last = page(onward(second).get("href"))
    assert titles(last) == ["Ikrar Pertama"]
    assert "Lanjutan daftar" in chips(last)
    assert titles(page("?" + chips(last)["Lanjutan daftar"])) == titles(first)
    assert one(second, "//a[@rel='prev']").get("href") == "?q=ikrar&hal=1"


def test_decision11_a_list_with_an_example_says_so_and_an_answer_is_not_indexed(kept: list[str]) -> None:
    browser = cast.Browser()
    marked, real = browser.get("/deklarasi/"), browser.get("/deklarasi/?wilayah=35")
    assert (marked["X-Ikrar-Example"], marked["X-Robots-Tag"]) == ("1", "noindex")
    assert "X-Ikrar-Example" not in real.headers
    assert real["X-Robots-Tag"] == "noindex"
    assert text(within(page("?wilayah=98"), "tag")) == "CONTOH"


def test_the_number_of_queries_does_not_depend_on_what_is_found(kept: list[str]) -> None:
    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(query)
        return len(STORE.own(captured))

    everything: Any = "?q=ikrar&pemilihan=&komitmen=&dari=2024-01-01"
    assert asked(everything) == asked("?q=ikrar+pertama") == asked("") + 1 <= 7, "one more: the points to show"
