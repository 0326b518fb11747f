"""Relays as rows of a table, for spreadsheets: one row a leg, what is said of the whole relay repeated in each.

A file names whole relays, told apart by procession, baton and organiser. Nothing is skipped in silence: each problem
names its row and column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.institution.sheet import Problem
from ikrar.core.relay import plan
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.plan import Leg, Plan

WHOLE: Final = ("kirab", "tongkat", "penyelenggara", "pemilihan", "pemegang_awal", "wilayah_awal", "mulai", "benda")
OF_LEG: Final = ("urut", "penerima", "wilayah", "tempat", "hari_rencana", "jam_rencana", "acara")
HAPPENED: Final = ("keadaan", "hari_sebenarnya", "alasan")
COLUMNS: Final = (*WHOLE, *OF_LEG, *HAPPENED)
BETWEEN: Final = " | "  # of several objects or lines of a programme in one cell
#: Word in the column ``keadaan`` -> what became of the leg; other states of a live relay come back as planned.
WORDS: Final[Mapping[str, State]] = {"": State.PLANNED, "selesai": State.TOLD, "dilewati": State.SKIPPED}
_COLUMN: Final = {
    "receiver": "penerima",
    "area": "wilayah",
    "election": "pemilihan",
    "planned_on": "hari_rencana",
    "n": "urut",
    "legs": "urut",
}

DIGITS: Final = 4  # of a number in a sequence

Told = tuple[State, date | None, str]
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Entry:
    """A relay of a file: its rows by leg, its plan, what is told of its first legs, the digest of what it says."""

    rows: tuple[int, ...]
    plan: Plan
    told: tuple[Told, ...]
    source: str


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

    Raises BadInput when the columns are not those of :data:`COLUMNS` (in any order).
    """
    if sorted(columns) != sorted(COLUMNS):
        raise BadInput("Berkas ini harus memuat kolom: {columns}.", columns=", ".join(COLUMNS))
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for number, cells in enumerate(rows, start=2):
        values = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
        if any(values.values()):
            key = (values["kirab"], values["tongkat"], values["penyelenggara"])
            groups.setdefault(key, []).append((number, values))
    problems: list[Problem] = []
    entries = [found for group in groups.values() if (found := _entry(group, problems))]
    return tuple(entries), tuple(sorted(problems, key=lambda one: one.row))


def _entry(group: list[Row], problems: list[Problem]) -> Entry | None:
    """Read one relay; what is wrong with it goes to ``problems``, and then there is none."""
    legs: list[Leg] = []
    told: list[Told] = []
    before = len(problems)
    number, first = group[0]
    with _collecting(problems, number):
        _whole(first, ())
    for number, values in group:
        with _collecting(problems, number):
            _check_same(values, first)
            legs.append(_leg(values))
            told.append(_told(values, told))
    if len(problems) > before:
        return None
    made = _whole(first, tuple(legs))
    try:
        plan.check(made)
    except InvalidField as error:
        parts = error.field.split(".")
        row = group[int(parts[1]) - 1][0] if len(parts) > 1 else number
        problems.append(Problem(row, _COLUMN.get(parts[-1], parts[-1]), error))
        return None
    past = tuple(one for one in told if one[0] is not State.PLANNED)
    lines = "\n".join("\t".join(values[name] for name in COLUMNS) for _, values in group)
    return Entry(tuple(n for n, _ in group), made, past, hashlib.sha256(lines.encode()).hexdigest())


@contextmanager
def _collecting(problems: list[Problem], row: int) -> Iterator[None]:
    try:
        yield
    except BadInput as error:
        field = str(error.params.get("field", "")) or str(getattr(error, "field", ""))
        problems.append(Problem(row, _COLUMN.get(field, field), error))


def _whole(values: Mapping[str, str], legs: tuple[Leg, ...]) -> Plan:
    items = values["benda"].replace(BETWEEN, "\n").replace("|", "\n")
    return Plan(
        series=plan.words(values["kirab"], "kirab", plan.LONGEST_TITLE, needed=True),
        baton=plan.words(values["tongkat"], "tongkat", plan.LONGEST_NAME, needed=True),
        organiser=plan.institution(values["penyelenggara"], "penyelenggara"),
        holder=plan.institution(values["pemegang_awal"], "pemegang_awal"),
        area=plan.area(values["wilayah_awal"], "wilayah_awal"),
        starts_on=plan.day(values["mulai"], "mulai"),
        election=plan.words(values["pemilihan"], "pemilihan", plan.LONGEST_NAME),
        items=plan.lines(items, "benda", plan.MOST_ITEMS),
        legs=legs,
    )


def _check_same(values: Mapping[str, str], first: Mapping[str, str]) -> None:
    for name in WHOLE:
        if values[name] != first[name]:
            raise InvalidField("Isi kolom ini harus sama di semua baris satu tongkat.", field=name)


def _leg(values: Mapping[str, str]) -> Leg:
    if not (values["urut"].isascii() and values["urut"].isdigit() and len(values["urut"]) <= DIGITS):
        raise InvalidField("Tulis nomor urut seperti 1.", field="urut")
    return Leg(
        n=int(values["urut"]),
        receiver=plan.institution(values["penerima"], "penerima"),
        area=plan.area(values["wilayah"], "wilayah"),
        venue=plan.words(values["tempat"], "tempat", plan.LONGEST_VENUE),
        planned_on=plan.day(values["hari_rencana"], "hari_rencana"),
        planned_at=plan.hour(values["jam_rencana"], "jam_rencana"),
        programme=plan.programme(values["acara"].replace("|", "\n"), "acara"),
    )


def _told(values: Mapping[str, str], before: list[Told]) -> Told:
    state = WORDS.get(values["keadaan"])
    if state is None:
        raise InvalidField("Tulis selesai atau dilewati di kolom keadaan, atau kosongkan.", field="keadaan")
    if state is not State.PLANNED and before and before[-1][0] is State.PLANNED:
        raise InvalidField("Ruas sebelum ini belum selesai; keadaan tidak boleh melompat.", field="keadaan")
    if state is State.TOLD:
        return state, plan.day(values["hari_sebenarnya"], "hari_sebenarnya"), ""
    if values["hari_sebenarnya"]:
        raise InvalidField("Hari sebenarnya hanya untuk serah terima yang selesai.", field="hari_sebenarnya")
    return state, None, plan.reason(values["alasan"]) if state is State.SKIPPED else ""
