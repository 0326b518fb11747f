"""The public register of declarations, as its pages show it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Query, Schema
from pydantic import Field

from ikrar.api.operation import operation
from ikrar.api.page import Key, Paged, Words, link, marked, next_page
from ikrar.core.declaration.canonical import PledgingOffice
from ikrar.core.declaration.search import Wanted
from ikrar.door.answer import say
from ikrar.door.rule import everyone
from ikrar.records.declaration import queries

FROZEN = everyone("frozen versions")
REF = "7K3MZQ4T9A2BC5DE6FGHJ8NPRS"
ROW_EXAMPLE = {
    "ref": REF,
    "number": 1,
    "title": "CONTOH Deklarasi Pemilihan Damai Kabupaten Lembah Arunika",
    "area": "98.01",
    "election": "contoh-2026",
    "event_date": "2026-08-16",
    "institution": "98.01/kpu",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "frozen_at": "2026-08-16T03:00:00Z",
    "example": True,
    "page": f"https://ikrar.example/deklarasi/{REF}/versi/1/",
    "canonical": f"https://ikrar.example/deklarasi/{REF}/versi/1.json",
}
EXAMPLE = ROW_EXAMPLE | {
    "place": "Pendopo",
    "language": "id",
    "preamble": "Kami berikrar:",
    "points": [{"n": 1, "text": "Menolak politik uang.", "kinds": ["NO_MONEY_POLITICS"]}],
    "closing": None,
    "pledging_offices": [{"office": "Ketua", "institution": "KPU", "capacity": None, "on_behalf_of": None}],
    "source_url": None,
    "newest": 1,
    "versions": [{"number": 1, "frozen_at": "2026-08-16T03:00:00Z", "reason": "", "digest": ROW_EXAMPLE["digest"]}],
    "parent": None,
    "operation": "Operasi Rekaan 2026",
    "witnesses": [{"office": "Camat", "institution": "Kecamatan Tirtalangit", "capacity": None}],
    "translations": [
        {
            "language": "en",
            "title": "CONTOH Declaration of a Peaceful Election",
            "preamble": "We pledge:",
            "points": ["To reject money politics."],
            "closing": None,
        }
    ],
}


class DeclarationRow(Schema):
    """A registered declaration in a list."""

    ref: str = Field(description=say("Rujukan acak deklarasi ini, sama untuk semua versinya."))
    number: int = Field(description=say("Nomor versi."))
    title: str = Field(description=say("Judul; pada contoh diawali CONTOH."))
    area: str | None = Field(description=say("Kode wilayah."))
    election: str | None = Field(description=say("Kode pemilihan."))
    event_date: date | None = Field(description=say("Tanggal acara."))
    institution: str = Field(description=say("Kode lembaga yang mendaftarkannya."))
    digest: str = Field(description=say("SHA-256 dari naskah kanonik."))
    frozen_at: datetime = Field(description=say("Saat naskahnya dibekukan."))
    example: bool = Field(description=say("Benar untuk data contoh."))
    page: str = Field(description=say("Halaman untuk orang."))
    canonical: str = Field(description=say("Alamat naskah kanonik; SHA-256 isinya harus sama dengan digest."))


class Declarations(Schema):
    """One page of the register."""

    items: list[DeclarationRow]
    next: str | None = Field(description=say("Alamat halaman berikutnya; null pada halaman terakhir."))


class Point(Schema):
    """One numbered promise."""

    n: int
    text: str
    kinds: list[str] = Field(description=say("Jenis komitmen, di luar naskah yang terdaftar."))


class Pledger(Schema):
    """An office that stands under the text."""

    office: str | None
    institution: str | None
    capacity: str | None
    on_behalf_of: str | None


class VersionLink(Schema):
    """One frozen version of the same declaration."""

    number: int
    frozen_at: datetime
    reason: str = Field(description=say("Alasan versi ini dibuat, bila ada."))
    digest: str


class Parent(Schema):
    """The version of another declaration that this one follows."""

    ref: str
    number: int
    title: str
    superseded: bool = Field(description=say("Benar bila versi itu sudah diganti versi yang lebih baru."))


class Witness(Schema):
    """An office that saw the pledge and did not make it."""

    office: str | None
    institution: str | None
    capacity: str | None


class Translation(Schema):
    """An unofficial translation, outside the registered text."""

    language: str
    title: str
    preamble: str | None
    points: list[str] = Field(description=say("Menurut urutan butir naskah."))
    closing: str | None


class Declaration(DeclarationRow):
    """A registered declaration, read back from its canonical bytes."""

    place: str | None
    language: str
    preamble: str | None
    points: list[Point]
    closing: str | None
    pledging_offices: list[Pledger] = Field(description=say("Yang berikrar, menurut urutan tanda tangan."))
    source_url: str | None = Field(description=say("Tautan artikel sumber, bila ada."))
    newest: int = Field(description=say("Nomor versi terbaru; bila lebih besar dari number, versi ini sudah diganti."))
    versions: list[VersionLink]
    parent: Parent | None = Field(description=say("Deklarasi induk, bila ada; sidik digitalnya ada dalam naskah."))
    operation: str | None = Field(description=say("Operasi pengamanan, bila ada; di luar naskah."))
    witnesses: list[Witness] = Field(description=say("Saksi, di luar naskah yang terdaftar."))
    translations: list[Translation] = Field(description=say("Terjemahan tidak resmi, di luar naskah yang terdaftar."))


#: The code of a commitment kind; it has an underscore, as no other code here.
KindCode = Annotated[str, Field(max_length=80, pattern=r"^[A-Z_]*$")]


class Filter(Paged):
    """Which declarations to list."""

    q: Words = Field(
        "",
        description=say("Kata naskah, wilayah, atau lembaga, dari awalnya; dalam tanda kutip bila berurutan."),
        examples=["damai"],
    )
    area: Key = Field("", description=say("Hanya di wilayah ini dan semua di bawahnya."), examples=["98.01"])
    election: Key = Field("", description=say("Hanya pemilihan ini."), examples=["pilkada-2024"])
    kind: KindCode = Field("", description=say("Hanya yang memuat jenis komitmen ini."), examples=["NO_HOAX"])
    institution_kind: Key = Field(
        "", description=say("Hanya yang didaftarkan atau diikrarkan jenis lembaga ini."), examples=["kpu"]
    )
    since: date | None = Field(None, description=say("Hari acara paling awal."), examples=["2024-01-01"])
    until: date | None = Field(None, description=say("Hari acara paling akhir."), examples=["2024-12-31"])

    @property
    def wanted(self) -> Wanted:
        """The filters as the register takes them."""
        return Wanted(
            words=self.q,
            area=self.area,
            election=self.election,
            kind=self.kind,
            institution_kind=self.institution_kind,
            since=self.since,
            until=self.until,
        )


@operation(
    "GET",
    "/declaration",
    rule=FROZEN,
    name="declarations",
    summary=say("Daftar deklarasi"),
    description=say("Versi terbaru tiap deklarasi yang sudah dibekukan, acara terbaru lebih dahulu."),
    response=Declarations,
    example={"items": [ROW_EXAMPLE], "next": None},
)
def declarations(request: HttpRequest, response: HttpResponse, query: Query[Filter]) -> dict[str, object]:
    """List the register."""
    rows = queries.register_after(query.wanted, after=query.after, limit=query.limit + 1)
    following = next_page(request, rows, query.limit, lambda row: row.declaration_id)
    kept = rows[: query.limit]
    marked(response, (row.declaration.example for row in kept))
    return {"items": [_row(row) for row in kept], "next": following}


@operation(
    "GET",
    "/declaration/{ref}",
    rule=FROZEN,
    name="declaration",
    summary=say("Satu deklarasi, versi terbarunya"),
    description=say("Naskah lengkap dengan poin, pihak yang berikrar, dan semua versinya."),
    response=Declaration,
    example=EXAMPLE,
)
def declaration(
    request: HttpRequest,
    response: HttpResponse,
    ref: PathEx[str, P(description=say("Rujukan deklarasi."), example=REF)],
) -> dict[str, object]:
    """Return the newest frozen version."""
    return _shown(response, queries.registered(ref))


@operation(
    "GET",
    "/declaration/{ref}/version/{number}",
    rule=FROZEN,
    name="declaration-version",
    summary=say("Satu versi sebuah deklarasi"),
    description=say("Versi lama tetap dapat dibaca; newest menyebut nomor versi terbaru."),
    response=Declaration,
    example=EXAMPLE,
)
def version(
    request: HttpRequest,
    response: HttpResponse,
    ref: PathEx[str, P(description=say("Rujukan deklarasi."), example=REF)],
    number: PathEx[int, P(ge=1, le=32_767, description=say("Nomor versi."), example=1)],
) -> dict[str, object]:
    """Return one frozen version."""
    return _shown(response, queries.registered(ref, number))


def _row(row: Any) -> dict[str, object]:
    kept = ("number", "title", "event_date", "digest", "frozen_at")
    own = {name: getattr(row, name) for name in kept} | _addresses(row.declaration_id, row.number)
    return own | {
        "ref": row.declaration_id,
        "area": row.area_id,
        "election": row.election_id,
        "institution": row.declaration.institution_id,
        "example": row.declaration.example,
    }


def _shown(response: HttpResponse, found: queries.Registered) -> dict[str, object]:
    marked(response, [found.example])
    text = found.text
    kept = ("title", "area", "election", "event_date", "place", "language", "preamble", "closing")
    own = {name: getattr(text, name) for name in kept} | _addresses(found.ref, found.number)
    own |= {n: getattr(found, n) for n in ("ref", "number", "institution", "digest", "frozen_at", "example", "newest")}
    versions = [{n: getattr(v, n) for n in ("number", "frozen_at", "reason", "digest")} for v in found.versions]
    return own | {
        "points": [{"n": point.n, "text": point.text, "kinds": list(point.kinds)} for point in found.points],
        "pledging_offices": [_office(office) for office in text.pledging_offices],
        "source_url": found.source_url or None,
        "versions": versions,
        "parent": asdict(found.parent) if found.parent else None,
        "operation": found.operation or None,
        "witnesses": [_filled(asdict(one)) for one in found.witnesses],
        "translations": [_filled(asdict(one)) for one in found.translations],
    }


def _filled(row: dict[str, object]) -> dict[str, object]:
    """Return a row with null where nothing stands, as in the canonical text."""
    return {name: None if value == "" else value for name, value in row.items()}


def _office(office: PledgingOffice) -> dict[str, object]:
    return {name: getattr(office, name) or None for name in ("office", "institution", "capacity", "on_behalf_of")}


def _addresses(ref: str, number: int) -> dict[str, object]:
    return {"page": link("version", ref=ref, number=number), "canonical": link("canonical", ref=ref, number=number)}
