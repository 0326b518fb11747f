"""Names of areas as the press writes them: short forms, and official names of an earlier time, dated."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ikrar.core.data import files


@dataclass(frozen=True)
class Alias:
    """One written name of an area; ``official`` when it was the official name between ``since`` and ``until``.

    ``beside`` marks a name that is also another word, so that it counts only beside a body or an office.
    """

    name: str
    code: str
    official: bool
    since: datetime.date | None
    until: datetime.date | None
    beside: bool = False

    def valid(self, day: datetime.date | None) -> bool:
        """Say whether the name was in use on ``day`` (always, when the day is not known)."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def load() -> tuple[Alias, ...]:
    """Read every alias of the bundled table ``data/area_aliases.csv``."""
    return tuple(
        Alias(
            name=row["alias"],
            code=row["code"],
            official=row["official"] == "yes",
            since=_day(row["from"]),
            until=_day(row["until"]),
            beside=row["beside"] == "yes",
        )
        for row in files.rows("area_aliases.csv")
    )


def load_towns() -> tuple[Alias, ...]:
    """Read the towns that stand for their regency: the table ``data/area_towns.csv``."""
    return tuple(
        Alias(row["town"], row["code"], False, None, None, row["beside"] == "yes")
        for row in files.rows("area_towns.csv")
    )


def load_former() -> tuple[Alias, ...]:
    """Read the names of the provinces in which today's provinces lay before: ``data/area_former.csv``."""
    return tuple(
        Alias(row["name"], row["code"], True, None, _day(row["until"])) for row in files.rows("area_former.csv")
    )


def _day(value: str) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
