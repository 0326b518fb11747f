"""A doubt of the reader: one of its readings is taken, or it was looked at; the form changes there and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.errors import BadInput
from ikrar.core.reading import doubt
from ikrar.core.reading.doubt import LOOKED_AT, Option, applied, doubtful, option, questions, words
from ikrar.core.reading.form import PersonForm, ReadingForm

FOUND: dict[str, Any] = {
    "doubts": [
        {
            "field": "event_date",
            "message": "Hari dan tanggal tidak cocok.",
            "params": {},
            "alternatives": [
                {"value": "2024-08-16", "evidence": [[3, 9]]},
                {"value": "2024-08-17", "evidence": []},
            ],
        },
        {"field": "handover", "message": "Tidak jelas.", "params": {}, "alternatives": [{"value": "a"}]},
        {"field": "event_date", "message": "Tahun ditebak dari {what}.", "params": {"what": "terbit"}},
    ]
}
FORM = ReadingForm(
    declaration=DeclarationForm(points=(PointForm("damai"),), offices=(OfficeForm(institution="KPU"),)),
    organizations="KPU\nTNI",
    persons=(PersonForm("Wira"),),
)


def test_the_doubts_come_with_their_readings_and_what_was_taken() -> None:
    first, second, third = questions(FOUND, {"0": 1})
    assert first.options == (Option(0, "2024-08-16", ((3, 9),)), Option(1, "2024-08-17", ()))
    assert (first.taken, second.taken, third.taken) == (1, None, None)
    assert (first.choosable, second.choosable) == (True, False)
    assert third.options == ()


def test_a_finding_without_doubts_asks_nothing() -> None:
    assert questions({}, {}) == ()


def test_what_was_pressed_is_found_by_its_numbers() -> None:
    asked = questions(FOUND, {})
    assert option(asked, 0, 1) == (asked[0], asked[0].options[1])
    assert option(asked, 2, LOOKED_AT) == (asked[2], None)


@pytest.mark.parametrize(("number", "taken"), [(-1, 0), (3, 0), (0, 2), (0, -2), (1, 0), (2, 0), (3, LOOKED_AT)])
def test_a_number_that_is_none_is_refused(number: int, taken: int) -> None:
    with pytest.raises(BadInput):
        option(questions(FOUND, {}), number, taken)


@pytest.mark.parametrize(
    ("field", "value", "changed"),
    [
        ("event_date", "2024-08-16", {"event_date": "2024-08-16"}),
        ("place_text", "Pendopo", {"place": "Pendopo"}),
        ("election", "pilkada-2024", {"election": "pilkada-2024"}),
        ("regency", "35.28", {"area": "35.28"}),
        ("area_code", "35.28", {"area": "35.28"}),
        ("signatories", "Bawaslu", {"offices": (OfficeForm(institution="KPU"), OfficeForm(institution="Bawaslu"))}),
        ("signatories", "KPU", {}),
    ],
)
def test_a_reading_of_the_declaration_goes_into_its_field(field: str, value: str, changed: dict[str, Any]) -> None:
    assert applied(FORM, field, value) == replace(FORM, declaration=replace(FORM.declaration, **changed))


@pytest.mark.parametrize(
    ("field", "value", "changed"),
    [
        ("kind", "declaration", {"kind": "declaration"}),
        ("operation", "Mantap Praja", {"operation": "Mantap Praja"}),
        ("organizations", "Polri", {"organizations": "KPU\nTNI\nPolri"}),
        ("organizations", "TNI", {}),
        ("persons", "Sari", {"persons": (PersonForm("Wira"), PersonForm("Sari"))}),
        ("persons", "Wira", {}),
    ],
)
def test_a_reading_of_what_stays_in_the_draft_goes_into_its_field(
    field: str, value: str, changed: dict[str, Any]
) -> None:
    assert applied(FORM, field, value) == replace(FORM, **changed)


@given(st.sampled_from(sorted(doubt.CHOOSABLE)), st.text(min_size=1, max_size=8).filter(str.strip))
def test_taking_the_same_reading_twice_changes_nothing_more(field: str, value: str) -> None:
    line = " ".join(value.split())
    once = applied(FORM, field, line)
    assert applied(once, field, line) == once


def test_a_field_is_doubtful_until_something_is_chosen_or_its_value_is_changed() -> None:
    fresh = ReadingForm()
    by_hand = replace(fresh, declaration=DeclarationForm(event_date="2024-08-18"))
    assert doubtful(questions(FOUND, {}), fresh, fresh) == ("event_date", "handover")
    assert doubtful(questions(FOUND, {"0": 0, "2": LOOKED_AT}), fresh, fresh) == ("handover",)
    assert doubtful(questions(FOUND, {}), by_hand, fresh) == ("handover",)
    assert doubtful(questions(FOUND, {"0": 0}), fresh, fresh) == ("handover", "event_date"), "the second stays open"


@pytest.mark.parametrize("field", ["area_code", "kind", "organizations", "signatories", "points", "also_kinds"])
def test_every_doubt_counts_while_the_form_is_as_the_reader_left_it(field: str) -> None:
    asked = questions({"doubts": [{"field": field, "message": "", "params": {}}]}, {})
    assert doubtful(asked, FORM, FORM) == (field,)


def test_another_list_of_points_takes_the_place_of_all_points_each_on_a_line_of_its_own() -> None:
    text = "Isi: jujur,\nadil; aman"
    taken = Option(0, "jujur, adil; aman", ((5, 16), (18, 22)))
    changed = applied(FORM, "points", taken.value, words(text, taken))
    assert changed.declaration.points == (PointForm("jujur, adil"), PointForm("aman"))
    assert changed.declaration.offices == FORM.declaration.offices
