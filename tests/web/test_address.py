"""The small parts of addresses: filters, redirects for what was retyped, and answers dated by their content."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from ikrar.core.declaration import kind as kinds
from ikrar.records.declaration.queries import VersionLink
from ikrar.records.place.queries import Record, Row
from ikrar.web.parts.templatetags import address, linked
from ikrar.web.public.dated import dated
from ikrar.web.public.embed import FRAMES, _frame
from ikrar.web.public.retyped import retyped
from tests import cast

REF = "7K3MZQ4T9A2BC5DE6FGHJ8NPRS"
MONDAY, TUESDAY = "Mon, 05 Jan 2026 10:00:00 GMT", "Tue, 06 Jan 2026 10:00:00 GMT"


# --- filters ----------------------------------------------------------------------------------------------------------


def test_a_version_and_a_registered_text_have_the_same_address() -> None:
    version = SimpleNamespace(declaration_id=REF, title="Deklarasi Damai")
    shown = SimpleNamespace(ref=REF, text=SimpleNamespace(title="Deklarasi Damai"))
    assert address.address(version) == address.address(shown) == f"/deklarasi/{REF}/deklarasi-damai/"
    with translation.override("en"):
        assert address.address(version) == f"/en/deklarasi/{REF}/deklarasi-damai/"


def test_the_version_before_one_is_the_highest_number_below_it() -> None:
    made = SimpleNamespace(versions=[VersionLink(n, cast.NOON, "", "") for n in (5, 3, 1)])
    assert [address.earlier(made, n) for n in (5, 3, 1)] == [3, 1, 0]


def test_each_kind_leads_to_its_page_and_an_unknown_code_stays_itself() -> None:
    assert {address.kind_slug(one.code) for one in kinds.load()} == set(kinds.by_slug())
    assert address.kind_slug("LAIN") == "LAIN"


@pytest.mark.parametrize(("language", "wanted"), [("id", "Agustus 2024"), ("en", "August 2024")])
def test_a_month_is_written_as_people_write_it(language: str, wanted: str) -> None:
    with translation.override(language):
        assert address.month_name("2024-08") == wanted
        assert address.month_name("2024") == "2024"


def test_an_address_gets_the_origin_of_the_installation() -> None:
    assert address.absolute("/komitmen/") == "https://ikrar.example/komitmen/"


def test_a_page_outside_the_rules_has_no_canonical_address() -> None:
    assert address.canonical({}) == {}
    assert address.canonical({"request": RequestFactory().get("/")}) == {}


# --- what programs read -----------------------------------------------------------------------------------------------


def area(*, fictional: bool) -> Record:
    around = (Row("98", "provinsi", "Arunika", fictional, None, None),)
    return Record("98.01", 2, "kabupaten", "Lembah", fictional, None, None, (), around, ())


def test_an_invented_area_lies_in_no_country() -> None:
    found = linked.of_area(area(fictional=True))
    assert found["name"] == "CONTOH Lembah"
    assert found["containedInPlace"] == {"@type": "AdministrativeArea", "name": "Arunika", "identifier": "98"}


def test_a_real_area_lies_in_its_province_and_that_in_indonesia() -> None:
    found = linked.of_area(area(fictional=False))
    assert found["name"] == "Lembah"
    assert found["containedInPlace"]["containedInPlace"] == {"@type": "Country", "name": "Indonesia"}


def test_only_the_type_of_a_block_of_data_is_changed() -> None:
    block = '<script type="application/json">{"a":"type=\\"application/json\\""}</script>'
    assert linked.linked(block).startswith('<script type="application/ld+json">{"a":"type=\\"application/json')


# --- retyped references -----------------------------------------------------------------------------------------------


@retyped
def shown(request: HttpRequest, ref: str, number: int = 0) -> HttpResponse:
    return HttpResponse(f"{ref} {number}")


@pytest.mark.parametrize("typed", [REF.lower(), "7k3mzq4t9a2bc5de6fghj8nprs", f"{REF[:6]}-{REF[6:]}"])
def test_what_somebody_meant_is_where_they_are_led_with_what_they_asked(typed: str) -> None:
    answer = shown(RequestFactory().get(f"/en/deklarasi/{typed}/versi/2/?hal=3"), ref=typed, number=2)
    assert (answer.status_code, answer["Location"]) == (301, f"/en/deklarasi/{REF}/versi/2/?hal=3")


@pytest.mark.parametrize("typed", [REF, "x", "", "7K3MZQ4T9A2BC5DE6FGHJ8NPRU"])
def test_what_is_well_formed_or_no_reference_at_all_goes_through(typed: str) -> None:
    answer = shown(RequestFactory().get(f"/deklarasi/{typed}/"), ref=typed, number=1)
    assert (answer.status_code, answer.content.decode()) == (200, f"{typed} 1")


# --- dated answers ----------------------------------------------------------------------------------------------------


@dated
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("isi", headers={"Last-Modified": MONDAY})


@dated
def undated(request: HttpRequest) -> HttpResponse:
    return HttpResponse("isi")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"If-Modified-Since": MONDAY}, 304),
        ({"If-Modified-Since": TUESDAY}, 304),
        ({"If-Modified-Since": "Sun, 04 Jan 2026 10:00:00 GMT"}, 200),
        ({"If-Modified-Since": "bukan tanggal"}, 200),
        ({"If-Modified-Since": TUESDAY, "If-None-Match": '"x"'}, 200),
    ],
)
def test_an_answer_is_sent_again_only_when_it_is_newer_than_what_one_has(asked: dict[str, str], status: int) -> None:
    answer = page(RequestFactory().get("/", headers=asked))
    assert answer.status_code == status
    assert answer["Last-Modified"] == MONDAY
    assert answer.content == (b"isi" if status == 200 else b"")


def test_an_answer_without_a_date_is_always_sent() -> None:
    assert undated(RequestFactory().get("/", headers={"If-Modified-Since": TUESDAY})).status_code == 200


# --- frames -----------------------------------------------------------------------------------------------------------


def test_every_page_that_may_be_framed_has_a_frame_of_a_height() -> None:
    assert all(name.startswith("embed-") and 200 < height < 800 for name, _argument, height in FRAMES.values())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (f"https://ikrar.example/en/deklarasi/{REF}/", f"/en/embed/deklarasi/{REF}/"),
        ("komitmen/netral/", "/embed/komitmen/netral/"),
        ("/wilayah/35.28/?q=x#y", "/embed/wilayah/35.28/"),
        ("https://lain.example/wilayah/35.28/", None),
        ("/wilayah/", None),
        ("", None),
    ],
)
def test_the_address_of_a_page_gives_the_address_of_its_frame(typed: str, wanted: str | None) -> None:
    found = _frame(typed)
    assert (found and found[0]) == wanted
