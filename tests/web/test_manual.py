"""The manual at /panduan/: public, light, searchable, honest about its language."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.web.public import manual
from tests import cast


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account."""
    return cast.Browser()


def body(browser: cast.Browser, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    assert not response.cookies
    return str(response.content.decode())


def test_the_first_page_lists_every_page_with_its_headings(browser: cast.Browser) -> None:
    page = body(browser, "/panduan/")
    for one in manual.pages():
        assert f'href="/panduan/{one.slug}/"' in page
        for part in one.headings:
            assert f'href="/panduan/{one.slug}/#{part.anchor}"' in page


@pytest.mark.parametrize("one", manual.pages(), ids=lambda one: one.slug)
def test_every_page_opens_with_its_title_and_its_anchors(browser: cast.Browser, one: manual.Page) -> None:
    page = body(browser, f"/panduan/{one.slug}/")
    assert f"<h1>{one.title}</h1>" in page
    assert len({part.anchor for part in one.headings}) == len(one.headings)
    for part in one.headings:
        assert f'id="{part.anchor}"' in page
    assert len(page) < 40_000


def test_pages_lead_to_the_ones_before_and_after(browser: cast.Browser) -> None:
    first, second, *_, last = manual.pages()
    assert 'rel="prev"' not in body(browser, f"/panduan/{first.slug}/")
    assert f'rel="next" href="/panduan/{second.slug}/"' in body(browser, f"/panduan/{first.slug}/")
    assert 'rel="next"' not in body(browser, f"/panduan/{last.slug}/")


def test_a_page_that_is_not_there_is_not_found(browser: cast.Browser) -> None:
    assert browser.get("/panduan/tidak-ada/").status_code == 404


def test_a_search_finds_sections_with_the_word_in_a_heading_first(browser: cast.Browser) -> None:
    found = manual.find("nama orang")
    assert found
    assert all("nama" in one.words and "orang" in one.words for _, one in found)
    assert any(word in found[0][1].title.casefold() for word in ("nama", "orang"))
    page = body(browser, "/panduan/?q=versi+pengganti")
    assert "bagian memuat “versi pengganti”" in page
    assert "/panduan/memperbaiki/" in page


def test_a_search_that_finds_nothing_says_what_to_do(browser: cast.Browser) -> None:
    assert "Coba satu kata saja" in body(browser, "/panduan/?q=atlantis")
    assert manual.find("   ") == []
    assert "bagian memuat" not in body(browser, "/panduan/?q=%00+")


def test_what_is_typed_is_never_markup(browser: cast.Browser) -> None:
    assert "<script>alert" not in body(browser, "/panduan/?q=<script>alert(1)</script>")


def test_an_english_reader_is_told_that_the_manual_is_indonesian_and_gets_a_summary(browser: cast.Browser) -> None:
    page = body(browser, "/en/panduan/")
    assert "The manual itself exists in Indonesian only." in page
    assert "can never be changed" in page
    inner = body(browser, "/en/panduan/keselamatan/")
    assert "This page exists in Indonesian only." in inner
    assert '<article class="prose manual" lang="id">' in inner


def test_the_manual_asks_the_database_nothing(browser: cast.Browser) -> None:
    with CaptureQueriesContext(connection) as seen:
        browser.get("/panduan/membekukan/")
    assert len(seen) == 0
