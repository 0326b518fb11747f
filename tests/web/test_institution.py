"""Public pages of institutions and of the parties of an election."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.institution.record import OfficeRecord
from ikrar.records.institution import actions
from tests import cast


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account."""
    return cast.Browser()


def body(browser: Any, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_directory_lists_institutions_and_narrows_by_words_kind_and_place(browser: cast.Browser) -> None:
    assert "KPU Kabupaten Serang" in body(browser, "/lembaga/")
    for narrowed in ("?q=pamekasan", "?jenis=polri", "?wilayah=35"):
        page = body(browser, f"/lembaga/{narrowed}")
        assert "Polres Pamekasan" in page
        assert "KPU Kabupaten Serang" not in page
    assert "Tidak ada yang cocok" in body(browser, "/lembaga/?q=atlantis")


def test_invented_institutions_stand_in_the_directory_of_a_demo_only(browser: cast.Browser, settings: Any) -> None:
    assert "Lembah Arunika" not in body(browser, "/lembaga/")
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost"]
    local = cast.Client(SERVER_NAME="localhost")
    assert "Lembah Arunika" in local.get("/lembaga/").content.decode()


def test_the_directory_is_paged(browser: cast.Browser) -> None:
    actions.templates("35.28", districts=True)
    page = body(browser, "/lembaga/?wilayah=35.28&jenis=")
    assert "hal=2" in page
    assert 'rel="prev"' in body(browser, "/lembaga/?wilayah=35.28&hal=2")


def test_a_page_says_in_plain_words_what_an_institution_is_and_where_it_answers(browser: cast.Browser) -> None:
    actions.register(code="35/polda", kind="polri", name="Polda Jawa Timur", area="35")
    actions.register(
        code="36.73/polres",
        kind="polri",
        name="Polres Serang Kota",
        area="36.73",
        parent="35/polda",
        territory=("36.73", "36.04.05"),
        offices=("Kapolres Serang Kota",),
    )
    page = body(browser, "/lembaga/36.73/polres/")
    for words in ("Kepolisian Resor", "Kramatwatu", "Kota Serang", "Kapolres Serang Kota", "Polda Jawa Timur"):
        assert words in page
    assert "Polres Serang Kota" in body(browser, "/lembaga/35/polda/")
    assert "Police of a regency" in body(browser, "/en/lembaga/36.73/polres/")


def test_a_territory_shows_its_history_and_the_nation_by_name(browser: cast.Browser) -> None:
    joko = cast.at_desk(cast.JOKO)
    actions.set_territory(joko, "35.28/kpu", areas=["36.04"], starts=date(2026, 1, 1), now=timezone.now())
    page = body(browser, "/lembaga/35.28/kpu/")
    assert "31 Desember 2025" in page
    assert "1 Januari 2026" in page
    actions.register(code="36/kpu-ri", kind="kpu", name="KPU RI", area="36", level="nation", territory=("ID",))
    assert "seluruh Indonesia" in body(browser, "/lembaga/36/kpu-ri/")


def test_an_invented_institution_is_marked_and_not_indexed(browser: cast.Browser) -> None:
    response = browser.get("/lembaga/98.01/kpu/")
    assert response["X-Ikrar-Example"] == "1"
    assert response["X-Robots-Tag"] == "noindex"
    assert "CONTOH / EXAMPLE" in response.content.decode()


def test_an_institution_shows_the_declarations_it_registered(browser: cast.Browser) -> None:
    assert "Belum ada deklarasi yang didaftarkan lembaga ini" in body(browser, "/lembaga/35.28/kpu/")
    cast.frozen(cast.at_desk(cast.DEWI), title="Deklarasi Damai Pamekasan")
    assert "Deklarasi Damai Pamekasan" in body(browser, "/lembaga/35.28/kpu/")


def test_an_institution_without_offices_says_so_and_an_unknown_one_is_not_found(browser: cast.Browser) -> None:
    actions.register(code="35.28/pemantau-baru", kind="cso", name="Pemantau Baru", area="35.28")
    assert "Belum ada jabatan" in body(browser, "/lembaga/35.28/pemantau-baru/")
    assert browser.get("/lembaga/35.28/tidak-ada/").status_code == 404


def test_parties_stand_in_the_order_of_their_ballot_numbers(browser: cast.Browser) -> None:
    page = body(browser, "/pemilihan/pemilu-2024/")
    places = [page.index(name) for name in ("Partai Kebangkitan Bangsa", "PDI Perjuangan", "Partai Ummat")]
    assert places == sorted(places)
    assert "belum dicatat" in body(browser, "/pemilihan/pilkada-2024/")
    assert "CONTOH Partai Melati" in body(browser, "/pemilihan/pilkada-arunika/")
    assert browser.get("/pemilihan/pilkada-1955/").status_code == 404


@pytest.mark.parametrize("path", ["/lembaga/", "/lembaga/35.28/kpu/", "/pemilihan/pilkada-arunika/"])
def test_r36_a_page_asks_the_database_as_often_for_many_as_for_few(browser: cast.Browser, path: str) -> None:
    with CaptureQueriesContext(connection) as few:
        body(browser, path)
    actions.templates("35.28", districts=True)
    actions.register(
        code="35.28/kpu",
        kind="kpu",
        name="KPU Kabupaten Pamekasan",
        area="35.28",
        offices=tuple(f"Anggota {n}" for n in range(9)),
    )
    with CaptureQueriesContext(connection) as many:
        body(browser, path)
    assert len(many) <= len(few) + 1  # children, once there are any


def test_an_office_shows_its_terms_by_their_days_and_never_a_person(browser: cast.Browser) -> None:
    joko, now = cast.at_desk(cast.JOKO), timezone.now()
    office = actions.set_office(joko, "35.28/kpu", OfficeRecord("Sekretaris KPU", "secretary"), now=now)
    for starts, ends, acting in ((date(2026, 1, 1), None, True), (date(2024, 1, 1), date(2025, 12, 31), False)):
        actions.add_term(joko, "35.28/kpu", office.ref, starts=starts, ends=ends, acting=acting, now=now)
    page = body(browser, "/lembaga/35.28/kpu/")
    assert page.index("1 Januari 2024") < page.index("31 Desember 2025") < page.index("1 Januari 2026")
    assert "masih berjalan · sementara" in page


def test_a_declaration_leads_to_its_area_its_election_and_the_institutions_that_are_sure(browser: cast.Browser) -> None:
    frozen = cast.frozen(cast.at_desk(cast.DEWI))
    page = body(browser, f"/deklarasi/{frozen.declaration_id}/")
    for address in ("/wilayah/35.28/", "/pemilihan/pilkada-2024/", "/lembaga/35.28/kpu/", "/lembaga/35.28/bawaslu/"):
        assert f'href="{address}"' in page
    actions.register(code="35/bawaslu", kind="bawaslu", name="Bawaslu Kabupaten Pamekasan", area="35")
    page = body(browser, f"/deklarasi/{frozen.declaration_id}/")
    assert "Bawaslu Kabupaten Pamekasan" in page
    assert "bawaslu/" not in page, "two bear the name: nothing is guessed"


def test_the_directory_leads_to_the_parties_of_elections(browser: cast.Browser) -> None:
    page = body(browser, "/lembaga/")
    assert 'href="/pemilihan/pemilu-2024/"' in page
    assert "pilkada-arunika" not in page


def test_the_page_of_an_area_leads_to_the_institutions_that_answer_for_it(browser: cast.Browser) -> None:
    assert 'href="/lembaga/35.28/kpu/"' in body(browser, "/wilayah/35.28.01/")
