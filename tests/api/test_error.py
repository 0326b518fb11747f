"""One shape for every error under ``/api/``, pinned; each says in the reader's language what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from ikrar.api import access
from ikrar.api.operation import SENTENCES, Error
from ikrar.door.meter import BLOCKS, Meter
from tests import cast

API = "/api/v1"


def error(answer: HttpResponse) -> dict[str, Any]:
    """Return the error of an answer after checking its shape."""
    said = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json"
    assert list(said) == ["error"]
    assert set(said["error"]) in ({"code", "message"}, {"code", "message", "fields"})
    assert said["error"]["message"].endswith(".")
    for field in said["error"].get("fields", []):
        assert set(field) == {"field", "message"}
        assert field["message"].endswith(".")
    Error.model_validate(said)
    return dict(said["error"])


def test_the_shape_of_an_error_is_pinned(database: Path) -> None:
    answer = cast.Browser().get(f"{API}/place?limit=0")
    assert answer.status_code == 422
    assert json.loads(answer.content) == {
        "error": {
            "code": "invalid_field",
            "message": "Ada parameter yang tidak dapat dipakai. Perbaiki yang disebut di bawah ini, lalu kirim lagi.",
            "fields": [{"field": "limit", "message": "Isi dengan angka, paling kecil 1."}],
        }
    }


@pytest.mark.parametrize(
    ("query", "field", "english"),
    [
        ("/place?limit=0", "limit", "Give a number of at least 1."),
        ("/place?limit=101", "limit", "Give a number of at most 100."),
        ("/place?limit=x", "limit", "Give a whole number."),
        ("/place?limit=" + "9" * 5000, "limit", "Give a smaller whole number."),
        ("/place?parent=%00", "parent", "It has the wrong form. See the example in the documentation."),
        ("/place?parent=" + "3" * 81, "parent", "At most 80 characters."),
        ("/place/search", "q", "This parameter is required."),
        ("/place/search?q=", "q", "At least 1 characters."),
        ("/place/search?q=%00", "q", "It has the wrong form. See the example in the documentation."),
        ("/place?wilayah=35", "wilayah", "There is no such parameter. Those there are: after, limit, parent."),
        ("/place/35.28?x=1", "x", "This operation takes no parameter."),
        ("/declaration?after=TIDAKADA", "after", "Declaration TIDAKADA is not in the list. Start again without after."),
    ],
)
def test_bad_input_is_named_with_what_to_do(database: Path, query: str, field: str, english: str) -> None:
    answer = cast.Browser().get(API + query, headers={"accept-language": "en-GB,en;q=0.8"})
    assert answer.status_code == 422
    assert error(answer)["fields"] == [{"field": field, "message": english}]
    assert answer["Content-Language"] == "en"
    assert error(cast.Browser().get(API + query))["fields"][0]["message"] != english, "Indonesian without a wish"


def test_every_unknown_parameter_up_to_five_is_named(database: Path) -> None:
    answer = cast.Browser().get(f"{API}/place?" + "&".join(f"{'x' * 50}{n}=1" for n in range(9)))
    fields = error(answer)["fields"]
    assert len(fields) == 5
    assert all(len(f["field"]) == 40 for f in fields)


def test_a_kind_of_mistake_nobody_thought_of_still_gets_a_sentence() -> None:
    from ikrar.api.operation import _sentence

    assert _sentence({"type": "moon_phase"}) == "Nilai ini tidak dapat dipakai."
    assert all(text.endswith(".") for text in SENTENCES.values())


ABSENT = (
    "/api",
    "/api/",
    "/api/v2/place",
    "/api/v1/tidak-ada",
    "/api/v1/place/99.99",
    "/api/v1/place/%00",
    "/api/v1/institution/35.28/tidak-ada",
    "/api/v1/election/x",
    "/api/v1/declaration/7K3MZQ4T9A2BC5DE6FGHJ8NPRS",
    "/api/v1/declaration/x/version/1",
    "/api/v1/declaration/x/version/satu",
    "/api/v1/declaration/x/version/0",
    "/api/v1/place/",
    "/api/v1/docs",
)


def test_r2_whatever_is_not_there_answers_404_with_the_same_body_and_headers(database: Path) -> None:
    ref = cast.registered(cast.at_desk(cast.DEWI)).ref
    answers = [cast.Browser().get(path) for path in (*ABSENT, f"/api/v1/declaration/{ref}")]
    answers += [getattr(cast.Browser(), verb)(f"{API}/place") for verb in ("post", "put", "patch", "delete")]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert len({tuple(sorted(a.headers.items())) for a in answers}) == 1
    assert error(answers[0])["code"] == "missing"


@pytest.mark.parametrize(
    ("wanted", "given_"),
    [("en", "en"), ("en-US", "en"), ("id", "id"), ("fr, en;q=0.5", "en"), ("fr", "id"), ("*", "id"), ("", "id")],
)
def test_accept_language_chooses_the_language_and_indonesian_is_the_default(
    database: Path, wanted: str, given_: str
) -> None:
    answer = cast.Browser().get("/api/v1/x", headers={"accept-language": wanted} if wanted else {})
    assert answer["Content-Language"] == given_
    assert "Accept-Language" in answer["Vary"]


def test_under_the_english_prefix_the_language_is_english(database: Path) -> None:
    assert error(cast.Browser().get("/en/api/v1/place"))["message"].startswith("There is nothing at this address.")


@given(st.text(max_size=60))
def test_no_wish_for_a_language_breaks_anything(wanted: str) -> None:
    from django.test import RequestFactory

    from ikrar.door.answer import language_of

    assert language_of(RequestFactory().get("/api/", HTTP_ACCEPT_LANGUAGE=wanted)) in {"id", "en"}


def test_a_host_that_is_not_ours_gets_400_in_json(database: Path) -> None:
    answer = cast.Browser(raise_request_exception=False).get(f"{API}/place", headers={"host": "lain.example"})
    assert (answer.status_code, error(answer)["code"]) == (400, "bad_request")


def test_r22_a_body_over_the_limit_gets_413_in_json(database: Path) -> None:
    answer = cast.Browser().post(f"{API}/place", b"x" * 11_000_001, content_type="application/json")
    assert (answer.status_code, error(answer)["code"]) == (413, "too_large")
    assert "11000000" in error(answer)["message"]


def test_what_breaks_on_our_side_gets_500_in_json_without_a_word_about_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ikrar.records.place import queries

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("rahasia-dapur")

    monkeypatch.setattr(queries, "facts", broken)
    answer = cast.Browser(raise_request_exception=False).get(f"{API}/place/35.28")
    assert (answer.status_code, error(answer)["code"]) == (500, "server_error")
    assert b"rahasia" not in answer.content
    assert b"Traceback" not in answer.content


# --- R14: how often ---------------------------------------------------------------------------------------------------


def test_r14_who_asks_too_often_gets_429_with_the_seconds_to_wait_and_others_do_not(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access.METER, "limit", 3)
    with time_machine.travel(cast.NOON, tick=False) as clock:
        clock.shift(20)
        statuses = [cast.Browser().get("/api/v1/x").status_code for _ in range(4)]
        answer = cast.Browser().get(f"{API}/election")
        assert statuses == [404, 404, 404, 429]
        assert (answer.status_code, error(answer)["code"], answer["Retry-After"]) == (429, "too_many_requests", "40")
        assert "40" in error(answer)["message"]
        assert cast.Browser(REMOTE_ADDR="203.0.113.7").get(f"{API}/election").status_code == 200
        assert cast.Browser().get("/").status_code == 200, "pages are not counted"
        clock.shift(40)
        assert cast.Browser().get(f"{API}/election").status_code == 200


def test_r14_counts_hold_no_address_and_are_gone_after_their_minute(database: Path) -> None:
    with time_machine.travel(cast.NOON, tick=False) as clock:
        cast.Browser(REMOTE_ADDR="203.0.113.77").get("/api/v1/x")
        assert access.METER.counts
        assert not any("203" in key for key in access.METER.counts)
        clock.shift(60)
        cast.Browser(REMOTE_ADDR="198.51.100.1").get("/api/v1/x")
        assert len(access.METER.counts) == 1


def test_r14_memory_stays_bounded_when_everybody_comes_at_once() -> None:
    meter = Meter(2)
    for number in range(BLOCKS + 5):
        assert meter.wait(str(number), 0.0) == (60 if number >= BLOCKS + 2 else 0)
    assert len(meter.counts) == BLOCKS + 1
    meter.forget()
    assert meter.wait("x", 0.0) == 0
