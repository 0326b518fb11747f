"""Institutions as rows of a table, for spreadsheets: one row an institution, office, term or stretch of territory.

What the file names is what will be: names, dates and, if it has rows of territory, the whole territory of each
institution in it; if it has rows of terms, all terms of that office. What the file leaves out stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.institution.office import Term, check_term
from ikrar.core.institution.record import OfficeRecord, Record, check
from ikrar.core.institution.territory import Stretch, checked, in_order

KIND: Final = "baris"
COLUMNS: Final = (KIND, "kode", "jenis", "tingkat", "nama", "nama_singkat", "wilayah", "induk", "mulai", "sampai")
INSTITUTION, OFFICE, TERM, TERRITORY = "lembaga", "jabatan", "masa", "wilayah"
#: Whether a term is acting -> the word in its column ``jenis``.
TERM_KINDS: Final = {False: "tetap", True: "sementara"}
#: Field of an error -> column a person looks at.
_COLUMN: Final[Mapping[str, str]] = {
    "institution": "kode",
    "institution_kind": "jenis",
    "office_kind": "jenis",
    "level": "tingkat",
    "institution_name": "nama",
    "office": "nama",
    "short_name": "nama_singkat",
    "territory": "wilayah",
    "parent": "induk",
    "starts": "mulai",
    "valid_from": "mulai",
    "valid_until": "sampai",
    "term": "mulai",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row of the file (the row of names is 1), in which column, and what to do."""

    row: int
    column: str
    error: BadInput


@dataclass(frozen=True)
class Entry:
    """An institution of the file with the row it stands in; without rows of territory it keeps the one it has."""

    row: int
    record: Record


def to_rows(records: Iterable[Record]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of institutions, each followed by its offices and the stretches of its territory."""
    rows: list[tuple[str, ...]] = []
    for r in records:
        days = (_iso(r.valid_from), _iso(r.valid_until))
        rows.append((INSTITUTION, r.code, r.kind, r.level, r.name, r.short_name, r.area, r.parent or "", *days))
        for o in r.offices:
            days = (_iso(o.valid_from), _iso(o.valid_until))
            rows.append((OFFICE, r.code, o.kind, "", o.name, "", "", "", *days))
            for t in o.terms:
                days = (_iso(t.starts), _iso(t.ends))
                rows.append((TERM, r.code, TERM_KINDS[t.acting], "", o.name, "", "", "", *days))
        for s in r.territory:
            rows.append((TERRITORY, r.code, "", "", "", "", s.area, "", _iso(s.starts), _iso(s.ends)))
    return tuple(rows)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def from_rows(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the institutions of a table and everything wrong with it, row by row; nothing is skipped in silence.

    Raises BadInput when the columns are not those of :data:`COLUMNS` (in any order).
    """
    if sorted(columns) != sorted(COLUMNS):
        raise BadInput("Berkas ini harus memuat kolom: {columns}.", columns=", ".join(COLUMNS))
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    later: list[tuple[int, dict[str, str]]] = []
    terms: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(rows, start=2):
        values = dict(zip(columns, (cell.strip() for cell in row), strict=True))
        if values[KIND] in {OFFICE, TERRITORY}:
            later.append((number, values))
        elif values[KIND] == TERM:
            terms.append((number, values))
        elif any(values.values()):
            with _collecting(problems, number):
                _institution(entries, number, values)
    for number, values in (*later, *terms):  # an office before its terms, in whatever order the file has them
        with _collecting(problems, number):
            _part(entries, values)
    for entry in entries.values():
        with _collecting(problems, entry.row):
            _check(entry.record)
    return tuple(entries.values()), tuple(sorted(problems, key=lambda p: p.row))


@contextmanager
def _collecting(problems: list[Problem], row: int) -> Iterator[None]:
    try:
        yield
    except InvalidField as error:
        problems.append(Problem(row, column_of(error), error))


def column_of(error: InvalidField) -> str:
    """Return the column of the table that an error's field stands in."""
    return _COLUMN.get(error.field, error.field)


def _institution(entries: dict[str, Entry], number: int, values: dict[str, str]) -> None:
    if values[KIND] != INSTITUTION:
        raise InvalidField("Tulis lembaga, jabatan, masa, atau wilayah di kolom baris.", field=KIND)
    if values["kode"] in entries:
        raise InvalidField("Kode lembaga {value} sudah ada di baris lain.", field="kode", value=values["kode"])
    entries[values["kode"]] = Entry(
        number,
        Record(
            code=values["kode"],
            kind=values["jenis"],
            level=values["tingkat"],
            name=values["nama"],
            short_name=values["nama_singkat"],
            area=values["wilayah"],
            parent=values["induk"] or None,
            valid_from=_day(values, "mulai"),
            valid_until=_day(values, "sampai"),
        ),
    )


def _part(entries: dict[str, Entry], values: dict[str, str]) -> None:
    entry = entries.get(values["kode"])
    if entry is None:
        raise InvalidField("Tambahkan baris lembaga untuk kode {value}.", field="kode", value=values["kode"])
    record, days = entry.record, (_day(values, "mulai"), _day(values, "sampai"))
    if values[KIND] == TERM:
        record = replace(record, offices=_with_term(record.offices, values, *days))
    elif values[KIND] == OFFICE:
        if values["nama"] in {o.name for o in record.offices}:
            raise InvalidField("Jabatan ini sudah ada di baris lain.", field="nama")
        record = replace(record, offices=(*record.offices, OfficeRecord(values["nama"], values["jenis"], *days)))
    else:
        if days[0] and days[1] and days[1] < days[0]:
            raise InvalidField("Hari terakhir mendahului hari pertamanya.", field="sampai")
        checked([values["wilayah"]])
        record = replace(record, territory=in_order([*record.territory, Stretch(values["wilayah"], *days)]))
    entries[values["kode"]] = replace(entry, record=record)


def _with_term(
    offices: tuple[OfficeRecord, ...], values: dict[str, str], starts: date | None, ends: date | None
) -> tuple[OfficeRecord, ...]:
    acting = next((key for key, word in TERM_KINDS.items() if word == values["jenis"]), None)
    if acting is None:
        raise InvalidField("Tulis tetap atau sementara di kolom jenis.", field="jenis")
    if starts is None:
        raise InvalidField("Tulis tanggal seperti 2026-01-31.", field="mulai")
    office = next((o for o in offices if o.name == values["nama"]), None)
    if office is None:
        raise InvalidField("Tambahkan baris jabatan bernama {value}.", field="nama", value=values["nama"])
    term = Term(starts, ends, acting)
    check_term(term, office.terms)
    terms = tuple(sorted((*office.terms, term), key=lambda t: t.starts))
    return tuple(replace(o, terms=terms) if o is office else o for o in offices)


def _check(record: Record) -> None:
    check(record)
    for day in sorted({s.starts or date.min for s in record.territory}):
        held = [s.area for s in record.territory if s.holds(day)]
        if len(checked(held)) != len(held):
            raise InvalidField(
                "Ada wilayah yang tertulis dua kali untuk hari yang sama, atau berada di dalam wilayah lain.",
                field="territory",
            )


def _day(values: dict[str, str], column: str) -> date | None:
    text = values[column]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidField("Tulis tanggal seperti 2026-01-31.", field=column) from None
