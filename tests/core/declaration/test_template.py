"""The usual texts: whole, in words of our own, each kind with the words that say it, and what a parent hands on."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from ikrar.core.data import files
from ikrar.core.declaration import kind, template
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm, problems, text_of
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.institution.kind import kinds

TEXTS = list(template.templates().values())
KINDS = kind.load()
one_by_one = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.code)


def test_there_is_a_text_for_each_kind_of_signatory_and_one_for_each_level() -> None:
    assert set(template.templates()) >= {"bersama", "kampanye", "kepala-desa", "asn", "tokoh", "polisi", "pemuda"}
    assert {level for text in TEXTS for level in text.levels} >= {"province", "regency", "district", "village"}


@one_by_one
def test_a_text_is_whole_in_both_languages_and_says_whose_structure_it_follows(text: template.Template) -> None:
    assert set(text.name) == set(text.purpose) == {"id", "en"}
    assert all([text.title, text.preamble, text.closing, text.after, text.levels, text.offices or text.rows])
    assert 3 <= len(text.points) <= 10
    assert len({point.text for point in text.points}) == len(text.points)


@one_by_one
def test_every_kind_of_a_point_is_one_that_its_own_words_suggest(text: template.Template) -> None:
    for point in (*text.points, *text.clauses):
        assert point.kinds
        assert set(point.kinds) <= {found.code for found in kind.suggest(point.text, KINDS)}, point.text


@one_by_one
def test_its_offices_are_of_kinds_that_there_are_at_its_levels(text: template.Template) -> None:
    for code in text.offices:
        assert any(kinds()[code].rank(level) for level in text.levels), code


@one_by_one
def test_only_places_for_area_and_election_are_open(text: template.Template) -> None:
    for part in (text.title, text.preamble, text.closing):
        assert {name for _, name, _, _ in string.Formatter().parse(part) if name} <= {"area", "election"}


def test_the_clause_of_sanctions_is_an_option_of_those_who_hold_an_office() -> None:
    with_clause = {text.code for text in TEXTS if text.clauses}
    assert with_clause == {"kepala-desa", "asn", "calon-kepala-desa"}


def test_every_source_that_is_named_is_followed_by_some_text() -> None:
    table = files.table("declaration_templates.toml")
    assert {code for row in table["template"] for code in row["after"]} == set(table["source"])


SOURCE = DeclarationForm(
    title="Deklarasi Damai Kabupaten Pamekasan",
    election="pilkada-2024",
    area="35.28",
    event_date="2024-08-16",
    place="Pendopo",
    preamble="Kami berikrar:",
    closing="Demikian.",
    source_url="https://berita.example/pamekasan",
    points=(PointForm("Menjaga persatuan.", ("UNITY_NKRI",)), PointForm("Menolak politik uang.")),
    offices=(OfficeForm("Ketua", "KPU Kabupaten Pamekasan"),),
    parent="0" * 26,
    operation="Operasi Rekaan",
    witnesses=(WitnessForm("Camat"),),
    translation=TranslationForm("en", "Declaration", "We:", ("a", "b"), "End."),
)


HEADS = [OfficeForm("Ketua KPU Kabupaten Lembah", "KPU Kabupaten Lembah")]


@one_by_one
def test_a_filled_text_can_be_frozen_once_its_day_and_its_rows_are_filled_in(text: template.Template) -> None:
    form = template.fill(
        text,
        area="35.28",
        area_name="Kabupaten Lembah",
        election="pilkada-2024",
        election_name="Pilkada 2024",
        heads=HEADS,
        clauses=range(len(text.clauses)),
    )
    assert "Kabupaten Lembah" in form.title
    assert form.points == (*text.points, *text.clauses)
    assert form.offices[0] == HEADS[0]
    left = problems(form)
    assert {getattr(error, "field", "").partition(".")[0] for error in left} <= {"event_date", "pledging_offices"}
    assert text_of(replace(SOURCE, points=form.points, title=form.title, preamble=form.preamble)).title == form.title


@one_by_one
def test_without_area_and_election_nothing_is_left_open_or_doubled(text: template.Template) -> None:
    form = template.fill(text)
    for part in (form.title, form.preamble, form.closing):
        assert not set("{}") & set(part)
        assert part == " ".join(part.split())
        assert " di," not in part
        assert " di berikrar" not in part
    assert form.points == text.points


@one_by_one
@pytest.mark.parametrize("mark", ["", "CONTOH "])
def test_a_usual_text_follows_the_area_and_the_election_that_are_chosen_later(
    text: template.Template, mark: str
) -> None:
    old, new = ("Kabupaten Lembah", ""), ("Kecamatan Hulu", "Pilkada 2024")
    form = template.fill(text, area_name=old[0], election_name=old[1])
    wanted = template.fill(text, area_name=new[0], election_name=new[1])
    found = template.followed(replace(form, title=mark + form.title), old=old, new=new)
    assert found.title == mark + wanted.title
    assert (found.preamble, found.closing) == (wanted.preamble, wanted.closing)
    assert template.followed(found, old=new, new=old).title == mark + form.title


def test_what_a_person_worded_follows_nothing() -> None:
    form = replace(SOURCE, title="Deklarasi Pemilihan Damai kami di Pamekasan")
    assert template.followed(form, old=("", ""), new=("Kabupaten Lembah", "Pilkada 2024")) == form
    assert template.followed(DeclarationForm(), old=("", ""), new=("A", "B")) == DeclarationForm()


@pytest.mark.parametrize(
    ("name", "area", "said"),
    [
        ("Pilkada Serentak 2024", "Kabupaten Pamekasan", "Pilkada Serentak 2024"),
        ("CONTOH Pilkada Lembah Arunika", "Kabupaten Lembah Arunika", "Pilkada"),
        ("CONTOH Pilkada Lembah Arunika", "Kecamatan Tirtalangit", "Pilkada Lembah Arunika"),
        ("CONTOH Pilkada Lembah Arunika", "", "Pilkada Lembah Arunika"),
        ("", "Kabupaten Pamekasan", ""),
    ],
)
def test_an_election_is_named_in_a_title_without_mark_and_without_saying_the_area_twice(
    name: str, area: str, said: str
) -> None:
    assert template.named_election(name, area) == said


def test_a_child_takes_over_the_wording_and_names_its_parent() -> None:
    names = ("Kabupaten Pamekasan", "Kecamatan Pademawu")
    form = template.derived(SOURCE, parent="A" * 26, area="35.28.02", names=names)
    assert form.title == "Deklarasi Damai Kecamatan Pademawu"
    assert (form.parent, form.area) == ("A" * 26, "35.28.02")
    assert (form.points, form.preamble, form.closing) == (SOURCE.points, SOURCE.preamble, SOURCE.closing)
    assert (form.election, form.operation, form.translation) == ("pilkada-2024", "Operasi Rekaan", SOURCE.translation)


@pytest.mark.parametrize(
    ("name", "kind_of_area", "said"),
    [
        ("Pademawu", "kecamatan", "Kecamatan Pademawu"),
        ("Wening Asri", "desa", "Desa Wening Asri"),
        ("Kabupaten Pamekasan", "kabupaten", "Kabupaten Pamekasan"),
        ("Jawa Timur", "provinsi", "Jawa Timur"),
    ],
)
def test_a_district_or_village_is_named_with_its_word(name: str, kind_of_area: str, said: str) -> None:
    assert template.named_area(name, kind_of_area) == said


def test_what_belongs_to_one_ceremony_is_not_handed_on() -> None:
    form = template.derived(SOURCE, parent="", area="", names=("Kabupaten Pamekasan", ""))
    assert (form.event_date, form.place, form.source_url, form.offices, form.witnesses) == ("", "", "", (), ())
    assert (form.title, form.parent) == (SOURCE.title, "")


def test_the_mark_of_an_example_is_not_handed_on_by_the_title() -> None:
    marked = replace(SOURCE, title="CONTOH Deklarasi Damai")
    assert template.derived(marked, parent="", area="35.28", names=("", "")).title == "Deklarasi Damai"


def test_all_suggested_kinds_are_ticked_at_one_press_besides_those_that_were() -> None:
    points = (PointForm("Menolak hoaks.", ("PEACE_SAFE",)), PointForm("Menolak politik uang."), PointForm("Ya."))
    taken = kind.taken(points, KINDS)
    assert [p.kinds for p in taken] == [("PEACE_SAFE", "NO_HOAX"), ("NO_MONEY_POLITICS",), ()]
    assert kind.taken(taken, KINDS) == taken
    assert [p.kinds for p in kind.taken(points, KINDS, only=1)] == [("PEACE_SAFE",), ("NO_MONEY_POLITICS",), ()]
