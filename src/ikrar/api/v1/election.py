"""Elections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import P, PathEx, Query, Schema
from pydantic import Field

from ikrar.api.operation import operation
from ikrar.api.page import Paged, next_page
from ikrar.door.answer import say
from ikrar.door.rule import everyone
from ikrar.records.election import queries

ELECTIONS = everyone("all elections")
EXAMPLE = {
    "code": "pilkada-2024",
    "kind": "pilkada",
    "name": {"id": "Pilkada Serentak 2024", "en": "Local elections 2024"},
    "year": 2024,
    "voting_day": "2024-11-27",
    "ends": "2025-03-31",
    "area": None,
    "fictional": False,
}
PARTY = {"number": 1, "short_name": "Partai A", "name": "Partai A", "area": None}


class Name(Schema):
    """A name in both languages."""

    id: str
    en: str


class Election(Schema):
    """One election."""

    code: str = Field(description=say("Kode pemilihan."))
    kind: str = Field(description=say("Jenis pemilihan."))
    name: Name
    year: int | None
    voting_day: date | None = Field(description=say("Hari pemungutan suara, bila sudah diketahui."))
    ends: date | None = Field(description=say("Hari terakhir tahapannya, bila sudah diketahui."))
    area: str | None = Field(description=say("Kode wilayah; null untuk seluruh negeri."))
    fictional: bool = Field(description=say("Benar untuk pemilihan rekaan."))


class Participant(Schema):
    """A party on the ballot."""

    number: int = Field(description=say("Nomor urut resmi."))
    short_name: str
    name: str
    area: str | None = Field(description=say("Kode wilayah; null untuk seluruh negeri."))


class WithParticipants(Election):
    """One election with the parties on its ballot."""

    participants: list[Participant] = Field(description=say("Peserta menurut nomor urut resmi."))


class Elections(Schema):
    """One page of elections."""

    items: list[Election]
    next: str | None = Field(description=say("Alamat halaman berikutnya; null pada halaman terakhir."))


@operation(
    "GET",
    "/election",
    rule=ELECTIONS,
    name="elections",
    summary=say("Daftar pemilihan"),
    description=say("Semua pemilihan yang dikenal, menurut kode."),
    response=Elections,
    example={"items": [EXAMPLE], "next": None},
)
def elections(request: HttpRequest, query: Query[Paged]) -> dict[str, object]:
    """List elections."""
    rows = queries.listed(after=query.after, limit=query.limit + 1)
    following = next_page(request, rows, query.limit, lambda row: row.code)
    return {"items": [shown(row) for row in rows[: query.limit]], "next": following}


@operation(
    "GET",
    "/election/{code}",
    rule=ELECTIONS,
    name="election",
    summary=say("Satu pemilihan menurut kode"),
    description=say("Nama, jenis, hari pemungutan suara, dan peserta."),
    response=WithParticipants,
    example=EXAMPLE | {"participants": [PARTY]},
)
def election(
    request: HttpRequest, code: PathEx[str, P(description=say("Kode pemilihan."), example="pilkada-2024")]
) -> object:
    """Return one election."""
    own = ("number", "short_name", "name")
    rows = queries.participants(code)
    parties = [{name: getattr(row, name) for name in own} | {"area": row.area_id} for row in rows]
    return shown(queries.find(code)) | {"participants": parties}


def shown(row: Any) -> dict[str, object]:
    """Return an election as the interface writes it."""
    own = {name: getattr(row, name) for name in ("code", "kind", "year", "voting_day", "ends", "fictional")}
    return own | {"name": {"id": row.name_id, "en": row.name_en}, "area": row.area_id}
