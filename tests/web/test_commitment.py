"""Pages of commitment kinds and of wordings, as a resident reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.core.declaration import kind as kinds
from ikrar.records.account.access import Holder
from ikrar.records.wording.models import Group, Use
from ikrar.web.public import commitment
from tests import cast
from tests.records.test_wording import FIRST, HOAX, LAST, MIDDLE, freeze, replaced
from tests.store import STORE

PAGE = "/komitmen/tolak-hoaks/"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def text(path: str) -> str:
    response = cast.Browser().get(path)
    assert response.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_every_kind_has_a_name_for_its_address_that_no_other_has() -> None:
    slugs = [one.slug for one in kinds.load()]
    assert len(set(slugs)) == len(slugs) == len(kinds.by_slug())
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)
    assert all(one.texts is None or 0 < one.texts <= kinds.CORPUS for one in kinds.load())


def test_the_overview_lists_every_kind_in_plain_words_most_pledged_first(dewi: Holder) -> None:
    freeze(dewi, FIRST, kinds=("PEACE_SAFE",))
    page = cast.Browser().get("/komitmen/").content.decode()
    addresses = re.findall(r'href="/komitmen/([a-z-]+)/"', page)
    assert set(addresses) == set(kinds.by_slug())
    assert addresses[0] == "aman-damai"
    assert "Menjaga suasana aman, tertib, sejuk dan damai." in page
    assert "dari 19" in page


def test_a_page_says_how_many_where_by_whom_when_and_in_which_words(dewi: Holder) -> None:
    freeze(dewi, HOAX)
    freeze(dewi, HOAX, area="35.28.01")
    shown = text(PAGE)
    assert "2 deklarasi yang berlaku memuat komitmen ini" in shown
    assert "2 deklarasi memakai rumusan ini · pertama tercatat 16 Agustus 2024, Kabupaten Pamekasan" in shown
    assert "Jawa Timur 2" in shown
    assert re.search(r"Bawaslu\b.* 2 .*Komisi Pemilihan Umum|Bawaslu\b.* 2", shown)
    assert "Agustus 2024 2" in shown
    assert "dari 19 naskah nyata tahun 2017–2024" in shown
    assert "belum tentu tidak berikrar" in shown


def test_many_months_are_told_by_the_year(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commitment, "MONTHS", 2)
    for day in ("2023-05-01", "2023-06-01", "2024-01-01"):
        freeze(dewi, HOAX, event_date=day)
    shown = text(PAGE)
    assert "2023 2 2024 1" in shown
    assert "Mei 2023" not in shown.partition("Kapan")[2].partition("Apa yang tidak")[0]


def test_a_page_is_narrowed_by_area_and_election_and_says_so(dewi: Holder) -> None:
    freeze(dewi, HOAX)
    freeze(dewi, HOAX, area="35.28.01", election="")
    assert "1 deklarasi yang berlaku memuat komitmen ini, di wilayah Kabupaten Pamekasan, Jawa Timur, untuk" in text(
        f"{PAGE}?wilayah=35.28&pemilihan=pilkada-2024"
    )
    assert "1 deklarasi yang berlaku memuat komitmen ini, di" in text(f"{PAGE}?wilayah=35.28.01")
    empty = text(f"{PAGE}?wilayah=36.04")
    assert "Belum ada deklarasi terdaftar yang memuat komitmen ini dengan saringan itu." in empty
    assert "2 deklarasi yang berlaku" in text(f"{PAGE}?wilayah=xx&pemilihan=%00")
    assert "noindex" in cast.Browser().get(f"{PAGE}?wilayah=35.28").content.decode()


def test_a_page_nobody_pledged_yet_says_so_and_an_unknown_kind_is_nothing(database: Path) -> None:
    assert "0 deklarasi" in text(PAGE)
    assert cast.Browser().get("/komitmen/tidak-ada/").status_code == 404


def test_a_group_shows_its_texts_with_every_word_that_differs_marked(dewi: Holder) -> None:
    first = freeze(dewi, FIRST)
    freeze(dewi, FIRST)
    freeze(dewi, MIDDLE)
    ref = Group.objects.get().ref
    page = cast.Browser().get(f"{PAGE}rumusan/{ref}/").content.decode()
    assert FIRST in page
    assert re.search(r'<ins><span class="sign">ditambah: </span>desa</ins>', page)
    assert f'href="/deklarasi/{first.declaration_id}/deklarasi-0/#poin-1"' in page
    assert "3</strong> deklarasi yang berlaku memakai rumusan ini" in page
    english = cast.Browser().get(f"/en{PAGE}rumusan/{ref}/").content.decode()
    assert '<span class="sign">added: </span>' in english


def test_a_group_that_went_up_in_another_leads_there_and_one_of_another_kind_is_nothing(dewi: Holder) -> None:
    freeze(dewi, FIRST)
    freeze(dewi, LAST)
    freeze(dewi, MIDDLE)
    (gone,) = Group.objects.filter(joined__isnull=False)
    moved = cast.Browser().get(f"{PAGE}rumusan/{gone.ref}/")
    assert (moved.status_code, moved["Location"]) == (301, f"{PAGE}rumusan/{gone.joined_id}/")
    assert cast.Browser().get(f"/komitmen/netral/rumusan/{gone.joined_id}/").status_code == 404
    assert cast.Browser().get(f"{PAGE}rumusan/{'0' * 26}/").status_code == 404


def test_decision_11_examples_are_counted_apart_and_marked(dewi: Holder) -> None:
    freeze(dewi, HOAX)
    for _ in range(2):
        freeze(dewi, HOAX, area="98.01")
    real = cast.Browser().get(PAGE)
    assert "1</strong> deklarasi yang berlaku" in real.content.decode()
    assert "X-Ikrar-Example" not in real.headers
    ref = Use.objects.filter(example=True)[0].group_id
    for path in (f"{PAGE}?contoh=1", f"{PAGE}?wilayah=98", f"{PAGE}rumusan/{ref}/", "/komitmen/?contoh=1"):
        example = cast.Browser().get(path)
        assert (example["X-Ikrar-Example"], example["X-Robots-Tag"]) == ("1", "noindex"), path
        assert "CONTOH / EXAMPLE" in example.content.decode(), path
    assert "2</strong> deklarasi yang berlaku" in cast.Browser().get(f"{PAGE}?contoh=1").content.decode()


def test_in_the_demo_examples_are_what_is_shown_unless_asked_otherwise(dewi: Holder, demo: object) -> None:
    freeze(dewi, HOAX, area="98.01")
    browser = cast.Client(SERVER_NAME="localhost", SERVER_PORT="8000", REMOTE_ADDR="127.0.0.1")
    assert "1</strong> deklarasi" in browser.get(PAGE).content.decode()
    assert "0</strong> deklarasi" in browser.get(f"{PAGE}?contoh=0").content.decode()


def test_pages_ask_the_database_as_often_for_many_declarations_as_for_few(dewi: Holder) -> None:
    freeze(dewi, HOAX)
    paths = ("/komitmen/", PAGE, f"{PAGE}?wilayah=35.28", f"{PAGE}rumusan/{Group.objects.get().ref}/")

    def asked() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as found:
                assert cast.Browser().get(path).status_code == 200
            counts.append(len(STORE.own(found)))
        return counts

    before = asked()
    for words in (HOAX, HOAX.upper(), f"{HOAX} kita"):
        freeze(dewi, words, area="35.28.01")
    assert asked() == before
    assert max(before) <= 14


def test_a_page_that_did_not_change_is_not_sent_again(dewi: Holder) -> None:
    version = freeze(dewi, HOAX)
    mark = cast.Browser().get(PAGE)["ETag"]
    assert cast.Browser().get(PAGE, headers={"If-None-Match": mark}).status_code == 304
    replaced(dewi, version, FIRST)
    assert cast.Browser().get(PAGE, headers={"If-None-Match": mark}).status_code == 200
