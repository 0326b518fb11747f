"""The texts of the examples: complete, invented, in the regency's own institutions, and spread over the election."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from ikrar.cli.demo import texts
from ikrar.cli.demo.cast import CAST, INSTITUTIONS
from ikrar.cli.demo.life import READERS, SECRETARIES
from ikrar.cli.demo.texts import Example
from ikrar.core.account.grant import covers
from ikrar.core.declaration import kind
from ikrar.core.declaration.form import DeclarationForm, marked, names_in, outside_of, problems
from ikrar.core.institution.record import OfficeRecord, Record
from ikrar.core.institution.template import usual
from ikrar.core.place import area as areas

VOTING = date(2031, 6, 18)
NOW = VOTING - timedelta(days=40)
EXAMPLES = texts.load()
BY_KEY = {one.key: one for one in EXAMPLES}


def units() -> dict[str, Record]:
    """The institutions of the fictional province as the demo founds them."""
    found = {}
    for row in areas.load():
        if row.code.startswith("98"):
            found |= {one.code: one for one in usual(row.code, kind=row.kind, name=row.name)}
    for code, unit_kind, name, offices in INSTITUTIONS:
        found[code] = Record(
            code=code,
            kind=unit_kind,
            level="regency",
            name=name,
            short_name="",
            area="98.01",
            offices=tuple(OfficeRecord(title) for title in offices),
            territory=(),
        )
    return found


UNITS = units()


def forms(example: Example) -> list[DeclarationForm]:
    """The form of each version of an example."""
    found = [texts.form(example, UNITS, voting=VOTING)]
    for version in example.later:
        found.append(texts.changed(found[-1], version, UNITS))
    return found


def test_there_are_about_twenty_and_each_has_its_own_key_and_title() -> None:
    assert 20 <= len(EXAMPLES) <= 25
    assert len(BY_KEY) == len(EXAMPLES)
    assert len({one.text["title"] for one in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_every_example_is_complete_enough_to_freeze(example: Example) -> None:
    known = {one.code for one in kind.load()}
    for form in forms(example):
        assert problems(form) == ()
        assert 3 <= len(form.points) <= 10
        assert {code for point in form.points for code in point.kinds} <= known
        assert all(point.kinds for point in form.points)
        assert "{" not in str(form.as_json()).replace("{'", "")
        assert marked(form).title.startswith("CONTOH ")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_no_example_names_a_person(example: Example) -> None:
    """Not even those of the cast, who are invented (decision 3)."""
    names = [person.name for person in CAST]
    for form in forms(example):
        assert names_in(form, names) == ()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_every_example_happened_in_the_fictional_province_before_today(example: Example) -> None:
    (first, *_) = forms(example)
    assert covers({"98"}, first.area)
    assert date.fromisoformat(first.event_date) < NOW
    last = max((one.after for one in example.later), default=0)
    until_frozen = 0 if example.stop else 2
    assert VOTING - timedelta(days=example.before - last - until_frozen) <= NOW


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_somebody_registers_each_and_somebody_else_reads_it(example: Example) -> None:
    people = {person.username: person for person in CAST}
    secretary, reader = people[SECRETARIES[example.by]], people[READERS[example.by]]
    assert secretary.institution == example.by
    assert reader.institution != example.by
    for one in (secretary, reader):
        assert covers(one.areas, example.text["area"])


def test_the_days_lie_through_the_stages_of_the_election() -> None:
    days = [one.before for one in EXAMPLES]
    assert any(day > 92 for day in days)  # before candidates register
    assert any(66 < day <= 92 for day in days)  # while they are examined
    assert any(day == 63 for day in days)  # the campaign opens
    assert sum(41 <= day < 48 for day in days) >= 3  # the last week


def test_a_cascade_goes_from_the_province_down_to_a_village() -> None:
    chain = ["desa-wening"]
    while parent := BY_KEY[chain[-1]].parent:
        chain.append(parent)
    assert [BY_KEY[key].text["area"] for key in chain] == ["98.01.01.2001", "98.01.01", "98.01", "98"]
    for one in EXAMPLES:
        if one.parent:
            above = BY_KEY[one.parent]
            assert covers({above.text["area"]}, one.text["area"])
            assert above.before > one.before + 2


def test_several_share_a_wording_with_little_changed() -> None:
    shared = Counter(one.text["wording"] for one in EXAMPLES if "wording" in one.text)
    assert shared == {"district": 3, "village": 2, "neutral": 2, "campaign": 3}


def test_one_was_replaced_twice_and_says_why_with_its_translation() -> None:
    (replaced,) = (one for one in EXAMPLES if one.later)
    assert len(replaced.later) == 2
    assert all(one.reason.endswith(".") for one in replaced.later)
    first, second, third = forms(replaced)
    assert len(second.offices) == len(first.offices) + 1
    assert second.points == first.points
    assert third.points[2] != second.points[2]
    for form in (first, second, third):
        outside = outside_of(form)
        assert outside.translation is not None
        assert outside.translation.language == "en"
    assert "campaign money" in third.translation.points[2] if third.translation else False


def test_what_can_be_missing_or_long_is_so_once() -> None:
    filled = {one.key: forms(one)[0] for one in EXAMPLES}
    assert [key for key, form in filled.items() if not form.place] == ["pers"]
    assert max(len(form.offices) for form in filled.values()) > 20
    assert any(form.witnesses for form in filled.values())
    assert any(office.on_behalf_of for form in filled.values() for office in form.offices)
    assert [key for key, form in filled.items() if form.operation] == ["pengamanan"]


def test_two_are_left_unfrozen_one_waits_and_one_came_back() -> None:
    assert [(one.key, one.stop) for one in EXAMPLES if one.stop] == [
        ("pedagang-pasar", "asked"),
        ("pengemudi", "returned"),
    ]
    assert BY_KEY["pengemudi"].remark


def test_every_institution_named_has_the_office_that_is_meant() -> None:
    assert texts.units_named(EXAMPLES) <= set(UNITS)
    pair = [o for o in forms(BY_KEY["kampanye-damai"])[0].offices if "Pasangan Calon" in o.institution]
    assert [o.office for o in pair] == [
        "Calon Bupati Nomor Urut 1",
        "Calon Wakil Bupati Nomor Urut 1",
        "Calon Bupati Nomor Urut 2",
        "Calon Wakil Bupati Nomor Urut 2",
    ]
    assert forms(BY_KEY["asn-netral"])[0].offices[0].office == "Sekretaris Daerah Kabupaten Lembah Arunika"
