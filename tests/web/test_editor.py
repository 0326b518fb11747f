"""What the editor promises: nothing typed is skipped over, searches search, and problems are told at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.test_input import fields, start, text


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


@pytest.fixture
def draft(dewi: Client) -> str:
    """The address of a declaration draft."""
    return f"/meja/deklarasi/{cast.registered(cast.at_desk(cast.DEWI)).ref}/"


def test_reviewing_saves_what_was_typed_first(dewi: Client, draft: str) -> None:
    sent = fields(dewi.get(draft)) | {"preamble": "Dengan penuh tanggung jawab", "then": "freeze"}
    answer = dewi.post(draft + "simpan/", sent)
    assert answer["Location"] == draft + "bekukan/"
    assert "Dengan penuh tanggung jawab" in text(dewi.get(answer["Location"]))


def test_enter_in_the_area_search_searches_and_a_picked_area_is_saved(dewi: Client, draft: str) -> None:
    sent = fields(dewi.get(draft)) | {"by": "enter", "area_words": "lembah arunika"}
    answer = dewi.post(draft + "simpan/", sent)
    assert "cari=lembah+arunika" in answer["Location"]
    found = dewi.get(answer["Location"])
    assert 'value="98.01"' in text(found)
    picked = fields(found) | {"by": "enter", "area_words": "lembah arunika", "area_pick": "98.01"}
    assert dewi.post(draft + "simpan/", picked)["Location"] == draft + "?tersimpan=1"
    assert "Kabupaten Lembah Arunika" in text(dewi.get(draft))


def test_an_area_outside_the_mandate_is_said_when_the_draft_opens(dewi: Client) -> None:
    article = cast.ARTICLE.replace("Pamekasan", "Serang").replace("Jawa Timur", "Banten")
    page = text(dewi.get(start(dewi, text=article)["Location"]))
    inside = text(dewi.get(start(dewi)["Location"]))
    sentence = "Wilayah ini di luar wilayah tugas Anda, jadi deklarasinya"
    assert ("Kabupaten Serang, Banten" in page) == (sentence in page)
    assert sentence not in inside


@pytest.mark.parametrize(("name", "value"), [("event_date", "16 Agustus 2024"), ("source_url", "http://[abc")])
def test_what_cannot_be_read_is_said_as_soon_as_it_is_saved(dewi: Client, draft: str, name: str, value: str) -> None:
    answer = dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {name: value})
    page = text(dewi.get(answer["Location"]))
    assert f'id="{name}-error"' in page
    assert value in page


def test_a_page_of_problems_leads_to_a_readable_page_in_the_other_language(dewi: Client) -> None:
    reading = start(dewi)["Location"]
    answer = dewi.post(reading + "terima/", fields(dewi.get(reading)) | {"area": "", "institution_code": "35.28/kpu"})
    assert answer.status_code == 422
    assert f'href="/en{reading}"' in text(answer)


def test_an_invented_commitment_kind_is_refused(dewi: Client, draft: str) -> None:
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"kinds-0": ["NOPE"]})
    answer = dewi.post(draft + "bekukan/", {"edition": 2})
    assert answer.status_code == 422
    assert "Jenis komitmen NOPE tidak dikenal." in text(answer)


def test_a_draft_with_names_is_not_erased_before_its_declaration_is_frozen(dewi: Client) -> None:
    reading = start(dewi)["Location"]
    dewi.post(reading + "terima/", fields(dewi.get(reading)) | {"institution_code": "35.28/kpu"})
    answer = dewi.post(reading + "buang/")
    assert answer.status_code == 422
    assert "belum dibekukan" in text(answer)


def test_the_desk_asks_the_database_as_often_for_many_declarations_as_for_one(dewi: Client, draft: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            dewi.get("/meja/")
        return len(queries)

    asked()
    one = asked()
    for _ in range(5):
        cast.registered(cast.at_desk(cast.DEWI))
    assert len(re.findall('href="/meja/deklarasi/[0-9A-Z]{26}/"', text(dewi.get("/meja/")))) == 6
    assert asked() == one
