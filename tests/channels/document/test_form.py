"""What a file is, is seen from its bytes first and from its name second."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ikrar.channels.document import folder, form
from ikrar.channels.document.document import headed
from ikrar.core.errors import BadInput, NotText
from tests.channels.document.samples import ATOM, FEED, LEAD, PAGE, pdf, word

HEADERS = "From: a@contoh.id\nTo: b@contoh.id\nSubject: x\nMIME-Version: 1.0\n\nhalo"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (LEAD.encode(), "a.txt", form.TEXT),
        (LEAD.encode(), "a.pdf", form.TEXT),
        (pdf([[]]), "a.txt", form.PDF),
        (word(), "a.bin", form.DOCX),
        (PAGE.encode(), "a.txt", form.HTML),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "", form.HTML),
        (b"halo <b>dunia</b>", "a.html", form.HTML),
        (b"halo <b>dunia</b>", "a.txt", form.TEXT),
        (FEED.encode(), "a.xml", form.FEED),
        (ATOM.encode(), "", form.FEED),
        (HEADERS.encode(), "", form.MAIL),
        (b"Subject: x\n\nhalo", "a.eml", form.MAIL),
        (b"From: Humas\nTo: Redaksi\nSubject: x\n\nhalo", "a.txt", form.TEXT),
        (b"From a@contoh.id Tue Aug 27 2024\n" + HEADERS.encode(), "", form.MBOX),
        (b"From dusk till dawn\nhalo", "", form.TEXT),
    ],
)
def test_bytes_go_before_names(data: bytes, name: str, expected: str) -> None:
    assert form.of(data, name) == expected


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"GIF89a", b"RIFF0000WEBP"])
def test_a_picture_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(NotText, match="salin teksnya"):
        form.of(data)


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0\xa1\xb1", b"{\\rtf1 halo}"])
def test_an_old_office_file_is_refused_with_its_neighbour_named(data: bytes) -> None:
    with pytest.raises(BadInput, match="DOCX"):
        form.of(data)


def test_a_folder_is_walked_in_order_without_what_is_hidden_or_no_article(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "a.docx", ".c.txt", "gold.jsonl", "d/e.txt", ".f/g.txt", "d/h/i.pdf"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("halo")
    (tmp_path / "putar").symlink_to(tmp_path)
    assert [one.id for one in folder.walk(str(tmp_path))] == ["a.docx", "a.html", "b", "d/e", "d/h/i"]


@pytest.mark.parametrize(("name", "stem"), [("a.b.txt", "a.b"), ("a", "a"), (".txt", ".txt")])
def test_a_stem_is_a_name_without_its_end(name: str, stem: str) -> None:
    assert folder.stem(name) == stem


def test_a_title_is_put_before_a_text_that_does_not_begin_with_it() -> None:
    assert headed("Ikrar Damai", "IKRAR DAMAI\n\nisi") == "IKRAR DAMAI\n\nisi"
    assert headed("Ikrar Damai", "isi") == "Ikrar Damai\n\nisi"
    assert headed(None, "isi") == "isi"
