"""A certificate on paper: all that the wall and its reader need, the same bytes each time, no text an order."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override
from pdfminer.high_level import extract_text

from ikrar.channels.document import pdf_attachment
from ikrar.channels.paper import certificate, press, signing
from ikrar.channels.paper.certificate import Entry, Piagam
from ikrar.core.certificate.bundle import write
from ikrar.core.errors import TooLarge
from ikrar.core.signature.vouching import Standing
from ikrar.records.signature.queries import Ended, Signed
from tests.channels.test_paper import HOSTILE
from tests.core.certificate import made

AT = datetime(2024, 8, 16, 3, 15, tzinfo=UTC)
KPU, BAWASLU = "KPU Kabupaten Rekaan", "Bawaslu Kabupaten Rekaan"
BY_KEY = Signed(1, "Ketua", KPU, "penyelenggara", "", "passkey", AT, Standing.OFFICE, (KPU, BAWASLU))
BY_LINK = Signed(2, "Ketua", BAWASLU, "", "pasangan calon 1", "passkey", AT, Standing.HOLDER, name="Wira Adinata")
BY_HAND = Signed(3, "", "Polres Rekaan", "", "", "hand", AT, attesters=(KPU, BAWASLU))
WITHDRAWN = replace(BY_KEY, withdrawn=Ended("Keliru.", AT, KPU))
REFUSED = Signed(4, "Dandim", "Kodim Rekaan", "", "", refused=Ended("Belum sepakat.", AT))
WAITING = Signed(5, "Camat", "Kecamatan Rekaan", "", "", waiting=True)
BUNDLE = made.bundle()  # its signatures differ each time it is made
OPEN = Signed(6, "Bupati", "Kabupaten Rekaan", "", "")


def piagam(**changes: Any) -> Piagam:
    one = Piagam(
        code="7K3MQ9XW2T5B8N4HJ6R1CVD0ZF",
        number=2,
        version=1,
        canonical=made.TEXT,
        digest=made.DIGEST,
        example=True,
        registrar=KPU,
        issued_at=AT,
        place="Kabupaten Lembah Arunika",
        page="https://ikrar.example/deklarasi/X/versi/1/",
        check="https://ikrar.example/periksa/?sidik=7K3MQ9XW2T5B8N4HJ6R1CVD0ZF",
        signed=(BY_KEY, BY_LINK, BY_HAND),
        entries=[Entry(f"Daun {n}", act.leaf, act.proof) for n, act in enumerate(BUNDLE.acts)],
        proof=write(BUNDLE),
    )
    return replace(one, **changes)


def words(one: Piagam, language: str = "id") -> str:
    return " ".join(extract_text(io.BytesIO(certificate.pdf(one, language))).split())


def told(one: Piagam) -> str:
    """Return all sentences that are set, each whole: on paper they are broken into lines."""

    def strings(value: object) -> list[str]:
        if isinstance(value, dict):
            return [found for part in value.values() for found in strings(part)]
        if isinstance(value, list):
            return [found for part in value for found in strings(part)]
        return [str(value)]

    with override("id"):
        return " ".join(strings(certificate._data(one, "id") | {"files": []}))


def test_it_shows_text_signatories_how_they_signed_digest_ledger_and_what_is_not_proven() -> None:
    said = words(piagam()) + told(piagam())
    for part in (
        "CONTOH / EXAMPLE",
        "CONTOH Deklarasi Pilkada Damai",
        "Menolak provokasi.",
        "penyelenggara",
        "atas nama pasangan calon 1",
        "Wira Adinata",
        "Ditandatangani dengan kunci sandi jabatan, 16 Agustus 2024 10.15 WIB.",
        "Kuncinya dijamin oleh KPU Kabupaten Rekaan dan Bawaslu Kabupaten Rekaan.",
        "Belum dijamin dua lembaga bahwa kunci ini milik jabatan.",
        "Disaksikan oleh KPU Kabupaten Rekaan dan Bawaslu Kabupaten Rekaan.",
        "7K3MQ9XW2T5B8N4HJ6R1CVD0ZF",
        made.DIGEST[:8],
        "Daun 3 · daun nomor 3",
        hashlib.sha256(b"\0" + BUNDLE.acts[0].leaf).hexdigest(),
        "ikrar.contoh/ledger",
        "Tidak terbukti: bahwa ikrar ini ditepati",
        "Diterbitkan 16 Agustus 2024 10.15 WIB oleh KPU Kabupaten Rekaan.",
        "piagam 2",
    ):
        assert part in said, part
    assert "belum masuk titik periksa" not in said


def test_it_speaks_english_on_request_and_leaves_the_text_as_it_was_registered() -> None:
    said = words(piagam(), "en")
    assert "Signed with the office's passkey, 16 August 2024" in said
    assert "Menolak provokasi." in said


def test_a_withdrawn_a_refused_a_waiting_and_an_open_office_are_shown_as_such() -> None:
    said = told(piagam(signed=(WITHDRAWN, REFUSED, WAITING, OPEN)))
    for part in (
        "tanda tangan ditarik",
        "DITARIK 16 Agustus 2024 10.15 WIB, dicatat oleh KPU Kabupaten Rekaan. Alasan: Keliru.",
        "Menyatakan tidak menandatangani, 16 Agustus 2024 10.15 WIB. Alasan: Belum sepakat.",
        "menunggu lembaga kedua",
        "Belum menandatangani.",
    ):
        assert part in said, part


def test_a_withdrawal_by_the_key_itself_and_one_without_reason_are_told() -> None:
    one = replace(BY_KEY, withdrawn=Ended("", AT))
    assert signing.how(one)[-1] == "DITARIK 16 Agustus 2024 10.15 WIB dengan kunci yang sama."
    assert signing.short(one) == "tanda tangan ditarik"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (BY_KEY, "kunci sandi jabatan"),
        (BY_LINK, "kunci sandi pemegang tautan"),
        (BY_HAND, "tanda tangan tangan, disaksikan dua lembaga"),
        (REFUSED, "menyatakan tidak menandatangani"),
        (WAITING, "menunggu saksi kedua"),
        (OPEN, "belum menandatangani"),
    ],
)
def test_a_few_words_say_where_an_office_stands(one: Signed, said: str) -> None:
    assert signing.short(one) == said


def test_names_are_listed_as_in_a_sentence() -> None:
    told = [signing.listed(names) for names in ((), ("A",), ("A", "B"), ("A", "B", "C"))]
    assert told == ["", "A", "A dan B", "A; B dan C"]


def test_leaves_that_wait_are_counted_and_without_a_checkpoint_there_is_no_code_of_it() -> None:
    waiting = [replace(one, proof=None) for one in piagam().entries]
    said = words(piagam(entries=waiting))
    assert "8 daun belum masuk titik periksa" in said
    assert "Titik periksa buku besar saat" not in said
    assert certificate._data(piagam(entries=waiting), "id")["checkpoint_qr"] == ""


def test_a_checkpoint_too_long_for_a_code_is_printed_as_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert certificate._data(piagam(), "id")["checkpoint_qr"] == "" or certificate.QR_MOST
    monkeypatch.setattr(certificate, "QR_MOST", 10_000)
    assert "<svg" in str(certificate._data(piagam(), "id")["checkpoint_qr"])
    monkeypatch.setattr(certificate, "QR_MOST", 10)
    assert certificate._data(piagam(), "id")["checkpoint_qr"] == ""


def test_the_same_certificate_is_the_same_bytes_whatever_was_made_between() -> None:
    first = certificate.pdf(piagam(), "id")
    press._made.cache_clear()
    certificate.pdf(piagam(number=3), "id")
    press._compiler.cache_clear()
    with override("en"):
        assert certificate.pdf(piagam(), "id") == first


def test_it_is_an_archival_document_that_can_be_read_aloud() -> None:
    data = certificate.pdf(piagam(), "id")
    assert b"<pdfaid:part>3</pdfaid:part>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data


@pytest.mark.parametrize("name", ["bukti.json", "naskah.json"])
def test_the_proof_and_the_registered_text_are_attached(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_attachment, "NAME", name)
    (found,) = pdf_attachment.read(certificate.pdf(piagam(), "id"))
    assert found.text.encode() == {"bukti.json": piagam().proof, "naskah.json": made.TEXT}[name]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_or_reason_is_ever_read_as_typst(hostile: str) -> None:
    one = replace(BY_KEY, office=hostile, name=hostile, withdrawn=Ended(hostile, AT, hostile))
    said = words(piagam(signed=(one,))).replace(" ", "")
    assert said.count(hostile.replace(" ", "")) >= 4
    assert "root:" not in said


@pytest.mark.parametrize("count", [7, 60])
def test_any_number_of_offices_stands_on_it(count: int) -> None:
    said = words(piagam(signed=[replace(BY_KEY, n=n, office=f"Ketua-{n}") for n in range(1, count + 1)]))
    assert said.count(f"Ketua-{count},") == 2


def test_a_real_certificate_bears_no_mark_and_a_bare_text_no_empty_lines() -> None:
    said = words(piagam(example=False, place=""))
    assert "EXAMPLE" not in said


def test_what_is_too_long_for_paper_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MOST", 100)
    with pytest.raises(TooLarge):
        certificate.pdf(piagam(), "id")
