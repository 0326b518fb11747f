"""The screen of a ceremony: everything is on it without a script, and what the script asks for is small and cheap."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.records.account.access import Holder
from ikrar.records.signature import actions as signature
from ikrar.records.signature import queries
from ikrar.web.public import ceremony
from ikrar.web.public.fresh import Fresh
from tests import cast, signing
from tests.phone import Phone
from tests.store import STORE


@pytest.fixture
def dewi(database: Path) -> Holder:
    ceremony.STATES.clear()
    return cast.at_desk(cast.DEWI)


def get(path: str, **headers: str) -> HttpResponse:
    answer: HttpResponse = cast.Browser(headers=headers).get(path)
    return answer


def screen(ref: str, prefix: str = "") -> str:
    answer = get(f"{prefix}/upacara/{ref}/")
    assert answer.status_code == 200
    return answer.content.decode()


def state(ref: str, prefix: str = "", number: int = 1) -> Any:
    ceremony.STATES.clear()
    return json.loads(get(f"{prefix}/upacara/{ref}/{number}/keadaan.json").content)


def test_the_screen_shows_text_code_count_and_every_office_before_anybody_signed(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    page = screen(ref)
    for part in (
        "Menjaga persatuan dan kesatuan.",
        "0 dari 2 menandatangani",
        f"/upacara/{ref}/kode.svg",
        f"/upacara/{ref}/1/keadaan.json",
        "Ketua, KPU Kabupaten Pamekasan",
        "atas nama seluruh jajaran",
        "belum menandatangani",
        'aria-live="polite"',
        "Muat ulang untuk melihat tanda tangan terbaru",
        "noindex",
    ):
        assert part in page, part
    assert page.count('class="open"') == 2
    assert "CONTOH / EXAMPLE" not in page
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", page)


def test_each_way_to_answer_is_shown_as_such_by_page_and_state_alike(dewi: Holder) -> None:
    offices = tuple(OfficeForm(f"Ketua {n}", "KPU Kabupaten Pamekasan") for n in range(1, 6))
    ref = cast.frozen(dewi, offices=(OfficeForm("Ketua", "KPU Kabupaten Pamekasan"), *offices)).declaration_id
    signing.sign(signing.code_for(dewi, ref, 1), signing.enrolled().phone)
    signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    signature.attest(dewi, ref, n=3, scan=signing.board(dewi, ref), now=timezone.now())
    signature.attest(cast.at_desk(cast.BIMA), ref, n=3, now=timezone.now())
    phone = Phone()
    signing.sign_as_holder(signing.code_for(dewi, ref, 4), phone)
    signing.withdraw(signing.code_for(dewi, ref, 4), phone)
    signature.refuse(signing.code_for(dewi, ref, 5), now=timezone.now())
    told = state(ref)
    assert (told["signed"], told["total"], told["count"], told["whole"]) == (3, 6, "3 dari 6 menandatangani", False)
    assert [row["state"] for row in told["rows"]] == ["signed", "signed", "signed", "ended", "ended", "open"]
    says = [row["says"] for row in told["rows"]]
    assert says[0].startswith("kunci sandi jabatan · ")
    assert says[1].startswith("kunci sandi pemegang tautan · ")
    assert says[2].startswith("tanda tangan tangan, disaksikan dua lembaga · ")
    assert says[3:] == ["tanda tangan ditarik", "menyatakan tidak menandatangani", "belum menandatangani"]
    page = screen(ref)
    assert all(words in page for words in says)
    assert told["last"] in page
    whole = queries.of(ref, 1)
    assert [ceremony.says(one) for one in whole] == says
    assert [one.leaf for one in queries.seen(ref, 1)] == [None] * 6
    assert told["last"] == "Baru saja: Ketua 2, KPU Kabupaten Pamekasan"


def test_when_all_have_signed_the_state_says_so_in_both_languages(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    for n in (1, 2):
        signing.sign_as_holder(signing.code_for(dewi, ref, n))
    assert state(ref)["whole"]
    assert state(ref, "/en")["count"] == "2 of 2 signed"
    assert "2 of 2 signed" in screen(ref, "/en")


def test_an_example_says_so_on_screen_state_and_code(dewi: Holder) -> None:
    ref = cast.frozen(dewi, area="98.01", title="CONTOH Deklarasi Arunika").declaration_id
    assert "CONTOH / EXAMPLE" in screen(ref)
    assert state(ref)["mark"] == "CONTOH / EXAMPLE"
    for path in ("", "kode.svg", "1/keadaan.json"):
        assert get(f"/upacara/{ref}/{path}")["X-Ikrar-Example"] == "1"
    real = cast.frozen(dewi).declaration_id
    assert "mark" not in state(real)
    assert "X-Ikrar-Example" not in get(f"/upacara/{real}/1/keadaan.json")


def test_a_draft_an_unknown_reference_and_an_unknown_version_have_no_screen(dewi: Holder) -> None:
    draft = cast.registered(dewi).ref
    ref = cast.frozen(dewi).declaration_id
    for path in (f"{draft}/", f"{draft}/1/keadaan.json", f"{draft}/kode.svg", "X/", f"{ref}/2/keadaan.json"):
        assert get(f"/upacara/{path}").status_code == 404, path


def test_the_code_leads_to_the_declaration_and_is_a_picture_of_ours(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    answer = get(f"/upacara/{ref}/kode.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert b"<script" not in answer.content


def test_screens_that_ask_again_within_the_second_cost_nothing_and_unchanged_answers_are_not_sent(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ceremony.STATES, "clock", lambda: 1000.0)
    ref = cast.frozen(dewi).declaration_id
    first = get(f"/upacara/{ref}/1/keadaan.json")
    with CaptureQueriesContext(connection) as found:
        again = get(f"/upacara/{ref}/1/keadaan.json", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert STORE.own(found) == []
    assert first["Cache-Control"] == "no-cache"
    assert not first.cookies


def test_the_state_takes_the_same_number_of_queries_however_many_offices_signed(dewi: Holder) -> None:
    offices = tuple(OfficeForm(f"Ketua {n}", "KPU Kabupaten Pamekasan") for n in range(12))
    ref = cast.frozen(dewi, offices=offices).declaration_id
    signing.sign_as_holder(signing.code_for(dewi, ref, 1))

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            state(ref)
        return len(found)

    few = count()
    for n in range(2, 9):
        signing.sign_as_holder(signing.code_for(dewi, ref, n))
    assert count() == few <= 5


def test_many_offices_stand_small_in_columns(dewi: Holder) -> None:
    offices = tuple(OfficeForm(f"Ketua {n}", "KPU Kabupaten Pamekasan") for n in range(ceremony.MANY))
    assert 'class="signers many"' in screen(cast.frozen(dewi, offices=offices).declaration_id)


@pytest.mark.parametrize(
    ("points", "said"),
    [(2, 'class="hall"'), (8, 'class="hall long"'), (20, 'class="hall longest"')],
)
def test_the_longer_the_text_the_smaller_its_type(dewi: Holder, points: int, said: str) -> None:
    words = tuple(PointForm(f"Menolak politik uang dalam bentuk apa pun, yang ke-{n}.") for n in range(points))
    assert said in screen(cast.frozen(dewi, points=words, preamble="").declaration_id)


def test_an_answer_is_made_once_a_while_and_only_the_newest_are_kept() -> None:
    now, made = [0.0], []

    def make() -> bytes:
        made.append(now[0])
        return b"%d" % len(made)

    fresh = Fresh(1.0, 2, clock=lambda: now[0])
    now[0] = 10.0
    assert [fresh.get("a", make), fresh.get("a", make)] == [b"1", b"1"]
    now[0] = 11.0
    assert fresh.get("a", make) == b"2"
    fresh.get("b", make)
    fresh.get("c", make)
    assert fresh.get("a", make) == b"5"
    fresh.clear()
    assert fresh.get("a", make) == b"6"


def test_what_fails_is_not_kept() -> None:
    fresh = Fresh(10.0, 2)

    def fail() -> bytes:
        raise ValueError("gagal")

    with pytest.raises(ValueError, match="gagal"):
        fresh.get("a", fail)
    assert fresh.get("a", lambda: b"ok") == b"ok"
