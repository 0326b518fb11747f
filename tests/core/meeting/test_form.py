"""What is typed about a meeting is read as it stands, or refused by the name of its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from ikrar.core.errors import ForbiddenText, InvalidField, TooLarge
from ikrar.core.institution.kind import kinds
from ikrar.core.meeting import agenda
from ikrar.core.meeting.form import (
    MOST_DECISIONS,
    MOST_ITEMS,
    DecisionForm,
    MeetingForm,
    MinutesForm,
    call_of,
    minutes_from_json,
    tidy,
)

FORM = MeetingForm(
    title="Rapat koordinasi  lintas sektoral",
    day="2024-08-16",
    start="09:00",
    end="12:30",
    area="35.28",
    place="Pendopo",
    election="pilkada-2024",
    agenda=("Pembukaan", " ", "Keputusan"),
)


def test_a_call_is_read_with_every_text_in_its_one_form() -> None:
    call = call_of(FORM)
    assert call.title == "Rapat koordinasi lintas sektoral"
    assert (call.day, call.start, call.end) == (date(2024, 8, 16), time(9), time(12, 30))
    assert call.agenda == ("Pembukaan", "Keputusan")


def test_a_meeting_in_the_fictional_area_carries_the_mark() -> None:
    assert call_of(replace(FORM, area="98.01")).title.startswith("CONTOH ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("area", ""),
        ("area", "Pamekasan"),
        ("day", "16 Agustus"),
        ("day", ""),
        ("start", "pagi"),
        ("end", "09:00"),
        ("end", ""),
    ],
)
def test_what_is_missing_or_unreadable_is_named(field: str, value: str) -> None:
    with pytest.raises(InvalidField) as caught:
        call_of(replace(FORM, **{field: value}))
    assert caught.value.field == field


def test_an_empty_hour_or_day_is_asked_for_and_not_called_unreadable() -> None:
    for field, says in (("start", "Isi jam"), ("end", "Isi jam"), ("day", "Isi hari")):
        with pytest.raises(InvalidField, match=says):
            call_of(replace(FORM, **{field: " "}))


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_nobody_meets_in_a_year_that_no_calendar_holds(day: str) -> None:
    with pytest.raises(InvalidField, match="tidak terbaca"):
        call_of(replace(FORM, day=day))
    assert call_of(replace(FORM, day="2100-12-31")).day.year == 2100


def test_a_call_needs_an_agenda_and_no_endless_one() -> None:
    with pytest.raises(InvalidField) as caught:
        call_of(replace(FORM, agenda=(" ",)))
    assert caught.value.field == "agenda"
    with pytest.raises(TooLarge):
        call_of(replace(FORM, agenda=("Acara",) * (MOST_ITEMS + 1)))


def test_a_title_that_is_too_long_or_hides_a_sign_is_refused() -> None:
    with pytest.raises(TooLarge):
        call_of(replace(FORM, title="x" * 301))
    with pytest.raises(ForbiddenText):
        call_of(replace(FORM, title="Rapat\u202e"))


def test_minutes_have_a_note_for_each_item_and_no_blank_decision() -> None:
    typed = MinutesForm(("satu", "dua", "tiga"), "", (DecisionForm(public=True), DecisionForm(text="Patroli")))
    assert tidy(typed, 2) == MinutesForm(("satu", "dua"), "", (DecisionForm(text="Patroli"),))
    assert tidy(MinutesForm(), 2).notes == ("", "")


def test_minutes_travel_through_json_unchanged() -> None:
    typed = MinutesForm(("satu", ""), "lain", (DecisionForm(text="Patroli", owner="98.01/polres", public=True),))
    assert minutes_from_json(typed.as_json()) == typed
    assert minutes_from_json({}) == MinutesForm()


@pytest.mark.parametrize(
    "typed",
    [
        MinutesForm(decisions=(DecisionForm(text="x"),) * (MOST_DECISIONS + 1)),
        MinutesForm(notes=("x" * 20_001,)),
        MinutesForm(closing="x" * 20_001),
        MinutesForm(decisions=(DecisionForm(text="x" * 2_001),)),
        MinutesForm(decisions=(DecisionForm(text="x", station="x" * 2_001),)),
    ],
)
def test_minutes_beyond_the_limits_are_refused(typed: MinutesForm) -> None:
    with pytest.raises(TooLarge):
        tidy(typed, 1)


def test_the_usual_agenda_runs_from_the_opening_over_the_briefings_to_decisions_and_declaration() -> None:
    found = agenda.titles("koordinasi", "id")
    assert len(found) == 9
    assert (found[0], found[-2:]) == ("Pembukaan", ("Keputusan", "Deklarasi"))
    assert [one.code for one in agenda.templates()] == ["koordinasi", "lanjutan"]
    assert agenda.titles("", "id") == ()
    with pytest.raises(InvalidField):
        agenda.titles("tidak-ada", "id")


def test_every_template_speaks_both_languages_and_names_known_kinds_alone() -> None:
    known = set(kinds()) | {""}
    for template in agenda.templates():
        assert set(template.name) == {"id", "en"}
        assert all(set(item.title) == {"id", "en"} and item.kind in known for item in template.items)
