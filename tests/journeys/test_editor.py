"""The editor keeps what is typed: by keyboard, offline, in two tabs, step by step back and forth, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, Visit, follow
from tests.journeys.test_article import OWN, read_in

pytestmark = pytest.mark.journey
SAVED = "Tersimpan otomatis pukul"


@pytest.fixture
def draft(demo: Demo, visit: Visit, dewi_state: dict[str, object]) -> Page:
    """A draft of a declaration, open in Dewi's editor."""
    page = visit(storage_state=dewi_state).new_page()
    read_in(page, OWN)
    page.get_by_role("button", name="Terima sebagai deklarasi").click()
    page.wait_for_url(re.compile(r"/meja/deklarasi/[0-9A-Z]{26}/"))
    return page


def type_place(page: Page, words: str) -> None:
    """Type the place and wait until it is saved."""
    page.get_by_label("Tempat acara").fill(words)
    expect(page.get_by_text(SAVED)).to_be_visible()


def point(page: Page, number: int) -> str:
    return page.locator(f"#point-{number}").input_value()


def test_a_point_moves_by_keyboard_and_the_cursor_goes_with_it(draft: Page) -> None:
    first, second = point(draft, 0), point(draft, 1)
    draft.locator("#point-0").focus()
    draft.keyboard.press("Alt+ArrowDown")
    expect(draft.locator("#point-1")).to_have_value(first)
    expect(draft.locator("#point-1")).to_be_focused()
    draft.keyboard.press("Alt+ArrowUp")
    expect(draft.locator("#point-1")).to_have_value(second)
    expect(draft.locator("#point-0")).to_be_focused()


def test_the_cursor_is_in_the_new_row_and_ctrl_s_saves_at_once(draft: Page) -> None:
    draft.get_by_role("button", name="Tambah poin").click()
    expect(draft.locator("#point-2")).to_be_focused()
    draft.keyboard.type("Menjaga persatuan.")
    draft.keyboard.press("Control+s")
    expect(draft.get_by_text(SAVED)).to_be_visible()
    draft.get_by_role("button", name="Naikkan poin 3").press("Enter")
    expect(draft.locator("#point-1")).to_have_value("Menjaga persatuan.")
    expect(draft.get_by_role("button", name="Naikkan poin 2")).to_be_focused()
    draft.get_by_role("button", name="Hapus poin 2").click()
    expect(draft.locator("#point-2")).to_have_count(0)
    expect(draft.locator("#point-1")).to_be_focused()


def test_steps_are_undone_and_done_again(draft: Page) -> None:
    draft.get_by_role("button", name="Tambah poin").click()
    expect(draft.locator("#point-2")).to_be_focused()
    draft.keyboard.type("Menjaga persatuan.")
    expect(draft.get_by_text(SAVED)).to_be_visible()
    draft.get_by_role("button", name="Urungkan").click()
    expect(draft.locator("#point-2")).to_have_value("")
    draft.get_by_role("button", name="Urungkan").click()
    expect(draft.locator("#point-2")).to_have_count(0)
    follow(draft.get_by_role("button", name="Ulangi"))
    expect(draft.locator("#point-2")).to_have_value("")
    draft.get_by_role("button", name="Ulangi").click()
    expect(draft.locator("#point-2")).to_have_value("Menjaga persatuan.")
    draft.get_by_role("link", name="Suntingan sebelumnya").click()
    expect(draft.locator(".editions > li")).to_have_count(3)
    follow(draft.get_by_role("button", name=re.compile("Kembali ke")).last)
    expect(draft.locator("#point-1")).to_be_visible()
    expect(draft.locator("#point-2")).to_have_count(0)


def test_a_lost_connection_loses_nothing(draft: Page) -> None:
    draft.context.set_offline(True)
    draft.get_by_label("Tempat acara").fill("Balai Luring")
    expect(draft.get_by_text("Luring:")).to_be_visible()
    draft.get_by_label("Tempat acara").fill("Balai Luring Cempaluna")
    draft.context.set_offline(False)
    expect(draft.get_by_text(SAVED)).to_be_visible()
    draft.reload()
    expect(draft.get_by_label("Tempat acara")).to_have_value("Balai Luring Cempaluna")


def test_leaving_with_something_unsaved_is_asked_about(draft: Page) -> None:
    asked: list[str] = []
    draft.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    draft.context.set_offline(True)
    draft.get_by_label("Tempat acara").press_sequentially("Balai")
    expect(draft.get_by_text("Luring:")).to_be_visible()
    draft.close(run_before_unload=True)
    draft.wait_for_event("dialog") if not asked else None
    assert asked == ["beforeunload"]
    expect(draft.get_by_label("Tempat acara")).to_have_value(re.compile("Balai$"))
    draft.context.set_offline(False)


def test_two_tabs_are_merged_field_by_field(draft: Page) -> None:
    other = draft.context.new_page()
    other.goto(draft.url)
    type_place(draft, "Lapangan Tirtanala")
    other.get_by_label("Penutup, bila ada").fill("Demikian ikrar ini.")
    other.get_by_role("button", name="Lihat perbedaannya dan pilih").click()
    expect(other.get_by_role("heading", name="Dua orang mengubah rancangan ini")).to_be_visible()
    other.reload()
    expect(other.get_by_text("Demikian ikrar ini.")).to_be_visible()
    expect(other.get_by_text("Lapangan Tirtanala")).to_be_visible()
    other.locator("fieldset", has_text="Tempat").get_by_label("Yang tersimpan").check()
    other.locator("fieldset", has_text="Penutup").get_by_label("Isian saya").check()
    other.get_by_role("button", name="Simpan pilihan ini").click()
    expect(other.get_by_label("Tempat acara")).to_have_value("Lapangan Tirtanala")
    expect(other.get_by_label("Penutup, bila ada")).to_have_value("Demikian ikrar ini.")


def test_on_paper_the_draft_is_a_draft_on_a_sheet_of_a4(draft: Page) -> None:
    follow(draft.get_by_role("link", name="Lihat di atas kertas"))
    expect(draft.locator(".across")).to_have_attribute("data-words", "RANCANGAN")
    expect(draft.locator(".signatures .line")).to_have_count(3)
    draft.emulate_media(media="print")
    expect(draft.locator(".screen").first).to_be_hidden()
    assert draft.pdf(prefer_css_page_size=True).startswith(b"%PDF")
