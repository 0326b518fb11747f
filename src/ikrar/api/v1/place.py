"""Areas: by code, by name, and those right below one."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from ninja import P, PathEx, Query, Schema
from pydantic import Field

from ikrar.api.operation import operation
from ikrar.api.page import DEFAULT, LIMIT, Key, Paged, Words, next_page
from ikrar.core.place.position import Position
from ikrar.door.answer import say
from ikrar.door.rule import everyone
from ikrar.records.place import queries

AREAS = everyone("all areas")
EXAMPLE = {
    "code": "98.01",
    "name": "Kabupaten Lembah Arunika",
    "level": 2,
    "kind": "kabupaten",
    "parent": "98",
    "within": "Provinsi Contoh",
    "lat": -7.1,
    "lng": 113.5,
    "valid_from": None,
    "valid_until": None,
    "followed_by": [],
    "fictional": True,
}


class Place(Schema):
    """One area of the country by its official code; a string, for 91.10 is not 91.1."""

    code: str = Field(description=say("Kode wilayah Kementerian Dalam Negeri, selalu sebagai teks."))
    name: str = Field(description=say("Nama resmi."))
    level: int = Field(description=say("1 provinsi, 2 kabupaten atau kota, 3 kecamatan, 4 desa atau kelurahan."))
    kind: str = Field(description=say("Jenis wilayah."))
    parent: str | None = Field(description=say("Kode wilayah di atasnya."))
    within: str = Field(description=say("Nama wilayah di atasnya, dari yang terdekat."))
    lat: float | None = Field(description=say("Lintang titik tengah, bila sumbernya ada."))
    lng: float | None = Field(description=say("Bujur titik tengah, bila sumbernya ada."))
    valid_from: date | None = Field(description=say("Hari pertama berlaku, bila sumbernya ada."))
    valid_until: date | None = Field(description=say("Hari terakhir berlaku, bila sumbernya ada."))
    followed_by: list[str] = Field(description=say("Kode wilayah penggantinya, bila kode ini sudah berakhir."))
    fictional: bool = Field(description=say("Benar untuk wilayah rekaan yang dipakai contoh."))


class Places(Schema):
    """One page of areas."""

    items: list[Place]
    next: str | None = Field(description=say("Alamat halaman berikutnya; null pada halaman terakhir."))


class PlacesFound(Schema):
    """What a name may mean."""

    items: list[Place]
    sure: bool = Field(description=say("Benar bila tepat satu wilayah bernama seperti yang dicari."))
    ambiguous: bool = Field(description=say("Benar bila lebih dari satu wilayah bernama seperti yang dicari."))
    corrected: bool = Field(description=say("Benar bila tidak ada yang bernama begitu dan hasilnya hanya mirip."))


class Below(Paged):
    """Which areas to list."""

    parent: Key = Field("", description=say("Kode wilayah di atasnya. Kosong: semua provinsi."), examples=["98"])


class Search(Schema):
    """What to look for."""

    q: Words = Field(min_length=1, description=say("Nama wilayah atau kodenya."), examples=["Arunika"])
    limit: int = Field(DEFAULT, ge=1, le=LIMIT, description=say("Paling banyak hasil."), examples=[DEFAULT])


class Where(Schema):
    """A position."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description=say("Lintang, dalam derajat."), examples=[-7.16])
    lng: float = Field(ge=-180, le=180, allow_inf_nan=False, description=say("Bujur, dalam derajat."), examples=[113.5])


class Near(Schema):
    """An area a position lies in or near."""

    code: str
    name: str
    km: float = Field(description=say("Jarak ke wilayah itu dalam kilometer; 0 di dalamnya."))


class Located(Schema):
    """What can be said about a position."""

    answer: str = Field(description=say("sure, border (dekat batas), coast (di air dekat pantai), atau none."))
    items: list[Near]


@operation(
    "GET",
    "/place",
    rule=AREAS,
    name="places",
    summary=say("Daftar wilayah di bawah satu wilayah"),
    description=say("Wilayah tepat di bawah parent, menurut kode. Tanpa parent: semua provinsi."),
    response=Places,
    example={"items": [EXAMPLE], "next": None},
)
def places(request: HttpRequest, query: Query[Below]) -> dict[str, object]:
    """List the areas right below one."""
    rows = queries.below(query.parent, after=query.after, limit=query.limit + 1)
    following = next_page(request, rows, query.limit, lambda facts: facts.place.code)
    return {"items": [shown(facts) for facts in rows[: query.limit]], "next": following}


@operation(
    "GET",
    "/place/search",
    rule=AREAS,
    name="place-search",
    summary=say("Cari wilayah menurut nama"),
    description=say(
        "Nama, nama pendek, nama lama, atau kode; ejaan yang keliru dimaafkan. Hanya bila sure benar program boleh "
        "memakai hasilnya sendiri; bila tidak, tanyakan kepada orang yang mana yang dimaksud."
    ),
    response=PlacesFound,
    example={"items": [EXAMPLE], "sure": True, "ambiguous": False, "corrected": False},
)
def search(request: HttpRequest, query: Query[Search]) -> dict[str, object]:
    """Find areas by name."""
    found = queries.look_up(query.q, limit=query.limit)
    areas = queries.facts_of([place.code for place in found.places])
    said = {"sure": found.sure, "ambiguous": found.ambiguous, "corrected": found.corrected}
    return {"items": [shown(facts) for facts in areas], **said}


@operation(
    "GET",
    "/place/at",
    rule=AREAS,
    name="place-at",
    summary=say("Wilayah pada satu posisi"),
    description=say(
        "Kabupaten atau kota tempat posisi itu berada, sejauh batas yang disederhanakan dapat menjawabnya. Hanya bila "
        "answer sure program boleh memakainya sendiri. Posisinya tidak disimpan."
    ),
    response=Located,
    example={"answer": "sure", "items": [{"code": "98.01", "name": "Kabupaten Lembah Arunika", "km": 0.0}]},
)
def at(request: HttpRequest, query: Query[Where]) -> dict[str, object]:
    """Say in which regency or city a position lies."""
    found = queries.at(Position(query.lat, query.lng), examples=settings.DEMO, limit=1)
    items = [{"code": one.place.code, "name": one.place.name, "km": one.km} for one in found.regencies]
    return {"answer": found.answer.value, "items": items}


@operation(
    "GET",
    "/place/{code}",
    rule=AREAS,
    name="place",
    summary=say("Satu wilayah menurut kode"),
    description=say("Semua yang terbuka tentang satu wilayah."),
    response=Place,
    example=EXAMPLE,
)
def place(request: HttpRequest, code: PathEx[str, P(description=say("Kode wilayah."), example="98.01")]) -> object:
    """Return one area."""
    return shown(queries.facts(code))


def shown(facts: queries.Facts) -> dict[str, object]:
    """Return an area as the interface writes it."""
    kept = ("code", "name", "level", "kind", "within", "valid_from", "valid_until", "fictional")
    own = {name: getattr(facts.place, name) for name in kept}
    return own | {name: getattr(facts, name) for name in ("parent", "lat", "lng", "followed_by")}
