"""Two articles of one event: sent as files, seen together, merged, taken apart, a doubt settled, one declaration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, Visit, follow
from tests.journeys.test_article import OWN

pytestmark = pytest.mark.journey

#: The same event in other words; its weekday does not fit its date.
SECOND = """Polres Lembah Arunika Kawal Deklarasi Pilkada Damai

LEMBAH ARUNIKA – Deklarasi Pilkada Damai digelar KPU Kabupaten Lembah Arunika di Balai Warga Sagarawana, Kabupaten
Lembah Arunika, Jumat (18/11/2026). Deklarasi dibacakan Ketua KPU Kabupaten Lembah Arunika, Tirta Gumelar Wisesa.

1. Menolak politik uang dalam bentuk apa pun.
2. Menjaga ketertiban selama masa kampanye.
"""
HTML = "<!doctype html><html><body><article><h1>{0}</h1>{1}</article></body></html>"


def as_page(article: str) -> str:
    title, _, rest = article.partition("\n")
    return HTML.format(title, "".join(f"<p>{part}</p>" for part in rest.split("\n") if part.strip()))


def send(page: Page, folder: Path) -> None:
    """Send one article as text and the other as a page of a newspaper."""
    (folder / "rilis.txt").write_text(OWN, encoding="utf-8")
    (folder / "koran.html").write_text(as_page(SECOND), encoding="utf-8")
    page.goto("/meja/bacaan/")
    page.get_by_label(re.compile("Atau pilih berkas")).set_input_files([folder / "rilis.txt", folder / "koran.html"])
    page.get_by_role("button", name="Baca", exact=True).click()
    expect(page.get_by_role("heading", name="2 draf dibuat")).to_be_visible()
    expect(page.get_by_text("koran.html")).to_be_visible()


def clean(page: Page) -> None:
    """Hold a page against axe, narrow and wide, light and dark, and see that nothing runs out of it."""
    for width in (320, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_articles_of_one_event_become_one_draft_and_can_be_parted(
    demo: Demo, visit: Visit, dewi_state: dict[str, object], tmp_path: Path, scripts: bool
) -> None:
    page = visit(storage_state=dewi_state, java_script_enabled=scripts).new_page()
    send(page, tmp_path)
    follow(page.get_by_role("link", name="Buka daftar draf"))
    event = page.get_by_role("region", name="Mungkin satu peristiwa").first
    expect(event.get_by_role("listitem").first).to_be_visible()
    if scripts:
        clean(page)
    follow(event.get_by_role("link", name="Bandingkan dan gabungkan"))
    expect(page.get_by_text("Wilayahnya sama.").first).to_be_visible()
    if scripts:
        clean(page)
    follow(page.get_by_role("button", name="Gabungkan", exact=True))
    expect(page.get_by_role("heading", name="Sumber draf gabungan ini")).to_be_visible()
    points = page.get_by_label(re.compile(r"^Poin \d+$"))
    merged = points.count()
    if scripts:
        clean(page)
    follow(page.get_by_role("button", name="Keluarkan artikel 2"))
    expect(page.get_by_role("heading", name="Sumber draf gabungan ini")).to_have_count(0)
    assert points.count() < merged
    page.get_by_text("Buang draf ini").click()
    follow(page.get_by_role("button", name="Ya, hapus sekarang"))
    page.goto("/en/meja/draf/")
    expect(page.get_by_role("heading", name="My reading drafts")).to_be_visible()
    page.goto("/meja/draf/")
    follow(page.locator(".register a").first)
    asked = page.locator("#doubts").locator("xpath=..").get_by_role("button")
    expect(asked.first, "the weekday does not fit the date").to_be_visible()
    asked.first.click()
    expect(page.get_by_text("Tersimpan.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Terima sebagai deklarasi").click()
    page.wait_for_url(re.compile(r"/meja/deklarasi/[0-9A-Z]{26}/"))
    page.goto("/meja/draf/?keadaan=confirmed")
    expect(page.get_by_text("sudah diterima").first).to_be_visible()
