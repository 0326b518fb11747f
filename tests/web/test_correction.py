"""The public difference between versions, and the list of corrections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.ref import new_ref
from tests import cast
from tests.records.test_wording import FIRST, HOAX, MIDDLE, freeze, replaced


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def page(path: str) -> str:
    response = cast.Browser().get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def test_what_changed_is_shown_word_by_word_with_the_published_reason(dewi: Holder) -> None:
    ref = replaced(dewi, freeze(dewi, FIRST, HOAX), HOAX, MIDDLE).declaration_id
    shown = page(f"/deklarasi/{ref}/versi/1..2/")
    assert "Apa yang berubah dari versi 1 ke versi 2" in shown
    assert "Salah ketik." in shown
    assert '<ins><span class="sign">ditambah: </span>desa</ins>' in shown
    fates = re.findall(r'<span class="fate">([^<]+)</span> ([^<]+)<', shown)
    assert len(fates) == 4
    assert {"Tetap", "Diubah"} <= {word for fate, _ in fates for word in fate.split()}
    assert "nomor 2 menjadi nomor 1" in {place.strip() for _, place in fates}


def test_added_and_dropped_points_say_so_in_words(dewi: Holder) -> None:
    ref = replaced(dewi, freeze(dewi, FIRST), HOAX).declaration_id
    shown = page(f"/deklarasi/{ref}/versi/1..2/")
    assert f'<del><span class="sign">dihapus: </span>{FIRST}</del>' in shown
    assert f'<ins><span class="sign">ditambah: </span>{HOAX}</ins>' in shown
    assert "Dihapus</span> dulu nomor 1" in shown
    assert "Ditambahkan</span> nomor 1" in shown
    assert "Removed</span> was number 1" in page(f"/en/deklarasi/{ref}/versi/1..2/")


def test_two_versions_with_one_between_them_give_every_reason(dewi: Holder) -> None:
    version = replaced(dewi, freeze(dewi, FIRST), HOAX)
    ref = replaced(dewi, version, MIDDLE).declaration_id
    shown = page(f"/deklarasi/{ref}/versi/1..3/")
    assert "Alasan versi 2" in shown
    assert "Alasan versi 3" in shown
    assert "Alasan versi 2" not in page(f"/deklarasi/{ref}/versi/2..3/")


def test_only_frozen_versions_are_compared_the_earlier_one_first(dewi: Holder) -> None:
    version = replaced(dewi, freeze(dewi, FIRST), HOAX)
    ref = version.declaration_id
    declaration.supersede(dewi, ref, reason="Rahasia dulu.", now=timezone.now())
    browser = cast.Browser()
    for pair in ("2..1", "1..1", "2..3", "0..2", "1..9"):
        assert browser.get(f"/deklarasi/{ref}/versi/{pair}/").status_code == 404, pair
    assert browser.get(f"/deklarasi/{new_ref()}/versi/1..2/").status_code == 404
    assert "Rahasia dulu." not in page("/koreksi/")


def test_corrections_are_listed_with_day_reason_and_the_way_to_what_changed(dewi: Holder) -> None:
    assert "Belum ada koreksi." in page("/koreksi/")
    first = replaced(dewi, freeze(dewi, FIRST), HOAX)
    replaced(dewi, first, MIDDLE)
    shown = page("/koreksi/")
    assert "2 koreksi" in shown
    assert shown.count("Alasan: Salah ketik.") == 2
    places = [shown.index(f"/deklarasi/{first.declaration_id}/versi/{pair}/") for pair in ("2..3", "1..2")]
    assert places == sorted(places)
    assert "Versi 1 diganti versi 2" in shown


def test_the_page_of_a_declaration_leads_to_what_changed_in_each_version(dewi: Holder) -> None:
    ref = replaced(dewi, replaced(dewi, freeze(dewi, FIRST), HOAX), MIDDLE).declaration_id
    shown = page(f"/deklarasi/{ref}/")
    assert re.findall(rf'href="/deklarasi/{ref}/versi/(\d\.\.\d)/"', shown) == ["2..3", "1..2"]


def test_decision_11_corrections_of_examples_are_marked(dewi: Holder) -> None:
    ref = replaced(dewi, freeze(dewi, FIRST, area="98.01"), HOAX).declaration_id
    assert '<span class="tag">CONTOH</span>' in page("/koreksi/")
    response = cast.Browser().get(f"/deklarasi/{ref}/versi/1..2/")
    assert (response["X-Ikrar-Example"], response["X-Robots-Tag"]) == ("1", "noindex")
    assert "CONTOH / EXAMPLE" in response.content.decode()


def test_text_of_a_version_stays_text_in_the_difference(dewi: Holder) -> None:
    ref = replaced(dewi, freeze(dewi, FIRST), "Menolak <b>hoaks</b> & fitnah").declaration_id
    shown = page(f"/deklarasi/{ref}/versi/1..2/")
    assert "&lt;b&gt;hoaks&lt;/b&gt; &amp; fitnah" in shown
    assert "<b>" not in shown


def test_a_hostile_long_text_is_compared_in_bounded_work(dewi: Holder) -> None:
    long = "damai tertib " * 4_000
    ref = replaced(dewi, freeze(dewi, "awal " + long + "akhir"), "awal tertib " + long + "aman akhir").declaration_id
    assert cast.Browser().get(f"/deklarasi/{ref}/versi/1..2/").status_code == 200
