"""Typing goes into one step; rows that come and go, and pauses, are steps of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikrar.core.declaration.form import DeclarationForm, PointForm
from ikrar.core.declaration.history import TOGETHER, goes_on
from ikrar.core.declaration.outside import TranslationForm

FORM = DeclarationForm(title="a", points=(PointForm("x"), PointForm("y")))
TOLD = TranslationForm("en", points=("x",))


@pytest.mark.parametrize(
    ("after", "seconds", "together"),
    [
        (replace(FORM, title="ab"), 1, True),
        (replace(FORM, points=(PointForm("xy", ("NO_HOAX",)), PointForm("y"))), TOGETHER - 1, True),
        (replace(FORM, title="ab"), TOGETHER, False),
        (replace(FORM, title="ab"), -1, False),
        (replace(FORM, points=(PointForm("x"),)), 1, False),
        (replace(FORM, points=(*FORM.points, PointForm())), 1, False),
        (replace(FORM, points=FORM.points[::-1]), 1, False),
        (replace(FORM, translation=TOLD), 1, False),
    ],
    ids=[
        "typing",
        "typing in a row",
        "later",
        "a clock set back",
        "row dropped",
        "row added",
        "row moved",
        "another part",
    ],
)
def test_a_change_goes_into_the_step_before_it_or_not(after: DeclarationForm, seconds: float, together: bool) -> None:
    assert goes_on(FORM.as_json(), FORM.as_json(), after.as_json(), seconds=seconds) is together


def test_typing_in_a_translation_is_typing_and_another_row_in_it_is_not() -> None:
    before = replace(FORM, translation=TOLD).as_json()
    typed, longer = replace(TOLD, title="t"), replace(TOLD, points=("x", ""))
    assert goes_on(before, before, replace(FORM, translation=typed).as_json(), seconds=1)
    assert not goes_on(before, before, replace(FORM, translation=longer).as_json(), seconds=1)


def test_typing_after_a_row_came_or_moved_is_a_step_of_its_own() -> None:
    longer = replace(FORM, points=(*FORM.points, PointForm()))
    moved = replace(FORM, points=FORM.points[::-1])
    for there in (longer, moved):
        assert not goes_on(FORM.as_json(), there.as_json(), replace(there, title="ab").as_json(), seconds=1)


def test_a_form_kept_by_an_earlier_release_lacks_fields_and_is_a_step_of_its_own() -> None:
    old = {name: value for name, value in FORM.as_json().items() if name != "points"}
    assert not goes_on(old, FORM.as_json(), FORM.as_json(), seconds=1)
    assert not goes_on(FORM.as_json(), FORM.as_json(), old, seconds=1)
