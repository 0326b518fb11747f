"""Certificates at the desk, their download, the proof for everybody, and what the declaration's page says of them."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pdfminer.high_level import extract_text

from ikrar.core.certificate.bundle import read
from ikrar.core.certificate.check import check_bundle
from ikrar.records.account.access import Holder
from ikrar.records.certificate.models import Certificate
from ikrar.records.declaration import actions as declaration
from tests import cast, signing
from tests.phone import Phone


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def signed(dewi: Holder) -> str:
    ref = cast.frozen(dewi).declaration_id
    signing.sign(signing.code_for(dewi, ref, 1), signing.enrolled().phone, name="Sari Wulandari")
    return str(ref)


def words(answer: HttpResponse) -> str:
    main = html.unescape(answer.content.decode()).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def issued(browser: Client, ref: str, language: str = "id") -> HttpResponse:
    answer: HttpResponse = browser.post(f"/meja/deklarasi/{ref}/piagam/", {"language": language})
    return answer


def test_a_secretary_issues_a_certificate_and_everybody_may_have_it_byte_for_byte(dewi: Holder) -> None:
    ref, browser = signed(dewi), cast.sign_in(cast.DEWI)
    assert "Belum menandatangani." in words(browser.get(f"/meja/deklarasi/{ref}/piagam/"))
    answer = issued(browser, ref)
    assert (answer.status_code, answer["Location"]) == (303, f"/meja/deklarasi/{ref}/piagam/?tersimpan=1")
    assert "Piagam 1 terbit." in words(browser.get(answer["Location"]))
    files = [cast.Browser().get(f"/deklarasi/{ref}/piagam/1.pdf") for _time in range(2)]
    assert files[0].content == files[1].content
    assert hashlib.sha256(files[0].content).hexdigest() == Certificate.objects.get().sha256
    assert files[0]["Content-Disposition"] == f'attachment; filename="piagam-{ref.lower()}-1.pdf"'
    said = " ".join(extract_text(io.BytesIO(files[0].content)).split())
    code = Certificate.objects.get().ref
    assert code in said
    assert "Sari Wulandari" in said
    assert "Naskah dibekukan" in said


def test_the_certificate_speaks_the_language_that_was_chosen_whatever_the_page_s(dewi: Holder) -> None:
    ref, browser = signed(dewi), cast.sign_in(cast.DEWI)
    issued(browser, ref, "en")
    said = extract_text(io.BytesIO(cast.Browser().get(f"/deklarasi/{ref}/piagam/1.pdf").content))
    assert "office's passkey" in said
    assert issued(browser, ref, "de").status_code == 422


def test_an_unsigned_declaration_offers_no_certificate(dewi: Holder) -> None:
    ref, browser = cast.frozen(dewi).declaration_id, cast.sign_in(cast.DEWI)
    page = browser.get(f"/meja/deklarasi/{ref}/piagam/")
    assert "sesudah sedikitnya satu jabatan menandatangani" in words(page)
    assert issued(browser, ref).status_code == 422
    assert cast.Browser().get(f"/deklarasi/{ref}/piagam/1.pdf").status_code == 404


def test_an_example_s_certificate_and_proof_bear_the_mark_in_name_header_and_text(dewi: Holder) -> None:
    ref = cast.frozen(dewi, area="98.01", title="CONTOH Deklarasi Arunika").declaration_id
    signing.sign_as_holder(signing.code_for(dewi, ref))
    issued(cast.sign_in(cast.DEWI), ref)
    paper = cast.Browser().get(f"/deklarasi/{ref}/piagam/1.pdf")
    proof = cast.Browser().get(f"/deklarasi/{ref}/versi/1/bukti.json")
    for answer in (paper, proof):
        assert answer["X-Ikrar-Example"] == "1"
        assert 'filename="contoh-' in answer["Content-Disposition"]
    assert "CONTOH / EXAMPLE" in extract_text(io.BytesIO(paper.content))
    assert json.loads(proof.content)["example"] is True


def test_the_proof_is_for_everybody_names_no_person_and_holds(dewi: Holder) -> None:
    ref = signed(dewi)
    answer = cast.Browser().get(f"/deklarasi/{ref}/versi/1/bukti.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert b"Sari" not in answer.content
    verdict = check_bundle(read(answer.content))
    assert verdict.holds
    assert verdict.signings[0].standing
    for missing in (f"/deklarasi/{ref}/versi/2/bukti.json", "/deklarasi/X/versi/1/bukti.json"):
        assert cast.Browser().get(missing).status_code == 404


# --- the declaration's page -------------------------------------------------------------------------------------------


def page(ref: str, prefix: str = "") -> HttpResponse:
    answer: HttpResponse = cast.Browser().get(f"{prefix}/deklarasi/{ref}/", follow=True)
    assert answer.status_code == 200
    return answer


def test_a_page_without_signatures_says_that_there_are_none_and_what_that_means(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    said = words(page(ref))
    assert "Belum ada tanda tangan." in said
    assert "Apakah 2 dari yang berikrar menandatangani" in said
    assert "Unduh bukti" not in said
    assert "Layar upacara" in said


def test_the_page_shows_each_signature_its_name_its_vouchers_and_its_leaf(dewi: Holder) -> None:
    ref = signed(dewi)
    issued(cast.sign_in(cast.DEWI), ref)
    said = words(page(ref))
    for part in (
        "1 dari 2 lembaga atau jabatan menandatangani naskah ini.",
        "Ditandatangani dengan kunci sandi jabatan,",
        "Kuncinya dijamin oleh KPU Kabupaten Pamekasan dan Bawaslu Kabupaten Pamekasan.",
        "Sari Wulandari nama diisi sendiri",
        "Daun buku besar",
        "Apakah 1 dari yang berikrar menandatangani",
        "Piagam 1 (PDF)",
        "Unduh bukti (JSON)",
    ):
        assert part in said, part
    assert "Signed with the office's passkey" in words(page(ref, "/en"))


def test_a_withdrawn_signature_stays_on_the_page_with_its_reason_and_does_not_count(dewi: Holder) -> None:
    ref, phone = cast.frozen(dewi).declaration_id, Phone()
    signing.sign_as_holder(signing.code_for(dewi, ref), phone)
    signing.withdraw(signing.code_for(dewi, ref), phone)
    said = words(page(ref))
    assert "Belum ada tanda tangan." in said
    assert "Alasan: Keliru menandatangani." in said


def test_when_all_signed_the_page_says_all_and_knows_no_gap_there(dewi: Holder) -> None:
    ref = signed(dewi)
    signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    said = words(page(ref))
    assert "Semua 2 lembaga atau jabatan menandatangani naskah ini." in said
    assert "dari yang berikrar menandatangani" not in said


def test_a_certificate_of_another_version_says_so(dewi: Holder) -> None:
    ref = signed(dewi)
    issued(cast.sign_in(cast.DEWI), ref)
    opened = declaration.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    declaration.save(dewi, ref, edition=opened.edition, form=cast.form(closing="Sekian."))
    cast.freeze(dewi, ref)
    assert "versi lain" in words(page(ref))
    old = cast.Browser().get(f"/deklarasi/{ref}/versi/1/")
    assert "versi lain" not in words(old)
    assert "Layar upacara" not in words(old)
