"""The day of publication that a page shows."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading import published
from ikrar.core.reading.published import Published, decide
from tests.core.reading.reader import parse, read

LEXICON = published.load_lexicon()
DAY = datetime.date(2024, 9, 12)
HEADLINE = "Ikrar Damai Dibacakan"
STORY = "DUSUN - Warga membaca ikrar di pendopo, Jumat (6/9/2024). Mereka pulang pada 7 September 2024."


def of(text: str, given: datetime.date | None = None, address: str | None = None) -> Published:
    return decide(parse(text), LEXICON, given, address)


@pytest.mark.parametrize(
    "line",
    [
        "Kamis, 12 September 2024 | 10:30 WIB",
        "Diterbitkan: 12 September 2024",
        "Dipublikasikan pada Kamis, 12 September 2024 oleh admin",
        "12/09/2024 08:13",
        "12/09/24 08:13 WIB",
        "Posted on September 12, 2024",
        "Sep 12, 2024 - 16:33",
        "2024-09-12 08:13",
        "Humas Polres Dusun | 12 Sep 2024 | Dilihat 412 kali",
        "12 Sep 2024 | oleh: sekretariat | dibaca: 89x",
        "By admin - 12 September 2024",
        "Redaksi Kabar • Kamis, 12 September 2024 • 2 menit baca",
    ],
)
def test_a_line_of_its_own_shows_the_day_with_its_words(line: str) -> None:
    for text in (
        f"{HEADLINE}\n\n{line}\n\n{STORY}",
        f"{line}\n\n{HEADLINE}\n\n{STORY}",
        f"{HEADLINE}\n{STORY}\n{line}",
    ):
        found = of(text)
        assert found.day.value == DAY
        assert found.latest == DAY
        ((start, end),) = found.day.spans
        assert "12" in parse(text).text[start:end]


@pytest.mark.parametrize(
    "line",
    [
        "Acara digelar pada 12 September 2024.",
        "Hari/tgl : Kamis, 12 September 2024",
        "Tanggal: 12 September 2024",
        "Warga membaca ikrar pada 12 September 2024 di pendopo",
        "Foto: Ikrar Damai, 12 September 2024",
        "Ikrar Pilkada Damai Dusun Cempaka Jaya Raya 12 September 2024",
        "(12/9/2024)",
        "12 September - 14 September 2024",
        "12 September",
        "1/9/2024 2/9/2024 3/9/2024",
    ],
)
def test_a_date_of_the_story_is_never_it(line: str) -> None:
    assert of(f"{HEADLINE}\n\n{line}\n\n{STORY}").day.value is None
    assert of(f"{HEADLINE}\n\n{STORY}").day.value is None


def test_a_word_for_publication_goes_before_a_word_for_a_change() -> None:
    found = of(f"{HEADLINE}\nDiperbarui: 14 September 2024\nTayang: 12 September 2024\n{STORY}")
    assert found.day.value == DAY
    assert found.day.doubts == ()
    assert of(f"{HEADLINE}\nDiperbarui: 12 September 2024\n{STORY}").day.value == DAY


def test_two_days_shown_alike_are_told_as_a_doubt_with_both() -> None:
    (why,) = of(f"{HEADLINE}\n12 September 2024\n{STORY}\n14 September 2024").day.doubts
    assert [one.value for one in why.alternatives] == ["2024-09-12", "2024-09-14"]
    assert all(one.spans for one in why.alternatives)


def test_a_list_of_other_stories_below_does_not_count() -> None:
    assert of(f"{HEADLINE}\n{STORY}\nBerita Terkait\n12 September 2022").day.value is None


def test_the_given_day_stands_before_all() -> None:
    found = of(f"{HEADLINE}\n14 September 2024\n{STORY}", given=DAY, address="https://x.id/2024/09/20/a")
    assert (found.day.value, found.day.spans) == (DAY, ())
    assert of(f"{HEADLINE}\n12 September 2024\n{STORY}", given=DAY).day.spans


@pytest.mark.parametrize(
    ("address", "day", "latest"),
    [
        ("https://kabar.contoh.id/2024/09/12/ikrar", DAY, DAY),
        ("https://kabar.contoh.id/read/2024-09-12/ikrar", DAY, DAY),
        ("https://kabar.contoh.id/read/20240912103000/ikrar", None, None),
        ("https://kabar.contoh.id/20240912/ikrar", DAY, DAY),
        ("https://kabar.contoh.id/2024/09/ikrar", None, datetime.date(2024, 9, 30)),
        ("https://kabar.contoh.id/2024/13/ikrar", None, None),
        ("https://kabar.contoh.id/2024/02/31/ikrar", None, datetime.date(2024, 2, 29)),
        ("https://kabar.contoh.id/pilkada-2024", None, None),
        ("", None, None),
    ],
)
def test_an_address_gives_the_day_or_bounds_it(
    address: str, day: datetime.date | None, latest: datetime.date | None
) -> None:
    found = of(f"{HEADLINE}\n{STORY}", address=address)
    assert (found.day.value, found.latest) == (day, latest)


def test_an_address_above_the_story_shows_the_day_in_its_words() -> None:
    text = f"https://kabar.contoh.id/2024/09/12/ikrar\n\n{HEADLINE}\n\n{STORY}"
    found = of(text)
    assert found.day.value == DAY
    assert [text[start:end] for start, end in found.day.spans] == ["2024/09/12"]


def test_a_reading_carries_the_day_and_finds_a_missing_year_with_it() -> None:
    lead = "DUSUN - KPU menggelar deklarasi Pilkada damai di pendopo, Jumat (6/9)."
    found = read(f"{HEADLINE}\n\n12/09/2024 08:13\n\n{lead}")
    assert found.published == DAY
    assert [found.text[start:end] for start, end in found.evidence["published"]] == ["12/09/2024"]
    assert found.event_date == datetime.date(2024, 9, 6)
    other = read("Panen raya.\n12/09/2024\nPetani panen.")
    assert (other.kind, other.published) == ("none", DAY)
    assert other.evidence["published"]


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_and_address_are_read(text: str, address: str) -> None:
    found = of(text, address=address)
    assert found.latest is None or found.day.value in {None, found.latest}
