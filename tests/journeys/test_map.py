"""The map: by keyboard without JavaScript, and the one to drag, from our own files alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Demo, Visit
from tests.journeys.test_pages import violations

pytestmark = pytest.mark.journey


def test_the_drawn_map_works_by_keyboard_without_javascript(demo: Demo, visit: Visit) -> None:
    page = visit(java_script_enabled=False, viewport={"width": 320, "height": 800}).new_page()
    page.goto("/wilayah/")
    assert not page.locator(".open-map").is_visible()
    first = page.locator("svg.drawn a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/wilayah/11/")
    assert page.locator("h1").inner_text() == "Aceh"
    page.locator("svg.drawn a[aria-label^='Kota Banda Aceh']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/wilayah/11.71/")


def test_a_press_on_the_map_opens_the_area_under_it(demo: Demo, visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 1000}).new_page()
    page.goto("/wilayah/98.01/")
    page.locator("svg.drawn a[aria-label^='Cempaluna'] path").click()
    page.wait_for_url("**/wilayah/98.01.02/")
    assert "Cempaluna" in page.locator("h1").inner_text()


@pytest.mark.parametrize(("path", "theme"), [("/wilayah/", "light"), ("/en/wilayah/35/", "dark")])
def test_the_map_to_drag_opens_from_our_own_files_and_is_accessible(
    demo: Demo, visit: Visit, path: str, theme: str
) -> None:
    context = visit(viewport={"width": 1280, "height": 900}, color_scheme=theme)
    page = context.new_page()
    hosts: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(path)
    button = page.locator(".open-map")
    if button.count() == 0:
        pytest.skip("npm could not fetch the map library at set-up; the drawn map is all there is")
    assert violations(page) == []
    button.click()
    expect(page.locator(".moving[data-ready]")).to_be_visible()
    expect(page.locator("svg.drawn")).to_have_count(0)
    expect(page.locator("canvas:focus")).to_have_count(1)
    assert violations(page) == []
    assert hosts == {urlsplit(demo.origin).netloc}
    assert said == []
    assert context.cookies() == []


def test_a_browser_without_webgl_keeps_the_drawn_map(demo: Demo, visit: Visit) -> None:
    context = visit()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto("/wilayah/35/")
    if page.locator(".open-map").count() == 0:
        pytest.skip("npm could not fetch the map library at set-up; the drawn map is all there is")
    page.locator(".open-map").click()
    expect(page.locator(".map-says")).to_contain_text("Peta yang tergambar tetap dapat dipakai")
    assert page.locator("svg.drawn").is_visible()
