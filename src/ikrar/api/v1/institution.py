"""Institutions and their offices; never who holds an office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import P, PathEx, Query, Schema
from pydantic import Field

from ikrar.api.operation import operation
from ikrar.api.page import Key, Paged, next_page
from ikrar.door.answer import say
from ikrar.door.rule import everyone
from ikrar.records.institution import queries

INSTITUTIONS = everyone("all institutions")
EXAMPLE = {
    "code": "98.01/kpu",
    "kind": "kpu",
    "level": "regency",
    "name": "KPU Kabupaten Lembah Arunika",
    "short_name": "",
    "parent": None,
    "valid_from": None,
    "valid_until": None,
    "area": "98.01",
    "fictional": True,
}


class Institution(Schema):
    """A body that can pledge."""

    code: str = Field(description=say("Kode lembaga: kode wilayah, garis miring, nama pendek."))
    kind: str = Field(description=say("Jenis lembaga."))
    level: str = Field(description=say("Tingkat lembaga."))
    name: str = Field(description=say("Nama lembaga."))
    short_name: str = Field(description=say("Nama singkat, bila ada."))
    parent: str | None = Field(description=say("Kode lembaga di atasnya."))
    valid_from: date | None = Field(description=say("Hari pertama berlaku, bila sumbernya ada."))
    valid_until: date | None = Field(description=say("Hari terakhir berlaku, bila sumbernya ada."))
    area: str = Field(description=say("Kode wilayah lembaga itu."))
    fictional: bool = Field(description=say("Benar untuk lembaga di wilayah rekaan."))


class Institutions(Schema):
    """One page of institutions."""

    items: list[Institution]
    next: str | None = Field(description=say("Alamat halaman berikutnya; null pada halaman terakhir."))


class Office(Schema):
    """A post within an institution."""

    name: str = Field(description=say("Nama jabatan; siapa yang memegangnya tidak dicatat."))


class Offices(Schema):
    """One page of offices."""

    items: list[Office]
    next: str | None = Field(description=say("Alamat halaman berikutnya; null pada halaman terakhir."))


class Filter(Paged):
    """Which institutions to list."""

    area: Key = Field("", description=say("Hanya di wilayah ini dan semua di bawahnya."), examples=["98.01"])
    kind: Key = Field("", description=say("Hanya jenis ini."), examples=["kpu"])


class OfOffices(Schema):
    """Which offices to list."""

    institution: Key = Field(min_length=1, description=say("Kode lembaga."), examples=["98.01/kpu"])


@operation(
    "GET",
    "/institution",
    rule=INSTITUTIONS,
    name="institutions",
    summary=say("Daftar lembaga"),
    description=say("Lembaga menurut kode, dapat dipersempit menurut wilayah dan jenis."),
    response=Institutions,
    example={"items": [EXAMPLE], "next": None},
)
def institutions(request: HttpRequest, query: Query[Filter]) -> dict[str, object]:
    """List institutions."""
    rows = queries.listed(area=query.area, kind=query.kind, after=query.after, limit=query.limit + 1)
    following = next_page(request, rows, query.limit, lambda row: row.code)
    return {"items": [shown(row) for row in rows[: query.limit]], "next": following}


@operation(
    "GET",
    "/institution/{area}/{name}",
    rule=INSTITUTIONS,
    name="institution",
    summary=say("Satu lembaga menurut kode"),
    description=say("Kode lembaga terdiri atas dua bagian alamat: wilayah dan nama pendeknya."),
    response=Institution,
    example=EXAMPLE,
)
def institution(
    request: HttpRequest,
    area: PathEx[str, P(description=say("Kode wilayah."), example="98.01")],
    name: PathEx[str, P(description=say("Nama pendek lembaga."), example="kpu")],
) -> object:
    """Return one institution."""
    return shown(queries.one(f"{area}/{name}"))


@operation(
    "GET",
    "/office",
    rule=INSTITUTIONS,
    name="offices",
    summary=say("Daftar jabatan satu lembaga"),
    description=say("Nama jabatan, tidak pernah nama orang. Kosong bila lembaganya tidak dikenal."),
    response=Offices,
    example={"items": [{"name": "Ketua KPU Kabupaten Lembah Arunika"}], "next": None},
)
def offices(request: HttpRequest, query: Query[OfOffices], paged: Query[Paged]) -> dict[str, object]:
    """List the offices of one institution."""
    names = queries.offices(query.institution, after=paged.after, limit=paged.limit + 1)
    following = next_page(request, names, paged.limit, str)
    return {"items": [{"name": name} for name in names[: paged.limit]], "next": following}


def shown(row: Any) -> dict[str, object]:
    """Return an institution as the interface writes it."""
    kept = ("code", "kind", "level", "name", "short_name", "valid_from", "valid_until")
    own = {name: getattr(row, name) for name in kept} | {"parent": row.parent_id}
    return own | {"area": row.area_id, "fictional": row.area.fictional}
