"""Every page of a meeting at the desk, on its way from the call to approved minutes: accessible in every view."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, Visit, follow
from tests.journeys.test_pages import VIEWS, faults, found_on

pytestmark = pytest.mark.journey
LANGUAGES = ("", "/en")
REGISTER = "/meja/rapat/keputusan/"
#: What is looked at as it is; the pages of one meeting follow.
STANDING = ("/meja/rapat/", "/meja/rapat/?q=tidakada", "/meja/rapat/baru/", REGISTER, f"{REGISTER}?q=tidakada")
OUTSIDE = ("/meja/surat/", "/meja/surat/?keadaan=sent", "/meja/rilis/rapat/{meeting}/", "/meja/rilis/deklarasi/{told}/")


def views(page: Page) -> Iterator[None]:
    """Show the page as it stands in each width and theme."""
    for width, theme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        yield


def seen(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page as it stands, in every view."""
    return [fault for _ in views(page) for fault in faults(page, name)]


def visited(page: Page, *paths: str) -> list[str]:
    """Return what is wrong with addresses, in both languages and every view."""
    wrong: list[str] = []
    for address in (prefix + path for path in paths for prefix in LANGUAGES):
        page.goto(address)
        wrong += seen(page, address)
    return wrong


def first_link(page: Page, address: str, pattern: str) -> str:
    """Return the first address on a page that reads like this."""
    page.goto(address)
    found = re.search(rf'href="({pattern})"', page.content())
    assert found is not None
    return found[1]


def test_pages_that_stand_have_no_accessibility_violation(
    demo: Demo, visit: Visit, dewi_state: dict[str, object]
) -> None:
    page = visit(storage_state=dewi_state).new_page()
    known = found_on(page)
    refs = {"meeting": known["meeting"].split("/")[2], "told": known["example"].split("/")[2]}
    decision = first_link(page, f"{REGISTER}?keadaan=overdue", f"{REGISTER}[0-9A-Z]{{26}}/")
    outside = [path.format(**refs) for path in OUTSIDE]
    assert visited(page, *STANDING, decision, *outside) == []


def test_a_meeting_from_its_call_to_its_approval_has_no_accessibility_violation(
    demo: Demo, visit: Visit, dewi_state: dict[str, object]
) -> None:
    page = visit(storage_state=dewi_state).new_page()
    meeting = first_link(page, "/meja/rapat/", "/meja/rapat/[0-9A-Z]{26}/")
    wrong = visited(page, meeting, f"{meeting}ubah/")
    page.goto(meeting)
    page.get_by_role("button", name="Buka rapat dan tulis notulen").click()
    page.wait_for_url("**/notulen/")
    wrong += visited(page, f"{meeting}notulen/")
    wrong += two_write(page, f"{meeting}notulen/")
    interrupted(page, f"{meeting}notulen/")
    wrong += door(page, visit, f"{meeting}hadir/")
    page.goto(f"{meeting}notulen/")
    follow(page.get_by_role("button", name="Simpan dan bekukan"))
    page.get_by_role("button", name="Setujui notulen untuk lembaga saya").wait_for()
    wrong += visited(page, meeting, f"{meeting}notulen/")
    page.goto(meeting)
    follow(page.get_by_role("button", name="Setujui notulen untuk lembaga saya"))
    page.get_by_text(re.compile("Disetujui KPU")).wait_for()
    assert wrong + seen(page, "a meeting approved by one institution") == []


def two_write(page: Page, minutes: str) -> list[str]:
    """Write minutes in two windows at once; return what is wrong with the page that shows both sides."""
    wrong: list[str] = []
    for prefix in LANGUAGES:
        other = page.context.new_page()
        for window in (page, other):
            window.goto(prefix + minutes)
        for window, words in ((page, f"Ditutup pukul dua belas. {prefix}"), (other, f"Ditutup doa. {prefix}")):
            window.locator("#closing").fill(words)
            follow(window.locator("button[data-save]"))
        other.locator("fieldset.choice").first.wait_for()
        wrong += seen(other, f"{prefix} minutes two wrote")
        other.close()
    return wrong


def interrupted(page: Page, minutes: str) -> None:
    """Type on without a connection, through a reload, and after the session ended: nothing typed is lost."""
    context, note, closing = page.context, page.locator(".autosave .said"), page.locator("#closing")
    page.goto(minutes)
    rows = page.locator("fieldset[data-decisions] > .rowbox")
    before = rows.count()
    page.route("**/simpan/", lambda route: route.abort())
    page.locator(f"#text-{before - 1}").fill("Diketik saat luring.")
    expect(rows).to_have_count(before + 1)
    expect(note).to_contain_text("Luring")
    page.locator(f"#text-{before}").fill("Diketik sesudah itu.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(minutes)
    expect(note).to_contain_text("Luring")
    page.unroute("**/simpan/")
    for n in (before - 1, before):
        page.locator(f"#owner-{n}").select_option(index=1)
    expect(note).to_contain_text("Tersimpan otomatis")
    session = [cookie for cookie in context.cookies() if "csrf" not in cookie["name"]]
    context.clear_cookies()
    closing.fill("Diketik tanpa sesi.")
    expect(note).to_contain_text("sesi berakhir")
    context.add_cookies(session)  # signed in again in another tab: a new token too
    closing.fill("Diketik sesudah masuk lagi.")
    expect(note).to_contain_text("Tersimpan otomatis")
    page.goto(minutes)
    expect(page.locator(f"#text-{before - 1}")).to_have_value("Diketik saat luring.")
    expect(page.locator(f"#text-{before}")).to_have_value("Diketik sesudah itu.")
    expect(closing).to_have_value("Diketik sesudah masuk lagi.")


def door(page: Page, visit: Visit, attendance: str) -> list[str]:
    """Open the door and check in; return what is wrong with the sheet of the code, its page, and the list."""
    wrong: list[str] = []
    for prefix in LANGUAGES:
        page.goto(prefix + attendance)
        follow(page.locator("button[value=open]"))
        page.locator(".qr").wait_for()
        wrong += seen(page, f"{prefix} the code of a door")
    found = re.search(r"/rapat/hadir/[0-9A-Z-]+/", page.content())
    assert found is not None
    guest = visit().new_page()
    wrong += visited(guest, found[0])
    guest.goto(found[0])
    follow(guest.locator("button.primary"))
    guest.locator("[role=alert]").wait_for()
    wrong += seen(guest, "a row without an office")
    guest.locator("#guest").fill("Dinas Kesehatan")
    guest.locator("#office").fill("Kepala Dinas")
    follow(guest.locator("button.primary"))
    guest.locator("[role=status]").wait_for()
    return wrong + seen(guest, "somebody checked in") + visited(page, attendance)
