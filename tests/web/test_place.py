"""The public pages of areas: map, list, page of an area, the area of a position; light, open, without a cookie."""

from __future__ import annotations

import datetime
import gzip
import re
from pathlib import Path

import brotli
import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.records.place.models import Area, Decree, Succession
from ikrar.web.public import map as map_views
from tests import cast
from tests.store import STORE

AT_SEA = "/wilayah/titik/?lat=-9.39&lng=112.25"  # where the invented regency lies

NATION, PROVINCE, REGENCY, DISTRICT, VILLAGE, INVENTED = (
    "/wilayah/",
    "/wilayah/35/",
    "/wilayah/35.28/",
    "/wilayah/35.28.01/",
    "/wilayah/35.28.01.2001/",
    "/wilayah/98.01/",
)
PAGES = (NATION, PROVINCE, REGENCY, DISTRICT, VILLAGE, INVENTED, "/wilayah/98/", "/wilayah/titik/")


def get(path: str, **headers: str) -> HttpResponse:
    return cast.Browser(headers={"accept-encoding": "identity"} | headers).get(path)


def body(path: str) -> str:
    response = get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def targets(html: str) -> list[str]:
    return re.findall(r'href="(/wilayah/[^"]*)"', html)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_open_without_a_cookie_and_sets_none(database: Path, path: str) -> None:
    for prefix in ("", "/en"):
        response = get(prefix + path)
        assert response.status_code == 200
        assert not response.cookies
        assert response["Cache-Control"] == "no-cache"
        assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("code", ["99", "35.99", "x", "3528", "35.28.01.9999", "35.28 "])
def test_an_unknown_code_is_like_any_page_that_is_not_there(database: Path, code: str) -> None:
    path = f"/wilayah/{code}/"
    assert get(path).status_code == 404
    tags = re.compile(r"<[a-z]+")
    there, never = (tags.findall(get(one).content.decode()) for one in (path, "/tidak-ada/"))
    assert there == never


@pytest.mark.parametrize("path", [PROVINCE, REGENCY, INVENTED])
def test_the_list_beside_the_map_has_the_links_of_the_map(database: Path, path: str) -> None:
    html = body(path)
    figure, _, rest = html.partition("</figure>")
    on_map = {target for target in targets(figure.partition("<svg")[2]) if target.count(".") >= path.count(".") + 1}
    assert on_map
    assert on_map <= set(targets(rest))
    listed = re.search(r'<(table|ul) class="(?:tally|areas)">(.*?)</\1>', rest, re.DOTALL)
    assert listed
    assert on_map == set(targets(listed[2]))


def test_every_area_of_a_map_has_its_name_in_words(database: Path) -> None:
    html = body(PROVINCE)
    links = re.findall(r'<a [^>]*href="/wilayah/35\.\d\d/" aria-label="([^"]+)"><title>([^<]+)</title>', html)
    assert links
    assert all(name == title and name for name, title in links)
    assert re.search(r'<svg [^>]*role="group" aria-labelledby="map-title map-desc">', html)
    assert "bukan untuk sengketa batas" in html


def test_a_regency_shows_its_borders_and_a_dot_for_each_district(database: Path) -> None:
    html = body(REGENCY)
    districts = Area.objects.filter(parent="35.28").count()
    assert html.count('<a class="dot"') == districts == 13
    assert "letak perkiraan" in html


def test_the_invented_regency_shows_its_districts_and_says_that_it_is_invented(database: Path) -> None:
    html = body(INVENTED)
    assert html.count('aria-label="Tirtalangit"') == 1
    assert "CONTOH / EXAMPLE" in html
    response = get(INVENTED)
    assert response["X-Ikrar-Example"] == "1"
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert "X-Robots-Tag" not in get(REGENCY).headers


def test_examples_stand_in_the_country_s_list_only_in_the_demo(database: Path, demo: object) -> None:
    shown = Client(SERVER_NAME="localhost").get(NATION).content.decode()
    assert '<a href="/wilayah/98/">Arunika</a>' in shown
    assert "Titik ini terletak di:" in Client(SERVER_NAME="localhost").get(AT_SEA).content.decode()


def test_a_page_says_where_the_area_lies_and_what_time_it_is_there(database: Path) -> None:
    html = body(VILLAGE)
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', html, re.DOTALL)
    assert crumbs
    assert targets(crumbs[0]) == ["/wilayah/", "/wilayah/35/", "/wilayah/35.28/", "/wilayah/35.28.01/"]
    assert "pukul 12.00 di sini adalah 13.00 WITA" in html
    assert "<svg viewBox" not in html.partition("<main")[2].partition("</main>")[0]


def test_a_code_that_was_replaced_says_by_which_and_until_when(database: Path) -> None:
    day = datetime.date(2025, 3, 1)
    Area.objects.filter(code="35.28.01").update(valid_until=day)
    decree = Decree.objects.create(title="Keputusan contoh", day=day)
    link = Succession.objects.create(old_id="35.28.01", new_id="35.28.02", kind="merger", day=day, decree=decree)
    html = body(DISTRICT)
    assert "berlaku sampai Sabtu, 1 Maret 2025" in html
    assert '<a href="/wilayah/35.28.02/">' in html
    assert '<a href="/wilayah/35.28.01/">' not in body(REGENCY).partition('<ul class="areas">')[2]
    link.delete()
    Area.objects.filter(code="35.28.01").update(valid_from=datetime.date(2020, 1, 1))
    assert "Berlaku sejak" in body(DISTRICT)
    assert "Penggantinya" not in body(DISTRICT)


def test_what_was_pledged_in_an_area_and_below_is_shown_with_a_way_to_all_of_it(database: Path) -> None:
    assert "Belum ada deklarasi" in body(REGENCY)
    cast.frozen(cast.at_desk(cast.DEWI))
    for path in (REGENCY, PROVINCE):
        html = body(path)
        assert "Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan" in html
        assert f'href="/deklarasi/?wilayah={path.split("/")[2]}"' in html


def test_a_number_stands_with_its_coverage_its_time_and_its_query(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI), area="35.28.01")
    for path in (REGENCY, PROVINCE):
        html = " ".join(body(path).split())
        assert "1 dari 5 lembaga yang tercatat berkedudukan di sini sudah mendaftarkan naskah." in html
        assert re.search(r"Dihitung \d+ \w+ \d{4} pukul \d\d\.\d\d WIB\.", html)
        code = path.split("/")[2]
        assert f'href="/api/v1/declaration?area={code}"' in html
    assert "1 of the 5 institutions recorded as seated here has registered a text." in " ".join(
        body("/en" + REGENCY).split()
    )


def test_the_table_says_what_the_map_shades_and_not_known_is_no_zero(database: Path) -> None:
    cast.frozen(cast.at_desk(cast.DEWI), area="35.28.01")
    html = body(REGENCY)
    rows = dict(re.findall(r'<tr><th scope="row"><a href="/wilayah/([\d.]+)/">.*?</th><td class="n">(.*?)</td>', html))
    assert rows["35.28.01"] == "1"
    assert "belum diketahui" in rows["35.28.02"]
    assert 'aria-label="Tlanakan: deklarasi: 1; belum ada lembaga yang tercatat"' in html
    province = body(PROVINCE)
    assert '<a class="step-1" href="/wilayah/35.28/"' in province
    assert '<ul class="legend"' in province


def test_what_was_invented_is_counted_by_itself_in_the_demo(database: Path, demo: object) -> None:
    cast.frozen(cast.at_desk(cast.DEWI), title="CONTOH A", area="98.01", election="")
    html = Client(SERVER_NAME="localhost").get(NATION).content.decode()
    real, _, invented = html.partition("Wilayah rekaan untuk contoh")
    assert "0 dari 6 lembaga" in " ".join(real.split())
    assert '<td class="n meta">0 dari 5 lembaga</td>' in real
    assert re.search(
        r'href="/wilayah/98/">.*?<td class="n">1</td><td class="n meta">0 dari 1 lembaga<', invented, re.DOTALL
    )
    assert '<ul class="legend"' not in real


def test_r36_the_pages_of_places_ask_as_much_of_an_empty_register_as_of_a_full_one(database: Path) -> None:
    def asked() -> list[int]:
        counts = []
        for path in (NATION, PROVINCE, REGENCY, DISTRICT):
            with CaptureQueriesContext(connection) as captured:
                get(path)
            counts.append(len(STORE.own(captured)))
        return counts

    empty = asked()
    for number in range(2):
        cast.frozen(cast.at_desk(cast.DEWI), title=f"Deklarasi {number}", area="35.28.01")
    full = asked()
    assert [f - e for e, f in zip(empty, full, strict=True)] == [0, 1, 1, 1], "one more: the rows that are shown"
    assert max(full) <= 9


def test_the_institutions_that_answer_for_an_area_are_named(database: Path) -> None:
    html = body(REGENCY)
    assert "Lembaga yang bertugas di sini" in html
    assert "KPU Kabupaten Pamekasan" in html
    assert "KPU Kabupaten Serang" not in html


def test_a_province_whose_time_is_not_known_yet_has_a_page(database: Path) -> None:
    Area.objects.create(code="97", level=1, kind="provinsi", name="Provinsi Baru", key="provinsi baru")
    assert "Waktu setempat" not in body("/wilayah/97/")
    assert get("/wilayah/97/batas.json").status_code == 404
    assert '<svg class="drawn"' not in body("/wilayah/97/")
    assert get("/wilayah/").status_code == 200


def test_a_name_that_several_areas_have_lists_them_all_with_where_they_lie(database: Path) -> None:
    html = body("/wilayah/?q=serang")
    assert "/wilayah/36.04/" in html
    assert "/wilayah/36.73/" in html
    assert "Pilih yang Anda maksud" in html
    assert "Satu wilayah bernama" in body("/wilayah/?q=kecamatan+pademawu")
    assert "Mungkin ini yang Anda maksud" in body("/wilayah/?q=pamekassan")
    assert "Tidak ada wilayah bernama" in body("/wilayah/?q=tidakada")
    assert "&lt;b&gt;" in body("/wilayah/?q=<b>")


def test_more_matches_than_fit_are_not_passed_over_in_silence(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ikrar.web.public.place.RESULTS", 1)
    assert "Hanya 1 yang pertama" in body("/wilayah/?q=serang")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lat=-7.05&lng=113.5", "Titik ini terletak di:"),
        ("lat=-5&lng=113", "di laut lepas"),
        ("lat=-7,05%20113,5", "Titik ini terletak di:"),
        ("lat=nan&lng=113", "bilangan derajat"),
        ("lat=-7&lng=999", "antara -180 dan 180"),
        ("lng=113", "bilangan derajat"),
    ],
)
def test_a_position_is_answered_or_the_field_is_named_and_what_was_typed_is_kept(
    database: Path, query: str, said: str
) -> None:
    html = body(f"/wilayah/titik/?{query}")
    assert said in html
    if "bilangan" in said or "antara" in said:
        assert 'aria-invalid="true"' in html
        assert 'value="113"' in html or 'value="999"' in html


def test_near_a_border_the_page_asks_and_says_below_the_regency_only_what_it_suggests(database: Path) -> None:
    html = body("/wilayah/titik/?lat=-7.05&lng=113.5")
    assert "Kabupaten Pamekasan" in html
    assert "hanya saran" in html
    assert "Kecamatan menurut paket peta" not in html


def test_the_invented_regency_answers_for_a_position_only_in_the_demo(database: Path) -> None:
    assert "/wilayah/98/" not in body(NATION)
    assert "di laut lepas" in body(AT_SEA)


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", "")]
)
def test_a_page_travels_packed_as_the_browser_can_read_it(database: Path, accepted: str, coding: str) -> None:
    with time_machine.travel(timezone.now(), tick=False):  # the page tells the minute in which it counted
        plain = get(PROVINCE).content
        response = get(PROVINCE, **{"accept-encoding": accepted})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert response.headers.get("Content-Encoding", "") == coding
    assert unpack(response.content) == plain
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize("path", [NATION, PROVINCE, REGENCY])
def test_a_page_with_its_map_is_light(database: Path, path: str) -> None:
    assert len(get(path, **{"accept-encoding": "gzip"}).content) < 40_000


def test_a_page_the_browser_has_is_not_sent_again(database: Path) -> None:
    first = get(PROVINCE, **{"accept-encoding": "br"})
    again = get(PROVINCE, **{"accept-encoding": "br", "if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "no-cache"
    assert get(PROVINCE, **{"if-none-match": first["ETag"]}).status_code == 200


def test_a_page_for_somebody_signed_in_is_not_packed_with_a_token(database: Path) -> None:
    response = cast.sign_in(cast.DEWI).get(PROVINCE, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert "csrf" not in gzip.decompress(response.content).decode()


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/wilayah/batas.json", 2),
        ("/wilayah/35/batas.json", 1),
        (REGENCY + "batas.json", 1),
        (INVENTED + "batas.json", 3),
    ],
)
def test_the_borders_of_a_map_can_be_had_as_geojson(database: Path, path: str, number: int) -> None:
    response = get(path)
    found = response.json()
    assert response["Content-Type"] == "application/geo+json"
    assert len(found["features"]) == number
    assert "not for border disputes" in found["note"]
    assert found["note"].startswith("CONTOH / EXAMPLE") == (response.headers.get("X-Ikrar-Example") == "1")


@pytest.mark.parametrize("code", ["35.28.01", "99", "35.28.01.2001"])
def test_where_borders_are_not_known_there_is_nothing(database: Path, code: str) -> None:
    assert get(f"/wilayah/{code}/batas.json").status_code == 404


@pytest.mark.parametrize("fetched", [True, False])
def test_the_map_to_drag_is_offered_only_when_its_library_was_fetched(
    database: Path, monkeypatch: pytest.MonkeyPatch, fetched: bool
) -> None:
    library = ("/static/maplibre/a.mjs", "/static/maplibre/b.mjs") if fetched else None
    monkeypatch.setattr("ikrar.web.public.map.movable", lambda: library)
    for path in (NATION, PROVINCE, INVENTED):
        html = body(path)
        assert ('class="open-map" hidden' in html) == fetched
        assert ("ikrar/map" in html.partition("</footer>")[2]) == fetched
    assert "open-map" not in body(REGENCY)


def test_a_library_that_was_not_fetched_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr("ikrar.web.public.map.static", missing)
    assert map_views.movable.__wrapped__() is None
    monkeypatch.setattr("ikrar.web.public.map.static", lambda name: "/static/" + name)
    assert map_views.movable.__wrapped__() == (
        "/static/maplibre/maplibre-gl.mjs",
        "/static/maplibre/maplibre-gl-worker.mjs",
    )
