"""The body of an e-mail without the lines of the mail program."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text import letter

STORY = "Polres Lembah Arunika menggelar deklarasi damai di pendopo pada hari Jumat. " * 4
HEADS = [
    ("From: a\nSent: Tuesday, August 27, 2024 8:13 AM\nTo: b\nSubject: Rilis", "Rilis"),
    ("Dari: a\nTanggal: Sel, 27 Agu 2024 08.13\nKepada: b\nPerihal: Rilis", "Rilis"),
    ("> *From:* a\n> *Date:* 27/08/2024\n> *To:* b\n> *Subject:*", None),
]


@pytest.mark.parametrize(("head", "subject"), HEADS)
def test_a_forwarded_message_gives_its_story_subject_and_day(head: str, subject: str | None) -> None:
    found = letter.opened(f"Mohon dimuat.\n\n-------- Original Message --------\n{head}\n\n{STORY}")
    assert found.text == STORY.strip()
    assert found.subject == subject
    assert found.day == datetime.date(2024, 8, 27)


def test_a_short_forwarded_message_keeps_what_stands_before_it() -> None:
    found = letter.opened("Satu kalimat.\n\nFrom: a\nTo: b\nSubject: c\n\nPendek.")
    assert found == letter.Letter("Satu kalimat.\n\nPendek.", "c", None)


def test_three_lines_that_only_look_like_a_header_stay() -> None:
    assert letter.opened("Kepada: Yth\nTanggal: besok\nPerihal: undangan\n\nisi").subject is None


def test_a_message_that_is_mostly_quoted_loses_its_marks() -> None:
    assert letter.opened("> satu\n> > dua\nkata").text == "satu\ndua\nkata"
    assert letter.opened("> satu\ndua\ntiga").text == "> satu\ndua\ntiga"


def test_a_signature_after_the_story_goes() -> None:
    assert letter.opened(f"{STORY}\n-- \nHumas\n0812").text == STORY.strip()
    assert letter.opened("Pendek\n-- \nHumas").text == "Pendek\n--\nHumas"


@given(st.text(max_size=300))
def test_any_text_is_opened(text: str) -> None:
    assert letter.opened(text).day is None or text
