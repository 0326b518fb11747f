"""What a device token is, and giving it back. A machine sends and reads; it never decides."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema
from ninja.responses import Status
from pydantic import Field

from ikrar.api.access import machine_of
from ikrar.api.operation import operation
from ikrar.door.answer import say
from ikrar.door.rule import machine
from ikrar.records.token import actions

OWN = machine("GET", "DELETE", scope="the token itself")
EXAMPLE = {
    "role": "machine",
    "institution": "98.01/kpu",
    "areas": ["98.01"],
    "until": "2027-03-31",
    "made_on": "2026-11-22",
}


class Token(Schema):
    """What the token that was sent may do."""

    role: str = Field(description=say("Selalu machine: mengirim dan membaca, tidak pernah memutuskan."))
    institution: str = Field(description=say("Kode lembaga pemilik perangkat."))
    areas: list[str] = Field(description=say("Kode wilayah yang dicakup mandatnya, termasuk semua di bawahnya."))
    until: date = Field(description=say("Hari terakhir berlaku."))
    made_on: date = Field(description=say("Hari token ini diterbitkan."))


@operation(
    "GET",
    "/token",
    rule=OWN,
    name="token",
    summary=say("Token ini apa"),
    description=say("Peran, lembaga, wilayah, dan hari terakhir token yang dikirim."),
    response=Token,
    example=EXAMPLE,
)
def token(request: HttpRequest) -> dict[str, object]:
    """Say what the token is."""
    found = machine_of(request)
    grant = found.grant
    own = {"role": grant.role.value, "institution": grant.institution, "areas": sorted(grant.areas)}
    return own | {"until": grant.ends, "made_on": found.token.made_on}


@operation(
    "DELETE",
    "/token",
    rule=OWN,
    name="token",
    summary=say("Kembalikan token ini"),
    description=say("Token yang dikirim berakhir seketika, misalnya sebelum perangkat berpindah tangan."),
    response=None,
)
def give_back(request: HttpRequest) -> Status[None]:
    """End the token that was sent."""
    actions.give_back(machine_of(request), now=timezone.now())
    return Status(204, None)
