"""Keys of offices at the desk: a link shown once, two words, an end with its reason."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from ikrar.records.enrolment.models import EnrolmentLink, Key
from tests import cast, signing
from tests.authenticator import Device

pytestmark = pytest.mark.usefixtures("database")
HOME = "/meja/jabatan/"


def words(answer: HttpResponse) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def issue(**fields: str) -> HttpResponse:
    return cast.sign_in(cast.SARI).post(HOME, {"office": signing.office(), **fields})


def test_an_officer_prints_a_link_once_and_may_void_it() -> None:
    sheet = issue(acting="Plt.", behalf="Ketua", ends=str(timezone.localdate() + timedelta(days=9)))
    found = re.search(r"https://ikrar\.example/kunci-lembaga/([0-9A-Z]{25})/", sheet.content.decode())
    assert found is not None
    page = words(cast.Browser().get(f"/kunci-lembaga/{found[1]}/"))
    assert "Plt. Ketua KPU Kabupaten Pamekasan" in page
    assert "Atas nama" in page
    desk = cast.sign_in(cast.SARI)
    home = desk.get(HOME).content.decode()
    assert "Batalkan tautan" in home
    assert found[1] not in home
    row = EnrolmentLink.objects.get()
    assert desk.post(f"{HOME}tautan/{row.ref}/batal/")["Location"] == HOME
    assert "dibatalkan lembaga Anda" in words(cast.Browser().get(f"/kunci-lembaga/{found[1]}/"))
    assert cast.sign_in(cast.BIMA).post(f"{HOME}tautan/{row.ref}/batal/").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"office": ""}, {"acting": "Wakil"}, {"ends": "besok"}, {"ends": "2020-01-01"}, {"life": "1y"}],
)
def test_what_cannot_be_issued_is_told_and_nothing_is_kept(fields: dict[str, str]) -> None:
    answer = issue(**fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not EnrolmentLink.objects.exists()


def test_an_office_of_others_does_not_exist_for_the_one_who_asks() -> None:
    assert cast.sign_in(cast.SARI).post(HOME, {"office": signing.office(signing.BAWASLU)}).status_code == 404


def test_two_officers_vouch_and_the_page_says_who() -> None:
    ref = signing.enrolled(vouched=0).ref
    own, other = cast.sign_in(cast.SARI), cast.sign_in(cast.BIMA)
    assert "belum dijamin dua lembaga" in words(own.get(HOME))
    for desk in (own, other):
        assert desk.post(f"{HOME}{ref}/jamin/")["Location"] == f"{HOME}{ref}/"
    page = words(other.get(f"{HOME}{ref}/"))
    assert "KPU Kabupaten Pamekasan · Bawaslu Kabupaten Pamekasan" in page
    assert "Saya menjamin kunci ini" not in page
    assert "dijamin dua lembaga" in words(own.get(HOME))
    assert own.post(f"{HOME}{ref}/jamin/").status_code == 422


def test_a_key_is_revoked_with_a_reason_that_is_shown() -> None:
    ref, desk = signing.enrolled().ref, cast.sign_in(cast.SARI)
    assert desk.post(f"{HOME}{ref}/cabut/", {"reason": ""}).status_code == 422
    assert desk.post(f"{HOME}{ref}/cabut/", {"reason": "Ponsel hilang."}).status_code == 303
    page = words(desk.get(f"{HOME}{ref}/"))
    assert "Ponsel hilang." in page
    assert "Ya, cabut kunci" not in page
    assert "dicabut" in words(desk.get(HOME))


@pytest.mark.parametrize("act", ["", "jamin/", "cabut/"])
def test_a_key_out_of_reach_does_not_exist(act: str) -> None:
    ref, desk = signing.enrolled(vouched=0).ref, cast.sign_in(cast.YUDA)
    answer = desk.post(f"{HOME}{ref}/{act}", {"reason": "x"}) if act else desk.get(f"{HOME}{ref}/")
    assert answer.status_code == 404


def test_a_question_that_waited_too_long_or_an_odd_answer_keeps_no_key() -> None:
    link, phone, device = f"/kunci-lembaga/{signing.link(cast.at_desk(cast.SARI))}/", cast.Browser(), Device()
    assert phone.post(link, {"credential": "{}"}).status_code == 422
    options = json.loads(phone.post(link).content)
    EnrolmentLink.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    late = phone.post(link, {"credential": device.make(options)})
    assert late.status_code == 422
    assert "terlalu lama" in words(late)
    phone.post(link)
    assert phone.post(link, {"credential": device.make(options)}).status_code == 422
    assert not Key.objects.exists()


def test_a_phone_whose_key_is_of_no_known_kind_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    link, phone = f"/kunci-lembaga/{signing.link(cast.at_desk(cast.SARI))}/", cast.Browser()
    options = json.loads(phone.post(link).content)
    monkeypatch.setattr("ikrar.core.signature.key._P256", 99)
    answer = phone.post(link, {"credential": Device().make(options)})
    assert answer.status_code == 422
    assert not Key.objects.exists()
