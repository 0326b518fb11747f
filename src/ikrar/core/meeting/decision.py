"""A decision between two meetings: when it is overdue, and with what it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ikrar.core.declaration.character import normalise
from ikrar.core.errors import InvalidField, TooLarge
from ikrar.core.meeting.move import Deed, Standing

#: Letters of what is said with a deed.
LONGEST_RESULT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many decisions there are, by where they stand; overdue ones are open ones past their day."""

    open: int
    overdue: int
    closed: int
    dropped: int

    @property
    def all(self) -> int:
        """How many there are together."""
        return self.open + self.closed + self.dropped


def is_overdue(standing: Standing, due: date | None, today: date) -> bool:
    """Say whether an open decision is past its day; the due day itself is the last day in time."""
    return standing is Standing.OPEN and due is not None and due < today


def count(rows: Iterable[tuple[Standing, date | None]], today: date) -> Count:
    """Count decisions by where they stand on a day."""
    found = list(rows)
    by = [standing for standing, _ in found]
    overdue = sum(is_overdue(standing, due, today) for standing, due in found)
    return Count(by.count(Standing.OPEN), overdue, by.count(Standing.CLOSED), by.count(Standing.DROPPED))


def words_of(words: str, deed: Deed) -> str:
    """Read what is said with a deed: a result, a reason, how far it is; raises ``InvalidField`` without."""
    found = normalise(words, field="result")
    if len(found) > LONGEST_RESULT:
        raise TooLarge("Paling panjang {limit} huruf.", limit=LONGEST_RESULT)
    if found:
        return found
    if deed is Deed.CLOSE:
        raise InvalidField("Tulis hasilnya: apa yang sudah dikerjakan.", field="result")
    if deed is Deed.DROP:
        raise InvalidField("Tulis mengapa keputusan ini tidak dijalankan.", field="result")
    if deed is Deed.PROGRESS:
        raise InvalidField("Tulis sampai di mana keputusan ini dijalankan.", field="result")
    raise InvalidField("Tulis alasannya; semua yang membaca keputusan ini membacanya.", field="result")
