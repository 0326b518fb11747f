"""What a person types stays as typed; what leaves the form is strict."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import (
    DeclarationForm,
    OfficeForm,
    PointForm,
    event_date,
    field_of,
    from_json,
    marked,
    names_in,
    outside_of,
    problems,
    sentences,
    source_url,
    text_of,
)
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import ForbiddenText, InvalidField

WHOLE = DeclarationForm(
    title="Deklarasi Damai",
    election="pilkada-2024",
    area="35.28",
    event_date="2024-08-16",
    place="Pendopo",
    points=(PointForm("menolak politik uang", ("NO_MONEY_POLITICS",)), PointForm("  ")),
    offices=(OfficeForm(), OfficeForm(office="Bupati", institution="Pemkab")),
)
words = st.text(max_size=20)
forms = st.builds(
    DeclarationForm,
    **{f.name: words for f in fields(DeclarationForm) if f.type == "str"},
    points=st.lists(st.builds(PointForm, words, st.lists(words, max_size=3).map(tuple)), max_size=3).map(tuple),
    offices=st.lists(st.builds(OfficeForm, words, words, words, words), max_size=3).map(tuple),
    witnesses=st.lists(st.builds(WitnessForm, words, words, words), max_size=3).map(tuple),
    translation=st.none()
    | st.builds(TranslationForm, words, words, words, st.lists(words, max_size=3).map(tuple), words),
)


@given(forms)
def test_whatever_is_typed_comes_back_from_storage_unchanged(form: DeclarationForm) -> None:
    assert from_json(json.loads(json.dumps(form.as_json()))) == form


@given(forms)
def test_problems_never_raises_and_an_unproblematic_form_gives_a_text(form: DeclarationForm) -> None:
    if not problems(form):
        assert text_of(form).points


def test_a_whole_form_gives_its_text_without_the_rows_left_empty() -> None:
    text = text_of(WHOLE, supersedes="a" * 64)
    assert problems(WHOLE) == ()
    assert text.points == ("menolak politik uang",)
    assert [(o.office, o.institution, o.capacity) for o in text.pledging_offices] == [("Bupati", "Pemkab", None)]
    assert text.supersedes == "a" * 64
    assert text.preamble is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"area": ""}, "area"),
        ({"event_date": ""}, "event_date"),
        ({"event_date": "16 Agustus"}, "event_date"),
        ({"event_date": "2024-02-30"}, "event_date"),
        ({"event_date": "9999-12-31"}, "event_date"),
        ({"event_date": "0001-01-01"}, "event_date"),
        ({"title": "a" * 301}, "title"),
        ({"points": ()}, "points"),
        ({"offices": (OfficeForm(capacity="ketua"),)}, "offices"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"title": "Damai\u202e"}, "title"),
    ],
)
def test_each_thing_that_stops_freezing_is_named_with_its_field(change: dict[str, object], field: str) -> None:
    found = problems(replace(WHOLE, **change))
    assert [field_of(error) for error in found] == [field]


def test_everything_missing_is_named_at_once_and_each_field_only_once() -> None:
    found = [getattr(error, "field", "") for error in problems(DeclarationForm())]
    assert found == ["title", "area", "event_date", "points", "offices"]


@pytest.mark.parametrize("value", ["", "https://berita.example/a?b=1", "http://berita.example"])
def test_a_link_to_an_article_is_kept(value: str) -> None:
    assert source_url(replace(WHOLE, source_url=f" {value} ")) == value


@pytest.mark.parametrize(
    "value",
    [
        "berita",
        "javascript:alert(1)",
        "http://",
        "http://[abc",
        "https://a b.example",
        "https://" + "a" * 500,
        "http://user:pw@jahat.example/",
        "http://x:abc/",
        "https://a\u202eb.example/x",
        "http://a℀b/",
        "https://x\n.id",
    ],
)
def test_anything_but_a_web_address_is_refused(value: str) -> None:
    with pytest.raises(InvalidField):
        source_url(replace(WHOLE, source_url=value))


def test_a_date_is_read_and_no_date_is_none() -> None:
    assert str(event_date(WHOLE)) == "2024-08-16"
    assert event_date(replace(WHOLE, event_date=" ")) is None


def test_a_fictional_area_puts_the_mark_before_the_title_once() -> None:
    form = replace(WHOLE, area="98.01.02")
    once = marked(form)
    assert once.title == "CONTOH Deklarasi Damai"
    assert marked(once) == once
    assert marked(WHOLE) == WHOLE
    assert marked(replace(form, title="")).title == ""


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ({"title": "Deklarasi oleh JAZULI  dani iriawan"}, "title"),
        ({"points": (PointForm("aman"), PointForm("kata Jazuli-Dani\nIriawan, aman"))}, "points.2"),
        ({"offices": (OfficeForm(office="Kapolres", on_behalf_of="AKBP Jazuli Dani Iriawan"),)}, "offices.1"),
        ({"closing": "ttd. Jazuli Dani Iriawan."}, "closing"),
        ({"closing": "ttd. Ｊazulı D a n i Ìriawan"}, "closing"),
        ({"preamble": "oleh JazuliDaniIriawan,S.H."}, "preamble"),
        ({"preamble": "Jazuli\u00adDani Iria\u200bwan"}, "preamble"),
        ({"source_url": "https://berita.example/jazuli-dani-iriawan"}, "source_url"),
    ],
)
def test_a_persons_name_is_found_wherever_it_stands_and_however_it_is_typed(
    place: dict[str, object], value: str
) -> None:
    assert names_in(replace(WHOLE, **place), ["Jazuli Dani Iriawan"]) == ((value, "Jazuli Dani Iriawan"),)


def test_part_of_another_word_or_a_name_of_two_letters_is_no_name() -> None:
    form = replace(WHOLE, title="Deklarasi Andika")
    assert names_in(form, ["Andi", "De", " "]) == ()


def test_every_published_text_is_listed_with_its_field() -> None:
    assert dict(sentences(WHOLE)) == {
        "title": "Deklarasi Damai",
        "election": "pilkada-2024",
        "event_date": "2024-08-16",
        "place": "Pendopo",
        "points.1": "menolak politik uang",
        "offices.2": "Bupati · Pemkab ·  · ",
    }


def test_an_unseen_character_is_refused_with_its_place() -> None:
    with pytest.raises(ForbiddenText) as caught:
        text_of(replace(WHOLE, points=(PointForm("aman\u200bdamai"),)))
    assert (caught.value.field, caught.value.position) == ("points.1", 4)


def test_rows_of_another_shape_in_storage_are_no_rows() -> None:
    assert from_json({"title": "a", "points": 7}).points == ()


OLD = {
    "title": "Deklarasi Damai",
    "area": "35.28",
    "points": [{"text": "menolak hoaks", "kinds": ["NO_HOAX"]}],
    "offices": [{"office": "Bupati", "institution": "", "capacity": "", "on_behalf_of": ""}],
}


def test_a_form_kept_before_there_were_witnesses_or_a_parent_is_read_and_has_none() -> None:
    form = from_json(OLD)
    assert (form.parent, form.operation, form.witnesses, form.translation) == ("", "", (), None)
    assert form.points == (PointForm("menolak hoaks", ("NO_HOAX",)),)
    assert from_json(OLD | {"gone": "x"}) == form


TOLD = TranslationForm("en", "Peaceful declaration", "", ("no money politics", "left over"))


def test_what_stands_beside_the_text_skips_what_the_text_skips() -> None:
    form = replace(
        WHOLE,
        points=(PointForm(" "), *WHOLE.points),
        operation=" Operasi  Rekaan ",
        witnesses=(WitnessForm(), WitnessForm("Camat")),
        translation=replace(TOLD, points=("lost", "no money politics")),
    )
    found = outside_of(form)
    assert (found.operation, found.witnesses) == ("Operasi Rekaan", (WitnessForm("Camat"),))
    assert found.translation == replace(TOLD, points=("no money politics",))
    assert text_of(form) == text_of(WHOLE), "nothing of it is under the digest"


def test_a_translation_with_fewer_points_than_the_text_is_named_as_lacking() -> None:
    points = (PointForm("satu"), PointForm("dua"))
    found = problems(replace(WHOLE, points=points, translation=replace(TOLD, points=("one",))))
    assert [field_of(error) for error in found] == ["translation"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"operation": "a" * 201}, "operation"),
        ({"witnesses": (WitnessForm(capacity="saksi"),)}, "witnesses"),
        ({"translation": replace(TOLD, language="id")}, "translation"),
        ({"offices": (OfficeForm("Bupati", capacity="a" * 201),)}, "offices"),
    ],
)
def test_what_stands_beside_the_text_can_stop_freezing_too(change: dict[str, object], field: str) -> None:
    assert [field_of(error) for error in problems(replace(WHOLE, **change))] == [field]


def test_the_digest_of_what_is_followed_goes_into_the_text() -> None:
    assert text_of(WHOLE, parent="b" * 64).parent == "b" * 64


def test_an_example_is_marked_in_its_translation_too() -> None:
    form = marked(replace(WHOLE, area="98.01", translation=TOLD))
    assert form.translation == replace(TOLD, title="CONTOH Peaceful declaration")
    assert marked(form) == form
    assert marked(replace(form, translation=TranslationForm("en"))).translation == TranslationForm("en")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"operation": "Operasi Wira Adinata"}, "operation"),
        ({"witnesses": (WitnessForm("Wira Adinata", "Polres"),)}, "witnesses.1"),
        ({"translation": replace(TOLD, title="By Wira Adinata")}, "translation.title"),
        ({"translation": replace(TOLD, points=("one", "Wira Adinata agrees"))}, "translation.points.2"),
    ],
)
def test_r56_a_name_is_found_beside_the_text_too(change: dict[str, object], field: str) -> None:
    assert names_in(replace(WHOLE, **change), ["Wira Adinata"]) == ((field, "Wira Adinata"),)


def test_the_plain_values_of_a_form_are_those_of_all_its_parts() -> None:
    bare = DeclarationForm(title="Ikrar")
    whole = replace(
        bare,
        points=(PointForm("Damai.", ("NO_HOAX", "NO_SARA")), PointForm()),
        offices=(OfficeForm("Ketua", "KPU"),),
        witnesses=(WitnessForm("Camat"),),
        translation=TOLD,
    )
    for form in (bare, whole):
        assert form.as_json() == asdict(form)
        assert from_json(json.loads(json.dumps(form.as_json()))) == form
