"""Whatever file somebody holds gets an answer in words of its own, and nothing of it is kept."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from ikrar.channels.paper import certificate as press
from ikrar.core.certificate.bundle import write
from ikrar.records.account.access import Holder
from ikrar.records.certificate import actions as certificate
from ikrar.records.certificate import queries
from ikrar.records.certificate.models import Certificate, Paper
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Version
from ikrar.web.desk.certificate import _piagam, issue
from ikrar.web.public import verify
from tests import cast, signing, witnessing
from tests.core.certificate import made
from tests.phone import Phone


@pytest.fixture
def dewi(database: Path) -> Holder:
    verify.METER = verify.Meter(1000)
    return cast.at_desk(cast.DEWI)


def send(data: bytes, name: str = "berkas", prefix: str = "") -> HttpResponse:
    browser = cast.Browser()
    browser.get(f"{prefix}/periksa/berkas/")
    answer: HttpResponse = browser.post(f"{prefix}/periksa/berkas/", {"file": SimpleUploadedFile(name, data)})
    return answer


def words(answer: HttpResponse) -> str:
    main = html.unescape(answer.content.decode()).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def said(data: bytes) -> str:
    answer = send(data)
    assert answer.status_code == 200
    return words(answer)


def signed(dewi: Holder, **changes: Any) -> Version:
    version = cast.frozen(dewi, **changes)
    signing.sign(signing.code_for(dewi, version.declaration_id), signing.enrolled().phone)
    return version


def paper(dewi: Holder, ref: str) -> bytes:
    number = issue(dewi, ref, "id", timezone.now())
    return queries.paper(ref, number)[1]


def renewed(dewi: Holder, ref: str) -> None:
    opened = declaration.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    declaration.save(dewi, ref, edition=opened.edition, form=cast.form(closing="Sekian."))
    cast.freeze(dewi, ref)


# --- a certificate ----------------------------------------------------------------------------------------------------


def test_an_untouched_certificate_is_known_to_the_last_byte_and_its_registered_text_shown(dewi: Holder) -> None:
    witnessing.agree(timezone.now())
    version = signed(dewi)
    witnessing.advance(timezone.now())
    data = paper(dewi, version.declaration_id)
    told = said(data)
    for part in (
        "Ini piagam 1, sama sampai bita terakhir dengan yang diterbitkan KPU Kabupaten Pamekasan",
        "Yang berlaku: naskah terdaftar",
        "Menjaga persatuan dan kesatuan.",
        "terbukti Ketua, KPU Kabupaten Pamekasan: kunci",
        "dijamin oleh KPU Kabupaten Pamekasan, Bawaslu Kabupaten Pamekasan",
        "Apakah ikrar ini ditepati: tidak dibuktikan oleh tanda tangan.",
    ):
        assert part in told, part
    assert "Sesudah piagam ini terbit" not in told
    assert "This is certificate 1, the same to the last byte" in words(send(data, prefix="/en"))


def test_a_tampered_certificate_is_told_what_its_pages_no_longer_show(dewi: Holder) -> None:
    version = signed(dewi)
    data = paper(dewi, version.declaration_id)
    for spoiled in (data + b"\n", data.replace(b"/Title", b"/Titel", 1)):
        told = said(spoiled)
        assert "bukan piagam seperti yang diterbitkan" in told
        assert "Kode di halamannya milik piagam 1; PDF yang asli lain." in told
        assert "Semua bagian naskah terdaftar ada di halamannya." in told
        assert "Menolak politik uang dalam bentuk apa pun." in told


def test_a_certificate_with_another_point_on_its_page_names_the_registered_one(dewi: Holder) -> None:
    version = signed(dewi)
    ref = version.declaration_id
    draft = queries.draft(dewi, ref, "id")
    one = _piagam(ref, draft, timezone.now())
    forged = json.loads(one.canonical)
    forged["points"][1]["text"] = "Menerima politik uang."
    told = said(press.pdf(replace(one, canonical=rfc8785.dumps(forged)), "id"))
    assert "tidak dikenal di sini" in told
    paper(dewi, ref)
    data = press.pdf(replace(one, canonical=rfc8785.dumps(forged), code=Certificate.objects.get().ref), "id")
    told = said(data)
    assert "Poin 2: Menolak politik uang dalam bentuk apa pun." in told
    assert "Kode di halamannya milik piagam 1" in told


def test_a_certificate_of_an_old_version_says_which_one_counts_now(dewi: Holder) -> None:
    version = signed(dewi)
    data = paper(dewi, version.declaration_id)
    renewed(dewi, version.declaration_id)
    told = said(data)
    assert "Ini piagam 1, sama sampai bita terakhir" in told
    assert "Versi ini sudah diganti. Yang berlaku sekarang versi 2:" in told


def test_a_certificate_issued_before_a_withdrawal_says_what_happened_since(dewi: Holder) -> None:
    ref, phone = cast.frozen(dewi).declaration_id, Phone()
    signing.sign_as_holder(signing.code_for(dewi, ref), phone)
    data = paper(dewi, ref)
    signing.withdraw(signing.code_for(dewi, ref), phone)
    told = said(data)
    assert "Sesudah piagam ini terbit: Ketua, KPU Kabupaten Pamekasan: Ditandatangani pemegang tautan" in told
    assert "Alasan: Keliru menandatangani." in told
    assert "ditarik Ketua, KPU Kabupaten Pamekasan MENARIK tanda tangan ini pada " in " ".join(told.split())
    assert not re.search(r"\dT\d\d(:\d\d)?Z", told)  # times as people tell them


def test_a_certificate_whose_pdf_was_erased_is_still_known(dewi: Holder) -> None:
    version = signed(dewi)
    data = paper(dewi, version.declaration_id)
    certificate.erase_papers(version.pk)
    assert "Ini piagam 1, sama sampai bita terakhir" in said(data)


# --- a code or a digest in the box ------------------------------------------------------------------------------------


def ask(what: str) -> str:
    answer = cast.Browser().get(f"/periksa/?sidik={what}")
    assert answer.status_code == 200
    return words(answer)


def test_the_code_of_a_certificate_leads_to_it_and_to_the_registered_text(dewi: Holder) -> None:
    ref = signed(dewi).declaration_id
    paper(dewi, ref)
    row = Certificate.objects.get()
    for what in (row.ref, row.sha256, row.ref.lower()):
        told = ask(what)
        assert "Ini milik piagam 1, diterbitkan KPU Kabupaten Pamekasan" in told
        assert "Menjaga persatuan dan kesatuan." in told
        assert "Kuncinya dijamin oleh" in told
    signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    assert "Sesudah piagam ini terbit: Bawaslu Kabupaten Pamekasan" in ask(row.ref)


def test_a_wrong_code_is_told_as_unknown(dewi: Holder) -> None:
    assert "Tidak ada deklarasi terbit dan tidak ada piagam dengan kode ini." in ask("7ZQ4M0V8K2T6X1N9B3C5D7F0GH")


def test_a_withdrawn_signature_is_told_as_such_to_who_pastes_the_digest(dewi: Holder) -> None:
    version, phone = cast.frozen(dewi), Phone()
    signing.sign_as_holder(signing.code_for(dewi, version.declaration_id), phone)
    signing.withdraw(signing.code_for(dewi, version.declaration_id), phone)
    told = ask(version.digest or "")
    assert "ditarik Ketua, KPU Kabupaten Pamekasan MENARIK tanda tangan ini pada " in " ".join(told.split())
    assert not re.search(r"\dT\d\d(:\d\d)?Z", told)  # times as people tell them
    assert "dengan kunci yang sama. Alasan: Keliru menandatangani." in told


# --- a proof ----------------------------------------------------------------------------------------------------------


def proof(ref: str) -> bytes:
    content: bytes = cast.Browser().get(f"/deklarasi/{ref}/versi/1/bukti.json").content
    return content


def test_a_proof_is_checked_against_the_policy_in_force(dewi: Holder) -> None:
    witnessing.agree(timezone.now())
    ref = signed(dewi).declaration_id
    witnessing.advance(timezone.now())
    told = said(proof(ref))
    assert "tidak bertentangan dengan dirinya sendiri maupun dengan buku besar" in told
    assert "disaksikan BAWASLU, KPU, PERS, POLRI, UNIV; saksi melihatnya sejak" in told


def test_a_changed_proof_names_the_part_that_does_not_fit(dewi: Holder) -> None:
    ref = signed(dewi).declaration_id
    told = json.loads(proof(ref))
    told["acts"][-1]["record"]["capacity"] = "saksi"
    answer = said(json.dumps(told, indent=1).encode())
    assert "Berkas bukti ini tidak berlaku" in answer
    assert "tidak cocok 1 catatan tidak cocok dengan daunnya" in answer


def test_a_proof_whose_ledger_parts_were_taken_out_is_not_called_in_keeping_with_the_ledger(dewi: Holder) -> None:
    witnessing.agree(timezone.now())
    ref = signed(dewi).declaration_id
    witnessing.advance(timezone.now())
    told = json.loads(proof(ref))
    for act in told["acts"]:
        act["proof"] = None
    answer = said(json.dumps(told, indent=1).encode())
    assert "tetapi buku besar belum menunjukkan semua isinya." in answer
    assert "maupun dengan buku besar" not in answer


def test_a_proof_with_half_a_character_is_refused_and_breaks_nothing(dewi: Holder) -> None:
    told = json.loads(write(made.bundle())) | {"digest": "\ud800"}
    assert send(json.dumps(told, indent=1).encode()).status_code == 422


def test_a_proof_made_before_a_withdrawal_says_what_happened_since(dewi: Holder) -> None:
    ref, phone = cast.frozen(dewi).declaration_id, Phone()
    signing.sign_as_holder(signing.code_for(dewi, ref), phone)
    before = proof(ref)
    signing.withdraw(signing.code_for(dewi, ref), phone)
    assert "Sesudah berkas ini dibuat: Ketua, KPU Kabupaten Pamekasan" in said(before)
    assert "Sesudah berkas ini dibuat" not in said(proof(ref))


def test_a_proof_of_a_text_that_is_not_registered_here_says_so(dewi: Holder) -> None:
    told = said(write(made.bundle()))
    assert "Naskahnya tidak terdaftar di sini." in told
    assert "Yang berlaku: naskah terdaftar" not in told


# --- other files ------------------------------------------------------------------------------------------------------


def test_the_registered_text_itself_is_known_and_a_changed_one_is_not(dewi: Holder) -> None:
    version = signed(dewi)
    assert "Naskah ini terdaftar, sama sampai bita terakhir." in said(bytes(version.canonical or b""))
    told = said(bytes(version.canonical or b"") + b"\n")
    assert "Naskah ini tidak terdaftar di sini. Satu huruf atau satu baris baru saja mengubah sidiknya." in told


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Pilih sebuah berkas PDF atau JSON."),
        (b"GIF89a", "Berkas ini bukan PDF dan bukan JSON."),
        (b"%PDF-1.7 rusak", "PDF ini rusak atau terkunci"),
        (b'{"v": "ikrar.id/proof/v1"}', "Bukan berkas ikrar.id/proof/v1."),
        (b"x" * (verify.LARGEST + 1), "Berkas paling besar 5 MB."),
    ],
)
def test_what_cannot_be_checked_is_refused_with_what_to_send_instead(dewi: Holder, data: bytes, says: str) -> None:
    answer = send(data)
    assert answer.status_code == 422
    assert says in words(answer)


def test_a_pdf_of_others_is_unknown_and_not_called_forged(dewi: Holder) -> None:
    typst = pytest.importorskip("typst")
    other = typst.compile(io.BytesIO(b"Halo.").read(), format="pdf")
    assert "Tidak dikenal tidak sama dengan palsu." in said(bytes(other))


def test_the_form_needs_its_token_and_the_other_page_sets_no_cookie(dewi: Holder) -> None:
    assert not cast.Browser().get("/periksa/").cookies
    page = cast.Browser().get("/periksa/berkas/")
    assert "csrfmiddlewaretoken" in page.content.decode()
    strict = cast.Browser(enforce_csrf_checks=True)
    assert strict.post("/periksa/berkas/", {"file": SimpleUploadedFile("a", b"{}")}).status_code == 403


def test_nothing_that_was_sent_is_kept(dewi: Holder) -> None:
    ref = signed(dewi).declaration_id
    data = paper(dewi, ref)
    before = Paper.objects.count()
    send(data + b"x")
    assert Paper.objects.count() == before


def test_too_many_files_a_minute_are_put_off(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "METER", verify.Meter(1))
    assert send(b"{}").status_code == 200
    assert send(b"{}").status_code == 429


def test_an_answer_about_an_example_bears_the_mark(dewi: Holder) -> None:
    version = cast.frozen(dewi, area="98.01", title="CONTOH Deklarasi Arunika")
    answer = send(bytes(version.canonical or b""))
    assert answer["X-Ikrar-Example"] == "1"
    assert "CONTOH" in words(answer)
