"""Offices sign in real browsers: a key is enrolled and vouched for, then five offices sign at once, each on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, Visit, enter, follow
from tests.journeys.test_key import with_device
from tests.journeys.test_pages import sideways, violations

pytestmark = pytest.mark.journey

LINK = re.compile(r"/(?:tanda-tangan|kunci-lembaga)/[0-9A-Z]{25}/")
OWN = "main a[href^='/meja/deklarasi/']"
KEPT = "Tersimpan: jabatan ini menandatangani"


def links_on(page: Page) -> list[str]:
    """Return the links that a sheet shows, each once, in their order."""
    return list(dict.fromkeys(LINK.findall(page.content())))


def enrol(demo: Demo, visit: Visit, phone: Page) -> None:
    """Let Sari print a link, the phone make the key, and Sari and Bima vouch for it."""
    sari, bima = visit().new_page(), visit().new_page()
    enter(sari, demo, "sari")
    enter(bima, demo, "bima")
    sari.goto("/meja/jabatan/")
    assert violations(sari) == []
    follow(sari.get_by_role("button", name="Buat tautan sekali pakai"))
    phone.goto(links_on(sari)[0])
    assert violations(phone) == []
    phone.get_by_role("button", name="Buat kunci jabatan").click()
    expect(phone.get_by_text("Kunci jabatan ini sudah dibuat")).to_be_visible()
    for page in (sari, bima):
        page.goto("/meja/jabatan/")
        follow(page.get_by_role("link", name="Buka kunci Ketua KPU").first)
        assert violations(page) == []
        follow(page.get_by_role("button", name="Saya menjamin kunci ini"))
    expect(bima.get_by_text("Dijamin oleh")).to_be_visible()
    expect(bima.get_by_role("button", name="Saya menjamin kunci ini")).to_have_count(0)


def sheets(demo: Demo, visit: Visit) -> tuple[Page, list[str]]:
    """Let Dewi print the links of a declaration that nobody has signed; returns its page and the links."""
    dewi = visit().new_page()
    enter(dewi, demo, "dewi")
    follow(dewi.locator(OWN, has_text=re.compile("Deklarasi Pilkada Damai [0-9]+ Kabupaten")).first)
    follow(dewi.get_by_role("main").get_by_role("link", name="Tanda tangan", exact=True))
    here = dewi.url
    assert violations(dewi) == []
    follow(dewi.get_by_role("button", name="Buat dan tampilkan sekali"))
    found = links_on(dewi)
    assert violations(dewi) == []
    dewi.goto(here)
    return dewi, found


def test_five_offices_sign_at_once_one_of_them_with_its_vouched_key(demo: Demo, visit: Visit) -> None:
    errors: list[str] = []
    devices = [with_device(visit()) for _ in range(5)]
    phones = [page for page, _session, _device in devices]
    for page in phones:
        page.set_viewport_size({"width": 360, "height": 740})
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    enrol(demo, visit, phones[0])
    dewi, links = sheets(demo, visit)
    assert len(links) == 5
    for page, link in zip(phones, links, strict=True):
        page.goto(link)
        assert sideways(page) <= 0
    assert violations(phones[0]) + violations(phones[1]) == []

    first, session, device = devices[0]
    told = {"authenticatorId": device, "isUserVerified": False}
    session.send("WebAuthn.setUserVerified", told)
    first.get_by_role("button", name="Tandatangani dengan kunci jabatan").click()
    expect(first.get_by_text("tautan Anda masih berlaku")).to_be_visible()
    session.send("WebAuthn.setUserVerified", told | {"isUserVerified": True})

    first.context.set_offline(True)
    first.get_by_role("button", name="Tandatangani dengan kunci jabatan").click()
    expect(first.get_by_text("Sambungan terputus.")).to_be_visible()
    first.context.set_offline(False)
    errors.clear()  # the browser itself tells of the connection

    first.get_by_role("button", name="Tandatangani dengan kunci jabatan").click()
    for page in phones[1:]:
        for other in page.get_by_text("Ponsel ini tidak menyimpan kunci jabatan").all():  # an office of the demo's keys
            other.click()
        page.get_by_role("button", name=re.compile("^Buat kunci dan tandatangani")).last.click()
    for page in phones:
        expect(page.get_by_text(KEPT)).to_be_visible()
    expect(first.get_by_text("Kuncinya dijamin")).to_be_visible()
    expect(phones[4].get_by_text("Tercatat sebagai pemegang tautan")).to_be_visible()
    assert errors == []

    dewi.reload()
    expect(dewi.get_by_text("ditandatangani dengan kunci jabatan")).to_have_count(1)
    expect(dewi.get_by_text("ditandatangani pemegang tautan")).to_have_count(4)


def test_without_javascript_the_signing_page_offers_the_hand_and_still_refuses(demo: Demo, visit: Visit) -> None:
    dewi = visit().new_page()
    enter(dewi, demo, "dewi")
    follow(dewi.locator(OWN, has_text="Ramah bagi Semua Pemilih").first)
    follow(dewi.get_by_role("main").get_by_role("link", name="Tanda tangan", exact=True))
    follow(dewi.get_by_role("button", name="Buat dan tampilkan sekali"))
    plain = visit(java_script_enabled=False).new_page()
    plain.goto(links_on(dewi)[0])
    expect(plain.get_by_text("Kunci sandi memerlukan JavaScript")).to_be_visible()
    expect(plain.get_by_role("button", name=re.compile("andatangani dengan|Buat kunci"))).to_have_count(0)
    plain.get_by_text("Tidak menandatangani", exact=True).click()
    plain.get_by_role("button", name="Catat: tidak menandatangani").click()
    expect(plain.get_by_text("Tercatat: jabatan ini tidak menandatangani")).to_be_visible()
