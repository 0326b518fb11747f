"""What a refused form gives back: everything to the person who typed it, nothing to a page that is not ours."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ikrar.records.account import actions, queries
from ikrar.records.declaration.models import Version
from ikrar.web import refusal
from tests import cast

HOME = "https://ikrar.example"
OURS = {"sec-fetch-site": "same-origin"}
FOREIGN = [
    {},
    {"origin": "null"},
    {"origin": "https://lain.example"},
    {"origin": "http://ikrar.example"},
    {"origin": HOME + ".lain.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "", "origin": HOME},
    {"sec-fetch-site": "cross-site", "origin": HOME},
    {"sec-fetch-site": "same-origin, cross-site"},
]
FINAL = ("deklarasi/x/bekukan/", "deklarasi/x/buang/", "deklarasi/x/versi-baru/", "bacaan/x/terima/", "bacaan/x/buang/")


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def form(response: HttpResponse) -> dict[str, str]:
    """Return what the page's own form would send again; nothing when it has no form that sends."""
    page = response.content.decode()
    if '<form method="post"' not in page:
        return {}
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return hidden | dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))


def stranger(**options: object) -> Client:
    """Return the browser of somebody without a session, protected forms and all."""
    return cast.Browser(enforce_csrf_checks=True, **options)


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_header_of_another_site_passes_for_a_page_of_ours(rf: RequestFactory, headers: dict[str, str]) -> None:
    assert not refusal.from_our_own_page(rf.post("/meja/", headers=headers))


@pytest.mark.parametrize("headers", [OURS, {"origin": HOME}, OURS | {"origin": HOME}])
def test_a_form_of_ours_is_known_by_the_browsers_word_or_by_its_origin(
    rf: RequestFactory, headers: dict[str, str]
) -> None:
    assert refusal.from_our_own_page(rf.post("/meja/", headers=headers))


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/meja/bacaan/", "/en/meja/deklarasi/x/bekukan/"])
def test_a_form_another_site_sends_without_a_session_is_not_reflected(
    database: Path, headers: dict[str, str], path: str
) -> None:
    answer = stranger().post(path, {"edition": "1", "text": "KENARI", "KENARI": "x"}, headers=headers)
    assert answer.status_code == 401
    assert "KENARI" not in text(answer)
    assert "<form" not in text(answer)
    assert not answer.cookies


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_another_site_sends_with_a_session_is_not_reflected_either(
    database: Path, headers: dict[str, str]
) -> None:
    browser = cast.sign_in(cast.DEWI, browser=stranger())
    answer = browser.post("/meja/bacaan/", {"text": "KENARI"}, headers=headers)
    assert answer.status_code == 403
    assert "KENARI" not in text(answer)
    assert "<form" not in text(answer)


def test_pressing_what_a_foreign_form_left_behind_freezes_nothing(database: Path) -> None:
    """The browser of a signed-in secretary withholds its cookie from the foreign form, and has it again afterwards."""
    dewi = cast.at_desk(cast.DEWI)
    path = f"/meja/deklarasi/{cast.registered(dewi).ref}/bekukan/"
    answer = stranger().post(path, {"edition": "1"}, headers={"sec-fetch-site": "cross-site"})
    assert form(answer) == {}
    browser = cast.sign_in(cast.DEWI, browser=stranger())
    for _ in range(3):
        answer = browser.post(path, form(answer) | {"edition": "1"}, headers=OURS | {"origin": HOME})
        assert answer.status_code == 403
        assert form(answer) == {}
    assert not Version.objects.filter(frozen_at__isnull=False).exists()


@pytest.mark.parametrize("path", FINAL)
@pytest.mark.parametrize("prefix", ["/meja/", "/en/meja/"])
def test_an_act_that_cannot_be_undone_is_never_offered_again_but_its_words_can_be_copied(
    database: Path, prefix: str, path: str
) -> None:
    typed = {"edition": "7", "reason": "Salah <b>ketik</b>.", "institution_code": "35.28/kpu"}
    browsers = {401: stranger(), 403: cast.sign_in(cast.DEWI, browser=stranger())}
    for status, browser in browsers.items():
        answer = browser.post(prefix + path + "?x=1", typed, headers=OURS | {"origin": HOME})
        page = text(answer)
        assert answer.status_code == status
        assert "<form" not in page
        assert 'name="reason"' not in page
        assert ">\nSalah <b>ketik</b>.</textarea>" in page
        assert f'href="{prefix}{path.rsplit("/", 2)[0]}/"' in page


def test_after_a_lost_session_the_kept_form_carries_a_token_that_holds(database: Path) -> None:
    browser = stranger()
    answer = browser.post("/meja/bacaan/", {"text": cast.ARTICLE, "submission": "x" * 26}, headers=OURS)
    assert answer.status_code == 401
    assert answer.cookies["__Host-csrf"]["secure"]
    again = cast.sign_in(cast.DEWI, browser=browser).post(
        "/meja/bacaan/", form(answer), headers=OURS | {"origin": HOME}
    )
    assert again.status_code == 303


def test_after_really_signing_in_the_kept_form_asks_once_more_and_goes_through(database: Path) -> None:
    """Signing in renews every token, as it must; the page then offers the form again with the new one."""
    user = cast.employ(cast.DEWI)
    user.set_password("sandi-yang-cukup-panjang")
    user.save()
    actions.set_second_factor(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    browser = stranger(headers=OURS | {"origin": HOME})
    answer = browser.post("/meja/bacaan/", {"text": cast.ARTICLE, "submission": "x" * 26})
    page = browser.get("/masuk/")
    browser.post("/masuk/", form(page) | {"login": "dewi", "password": "sandi-yang-cukup-panjang"})
    page = browser.get("/masuk/kode/")
    assert browser.post("/masuk/kode/", form(page) | {"code": queries.present_code("dewi")}).status_code == 302
    asked = browser.post("/meja/bacaan/", form(answer))
    assert (asked.status_code, form(asked)["text"]) == (403, form(answer)["text"])
    assert browser.post("/meja/bacaan/", form(asked)).status_code == 303


def test_a_file_that_came_with_a_lost_session_is_to_be_chosen_again(database: Path) -> None:
    browser = stranger(headers=OURS)
    file = SimpleUploadedFile("artikel.txt", b"KENARI")
    page = text(browser.post("/meja/bacaan/", {"source_url": "https://berita.example/a", "file": file}))
    assert "pilih berkasnya lagi" in page
    assert '<input id="file-1" name="file" type="file">' in page
    assert 'enctype="multipart/form-data"' in page
    assert "KENARI" not in page
    without = text(browser.post("/meja/bacaan/", {"source_url": "https://berita.example/a"}))
    assert "pilih berkasnya lagi" not in without


def test_the_page_for_what_is_not_there_is_the_same_to_the_byte_for_every_address(database: Path) -> None:
    browser = cast.Browser()
    told = [browser.get(path) for path in ("/tidak/", "/deklarasi/ZZZ/", "/wilayah/99/", "/umpan/?hal=2")]
    assert {answer.status_code for answer in told} == {404}
    assert len({answer.content for answer in told}) == 1
    english = browser.get("/en/deklarasi/ZZZ/").content
    assert b'lang="en"' in english
    assert b'href="/" hreflang="id"' in english
    assert b'href="/en/" hreflang="en"' in told[0].content
    assert b"aria-current" not in told[0].content
