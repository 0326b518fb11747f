"""The form a reading starts from, and the article cut at its evidence."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.reading.form import PersonForm, ReadingForm, form_from_json, form_of, segments

FOUND: dict[str, object] = {
    "kind": "declaration",
    "event_date": "2024-08-16",
    "place_text": "Pendopo",
    "area_code": "35.28",
    "election": "pilkada-2024",
    "operation": None,
    "organizations": ["KPU", "Bawaslu"],
    "persons": [{"name": "Wira Adinata", "rank": None, "role": "Kapolres"}],
    "signatories": ["Polres Pamekasan", "KPU"],
    "points": ["menolak hoaks", "menjaga damai"],
    "point_kinds": [["NO_HOAX"]],
    "handover": {"from": "KPU Lampung", "to": None},
}


def test_a_reading_becomes_a_form_and_what_is_unknown_stays_empty() -> None:
    form = form_of(FOUND, title="Deklarasi Damai")
    assert form.declaration.area == "35.28"
    assert form.declaration.event_date == "2024-08-16"
    assert [(p.text, p.kinds) for p in form.declaration.points] == [
        ("menolak hoaks", ("NO_HOAX",)),
        ("menjaga damai", ()),
    ]
    assert [(o.office, o.institution) for o in form.declaration.offices] == [("", "Polres Pamekasan"), ("", "KPU")]
    assert form.operation == ""
    assert form.organizations == "KPU\nBawaslu"
    assert form.persons == (PersonForm("Wira Adinata", "", "Kapolres"),)
    assert (form.handover_from, form.handover_to) == ("KPU Lampung", "")


def test_a_reading_that_found_nothing_gives_an_empty_form() -> None:
    assert form_of({"kind": "none", "handover": None}, title="") == ReadingForm()


def test_a_reading_of_a_fictional_place_is_marked_as_an_example() -> None:
    assert form_of(FOUND | {"area_code": "98.01"}, title="Deklarasi").declaration.title == "CONTOH Deklarasi"


words = st.text(max_size=12)


@given(
    st.builds(
        ReadingForm,
        declaration=st.builds(DeclarationForm, title=words, place=words),
        kind=words,
        operation=words,
        persons=st.lists(st.builds(PersonForm, words, words, words), max_size=3).map(tuple),
    )
)
def test_whatever_is_typed_comes_back_from_storage_unchanged(form: ReadingForm) -> None:
    assert form_from_json(json.loads(json.dumps(form.as_json()))) == form


def test_a_stored_form_of_another_shape_gives_empty_parts() -> None:
    assert form_from_json({"kind": "other", "declaration": 1, "persons": None}) == ReadingForm(kind="other")


@given(
    st.text(max_size=60),
    st.dictionaries(
        st.sampled_from(["kind", "points", "area_code"]),
        st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=4),
    ),
)
def test_the_pieces_of_an_article_join_to_the_article_and_carry_their_fields(
    text: str, evidence: dict[str, list[tuple[int, int]]]
) -> None:
    pieces = segments(text, evidence)
    assert "".join(p.text for p in pieces) == text
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        inside = {
            name
            for name, spans in evidence.items()
            for start, end in spans
            if 0 <= start < end <= len(text) and start <= piece.start and piece.start + len(piece.text) <= end
        }
        assert set(piece.fields) == inside


def test_an_empty_article_has_no_pieces() -> None:
    assert segments("", {"kind": [(0, 1)]}) == ()


def test_marks_of_options_and_reasons_have_no_name_and_a_reason_is_not_underlined() -> None:
    both, reason, plain = segments("ab c", {"kind": [[0, 1]], "option-0-1": [[0, 1]], "reason-0": [[1, 2]]})
    assert (both.named, both.marked) == (("kind",), True)
    assert (reason.named, reason.marked) == ((), False)
    assert (plain.named, plain.marked) == ((), False)
