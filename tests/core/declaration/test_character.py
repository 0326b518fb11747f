"""One string has one form, and nothing unseen gets under a digest."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration import character
from ikrar.core.declaration.canonical import normalise
from ikrar.core.errors import ForbiddenText
from tests.core.declaration.texts import is_forbidden, texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a \t\u00a0 b", "a b"),
        ("  a  \n\t b \u00a0", "a\nb"),
        ("\n\n a \n\n b \n\n", "a\n\nb"),
        ("e\u0301", "é"),
        ("Å", "Å"),
        ("a\u2003b", "a\u2003b"),
        ("a\r\n\r\nb", "a\n\nb"),
        (" \t\u00a0\r\n", ""),
        ("", ""),
    ],
)
def test_whitespace_becomes_single_and_letters_become_composed(typed: str, kept: str) -> None:
    assert normalise(typed, field="title") == kept


@given(texts)
def test_normalising_twice_changes_nothing_more(typed: str) -> None:
    once = normalise(typed, field="title")
    assert normalise(once, field="title") == once


@given(texts)
def test_composed_and_decomposed_typing_give_the_same_text(typed: str) -> None:
    forms = {normalise(unicodedata.normalize(form, typed), field="title") for form in ("NFC", "NFD")}
    assert forms == {normalise(typed, field="title")}


@given(texts)
def test_the_normal_form_has_no_doubled_or_outer_space_and_only_lf(typed: str) -> None:
    kept = normalise(typed, field="title")
    assert not set(kept) & set("\t\r\u00a0")
    assert "  " not in kept
    assert all(line == line.strip(" ") for line in kept.split("\n"))
    assert kept == kept.strip("\n")
    assert unicodedata.is_normalized("NFC", kept)


@given(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=6), st.data())
def test_however_the_spaces_and_line_ends_are_typed_the_text_is_the_same(words: list[str], data: st.DataObject) -> None:
    spaces = st.text(" \t\u00a0", min_size=1, max_size=3)
    ends = st.sampled_from(["\n", "\r", "\r\n"])
    typed, plain = words[0], words[0]
    for word in words[1:]:
        if data.draw(st.booleans()):
            typed, plain = typed + data.draw(spaces) + word, f"{plain} {word}"
        else:
            around = data.draw(st.sampled_from(["", " ", "\t\u00a0"]))
            typed, plain = typed + around + data.draw(ends) + around + word, f"{plain}\n{word}"
    assert normalise(f" \n{typed}\t", field="title") == plain


NAMED = {
    "control": ("\x00", "kendali"),
    "next line": ("\x85", "kendali"),
    "delete": ("\x7f", "kendali"),
    "line separator": ("\u2028", "kendali"),
    "paragraph separator": ("\u2029", "kendali"),
    "right-to-left override": ("\u202e", "arah baca"),
    "arabic letter mark": ("\u061c", "arah baca"),
    "isolate": ("\u2066", "arah baca"),
    "zero-width space": ("\u200b", "tidak terlihat"),
    "zero-width joiner": ("\u200d", "tidak terlihat"),
    "byte order mark": ("\ufeff", "tidak terlihat"),
    "soft hyphen": ("\u00ad", "tidak terlihat"),
    "hangul filler": ("\u3164", "tidak terlihat"),
    "variation selector": ("\ufe0f", "tidak terlihat"),
    "supplementary variation selector": ("\U000e0100", "tidak terlihat"),
    "tag": ("\U000e0041", "tidak terlihat"),
    "lone surrogate": ("\ud800", "tidak utuh"),
    "private use": ("\ue000", "arti baku"),
    "unassigned": ("\u0378", "tidak ada dalam Unicode"),
    "noncharacter": ("\ufffe", "tidak ada dalam Unicode"),
}


@pytest.mark.parametrize(("character", "reason"), NAMED.values(), ids=NAMED.keys())
@given(before=texts, after=texts)
def test_each_forbidden_class_is_refused_at_its_position_in_what_was_typed(
    character: str, reason: str, before: str, after: str
) -> None:
    with pytest.raises(ForbiddenText, match=reason) as caught:
        normalise(before + character + after, field="points.2")
    assert (caught.value.field, caught.value.position) == ("points.2", len(before))
    assert f"ke-{len(before) + 1} " in str(caught.value)
    assert f"U+{ord(character):04X}" in str(caught.value)


def test_the_first_of_several_forbidden_characters_is_named() -> None:
    with pytest.raises(ForbiddenText) as caught:
        normalise("😀\r\n\u200b\u202e", field="title")
    assert caught.value.position == 3


def _refused(character: str) -> bool:
    try:
        normalise(character, field="title")
    except ForbiddenText:
        return True
    return False


def test_every_code_point_that_may_stand_in_a_text_is_let_in() -> None:
    everything = "".join(chr(point) for point in range(sys.maxunicode + 1) if not is_forbidden(chr(point)))
    assert len(everything) > 140_000
    assert normalise(everything, field="title")


def test_every_forbidden_code_point_is_refused() -> None:
    # Beyond the first plane nearly a million code points are private or unassigned; each 251st will do.
    beyond = range(0x10000, sys.maxunicode + 1)
    points = [*range(0x10000), *(n for n in beyond if n % 251 == 0 or unicodedata.category(chr(n)) == "Cf")]
    let_in = [hex(point) for point in points if is_forbidden(chr(point)) and not _refused(chr(point))]
    assert let_in == []
    assert all(_refused(chr(point)) for point in range(0xE0100, 0xE01F0))


def test_no_normal_form_of_an_allowed_character_holds_a_forbidden_one() -> None:
    for point in range(sys.maxunicode + 1):
        if not is_forbidden(chr(point)):
            for form in ("NFC", "NFD"):
                assert not any(map(is_forbidden, unicodedata.normalize(form, chr(point)))), hex(point)


@given(st.text(alphabet="aB9.é\u0161\u00a0 \t\n\u201d\u0301-", max_size=12))
def test_a_text_that_is_tidy_already_is_given_back_as_it_is(typed: str) -> None:
    kept = normalise(typed, field="title")
    assert kept == unicodedata.normalize("NFC", kept)
    assert normalise(kept, field="title") == kept
    assert "  " not in kept
    assert kept == kept.strip(" \n\t\u00a0")


def test_no_everyday_sign_is_written_another_way_in_the_one_form() -> None:
    for point in range(sys.maxunicode + 1):
        if character._TIDY.fullmatch(chr(point)):
            assert unicodedata.normalize("NFC", chr(point)) == chr(point)
            assert unicodedata.combining(chr(point)) == 0
            assert not _refused(chr(point))
