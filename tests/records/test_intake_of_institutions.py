"""A file of institutions goes in whole or not at all; what was exported changes nothing when it comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.channels.spreadsheet import file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.errors import Missing, Refused
from ikrar.core.institution.office import Term
from ikrar.core.institution.record import OfficeRecord, Record
from ikrar.core.institution.sheet import COLUMNS, Entry, from_rows, to_rows
from ikrar.core.institution.territory import Stretch
from ikrar.records.account.access import Holder
from ikrar.records.institution import actions, intake, queries
from ikrar.records.institution.models import Term as TermRow
from ikrar.records.ledger.models import Leaf
from tests import cast

CODE = "35.28/kpu"
KODIM = Record("35.28/kodim-0826", "tni", "regency", "Kodim 0826/Pamekasan", "Kodim 0826", "35.28")
KORAMIL = Record("35.28.01/koramil", "tni", "district", "Koramil", "", "35.28.01", parent=KODIM.code)


@pytest.fixture
def joko(database: Path) -> Holder:
    """The administrator of the commission of Pamekasan."""
    return cast.at_desk(cast.JOKO)


def entries(*records: Record) -> tuple[Entry, ...]:
    return tuple(Entry(n, r) for n, r in enumerate(records, start=2))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_when_it_comes_back(database: Path, kind: str) -> None:
    actions.templates("98.01")
    rows = to_rows(queries.records().values())
    table = file.read(file.write(Table(COLUMNS, rows), kind))
    found, problems = from_rows(table.columns, table.rows)
    assert not problems
    assert intake.compare(found) == ((), ())
    leaves = Leaf.objects.count()
    assert actions.take_in(found, holder=None, now=timezone.now()) == 0
    assert Leaf.objects.count() == leaves


def test_terms_come_in_with_their_office_and_stay_where_a_file_has_none(database: Path) -> None:
    term, next_term = Term(date(2024, 1, 1), date(2025, 12, 31)), Term(date(2026, 1, 1), None, acting=True)
    office = OfficeRecord("Dandim 0826", terms=(term, next_term))
    actions.take_in(entries(replace(KODIM, offices=(office,))), holder=None, now=timezone.now())
    kept = queries.record(KODIM.code)
    assert kept is not None
    assert kept.offices == (office,)
    refs = dict(TermRow.objects.values_list("starts", "ref"))
    bare = replace(office, terms=(), kind="deputy")
    assert actions.take_in(entries(replace(KODIM, offices=(bare,))), holder=None, now=timezone.now()) == 1
    kept = queries.record(KODIM.code)
    assert kept is not None
    assert kept.offices == (replace(office, kind="deputy"),)
    other = replace(office, terms=(term, Term(date(2026, 1, 1), date(2026, 6, 30), acting=True)))
    assert actions.take_in(entries(replace(KODIM, offices=(other,))), holder=None, now=timezone.now()) == 1
    now = dict(TermRow.objects.values_list("starts", "ref"))
    assert now[date(2024, 1, 1)] == refs[date(2024, 1, 1)], "a term that stays keeps its reference"
    assert now[date(2026, 1, 1)] != refs[date(2026, 1, 1)]


def test_a_new_unit_and_the_one_below_it_come_in_one_file_in_any_order(database: Path) -> None:
    assert actions.take_in(entries(KORAMIL, KODIM), holder=None, now=timezone.now()) == 2
    kept = queries.record(KORAMIL.code)
    assert kept is not None
    assert (kept.parent, kept.territory) == (KODIM.code, (Stretch("35.28.01"),))
    assert Leaf.objects.filter(type="institution.changed").count() == 2


def test_two_that_name_each_other_as_parent_end_the_ordering_all_the_same(database: Path) -> None:
    circle = entries(replace(KODIM, parent=KORAMIL.code), KORAMIL)
    changes, _problems = intake.compare(circle)
    assert {c.record.code for c in changes} == {KODIM.code, KORAMIL.code}


def test_offices_and_territory_that_a_file_leaves_out_stay(database: Path) -> None:
    before = queries.record(CODE)
    assert before is not None
    actions.take_in(
        entries(replace(before, name="KPU Baru", offices=(), territory=())), holder=None, now=timezone.now()
    )
    assert queries.record(CODE) == replace(before, name="KPU Baru")


@pytest.mark.parametrize(
    ("record", "column"),
    [
        (replace(KODIM, code="35.99/kodim", area="35.99"), "wilayah"),
        (replace(KODIM, territory=(Stretch("35.99"),)), "wilayah"),
        (replace(KODIM, parent="35/tidak-ada"), "induk"),
    ],
)
def test_one_fault_keeps_the_whole_file_out(database: Path, record: Record, column: str) -> None:
    good = replace(KORAMIL, parent=None)
    _changes, problems = intake.compare(entries(good, record))
    assert [(p.row, p.column) for p in problems] == [(3, column)]
    with pytest.raises(Refused, match="tidak ada yang disimpan"):
        actions.take_in(entries(good, record), holder=None, now=timezone.now())
    assert queries.record(good.code) is None


def test_at_the_desk_only_own_institutions_change_and_new_ones_stay_in_the_granted_areas(joko: Holder) -> None:
    own, other = (queries.record(c) for c in (CODE, "35.28/bawaslu"))
    assert own is not None
    assert other is not None
    for record, may in (
        (replace(own, name="KPU Pamekasan"), True),
        (other, True),
        (replace(other, name="Bawaslu Palsu"), False),
        (KODIM, True),
        (replace(KODIM, territory=(Stretch("36.04"),)), False),
        (replace(KODIM, code="36.04/kodim", area="36.04"), False),
    ):
        _changes, problems = intake.compare(entries(record), joko)
        assert (not problems) is may, record
    actions.take_in(entries(KODIM), holder=joko, now=timezone.now())
    assert Leaf.objects.filter(type="institution.changed", by=CODE).count() == 1


def test_an_export_leaves_its_digest_and_only_the_own_institution_may_act(joko: Holder) -> None:
    terms = {"digest": "0" * 64, "rows": 3, "now": timezone.now()}
    actions.record_export(by=CODE, holder=joko, **terms)
    assert Leaf.objects.filter(type="export.made", by=CODE).count() == 1
    for by, holder in (("35.28/bawaslu", joko), ("35.28/tidak-ada", None)):
        with pytest.raises(Missing):
            actions.record_export(by=by, holder=holder, **terms)


def test_r8_a_row_that_takes_a_name_of_its_seat_is_named_and_nothing_comes_in(database: Path) -> None:
    kpu = queries.record(CODE)
    assert kpu is not None
    taken = replace(KODIM, name="kpu kabupaten  pamekasan")
    twins = (KORAMIL, replace(KORAMIL, code="35.28.01/koramil-2"))
    changes, problems = intake.compare(entries(KODIM, *twins, replace(taken, code="35.28/kodim-2"), kpu))
    assert [c.record.code for c in changes] == [KODIM.code]
    assert [(p.row, p.column) for p in problems] == [(3, "nama"), (4, "nama"), (5, "nama")]
    assert [p.error.params["code"] for p in problems] == ["35.28.01/koramil-2", "35.28.01/koramil", CODE]
    with pytest.raises(Refused):
        actions.take_in(entries(taken), holder=None, now=timezone.now())
    assert queries.record(KODIM.code) is None
