"""What search engines are told, and by which address a page is to be known."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import defusedxml.ElementTree as Xml
import pytest

from ikrar.records.account.access import Holder
from ikrar.records.declaration import queries
from ikrar.web.public import sitemap
from tests import cast
from tests.records.test_wording import FIRST, HOAX, freeze, replaced

ORIGIN = "https://ikrar.example"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def tree(path: str) -> Any:
    response = cast.Browser().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return Xml.fromstring(response.content)


def places(path: str) -> list[str]:
    return [loc.text.removeprefix(ORIGIN) for loc in tree(path).iter(f"{SPACE}loc")]


# --- the map of the site ----------------------------------------------------------------------------------------------


def test_robots_name_the_index_and_the_index_every_part(dewi: Holder) -> None:
    assert f"Sitemap: {ORIGIN}/sitemap.xml\n" in cast.Browser().get("/robots.txt").content.decode()
    assert places("/sitemap.xml") == ["/sitemap/halaman.xml", "/sitemap/wilayah-1.xml"]
    freeze(dewi, HOAX)
    parts = places("/sitemap.xml")
    assert parts == ["/sitemap/halaman.xml", "/sitemap/deklarasi-1.xml", "/sitemap/wilayah-1.xml"]
    for part in parts:
        for path in places(part):
            assert cast.Browser().get(path).status_code == 200, path


def test_only_real_current_declarations_and_their_places_are_named(dewi: Holder) -> None:
    first = freeze(dewi, HOAX)
    freeze(dewi, HOAX, area="98.01")
    kept = replaced(dewi, first, FIRST)
    address = f"/deklarasi/{kept.declaration_id}/deklarasi-0/"
    assert places("/sitemap/deklarasi-1.xml") == [address, f"/en{address}"]
    assert places("/sitemap/wilayah-1.xml") == ["/wilayah/35.28/", "/en/wilayah/35.28/"]
    named = " ".join(path for part in places("/sitemap.xml") for path in places(part))
    assert "98" not in re.sub(r"/deklarasi/\w+/", "", named)
    assert "/komitmen/tolak-hoaks/" in named


def test_each_page_names_its_counterpart_and_when_it_changed(dewi: Holder) -> None:
    version = freeze(dewi, HOAX)
    assert version.frozen_at is not None
    for row in tree("/sitemap/deklarasi-1.xml").iter(f"{SPACE}url"):
        links = {link.get("hreflang"): link.get("href") for link in row.iter(LINK)}
        assert set(links) == {"id", "en", "x-default"}
        assert links["en"] == links["id"].replace(ORIGIN, f"{ORIGIN}/en")
        assert links["x-default"] == links["id"]
        assert row.findtext(f"{SPACE}lastmod") == f"{version.frozen_at:%Y-%m-%d}"


def test_a_large_register_is_named_in_parts(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PART", 2)
    refs = [freeze(dewi, HOAX).declaration_id for _ in range(3)]
    assert queries.count_real() == 3
    assert places("/sitemap.xml")[1:3] == ["/sitemap/deklarasi-1.xml", "/sitemap/deklarasi-2.xml"]
    found = [path.split("/")[2] for n in (1, 2) for path in places(f"/sitemap/deklarasi-{n}.xml")[::2]]
    assert found == refs
    for name in ("deklarasi-0", "deklarasi-3", "deklarasi-", "deklarasi-²", "wilayah-2", "lain"):
        assert cast.Browser().get(f"/sitemap/{name}.xml").status_code == 404, name
    assert 2 * 20_000 < 50_000


# --- one address for each page ----------------------------------------------------------------------------------------


def canonical(path: str) -> str:
    page = cast.Browser().get(path).content.decode()
    (found,) = re.findall(r'<link rel="canonical" href="([^"]+)">', page)
    assert set(re.findall(r'hreflang="([a-z-]+)" href="https', page)) == {"id", "en", "x-default"}
    return found.removeprefix(ORIGIN)


def test_a_declaration_is_known_by_the_address_with_its_title(dewi: Holder) -> None:
    first = freeze(dewi, HOAX)
    ref = first.declaration_id
    shared = f"/deklarasi/{ref}/deklarasi-0/"
    assert canonical(f"/deklarasi/{ref}/") == canonical(shared) == shared
    assert canonical(f"/en/deklarasi/{ref}/") == f"/en{shared}"
    assert canonical(f"/deklarasi/{ref}/versi/1/") == shared
    replaced(dewi, first, FIRST)
    assert canonical(f"/deklarasi/{ref}/versi/1/") == f"/deklarasi/{ref}/versi/1/"
    wrong = cast.Browser().get(f"/deklarasi/{ref}/judul-lama/")
    assert (wrong.status_code, wrong["Location"]) == (301, shared)
    assert f'href="{shared}"' in cast.Browser().get("/deklarasi/").content.decode()


def test_a_reference_retyped_by_hand_leads_to_the_page(dewi: Holder) -> None:
    ref = replaced(dewi, freeze(dewi, HOAX), FIRST).declaration_id
    for typed in (ref.lower(), ref.replace("0", "o").replace("1", "l").lower(), f"{ref[:13]}-{ref[13:]}"):
        if typed == ref:
            continue
        for rest in ("", "deklarasi-0/", "versi/1/", "versi/1.json", "versi/1..2/"):
            answer = cast.Browser().get(f"/deklarasi/{typed}/{rest}")
            assert (answer.status_code, answer["Location"]) == (301, f"/deklarasi/{ref}/{rest}")
        embed = cast.Browser().get(f"/embed/deklarasi/{typed}/?x=1")
        assert embed["Location"] == f"/embed/deklarasi/{ref}/?x=1"
    assert cast.Browser().get("/deklarasi/bukan-rujukan/").status_code == 404


def test_other_pages_are_known_without_what_only_narrows_them(database: Path) -> None:
    assert canonical("/komitmen/tolak-hoaks/?wilayah=35&x=%22%3E") == "/komitmen/tolak-hoaks/"
    assert canonical("/koreksi/?hal=2") == "/koreksi/?hal=2"
    assert canonical("/koreksi/?hal=1") == "/koreksi/"
    assert canonical("/en/") == "/en/"
    for path in ("/tidak-ada/", "/komitmen/tidak-ada/", "/masuk/"):
        assert "canonical" not in cast.Browser().get(path).content.decode(), path


# --- what programs read in a page -------------------------------------------------------------------------------------


def data(path: str) -> dict[str, Any]:
    page = cast.Browser().get(path).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert "<" not in found
    read = json.loads(found)
    assert read["@context"] == "https://schema.org"
    assert '"Person"' not in found
    return dict(read)


def test_a_declaration_says_what_its_record_says(dewi: Holder) -> None:
    version = freeze(dewi, "Menolak </script><b> & hoaks", HOAX)
    read = data(f"/deklarasi/{version.declaration_id}/")
    assert (read["@type"], read["name"], read["version"]) == ("CreativeWork", "Deklarasi 0", "1")
    assert read["identifier"] == f"sha256:{version.digest}"
    assert [part["text"] for part in read["hasPart"]] == ["Menolak </script><b> & hoaks", HOAX]
    assert [one["name"] for one in read["author"]] == ["KPU Kabupaten Pamekasan", "Bawaslu Kabupaten Pamekasan"]
    assert read["about"]["startDate"] == "2024-08-16"
    assert read["about"]["location"]["containedInPlace"]["identifier"] == "35.28"
    assert read["isBasedOn"] == "https://berita.example/pamekasan"
    assert cast.Browser().get(read["encoding"]["contentUrl"].removeprefix(ORIGIN)).status_code == 200
    assert "creativeWorkStatus" not in read


def test_what_is_not_known_is_left_out_and_an_example_says_so(dewi: Holder) -> None:
    version = freeze(dewi, HOAX, area="98.01", place="", source_url="")
    read = data(f"/deklarasi/{version.declaration_id}/")
    assert read["creativeWorkStatus"] == "CONTOH / EXAMPLE"
    assert read["name"].startswith("CONTOH ")
    assert read["about"]["location"]["@type"] == "AdministrativeArea"
    assert "isBasedOn" not in read
    assert data("/wilayah/98.01/")["name"].startswith("CONTOH ")


def test_an_area_and_the_register_say_what_they_are(database: Path) -> None:
    area = data("/wilayah/35.28.01/")
    around = []
    while area:
        around.append(area.get("identifier", area["name"]))
        area = area.get("containedInPlace", {})
    assert around == ["35.28.01", "35.28", "35", "Indonesia"]
    assert data("/deklarasi/")["name"] == "Daftar deklarasi"
    assert data("/en/deklarasi/")["inLanguage"] == "en"
