"""The elections a record may belong to. Source: ``data/elections.toml``."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ikrar.core.data import files


@dataclass(frozen=True)
class Election:
    """One election: ``kind`` is "pemilu" or "pilkada", ``name`` by language ("id", "en"), ``area`` a code or None.

    Without an area it is the nation's. ``voting_day`` is None, and ``year`` 0, where a demo sets the days
    relative to its start.
    """

    code: str
    name: dict[str, str]
    kind: str
    year: int
    voting_day: datetime.date | None
    area: str | None
    fictional: bool


def load() -> tuple[Election, ...]:
    """Read the table, oldest election first, the fictional one last."""
    return tuple(
        Election(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            year=row["year"],
            voting_day=row.get("voting_day"),
            area=row.get("area"),
            fictional=row.get("fictional", False),
        )
        for row in files.table("elections.toml")["election"]
    )
