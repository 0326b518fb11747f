"""Reviews at the desk: asking on the page that freezes, reading and answering on the reader's own page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from ikrar.core.declaration.form import PointForm
from ikrar.records.declaration.models import Version
from ikrar.records.review.models import Review
from tests import cast

POINTS = (PointForm("Menolak hoaks.", ("NO_HOAX",)), PointForm("Menjaga persatuan."))


@pytest.fixture
def desk(database: Path) -> Client:
    return cast.sign_in(cast.DEWI)


@pytest.fixture
def reader(desk: Client) -> Client:
    return cast.sign_in(cast.PUTRI)


@pytest.fixture
def ref(reader: Client) -> str:
    return cast.registered(cast.at_desk(cast.DEWI), points=POINTS).ref


def page(browser: Client, path: str) -> str:
    return re.sub(r"\s+", " ", browser.get(path).content.decode())


def ask(desk: Client, ref: str, **fields: str) -> int:
    given = {"edition": "1", "institution": "35.28/polres"} | fields
    return desk.post(f"/meja/deklarasi/{ref}/tinjauan/", given).status_code


def asked(desk: Client, ref: str) -> str:
    assert ask(desk, ref) == 303
    return str(Review.objects.latest("asked_at").ref)


def test_a_draft_is_asked_about_read_approved_and_then_frozen(desk: Client, reader: Client, ref: str) -> None:
    freezing = f"/meja/deklarasi/{ref}/bekukan/"
    before = page(desk, freezing)
    assert "Bekukan dan terbitkan" not in before
    assert '<option value="35.28/polres">Polres Pamekasan' in before
    review = asked(desk, ref)
    assert "Menunggu jawaban" in page(desk, freezing)
    assert f'href="/meja/tinjauan/{review}/"' in page(reader, "/meja/")
    assert f'href="/meja/tinjauan/{review}/"' in page(reader, "/meja/tinjauan/")
    text = page(reader, f"/meja/tinjauan/{review}/")
    assert "Menolak hoaks." in text
    assert "Jenis komitmen" in text
    digest = Review.objects.get().digest
    assert digest in re.sub(r"\s", "", text)
    answer = reader.post(f"/meja/tinjauan/{review}/setujui/", {"remark": "Sudah baik."})
    assert (answer.status_code, answer["Location"]) == (303, f"/meja/tinjauan/{review}/")
    after = page(desk, freezing)
    assert "Sudah baik." in after
    assert "Bekukan dan terbitkan" in after
    assert desk.post(freezing, {"edition": "1"}).status_code == 303
    assert Version.objects.get().digest == digest
    assert "Lihat halaman publik" in page(reader, f"/meja/tinjauan/{review}/")


def test_what_is_given_back_comes_with_its_reason_and_can_be_asked_about_again(
    desk: Client, reader: Client, ref: str
) -> None:
    address = f"/meja/tinjauan/{asked(desk, ref)}/kembalikan/"
    answer = reader.post(address, {"reason": " "})
    assert answer.status_code == 422
    assert "Tulis apa yang perlu diperbaiki" in answer.content.decode()
    assert reader.post(address, {"reason": "Poin 1 belum jelas."}).status_code == 303
    again = page(desk, f"/meja/deklarasi/{ref}/bekukan/")
    assert "Poin 1 belum jelas." in again
    assert "Minta dibaca lagi" in again
    assert "Bekukan dan terbitkan" not in again
    asked(desk, ref)
    assert "Tinjauan sebelumnya" in page(desk, f"/meja/deklarasi/{ref}/bekukan/")


def test_a_refused_answer_keeps_what_was_typed(desk: Client, reader: Client, ref: str) -> None:
    review = asked(desk, ref)
    answer = reader.post(f"/meja/tinjauan/{review}/kembalikan/", {"reason": "kata\u202ekata"})
    assert answer.status_code == 422
    assert "kata\u202ekata" in answer.content.decode()


def test_a_draft_changed_after_it_was_given_to_read_is_shown_no_more(desk: Client, reader: Client, ref: str) -> None:
    review = asked(desk, ref)
    Version.objects.update(edition=2)
    text = page(reader, f"/meja/tinjauan/{review}/")
    assert "diubah sesudah diminta dibaca" in text
    assert "Menolak hoaks." not in text
    assert reader.post(f"/meja/tinjauan/{review}/setujui/").status_code == 409
    assert "diubah sesudah diminta dibaca" in page(desk, f"/meja/deklarasi/{ref}/bekukan/")


def told(desk: Client) -> str:
    """Return what the desk says of the one declaration."""
    text = re.sub(r"<[^>]+>", "", page(desk, "/meja/"))
    return " ".join(text.partition("Deklarasi lembaga saya")[2].partition("Mandat saya")[0].split())


def test_the_desk_says_of_each_draft_where_its_review_stands(desk: Client, reader: Client, ref: str) -> None:
    assert "Rancangan · belum diminta dibaca lembaga lain · versi 1" in told(desk)
    review = asked(desk, ref)
    assert "Rancangan · Menunggu jawaban Polres Pamekasan · versi 1" in told(desk)
    reader.post(f"/meja/tinjauan/{review}/kembalikan/", {"reason": "Poin 1 belum jelas."})
    assert "Rancangan · Dikembalikan Polres Pamekasan · versi 1" in told(desk)
    review = asked(desk, ref)
    reader.post(f"/meja/tinjauan/{review}/setujui/")
    assert "Disetujui Polres Pamekasan · siap dibekukan" in told(desk)
    Version.objects.update(edition=2)
    assert "diubah sesudah diminta dibaca Polres Pamekasan; minta dibaca lagi" in told(desk)
    assert "Disetujui" not in told(desk)


def test_a_question_taken_back_counts_as_never_asked_on_the_desk(desk: Client, ref: str) -> None:
    asked(desk, ref)
    desk.post(f"/meja/deklarasi/{ref}/tinjauan/tarik/")
    assert "belum diminta dibaca lembaga lain" in told(desk)


def test_answers_of_the_past_are_told_apart_by_title_edition_day_and_answer(
    desk: Client, reader: Client, ref: str
) -> None:
    review = asked(desk, ref)
    reader.post(f"/meja/tinjauan/{review}/setujui/")
    rows = page(reader, "/meja/tinjauan/")
    title = Version.objects.get().title
    assert f">{title}</a>" in rows
    assert re.search(r"Disetujui</span> · KPU .*versi 1, suntingan ke-1 · diminta .* · dijawab ", rows)
    Version.objects.update(edition=2, title="Judul yang belum boleh dibaca")
    rows = page(reader, "/meja/tinjauan/")
    assert "Judul yang belum" not in rows, "what was changed since is not theirs to read"
    assert "Tinjauan untuk KPU" in rows
    assert "diubah sesudah dijawab" in rows


def test_what_is_asked_wrongly_is_answered_on_the_same_page(desk: Client, ref: str) -> None:
    assert ask(desk, ref, institution="35.28/kpu") == 422
    assert ask(desk, ref, institution="35.28/bawaslu") == 422
    assert ask(desk, ref, edition="7") == 409
    assert desk.post(f"/meja/deklarasi/{ref}/tinjauan/tarik/").status_code == 409
    assert not Review.objects.exists()


def test_a_question_taken_back_is_gone_from_the_readers_desk(desk: Client, reader: Client, ref: str) -> None:
    review = asked(desk, ref)
    assert desk.post(f"/meja/deklarasi/{ref}/tinjauan/tarik/").status_code == 303
    assert reader.get(f"/meja/tinjauan/{review}/").status_code == 404
    assert "Tidak ada rancangan yang menunggu jawaban Anda." in page(reader, "/meja/tinjauan/")


def test_where_nobody_could_read_it_the_page_says_whom_to_ask(database: Path) -> None:
    desk = cast.sign_in(cast.DEWI)
    ref = cast.registered(cast.at_desk(cast.DEWI)).ref
    assert "Belum ada lembaga lain yang punya petugas" in page(desk, f"/meja/deklarasi/{ref}/bekukan/")


def test_who_works_for_both_institutions_may_read_and_not_answer(desk: Client, reader: Client, ref: str) -> None:
    review = asked(desk, ref)
    cast.employ(cast.replace(cast.DEWI, role=cast.Role.OFFICER, institution="35.28/polres"))
    text = page(desk, f"/meja/tinjauan/{review}/")
    assert "Naskah sendiri tidak dapat Anda tinjau" in text
    assert "Setujui naskah ini" not in text
