"""What lists are asked for: names to choose from, kept from page to page; what cannot be read is told of."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from ikrar.core.stage.month import Month
from ikrar.core.stage.table import name_of, names
from ikrar.web.parts.asked import Reader
from tests import cast, meetings, relaying

LOST = "jadi tidak dipakai menyaring"


def test_what_can_be_read_is_given_back_and_nothing_is_wrong() -> None:
    reader = Reader()
    assert reader.words("q", " dua kata\0 ") == "dua kata"
    assert reader.choice("keadaan", "open", {"open"}) == "open"
    assert reader.day("sampai", "2024-08-16") == date(2024, 8, 16)
    assert reader.month("bulan", "2024-08") == Month(2024, 8)
    assert reader.given == {"q": "dua kata", "keadaan": "open", "sampai": "2024-08-16"}
    assert reader.wrong == {}


def test_what_was_not_asked_for_is_neither_given_nor_wrong() -> None:
    reader = Reader()
    assert (reader.words("q", ""), reader.choice("keadaan", " ", {"open"})) == ("", "")
    assert reader.day("sampai", "") is None
    assert reader.month("bulan", "") is None
    assert reader.given == reader.wrong == {}


def test_what_cannot_be_read_says_what_it_was_and_what_to_write() -> None:
    reader = Reader()
    assert reader.choice("keadaan", "x", {"open"}) == ""
    assert reader.day("sampai", "besok") is None
    assert reader.month("bulan", "2024-13") is None
    assert reader.given == {}
    assert reader.wrong["keadaan"] == "“x” tidak ada dalam daftar pilihan, jadi tidak dipakai menyaring."
    assert "“besok”" in reader.wrong["sampai"]
    assert "2024-08" in reader.wrong["bulan"]


def test_stages_are_offered_by_their_names_each_code_once() -> None:
    found = names()
    assert found["QUIET"]["id"] == "Masa tenang"
    assert all(name["id"] and name["en"] for name in found.values())
    assert name_of("QUIET") == found["QUIET"]
    assert name_of("NO_SUCH") == {}


def words(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


@pytest.fixture
def dewi(database: object) -> Client:
    meetings.approved(cast.at_desk(cast.DEWI))
    return cast.sign_in(cast.DEWI)


@pytest.mark.parametrize("query", ["keadaan=x", "lembaga=35.28/tidak-ada", "tahapan=X", "sampai=besok"])
def test_a_filter_of_decisions_that_cannot_be_read_is_told_of_and_its_file_is_none(dewi: Client, query: str) -> None:
    page = words(dewi.get(f"/meja/rapat/keputusan/?{query}"))
    assert LOST in page
    assert "2 keputusan" in page
    assert dewi.get(f"/meja/rapat/keputusan.csv?{query}").status_code == 404


def test_decisions_are_narrowed_by_the_name_of_a_place_and_of_a_stage(dewi: Client) -> None:
    page = dewi.get("/meja/rapat/keputusan/?tempat=kabupaten+pamekasan&keadaan=open").content.decode()
    assert "2 keputusan" in page
    assert '<input type="hidden" name="wilayah" value="35.28">' in page, "what was chosen stays"
    assert "wilayah=35.28" in page.partition("keputusan.csv?")[2][:80]
    assert '<option value="QUIET">Masa tenang</option>' in page
    assert "0 keputusan" in words(dewi.get("/meja/rapat/keputusan/?tempat=kabupaten+serang"))
    unknown = words(dewi.get("/meja/rapat/keputusan/?wilayah=99"))
    assert "Tidak ada wilayah dengan kode 99." in unknown
    assert dewi.get("/meja/rapat/keputusan.csv?wilayah=99").status_code == 404


def test_letters_of_a_state_that_does_not_exist_are_told_of(dewi: Client) -> None:
    assert LOST in words(dewi.get("/meja/surat/?keadaan=hilang"))
    assert LOST not in words(dewi.get("/meja/surat/?keadaan=sent"))


def test_meetings_are_narrowed_by_the_name_of_a_place(dewi: Client) -> None:
    browser = cast.Browser()
    shown = "Rapat koordinasi lintas sektoral"
    assert shown in words(browser.get("/rapat/?tempat=kabupaten+pamekasan"))
    assert shown in words(browser.get("/rapat/?wilayah=35"))
    none = words(browser.get("/rapat/?wilayah=36.04&q=rapat"))
    assert shown not in none
    assert "Kabupaten Serang" in none
    assert "Tidak ada rapat yang cocok." in none
    assert "Tidak ada wilayah dengan kode 99." in words(browser.get("/rapat/?wilayah=99"))
    assert browser.get("/rapat/?wilayah=36.04")["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("database")
def test_relays_are_narrowed_by_the_name_of_a_place_and_every_file_knows_it() -> None:
    relaying.planned()
    browser = cast.Browser()
    page = browser.get("/kirab/?tempat=kabupaten+serang&keadaan=planned").content.decode()
    assert "Kirab Pemilu Uji" in page
    assert '<input type="hidden" name="wilayah" value="36.04">' in page
    assert "?keadaan=planned&amp;wilayah=36.04" in page
    assert "Kirab Pemilu Uji" not in words(browser.get("/kirab/?wilayah=98.01"))
    assert browser.get("/kirab/?wilayah=98.01")["X-Robots-Tag"] == "noindex", "a search is not for search engines"
    assert "X-Robots-Tag" not in browser.get("/kirab/")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("query", "said"), [("keadaan=x", LOST), ("wilayah=99", "Tidak ada wilayah dengan kode 99.")])
def test_a_filter_of_relays_that_cannot_be_read_is_told_of_and_its_file_is_none(query: str, said: str) -> None:
    relaying.planned()
    page = words(cast.Browser().get(f"/kirab/?{query}"))
    assert said in page
    assert "Kirab Pemilu Uji" in page
    assert cast.Browser().get(f"/kirab/unduh/csv?{query}").status_code == 404
