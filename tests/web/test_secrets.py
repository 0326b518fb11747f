"""R34: nothing a person signs in with reaches a log or a page, whatever goes wrong. R32: what cookies look like."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ikrar.records.account.models import User
from ikrar.records.factor import actions, queries
from ikrar.web import account, factor
from ikrar.web.desk import key
from tests import cast
from tests.authenticator import Device
from tests.web.test_key import PASSWORD, SECRET, invited, make_passkey

WORD, CODE = "kenari-kata-sandi-panjang", "90817263"
DESK = ("/meja/kunci/", "ulang/", "sandi/", "kode/", "kode/lepas/", "passkey/", "cadangan/", "keluar-semua/")
ENTRANCE = ("/masuk/", "/masuk/kode/", "/masuk/kunci/", "/masuk/siapkan/sandi/", "/masuk/siapkan/kode/")
ADDRESSES = (*(p if p.startswith("/") else DESK[0] + p for p in DESK), *ENTRANCE, "/masuk/siapkan/kunci/", "/keluar/")


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Collect every log line of the process at its most talkative, with tracebacks."""
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(self.format(record))

    handler, loggers = Keeper(), [logging.getLogger(name) for name in ("", "django", "django.request", "ikrar")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield kept
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def dewi(database: Path) -> User:
    user = cast.employ(cast.DEWI)
    actions.set_totp(user, SECRET, now=timezone.now())
    return user


def secrets_of(device: Device) -> dict[str, str]:
    """Return a form full of secrets."""
    answer = device.sign({"publicKey": {"challenge": "eA"}})
    words = {"password": WORD, "password_again": WORD, "old_password": WORD, "code": CODE, "credential": answer}
    return words | {"login": "dewi", "csrfmiddlewaretoken": "x"}


def send(browser: Client, form: dict[str, str]) -> list[HttpResponse]:
    """Send the form to every address of keys and entrance."""
    site = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    return [browser.post(path, form, headers={"referer": "https://ikrar.example/"}, **site) for path in ADDRESSES]


def test_r34_no_secret_reaches_a_log_or_a_page_through_any_answer(
    dewi: User, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    device = Device()
    form = secrets_of(device)
    free = cast.sign_in(dewi, browser=cast.Browser(raise_request_exception=False))
    guarded = cast.Browser(raise_request_exception=False, enforce_csrf_checks=True)
    answers = [*send(free, form), *send(guarded, form), *send(cast.sign_in(dewi, browser=guarded), form)]

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("planted")

    for module, name in ((factor, "render"), (account, "render"), (key, "render"), (actions, "end_sessions")):
        monkeypatch.setattr(module, name, broken)
    for browser in (cast.sign_in(dewi, browser=cast.Browser(raise_request_exception=False)), cast.Browser()):
        browser.raise_request_exception = False
        answers += send(browser, form)
    assert {a.status_code for a in answers} >= {200, 303, 401, 403, 500}
    assert any("planted" in line for line in lines)
    words = [WORD, CODE, form["credential"], SECRET, *queries.unused_codes(dewi)]
    for text in (*lines, *(a.content.decode() for a in answers)):
        assert not [word for word in words if word in text], text[:300]


def test_r34_a_form_kept_over_a_lost_session_keeps_no_secret(database: Path) -> None:
    form = secrets_of(Device()) | {"name": "ponsel kantor"}
    page = cast.Browser(headers={"sec-fetch-site": "same-origin"}).post("/meja/kunci/passkey/", form)
    text = page.content.decode()
    assert (page.status_code, "ponsel kantor" in text) == (401, True)
    assert not [value for value in (WORD, CODE, form["credential"]) if value in text]


COOKIE = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": "", "max-age": ""}


def test_r32_every_cookie_of_entrance_and_keys_is_bound_hidden_and_gone_with_the_window(dewi: User, rf: object) -> None:
    new = cast.employ(cast.INTAN)
    fresh = cast.sign_in(dewi)
    make_passkey(fresh)
    dewi.set_password(PASSWORD)
    dewi.save()
    half = cast.Browser()
    answers = [half.post("/masuk/", {"login": "dewi", "password": PASSWORD})]
    for browser in (cast.Browser(), half, invited(new, rf), cast.sign_in(dewi)):
        answers += [getattr(browser, method)(path) for path in ADDRESSES for method in ("get", "post")]
    names = set()
    for answer in answers:
        for name, cookie in answer.cookies.items():
            if not cookie.value:
                continue  # a cookie that is taken away
            names.add(name)
            assert {flag: cookie[flag] for flag in COOKIE} == COOKIE, (name, answer.request["PATH_INFO"])
    assert names == {"__Host-session", "__Host-csrf"}


def test_every_post_of_entrance_and_keys_wants_the_token_of_our_own_form(dewi: User) -> None:
    browser = cast.sign_in(dewi, browser=cast.Browser(enforce_csrf_checks=True))
    for path in ADDRESSES[1:]:  # the list itself takes no POST
        assert browser.post(path, {"code": "1"}).status_code == 403, path
