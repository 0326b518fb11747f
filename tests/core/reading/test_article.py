"""The parts of a press text."""

from __future__ import annotations

import pytest

from tests.core.reading.reader import parse

STORY = "Warga berkumpul di pendopo. Mereka membaca ikrar. Lalu pulang."


def test_a_short_first_line_before_the_story_is_the_headline() -> None:
    article = parse(f"Ikrar Damai Dibacakan\n\n{STORY}")
    assert article.show(article.headline) == "Ikrar Damai Dibacakan"
    assert article.show(article.lead[0]) == "Warga berkumpul di pendopo."
    assert article.in_headline(3)
    assert not article.in_headline(40)


@pytest.mark.parametrize("text", [STORY, "Kata " * 40 + "\n" + STORY, "Ikrar Damai", "Foto: Warga\n" + STORY, "\n"])
def test_a_text_that_begins_with_its_story_has_no_headline(text: str) -> None:
    assert parse(text).headline == (0, 0)


def test_what_the_page_adds_is_blanked_and_nothing_moves() -> None:
    article = parse(
        f"{STORY}\nBaca juga: Harga Cabai\nBaca juga:\nPanen Raya\nAkhir cerita.\nBerita Terkait\nLain sekali"
    )
    assert len(article.body) == len(article.text)
    assert "Cabai" not in article.body
    assert "Panen" not in article.body
    assert "Akhir cerita." in article.body
    assert "Lain" not in article.body


def test_a_position_knows_its_sentence_its_line_and_whether_it_is_a_caption() -> None:
    article = parse(f"Foto: Warga di pendopo.\n{STORY}")
    assert article.show(article.sentence(0)) == "Foto: Warga di pendopo."
    assert article.show(article.line(30)) == STORY
    assert article.in_caption(8)
    assert not article.in_caption(30)
    assert article.sentence(len(article.text)) == (len(article.text), len(article.text))
