"""Spans and masks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.span import Cover, mask, overlaps, trim

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair))))


def test_masked_words_leave_every_other_word_where_it_was() -> None:
    assert mask("Baca juga: X\nlanjut", [(0, 12)]) == " " * 12 + "\nlanjut"


def test_spans_that_overlap_are_masked_once() -> None:
    assert mask("abcdef", [(1, 4), (2, 3), (3, 5)]) == "a    f"


@given(st.text(min_size=31, max_size=40), SPANS)
def test_a_mask_never_moves_a_position(text: str, spans: list[tuple[int, int]]) -> None:
    masked = mask(text, spans)
    assert len(masked) == len(text)
    assert masked.count("\n") == text.count("\n")
    kept = [at for at in range(len(text)) if not any(start <= at < end for start, end in spans)]
    assert all(masked[at] == text[at] for at in kept)


def test_touching_spans_do_not_overlap() -> None:
    assert not overlaps((0, 2), (2, 4))
    assert overlaps((0, 3), (2, 4))


@given(SPANS, st.tuples(st.integers(0, 30), st.integers(1, 5)))
def test_a_span_meets_what_several_cover_where_it_overlaps_one_of_them(
    spans: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    one = (asked[0], sum(asked))
    filled = [span for span in spans if span[0] < span[1]]
    assert Cover(filled).meets(one) == any(overlaps(one, other) for other in filled)


@given(st.text(alphabet=" \n.a", max_size=12))
def test_trimming_stays_inside_the_span(text: str) -> None:
    start, end = trim(text, (0, len(text)))
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text.strip(" \n")
