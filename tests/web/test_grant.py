"""The desk of an administrator, from the first proposal to the printed invitation, without any script (R8, R9)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ikrar.channels.spreadsheet import csv_file
from ikrar.core.account.code import grouped, read_code
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.grant.models import Attestation, Request
from ikrar.records.invitation.models import Invitation
from ikrar.records.ledger.models import Leaf
from tests import cast

HOME = "/meja/akun/"


def today() -> date:
    return timezone.localdate()


@pytest.fixture(autouse=True)
def desk(database: Path) -> None:
    cast.voting(today() + timedelta(days=200))
    for person in (cast.JOKO, cast.NILA):
        cast.employ(person)


@pytest.fixture
def joko() -> Client:
    return cast.sign_in(cast.JOKO)


@pytest.fixture
def nila() -> Client:
    return cast.sign_in(cast.NILA)


@pytest.fixture
def sari() -> Grant:
    return Grant.objects.get(user=cast.employ(cast.SARI))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def terms(**changes: str) -> dict[str, str]:
    given = {
        "login": "dewi",
        "role": "secretary",
        "institution": "35.28/kpu",
        "areas": "35.28",
        "starts": today().isoformat(),
        "ends": (today() + timedelta(days=30)).isoformat(),
    }
    return given | changes


def propose(browser: Client, **changes: str) -> str:
    """Propose and return the address of the request's page."""
    answer = browser.post("/meja/akun/usul/", terms(**changes))
    assert answer.status_code == 303, text(answer)
    return answer["Location"]


# --- the first hour ---------------------------------------------------------------------------------------------------


def rows_of(answer: HttpResponse) -> list[dict[str, str]]:
    """Read a file that was sent."""
    table = csv_file.read(answer.content)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_the_first_page_says_what_to_do_first(joko: Client) -> None:
    page = text(joko.get(HOME))
    assert "Usulkan seorang administrator lagi untuk lembaga Anda" in page
    assert "Belum ada usulan. Tekan Usulkan mandat" in page
    assert "Tidak ada usulan lembaga lain yang menunggu Anda" in page


def test_r8_from_proposal_over_approval_to_the_invitation_and_the_first_sign_in(joko: Client, nila: Client) -> None:
    form = text(joko.get("/meja/akun/usul/"))
    assert 'value="35.28"' in form
    assert "Paling lama sampai" in form
    where = propose(joko)
    assert "Tarik usulan" in text(joko.get(where))
    assert "Setujui" not in text(joko.get(where))
    assert "dewi" in text(nila.get(HOME))
    judged = text(nila.get(where))
    for said in ("dewi", "Sekretaris", "KPU Kabupaten Pamekasan", "35.28/kpu", "joko", "akun baru", "Setujui"):
        assert said in judged
    answer = nila.post(where + "setujui/")
    assert (answer.status_code, answer["Location"]) == (303, where)
    grant = Grant.objects.get(user__username="dewi")
    assert f"/meja/akun/mandat/{grant.ref}/" in text(joko.get(where))
    sheet = joko.post(f"/meja/akun/mandat/{grant.ref}/undangan/")
    code = "".join(re.findall(r"<span>([0-9A-Z]{5})</span>", text(sheet)))
    assert read_code(code) == code
    assert sheet["Cache-Control"] == "no-store"
    newcomer = cast.Browser()
    step = text(newcomer.post("/masuk/undangan/", {"code": grouped(code).lower()}))
    assert "<strong>dewi</strong>" in step
    answer = newcomer.post("/masuk/undangan/", {"code": code, "name": "Dewi Rengganis"})
    assert (answer.status_code, answer["Location"]) == (303, "/masuk/siapkan/")
    assert newcomer.get("/masuk/siapkan/").status_code == 200
    assert newcomer.get("/meja/").status_code == 303, "no desk before the second factor (R31)"
    assert User.objects.get(username="dewi").name == "Dewi Rengganis"


def test_a_field_that_is_off_is_named_and_everything_typed_stays(joko: Client) -> None:
    answer = joko.post("/meja/akun/usul/", terms(login="Dewi R", areas="", areas_words="Pulau Antah"))
    assert answer.status_code == 422
    assert 'value="Dewi R"' in text(answer)
    assert "Pulau Antah" in text(answer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "raja"}, "Pilih satu peran"),
        ({"role": "machine"}, "tidak dapat diberikan kepada akun ini"),
        ({"starts": "besok"}, "Tulis tanggal"),
        ({"ends": ""}, "Tulis tanggal"),
        ({"areas": "Pulau Antah Berantah"}, "tidak dikenal"),
        ({"areas": "", "areas_words": "Pulau Antah Berantah"}, "tidak dikenal"),
        ({"areas": "", "areas_words": "Serang"}, "beberapa wilayah"),
        ({"areas": ""}, "pemilihan"),
        ({"institution": "35.28/bawaslu"}, "lembaga itu sendiri"),
        ({"login": "joko"}, "dirinya sendiri"),
    ],
    ids=str,
)
def test_each_thing_that_can_be_wrong_is_said(joko: Client, changes: dict[str, str], said: str) -> None:
    answer = joko.post("/meja/akun/usul/", terms(**changes))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Request.objects.exists()


def test_an_area_may_be_named_when_only_one_bears_the_name(joko: Client) -> None:
    propose(joko, areas="", areas_words="Kabupaten Pamekasan")
    assert {a.code for a in Request.objects.get().areas.all()} == {"35.28"}


def test_areas_are_searched_for_and_added_up_in_the_form_without_a_script(joko: Client, sari: Grant) -> None:
    sought = {"areas_words": "Pademawu", "areas_search": "1"}
    for path in ("/meja/akun/usul/", f"/meja/akun/mandat/{sari.ref}/pindah/"):
        page = text(joko.post(path, terms(areas="35.28", **sought)))
        assert 'name="areas" value="35.28" checked' in page
        assert 'type="checkbox" name="areas_pick" value="35.28.02"' in page
        assert 'value="secretary" selected' in page
    assert not Request.objects.exists()
    propose(joko, areas="35.28.02", areas_pick="35.28.03", areas_words="Pademawu")
    assert {a.code for a in Request.objects.get().areas.all()} == {"35.28.02", "35.28.03"}


def test_the_form_offers_the_areas_where_an_election_is_still_to_come(database: Path) -> None:
    both = replace(cast.JOKO, username="luas", areas=("35.28", "98.01"))  # the nation's election leaves 98 out
    page = text(cast.sign_in(both).get("/meja/akun/usul/"))
    assert re.findall(r'<input[^>]*name="areas"[^>]*value="([0-9.]+)"[^>]*checked', page) == ["35.28"]
    assert "Paling lama sampai" in page


def test_an_ended_grant_fills_the_form_in_for_a_new_one(joko: Client, sari: Grant) -> None:
    joko.post(f"/meja/akun/mandat/{sari.ref}/akhiri/", {"reason": "mistake"})
    page = text(joko.get(f"/meja/akun/mandat/{sari.ref}/"))
    assert f"/meja/akun/usul/?dari={sari.ref}" in page
    assert 'value="sari"' in text(joko.get("/meja/akun/usul/", {"dari": sari.ref}))


# --- decide -----------------------------------------------------------------------------------------------------------


def test_a_request_is_refused_with_a_reason_that_the_proposer_reads(joko: Client, nila: Client) -> None:
    where = propose(joko)
    assert nila.post(where + "tolak/", {"reason": ""}).status_code == 422
    assert nila.post(where + "tolak/", {"reason": "Belum kami kenal."}).status_code == 303
    assert "Belum kami kenal." in text(joko.get(where))
    answer = nila.post(where + "setujui/")
    assert answer.status_code == 409
    assert "sudah ditolak" in text(answer)


def test_a_request_can_be_withdrawn_while_it_waits(joko: Client, nila: Client) -> None:
    where = propose(joko)
    assert joko.post(where + "tarik/").status_code == 303
    assert "Ditarik" in text(joko.get(where))
    assert nila.get(where).status_code == 404


def test_the_proposer_does_not_approve_even_by_hand(joko: Client) -> None:
    where = propose(joko)
    answer = joko.post(where + "setujui/")
    assert answer.status_code == 422
    assert "orang lain" in text(answer)


# --- one grant --------------------------------------------------------------------------------------------------------


def test_r9_ending_the_last_grant_ends_the_live_session_at_its_next_request(joko: Client, sari: Grant) -> None:
    browser = cast.sign_in(sari.user)
    assert browser.get("/meja/").status_code == 200
    where = f"/meja/akun/mandat/{sari.ref}/"
    assert joko.post(where + "akhiri/", {"reason": "bosan"}).status_code == 422
    assert joko.post(where + "akhiri/", {"reason": "left"}).status_code == 303
    assert browser.get("/meja/").status_code == 303


def test_an_administrator_who_ends_the_own_grant_is_led_outside(joko: Client) -> None:
    cast.employ(replace(cast.JOKO, username="lain"))
    own = Grant.objects.get(user__username="joko")
    answer = joko.post(f"/meja/akun/mandat/{own.ref}/akhiri/", {"reason": "left"})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert joko.get(HOME).status_code == 303


def test_the_last_two_administrators_stay_and_the_page_says_why(joko: Client) -> None:
    own = Grant.objects.get(user__username="joko")
    for reason, says in (("left", "Angkat dulu penggantinya"), ("safety", "Angkat dulu seorang administrator lain")):
        answer = joko.post(f"/meja/akun/mandat/{own.ref}/akhiri/", {"reason": reason})
        assert answer.status_code == 422
        assert says in text(answer)


def test_extending_moving_and_resetting_are_proposed_from_the_grants_page(joko: Client, sari: Grant) -> None:
    where = f"/meja/akun/mandat/{sari.ref}/"
    account.set_second_factor(sari.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    later = (today() + timedelta(days=190)).isoformat()
    assert joko.post(where + "perpanjang/", {"ends": "nanti"}).status_code == 422
    assert joko.post(where + "perpanjang/", {"ends": sari.ends.isoformat()}).status_code == 422
    assert joko.post(where + "perpanjang/", {"ends": later}).status_code == 303
    assert 'value="35.28"' in text(joko.get(where + "pindah/"))
    assert joko.post(where + "pindah/", terms(role="raja")).status_code == 422
    assert joko.post(where + "pindah/", terms(role="planner")).status_code == 303
    assert "setel ulang" in text(joko.get(where))
    assert joko.post(where + "setel-ulang/").status_code == 303
    assert sorted(Request.objects.values_list("act", flat=True)) == ["extend", "reset", "transfer"]


def test_k27_the_list_of_whom_to_attest_has_one_button_each(joko: Client, sari: Grant) -> None:
    assert "1 orang perlu dinyatakan" in text(joko.get(HOME))
    assert "sari" in text(joko.get("/meja/akun/bertugas/"))
    answer = joko.post(f"/meja/akun/mandat/{sari.ref}/bertugas/")
    assert (answer.status_code, answer["Location"]) == (303, "/meja/akun/bertugas/")
    assert "sembilan puluh hari terakhir" in text(joko.get("/meja/akun/bertugas/"))
    assert Attestation.objects.count() == 1


def test_an_invitation_can_be_voided_and_an_open_account_gets_none(joko: Client, sari: Grant) -> None:
    where = f"/meja/akun/mandat/{sari.ref}/"
    joko.post(where + "undangan/")
    row = Invitation.objects.get()
    assert "Satu undangan masih berlaku" in text(joko.get(where))
    assert joko.post(f"/meja/akun/undangan/{row.ref}/batal/").status_code == 303
    assert "Satu undangan masih berlaku" not in text(joko.get(where))
    account.set_second_factor(sari.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    answer = joko.post(where + "undangan/")
    assert answer.status_code == 422
    assert "penyetelan ulang" in text(answer)


# --- list and file ----------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_and_keeps_to_the_own_institution(joko: Client, sari: Grant) -> None:
    cast.employ(cast.BIMA)
    assert "bima" not in text(joko.get(HOME))
    assert "sari" in text(joko.get(HOME, {"q": "officer", "hal": "x"}))
    assert "Tidak ada yang cocok" in text(joko.get(HOME, {"q": "tidak-ada"}))
    joko.post(f"/meja/akun/mandat/{sari.ref}/akhiri/", {"reason": "left"})
    assert f"/mandat/{sari.ref}/" not in text(joko.get(HOME))
    assert f"/mandat/{sari.ref}/" in text(joko.get(HOME, {"berakhir": "1"}))


def test_r25_the_list_as_csv_holds_no_formula_and_can_be_read_back(joko: Client, sari: Grant) -> None:
    joko.post(f"/meja/akun/mandat/{sari.ref}/bertugas/")
    rows = rows_of(joko.get("/meja/akun/unduh/"))
    assert [row["nama_pengguna"] for row in rows] == ["joko", "sari"]
    assert rows[1]["terakhir_dinyatakan"] == today().isoformat()
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_nothing_of_another_institution_is_reached(nila: Client, sari: Grant) -> None:
    row = f"/meja/akun/mandat/{sari.ref}/"
    assert nila.get(row).status_code == 404
    for act in ("akhiri", "perpanjang", "setel-ulang", "bertugas", "undangan", "pindah"):
        assert nila.post(f"{row}{act}/", terms(reason="left")).status_code == 404, act
    assert not Leaf.objects.exclude(type="grant.given").exists()
