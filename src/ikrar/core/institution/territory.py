"""A territory: a dated set of areas, which may cut across regencies.

It is kept as stretches, one an area, each from a first to a last day (both valid; None: open). A change on a day ends
the stretches of the areas that leave and begins those of the areas that come; what was before stays as history. Pure
functions over stretches; which units police where is the installation's own data (an example from the press: a police
unit of three districts of a city and three of the regency around it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ikrar.core.account.grant import AREA_CODE, covers
from ikrar.core.errors import InvalidField, Refused

#: The whole country, as an entry of a territory. It is no area's code, and it does not reach the fictional province.
NATION: Final = "ID"
FICTIONAL: Final = "98"
MOST_AREAS: Final = 2_000
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One area of a territory, from ``starts`` to ``ends``; both days belong to it, None is open."""

    area: str
    starts: date | None = None
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the area belongs to the territory on this day."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


def checked(areas: Iterable[str]) -> frozenset[str]:
    """Return a set of areas without those that lie below another of the set.

    Raises ``InvalidField`` when it is empty, too long, or holds what is no code.
    """
    codes = {code.strip() for code in areas} - {""}
    if not codes:
        raise InvalidField("Wilayah kerja memerlukan sedikitnya satu wilayah.", field="territory")
    if len(codes) > MOST_AREAS:
        raise InvalidField("Wilayah kerja paling banyak {most} wilayah.", field="territory", most=MOST_AREAS)
    for code in sorted(codes - {NATION}):
        if not AREA_CODE.fullmatch(code):
            raise InvalidField(
                "Kode wilayah {value} tidak dikenal bentuknya; contoh yang benar: 35.28.", field="territory", value=code
            )
    return frozenset(code for code in codes if not _below(code, codes - {code}))


def _below(code: str, others: set[str]) -> bool:
    return (NATION in others and not code.startswith(FICTIONAL)) or covers(others, code)


def on_day(stretches: Iterable[Stretch], day: date) -> frozenset[str]:
    """Return the areas of a territory on a day."""
    return frozenset(s.area for s in stretches if s.holds(day))


def last_change(stretches: Iterable[Stretch]) -> date | None:
    """Return the first day of the newest change; None when there was none since the beginning."""
    rows = tuple(stretches)
    began = [s.starts for s in rows if s.starts is not None]
    ended = [s.ends + _DAY for s in rows if s.ends is not None]
    return max([*began, *ended], default=None)


def changed(stretches: Iterable[Stretch], areas: Iterable[str], day: date) -> tuple[Stretch, ...]:
    """Return the stretches after the territory became ``areas`` from ``day`` on; unchanged areas keep their stretch.

    A change on the day of the newest change replaces it. Raises ``InvalidField`` for a bad set or for a day before the
    newest change: that one must be taken back first, so that history is never rewritten in its middle.
    """
    wanted, rows = checked(areas), tuple(stretches)
    newest = last_change(rows)
    if newest is not None and day < newest:
        raise InvalidField(
            "Perubahan terakhir berlaku mulai {day}. Pilih hari itu atau sesudahnya, atau tarik kembali perubahan itu.",
            field="starts",
            day=newest.isoformat(),
        )
    if day == newest and any(s.starts is None or s.starts < day for s in rows):
        rows = taken_back(rows)
    present = on_day(rows, day)
    kept = [replace(s, ends=day - _DAY) if s.holds(day) and s.area not in wanted else s for s in rows]
    kept = [s for s in kept if s.ends is None or s.starts is None or s.starts <= s.ends]
    return in_order([*kept, *(Stretch(area, day) for area in wanted - present)])


def taken_back(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches as they were before the newest change.

    Raises ``Refused`` when there is nothing before it: an institution always has a territory.
    """
    rows = tuple(stretches)
    newest = last_change(rows)
    before = [s for s in rows if newest is not None and (s.starts is None or s.starts < newest)]
    if newest is None or not before:
        raise Refused("Tidak ada perubahan wilayah kerja yang dapat ditarik kembali.")
    return in_order(replace(s, ends=None) if s.ends == newest - _DAY else s for s in before)


def in_order(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return stretches by their first day and area, the open beginning first."""
    return tuple(sorted(stretches, key=lambda s: (s.starts or date.min, s.area, s.ends or date.max)))


def nearest(areas: Iterable[str], code: str) -> str | None:
    """Return the narrowest of ``areas`` that covers ``code``, None when none does; the nation is the widest."""
    found = [a for a in areas if a == code or (a == NATION and not code.startswith(FICTIONAL)) or covers((a,), code)]
    return max(found, key=lambda a: (a != NATION, len(a)), default=None)


def ancestors(code: str) -> tuple[str, ...]:
    """Return the code, the codes of the areas around it and the nation: what a territory must hold to cover it."""
    parts = code.split(".")
    around = tuple(".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return around if code.startswith(FICTIONAL) else (*around, NATION)
