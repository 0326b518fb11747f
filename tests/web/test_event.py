"""Events known from the press on the pages of places and elections: never among what is registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import cast

HEADING = "Peristiwa yang diketahui, naskahnya belum didaftarkan di sini"


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account."""
    return cast.Browser()


def body(browser: cast.Browser, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


@pytest.mark.parametrize("path", ["/wilayah/35.28/", "/wilayah/35/", "/pemilihan/pilkada-2024/"])
def test_an_event_stands_on_its_place_and_election_with_its_source_and_what_is_unknown(
    browser: cast.Browser, path: str
) -> None:
    page = body(browser, path)
    assert HEADING in page
    assert "Jumat, 16 Agustus 2024" in page
    assert "Operasi Mantap Praja Semeru 2024" in page
    assert 'href="https://pamekasan.unionfirsts.com/' in page
    assert "Yang tidak diketahui:" in page
    assert "bukan deklarasi terdaftar" in page


@pytest.mark.parametrize("path", ["/wilayah/36.04/", "/wilayah/36.73/", "/pemilihan/pemilu-2024/"])
def test_what_the_source_contradicts_stands_on_both_places(browser: cast.Browser, path: str) -> None:
    page = body(browser, path)
    assert "Kramatwatu kecamatan di Kabupaten Serang" in page
    assert "Kota Serang" in page
    assert "tidak disebut" in page


def test_an_english_reader_gets_the_same_in_english(browser: cast.Browser) -> None:
    page = body(browser, "/en/wilayah/35.28/")
    assert "The whole text; the report quotes its points only." in page
    assert HEADING not in page


def test_events_are_never_counted_listed_or_found_as_declarations(browser: cast.Browser) -> None:
    assert "Belum ada deklarasi" in body(browser, "/wilayah/35.28/")
    for path in ("/deklarasi/", "/deklarasi/?q=azana", "/deklarasi/?wilayah=35.28", "/api/v1/declarations"):
        response = browser.get(path)
        assert "Azana" not in response.content.decode(), path


def test_a_place_without_an_event_says_nothing_of_events(browser: cast.Browser) -> None:
    assert HEADING not in body(browser, "/wilayah/98.01/")


def test_a_declaration_registered_since_is_named_and_linked_beside_the_event(browser: cast.Browser) -> None:
    frozen = cast.frozen(cast.at_desk(cast.DEWI))
    page = body(browser, "/wilayah/35.28/")
    told = page.split(HEADING)[1]
    assert "Sejak itu ada naskah yang didaftarkan" in told
    assert f"/deklarasi/{frozen.declaration_id}/" in told
