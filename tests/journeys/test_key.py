"""A passkey made and used in a real browser, with the browser's own virtual authenticator."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Demo, Visit, enter, follow
from tests.journeys.test_pages import DEVICE, VIEWS, sideways, violations

pytestmark = pytest.mark.journey

PAGES = ("", "ulang/", "sandi/", "kode/", "passkey/", "cadangan/")


def with_device(context: BrowserContext, **changes: object) -> tuple[Page, Any, str]:
    """Open a page in whose browser an authenticator is plugged in; returns page, CDP session and its id."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changes})
    return page, session, str(made["authenticatorId"])


def test_r31_a_passkey_is_made_at_the_desk_and_opens_it_alone_the_next_time(demo: Demo, visit: Visit) -> None:
    page, session, device = with_device(visit())
    errors: list[str] = []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    enter(page, demo, "dewi")
    page.get_by_role("link", name="Kunci masuk").click()
    page.get_by_role("link", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci").fill("laptop kantor")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/meja/kunci/cadangan/")
    expect(page.locator("ol.codes li")).to_have_count(10)
    page.get_by_role("button", name="Sudah saya simpan").click()
    expect(page.get_by_role("link", name="laptop kantor")).to_be_visible()
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    page.goto("/keluar/")
    follow(page.get_by_role("button", name="Keluar"))
    page.goto("/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/meja/")
    expect(page.get_by_role("heading", name="Meja kerja")).to_be_visible()
    assert errors == [], "no script, style or frame was stopped by the policy"


def test_r31_a_passkey_serves_as_second_factor_in_the_demo(demo: Demo, visit: Visit) -> None:
    page, _session, _device = with_device(visit())
    enter(page, demo, "wati")
    page.goto("/meja/kunci/passkey/")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/meja/kunci/cadangan/")
    page.goto("/keluar/")
    follow(page.get_by_role("button", name="Keluar"))
    page.goto(demo.link("wati"))
    follow(page.get_by_role("button", name="Masuk", exact=True))
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/meja/")
    expect(page.get_by_role("heading", name="Meja kerja")).to_be_visible()


def test_a_passkey_that_is_not_given_changes_nothing_and_says_so(demo: Demo, visit: Visit) -> None:
    page, session, device = with_device(visit())
    enter(page, demo, "sari")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/meja/kunci/passkey/")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada yang berubah")
    page.goto("/meja/kunci/")
    expect(page.get_by_text("Belum ada kunci sandi.")).to_be_visible()


def test_without_javascript_or_without_support_the_page_says_what_works_instead(demo: Demo, visit: Visit) -> None:
    plain = visit(java_script_enabled=False).new_page()
    plain.goto("/masuk/")
    expect(plain.get_by_text("Kunci sandi memerlukan JavaScript")).to_be_visible()
    expect(plain.get_by_role("button", name="Masuk dengan kunci sandi")).to_have_count(0)
    context = visit()
    context.add_init_script("delete window.PublicKeyCredential")
    old = context.new_page()
    old.goto("/masuk/")
    expect(old.get_by_text("Peramban ini tidak dapat memakai kunci sandi.")).to_be_visible()
    expect(old.get_by_role("button", name="Masuk dengan kunci sandi")).to_have_count(0)


def test_key_pages_have_no_accessibility_violation_in_either_language(demo: Demo, visit: Visit) -> None:
    context = visit()
    page, _session, _device = with_device(context)
    enter(page, demo, "tono")
    page.goto("/meja/kunci/passkey/")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/meja/kunci/cadangan/")
    wrong: list[str] = violations(page)
    follow(page.get_by_role("button", name="Sudah saya simpan"))
    key = str(page.locator("ul.register a").first.get_attribute("href"))
    for width, theme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        for path in (*(f"/meja/kunci/{p}" for p in PAGES), key, "/en/meja/kunci/", "/en/meja/kunci/kode/"):
            page.goto(path)
            wrong += [f"{path} {width} {theme} {v}" for v in violations(page)]
            wrong += [f"{path} scrolls by {sideways(page)} px at {width}"] if sideways(page) > 0 else []
    assert wrong == []
