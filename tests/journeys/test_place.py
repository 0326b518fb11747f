"""The place picker with a keyboard alone, without JavaScript, and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, Visit, follow
from tests.journeys.test_article import OWN, read_in
from tests.journeys.test_pages import sideways, violations

pytestmark = pytest.mark.journey
TARGET = 44  # pixels a finger needs


@pytest.fixture
def draft(demo: Demo, visit: Visit, dewi_state: dict[str, object]) -> str:
    page = visit(storage_state=dewi_state).new_page()
    read_in(page, OWN)
    return page.url.partition("?")[0]


def at(visit: Visit, state: dict[str, object], address: str, **options: object) -> Page:
    page = visit(storage_state=state, **options).new_page()
    page.goto(address)
    return page


def test_a_keyboard_alone_finds_and_picks_an_area(visit: Visit, dewi_state: dict[str, object], draft: str) -> None:
    page = at(visit, dewi_state, draft)
    box = page.get_by_role("combobox", name="Wilayah", exact=True)
    box.focus()
    page.keyboard.type("Serang")
    expect(page.locator(".picker .said")).to_contain_text("wilayah bernama “Serang”")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "area_option_1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".picked")).to_have_text(re.compile("Kabupaten Serang, Banten"))
    expect(page.locator("input[name=area]")).to_have_value("36.04")
    expect(page.locator(".autosave")).to_contain_text("Tersimpan otomatis pukul")
    page.reload()
    expect(page.locator("input[name=area]")).to_have_value("36.04")


def test_without_javascript_the_button_leads_to_choices(
    visit: Visit, dewi_state: dict[str, object], draft: str
) -> None:
    page = at(visit, dewi_state, draft, java_script_enabled=False)
    page.get_by_label("Wilayah", exact=True).fill("Pamekassan")
    follow(page.get_by_role("button", name="Cari wilayah"))
    expect(page.get_by_text("Tidak ada wilayah yang tepat bernama “Pamekassan”.")).to_be_visible()
    assert page.locator("#area_words").input_value() == "Pamekassan"
    page.locator('input[name=area_pick][value="35.28"]').check()
    follow(page.get_by_role("button", name="Simpan draf"))
    expect(page.locator("input[name=area]")).to_have_value("35.28")


def test_on_a_phone_every_choice_is_large_enough_and_nothing_scrolls_sideways(
    visit: Visit, dewi_state: dict[str, object], draft: str
) -> None:
    page = at(visit, dewi_state, draft, viewport={"width": 320, "height": 640}, has_touch=True)
    page.locator("#area_words").fill("Lembah Arunika")
    option = page.locator(".picker [role=option]").first
    expect(option).to_be_visible()
    heights = [row.bounding_box()["height"] for row in page.locator(".picker [role=option]").all()]
    assert min(heights) >= TARGET
    assert sideways(page) <= 0
    option.tap()
    expect(page.locator(".picked")).to_have_text(re.compile("Kabupaten Lembah Arunika"))
    assert violations(page) == []
