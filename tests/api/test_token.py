"""What a device can do with its token, and that nothing but a token in force in the header opens an operation."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.api.access import machine_of
from ikrar.core.errors import Missing
from ikrar.records.token import actions
from ikrar.records.token.models import Token
from tests import cast
from tests.house import matrix

PATH = "/api/v1/token"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_device_learns_what_its_token_is(database: Path) -> None:
    ref = cast.device()
    answer = cast.Browser().get(PATH, headers=bearer(cast.issued(ref)))
    assert answer.status_code == 200
    today = timezone.localdate()
    assert answer.json() == {
        "role": "machine",
        "institution": "35.28/kpu",
        "areas": ["35.28"],
        "until": (today + timezone.timedelta(days=90)).isoformat(),
        "made_on": today.isoformat(),
    }
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert Token.objects.get().used_on == today


def test_a_device_gives_its_token_back_and_it_stops_at_once(database: Path) -> None:
    token = cast.issued(cast.device())
    answer = cast.Browser().delete(PATH, headers=bearer(token))
    assert (answer.status_code, answer.content) == (204, b"")
    assert cast.Browser().get(PATH, headers=bearer(token)).status_code == 401


def test_every_reason_for_having_no_token_gets_the_same_401(database: Path) -> None:
    answers = [cast.Browser().get(PATH), cast.sign_in(cast.JOKO).get(PATH)]
    for state in ("ended", "expired", "unknown"):
        answers.append(matrix.show_token(cast.Browser(), state).get(PATH))
    for header in ("Basic ZGV3aTpzYW5kaQ==", "Bearer", "Bearer x", "ikrar_" + "x" * 43):
        answers.append(cast.Browser().get(PATH, headers={"authorization": header}))
    assert {a.status_code for a in answers} == {401}
    assert len({a.content for a in answers}) == 1
    assert len({tuple(sorted((k, v) for k, v in a.headers.items() if k != "Vary")) for a in answers}) == 1
    assert answers[0].json()["error"]["code"] == "no_token"
    assert answers[0]["WWW-Authenticate"] == 'Bearer realm="Ikrar"'


@pytest.mark.parametrize("name", ["token", "access_token", "authorization", "key"])
def test_r34_a_token_in_the_address_or_in_a_body_opens_nothing(database: Path, name: str) -> None:
    token = cast.issued(cast.device())
    assert cast.Browser().get(PATH, {name: token}).status_code == 401
    assert cast.Browser().get(f"{PATH}/{token}").status_code == 404
    assert cast.Browser().delete(PATH, {name: token}, content_type="application/json").status_code == 401
    browser = cast.Browser()
    browser.cookies[name] = token
    assert browser.get(PATH).status_code == 401


def test_r34_no_log_line_holds_a_token_whatever_happens(
    database: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = cast.issued(cast.device())
    browser = cast.Browser(raise_request_exception=False)
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    with caplog.at_level(logging.DEBUG):
        browser.get(PATH, headers=bearer(token))
        browser.get(PATH, {"x": "1"}, headers=bearer(token))
        browser.get("/api/v1/x", headers=bearer(token))
        monkeypatch.setattr(actions, "note_use", broken)
        assert browser.get(PATH, headers=bearer(token)).status_code == 500
    assert "planted" in caplog.text
    assert token.removeprefix("ikrar_") not in caplog.text


def test_a_token_opens_no_page_of_the_desk(database: Path) -> None:
    answer = cast.Browser().get("/meja/", headers=bearer(cast.issued(cast.device())))
    assert answer.status_code == 303


def test_a_token_changes_nothing_about_what_is_public(database: Path) -> None:
    token = cast.issued(cast.device())
    for path in ("/api/v1/declaration", "/api/v1/place/35.28"):
        assert cast.Browser().get(path, headers=bearer(token)).content == cast.Browser().get(path).content


def test_only_an_operation_for_machines_may_ask_for_the_machine(rf: object) -> None:
    with pytest.raises(Missing):
        machine_of(rf.get("/api/v1/place"))
