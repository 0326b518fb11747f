"""RSS: valid, stable, marked, and sent again only when something happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import defusedxml.ElementTree as Xml
import feedparser
import pytest

from ikrar.records.account.access import Holder
from tests import cast
from tests.records.test_wording import FIRST, HOAX, freeze, replaced

FEEDS = ("/deklarasi/umpan.xml", "/wilayah/35.28/umpan.xml", "/komitmen/tolak-hoaks/umpan.xml", "/koreksi/umpan.xml")
ORIGIN = "https://ikrar.example"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def read(path: str) -> Any:
    response = cast.Browser().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert not found.bozo, path
    return found


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_a_valid_feed_and_always_the_same(database: Path, path: str) -> None:
    found = read(path)
    assert found.entries == []
    assert found.version == "rss20"
    assert cast.Browser().get(path).content == cast.Browser().get(path).content


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_feed_says_where_it_is_what_it_is_of_and_in_which_language(dewi: Holder, prefix: str) -> None:
    replaced(dewi, freeze(dewi, HOAX), HOAX, FIRST)
    for path in FEEDS:
        found = read(prefix + path)
        links = {(link.rel, link.href) for link in found.feed.links}
        assert ("self", f"{ORIGIN}{prefix}{path}") in links, path
        assert found.feed.language == (prefix.removeprefix("/") or "id")
        assert found.feed.title.endswith("· Ikrar")
        assert found.feed.description
        assert len(found.entries) == 1
        assert found.entries[0].link.startswith(f"{ORIGIN}{prefix}/deklarasi/")
        assert cast.Browser().get(found.entries[0].link.removeprefix(ORIGIN)).status_code == 200


def test_an_entry_is_known_by_its_version_and_dated_by_its_freezing(dewi: Holder) -> None:
    version = freeze(dewi, HOAX)
    (entry,) = read("/deklarasi/umpan.xml").entries
    assert entry.id == f"{ORIGIN}/deklarasi/{version.declaration_id}/versi/1/"
    assert entry.id == read("/en/deklarasi/umpan.xml").entries[0].id
    assert entry.guidislink is False
    assert version.frozen_at is not None
    assert entry.published_parsed[:6] == version.frozen_at.utctimetuple()[:6]
    assert entry.summary == "Jumat, 16 Agustus 2024 · Kabupaten Pamekasan, Jawa Timur"
    assert entry.title == "Deklarasi 0"


def test_a_place_tells_of_what_lies_below_it_and_of_nothing_else(dewi: Holder) -> None:
    freeze(dewi, HOAX, area="35.28.01")
    assert len(read("/wilayah/35/umpan.xml").entries) == 1
    assert read("/wilayah/36.04/umpan.xml").entries == []
    assert cast.Browser().get("/wilayah/99/umpan.xml").status_code == 404
    assert cast.Browser().get("/komitmen/tidak-ada/umpan.xml").status_code == 404


def test_the_newest_come_first_and_a_replaced_version_goes(dewi: Holder) -> None:
    first = freeze(dewi, HOAX)
    freeze(dewi, HOAX)
    for path in FEEDS[:3]:
        assert [entry.title for entry in read(path).entries] == ["Deklarasi 1", "Deklarasi 0"], path
    replaced(dewi, first, FIRST, HOAX)
    for path in FEEDS[:3]:
        assert [entry.id.rpartition("/versi/")[2] for entry in read(path).entries] == ["2/", "1/"], path


def test_a_correction_tells_its_reason_and_leads_to_what_changed(dewi: Holder) -> None:
    version = replaced(dewi, freeze(dewi, HOAX), FIRST)
    (entry,) = read("/koreksi/umpan.xml").entries
    assert entry.title == "Deklarasi 0: versi 1 menjadi 2"
    assert entry.summary == "Salah ketik."
    assert entry.link == f"{ORIGIN}/deklarasi/{version.declaration_id}/versi/1..2/"


def test_decision_11_an_example_says_so_first(dewi: Holder) -> None:
    replaced(dewi, freeze(dewi, HOAX, area="98.01"), FIRST, HOAX)
    for path in (*FEEDS[:1], "/wilayah/98/umpan.xml", *FEEDS[2:]):
        response = cast.Browser().get(path)
        assert (response["X-Ikrar-Example"], response["X-Robots-Tag"]) == ("1", "noindex"), path
        assert all(entry.title.startswith("CONTOH ") for entry in read(path).entries), path
    assert read("/wilayah/98/umpan.xml").feed.title.startswith("CONTOH ")


def test_a_feed_is_sent_again_only_when_something_happened(dewi: Holder) -> None:
    version = freeze(dewi, HOAX)
    for path in FEEDS[:3]:
        first = cast.Browser().get(path)
        same = cast.Browser().get(path, headers={"If-None-Match": first["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        since = cast.Browser().get(path, headers={"If-Modified-Since": first["Last-Modified"]})
        assert (since.status_code, since.content) == (304, b"")
        old = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
        assert cast.Browser().get(path, headers=old).status_code == 200
        assert cast.Browser().get(path, headers=old | {"If-None-Match": first["ETag"]}).status_code == 304
        assert cast.Browser().get(path, headers={"If-Modified-Since": "kemarin"}).status_code == 200
    mark = cast.Browser().get(FEEDS[0])["ETag"]
    replaced(dewi, version, HOAX, FIRST)
    assert cast.Browser().get(FEEDS[0], headers={"If-None-Match": mark}).status_code == 200


def test_signs_of_markup_in_a_title_stay_text(dewi: Holder) -> None:
    title = 'Menolak <hoaks> & "fitnah"'
    replaced(dewi, cast.frozen(dewi, title=title), HOAX)
    told = [Xml.fromstring(cast.Browser().get(path).content).itertext() for path in FEEDS]
    assert all(any(title in text for text in texts) for texts in told)


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/deklarasi/", "/deklarasi/umpan.xml"),
        ("/wilayah/35.28/", "/wilayah/35.28/umpan.xml"),
        ("/komitmen/tolak-hoaks/", "/komitmen/tolak-hoaks/umpan.xml"),
        ("/koreksi/", "/koreksi/umpan.xml"),
    ],
)
def test_a_page_names_its_feed_to_feed_readers(database: Path, page: str, feed: str) -> None:
    for prefix in ("", "/en"):
        shown = cast.Browser().get(prefix + page).content.decode()
        assert 'rel="alternate" type="application/rss+xml"' in shown
        assert f'href="{prefix}{feed}"' in shown
