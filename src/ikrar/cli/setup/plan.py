"""What a new installation begins with, and how a file says it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from ikrar.core.errors import BadInput, InvalidField
from ikrar.records.election import queries as election
from ikrar.records.installation.actions import Seat, Vote
from ikrar.records.institution import queries as institution

NATION = "ID"
KEYS = {"area", "ends", "templates", "election", "administrator"}
ELECTION_KEYS = {"code", "kind", "name_id", "name_en", "voting_day", "ends", "area"}
SEAT_KEYS = {"kind", "login", "name", "code"}


@dataclass(frozen=True)
class Plan:
    """The area, the next election (None: a known one covers the area), two seats, the last day, and whether the
    usual institutions of the area are written too."""

    area: str
    vote: Vote | None
    seats: tuple[Seat, Seat]
    ends: date
    templates: bool


def usual_seat(area: str, kind: str, login: str, *, name: str = "", code: str = "") -> Seat:
    """Return a seat of a kind in an area, with the usual name and code of such an institution there unless given.

    Raises InvalidField when no institution of that kind is usual there and no name is given.
    """
    usual = next((p for p in institution.proposals(area) if p.record.kind == kind), None)
    if usual is None and not (name and code):
        raise InvalidField(
            "Jenis lembaga {value} tidak lazim di wilayah itu; tulis juga nama dan kodenya.",
            field="institution",
            value=kind,
        )
    found = usual.record if usual else None
    present = usual.present if usual else None
    return Seat(
        code or present or (found.code if found else ""), kind, name or (found.name if found else ""), area, login
    )


def election_code(kind: str, day: date, area: str | None) -> str:
    """Return a code for an election of an installation's own, such as ``pilkada-2029-3528``."""
    return "-".join([kind, str(day.year), *([area.replace(".", "")] if area else ["nasional"])])


def read(path: Path) -> Plan:
    """Read a plan from a TOML file; raises BadInput for a file that is none, InvalidField for a value that is off."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise BadInput("Berkas {path} tidak dapat dibuka.", path=path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("Berkas {path} bukan TOML: {why}", path=path, why=error) from None
    _known(table, KEYS, path)
    area = _text(table, "area")
    vote = _vote(table["election"], area, path) if "election" in table else None
    rows = table.get("administrator", [])
    if not isinstance(rows, list) or len(rows) != 2:
        raise BadInput("Berkas {path} harus memuat tepat dua [[administrator]].", path=path)
    first, second = (_seat(row, area, path) for row in rows)
    known = vote.ends if vote else election.last_day(frozenset({area}))
    ends = _day(table, "ends") if "ends" in table else known
    if ends is None or (vote is None and ends < timezone.localdate()):
        raise BadInput("Belum ada pemilihan yang mencakup wilayah itu; tambahkan bagian [election].")
    return Plan(area, vote, (first, second), ends, bool(table.get("templates", False)))


def _known(table: dict[str, Any], keys: set[str], path: Path) -> None:
    """Refuse a key nobody reads: a slip of the pen would otherwise be a silent default."""
    for key in table:
        if key not in keys:
            raise BadInput(
                "Berkas {path}: kunci {key} tidak dikenal. Yang dikenal: {keys}.",
                path=path,
                key=key,
                keys=", ".join(sorted(keys)),
            )


def _text(table: dict[str, Any], key: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InvalidField("Isian {key} harus berupa teks.", field=key, key=key)
    return value.strip()


def _day(table: dict[str, Any], key: str) -> date:
    value = table.get(key)
    if type(value) is not date:
        raise InvalidField("Isian {key} harus berupa tanggal seperti 2029-11-28.", field=key, key=key)
    return value


def _vote(table: dict[str, Any], area: str, path: Path) -> Vote:
    _known(table, ELECTION_KEYS, path)
    kind, day = _text(table, "kind"), _day(table, "voting_day")
    place: str | None = _text(table, "area", area)
    place = None if place == NATION else place
    return Vote(
        code=_text(table, "code", "") or election_code(kind, day, place),
        kind=kind,
        name_id=_text(table, "name_id"),
        name_en=_text(table, "name_en"),
        voting_day=day,
        ends=_day(table, "ends"),
        area=place,
    )


def _seat(row: dict[str, Any], area: str, path: Path) -> Seat:
    _known(row, SEAT_KEYS, path)
    name, code = _text(row, "name", ""), _text(row, "code", "")
    return usual_seat(area, _text(row, "kind"), _text(row, "login"), name=name, code=code)
