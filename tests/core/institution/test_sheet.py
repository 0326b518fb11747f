"""Institutions as rows of a table: round trip, and every fault told by row and column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import BadInput
from ikrar.core.institution.office import Term
from ikrar.core.institution.record import OfficeRecord, Record
from ikrar.core.institution.sheet import COLUMNS, from_rows, to_rows
from ikrar.core.institution.territory import Stretch, changed

NAME = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20)
DAYS = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
SPAN = st.tuples(DAYS, DAYS).map(lambda d: d if None in d or d[0] <= d[1] else (d[1], d[0]))
CODES = st.sampled_from(["35.28", "91.10", "36.04.05", "ID"])


@st.composite
def terms(draw: st.DrawFn) -> tuple[Term, ...]:
    """Terms that do not overlap, in order; only the last may be open."""
    days = sorted(draw(st.sets(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=6)))
    pairs = list(zip(days[::2], days[1::2], strict=False))
    closed = [Term(first, last, draw(st.booleans())) for first, last in pairs]
    return (*closed, *([Term(days[-1], None, draw(st.booleans()))] if len(days) % 2 else []))


@st.composite
def record(draw: st.DrawFn) -> Record:
    titles = draw(st.lists(NAME, unique=True, max_size=3))
    territory = changed((Stretch("35.28"),), draw(st.sets(CODES, min_size=1)), draw(st.dates(date(2000, 1, 1))))
    first, last = draw(SPAN)
    return Record(
        "35.28/kpu",
        "kpu",
        "regency",
        draw(NAME),
        draw(st.one_of(st.just(""), NAME)),
        "35.28",
        draw(st.sampled_from([None, "35/kpu"])),
        first,
        last,
        tuple(OfficeRecord(t, draw(st.sampled_from(["head", "staff"])), *draw(SPAN), draw(terms())) for t in titles),
        territory,
    )


@given(record())
def test_what_is_written_as_rows_is_read_back_the_same(one: Record) -> None:
    entries, problems = from_rows(COLUMNS, to_rows([one]))
    assert not problems
    assert [e.record for e in entries] == [one]


def row(**values: str) -> tuple[str, ...]:
    usual = {"baris": "lembaga", "kode": "35.28/kpu", "jenis": "kpu", "tingkat": "regency", "nama": "KPU"}
    return tuple((usual | {"wilayah": "35.28"} | values).get(c, "") for c in COLUMNS)


PART = {"jenis": "", "tingkat": "", "nama": "", "wilayah": ""}
HEAD = row(**PART | {"baris": "jabatan", "jenis": "head", "nama": "Ketua"})
TERM = PART | {"baris": "masa", "jenis": "tetap", "nama": "Ketua", "mulai": "2026-01-01"}
BAD: list[tuple[list[tuple[str, ...]], int, str]] = [
    ([row(baris="")], 2, "baris"),
    ([row(), row()], 3, "kode"),
    ([row(kode="kpu")], 2, "kode"),
    ([row(jenis="polisi")], 2, "jenis"),
    ([row(tingkat="dusun")], 2, "tingkat"),
    ([row(nama="")], 2, "nama"),
    ([row(mulai="1/2/2026")], 2, "mulai"),
    ([row(mulai="2026-02-01", sampai="2026-01-01")], 2, "sampai"),
    ([row(), row(**PART | {"baris": "jabatan", "jenis": "raja", "nama": "Raja"})], 2, "jenis"),
    ([row(), *[row(**PART | {"baris": "jabatan", "jenis": "head", "nama": "Ketua"})] * 2], 4, "nama"),
    ([row(**PART | {"baris": "wilayah", "wilayah": "35.28"})], 2, "kode"),
    ([row(), row(**PART | {"baris": "wilayah", "wilayah": "35.2"})], 3, "wilayah"),
    ([row(), *[row(**PART | {"baris": "wilayah", "wilayah": "35.28"})] * 2], 2, "wilayah"),
    ([row(), HEAD, row(**TERM | {"jenis": "lama"})], 4, "jenis"),
    ([row(), HEAD, row(**TERM | {"mulai": ""})], 4, "mulai"),
    ([row(), HEAD, row(**TERM | {"nama": "Wakil"})], 4, "nama"),
    ([row(), HEAD, row(**TERM | {"kode": "35.28/lain"})], 4, "kode"),
    ([row(), HEAD, row(**TERM), row(**TERM)], 5, "mulai"),
    ([row(), HEAD, row(**TERM | {"sampai": "2025-01-01"})], 4, "mulai"),
    (
        [row(), row(**PART | {"baris": "wilayah", "wilayah": "35", "mulai": "2026-02-01", "sampai": "2026-01-01"})],
        3,
        "sampai",
    ),
]


@pytest.mark.parametrize(("rows", "number", "column"), BAD)
def test_a_fault_is_told_by_its_row_and_column(rows: list[tuple[str, ...]], number: int, column: str) -> None:
    _entries, problems = from_rows(COLUMNS, rows)
    assert [(p.row, p.column) for p in problems] == [(number, column)]


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_rows() -> None:
    _entries, problems = from_rows(COLUMNS, [row(nama=""), row(kode="x", wilayah="x"), row(baris="?", kode="35/kpu")])
    assert [p.row for p in problems] == [2, 3, 4]


def test_terms_may_stand_before_their_office_and_come_out_in_order() -> None:
    later = row(**TERM | {"mulai": "2027-01-01", "jenis": "sementara"})
    earlier = row(**TERM | {"sampai": "2026-12-31"})
    entries, problems = from_rows(COLUMNS, [later, HEAD, row(), earlier])
    assert not problems
    (office,) = entries[0].record.offices
    assert office.terms == (Term(date(2026, 1, 1), date(2026, 12, 31)), Term(date(2027, 1, 1), None, acting=True))


def test_an_empty_row_is_no_fault_and_the_order_of_columns_does_not_matter() -> None:
    turned = tuple(reversed(COLUMNS))
    entries, problems = from_rows(turned, [tuple(reversed(row())), ("",) * len(COLUMNS)])
    assert not problems
    assert [e.record for e in entries] == [Record("35.28/kpu", "kpu", "regency", "KPU", "", "35.28")]
    assert replace(entries[0], row=2) == entries[0]


def test_other_columns_are_refused_with_the_right_ones() -> None:
    with pytest.raises(BadInput, match="nama_singkat"):
        from_rows(("kode", "nama"), [])
