"""The places of an article, and the lines that name only who made the page."""

from __future__ import annotations

import pytest

from ikrar.core.reading import byline, place
from ikrar.core.reading.article import Article
from ikrar.core.reading.ground import Ground
from tests.core.reading.reader import parse, tables


def ground_of(article: Article) -> Ground:
    return Ground(article, (one for one in place.mentions(article, tables().gazetteer) if not one.weak))


def test_a_place_named_once_is_known_wherever_it_stands_again() -> None:
    article = parse("Acara di Desa Telaga Rinjing, Kecamatan Cempaluna. Hadir Kakon Telaga Rinjing, dan Telaga saja.")
    ground = ground_of(article)
    first = article.body.index("Telaga")
    again = article.body.index("Telaga", first + 1)
    last = article.body.index("Telaga", again + 1)
    assert ground.end(first) == first + len("Telaga Rinjing")
    assert ground.mention(first - len("Desa ")) is not None
    assert ground.mention(again) is None
    assert ground.end(again) == again + len("Telaga Rinjing")
    assert ground.end(last) is None
    assert "telaga rinjing" in ground.names


def test_a_longer_word_is_not_the_place() -> None:
    article = parse("Acara di Desa Telaga Rinjing. Hadir Telaga Rinjingan. Lalu Telaga Rinjing")
    ground = ground_of(article)
    assert ground.end(article.body.index("Telaga Rinjingan")) is None
    assert ground.end(article.body.rindex("Telaga")) == len(article.body)
    assert ground.end(len(article.body)) is None


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("Penulis: Wira", True),
        ("Penulis : Briptu Wira", True),
        ("Editor   : Wira", True),
        ("(Reporter: Wira)", True),
        ("Oleh Wira", True),
        ("Laporan kegiatan disampaikan oleh Wira", False),
        ("Hadir Wira", False),
    ],
)
def test_who_made_the_page_is_told_from_who_was_there(line: str, made: bool) -> None:
    article = parse(f"Judul\n\nAcara digelar di Sampang pagi ini.\n{line}\n")
    assert byline.author(article, article.text.index("Wira")) is made


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("(Diskominfo/wira)", True),
        ("[humas KPU]", True),
        ("~ Humas KPU ~", True),
        ("Penulis: Humas KPU Sampang", True),
        ("KPU Sampang", False),
        ("(KPU) Sampang", False),
        (f"(KPU {'dan warga ' * 8})", False),
    ],
)
def test_a_sign_off_is_no_part_of_the_story(line: str, signs: bool) -> None:
    article = parse(f"Judul\n\nAcara digelar di Sampang pagi ini.\n{line}\n")
    assert byline.sign_off(article, article.text.rindex(line.strip("([~] ")[:3])) is signs
