"""The desk page of devices: propose, see the token once, revoke; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.records.token.models import Token
from tests import cast

HOME = "/meja/perangkat/"


@pytest.fixture
def typed(database: Path) -> dict[str, str]:
    """What an administrator types to propose a device."""
    today = timezone.localdate()
    cast.voting(today + timedelta(days=300))
    cast.at_desk(cast.NILA)
    ends = (today + timedelta(days=30)).isoformat()
    return {"name": "gudang-1", "institution": "35.28/kpu", "areas": "35.28", "ends": ends}


def test_an_administrator_proposes_a_device_and_sees_it_waiting(typed: dict[str, str]) -> None:
    browser = cast.sign_in(cast.JOKO)
    answer = browser.post(HOME, typed)
    assert (answer.status_code, answer["Location"]) == (303, HOME)
    assert "perangkat.gudang-1" in browser.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "Ibu Siti", "Nama perangkat"),
        ("areas", "35.28 x", "Kode wilayah"),
        ("areas", "", "wilayah"),
        ("areas", "36", "administrator"),
        ("ends", "besok", "hari terakhir"),
        ("ends", "2024-02-31", "hari terakhir"),
        ("institution", "35.28/bawaslu", "administrator"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    typed: dict[str, str], field: str, value: str, said: str
) -> None:
    answer = cast.sign_in(cast.JOKO).post(HOME, typed | {field: value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in re.search(r'role="alert"[^>]*>(.*?)</div>', text, re.DOTALL)[1]
    if field != "name":
        assert 'value="gudang-1"' in text
    if value and field in {"name", "areas", "ends"}:
        assert f'value="{value}"' in text


def test_the_token_is_shown_once_and_never_again(database: Path) -> None:
    ref = cast.device()
    browser = cast.sign_in(cast.JOKO)
    answer = browser.post(f"{HOME}{ref}/terbitkan/")
    token = re.search(r"ikrar_[A-Za-z0-9_-]{43}", answer.content.decode())
    assert token
    assert answer["Cache-Control"] == "no-store"
    again = browser.get(f"{HOME}{ref}/").content.decode() + browser.get(HOME).content.decode()
    assert "ikrar_" not in again
    assert cast.Browser().get("/api/v1/token", headers={"authorization": f"Bearer {token[0]}"}).status_code == 200


def test_a_revoked_token_stops_and_the_page_says_so(database: Path) -> None:
    ref = cast.device()
    token = cast.issued(ref)
    browser = cast.sign_in(cast.JOKO)
    answer = browser.post(f"{HOME}{ref}/cabut/")
    assert (answer.status_code, answer["Location"]) == (303, f"{HOME}{ref}/")
    assert cast.Browser().get("/api/v1/token", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert "Terbitkan token" in browser.get(f"{HOME}{ref}/").content.decode()


def test_a_device_whose_day_has_not_come_gets_no_token_but_a_sentence(database: Path) -> None:
    from ikrar.records.account.models import Grant

    ref = cast.device()
    Grant.objects.filter(ref=ref).update(starts=timezone.localdate() + timedelta(days=1))
    answer = cast.sign_in(cast.JOKO).post(f"{HOME}{ref}/terbitkan/")
    assert answer.status_code == 422
    assert "tidak berlaku hari ini" in answer.content.decode()
    assert not Token.objects.exists()


def test_the_pages_are_there_in_english(database: Path) -> None:
    ref = cast.device()
    cast.issued(ref)
    browser = cast.sign_in(cast.JOKO)
    assert "Propose a device" in browser.get("/en" + HOME).content.decode()
    assert "Revoke the token" in browser.get(f"/en{HOME}{ref}/").content.decode()
