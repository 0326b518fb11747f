"""The trail at the desk: each role sees the leaves of its concern, filters them, takes them along (R47)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ikrar.channels.spreadsheet import csv_file
from ikrar.records.ledger.models import Leaf
from tests import cast

PAGE = "/meja/jejak/"


@pytest.fixture(autouse=True)
def leaves(database: Path) -> None:
    for person in (cast.JOKO, cast.NILA, cast.SARI, cast.BIMA, cast.WATI, cast.YUDA):
        cast.employ(person)


def seen(browser: Client, **query: str) -> set[str]:
    text = browser.get(PAGE, query).content.decode()
    return {leaf.by for leaf in Leaf.objects.all() if leaf.hash[:8] in text}


def rows_of(answer: HttpResponse) -> list[dict[str, str]]:
    """Read a file that was sent."""
    table = csv_file.read(answer.content)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_an_administrator_sees_the_leaves_of_the_own_institution() -> None:
    assert seen(cast.sign_in(cast.JOKO)) == {"35.28/kpu"}


def test_an_auditor_sees_the_leaves_of_the_institutions_of_the_own_areas() -> None:
    assert seen(cast.sign_in(cast.WATI)) == {"35.28/kpu", "35.28/bawaslu", "35.28/pemantau"}


def test_the_trail_is_filtered_by_type_day_and_reference() -> None:
    browser = cast.sign_in(cast.WATI)
    leaf = Leaf.objects.filter(by="35.28/kpu").first()
    day = timezone.now().date()
    assert seen(browser, jenis="grant.given") == {"35.28/kpu", "35.28/bawaslu", "35.28/pemantau"}
    assert seen(browser, jenis="grant.ended") == set()
    assert seen(browser, ref=f" {leaf.ref.lower()} ") == {"35.28/kpu"}
    assert seen(browser, sejak=(day + timedelta(days=1)).isoformat()) == set()
    assert len(seen(browser, sejak=day.isoformat(), sampai=day.isoformat())) == 3
    assert seen(browser, sampai=(day - timedelta(days=1)).isoformat()) == set()


@pytest.mark.parametrize("query", [{"jenis": "x"}, {"sejak": "x"}, {"sampai": "9999-12-31"}, {"hal": "999999999999"}])
def test_a_filter_that_cannot_be_read_filters_nothing(query: dict[str, str]) -> None:
    assert len(seen(cast.sign_in(cast.WATI), **query)) == 3


def test_each_leaf_stands_there_with_what_it_means_and_no_name() -> None:
    text = cast.sign_in(cast.JOKO).get(PAGE).content.decode()
    assert "Sebuah peran diberikan untuk satu lembaga" in text
    assert "wulandari" not in text.lower()
    english = cast.sign_in(cast.JOKO).get("/en" + PAGE).content.decode()
    assert "A role was given for one institution" in english


def test_the_trail_is_taken_along_as_csv_with_the_same_filter() -> None:
    browser = cast.sign_in(cast.WATI)
    rows = rows_of(browser.get(PAGE + "unduh/"))
    assert {row["sidik"] for row in rows} == set(Leaf.objects.exclude(by="36.04/kpu").values_list("hash", flat=True))
    assert rows_of(browser.get(PAGE + "unduh/", {"jenis": "grant.ended"})) == []


def test_the_trail_goes_over_pages() -> None:
    browser = cast.sign_in(cast.JOKO)
    for number in range(60):
        cast.employ(cast.Person(f"u{number}x", "Nama", cast.Role.OFFICER, "35.28/kpu"))
    text = browser.get(PAGE, {"jenis": "grant.given", "hal": "2"}).content.decode()
    assert "Halaman 2 dari 2" in text
    assert "jenis=grant.given" in text
