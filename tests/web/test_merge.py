"""Drafts of one event on one page: compared, merged as picked, parted, taken apart again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ikrar.records.reading import queries
from ikrar.records.reading.models import Reading
from tests import cast
from tests.web.test_input import fields, start, text

OTHER = cast.ARTICLE.replace("menolak", "Kami menolak")
FOREIGN = "Resep soto ayam. Rebus ayam dengan serai."


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


@pytest.fixture
def pair(dewi: Client) -> tuple[str, str]:
    """The addresses of two drafts of one event with different titles."""
    first, second = start(dewi)["Location"], start(dewi, text=OTHER)["Location"]
    dewi.post(first + "simpan/", fields(dewi.get(first)) | {"title": "Judul satu", "place": ""})
    dewi.post(second + "simpan/", fields(dewi.get(second)) | {"title": "Judul dua", "place": "Pendopo"})
    return first, second


def ref(address: str) -> str:
    return address.split("/")[3]


def merge(dewi: Client, pair: tuple[str, str], **values: object) -> object:
    first, second = pair
    sent = fields(dewi.get(first + "gabung/")) | {"with": [ref(second)]} | values
    return dewi.post(first + "gabung/", sent)


def test_drafts_of_one_event_stand_together_in_the_queue_and_lead_to_one_page(
    dewi: Client, pair: tuple[str, str]
) -> None:
    page = text(dewi.get("/meja/draf/"))
    assert "Mungkin satu peristiwa" in page
    assert f'href="{pair[0]}gabung/"' in page
    assert "1 draf lain mungkin menceritakan peristiwa yang sama." in text(dewi.get(pair[1]))


def test_each_event_of_the_queue_has_a_name_of_its_own(dewi: Client, pair: tuple[str, str]) -> None:
    for article in (cast.ARTICLE, OTHER):
        start(dewi, text=article.replace("Pamekasan", "Serang"))
    names = re.findall(r'<section class="event" aria-label="([^"]*)"', dewi.get("/meja/draf/").content.decode())
    assert len(names) == len(set(names)) == 2


def test_the_page_shows_each_field_with_its_sources_and_words(dewi: Client, pair: tuple[str, str]) -> None:
    page = text(dewi.get(pair[0] + "gabung/"))
    assert re.search(r"Tanggal acara</strong>: <span[^>]*>Jumat, 16 Agustus 2024</span> <span[^>]*>2 sumber", page)
    assert "Judul satu" in page
    assert f'name="pick-title" value="{ref(pair[1])}"' in page
    assert "Gabungan semuanya" in page
    assert "Tanggal acaranya sama." in page
    assert f'href="{pair[1]}#t' in page


def test_merging_leads_to_the_draft_with_its_sources_and_origins(dewi: Client, pair: tuple[str, str]) -> None:
    answer = merge(dewi, pair, **{"pick-title": ref(pair[1])})
    assert answer["Location"] == pair[0] + "?tersimpan=1"  # type: ignore[index]
    page = text(dewi.get(pair[0]))
    assert "Sumber draf gabungan ini" in page
    assert "Juga dari artikel 2" in page
    assert ">Judul dua</textarea>" in page
    assert "Draf ini sumber dari draf gabungan" in text(dewi.get(pair[1]))
    assert "gabungan, 1 sumber lagi" in text(dewi.get("/meja/draf/"))
    assert "Terima sebagai deklarasi" not in text(dewi.get(pair[1]))


def test_a_source_is_taken_out_with_what_was_typed_kept(dewi: Client, pair: tuple[str, str]) -> None:
    merge(dewi, pair, **{"pick-title": ref(pair[1])})
    typed = fields(dewi.get(pair[0])) | {"preamble": "Dengan tulus", "source": ref(pair[1])}
    assert dewi.post(pair[0] + "keluarkan/", typed).status_code == 303
    kept = Reading.objects.get(ref=ref(pair[0]))
    form = queries.form_in(kept).declaration
    assert (form.title, form.preamble, form.place) == ("Judul satu", "Dengan tulus", "")
    assert Reading.objects.get(ref=ref(pair[1])).merged_into_id is None


def test_an_old_window_takes_nothing_out_and_merges_nothing(dewi: Client, pair: tuple[str, str]) -> None:
    old = fields(dewi.get(pair[0] + "gabung/")) | {"with": [ref(pair[1])]}
    dewi.post(pair[1] + "simpan/", fields(dewi.get(pair[1])) | {"title": "Judul tiga"})
    answer = dewi.post(pair[0] + "gabung/", old)
    assert answer.status_code == 409
    assert "Draf ini sudah diubah di jendela lain." in text(answer)
    assert not Reading.objects.exclude(merged_into=None).exists()
    before = fields(dewi.get(pair[0])) | {"source": ref(pair[1])}
    merge(dewi, pair)
    assert dewi.post(pair[0] + "keluarkan/", before).status_code == 409
    assert Reading.objects.exclude(merged_into=None).exists()


def test_nothing_ticked_is_said_and_what_was_picked_stays(dewi: Client, pair: tuple[str, str]) -> None:
    answer = merge(dewi, pair, **{"with": [], "pick-title": ref(pair[1])})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = text(answer)  # type: ignore[arg-type]
    assert "Pilih sedikitnya satu draf" in page
    assert f'name="pick-title" value="{ref(pair[1])}" checked' in page
    assert not re.search(r'name="with" value="[^"]*" checked', page), "a second press merges nothing unasked"


def test_a_source_is_neither_open_to_typing_nor_to_be_discarded_on_its_own_page(
    dewi: Client, pair: tuple[str, str]
) -> None:
    merge(dewi, pair)
    page = dewi.get(pair[1]).content.decode()
    assert "<fieldset disabled>" in page
    assert "data-autosave" not in page
    assert f'action="{pair[1]}buang/"' not in page
    assert "<fieldset disabled>" not in dewi.get(pair[0]).content.decode()


def test_discarding_or_keeping_a_source_from_an_old_page_is_answered_in_words(
    dewi: Client, pair: tuple[str, str]
) -> None:
    old = fields(dewi.get(pair[1]))
    merge(dewi, pair)
    for act in ("buang/", "simpan/"):
        answer = dewi.post(pair[1] + act, old | {"title": "Diketik di tab lama"})
        assert answer.status_code == 409
        assert "Draf ini sumber dari draf gabungan. Keluarkan dulu dari gabungan itu." in text(answer)
        assert "Menyimpan lagi" not in text(answer)
    assert "Diketik di tab lama" in text(answer)
    assert "<fieldset disabled>" not in answer.content.decode(), "what was typed can still be copied"
    assert Reading.objects.count() == 2


def test_a_draft_of_another_event_is_parted_by_one_press(dewi: Client, pair: tuple[str, str]) -> None:
    answer = dewi.post(pair[1] + "pisah/", {"back": ref(pair[0])})
    assert answer["Location"] == pair[0] + "gabung/"
    assert "Tidak ada draf lain yang tampak" in text(dewi.get(answer["Location"]))
    assert "Mungkin satu peristiwa" not in text(dewi.get("/meja/draf/"))
    assert dewi.post(pair[1] + "pisah/", {"back": "https://x.example"})["Location"] == "/meja/draf/"


def test_a_source_cannot_be_parted(dewi: Client, pair: tuple[str, str]) -> None:
    merge(dewi, pair)
    answer = dewi.post(pair[1] + "pisah/", {"back": ref(pair[0])})
    assert answer.status_code == 409
    assert "Keluarkan dulu" in text(answer)


def test_a_draft_that_was_not_suggested_can_be_compared_all_the_same(dewi: Client, pair: tuple[str, str]) -> None:
    other = start(dewi, text=FOREIGN)["Location"]
    assert f'name="dengan" value="{ref(other)}"' in text(dewi.get(pair[0] + "gabung/"))
    page = text(dewi.get(pair[0] + "gabung/", {"dengan": ref(other)}))
    assert f'name="with" value="{ref(other)}"' in page
    assert "Resep soto ayam" in page


def test_a_confirmed_draft_is_shown_and_not_merged(dewi: Client, pair: tuple[str, str]) -> None:
    dewi.post(pair[1] + "terima/", fields(dewi.get(pair[1])) | {"institution_code": "35.28/kpu"})
    page = text(dewi.get(pair[0] + "gabung/"))
    assert "sudah diterima" in page
    assert 'name="with"' not in page


def test_lists_and_handovers_are_shown_row_by_row(dewi: Client, pair: tuple[str, str]) -> None:
    for address, name in zip(pair, ("Wira Adinata", "Sari Wulan"), strict=True):
        person = {"person_rows": "1", "person-0": name, "rank-0": "AKBP", "role-0": "Kapolres"}
        office = {"office_rows": "1", "office-0": "Ketua", "institution-0": f"KPU {name}"}
        dewi.post(address + "simpan/", fields(dewi.get(address)) | person | office | {"handover_to": name})
    page = text(dewi.get(pair[0] + "gabung/"))
    for line in ("AKBP Wira Adinata, Kapolres", "Ketua, KPU Sari Wulan", "? → Wira Adinata"):
        assert line in page


def test_the_page_asks_the_database_as_often_for_many_drafts_as_for_two(dewi: Client, pair: tuple[str, str]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            dewi.get(pair[0] + "gabung/")
        return len(found)

    asked()
    two = asked()
    for _ in range(3):
        start(dewi, text=OTHER)
    assert asked() <= two + 3, "one more at most for each draft that is shown whole"


def test_r2_nobody_else_sees_or_moves_a_draft_here(dewi: Client, pair: tuple[str, str]) -> None:
    other = cast.sign_in(cast.INTAN)
    for verb in ("gabung/", "keluarkan/", "pisah/"):
        assert other.post(pair[0] + verb, {"edition": "1"}).status_code == 404
    assert other.get(pair[0] + "gabung/").status_code == 404
