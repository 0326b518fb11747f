"""Months as a calendar shows them: whole weeks from Monday to Sunday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Final

#: Years a calendar can be asked for; nothing here is older or further away.
FIRST_YEAR, LAST_YEAR = 1955, 2100
_WRITTEN: Final = re.compile(r"([0-9]{4})-([0-9]{2})")


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year, from 1 to 12."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return it as addresses write it: 2024-11."""
        return f"{self.year:04}-{self.number:02}"

    def __lt__(self, other: Month) -> bool:
        """Compare by time."""
        return (self.year, self.number) < (other.year, other.number)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.moved(1).first - timedelta(days=1)

    def moved(self, months: int) -> Month:
        """Return the month that many later, or earlier for a negative number."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    @property
    def before(self) -> Month | None:
        """The month before it; None where the calendar begins."""
        found = self.moved(-1)
        return found if found.year >= FIRST_YEAR else None

    @property
    def after(self) -> Month | None:
        """The month after it; None where the calendar ends."""
        found = self.moved(1)
        return found if found.year <= LAST_YEAR else None

    def weeks(self) -> tuple[tuple[date, ...], ...]:
        """Return its weeks, Monday first, filled up with days of the months around it."""
        start = self.first - timedelta(days=self.first.weekday())
        rows = ((self.last - start).days // 7) + 1
        return tuple(tuple(start + timedelta(days=7 * row + day) for day in range(7)) for row in range(rows))


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def parse(written: str) -> Month | None:
    """Read what an address says ("2024-11"); None for anything else, and for years nobody can ask for."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    year, number = int(found[1]), int(found[2])
    return Month(year, number) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12 else None
