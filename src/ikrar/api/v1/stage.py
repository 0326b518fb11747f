"""The stages of an election."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Schema
from pydantic import Field

from ikrar.api.operation import operation
from ikrar.api.page import link, marked
from ikrar.api.v1.election import Name
from ikrar.core.stage.table import Stage, recorded
from ikrar.door.answer import say
from ikrar.door.rule import everyone
from ikrar.records.election import queries
from ikrar.records.stage.queries import stages_of

EXAMPLE: dict[str, object] = {
    "code": "QUIET",
    "name": {"id": "Masa tenang", "en": "Quiet days"},
    "first": "2024-11-24",
    "last": "2024-11-26",
    "rule": None,
    "computed": False,
    "source": "PKPU 2/2024",
    "parent": None,
    "waits": [],
    "readings": [],
    "address": "https://ikrar.example/kalender/pilkada-2024/QUIET/",
}


class Reading(Schema):
    """What one source prints."""

    first: date | None
    last: date | None
    source: str
    note: Name | None = Field(description=say("Mengapa bacaan ini disimpan."))


class StageOut(Schema):
    """One stage; both days are null where a rule stands instead and is not computed yet."""

    code: str = Field(description=say("Kode tahapan, tetap untuk program."))
    name: Name
    first: date | None = Field(description=say("Hari pertama; null bila peraturannya tidak menyebut."))
    last: date | None = Field(description=say("Hari terakhir, termasuk."))
    rule: Name | None = Field(description=say("Aturan dalam kata-kata, bila ada."))
    computed: bool = Field(description=say("Benar bila harinya dihitung dari sebuah peristiwa."))
    source: str = Field(description=say("Peraturan yang menetapkan; kosong bila tidak dicatat."))
    parent: str | None = Field(description=say("Kode tahapan yang memuatnya."))
    waits: list[str] = Field(description=say("Peristiwa yang ditunggu supaya harinya dapat dihitung."))
    readings: list[Reading] = Field(description=say("Semua bacaan bila sumber berbeda; yang dipakai yang lebih ketat."))
    address: str = Field(description=say("Halaman tahapan ini."))


class Stages(Schema):
    """Every stage of an election, by day."""

    recorded: bool = Field(description=say("Salah bila hanya hari pemungutan suaranya yang diketahui."))
    calendar: str = Field(description=say("Alamat kalender untuk dilanggan (iCalendar)."))
    items: list[StageOut]


@operation(
    "GET",
    "/stage/{code}",
    rule=everyone("stages of every election"),
    name="stages",
    summary=say("Tahapan satu pemilihan"),
    description=say(
        "Semua tahapan menurut harinya, dengan dasar hukumnya. Bila sumber berbeda, hari yang dipakai adalah yang "
        "lebih ketat dan semua bacaan ada di readings."
    ),
    response=Stages,
    example={
        "recorded": True,
        "calendar": "https://ikrar.example/kalender/pilkada-2024.ics",
        "items": [EXAMPLE],
    },
)
def of_election(
    request: HttpRequest,
    response: HttpResponse,
    code: PathEx[str, P(description=say("Kode pemilihan."), example="pilkada-2024")],
) -> object:
    """List the stages of an election."""
    found = queries.find(code)
    marked(response, [found.fictional])
    return {
        "recorded": recorded(code),
        "calendar": link("calendar-election-feed", code=code),
        "items": [shown(code, one) for one in stages_of(found, found.area_id)],
    }


def shown(election: str, one: Stage) -> dict[str, Any]:
    """Return a stage as the interface writes it."""
    own = {name: getattr(one, name) for name in ("code", "name", "first", "last", "computed", "source")}
    readings = [
        {"first": r.first, "last": r.last, "source": r.source, "note": dict(r.note) or None} for r in one.readings
    ]
    more = {"rule": dict(one.rule) or None, "parent": one.parent or None, "waits": list(one.waits)}
    address = link("calendar-stage", code=election, stage_code=one.code)
    return own | more | {"readings": readings, "address": address}
