"""Several files at once: each becomes drafts or a sentence beside its name, and nothing sent is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref
from ikrar.web.desk import upload
from tests import cast
from tests.web.test_input import start, text

OTHER = cast.ARTICLE.replace("Pamekasan", "Serang")
PAGE = (
    "<html><head><title>Berita</title><meta property='article:published_time' content='2024-08-17'></head><body>"
    "<article>" + "".join(f"<p>{line}</p>" for line in cast.ARTICLE.splitlines() if line) + "</article></body></html>"
)


@pytest.fixture
def dewi(database: Path) -> Client:
    return cast.sign_in(cast.DEWI, browser=cast.Browser(raise_request_exception=False))


def send(browser: Client, *files: tuple[str, str | bytes], **values: object) -> HttpResponse:
    """Send files by name and content, with what else stands in the form."""
    sent = [SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data) for name, data in files]
    return start(browser, **({"text": "", "file": sent} | values))


def test_two_files_become_two_drafts_named_on_one_page(dewi: Client) -> None:
    answer = send(dewi, ("satu.txt", cast.ARTICLE), ("dua.html", PAGE))
    assert answer.status_code == 200
    page = text(answer)
    assert "2 draf dibuat" in page
    assert page.index("satu.txt") < page.index("dua.html")
    for made in Reading.objects.all():
        assert f'href="/meja/bacaan/{made.ref}/"' in page


def test_a_single_file_leads_straight_to_its_draft(dewi: Client) -> None:
    answer = send(dewi, ("berita.html", PAGE), source_url="https://berita.example/a")
    made = Reading.objects.get()
    assert answer["Location"] == f"/meja/bacaan/{made.ref}/"
    assert "menjaga" in made.text
    assert "<p>" not in made.text
    assert made.form["declaration"]["source_url"] == "https://berita.example/a"


def test_a_link_that_was_typed_belongs_to_the_pasted_text_when_files_come_with_it(dewi: Client) -> None:
    send(dewi, ("dua.txt", OTHER), text=cast.ARTICLE, source_url="https://berita.example/a")
    links = {made.text[:200]: made.form["declaration"]["source_url"] for made in Reading.objects.all()}
    assert sorted(links.values()) == ["", "https://berita.example/a"]


def test_what_cannot_be_read_is_named_beside_its_file_and_the_rest_is_read(dewi: Client) -> None:
    answer = send(dewi, ("foto.png", b"\x89PNG\r\n\x1a\n" + bytes(99)), ("baik.txt", cast.ARTICLE), ("kosong.txt", " "))
    page = text(answer)
    assert answer.status_code == 200
    assert "1 draf dibuat" in page
    assert page.index("foto.png") < page.index("Berkas ini gambar") < page.index("baik.txt") < page.index("Teks kosong")
    assert Reading.objects.count() == 1


def test_when_nothing_can_be_read_the_page_says_so_for_each(dewi: Client) -> None:
    answer = send(dewi, ("a.txt", " "), ("b.txt", " "))
    assert answer.status_code == 422
    assert text(answer).count("Teks kosong") == 2


def test_pasted_text_that_cannot_be_read_is_kept_beside_the_files_that_could(dewi: Client) -> None:
    page = text(send(dewi, ("a.txt", cast.ARTICLE), text="x" * 100_001))
    assert "Teks yang ditempelkan" in page
    assert "x" * 100_001 in page
    assert Reading.objects.count() == 1


def test_a_day_that_cannot_be_read_makes_no_draft_at_all(dewi: Client) -> None:
    assert send(dewi, ("a.txt", cast.ARTICLE), ("b.txt", OTHER), published="kemarin").status_code == 422
    assert not Reading.objects.exists()


def test_the_same_form_sent_twice_makes_its_drafts_once(dewi: Client) -> None:
    once = new_ref()
    for _ in range(2):
        send(dewi, ("satu.txt", cast.ARTICLE), ("dua.txt", OTHER), submission=once, text=cast.ARTICLE)
    assert Reading.objects.count() == 3


def test_more_files_than_the_limit_are_named_and_not_read(dewi: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MOST_FILES", 2)
    page = text(send(dewi, *((f"{n}.txt", cast.ARTICLE) for n in range(4))))
    assert page.count("Belum dibaca: paling banyak 2 berkas") == 2
    assert Reading.objects.count() == 2


def test_a_feed_of_more_texts_than_the_limit_is_read_as_far_as_it_goes(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MOST_DRAFTS", 2)
    items = "".join(
        f"<item><title>Berita {n}</title><description>{cast.ARTICLE}</description></item>" for n in range(3)
    )
    page = text(send(dewi, ("umpan.xml", f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>")))
    assert "Berkas ini berisi 3 naskah; 2 yang pertama dibaca." in page
    assert Reading.objects.count() == 2


def test_a_typed_day_holds_for_every_text(dewi: Client) -> None:
    send(dewi, ("satu.txt", cast.ARTICLE), ("dua.html", PAGE), published="2024-08-20")
    assert {made.published.isoformat() for made in Reading.objects.all()} == {"2024-08-20"}


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.txt", "../../etc/passwd", "a" * 300 + ".txt"])
def test_r21_a_files_name_is_only_ever_shown_as_text(dewi: Client, name: str) -> None:
    page = send(dewi, (name, " "), ("b.txt", cast.ARTICLE)).content.decode()
    assert "<script>alert" not in page
    assert "a" * 101 not in page


def test_r2_who_is_no_secretary_sends_nothing(database: Path) -> None:
    assert send(cast.sign_in(cast.JOKO), ("a.txt", cast.ARTICLE)).status_code == 404
    assert not Reading.objects.exists()


def test_drafts_of_one_form_keep_the_order_of_their_files(dewi: Client) -> None:
    files = [(f"{name}.txt", f"Berita {name}\n\n{cast.ARTICLE}") for name in ("satu", "dua", "tiga", "empat")]
    send(dewi, *files)
    made = Reading.objects.order_by("created")
    assert [one.text.split("\n")[0] for one in made] == ["Berita satu", "Berita dua", "Berita tiga", "Berita empat"]
    assert len({one.created for one in made}) == len(files)
