"""Decision 27: pages for the frames of other sites, and nothing else in a frame."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from ikrar.records.account.access import Holder
from tests import cast
from tests.records.test_wording import HOAX, freeze

NONE, ANY = "frame-ancestors 'none'", "frame-ancestors *"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def embeds(ref: str, area: str = "35.28", query: str = "") -> tuple[str, ...]:
    return (f"/embed/deklarasi/{ref}/", f"/embed/wilayah/{area}/", f"/embed/komitmen/tolak-hoaks/{query}")


def test_only_embeds_may_be_framed_and_only_when_they_answer(dewi: Holder) -> None:
    ref = freeze(dewi, HOAX).declaration_id
    browser = cast.Browser()
    for prefix in ("", "/en"):
        for path in embeds(ref):
            response = browser.get(prefix + path)
            assert response.status_code == 200, path
            assert ANY in response["Content-Security-Policy"], path
            assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
            again = browser.get(prefix + path, headers={"If-None-Match": response["ETag"]})
            assert again.status_code == 304
            assert ANY in again["Content-Security-Policy"]
    for path in ("/", f"/deklarasi/{ref}/", "/sematkan/", "/komitmen/tolak-hoaks/", "/embed/", "/embed/wilayah/99/"):
        response = browser.get(path)
        assert NONE in response["Content-Security-Policy"], path
        assert response["Cross-Origin-Resource-Policy"] == "same-origin", path
    assert NONE in browser.post(embeds(ref)[0])["Content-Security-Policy"]


def test_an_embed_sets_no_cookie_runs_no_script_and_its_links_leave_the_frame(dewi: Holder) -> None:
    ref = freeze(dewi, HOAX).declaration_id
    browser = cast.sign_in(cast.DEWI)
    for path in embeds(ref):
        response = browser.get(path)
        page = response.content.decode()
        assert not response.cookies
        assert "<script" not in page
        assert "Dewi" not in page
        links = re.findall(r"<a [^>]*>", page)
        assert links
        assert all('target="_top"' in link and 'rel="noopener"' in link for link in links), path
        assert '<meta name="robots" content="noindex">' in page
        assert "Sumber:" in page
        assert len(response.content) < 12_000


def test_an_embed_shows_points_place_and_day_with_the_way_to_the_record(dewi: Holder) -> None:
    version = freeze(dewi, HOAX)
    page = cast.Browser().get(embeds(version.declaration_id)[0]).content.decode()
    address = f"/deklarasi/{version.declaration_id}/deklarasi-0/"
    assert HOAX in page
    assert "Jumat, 16 Agustus 2024</time> · Kabupaten Pamekasan, Jawa Timur" in page
    assert f'href="{address}"' in page
    assert f'href="{address}#poin-1"' in page
    assert "1 deklarasi terdaftar di wilayah ini" in cast.Browser().get(embeds("", "35.28")[1]).content.decode()
    assert HOAX in cast.Browser().get(embeds("")[2]).content.decode()


def test_decision_11_an_embedded_example_says_so(dewi: Holder) -> None:
    ref = freeze(dewi, HOAX, area="98.01").declaration_id
    for path in embeds(ref, "98.01", "?contoh=1"):
        response = cast.Browser().get(path)
        assert (response["X-Ikrar-Example"], response["X-Robots-Tag"]) == ("1", "noindex"), path
        assert "CONTOH / EXAMPLE" in response.content.decode(), path


def test_an_embed_of_nothing_is_nothing(database: Path) -> None:
    for path in (*embeds("0" * 26, "99")[:2], "/embed/komitmen/tidak-ada/", "/embed/"):
        assert cast.Browser().get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("typed", "framed"),
    [
        ("/deklarasi/{ref}/", "/embed/deklarasi/{ref}/"),
        ("https://ikrar.example/deklarasi/{ref}/judul-apa-saja/#poin-2", "/embed/deklarasi/{ref}/"),
        ("wilayah/35.28/", "/embed/wilayah/35.28/"),
        ("/komitmen/tolak-hoaks/?wilayah=35", "/embed/komitmen/tolak-hoaks/"),
    ],
)
def test_the_lines_to_copy_are_written_for_the_address_of_a_page(database: Path, typed: str, framed: str) -> None:
    ref = "7K3MZQ4T9A2BC5DE6FGHJ8NPRS"
    page = cast.Browser().get("/sematkan/", {"alamat": typed.format(ref=ref)}).content.decode()
    (lines,) = re.findall(r'<pre class="snippet"[^>]*><code>(.*?)</code>', page)
    assert html.unescape(lines).startswith(f'<iframe src="https://ikrar.example{framed.format(ref=ref)}" title="')
    assert "sandbox=" in lines


@pytest.mark.parametrize("typed", ["/", "/meja/", "https://lain.example/deklarasi/x/", "/koreksi/", "\0", "%", "//x"])
def test_another_address_gets_a_sentence_that_says_what_to_do(database: Path, typed: str) -> None:
    page = cast.Browser().get("/sematkan/", {"alamat": typed}).content.decode()
    assert '<pre class="snippet"' not in page
    if typed.strip("\0"):
        assert 'aria-invalid="true"' in page
        assert "Salin alamatnya dari baris alamat peramban." in page
