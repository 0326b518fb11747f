"""The hall watches: offices appear as they sign, a lost connection is said and made up for, nothing is loaded."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, Demo, Visit, environment, follow

pytestmark = pytest.mark.journey

PROJECTOR = {"width": 1024, "height": 768}


def unsigned(page: Page) -> str:
    """Return the reference of an example declaration that nobody signed yet."""
    page.goto("/deklarasi/?wilayah=98.01")
    addresses = [link.get_attribute("href") or "" for link in page.locator(".register a").all()]
    refs = [found.group(1) for address in addresses if (found := re.search(r"/deklarasi/(\w{26})/", address))]
    for ref in refs:
        page.goto(f"/upacara/{ref}/")
        if page.locator("#count").inner_text().startswith("0 dari") and page.locator(".signers > li").count() > 1:
            return ref
    raise AssertionError("every example is signed")


def sign(demo: Demo, ref: str, *offices: int) -> None:
    """Let offices sign, in a process of their own."""
    told = {"DJANGO_SETTINGS_MODULE": "ikrar.settings", "IKRAR_DEMO": "1", "IKRAR_DATA": str(demo.data)}
    command = [sys.executable, "-m", "tests.journeys.signatory", ref, *map(str, offices)]
    origin = {"IKRAR_ORIGIN": demo.origin}
    subprocess.run(command, check=True, timeout=120, cwd=ROOT, env=environment() | told | origin)


def test_offices_appear_as_they_sign_through_a_lost_connection_without_loading(visit: Visit, demo: Demo) -> None:
    context = visit(viewport=PROJECTOR)
    page = context.new_page()
    ref = unsigned(page)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    sign(demo, ref, 1)
    expect(page.locator("#count")).to_have_text(re.compile(r"^1 dari \d+ menandatangani$"))
    expect(page.locator("#o1")).to_have_class(re.compile("signed"))
    expect(page.locator("#o1 .says")).to_contain_text("kunci sandi pemegang tautan")
    expect(page.locator("#last")).to_contain_text("Baru saja:")
    context.set_offline(True)
    expect(page.locator("#lost")).to_contain_text("Sambungan terputus sejak")
    sign(demo, ref, 2)
    expect(page.locator("#o2")).to_have_class("open")
    context.set_offline(False)
    expect(page.locator("#count")).to_have_text(re.compile(r"^2 dari \d+ menandatangani$"))
    expect(page.locator("#lost")).to_have_text("")
    assert loads == []
    assert page.evaluate("scrollX") == 0


@pytest.mark.parametrize(("width", "scheme"), [(1024, "light"), (320, "dark")])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_screen_is_accessible_narrow_wide_dark_and_light(
    visit: Visit, width: int, scheme: str, prefix: str
) -> None:
    page = visit(viewport={"width": width, "height": 768}, color_scheme=scheme).new_page()
    ref = unsigned(page)
    page.goto(f"{prefix}/upacara/{ref}/")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", [PROJECTOR, {"width": 1280, "height": 720}], ids=["1024", "1280"])
def test_a_text_of_eight_points_stands_whole_on_a_projector(visit: Visit, size: dict[str, int]) -> None:
    page = visit(viewport=size).new_page()
    page.goto("/deklarasi/?q=Pulau+Senandika")
    address = page.locator(".register a").first.get_attribute("href") or ""
    page.goto(f"/upacara/{address.split('/')[2]}/")
    assert page.locator(".points > li").count() == 8
    assert page.get_by_text("Bukan bukti apa pun.").is_visible()
    assert page.locator("#hall").evaluate("e => e.getBoundingClientRect().bottom") <= size["height"]


def test_without_a_script_the_screen_shows_everything_and_a_way_to_load_it_again(visit: Visit) -> None:
    with_script = visit().new_page()
    ref = unsigned(with_script)
    page = visit(java_script_enabled=False).new_page()
    page.goto(f"/upacara/{ref}/")
    expect(page.locator(".signers > li").first).to_be_visible()
    follow(page.get_by_role("link", name="Muat ulang untuk melihat tanda tangan terbaru"))
    expect(page.locator("#count")).to_contain_text("dari")
