"""What stands beside the registered text: operation, witnesses, translation."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration import outside
from ikrar.core.declaration.outside import LONGEST, TranslationForm, WitnessForm
from ikrar.core.errors import ForbiddenText, InvalidField

WHOLE = TranslationForm("en", " Peaceful  declaration ", "We pledge:", ("No hoaxes.", "No money."), "So be it.")
EXPECTED = (2, True, True)
words = st.text(max_size=20)


def test_an_operation_gets_its_one_form_and_none_is_empty() -> None:
    assert outside.operation("  Operasi  Mantap Praja\u00a0Semeru 2024 ") == "Operasi Mantap Praja Semeru 2024"
    assert outside.operation("  ") == ""


def test_an_operation_with_an_unseen_character_or_without_end_is_refused() -> None:
    with pytest.raises(ForbiddenText) as hidden:
        outside.operation("Operasi\u202e")
    assert (hidden.value.field, hidden.value.position) == ("operation", 7)
    with pytest.raises(InvalidField) as long:
        outside.operation("a" * (LONGEST + 1))
    assert long.value.field == "operation"


def test_witnesses_keep_their_order_without_the_rows_left_empty() -> None:
    rows = (WitnessForm(" Camat ", "Kecamatan Lembah"), WitnessForm(), WitnessForm("", "Kodim", "mewakili komandan"))
    assert outside.witnesses(rows) == (
        WitnessForm("Camat", "Kecamatan Lembah"),
        WitnessForm("", "Kodim", "mewakili komandan"),
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (WitnessForm(capacity="saksi"), "witnesses.2"),
        (WitnessForm("a" * (LONGEST + 1)), "witnesses.2.office"),
        (WitnessForm("Camat", "b\u200b"), "witnesses.2.institution"),
        (WitnessForm("Camat", capacity="c\ue000"), "witnesses.2.capacity"),
    ],
)
def test_a_witness_that_cannot_be_kept_is_named_by_its_row(row: WitnessForm, field: str) -> None:
    with pytest.raises((InvalidField, ForbiddenText)) as refused:
        outside.witnesses((WitnessForm("Camat"), row))
    assert refused.value.field == field  # type: ignore[attr-defined]


def test_a_translation_gets_its_one_form() -> None:
    kept = outside.translation(WHOLE, of="id", expected=EXPECTED)
    assert kept == replace(WHOLE, title="Peaceful declaration")


@pytest.mark.parametrize("empty", [None, TranslationForm("en"), TranslationForm("xx", " ", "\n", ("", " "), "")])
def test_a_translation_left_empty_is_none(empty: TranslationForm | None) -> None:
    assert outside.translation(empty, of="id", expected=EXPECTED) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"language": "xx"}, "translation.language"),
        ({"language": "id"}, "translation.language"),
        ({"title": ""}, "translation.title"),
        ({"preamble": " "}, "translation.preamble"),
        ({"closing": ""}, "translation.closing"),
        ({"points": ("No hoaxes.", " ")}, "translation.points"),
        ({"points": ("No hoaxes.",)}, "translation.points"),
        ({"points": ("No hoaxes.", "x\u202e")}, "translation.points.2"),
        ({"closing": "a" * outside.LONGEST_TRANSLATION}, "translation"),
    ],
)
def test_a_translation_that_would_mislead_is_refused_and_says_where(change: dict[str, object], field: str) -> None:
    with pytest.raises((InvalidField, ForbiddenText)) as refused:
        outside.translation(replace(WHOLE, **change), of="id", expected=EXPECTED)  # type: ignore[arg-type]
    assert refused.value.field == field  # type: ignore[attr-defined]


def test_what_the_text_does_not_have_need_not_be_translated() -> None:
    short = replace(WHOLE, preamble="", closing="")
    assert outside.translation(short, of="id", expected=(2, False, False)) is not None


@given(st.builds(TranslationForm, words, words, words, st.lists(words, max_size=3).map(tuple), words))
def test_whatever_is_typed_as_a_translation_is_none_kept_whole_or_refused_by_name(typed: TranslationForm) -> None:
    kept = None
    with suppress(InvalidField, ForbiddenText):
        kept = outside.translation(typed, of="id", expected=EXPECTED)
    assert kept is None or (len(kept.points) == 2 and all((kept.title, kept.preamble, kept.closing, *kept.points)))
    assert outside.translation(kept, of="id", expected=EXPECTED) == kept
