"""Sealed pictures at the desk: sent, told of, given as a file, erased."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ikrar.records.scan import queries
from tests import cast

pytestmark = pytest.mark.usefixtures("database")


def photograph(name: str = "IMG_2024 kamera.jpg", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG", comment=b"KENARI")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def ref() -> str:
    return cast.frozen(cast.at_desk(cast.DEWI)).declaration_id


@pytest.fixture
def browser() -> Client:
    return cast.sign_in(cast.DEWI)


def send(browser: Client, ref: str, **more: object) -> object:
    return browser.post(f"/meja/deklarasi/{ref}/gambar/", {"what": "board", "picture": photograph(), **more})


def test_r20_r21_a_photograph_is_sealed_and_given_back_as_another_file(browser: Client, ref: str) -> None:
    answer = send(browser, ref)
    assert answer.status_code == 303
    (kept,) = queries.of(ref)
    given = browser.get(f"/meja/gambar/{kept.ref}/")
    assert given["Content-Type"] == "image/webp"
    assert given["Content-Disposition"] == f'attachment; filename="gambar-{kept.ref.lower()}.webp"'
    assert given["Content-Security-Policy"].startswith("sandbox;")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"] == "no-store"
    assert b"KENARI" not in given.content
    assert b"kamera" not in browser.get(f"/meja/deklarasi/{ref}/gambar/").content


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"picture": ""}, "Pilih sebuah foto"),
        ({"picture": SimpleUploadedFile("x.jpg", b"bukan gambar")}, "JPEG, PNG, atau WebP"),
        ({"picture": SimpleUploadedFile("x.jpg", b"")}, "kosong"),
        ({"what": "wajah"}, "apa yang tampak"),
        ({"kept": "besok"}, "tidak terbaca"),
        ({"kept": "2020-01-01"}, "30 hari"),
    ],
)
def test_what_cannot_be_sealed_is_told_and_nothing_is_kept(
    browser: Client, ref: str, more: dict[str, object], sentence: str
) -> None:
    answer = send(browser, ref, **more)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert queries.of(ref) == ()


def test_what_was_typed_stays_beside_the_error(browser: Client, ref: str) -> None:
    page = send(browser, ref, what="attendance", kept="2020-01-01").content.decode()
    assert '<option value="attendance" selected>' in page
    assert 'value="2020-01-01"' in page


def test_a_picture_is_erased_with_one_press_after_a_question(browser: Client, ref: str) -> None:
    send(browser, ref)
    (kept,) = queries.of(ref)
    answer = browser.post(f"/meja/gambar/{kept.ref}/hapus/", follow=True)
    page = answer.content.decode()
    assert "Gambar dihapus." in page
    assert queries.of(ref)[0].erased_on
    assert browser.get(f"/meja/gambar/{kept.ref}/").status_code == 404


def test_r2_another_institutions_secretary_finds_nothing(browser: Client, ref: str) -> None:
    send(browser, ref)
    (kept,) = queries.of(ref)
    other = cast.sign_in(cast.INTAN)
    for path in (f"/meja/deklarasi/{ref}/gambar/", f"/meja/gambar/{kept.ref}/"):
        assert other.get(path).status_code == 404
    assert send(other, ref).status_code == 404
    assert other.post(f"/meja/gambar/{kept.ref}/hapus/").status_code == 404


def test_a_picture_above_the_limit_of_a_request_is_told_in_words(browser: Client, ref: str) -> None:
    answer = send(browser, ref, picture=SimpleUploadedFile("x.jpg", b"x" * 11_500_000))
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_the_desk_page_of_a_declaration_leads_to_its_pictures(browser: Client, ref: str) -> None:
    assert f'href="/meja/deklarasi/{ref}/gambar/"' in browser.get(f"/meja/deklarasi/{ref}/").content.decode()


def test_everybody_reads_that_a_picture_is_sealed_and_its_commitment_but_gets_no_picture(
    browser: Client, ref: str
) -> None:
    assert "Gambar tersegel" not in cast.Browser().get(f"/deklarasi/{ref}/").content.decode()
    send(browser, ref)
    (kept,) = queries.of(ref)
    page = cast.Browser().get(f"/deklarasi/{ref}/").content.decode()
    assert "papan tanda tangan" in page
    assert kept.commitment in page
    assert kept.ref not in page
    assert cast.Browser().get(f"/meja/gambar/{kept.ref}/").status_code == 303
