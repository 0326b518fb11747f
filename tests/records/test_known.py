"""What is registered for the names in a draft, and the one press that takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.core.declaration.form import OfficeForm
from ikrar.core.errors import BadInput, Conflict, Missing
from ikrar.core.reading.form import PersonForm, ReadingForm
from ikrar.core.reading.known import Standing
from ikrar.records.account.access import Holder
from ikrar.records.institution.models import Institution, Office, Territory
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading import actions, known, queries
from ikrar.records.reading.known import Known
from ikrar.records.reading.models import Reading
from tests import cast


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def find(form: ReadingForm) -> Known:
    return known.find(form, actions.tables().gazetteer)


def form(*names: str, area: str = "35.28", day: str = "2024-08-16", roles: tuple[str, ...] = ()) -> ReadingForm:
    plain = ReadingForm()
    offices = tuple(OfficeForm(institution=name) for name in names)
    declaration = replace(plain.declaration, area=area, event_date=day, offices=offices)
    return replace(plain, declaration=declaration, persons=tuple(PersonForm("X", "", role) for role in roles))


def first(found: Known) -> list[str]:
    answer = found.institutions[0]
    return [one.code for one in answer.choices] if answer else []


def test_the_names_of_a_draft_are_looked_up_and_its_persons_are_not(dewi: Holder) -> None:
    read = queries.form_in(cast.draft(dewi))
    found = find(replace(read, persons=(PersonForm("Wira", "AKBP", "Kapolres Pamekasan"),)))
    assert [one and one.standing for one in found.institutions] == [Standing.SURE, Standing.SURE]
    by_name = dict(found.organizations)
    assert by_name["Forkopimda Pamekasan"].standing is Standing.NONE
    assert [[one.office for one in answer.choices] for answer in found.roles if answer] == [["Ketua Polres Pamekasan"]]


def test_a_named_persons_name_is_never_an_institutions(database: Path) -> None:
    named = replace(form(), persons=(PersonForm("KPU Kabupaten Pamekasan", "KPU", ""),))
    assert find(named) == Known((), (), (None,))


@pytest.mark.parametrize(("names", "lines"), [(1, 0), (12, 12), (60, 60)])
def test_three_queries_find_them_whatever_their_number(database: Path, names: int, lines: int) -> None:
    actions.tables()
    many = replace(
        form(*["KPU Pamekasan"] * names, roles=("Kapolres Pamekasan",) * names), organizations="Bawaslu\n" * lines
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(find(many).institutions) == names
    assert len(asked) == 3


def test_a_draft_without_names_asks_nothing(database: Path) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert find(form("", roles=("",))) == Known((None,), (), (None,))
    assert len(asked) == 0


@pytest.mark.parametrize("area", ["", "x", "98.01", "36"])
def test_a_named_place_is_found_from_anywhere(database: Path, area: str) -> None:
    assert first(find(form("KPU Kabupaten Pamekasan", area=area))) == ["35.28/kpu"]


def test_without_a_place_it_is_the_drafts_own(database: Path) -> None:
    assert first(find(form("KPU", area="36.04.05"))) == ["36.04/kpu"]
    assert first(find(form("KPU", area="98.01"))) == ["98.01/kpu"]
    assert first(find(form("KPU", area=""))) == []


def test_only_what_lived_on_the_day_of_the_event_is_proposed(database: Path) -> None:
    Institution.objects.filter(code="35.28/polres").update(valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))
    Office.objects.filter(institution="35.28/polres").update(valid_until=date(2024, 6, 1))
    assert first(find(form("Polres Pamekasan"))) == ["35.28/polres"]
    assert first(find(form("Polres Pamekasan", day="2023-12-31"))) == []
    assert first(find(form("Polres Pamekasan", day="2025-01-01"))) == []
    for day, known_then in (("2024-05-01", 1), ("2024-08-16", 0)):
        answer = find(form(day=day, roles=("Kapolres",))).roles[0]
        assert answer is not None
        assert len(answer.choices) == known_then


@pytest.mark.parametrize("day", ["", "kemarin"])
def test_an_unknown_day_is_today(database: Path, day: str) -> None:
    assert first(find(form("Polres Pamekasan", day=day))) == ["35.28/polres"]


def test_one_that_answers_for_the_regency_from_elsewhere_is_found_without_a_place(database: Path) -> None:
    row = Institution.objects.create(code="36.04/kodim", kind="tni", name="Kodim 0826", area_id="36.04")
    Territory.objects.create(institution=row, area_id="35.28", ends=date(2024, 12, 31))
    assert first(find(form("Kodim"))) == ["36.04/kodim"]
    assert first(find(form("Kodim", day="2025-01-01"))) == []


def take(who: Holder, made: Reading, pressed: tuple[str, int, str, str], **values: object) -> int:
    part, row, code, office = pressed
    sent = {"edition": made.edition, "form": queries.form_in(made)} | values
    return actions.take_known(who, made.ref, part=part, row=row, code=code, office=office, **sent)  # type: ignore[arg-type]


def test_one_press_writes_the_registered_name_and_nothing_else(dewi: Holder) -> None:
    made, leaves = Reading.objects.get(pk=cast.draft(dewi).pk), Leaf.objects.count()
    typed = queries.form_in(made)
    offices = (OfficeForm(institution="KPU"), *typed.declaration.offices)
    typed = replace(typed, declaration=replace(typed.declaration, offices=offices))
    assert take(dewi, made, ("institution", 0, "35.28/kpu", ""), form=typed) == made.edition + 1
    kept = queries.form_in(Reading.objects.get())
    assert kept.declaration.offices == (OfficeForm(institution="KPU Kabupaten Pamekasan"), *offices[1:])
    assert replace(kept, declaration=typed.declaration) == typed
    assert Leaf.objects.count() == leaves


def test_one_press_puts_the_office_of_a_role_among_those_who_pledge(dewi: Holder) -> None:
    made = Reading.objects.get(pk=cast.draft(dewi).pk)
    persons = (PersonForm("Wira", "AKBP", "Kapolres Pamekasan"),)
    typed = replace(queries.form_in(made), persons=persons)
    take(dewi, made, ("role", 0, "35.28/polres", "Ketua Polres Pamekasan"), form=typed)
    kept = queries.form_in(Reading.objects.get())
    assert kept.declaration.offices[-1] == OfficeForm("Ketua Polres Pamekasan", "Polres Pamekasan")
    assert kept.persons == persons


@pytest.mark.parametrize(
    "pressed",
    [
        ("institution", 0, "36.04/kpu", ""),
        ("institution", 0, "35.28/kpu", "Ketua"),
        ("institution", 9, "35.28/kpu", ""),
        ("institution", -1, "35.28/kpu", ""),
        ("role", 0, "35.28/polres", ""),
        ("lain", 0, "35.28/kpu", ""),
    ],
)
def test_what_is_not_proposed_cannot_be_taken(dewi: Holder, pressed: tuple[str, int, str, str]) -> None:
    made = Reading.objects.get(pk=cast.draft(dewi).pk)
    with pytest.raises(BadInput):
        take(dewi, made, pressed)
    assert Reading.objects.get().edition == made.edition


def test_a_row_without_a_name_offers_nothing(dewi: Holder) -> None:
    made = Reading.objects.get(pk=cast.draft(dewi).pk)
    with pytest.raises(BadInput):
        take(dewi, made, ("institution", 0, "35.28/kpu", ""), form=form(""))


def test_an_old_window_and_another_person_take_nothing(dewi: Holder) -> None:
    made = Reading.objects.get(pk=cast.draft(dewi).pk)
    with pytest.raises(Conflict):
        take(dewi, made, ("institution", 0, "35.28/kpu", ""), edition=made.edition + 1)
    with pytest.raises(Missing):
        take(cast.at_desk(cast.INTAN), made, ("institution", 0, "35.28/kpu", ""))
