"""Opening an account with a printed code: slips are told, guesses learn nothing, and too many of them wait (R14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.utils import timezone

from ikrar.core.account.code import code_from
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.invitation import actions
from tests import cast

PAGE = "/masuk/undangan/"


@pytest.fixture
def sari(database: Path) -> Grant:
    return Grant.objects.get(user=cast.employ(cast.SARI))


def issued(grant: Grant) -> str:
    return actions.issue(cast.at_desk(cast.JOKO), grant.ref, now=timezone.now())[1]


def send(**values: str) -> HttpResponse:
    return cast.Browser().post(PAGE, values)


def test_the_page_asks_for_the_code_and_is_found_from_the_sign_in_page(database: Path) -> None:
    browser = cast.Browser()
    assert PAGE in browser.get("/masuk/").content.decode()
    page = browser.get(PAGE).content.decode()
    assert 'name="code"' in page
    assert "invitation" in page


def test_a_slip_of_the_pen_is_told_from_a_code_that_opens_nothing(sari: Grant) -> None:
    assert "salah ketik" in send(code="ABCDE").content.decode()
    answer = send(code=code_from(b"\1" * 15))
    assert answer.status_code == 422
    assert "tidak berlaku" in answer.content.decode()


def test_unknown_used_voided_and_opened_all_answer_the_same(sari: Grant) -> None:
    used = issued(sari)
    send(code=used, name="Sari")
    voided, last = issued(sari), issued(sari)
    account.set_second_factor(User.objects.get(username="sari"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    pages = set()
    for code in (code_from(b"\1" * 15), used, voided, last):
        for values in ({"code": code}, {"code": code, "name": "Sari"}):
            answer = send(**values)
            assert answer.status_code == 422
            pages.add(answer.content.decode().replace(code, ""))
    assert len({_without_token(page) for page in pages}) == 1


def _without_token(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_name_that_is_off_keeps_the_code_and_asks_again(sari: Grant) -> None:
    code = issued(sari)
    answer = send(code=code, name=" ")
    assert answer.status_code == 422
    assert f'value="{code}"' in answer.content.decode()
    assert "Tulis nama Anda" in answer.content.decode()
    assert send(code=code, name="Sari\0 Wulandari").status_code == 303


def test_r14_too_many_tries_from_one_place_wait(sari: Grant) -> None:
    statuses = [send(code="ABCDE").status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]


def test_a_code_is_never_asked_for_in_an_address(sari: Grant) -> None:
    code = issued(sari)
    page = cast.Browser().get(f"{PAGE}?code={code}").content.decode()
    assert "sari" not in page
