"""Relays as rows of a table, for spreadsheets: one row a leg, what is said of the whole relay repeated in each.

A file names whole relays, told apart by procession, baton and organiser. Nothing is skipped in silence: every problem
of every row is told at once, each with its row and column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.institution.sheet import Problem
from ikrar.core.relay import plan
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.plan import Leg, Plan, Slot

WHOLE: Final = ("kirab", "tongkat", "penyelenggara", "pemilihan", "pemegang_awal", "wilayah_awal", "mulai", "benda")
OF_LEG: Final = ("urut", "penerima", "wilayah", "tempat", "hari_rencana", "jam_rencana", "acara")
HAPPENED: Final = ("keadaan", "hari_sebenarnya", "alasan")
COLUMNS: Final = (*WHOLE, *OF_LEG, *HAPPENED)
BETWEEN: Final = " | "  # of several objects or lines of a programme in one cell
#: Word in the column ``keadaan`` -> what became of the leg; other states of a live relay come back as planned.
WORDS: Final[Mapping[str, State]] = {"": State.PLANNED, "selesai": State.TOLD, "dilewati": State.SKIPPED}
#: Field of an order of legs -> column a person looks at.
_COLUMN: Final = {"receiver": "penerima", "planned_on": "hari_rencana", "n": "urut", "legs": "urut"}
#: A column that the error file adds; a file that comes back with it is read without it.
REASONS: Final = "masalah"
#: Columns with codes -> what the code is one of.
CODES: Final[Mapping[str, str]] = {
    "penyelenggara": "institution",
    "pemegang_awal": "institution",
    "penerima": "institution",
    "wilayah_awal": "area",
    "wilayah": "area",
    "pemilihan": "election",
}

DIGITS: Final = 4  # of a number in a sequence
#: Days that spreadsheet programs count from here, as far as they can be told from other numbers: 1982 to 2173.
EPOCH: Final = date(1899, 12, 30)
SERIALS: Final = range(30_000, 100_000)
T = TypeVar("T")

Told = tuple[State, date | None, str]
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Entry:
    """A relay of a file: its rows by leg, its plan, what is told of its first legs, the digest of what it says."""

    rows: tuple[int, ...]
    plan: Plan
    told: tuple[Told, ...]
    source: str


@dataclass(frozen=True)
class Code:
    """A code that a cell names: ``what`` it is a code of (institution, area, election)."""

    row: int
    column: str
    what: str
    code: str


@dataclass
class _Cells:
    """The cells of one row, read one by one; what is wrong with each is noted and the next one read."""

    row: int
    values: Mapping[str, str]
    problems: list[Problem]

    def read(self, column: str, parse: Callable[[str, str], T], otherwise: T) -> T:
        try:
            return parse(self.values[column], column)
        except BadInput as error:
            self.problems.append(Problem(self.row, column, error))
            return otherwise

    def wrong(self, error: InvalidField) -> None:
        self.problems.append(Problem(self.row, error.field, error))


def to_row(wanted: Plan, leg: Leg, state: State, day: date | None, why: str) -> tuple[str, ...]:
    """Return the row of one leg, in the order of :data:`COLUMNS`."""
    word = "selesai" if state in {State.DONE, State.TOLD} else "dilewati" if state is State.SKIPPED else ""
    hour = leg.planned_at.strftime("%H.%M") if leg.planned_at else ""
    acts = plan.programme_text([slot.as_json() for slot in leg.programme]).replace("\n", BETWEEN)
    whole = (wanted.series, wanted.baton, wanted.organiser, wanted.election, wanted.holder, wanted.area)
    of_leg = (str(leg.n), leg.receiver, leg.area, leg.venue, leg.planned_on.isoformat(), hour, acts)
    told = (word, day.isoformat() if day and word == "selesai" else "", why if word == "dilewati" else "")
    return (*whole, wanted.starts_on.isoformat(), BETWEEN.join(wanted.items), *of_leg, *told)


def from_rows(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the relays of a table and everything wrong with it, row by row.

    Raises BadInput when the columns are not those of :data:`COLUMNS` (in any order), naming what lacks and what is
    unknown.
    """
    lacks = [name for name in COLUMNS if name not in columns]
    if lacks:
        raise BadInput(
            "Berkas ini tidak punya kolom: {lacks}. Yang diperlukan: {columns}.",
            lacks=", ".join(lacks),
            columns=", ".join(COLUMNS),
        )
    others = [name for name in columns if name not in {*COLUMNS, REASONS}]
    if others:
        raise BadInput("Kolom ini tidak dikenal: {others}. Hapus, atau betulkan namanya.", others=", ".join(others))
    problems: list[Problem] = []
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for number, values in _once(_filled(columns, rows), problems):
        groups.setdefault((values["kirab"], values["tongkat"], values["penyelenggara"]), []).append((number, values))
    entries = [found for group in groups.values() if (found := _entry(group, problems))]
    return tuple(entries), tuple(sorted(problems, key=lambda one: one.row))


def codes(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], read: Iterable[Entry], problems: Iterable[Problem]
) -> Iterator[Code]:
    """Yield the codes in rows of which no relay could be made, so that unknown ones are told together with the rest.

    What a row repeats from the one before, and cells that are told already, are left out.
    """
    done = {row for entry in read for row in entry.rows}
    told = {(one.row, one.column) for one in problems}
    before: Mapping[str, str] = {}
    for number, values in _filled(columns, rows):
        if number in done:
            continue
        for column, what in CODES.items():
            fresh = column in OF_LEG or values[column] != before.get(column)
            if values[column] and fresh and (number, column) not in told:
                yield Code(number, column, what, values[column])
        before = values


def _filled(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=2):
        values = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
        values.pop(REASONS, None)
        if any(values.values()):
            yield number, values


def _once(rows: Iterable[Row], problems: list[Problem]) -> Iterator[Row]:
    """Yield each row once; a row that says the same as an earlier one is told."""
    seen: dict[tuple[str, ...], int] = {}
    for number, values in rows:
        first = seen.setdefault(tuple(values[name] for name in COLUMNS), number)
        if first == number:
            yield number, values
        else:
            message = "Baris ini sama dengan baris {first}. Hapus salah satunya."
            problems.append(Problem(number, "urut", InvalidField(message, field="urut", first=first)))


def _entry(group: list[Row], problems: list[Problem]) -> Entry | None:
    """Read one relay; what is wrong with it goes to ``problems``, and then there is none."""
    before = len(problems)
    number, first = group[0]
    whole = _whole(_Cells(number, first, problems))
    legs: list[Leg] = []
    told: list[Told | None] = []
    for number, values in group:
        cells = _Cells(number, values, problems)
        for name in WHOLE:
            if values[name] != first[name]:
                cells.wrong(InvalidField("Isi kolom ini harus sama di semua baris satu tongkat.", field=name))
        legs.append(_leg(cells))
        told.append(_told(cells, told))
    steps = [(leg.n, leg.receiver, leg.planned_on) for leg in legs]
    for fault in plan.faults(steps, whole.holder, whole.starts_on):
        _, n, field = fault.field.split(".")
        problems.append(Problem(group[int(n) - 1][0], _COLUMN[field], fault))
    if len(legs) > plan.MOST_LEGS:
        message = "Satu tongkat paling banyak {most} ruas."
        problems.append(Problem(number, "urut", InvalidField(message, field="urut", most=plan.MOST_LEGS)))
    if len(problems) > before:
        return None
    past = tuple(one for one in told if one and one[0] is not State.PLANNED)
    rows = [tuple(values[name] for name in COLUMNS) for _, values in group]
    return Entry(tuple(n for n, _ in group), replace(whole, legs=tuple(legs)), past, digest(rows))


def digest(rows: Iterable[tuple[str, ...]]) -> str:
    """Hash the rows of one relay, in the order of :data:`COLUMNS`: 64 hex characters of SHA-256."""
    return hashlib.sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()


def _text(longest: int, *, needed: bool = False) -> Callable[[str, str], str]:
    return lambda value, where: plan.words(value, where, longest, needed=needed)


def _items(value: str, where: str) -> tuple[str, ...]:
    return plan.lines(value.replace("|", "\n"), where, plan.MOST_ITEMS)


def _whole(cells: _Cells) -> Plan:
    return Plan(
        series=cells.read("kirab", _text(plan.LONGEST_TITLE, needed=True), ""),
        baton=cells.read("tongkat", _text(plan.LONGEST_NAME, needed=True), ""),
        organiser=cells.read("penyelenggara", plan.institution, ""),
        holder=cells.read("pemegang_awal", plan.institution, ""),
        area=cells.read("wilayah_awal", plan.area, ""),
        starts_on=cells.read("mulai", _day, date.min),
        election=cells.read("pemilihan", _text(plan.LONGEST_NAME), ""),
        items=cells.read("benda", _items, ()),
    )


def _number(value: str, where: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= DIGITS and int(value)):
        raise InvalidField("Tulis nomor urut seperti 1.", field=where)
    return int(value)


def _day(value: str, where: str) -> date:
    """Read a day; a number by which spreadsheet programs count days is told as what it probably means."""
    if value.isascii() and value.isdigit() and int(value[:6]) in SERIALS:
        raise InvalidField(
            "{value} adalah nomor seri tanggal Excel, mungkin {day}. Ubah kolomnya menjadi Teks, lalu tulis harinya.",
            field=where,
            value=value,
            day=(EPOCH + timedelta(days=int(value[:6]))).isoformat(),
        )
    return plan.day(value, where)


def _programme(value: str, where: str) -> tuple[Slot, ...]:
    return plan.programme(value.replace("|", "\n"), where)


def _leg(cells: _Cells) -> Leg:
    return Leg(
        n=cells.read("urut", _number, 0),
        receiver=cells.read("penerima", plan.institution, ""),
        area=cells.read("wilayah", plan.area, ""),
        venue=cells.read("tempat", _text(plan.LONGEST_VENUE), ""),
        planned_on=cells.read("hari_rencana", _day, date.min),
        planned_at=cells.read("jam_rencana", plan.hour, None),
        programme=cells.read("acara", _programme, ()),
    )


def _told(cells: _Cells, before: list[Told | None]) -> Told | None:
    """Read what became of a leg; None when that could not be read, so that the next leg is not blamed for it."""
    values, state = cells.values, WORDS.get(cells.values["keadaan"])
    if state is None:
        cells.wrong(InvalidField("Tulis selesai atau dilewati di kolom keadaan, atau kosongkan.", field="keadaan"))
        return None
    if state is not State.PLANNED and before and (last := before[-1]) and last[0] is State.PLANNED:
        cells.wrong(InvalidField("Ruas sebelum ini belum selesai; keadaan tidak boleh melompat.", field="keadaan"))
    day, why = None, ""
    if state is State.TOLD:
        day = cells.read("hari_sebenarnya", _day, date.min)
    elif values["hari_sebenarnya"]:
        cells.wrong(InvalidField("Hari sebenarnya hanya untuk serah terima yang selesai.", field="hari_sebenarnya"))
    if state is State.SKIPPED:
        why = cells.read("alasan", lambda value, _: plan.reason(value), "")
    elif values["alasan"]:
        cells.wrong(InvalidField("Alasan hanya untuk ruas yang dilewati.", field="alasan"))
    return state, day, why


def reasons(problems: Iterable[Problem], worded: Callable[[BadInput], str]) -> dict[int, str]:
    """Return what is wrong with each row in one cell, column by column, for the error file."""
    told: dict[int, list[str]] = {}
    for one in problems:
        told.setdefault(one.row, []).append(": ".join(filter(None, (one.column, worded(one.error)))))
    return {row: "; ".join(lines) for row, lines in told.items()}


def with_reasons(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], told: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return a table with :data:`REASONS` as its last column; row numbers stay what they are."""
    kept = [n for n, name in enumerate(columns) if name != REASONS]
    made = [(*(cells[n] for n in kept), told.get(row, "")) for row, cells in enumerate(rows, start=2)]
    if 1 in told and made:  # what is wrong with the file as a whole stands in its first row
        made[0] = (*made[0][:-1], "; ".join(filter(None, (told[1], made[0][-1]))))
    return (*(columns[n] for n in kept), REASONS), tuple(made)
