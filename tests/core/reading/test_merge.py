"""Readings of one event become one form, field by field, and a reading can be taken out again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.reading.form import PersonForm, ReadingForm, form_from_json
from ikrar.core.reading.merge import ALL, BY_NAME, FIELDS, alone, compared, folded, merged, together, without

POLRES = OfficeForm("Kapolres", "Polres Pamekasan")
FIRST = ReadingForm(
    declaration=DeclarationForm(
        title="Deklarasi Damai",
        event_date="2024-08-16",
        points=(PointForm("Menjaga damai."), PointForm("Menolak hoaks")),
        offices=(POLRES,),
    ),
    kind="declaration",
    organizations="KPU\nTNI",
    persons=(PersonForm("Wira Adinata", "AKBP", "Kapolres"),),
)
SECOND = ReadingForm(
    declaration=DeclarationForm(
        title="DEKLARASI DAMAI",
        event_date="2024-08-17",
        place="Pendopo",
        points=(PointForm("menjaga damai"), PointForm("Netral")),
        offices=(replace(POLRES, capacity="saksi"), OfficeForm(institution="KPU")),
    ),
    kind="none",
    organizations="Bawaslu\nKPU",
    handover_to="KPU Jatim",
    persons=(PersonForm("Sari"),),
)
BOTH = {"a": FIRST, "b": SECOND}


def test_equal_values_are_one_value_of_two_sources_and_empty_ones_are_none() -> None:
    by_name = {one.field.name: one for one in compared(BOTH)}
    assert [c.refs for c in by_name["title"].candidates] == [("a", "b")]
    assert by_name["title"].agreed
    assert [(c.value, c.refs) for c in by_name["kind"].candidates] == [("declaration", ("a",))]
    assert [c.refs for c in by_name["event_date"].candidates] == [("a",), ("b",)]
    assert (by_name["event_date"].agreed, by_name["event_date"].proposed) == (False, "a")
    assert (by_name["points"].proposed, by_name["place"].proposed, by_name["closing"].proposed) == (ALL, "b", "a")


def test_what_is_proposed_fills_gaps_and_puts_lists_together() -> None:
    done = merged(BOTH, {})
    declaration = done.form.declaration
    assert (declaration.title, declaration.event_date, declaration.place) == (
        "Deklarasi Damai",
        "2024-08-16",
        "Pendopo",
    )
    assert [p.text for p in declaration.points] == ["Menjaga damai.", "Menolak hoaks", "Netral"]
    assert [o.institution for o in declaration.offices] == ["Polres Pamekasan", "KPU"]
    assert done.form.organizations == "KPU\nTNI\nBawaslu"
    assert [p.name for p in done.form.persons] == ["Wira Adinata", "Sari"]
    assert (done.form.handover_from, done.form.handover_to) == ("", "KPU Jatim")
    assert done.origins == dict.fromkeys(
        ["title", "place", "points", "offices", "organizations", "handover", "persons"], ("b",)
    )


def test_what_is_picked_is_taken_and_remembered() -> None:
    done = merged(BOTH, {"event_date": "b", "points": "b", "persons": "a", "title": "z", "place": ALL})
    assert done.form.declaration.event_date == "2024-08-17"
    assert [p.text for p in done.form.declaration.points] == ["menjaga damai", "Netral"]
    assert done.form.persons == FIRST.persons
    assert done.form.declaration.title == "Deklarasi Damai", "a reading that is not there is as nothing picked"
    assert done.origins["event_date"] == ("b",)
    assert "persons" not in done.origins


def test_three_sources_of_one_value_are_all_remembered() -> None:
    third = ReadingForm(declaration=DeclarationForm(event_date="2024-08-17"))
    assert merged({**BOTH, "c": third}, {"event_date": "c"}).origins["event_date"] == ("b", "c")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Aula  KPU.", "aula kpu", True),
        (PersonForm("Sari", "AKP"), PersonForm("SARI"), True),
        (POLRES, replace(POLRES, on_behalf_of="negara"), True),
        (POLRES, replace(POLRES, office="Wakapolres"), False),
        (("a", ""), ("", "a"), False),
    ],
)
def test_values_are_compared_by_their_words(one: Any, other: Any, same: bool) -> None:
    assert (folded(one) == folded(other)) is same


def test_a_reading_is_taken_out_with_what_came_from_it_alone() -> None:
    done = merged(BOTH, {"event_date": "b"})
    form = done.form
    for name in done.origins:
        before = BY_NAME[name].get(FIRST)
        form = without(BY_NAME[name], form, before=before, leaving=SECOND, staying=[])
    assert form == FIRST


def test_what_a_person_changed_since_and_what_another_holds_is_not_touched() -> None:
    day, points = BY_NAME["event_date"], BY_NAME["points"]
    now = merged(BOTH, {"event_date": "b"}).form
    by_hand = replace(now, declaration=replace(now.declaration, event_date="2024-08-18"))
    assert without(day, by_hand, before="2024-08-16", leaving=SECOND, staying=[]) == by_hand
    assert without(day, now, before="2024-08-16", leaving=SECOND, staying=[SECOND]) == now
    assert without(day, now, before="2024-08-17", leaving=SECOND, staying=[]) == now
    assert (
        without(points, now, before=(), leaving=SECOND, staying=[FIRST]).declaration.points == FIRST.declaration.points
    )


words = st.sampled_from(["", "damai", "Damai!", "jujur"])
forms = st.builds(
    ReadingForm,
    declaration=st.builds(
        DeclarationForm, title=words, place=words, points=st.lists(st.builds(PointForm, words), max_size=3).map(tuple)
    ),
    kind=st.sampled_from(["none", "declaration"]),
    organizations=words,
    handover_from=words,
    persons=st.lists(st.builds(PersonForm, words), max_size=2).map(tuple),
)


@given(forms, forms, st.dictionaries(st.sampled_from([f.name for f in FIELDS]), st.sampled_from(["a", "b", ALL])))
def test_nothing_is_ever_made_up_and_nothing_of_the_first_is_lost_unpicked(
    first: ReadingForm, second: ReadingForm, picks: dict[str, str]
) -> None:
    done = merged({"a": first, "b": second}, picks).form
    for field in FIELDS:
        held = [field.get(first), field.get(second)]
        rows = {folded(row) for one in held for row in (one if field.many else [one])}
        for row in field.get(done) if field.many else [field.get(done)]:
            assert folded(row) in rows
        if picks.get(field.name, ALL) == ALL and held[0] and held[0] != "none" and not field.many:
            assert field.get(done) == held[0]


@given(forms)
def test_a_single_field_is_kept_and_read_back_through_json(form: ReadingForm) -> None:
    for field in FIELDS:
        assert field.get(form_from_json(alone(field, form).as_json())) == field.get(form)


@given(forms, forms)
def test_lists_put_together_twice_are_the_same(first: ReadingForm, second: ReadingForm) -> None:
    once = together([first.declaration.points, second.declaration.points])
    assert together([once, second.declaration.points]) == once
