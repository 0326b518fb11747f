"""A press article goes in; its declaration stands on a public page, and a stranger checks it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import PHONE, ROOT, Demo, Visit, follow

SEED = ROOT.parent / "shared" / "seeds" / "pamekasan-2024-08-16.txt"
PERSON = "Jazuli Dani Iriawan"
OWN = """Deklarasi Pilkada Damai Digelar di Lembah Arunika

LEMBAH ARUNIKA – KPU Kabupaten Lembah Arunika, Bawaslu Kabupaten Lembah Arunika dan Polres Lembah Arunika menandatangani
Deklarasi Pilkada Damai di Balai Warga Sagarawana, Kabupaten Lembah Arunika, Rabu (18/11/2026).

Deklarasi dibacakan Ketua KPU Kabupaten Lembah Arunika, Tirta Gumelar Wisesa, dan berisi 2 poin.

1. Menolak politik uang dalam bentuk apa pun.
2. Menangkal hoaks dan ujaran kebencian.
"""

pytestmark = pytest.mark.journey


def read_in(page: Page, article: str, published: str = "") -> None:
    """Paste an article as the secretary does."""
    page.goto("/meja/")
    page.get_by_role("link", name="Baca artikel baru").click()
    page.get_by_label("Teks artikel").fill(article)
    page.get_by_label("Tanggal terbit artikel, bila tahu").fill(published)
    page.get_by_role("button", name="Baca", exact=True).click()
    page.wait_for_url(re.compile(r"/meja/bacaan/[0-9A-Z]{26}/"))


def accept_and_freeze(page: Page, reader: Page) -> str:
    """Accept the draft, have another institution read it, and freeze it; returns the declaration's reference."""
    page.get_by_role("button", name="Terima sebagai deklarasi").click()
    page.wait_for_url(re.compile(r"/meja/deklarasi/[0-9A-Z]{26}/"))
    ref, title = page.url.rstrip("/").rsplit("/", 1)[1], page.get_by_label("Judul", exact=True).input_value()
    follow(page.get_by_role("button", name="Tinjau dan bekukan"))
    expect(page.get_by_role("button", name="Bekukan dan terbitkan")).to_have_count(0)
    page.get_by_label("Lembaga yang diminta membaca").select_option("98.01/bawaslu")
    page.get_by_role("button", name="Minta dibaca").click()
    expect(page.get_by_text("Menunggu jawaban")).to_be_visible()
    approve(reader, title)
    page.reload()
    page.get_by_role("button", name="Bekukan dan terbitkan").click()
    expect(page.get_by_text("Naskah ini sudah dibekukan dan terbit.")).to_be_visible()
    return ref


def approve(page: Page, title: str) -> None:
    """Find what waits on one's own desk, read it and approve it, as Bima does."""
    page.goto("/meja/")
    page.locator("section", has_text="Menunggu tinjauan Anda").get_by_role("link", name=title).first.click()
    expect(page.locator(".sheet ol.points > li").first).to_be_visible()
    page.get_by_role("button", name="Setujui naskah ini").click()
    expect(page.locator(".tag.approved")).to_be_visible()


def run_recipe(page: Page, folder: Path) -> str:
    """Run the three lines of the page in a shell, as a stranger would; returns what they print."""
    lines = page.locator("#recipe").inner_text().strip().splitlines()
    assert len(lines) == 3
    script = "set -e\n" + "\n".join(lines)
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def digest_shown(page: Page) -> str:
    return "".join(page.locator(".digest code").first.inner_text().split())


@pytest.mark.skipif(not SEED.exists(), reason="the real article lies beside the project, not in it")
def test_the_pamekasan_article_becomes_a_public_page_that_a_stranger_checks(
    demo: Demo, visit: Visit, dewi_state: dict[str, object], bima_state: dict[str, object], tmp_path: Path
) -> None:
    desk, reader = visit(storage_state=dewi_state).new_page(), visit(storage_state=bima_state).new_page()
    read_in(desk, SEED.read_text(encoding="utf-8"), "2024-08-27")

    expect(desk.get_by_label("Tanggal acara")).to_have_value("2024-08-16")
    expect(desk.get_by_label("Pemilihan", exact=True)).to_have_value("pilkada-2024")
    expect(desk.locator("#area")).to_contain_text("Kabupaten Pamekasan, Jawa Timur")
    expect(desk.get_by_label("Operasi pengamanan")).to_have_value("Operasi Mantap Praja Semeru 2024")
    expect(desk.locator("mark", has_text="Jumat (16/8")).to_be_visible()
    expect(desk.get_by_text("Artikel ini juga memuat:")).to_contain_text("Rapat koordinasi")
    expect(desk.get_by_text(re.compile("Hanya Anda yang melihat draf ini. Dihapus"))).to_be_visible()

    desk.get_by_label("Jabatan 1").fill("Kapolres Pamekasan")
    desk.get_by_label("Lembaga 3").fill("KPU Kabupaten Pamekasan")
    ref = accept_and_freeze(desk, reader)

    stranger = visit(viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)
    read_as_a_stranger(stranger, ref, tmp_path)


def read_as_a_stranger(context: BrowserContext, ref: str, folder: Path) -> None:
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
    page = context.new_page()
    page.goto("/deklarasi/?wilayah=35.28")
    follow(page.get_by_role("link", name=re.compile("Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan")).first)
    expect(page.locator("ol.points > li")).to_have_count(4)
    expect(page.locator("ol.points")).to_contain_text("menolak segala bentuk upaya provokasi")
    expect(page.locator("ol.offices")).to_contain_text("Kapolres Pamekasan")
    assert PERSON not in page.content()

    assert ": OK" in run_recipe(page, folder)
    shown = digest_shown(page)
    data = next(folder.glob("deklarasi-*.json")).read_bytes()
    assert hashlib.sha256(data).hexdigest() == shown
    assert json.loads(data)["area"] == "35.28"
    assert PERSON.encode() not in data

    page.locator("summary", has_text="Menu").first.click()
    follow(page.get_by_role("link", name="English").locator("visible=true"))
    expect(page.get_by_role("heading", name="Who pledged")).to_be_visible()
    assert f"/en/deklarasi/{ref}/" in page.url
    assert digest_shown(page) == shown
    assert hosts == {"localhost"}
    assert context.cookies() == []


def test_an_article_of_the_fictional_regency_is_marked_as_an_example_everywhere(
    demo: Demo, visit: Visit, dewi_state: dict[str, object], bima_state: dict[str, object], tmp_path: Path
) -> None:
    desk, reader = visit(storage_state=dewi_state).new_page(), visit(storage_state=bima_state).new_page()
    read_in(desk, OWN)
    expect(desk.get_by_label("Judul")).to_have_value(re.compile("^CONTOH "))
    ref = accept_and_freeze(desk, reader)

    page = visit().new_page()
    answer = page.goto(f"/deklarasi/{ref}/")
    assert answer is not None
    assert answer.headers["x-ikrar-example"] == "1"
    assert answer.headers["x-robots-tag"] == "noindex"
    expect(page.locator(".example")).to_contain_text("CONTOH / EXAMPLE")
    assert ": OK" in run_recipe(page, tmp_path)
    [copy] = tmp_path.glob("contoh-*.json")
    assert json.loads(copy.read_bytes())["title"].startswith("CONTOH ")


def test_a_persons_name_in_the_text_stops_freezing_until_it_is_gone(
    demo: Demo, visit: Visit, dewi_state: dict[str, object]
) -> None:
    page = visit(storage_state=dewi_state).new_page()
    read_in(page, OWN)
    page.get_by_label("Jabatan 1").fill("Ketua KPU, Tirta Gumelar Wisesa")
    follow(page.get_by_role("button", name="Terima sebagai deklarasi"))
    follow(page.get_by_role("button", name="Tinjau dan bekukan"))
    expect(page.get_by_text("Naskah memuat nama orang.")).to_be_visible()
    expect(page.get_by_role("button", name="Bekukan dan terbitkan")).to_have_count(0)
    follow(page.get_by_role("link", name="Kembali menyunting"))
    page.get_by_label("Jabatan 1").fill("Ketua KPU")
    follow(page.get_by_role("button", name="Tinjau dan bekukan"))
    expect(page.get_by_role("button", name="Minta dibaca")).to_be_visible()


def test_the_draft_saves_itself_and_a_second_window_overwrites_nothing(
    demo: Demo, visit: Visit, dewi_state: dict[str, object]
) -> None:
    first = visit(storage_state=dewi_state).new_page()
    read_in(first, OWN)
    second = visit(storage_state=dewi_state).new_page()
    second.goto(first.url)
    first.get_by_label("Tempat acara").fill("Balai Warga Cempaluna")
    expect(first.get_by_text("Tersimpan otomatis pukul")).to_be_visible()
    second.get_by_label("Tempat acara").fill("Lapangan Tirtanala")
    second.get_by_role("button", name="Simpan draf").click()
    expect(second.get_by_role("alert")).to_contain_text("Tidak ada yang ditimpa")
    expect(second.get_by_role("alert")).to_contain_text("Balai Warga Cempaluna")
    expect(second.get_by_label("Tempat acara")).to_have_value("Lapangan Tirtanala")


def test_an_area_is_picked_by_typing_and_without_javascript(
    demo: Demo, visit: Visit, dewi_state: dict[str, object]
) -> None:
    typing = visit(storage_state=dewi_state).new_page()
    read_in(typing, OWN)
    typing.get_by_label("Wilayah", exact=True).fill("sagarawana")
    typing.get_by_role("option", name=re.compile("Sagarawana")).first.click()
    expect(typing.get_by_text("Tersimpan otomatis pukul")).to_be_visible()
    typing.reload()
    expect(typing.locator("#area .picked")).to_contain_text("Sagarawana, Kabupaten Lembah Arunika")

    plain = visit(storage_state=dewi_state, java_script_enabled=False).new_page()
    plain.goto(typing.url)
    plain.get_by_label("Wilayah", exact=True).fill("cempaluna")
    follow(plain.get_by_role("button", name="Cari wilayah"))
    plain.get_by_role("radio", name=re.compile("Cempaluna")).check()
    follow(plain.get_by_role("button", name="Simpan draf"))
    expect(plain.locator("#area .picked")).to_contain_text("Cempaluna, Kabupaten Lembah Arunika")


def test_a_dropped_file_is_read_and_a_huge_one_is_refused_with_the_page_kept(
    demo: Demo, visit: Visit, dewi_state: dict[str, object], tmp_path: Path
) -> None:
    article, huge = tmp_path / "artikel.txt", tmp_path / "besar.txt"
    article.write_text(OWN, encoding="utf-8")
    huge.write_bytes(b"ikrar damai " * 4_500_000)
    page = visit(storage_state=dewi_state, java_script_enabled=False).new_page()
    page.goto("/meja/bacaan/")
    page.get_by_label(re.compile("Atau pilih berkas")).set_input_files(huge)
    page.get_by_role("button", name="Baca", exact=True).click()
    expect(page.get_by_role("heading", name="Kiriman terlalu besar")).to_be_visible()
    page.goto("/meja/bacaan/")
    page.get_by_label(re.compile("Atau pilih berkas")).set_input_files(article)
    page.get_by_role("button", name="Baca", exact=True).click()
    expect(page.get_by_label("Judul")).to_have_value(re.compile("Lembah Arunika"))
