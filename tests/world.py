"""The small world most tests live in: some real areas, all fictional ones, the elections, six institutions."""

from __future__ import annotations

from ikrar.core.place.area import Area as AreaRow
from ikrar.core.place.area import fold, load
from ikrar.records.election.actions import load_elections
from ikrar.records.institution.models import Institution, Office, Territory
from ikrar.records.place.models import Area

REGENCIES = ("35.28", "36.04", "36.73")  # Pamekasan; Serang, the regency and the city of the same name
HOME, AWAY, FICTIONAL = "35.28", "36.04", "98.01"

#: (code, kind, name); the first two are the cast's own and its neighbour in the same regency, then another regency's.
INSTITUTIONS = (
    ("35.28/kpu", "kpu", "KPU Kabupaten Pamekasan"),
    ("35.28/bawaslu", "bawaslu", "Bawaslu Kabupaten Pamekasan"),
    ("35.28/polres", "polri", "Polres Pamekasan"),
    ("35.28/partai-melati", "party", "Partai Melati Pamekasan"),
    ("35.28/pemantau", "cso", "Jaringan Pemantau Pamekasan"),
    ("36.04/kpu", "kpu", "KPU Kabupaten Serang"),
    ("98.01/kpu", "kpu", "KPU Kabupaten Lembah Arunika"),
)


def furnish() -> None:
    """Write areas, elections and institutions into an empty database."""
    Area.objects.bulk_create(_record(a) for a in load() if _wanted(a))
    load_elections()
    for code, kind, name in INSTITUTIONS:
        _found(code, kind, name)


def _found(code: str, kind: str, name: str) -> None:
    """Write an institution without the leaf of the act, so that every test starts with an empty ledger."""
    area = code.partition("/")[0]
    row = Institution.objects.create(code=code, kind=kind, name=name, area_id=area)
    Territory.objects.create(institution=row, area_id=area)
    Office.objects.create(institution=row, name=f"Ketua {name}")


def _wanted(area: AreaRow) -> bool:
    regency = ".".join(area.code.split(".")[:2])
    deep = area.level <= 3 or area.code.startswith("35.28.01")
    return area.code in {"35", "36"} or area.code.startswith("98") or (regency in REGENCIES and deep)


def _record(area: AreaRow) -> Area:
    return Area(
        code=area.code,
        level=area.level,
        kind=area.kind,
        name=area.name,
        key=fold(area.name),
        parent_id=area.parent or None,
        lat=area.lat,
        lng=area.lng,
        fictional=area.code.startswith("98"),
    )
