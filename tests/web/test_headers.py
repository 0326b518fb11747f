"""R29, R32, R33: what every answer carries, and what it never does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse

from tests import cast
from tests.house import matrix, subjects

FIXED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
#: Decision 27: what differs on pages that are made for the frames of other sites, and only there.
EMBED = re.compile(r"^\S+ (?:/en)?/embed/")
IN_FRAMES = {
    "Content-Security-Policy": FIXED["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *"),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
#: R21: of a file that is given to be kept.
GIVEN = {"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'"}
#: Headers an answer may carry besides; anything else is new and wants a decision.
OTHERS = {
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Cache-Control",
    "Clear-Site-Data",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "ETag",
    "Last-Modified",
    "Expires",
    "Location",
    "Referrer-Policy",
    "Vary",
    "WWW-Authenticate",
    "X-Ikrar-Example",
    "X-Robots-Tag",
}
PUBLIC = (
    "/",
    "/en/",
    "/deklarasi/",
    "/wilayah/",
    "/wilayah/35.28/",
    "/wilayah/titik/",
    "/periksa/",
    "/robots.txt",
    "/tidak-ada/",
)


def check(response: HttpResponse, where: str, *, public: bool) -> None:
    """Compare one answer's headers with the snapshot."""
    wanted = FIXED | (IN_FRAMES if public and response.status_code in {200, 304} and EMBED.search(where) else {})
    if response.get("Content-Disposition", "").startswith("attachment"):
        wanted = wanted | GIVEN
    for name, value in wanted.items():
        assert response.headers.get(name) == value, (name, where)
    assert set(response.headers) - set(FIXED) <= OTHERS, where
    for_programs = where.partition(" ")[2].removeprefix("/en").startswith("/api")
    assert (response.headers.get("Access-Control-Allow-Origin") == "*") is for_programs, where
    kept = public and response.status_code == 200
    policies = {"no-cache"} if kept else {"no-store"}
    assert response["Cache-Control"] in policies, where
    assert response["Referrer-Policy"] == ("no-referrer" if kept else "same-origin"), where


@pytest.mark.unwatched  # the matrix asks for the same (decision 38)
@pytest.mark.parametrize("who", ["resident", "the author herself"])
def test_r29_every_answer_of_every_address_and_method_carries_the_same_headers(database: Path, who: str) -> None:
    world = subjects.furnish()
    actor = next(a for a in matrix.actors() if a.name == who)
    browser = matrix.sit_down(actor)
    for address in matrix.addresses(world, ("id",)):
        for method in ("GET", "HEAD", "PUT", "OPTIONS", "DELETE", "POST"):
            if method == "POST" and actor.at_desk and "discard" in address.name:
                continue
            public = address.rule is not None and address.rule.audience.value == "everyone"
            check(matrix.ask(browser, address, method), f"{method} {address.path}", public=public)


@pytest.mark.parametrize("path", ["/%00/", "/meja/%ff/", "/deklarasi/..%2f..%2f/", "/%2f%2flain.example/"])
def test_r29_odd_addresses_carry_them_too(database: Path, path: str) -> None:
    response = cast.Browser(raise_request_exception=False).generic("GET", path)
    assert response.status_code in {303, 400, 404}
    check(response, path, public=False)


def test_r29_static_files_carry_them_and_may_be_cached(database: Path) -> None:
    found = re.search(r'href="(/static/[^"]+\.css)"', cast.Browser().get("/").content.decode())
    assert found
    response = cast.Browser().get(found[1])
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    for name, value in FIXED.items():
        assert response.headers.get(name) == value, name
    response.close()


def test_r32_no_public_page_sets_a_cookie_or_reads_one(database: Path) -> None:
    version = cast.frozen(cast.at_desk(cast.DEWI), area="98.01")
    ref = version.declaration_id
    browser = cast.sign_in(cast.DEWI)
    for path in (*PUBLIC, f"/deklarasi/{ref}/", f"/deklarasi/{ref}/versi/1/", f"/deklarasi/{ref}/versi/1.json"):
        for client in (cast.Browser(), browser):
            response = client.get(path)
            assert not response.cookies, path
            assert "Cookie" not in response.get("Vary", ""), path
            assert "Dewi" not in response.content.decode(), path


def test_r32_cookies_are_bound_to_the_host_and_out_of_reach_of_scripts(database: Path) -> None:
    cookie = cast.Browser().get("/masuk/").cookies["__Host-csrf"]
    flags = {name: cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")}
    assert flags == {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert settings.SESSION_COOKIE_NAME == "__Host-session"
    assert settings.SESSION_COOKIE_SECURE
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_decision_11_an_example_says_so_in_header_robots_page_file_name_and_text(database: Path) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI), area="98.01").declaration_id
    page, file = (cast.Browser().get(f"/deklarasi/{ref}/{end}") for end in ("", "versi/1.json"))
    for response in (page, file):
        assert (response["X-Ikrar-Example"], response["X-Robots-Tag"]) == ("1", "noindex")
    assert "CONTOH / EXAMPLE" in page.content.decode()
    assert file["Content-Disposition"].startswith('inline; filename="contoh-')
    assert b'"title":"CONTOH ' in file.content


def test_a_real_declaration_is_no_example(database: Path) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    response = cast.Browser().get(f"/deklarasi/{ref}/")
    assert "X-Ikrar-Example" not in response.headers
    assert "CONTOH" not in response.content.decode()


#: The own address of a page and of its other language: named for search engines, loaded by nobody.
OWN = re.compile(
    r'<(?:xhtml:|atom:)?link (?:rel="(?:canonical|alternate)" )?(?:hreflang="[a-z-]+" )?href="https://ikrar\.example/[^"]*"'
)
#: The source of a declaration or an event: a link that says nothing about its reader; nothing is loaded.
SOURCE = re.compile(r'<a href="https://[^"]*" rel="nofollow noreferrer noopener"')
FOREIGN = re.compile(r"""(?:src|href|action|srcset|poster|data)=["']?(https?:)?//|url\(\s*["']?(https?:)?//|@import""")


def test_r33_no_page_style_or_script_loads_anything_from_another_host(database: Path) -> None:
    world, browser = subjects.furnish(), cast.sign_in(cast.DEWI)
    for address in matrix.addresses(world):
        text = OWN.sub("", browser.get(address.path).getvalue().decode(errors="replace"))
        links = SOURCE.sub("", text)
        assert not FOREIGN.search(links), address.path
    for file in Path(settings.STATIC_ROOT).rglob("ikrar/**/*"):
        if file.suffix in {".css", ".js", ".svg"}:
            text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not FOREIGN.search(text), file.name
            assert "http://" not in text, file.name
            assert "https://" not in text, file.name


#: A block of data (JSON-LD) is no script: no browser executes it, and the policy does not ask about it.
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?! type=.application/ld\+json.>)|<style|\sstyle=|\son[a-z]+=|javascript:")


def test_r33_no_page_holds_an_inline_script_style_or_handler(database: Path) -> None:
    world, browser = subjects.furnish(), cast.sign_in(cast.DEWI)
    for address in matrix.addresses(world, ("id",)):
        text = browser.get(address.path).getvalue().decode(errors="replace")
        assert not INLINE.search(text), address.path
