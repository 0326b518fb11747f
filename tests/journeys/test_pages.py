"""Every page in both languages, two widths and two themes: no accessibility violation, no sideways scrolling, light."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Demo, Visit, follow
from tests.journeys.test_article import OWN, read_in

pytestmark = pytest.mark.journey

#: Colours come from tokens alone and do not change with the width, so each is tried once.
#: A phone that says yes at once, as the browser pretends one.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
VIEWS = ((320, "light"), (1280, "dark"))
#: What readers choose for themselves: options of their window, and a style of their own (WCAG 1.4.12).
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
SPACED += " p { margin-block-end: 2em !important; }"
WISHES = (
    ({"viewport": {"width": 1024, "height": 768}, "forced_colors": "active"}, ""),
    ({"viewport": {"width": 320, "height": 640}, "contrast": "more", "color_scheme": "dark"}, ""),
    ({"viewport": {"width": 1920, "height": 1080}, "contrast": "more", "reduced_motion": "reduce"}, ""),
    ({"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}, SPACED),
)
TYPICAL = ("/", "/deklarasi/?q=tidakada", "{example}", "/wilayah/98.01/", "/periksa/", "/tidak-ada/")
FIRST_VIEW = 60_000  # bytes over the wire: page, style, script, fonts
AREAS = (
    "/wilayah/",
    "/wilayah/35/",
    "/wilayah/35.28/",
    "/wilayah/98.01/",
    "/wilayah/?q=serang",
    "/wilayah/titik/?lat=x",
)
INSTITUTIONS = (
    "/lembaga/",
    "/lembaga/?q=tidakada",
    "/lembaga/98.01/kpu/",
    "/pemilihan/pemilu-2024/",
    "/pemilihan/pilkada-2024/",
)
DECLARATIONS = ("/deklarasi/", "/deklarasi/?q=tidakada", "/deklarasi/?q=hoaks&jenis=NO_HOAX&wilayah=98.01", "{example}")
HOME = ("/", "/?wilayah=35.28", "/?tempat=serang")
CHECK = ("/periksa/", "/periksa/?sidik=0123456789abcdef")
MANUAL = ("/panduan/", "/panduan/apa-itu-ikrar/", "/panduan/menyusun-naskah/", "/panduan/?q=sidik")
SPREAD = (
    "/komitmen/",
    "/komitmen/tolak-hoaks/",
    "/komitmen/jaga-persatuan/?wilayah=98",
    "{wording}",
    "/koreksi/",
    "{difference}",
    "{version}",
    "/sematkan/?alamat=/wilayah/98.01/",
    "/sematkan/?alamat=x",
    "/embed/wilayah/98.01/",
    "/embed/komitmen/tolak-hoaks/",
    "{embedded}",
)
CALENDAR = (
    "/kalender/",
    "/kalender/?pemilihan=pilkada-2024",
    "/kalender/?tempat=&bulan=1999-01",
    "/kalender/pilkada-2024/",
    "/kalender/pemilu-2024/PARTY_REG/",
    "/kalender/pilkada-arunika/QUIET/",
    "/embed/kalender/pilkada-arunika/",
    "/sematkan/?alamat=/kalender/pilkada-2024/",
)
#: Signed, witnessed, checked.
RELAY = ("/kirab/", "{relay}", "{relay}serah-terima/2/", "/kirab/?q=tidakada")
MEETINGS = ("/rapat/", "/rapat/?q=tidakada", "{meeting}")
LEDGER = ("/buku-besar/", "{leaf}", "/periksa/berkas/", "{ceremony}")
PUBLIC = (
    *HOME,
    *DECLARATIONS,
    *AREAS,
    *INSTITUTIONS,
    *CHECK,
    *MANUAL,
    *SPREAD,
    *LEDGER,
    *CALENDAR,
    *RELAY,
    *MEETINGS,
    "/api/v1/",
    "/masuk/",
    "/tidak-ada/",
)
OWN_INSTITUTION = "/meja/lembaga/98.01/kpu/"
ADMINISTRATOR = (
    "/meja/",
    "/meja/lembaga/",
    OWN_INSTITUTION,
    OWN_INSTITUTION + "?tersimpan=names",
    "/meja/akun/",
    "/meja/akun/usul/",
    "/meja/akun/bertugas/",
    "{grant}",
    "{grant}pindah/",
    "/meja/jejak/",
    "/meja/buku-besar/",
    "/meja/perangkat/",
    "/meja/kunci/",
    "/meja/kunci/ulang/",
)


def example_of(page: Page) -> str:
    page.goto("/deklarasi/")
    return str(page.locator("ul.register a").first.get_attribute("href"))


def found_on(page: Page) -> dict[str, str]:
    """Return the addresses that change from one demo to the next, by what stands for them in the lists above."""
    found = {"example": example_of(page)}
    reference = found["example"].split("/")[2]
    page.goto("/koreksi/")
    found["difference"] = str(page.locator("ul.register a").first.get_attribute("href"))
    page.goto("/kirab/")
    found["relay"] = str(page.locator("ul.register a").first.get_attribute("href"))
    page.goto("/rapat/")
    found["meeting"] = str(page.locator("ol.meetings a").first.get_attribute("href"))
    page.goto("/buku-besar/")
    found["leaf"] = str(page.locator(".acts-list a").first.get_attribute("href"))
    page.goto("/komitmen/tolak-hoaks/")
    found["wording"] = str(page.locator("main a[href*='/rumusan/']").first.get_attribute("href"))
    found |= {"version": f"/deklarasi/{reference}/versi/1/", "embedded": f"/embed/deklarasi/{reference}/"}
    return found | {"ceremony": f"/upacara/{reference}/"}


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with the page as it stands: violations, and how far it scrolls sideways."""
    wrong = [f"{address} {v}" for v in violations(page)]
    return wrong + ([f"{address} scrolls sideways by {sideways(page)} px"] if sideways(page) > 0 else [])


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_public_pages_have_no_accessibility_violation_in_either_language(
    demo: Demo, visit: Visit, width: int, theme: str
) -> None:
    page = visit(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
    changing = found_on(page)
    wrong: list[str] = []
    for prefix in ("", "/en"):
        for path in PUBLIC:
            address = prefix + path.format(**changing)
            page.goto(address)
            wrong += faults(page, address)
    assert wrong == []


@pytest.mark.parametrize(("wish", "style"), WISHES, ids=["forced colours", "phone", "projector", "spaced text"])
def test_what_a_reader_chose_for_themselves_wins(demo: Demo, visit: Visit, wish: dict[str, object], style: str) -> None:
    page = visit(**wish, bypass_csp=bool(style)).new_page()
    example = example_of(page)
    wrong: list[str] = []
    for path in TYPICAL:
        page.goto(path.format(example=example))
        if style:
            page.add_style_tag(content=style)
        wrong += faults(page, path)
    assert wrong == []


def test_on_a_projector_the_type_grows_and_on_a_phone_the_menu_stays_small(demo: Demo, visit: Visit) -> None:
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    sizes = []
    for width in (320, 1024, 1920):
        page = visit(viewport={"width": width, "height": 640}).new_page()
        page.goto("/")
        sizes.append(float(page.evaluate(size)))
        if width == 320:
            assert page.locator(".top").bounding_box()["height"] < 640 / 4  # type: ignore[index]
            page.locator(".menu-folded > summary").click()
            expect(page.locator(".menu-folded a").first).to_be_visible()
    assert sizes == sorted(sizes)
    assert sizes[0] >= 17
    assert sizes[-1] >= 20


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_desk_pages_have_no_accessibility_violation_in_either_language(
    demo: Demo, visit: Visit, dewi_state: dict[str, object], width: int, theme: str
) -> None:
    context = visit(viewport={"width": width, "height": 800}, color_scheme=theme, storage_state=dewi_state)
    page = context.new_page()
    read_in(page, OWN)
    draft = re.sub(r"^.*?(/meja/)", r"\1", page.url.partition("?")[0])
    page.get_by_role("button", name="Terima sebagai deklarasi").click()
    page.wait_for_url(re.compile("/meja/deklarasi/"))
    declaration = re.sub(r"^.*?(/meja/)", r"\1", page.url)
    page.goto("/meja/")
    frozen = str(page.locator("li:has(.tag.frozen) a").first.get_attribute("href"))
    page.goto("/meja/kirab/")
    relay = str(page.locator("ul.register a").first.get_attribute("href"))
    paths = (
        "/meja/kirab/",
        "/meja/kirab/baru/",
        relay,
        relay + "4/",
        relay + "5/",
        "/meja/",
        "/meja/bacaan/",
        "/meja/draf/",
        "/meja/deklarasi/",
        "/meja/tinjauan/",
        "/meja/kunci/",
        draft,
        draft + "?cari=cempaluna",
        draft + "gabung/",
        declaration,
        declaration + "suntingan/",
        declaration + "cetak/",
        declaration + "gambar/",
        declaration + "bekukan/",
        frozen,
        frozen + "tanda-tangan/",
        frozen + "piagam/",
        "/meja/tanda-tangan/",
        "/keluar/",
    )
    wrong: list[str] = []
    for prefix in ("", "/en"):
        for path in paths:
            page.goto(prefix + path)
            wrong += faults(page, prefix + path)
    wrong += conflict(context, declaration)
    wrong += signing(page, frozen)
    assert wrong == []


def conflict(context: BrowserContext, declaration: str) -> list[str]:
    """Change a draft in two windows at once; return what is wrong with the page that shows both."""
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(declaration)
    for page, place in ((first, "Alun-alun"), (second, "Gedung serbaguna")):
        page.get_by_label("Tempat acara").fill(place)
        follow(page.locator("button[data-save]"))
    expect(second.locator("fieldset.choice").first).to_be_visible()
    return faults(second, "a conflict")


def signing(page: Page, declaration: str) -> list[str]:
    """Make a signing link and sign through it with a name; return what is wrong with each page on the way."""
    page.goto(declaration + "tanda-tangan/")
    chosen = page.locator("input[name=office][type=checkbox]:checked")  # those that have not signed
    chosen.evaluate_all("boxes => boxes.forEach((box, n) => { box.checked = n === 0; })")
    follow(page.get_by_role("button", name="Buat dan tampilkan sekali"))
    wrong = faults(page, "the sheet of a signing link")
    link = re.search(r"/tanda-tangan/[0-9A-Z]{25}/", page.content())
    assert link is not None
    for prefix in ("", "/en"):
        page.goto(prefix + link[0])
        wrong += faults(page, prefix + "/tanda-tangan/…/")
    return wrong + naming(page, link[0], declaration)


def naming(page: Page, link: str, declaration: str) -> list[str]:
    """Sign with a name and take it back; return what is wrong with the pages of the link and the desk that offer it."""
    page.bring_to_front()  # a phone answers the window one looks at
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(link)
    for other in page.get_by_text("Ponsel ini tidak menyimpan kunci jabatan").all():  # an office of the demo's keys
        other.click()
    sign = page.get_by_role("button", name=re.compile("^Buat kunci dan tandatangani")).last
    page.get_by_label("Nama Anda, bila ingin dicantumkan (boleh kosong)").fill("Sri Wahyuni")
    sign.click()
    expect(page.get_by_text("Centang persetujuan agar nama Anda dicantumkan")).to_be_visible()
    wrong = faults(page, "a name without consent")
    page.get_by_label("Saya setuju nama saya dicantumkan.").check()
    sign.click()
    expect(page.get_by_text("Tersimpan: jabatan ini menandatangani")).to_be_visible()
    for prefix in ("", "/en"):
        page.goto(prefix + link)
        page.locator("details:has(button.danger)").last.locator("summary").click()
        wrong += faults(page, prefix + "/tanda-tangan/…/, where a name can be taken back")
        page.goto(prefix + declaration + "tanda-tangan/")
        page.locator("form[action$='/nama/'] input[name=written]").evaluate("box => box.required = false")
        follow(page.locator("form[action$='/nama/'] button.danger"))
        expect(page.locator("[role=alert]")).to_be_visible()
        wrong += faults(page, prefix + "/meja/tanda-tangan/…/nama/")
    page.goto(link)
    page.locator("summary", has_text="Hapus nama saya").click()
    page.get_by_role("button", name="Hapus nama dari deklarasi ini").click()
    expect(page.get_by_text("Nama Anda sudah dihapus")).to_be_visible()
    return wrong + faults(page, "a name that was taken back")


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_pages_of_a_reader_have_no_accessibility_violation_in_either_language(
    demo: Demo, visit: Visit, bima_state: dict[str, object], width: int, theme: str
) -> None:
    context = visit(viewport={"width": width, "height": 800}, color_scheme=theme, storage_state=bima_state)
    page = context.new_page()
    page.goto("/meja/tinjauan/")
    waiting, answered = (
        str(page.locator(f"section[aria-labelledby='{name}'] li a").first.get_attribute("href"))
        for name in ("waiting", "answered")
    )
    wrong: list[str] = []
    for prefix in ("", "/en"):
        for path in ("/meja/", "/meja/tinjauan/", waiting, answered, "/meja/tanda-tangan/", "/meja/jabatan/"):
            page.goto(prefix + path)
            wrong += faults(page, prefix + path)
    assert wrong == []


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_pages_of_an_administrator_have_no_accessibility_violation_in_either_language(
    demo: Demo, visit: Visit, joko_state: dict[str, object], width: int, theme: str
) -> None:
    context = visit(viewport={"width": width, "height": 800}, color_scheme=theme, storage_state=joko_state)
    page = context.new_page()
    page.goto("/meja/akun/")
    found = page.locator("main a[href*='/meja/akun/mandat/']").first.get_attribute("href")
    wrong: list[str] = []
    for prefix in ("", "/en"):
        for path in ADMINISTRATOR:
            address = prefix + path.format(grant=found)
            page.goto(address)
            wrong += faults(page, address)
    page.goto(OWN_INSTITUTION)
    for summary in page.locator("main summary").all():
        summary.click()
    wrong += faults(page, "the institution with everything open")
    page.get_by_label("Mulai berlaku").first.fill("2031-01-01")
    follow(page.get_by_role("button", name="Lihat dulu"))
    page.get_by_role("button", name="Simpan wilayah kerja").wait_for()
    wrong += faults(page, "the preview of a territory")
    assert wrong == []


def test_the_first_view_of_every_public_page_is_light(demo: Demo, visit: Visit) -> None:
    changing = found_on(visit().new_page())
    for path in PUBLIC:
        received = weight(visit(), path.format(**changing))
        assert received <= FIRST_VIEW, (path, received)


def test_the_first_view_of_every_page_of_an_administrator_is_light(
    demo: Demo, visit: Visit, joko_state: dict[str, object]
) -> None:
    for path in (p for p in ADMINISTRATOR if "{" not in p):
        received = weight(visit(storage_state=joko_state), path)
        assert received <= FIRST_VIEW, (path, received)


def weight(context: BrowserContext, path: str) -> int:
    """Return how many bytes a first view of a page takes over the wire."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.goto(path, wait_until="networkidle")
    return sum(received)


def test_a_keyboard_reaches_search_and_the_first_declaration(demo: Demo, visit: Visit) -> None:
    page = visit().new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "tempat"
    page.keyboard.type("lembah arunika")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"tempat=lembah"))
    expect(page.locator("ul.register li").first).to_be_visible()


def test_the_declaration_prints_without_navigation(demo: Demo, visit: Visit) -> None:
    page = visit().new_page()
    page.goto(example_of(page))
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("ol.points").is_visible()
    assert page.locator(".digest").first.is_visible()
    page.goto("/wilayah/98.01/")
    assert page.locator(".printed").inner_text() == f"{demo.origin}/wilayah/98.01/"
    assert not page.locator("footer").is_visible()
