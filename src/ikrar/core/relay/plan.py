"""The plan of a relay as typed: its baton, its legs with planned days, what is carried, what happens at a stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from ikrar.core.account.grant import AREA_CODE, INSTITUTION_CODE
from ikrar.core.declaration.canonical import normalise
from ikrar.core.errors import BadInput, InvalidField, TooLarge

MOST_LEGS: Final = 600  # 514 regencies and cities and 38 provinces, and room
MOST_ITEMS: Final = 40
MOST_LINES: Final = 40  # of a programme, of witnesses
LONGEST_TITLE: Final = 160
LONGEST_NAME: Final = 80
LONGEST_VENUE: Final = 200
LONGEST_LINE: Final = 200
LONGEST_REASON: Final = 1_000
YEARS: Final = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a stop's programme: the day, the hour if told, what, and where."""

    day: date
    at: time | None
    what: str
    where: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the line as JSON holds it."""
        hour = self.at.isoformat("minutes") if self.at else ""
        return {"day": self.day.isoformat(), "at": hour, "what": self.what, "where": self.where}


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: to whom it leads, where and when it is planned to end, and the programme of the stop that follows."""

    n: int
    receiver: str
    area: str
    venue: str
    planned_on: date
    planned_at: time | None = None
    programme: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole relay of one baton. ``election`` is a code or "", ``items`` what is carried."""

    series: str
    baton: str
    organiser: str
    holder: str
    area: str
    starts_on: date
    election: str = ""
    items: tuple[str, ...] = ()
    legs: tuple[Leg, ...] = field(default=())


def check(plan: Plan) -> Plan:
    """Return a plan that can be kept; raises InvalidField with the field (``legs.3.planned_on``) for one that cannot.

    Days never go back, nobody hands over to themselves, and the sequence has no gap.
    """
    if not plan.legs:
        raise InvalidField("Tulis sedikitnya satu ruas.", field="legs")
    if len(plan.legs) > MOST_LEGS:
        raise InvalidField("Satu tongkat paling banyak {most} ruas.", field="legs", most=MOST_LEGS)
    steps = [(leg.n, leg.receiver, leg.planned_on) for leg in plan.legs]
    for fault in faults(steps, plan.holder, plan.starts_on):
        raise fault
    return plan


def faults(steps: Iterable[tuple[int, str, date]], holder: str, starts_on: date) -> Iterator[InvalidField]:
    """Yield what is wrong with the order of legs, each given as its number, receiver and planned day.

    0, "" and ``date.min`` stand for what could not be read; a gap in the numbers is told once.
    """
    expected, before = 1, starts_on
    for n, (number, receiver, day) in enumerate(steps, start=1):
        if number not in {0, expected}:
            message = "Nomor urut ruas harus berurutan dari 1: di sini {n}."
            yield InvalidField(message, field=f"legs.{n}.n", n=expected)
        if receiver and receiver == holder:
            yield InvalidField("Penerima ruas ini sudah memegang tongkatnya.", field=f"legs.{n}.receiver")
        if date.min < day < before:
            yield InvalidField("Hari rencana mendahului ruas sebelumnya.", field=f"legs.{n}.planned_on")
        expected, before, holder = (number or expected) + 1, max(before, day), receiver


def words(value: str, where: str, longest: int, *, needed: bool = False) -> str:
    """Return one line of text in its one form; raises InvalidField when it is missing, TooLarge when too long."""
    tidy = " ".join(normalise(value, field=where).split("\n"))
    if needed and not tidy:
        raise InvalidField("Isian ini wajib diisi.", field=where)
    if len(tidy) > longest:
        raise TooLarge("Isian {field} paling panjang {limit} huruf.", field=where, limit=longest)
    return tidy


def reason(value: str) -> str:
    """Return a reason as it is kept and published; raises BadInput for none and TooLarge for a long one."""
    tidy = normalise(value, field="reason")
    if not tidy:
        raise BadInput("Tulis alasannya; alasan itu ikut tercatat.")
    if len(tidy) > LONGEST_REASON:
        raise TooLarge("Alasan paling panjang {limit} huruf.", limit=LONGEST_REASON)
    return tidy


def lines(value: str, where: str, most: int = MOST_LINES) -> tuple[str, ...]:
    """Return the filled lines of a field; raises TooLarge for too many or too long ones."""
    found = tuple(words(line, where, LONGEST_LINE) for line in value.splitlines() if line.strip())
    if len(found) > most:
        raise TooLarge("Isian {field} paling banyak {limit} baris.", field=where, limit=most)
    return found


def day(value: str, where: str) -> date:
    """Read a day as YYYY-MM-DD; raises InvalidField for anything else."""
    try:
        found = date.fromisoformat(value.strip())
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise InvalidField("Tulis tanggal seperti 2026-01-31.", field=where)
    return found


def hour(value: str, where: str) -> time | None:
    """Read an hour as 09.30 or 09:30, None for nothing; raises InvalidField for anything else."""
    tidy = value.strip().replace(".", ":")
    if not tidy:
        return None
    try:
        found = time.fromisoformat(tidy)
    except ValueError:
        found = None
    if found is None or found.tzinfo or found.second or found.microsecond:
        raise InvalidField("Tulis jam seperti 09.30.", field=where)
    return found


_SLOT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s+(\d{2}[.:]\d{2}))?\s+(.+)")


def programme(value: str, where: str) -> tuple[Slot, ...]:
    """Read a programme, a line each: ``2026-01-31 09.30 what; where``, the hour and place left out if unknown.

    In the order of day and hour. Raises InvalidField for a line of another form.
    """
    return tuple(sorted((_slot(line, where) for line in lines(value, where)), key=_moment))


def _slot(line: str, where: str) -> Slot:
    found = _SLOT.fullmatch(line)
    if found is None:
        raise InvalidField("Tulis setiap acara seperti: 2026-01-31 09.30 Pawai; Alun-alun.", field=where)
    what, _, place = found[3].partition(";")
    return Slot(day(found[1], where), hour(found[2] or "", where), what.strip(), place.strip())


def _moment(slot: Slot) -> tuple[date, time]:
    return slot.day, slot.at or time.min


def programme_text(slots: Sequence[Mapping[str, str]]) -> str:
    """Write a kept programme as it is typed."""
    return "\n".join(
        " ".join(part for part in (one["day"], one["at"].replace(":", "."), one["what"]) if part)
        + (f"; {one['where']}" if one["where"] else "")
        for one in slots
    )


def institution(value: str, where: str) -> str:
    """Read an institution's code; raises InvalidField for what has not the form of one."""
    if not value.strip():
        raise InvalidField("Isian ini wajib diisi.", field=where)
    if not INSTITUTION_CODE.fullmatch(value.strip()):
        raise InvalidField(
            "Kode lembaga {value} tidak dikenal bentuknya; contoh yang benar: 98.01/kpu.", field=where, value=value
        )
    return value.strip()


def area(value: str, where: str) -> str:
    """Read an area's code; raises InvalidField for what has not the form of one."""
    if not value.strip():
        raise InvalidField("Isian ini wajib diisi.", field=where)
    if not AREA_CODE.fullmatch(value.strip()):
        raise InvalidField(
            "Kode wilayah {value} tidak dikenal bentuknya; contoh yang benar: 35.28.", field=where, value=value
        )
    return value.strip()
