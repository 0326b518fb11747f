"""Bad input through the real views: nothing breaks, nothing typed is lost, and the page says what to do."""

from __future__ import annotations

import html
import io
import re
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import FakePayload
from django.utils import timezone

from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref
from tests import cast

HOME = "https://ikrar.example"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI, browser=cast.Browser(raise_request_exception=False))


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def fields(response: HttpResponse) -> dict[str, object]:
    """Return what the first editor form of a page would send."""
    page = response.content.decode()
    found: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="radio"' not in tag:
            found.setdefault(name[1], html.unescape(value[1]) if value else "")
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = html.unescape(value)
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body)
        found[name] = chosen[1] if chosen else ""
    return {k: v for k, v in found.items() if k not in {"change", "area_search", "area_words", "reason"}}


def start(browser: Client, **values: object) -> HttpResponse:
    return browser.post("/meja/bacaan/", {"submission": new_ref(), "text": cast.ARTICLE} | values)


@pytest.fixture
def reading(dewi: Client) -> str:
    """The address of a reading draft of the article."""
    return start(dewi)["Location"]


@pytest.fixture
def draft(dewi: Client) -> str:
    """The address of a draft declaration."""
    return f"/meja/deklarasi/{cast.registered(cast.at_desk(cast.DEWI)).ref}/"


# --- the article ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["", "   \n\t "])
def test_an_empty_text_is_refused_and_the_rest_of_the_form_is_kept(dewi: Client, words: str) -> None:
    answer = start(dewi, text=words, source_url="https://berita.example/a")
    assert answer.status_code == 422
    assert "Teks kosong" in text(answer)
    assert "https://berita.example/a" in text(answer)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "Berkas ini gambar"),
        (b"DOS" + b"\x00\x01\x02" * 50, "bukan teks"),
        (b"%PDF-1.7\n" + b"\x00\x01\x02" * 50, "PDF"),
        ("\ufeffDeklarasi".encode("utf-16-le") + b"\x00\xd8\x00", "Teks rusak"),
        (b"", "Teks kosong"),
        (b"a" * 5_000_001, "lebih dari batas"),
    ],
    ids=["image", "program", "pdf", "broken utf-16", "empty", "five megabytes and one byte"],
)
def test_a_file_that_is_no_readable_text_is_refused_in_one_sentence(dewi: Client, data: bytes, says: str) -> None:
    answer = start(dewi, text="", file=SimpleUploadedFile("artikel.txt", data))
    assert answer.status_code == 422
    assert says in text(answer)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_read_all_the_same(dewi: Client, encoding: str) -> None:
    article = cast.ARTICLE if encoding.startswith("utf") else cast.ARTICLE.replace("–", "\u2013")
    answer = start(dewi, text="", file=SimpleUploadedFile("artikel.txt", article.encode(encoding)))
    assert answer.status_code == 303
    assert "PAMEKASAN – KPU" in Reading.objects.get().text


def test_an_article_about_something_else_gives_a_draft_that_says_so(dewi: Client) -> None:
    page = dewi.get(start(dewi, text="Resep soto ayam. Rebus ayam dengan serai.")["Location"])
    assert '<option value="none" selected>' in page.content.decode()


@pytest.mark.parametrize("value", ["2024-02-30", "kemarin", "16-08-2024", "9" * 5000, "2024-08-16T10:00"])
def test_r35_an_unreadable_date_is_refused_and_the_article_kept(dewi: Client, value: str) -> None:
    answer = start(dewi, published=value)
    assert answer.status_code == 422
    assert "tidak terbaca" in text(answer)
    assert "Forkopimda Pamekasan Gelar" in text(answer)


@pytest.mark.parametrize("value", ["2199-01-01", "1800-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_of_publication_that_cannot_be_is_refused_and_the_article_kept(dewi: Client, value: str) -> None:
    answer = start(dewi, published=value)
    assert answer.status_code == 422
    assert f"Tanggal terbit “{value}” tidak mungkin" in text(answer)
    assert "Forkopimda Pamekasan Gelar" in text(answer)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_day_of_publication_may_be_today_and_where_it_began_earlier_tomorrow(dewi: Client, ahead: int) -> None:
    day = timezone.localdate() + timedelta(days=ahead)
    assert start(dewi, published=day.isoformat()).status_code == 303
    assert Reading.objects.get().published == day


def test_the_same_form_sent_twice_gives_one_draft(dewi: Client) -> None:
    once = new_ref()
    assert start(dewi, submission=once)["Location"] == start(dewi, submission=once)["Location"]
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}<b>{% now %}</b>"]
)
def test_r26_markup_in_an_article_is_shown_as_text(dewi: Client, words: str) -> None:
    page = dewi.get(start(dewi, text=cast.ARTICLE + words, source_url=words)["Location"]).content.decode()
    assert words not in page
    assert words in html.unescape(page)


class Flood(io.RawIOBase):
    """A body that is made while it is read and counts how much was asked for."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        given = min(self.left, size if size >= 0 else self.left)
        self.left -= given
        return b"x" * given


@pytest.mark.parametrize("path", ["/meja/bacaan/", "/masuk/", "/tidak-ada/"])
@pytest.mark.parametrize("size", [50_000_000, 11_000_001])
def test_r22_a_body_over_the_limit_gets_413_with_a_clear_page_and_flat_memory(
    dewi: Client, path: str, size: int
) -> None:
    flood = Flood(size)
    tracemalloc.start()
    answer = dewi.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(size), "wsgi.input": flood},
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert "Satu kiriman paling besar 11 MB" in text(answer)
    assert peak < 5_000_000
    assert flood.left == 0, "the sender must be heard out, or it never hears the answer"
    assert not Reading.objects.exists()


def test_r22_a_body_without_a_length_is_not_read(dewi: Client) -> None:
    answer = dewi.generic("POST", "/meja/bacaan/", **{"CONTENT_LENGTH": "", "wsgi.input": FakePayload(b"text=x")})
    assert answer.status_code == 422


def test_a_body_cut_short_or_with_too_many_fields_is_no_error_of_ours(dewi: Client) -> None:
    broken = dewi.generic("POST", "/meja/bacaan/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
    many = dewi.post("/meja/bacaan/", {f"f{i}": "" for i in range(2_001)})
    assert (broken.status_code, many.status_code) == (422, 400)


# --- rows, areas, links -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["point_rows", "office_rows", "person_rows"])
@pytest.mark.parametrize("count", ["61", "100000", "9" * 400])
def test_absurdly_many_rows_are_refused_aloud_and_nothing_is_saved(
    dewi: Client, reading: str, name: str, count: str
) -> None:
    values = fields(dewi.get(reading))
    answer = dewi.post(reading + "simpan/", values | {name: count, "title": "Judul baru"})
    assert answer.status_code == 422
    assert "Paling banyak 60 baris" in text(answer)
    assert "Judul baru" in text(answer)
    assert Reading.objects.get().edition == 1


@pytest.mark.parametrize("count", ["-1", "²", "1e9", "satu", "٣", "0x10"])
def test_a_row_count_that_is_no_number_breaks_nothing(dewi: Client, reading: str, draft: str, count: str) -> None:
    for path in (reading, draft):
        values = fields(dewi.get(path)) | {"point_rows": count, "edition": count, "change": f"drop-point-{count}"}
        for act in ("simpan/", "baris/"):
            assert dewi.post(path + act, values).status_code == 409


def test_the_sixty_first_row_cannot_be_added_so_the_draft_stays_savable(dewi: Client, draft: str) -> None:
    values = fields(dewi.get(draft)) | {"point_rows": "60"} | {f"point-{i}": f"Poin {i}" for i in range(60)}
    assert dewi.post(draft + "simpan/", values).status_code == 303
    values |= {"edition": "2", "change": "add-point"}
    assert dewi.post(draft + "baris/", values).status_code == 422
    assert dewi.post(draft + "simpan/", values).status_code == 303


@pytest.mark.parametrize(
    "change", ["", "add", "add-", "up-point-0", "up-point-99", "drop-moon-1", "-", "add-point-\n-x"]
)
def test_an_odd_row_button_changes_no_row(dewi: Client, draft: str, change: str) -> None:
    before = fields(dewi.get(draft))
    assert dewi.post(draft + "baris/", before | {"change": change}).status_code == 303
    after = fields(dewi.get(draft))
    assert {k: v for k, v in after.items() if k.startswith("point-0")} == {"point-0": before["point-0"]}


@pytest.mark.parametrize(
    ("area", "says"), [("35.28.99", "tidak dikenal"), ("Pamekasan", "di luar wilayah"), ("36.04", "di luar")]
)
def test_an_unknown_or_foreign_area_is_refused_with_the_form_kept(
    dewi: Client, draft: str, area: str, says: str
) -> None:
    values = fields(dewi.get(draft)) | {"area": area, "closing": "Kata penutup baru"}
    answer = dewi.post(draft + "simpan/", values)
    if answer.status_code == 303:
        answer = dewi.get(draft + "bekukan/")
    else:
        assert answer.status_code == 422
        assert "Kata penutup baru" in text(answer)
    assert says in text(answer)
    assert not Version.objects.filter(frozen_at__isnull=False).exists()


@pytest.mark.parametrize("institution", ["36.04/kpu", "35.28/bawaslu", "", "' OR 1=1"])
def test_confirming_for_an_institution_that_is_not_ones_own_is_refused(
    dewi: Client, reading: str, institution: str
) -> None:
    answer = dewi.post(reading + "terima/", fields(dewi.get(reading)) | {"institution_code": institution})
    assert answer.status_code == 422
    assert not Declaration.objects.exists()


def test_confirming_twice_leads_to_the_same_declaration(dewi: Client, reading: str) -> None:
    values = fields(dewi.get(reading)) | {"institution_code": "35.28/kpu"}
    first, second = (dewi.post(reading + "terima/", values) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Declaration.objects.count() == 1


def test_the_review_names_what_is_wrong_even_when_the_text_is_too_large(dewi: Client, draft: str) -> None:
    values = fields(dewi.get(draft)) | {"closing": "a" * 300_000}
    assert dewi.post(draft + "simpan/", values).status_code == 303
    assert "lebih besar daripada" in text(dewi.get(draft + "bekukan/"))
    refused = dewi.post(draft + "bekukan/", {"edition": "2"})
    assert refused.status_code == 422
    assert "lebih besar daripada" in text(refused)


def test_a_link_that_is_none_stops_the_freezing_with_a_sentence(dewi: Client, draft: str) -> None:
    for url in ("javascript:alert(1)", "https://", "x" * 600):
        edition = {"source_url": url}
        assert dewi.post(draft + "simpan/", fields(dewi.get(draft)) | edition).status_code == 303
        assert "harus diawali http" in text(dewi.get(draft + "bekukan/"))


def test_a_link_with_half_a_bracket_stops_the_freezing_with_a_sentence(dewi: Client, draft: str) -> None:
    dewi.post(draft + "simpan/", fields(dewi.get(draft)) | {"source_url": "http://[abc"})
    assert dewi.get(draft + "bekukan/").status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff", "q=" + "a+" * 50, "hal=-1", "hal=" + "9" * 400, "wilayah=%27--", "q=%25"]
)
def test_r36_odd_searches_are_answered(dewi: Client, query: str) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    for path in ("/deklarasi/", "/en/deklarasi/", "/meja/tempat/"):
        assert dewi.get(f"{path}?{query}&cari={query[2:]}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/kirab/X%00/", "/rapat/X%00/", "/kalender/x%00.ics", "/kalender/wilayah/98%00.ics", "/kirab/X/unduh/csv%00"),
        *("/meja/kirab/X%00/1/", "/meja/rapat/X%00/", "/meja/kalender/x/35%00/", "/meja/rilis/rapat/%00/"),
        *("/meja/kirab/baru/?bacaan=%00", "/deklarasi/X%00/", "/wilayah/35%00/"),
    ],
)
def test_an_address_with_a_nul_is_not_there_on_every_database(dewi: Client, path: str) -> None:
    assert dewi.get(path).status_code in ({404} if "?" not in path else {200, 404})


# --- sessions, tokens, editions ---------------------------------------------------------------------------------------


def test_a_post_after_the_session_is_lost_gets_401_with_everything_typed(reading: str) -> None:
    typed = {"title": "Judul yang panjang", "point-0": 'Menolak "politik" uang\nsampai ke desa.', "password": "rahasia"}
    answer = cast.Browser(headers=OURS).post(reading + "simpan/?cari=x", typed)
    page = text(answer)
    assert answer.status_code == 401
    assert all(value in page for name, value in typed.items() if name != "password")
    assert "rahasia" not in page
    assert f'action="{reading}simpan/?cari=x"' in page
    assert "/masuk/" in page


def test_the_editors_script_is_told_of_a_lost_session_in_json(reading: str) -> None:
    answer = cast.Browser().post(reading + "simpan/", {"title": "x"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (
        401,
        {"error": {"code": "session_lost", "message": "Sesi Anda sudah berakhir. Masuk lagi, lalu simpan."}},
    )


@pytest.mark.parametrize(("site", "offered"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_a_form_out_of_date_is_offered_again_but_never_to_another_site(
    database: Path, site: str, offered: bool
) -> None:
    browser = cast.sign_in(cast.DEWI, browser=cast.Browser(enforce_csrf_checks=True))
    browser.get("/meja/bacaan/")
    headers = {"origin": HOME if offered else "https://lain.example"} | ({"sec-fetch-site": site} if site else {})
    answer = browser.post("/meja/bacaan/", {"text": "Naskah panjang", "csrfmiddlewaretoken": "x" * 64}, headers=headers)
    page = text(answer)
    assert answer.status_code == 403
    assert ("Naskah panjang" in page) is offered
    if offered:
        fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        values = {"text": cast.ARTICLE, "csrfmiddlewaretoken": fresh}
        assert browser.post("/meja/bacaan/", values, headers=headers).status_code == 303


@pytest.mark.parametrize("where", ["reading", "draft"])
def test_a_stale_edition_shows_both_versions_loses_nothing_and_saves_on_top(
    dewi: Client, where: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(where)
    old = fields(dewi.get(path))
    assert dewi.post(path + "simpan/", old | {"place": "Pendopo lama"}).status_code == 303
    answer = dewi.post(path + "simpan/", old | {"place": "Alun-alun baru"})
    assert answer.status_code == 409
    assert "Pendopo lama" in text(answer)
    assert "Alun-alun baru" in text(answer)
    assert fields(dewi.get(path))["place"] == "Pendopo lama"
    assert dewi.post(path + "simpan/", fields(answer)).status_code == 303
    assert fields(dewi.get(path))["place"] == "Alun-alun baru"


def test_the_editors_script_gets_its_edition_and_its_conflict_in_json(dewi: Client, draft: str) -> None:
    values, json = fields(dewi.get(draft)), {"accept": "application/json"}
    saved = dewi.post(draft + "simpan/", values, headers=json).json()
    assert saved == {"edition": 2, "loaded": fields(dewi.get(draft))["loaded"]}
    stale = dewi.post(draft + "simpan/", values, headers=json)
    assert (stale.status_code, stale.json()["error"]) == (409, "conflict")


def test_superseding_asks_for_a_reason_and_discarding_for_the_newest_edition(dewi: Client) -> None:
    path = f"/meja/deklarasi/{cast.frozen(cast.at_desk(cast.DEWI)).declaration_id}/"
    assert dewi.post(path + "versi-baru/", {"reason": " "}).status_code == 422
    assert dewi.post(path + "versi-baru/", {"reason": "Salah ketik."}).status_code == 303
    assert dewi.post(path + "versi-baru/", {"reason": "Lagi."}).status_code == 409
    assert dewi.post(path + "buang/", {"edition": "9"}).status_code == 409
    assert dewi.post(path + "buang/", {"edition": "1"}).status_code == 303
    assert dewi.get(path + "bekukan/").status_code == 303
    assert dewi.post(path + "buang/", {"edition": "1"}).status_code == 409
