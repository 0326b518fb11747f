"""The place picker: one part for every form, with and without its script."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from ikrar.records.place.models import Area, Decree, FormerName, Succession
from ikrar.web.parts.place import asked, chosen, picker
from tests import cast
from tests.web.test_input import fields, text


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


def test_a_picked_area_comes_before_the_one_that_stood() -> None:
    assert chosen(QueryDict("area=35.28&area_pick=36.04")) == ["36.04"]
    assert chosen(QueryDict("area=35.28")) == ["35.28"]
    assert chosen(QueryDict("area=")) == chosen(QueryDict("")) == []


def test_several_areas_are_added_up_once_each() -> None:
    sent = QueryDict("wilayah=35.28&wilayah=36.04&wilayah_pick=36.73&wilayah_pick=36.04")
    assert chosen(sent, "wilayah", many=True) == ["35.28", "36.04", "36.73"]


def test_words_are_searched_for_only_when_the_pickers_own_button_was_pressed() -> None:
    assert asked(QueryDict("area_words=serang&area_search=1")) == "serang"
    assert asked(QueryDict("area_words=serang")) == ""


def test_a_name_of_several_areas_is_asked_about(database: Path) -> None:
    page = render_to_string("place/picker.html", {"picker": picker(words="Pamekasan")})
    assert "Ada 2 wilayah bernama “Pamekasan”, pilih satu." in page
    assert page.count('type="radio"') == 2
    assert "Kabupaten · Jawa Timur · 35.28" in page
    many = render_to_string("place/picker.html", {"picker": picker(["35.28"], words="Pamekasan", many=True)})
    assert many.count('type="checkbox"') == 2
    assert 'value="35.28" checked' in many


def test_what_is_no_area_is_kept_and_said(database: Path) -> None:
    shown = picker(["99.99", "x" * 5000], name="wilayah", words="tidak ada begini", many=True)
    page = render_to_string("place/picker.html", {"picker": shown})
    assert "Kode 99.99 tidak dikenal." in page
    assert 'value="tidak ada begini"' in page
    assert "Coba ejaan lain" in page
    assert 'value="99.99"' in render_to_string("place/picker.html", {"picker": picker(["99.99"])})


def test_other_names_and_ended_codes_are_told_with_the_choice(database: Path) -> None:
    decree = Decree.objects.create(title="uji", day=date(2027, 1, 10))
    FormerName.objects.create(area_id="35.28", name="Pamelingan", until=date(2027, 1, 9), decree=decree)
    Area.objects.filter(code="36.73").update(valid_until=date(2027, 1, 9))
    Succession.objects.create(old_id="36.73", new_id="36.04", kind="merged", day=decree.day, decree=decree)
    former = render_to_string("place/picker.html", {"picker": picker(words="Pamelingan")})
    assert "dahulu Pamelingan, sampai 9 Januari 2027" in former
    ended = render_to_string("place/picker.html", {"picker": picker(words="Serkot")})
    assert "disebut juga Serkot" in ended
    assert "hari terakhir kode ini 9 Januari 2027; sekarang: Kabupaten Serang, Banten 36.04" in " ".join(ended.split())


def test_more_namesakes_than_fit_are_counted(database: Path) -> None:
    Area.objects.bulk_create(
        Area(code=f"35.28.01.29{n:02}", level=4, kind="desa", name="Sama", key="sama", parent_id="35.28.01")
        for n in range(15)
    )
    Decree.objects.create(title="uji")
    page = render_to_string("place/picker.html", {"picker": picker(words="Sama")})
    assert "Ada 15 wilayah bernama “Sama”; ini 12 yang terluas." in page


def test_the_script_gets_a_list_box(dewi: Client) -> None:
    answer = text(dewi.get("/meja/tempat/", {"cari": "Pamekassan"}))
    assert 'role="listbox"' in answer
    assert 'id="option_1"' in answer
    assert "Tidak ada wilayah yang tepat bernama “Pamekassan”." in answer
    assert "role" not in text(dewi.get("/meja/tempat/"))


def test_the_character_nul_is_left_out_of_codes_and_words(database: Path) -> None:
    assert chosen(QueryDict("area=35.28%00")) == ["35.28"]
    assert picker(["35.\0"], words="Pame\0kasan").words == "Pamekasan"


def test_kinds_are_named_in_the_readers_language(database: Path) -> None:
    with translation.override("en"):
        assert "Regency · Jawa Timur · 35.28" in render_to_string(
            "place/picker.html", {"picker": picker(words="35.28")}
        )


def test_the_search_of_the_editor_keeps_the_words_and_the_area(dewi: Client) -> None:
    draft = f"/meja/deklarasi/{cast.registered(cast.at_desk(cast.DEWI)).ref}/"
    sent = fields(dewi.get(draft)) | {"area_words": "Sumanep Pamekassan", "area_search": "1"}
    page = text(dewi.get(dewi.post(draft + "simpan/", sent)["Location"]))
    assert 'value="Sumanep Pamekassan"' in page
    assert 'name="area" value="35.28"' in page
