"""The elections a record may belong to. Source: ``data/elections/CODE.toml``, one file each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.errors import InvalidField

#: Kinds of election: two laws, two sets of clocks (domain: Pemilu under UU 7/2017, Pilkada under UU 1/2015).
KINDS: Final = ("pemilu", "pilkada")
CODE: Final = re.compile(r"(?!.{41})(?:pemilu|pilkada)(?:-[a-z0-9]{1,20}){1,3}")
LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Election:
    """One election: ``kind`` is "pemilu" or "pilkada", ``name`` by language ("id", "en"), ``area`` a code or None.

    Without an area it is the nation's. ``ends`` is the last day a grant for it may reach. ``voting_day`` and ``ends``
    are None, and ``year`` 0, where a demo sets the days relative to its start.
    """

    code: str
    name: dict[str, str]
    kind: str
    year: int
    voting_day: datetime.date | None
    ends: datetime.date | None
    area: str | None
    fictional: bool


def load() -> tuple[Election, ...]:
    """Read the bundled elections, oldest first, the fictional one last."""
    found = (of_row(content["election"]) for content in files.elections(bundled_only=True).values())
    return tuple(sorted(found, key=lambda one: (one.fictional, one.voting_day or datetime.date.max, one.code)))


def of_row(row: Mapping[str, Any]) -> Election:
    """Return the election of a file's table ``election``; raises KeyError for one that lacks what all have."""
    return Election(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        year=row["year"],
        voting_day=row.get("voting_day"),
        ends=row.get("ends"),
        area=row.get("area"),
        fictional=row.get("fictional", False),
    )


@dataclass(frozen=True)
class Participant:
    """A party on a ballot: its official number, names, the area it stands in (None: all) and the source of the fact."""

    election: str
    number: int
    short_name: str
    name: str
    area: str | None
    source: str


def participants() -> tuple[Participant, ...]:
    """Read the bundled parties of every election, in official order."""
    return tuple(
        Participant(
            election=row["election"],
            number=int(row["number"]),
            short_name=row["short_name"],
            name=row["name"],
            area=row["area"] or None,
            source=row["source"],
        )
        for row in files.rows("participants.csv")
    )


def check(election: Election) -> None:
    """Raise ``InvalidField`` for the first thing that cannot be in an election's code, kind, names or days."""
    for error in faults(election):
        raise error


def faults(election: Election) -> Iterator[InvalidField]:
    """Yield everything that cannot be in an election's code, kind, names and days."""
    if not CODE.fullmatch(election.code):
        yield InvalidField(
            "Kode pemilihan {value} tidak dikenal bentuknya; contoh yang benar: pilkada-2029-pamekasan.",
            field="election",
            value=election.code,
        )
    if election.kind not in KINDS:
        yield InvalidField("Jenis pemilihan adalah pemilu atau pilkada.", field="election_kind")
    if any(not 0 < len(name) <= LONGEST_NAME or not name.isprintable() for name in election.name.values()):
        yield InvalidField(
            "Tulis nama pemilihan dalam kedua bahasa, paling banyak {longest} karakter.",
            field="election_name",
            longest=LONGEST_NAME,
        )
    if election.voting_day is None or election.ends is None:
        yield InvalidField("Tulis hari pemungutan suara dan hari terakhir mandat.", field="voting_day")
    elif election.ends < election.voting_day:
        yield InvalidField("Hari terakhir mandat tidak boleh mendahului hari pemungutan suara.", field="election_ends")
