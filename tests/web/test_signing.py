"""Signing pages: the text that will be signed, question and answer, each way it can go wrong, and the desk's part."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ikrar.core.scan.scan import USUAL, What
from ikrar.records.declaration import actions as declaration
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.enrolment.models import Key
from ikrar.records.scan import actions as scan
from ikrar.records.signature import actions, queries
from ikrar.records.signature.models import Refusal, Signature, SigningLink
from tests import cast, signing
from tests.authenticator import VERIFIED, Device

pytestmark = pytest.mark.usefixtures("database")
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def ref() -> str:
    return cast.frozen(cast.at_desk(cast.DEWI)).declaration_id


@pytest.fixture
def code(ref: str) -> str:
    return signing.code_for(cast.at_desk(cast.DEWI), ref)


@pytest.fixture
def phone() -> Client:
    return cast.Browser()


def send(phone: Client, code: str, do: str, **fields: str) -> HttpResponse:
    """Send a step as the script does."""
    return phone.post(f"/tanda-tangan/{code}/", {"do": do, **fields}, **JSON)


def asked(phone: Client, code: str, **fields: str) -> dict[str, Any]:
    answer = send(phone, code, "ask", **({"act": "sign", "way": "|"} | fields))
    assert answer.status_code == 200, answer.content
    return dict(json.loads(answer.content))


def spot(phone: Client, code: str, device: Device, **fields: str) -> HttpResponse:
    """Let a device make a key on the spot and sign with it."""
    first = asked(phone, code)
    made = send(phone, code, "key", nonce=first["make"], credential=device.make(first))
    assert made.status_code == 200, made.content
    return send(phone, code, "sign", credential=device.sign(json.loads(made.content)), **fields)


def words(answer: HttpResponse) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_the_page_shows_exactly_the_text_that_will_be_signed_and_its_digest(phone: Client, code: str, ref: str) -> None:
    answer = phone.get(f"/tanda-tangan/{code}/")
    page = words(answer)
    version = queries.access.declaration.published(ref)
    for part in ("Menjaga persatuan dan kesatuan.", "Kami yang bertanda tangan di bawah ini berikrar:", version.title):
        assert part in page
    assert (version.digest or "")[:4] in page
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer.content.decode()
    assert SigningLink.objects.get().used_at is None


def test_a_key_made_on_the_spot_signs_and_the_page_says_whose_it_is(phone: Client, code: str, ref: str) -> None:
    done = spot(phone, code, Device(), name="Siti Aminah", consent="1")
    assert done.status_code == 303
    page = words(phone.get(f"/tanda-tangan/{code}/"))
    assert "Tersimpan: jabatan ini menandatangani" in page
    assert "Tercatat sebagai pemegang tautan" in page
    signed = queries.of(ref, 1)[0]
    assert (signed.name, signed.stands) == ("Siti Aminah", True)


def test_a_name_without_consent_is_said_and_not_dropped(phone: Client, code: str) -> None:
    told = "Centang persetujuan agar nama Anda dicantumkan, atau kosongkan namanya."
    first = send(phone, code, "ask", act="sign", way="|", name="Siti Aminah")
    assert (first.status_code, json.loads(first.content)["message"]) == (422, told)
    device = Device()
    last = spot(phone, code, device, name="Siti Aminah")
    assert (last.status_code, json.loads(last.content)["message"]) == (422, told)
    assert not Signature.objects.exists()
    page = phone.post(f"/tanda-tangan/{code}/", {"do": "ask", "name": "Siti Aminah"})
    assert told in words(page)
    assert 'value="Siti Aminah"' in page.content.decode(), "the entry stays where it was typed"
    again = send(phone, code, "sign", credential=device.sign(asked(phone, code)), name="  ")
    assert again.status_code == 303
    assert Signature.objects.get().name == ""


def test_whoever_consents_keeps_the_consent_beside_the_name_when_something_else_is_wrong(
    phone: Client, code: str
) -> None:
    page = phone.post(f"/tanda-tangan/{code}/", {"do": "nothing", "name": "Siti", "consent": "1"}).content.decode()
    assert 'name="consent" value="1" checked' in page
    assert "checked" not in phone.get(f"/tanda-tangan/{code}/").content.decode()


def test_the_form_of_the_hand_says_what_comes_before_it_and_offers_what_can_be_chosen(ref: str) -> None:
    desk, here, dewi = cast.sign_in(cast.DEWI), f"/meja/deklarasi/{ref}/tanda-tangan/", cast.at_desk(cast.DEWI)
    until = dewi.today + USUAL
    scan.keep(dewi, ref, picture=b"hadir", what=What.ATTENDANCE, until=until, now=timezone.now())
    page = desk.get(here).content.decode()
    assert f'href="/meja/deklarasi/{ref}/gambar/">Segel foto papan' in page
    assert 'name="scan"' not in page, "a list of who attended is no picture of a signature"
    board = signing.board(dewi, ref)
    page = desk.get(here).content.decode()
    assert f'<option value="{board}">' in page
    assert "Segel foto papan" not in page
    for row in queries.of(ref, 1):
        signing.sign_as_holder(signing.code_for(dewi, ref, row.n))
    page = desk.get(here).content.decode()
    assert "Tidak ada jabatan yang belum menandatangani." in page
    assert 'name="scan"' not in page


def test_an_office_key_made_through_its_link_and_vouched_for_signs_as_the_office(phone: Client, ref: str) -> None:
    device, sari = Device(), cast.at_desk(cast.SARI)
    link = f"/kunci-lembaga/{signing.link(sari)}/"
    assert "Ketua KPU Kabupaten Pamekasan" in words(phone.get(link))
    options = json.loads(phone.post(link).content)
    assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    assert options["publicKey"].get("attestation", "none") == "none"
    assert phone.post(link, {"credential": device.make(options)}).status_code == 303
    assert "sudah dibuat dengan tautan ini" in words(phone.get(link))
    key = Key.objects.get()
    for who in (sari, cast.at_desk(cast.BIMA)):
        enrolment.vouch(who, key.ref, now=timezone.now())
    code = signing.code_for(cast.at_desk(cast.DEWI), ref)
    assert "Tandatangani dengan kunci jabatan" in words(phone.get(f"/tanda-tangan/{code}/"))
    done = send(phone, code, "sign", credential=device.sign(asked(phone, code)))
    assert done.status_code == 303
    assert "Kuncinya dijamin" in words(phone.get(f"/tanda-tangan/{code}/"))


def test_the_button_pressed_twice_keeps_one_signature_and_the_page_says_it_is_kept(phone: Client, code: str) -> None:
    device = Device()
    first = asked(phone, code)
    again = json.loads(send(phone, code, "key", nonce=first["make"], credential=device.make(first)).content)
    credential = device.sign(again)
    assert send(phone, code, "sign", credential=credential).status_code == 303
    second = send(phone, code, "sign", credential=credential)
    assert second.status_code == 422
    assert "sudah dipakai" in json.loads(second.content)["message"]
    assert "Tersimpan" in words(phone.get(f"/tanda-tangan/{code}/"))
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("device", "said"),
    [
        (Device(origin="https://jahat.example"), "tidak dikenali"),
        (Device(flags=1), "tidak dikenali"),
        (Device(cross_origin=True), "tidak dikenali"),
    ],
)
def test_a_key_that_was_not_made_here_with_the_person_verified_is_refused(
    phone: Client, code: str, device: Device, said: str
) -> None:
    first = asked(phone, code)
    answer = send(phone, code, "key", nonce=first["make"], credential=device.make(first))
    assert answer.status_code == 422
    assert said in json.loads(answer.content)["message"]
    assert not Key.objects.exists()


def test_an_answer_that_fails_a_check_is_told_in_words_and_the_link_lives_on(phone: Client, code: str) -> None:
    device = Device()
    first = asked(phone, code)
    again = json.loads(send(phone, code, "key", nonce=first["make"], credential=device.make(first)).content)
    device.flags &= ~VERIFIED
    told = json.loads(send(phone, code, "sign", credential=device.sign(again)).content)
    assert "sidik jari, wajah, atau PIN" in told["message"]
    device.flags |= VERIFIED
    stranger = Device()
    stranger.handle = b"x"
    told = json.loads(send(phone, code, "sign", credential=stranger.sign(again)).content)
    assert "bukan milik jabatan" in told["message"]
    assert send(phone, code, "sign", credential=device.sign(again)).status_code == 303


@pytest.mark.parametrize("credential", ["", "{", "[]", '{"id": 1}', "x" * 30_000, '{"id":"YQ","rawId":"Yg"}'])
@pytest.mark.parametrize("do", ["key", "sign"])
def test_what_no_browser_sends_is_refused_without_an_error_of_ours(
    phone: Client, code: str, credential: str, do: str
) -> None:
    asked(phone, code)
    assert send(phone, code, do, nonce="x", credential=credential).status_code == 422
    assert phone.post(f"/tanda-tangan/{code}/", {"do": do, "credential": credential}).status_code == 422


@pytest.mark.parametrize("fields", [{}, {"do": "lain"}, {"do": "ask", "way": "Wakil|"}, {"do": "withdraw"}])
def test_a_step_that_does_not_exist_shows_the_page_again(phone: Client, code: str, fields: dict[str, str]) -> None:
    answer = phone.post(f"/tanda-tangan/{code}/", fields)
    assert answer.status_code == 422
    assert "Naskah yang akan ditandatangani" in words(answer)


def test_a_code_is_read_as_people_type_it_and_any_other_does_not_exist(phone: Client, code: str) -> None:
    assert phone.get(f"/tanda-tangan/{code[:5]}-{code[5:].lower()}/").status_code == 200
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), "x", "0" * 25):
        for address in ("/tanda-tangan/", "/kunci-lembaga/"):
            assert phone.get(f"{address}{wrong}/").status_code == 404
            assert phone.post(f"{address}{wrong}/", {"do": "refuse"}).status_code == 404


def test_a_dead_link_says_why_and_what_to_do(phone: Client, ref: str) -> None:
    dewi, now = cast.at_desk(cast.DEWI), timezone.now()
    old = signing.code_for(dewi, ref, now=now - timedelta(days=2))
    assert "habis masa berlakunya" in words(phone.get(f"/tanda-tangan/{old}/"))
    first = signing.code_for(dewi, ref)
    second = signing.code_for(dewi, ref)
    assert "diganti atau dibatalkan" in words(phone.get(f"/tanda-tangan/{first}/"))
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=now)
    cast.freeze(dewi, ref)
    assert "versi yang lebih baru" in words(phone.get(f"/tanda-tangan/{second}/"))
    link = signing.link(cast.at_desk(cast.SARI), now=now - timedelta(days=2))
    assert "habis masa berlakunya" in words(phone.get(f"/kunci-lembaga/{link}/"))
    assert phone.post(f"/kunci-lembaga/{link}/").status_code == 422


def test_an_office_refuses_without_javascript_and_may_read_that_it_did(phone: Client, code: str) -> None:
    answer = phone.post(f"/tanda-tangan/{code}/", {"do": "refuse", "reason": "Belum sepakat."})
    assert answer.status_code == 303
    page = words(phone.get(f"/en/tanda-tangan/{code}/"))
    assert "this office does not sign" in page
    assert Refusal.objects.get().reason == "Belum sepakat."


def test_the_same_key_withdraws_through_a_new_link(phone: Client, code: str, ref: str) -> None:
    device = Device()
    spot(phone, code, device)
    later = signing.code_for(cast.at_desk(cast.DEWI), ref)
    assert "Tarik tanda tangan ini" in words(phone.get(f"/tanda-tangan/{later}/"))
    options = asked(phone, later, act="withdraw")
    credential = device.sign(options)
    assert send(phone, later, "withdraw", credential=credential, reason=" ").status_code == 422
    assert send(phone, later, "withdraw", credential=credential, reason="Keliru.").status_code == 303
    page = words(phone.get(f"/tanda-tangan/{later}/"))
    assert "sudah ditarik" in page
    assert "Keliru." in page


def test_an_example_carries_its_mark(phone: Client) -> None:
    dewi = cast.at_desk(cast.DEWI)
    version = cast.frozen(dewi, area="98.01")
    answer = phone.get(f"/tanda-tangan/{signing.code_for(dewi, version.declaration_id)}/")
    assert answer["X-Ikrar-Example"] == "1"
    assert "CONTOH" in words(answer)


def test_without_javascript_the_page_says_what_works_instead(phone: Client, code: str) -> None:
    page = phone.get(f"/tanda-tangan/{code}/").content.decode()
    assert "dua petugas mencatatnya" in page
    assert "<script src=" in page
    assert "onclick" not in page


# --- at the desk ------------------------------------------------------------------------------------------------------


def test_a_secretary_prints_links_that_are_shown_once(ref: str) -> None:
    desk = cast.sign_in(cast.DEWI)
    here = f"/meja/deklarasi/{ref}/tanda-tangan/"
    assert "belum" in words(desk.get(here))
    sheet = desk.post(here + "tautan/", {"office": ["1", "2"], "life": "2h"})
    addresses = re.findall(r"https://ikrar\.example/tanda-tangan/([0-9A-Z]{25})/", sheet.content.decode())
    assert len(set(addresses)) == 2
    assert sheet.content.decode().count('<svg class="qr"') == 2
    assert sheet["Cache-Control"] == "no-store"
    page = desk.get(here).content.decode()
    assert "tautan berlaku sampai" in page
    assert not any(code in page for code in addresses)
    desk.post(here + "batal/", {"office": "1"})
    assert "diganti atau dibatalkan" in words(cast.Browser().get(f"/tanda-tangan/{addresses[0]}/"))


@pytest.mark.parametrize("fields", [{}, {"office": "1", "life": "1y"}])
def test_links_need_an_office_and_a_known_life(ref: str, fields: dict[str, str]) -> None:
    answer = cast.sign_in(cast.DEWI).post(f"/meja/deklarasi/{ref}/tanda-tangan/tautan/", fields)
    assert answer.status_code == 422
    assert "Pilih" in words(answer)


def test_two_officers_record_a_hand_at_their_desks(ref: str) -> None:
    secretary, officer = cast.sign_in(cast.DEWI), cast.sign_in(cast.BIMA)
    here, act = f"/meja/deklarasi/{ref}/tanda-tangan/", f"/meja/tanda-tangan/{ref}/saksi/"
    assert "Segel foto papan" in words(secretary.get(here))
    for fields in ({"office": "1"}, {}, {"office": "x"}):
        assert secretary.post(act, fields).status_code == 422
    picture = signing.board(cast.at_desk(cast.DEWI), ref)
    assert secretary.post(act, {"office": "1", "scan": picture}).status_code == 303
    assert "menunggu saksi lembaga lain" in words(secretary.get(here))
    assert "sudah disaksikan" in words(officer.get("/meja/tanda-tangan/"))
    done = officer.post(act, {"office": "1"})
    assert done["Location"] == "/meja/tanda-tangan/"
    assert "ditandatangani dengan tangan, disaksikan" in words(secretary.get(here))
    assert officer.post(act, {"office": "1"}).status_code == 422
    assert "Tidak ada yang menunggu Anda." in words(officer.get("/meja/tanda-tangan/"))


def test_an_officer_of_the_signing_institution_records_its_withdrawal(ref: str) -> None:
    made = signing.sign_as_holder(signing.code_for(cast.at_desk(cast.DEWI), ref))
    desk = cast.sign_in(cast.SARI)
    assert "Catat penarikan" in words(desk.get("/meja/tanda-tangan/"))
    act = f"/meja/tanda-tangan/{made.ref}/tarik/"
    assert desk.post(act, {"reason": ""}).status_code == 422
    assert desk.post(act, {"reason": "Keliru."}).status_code == 303
    assert cast.sign_in(cast.BIMA).post(act, {"reason": "x"}).status_code == 404
    assert queries.of(ref, 1)[0].withdrawn is not None
    assert "ditarik" in words(cast.sign_in(cast.DEWI).get(f"/meja/deklarasi/{ref}/tanda-tangan/"))


def test_the_desk_shows_each_way_an_office_can_stand(ref: str) -> None:
    dewi, now = cast.at_desk(cast.DEWI), timezone.now()
    signing.sign(signing.code_for(dewi, ref), signing.enrolled().phone)
    actions.refuse(signing.code_for(dewi, ref, 2), reason="Belum.", now=now)
    page = words(cast.sign_in(cast.DEWI).get(f"/meja/deklarasi/{ref}/tanda-tangan/"))
    for said in ("ditandatangani dengan kunci jabatan", "tidak menandatangani", "Belum.", "untuk menarik tanda tangan"):
        assert said in page


def test_a_signatory_erases_the_own_name_through_the_link_that_signed_without_script_or_key(
    phone: Client, code: str, ref: str
) -> None:
    spot(phone, code, Device(), name="Siti Aminah", consent="1")
    here, public = f"/tanda-tangan/{code}/", f"/deklarasi/{ref}/"
    assert "mencantumkan nama Siti Aminah" in words(phone.get(here))
    assert "Siti Aminah" in words(phone.get(public))
    done = phone.post(here, {"do": "unname"})
    assert (done.status_code, done["Location"]) == (303, here + "?nama")
    page = words(phone.get(done["Location"]))
    assert "Nama Anda sudah dihapus" in page
    assert "Tersimpan: jabatan ini menandatangani" in page
    assert "Siti" not in page + words(phone.get(public))
    assert phone.post(here, {"do": "unname"}).status_code == 422
    assert "Nama Anda sudah dihapus" not in words(phone.get(here))


def test_the_secretary_erases_a_name_on_written_request_and_sees_only_that_there_is_one(ref: str) -> None:
    made = signing.sign_as_holder(signing.code_for(cast.at_desk(cast.DEWI), ref), name="Siti Aminah")
    desk, here, act = (
        cast.sign_in(cast.DEWI),
        f"/meja/deklarasi/{ref}/tanda-tangan/",
        f"/meja/tanda-tangan/{made.ref}/nama/",
    )
    page = words(desk.get(here))
    assert "Nama yang dicantumkan" in page
    assert "Siti" not in page
    assert cast.sign_in(cast.SARI).post(act, {"written": "1"}).status_code == 404
    refused = desk.post(act)
    assert refused.status_code == 422
    assert "permintaan tertulis pemiliknya" in words(refused)
    assert desk.post(act, {"written": "1"})["Location"] == here
    assert "Nama yang dicantumkan" not in words(desk.get(here))
    assert Signature.objects.get().name == ""
