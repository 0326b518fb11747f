"""Canonical bytes and digest of minutes (decision 18), and the strict way back.

As with declarations: one text has one sequence of bytes, every string normalised, the whole RFC 8785 JSON with all keys
always present. Who came stands in it by institution; offices and guests are in the sealed attendance list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import rfc8785

from ikrar.core.account.grant import INSTITUTION_CODE
from ikrar.core.declaration.character import normalise
from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.core.meeting.form import Call, DecisionForm, MinutesForm, day_of, tidy

VERSION: Final = "ikrar.id/minutes/v1"
#: Above this many canonical bytes they are no minutes of one meeting.
MAX_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is registered: its number, text, owner institution and office, due day and calendar rule.

    ``stage``, ``station``, ``declaration`` and ``case`` say what it is about, each empty when it is about none.
    """

    n: int
    text: str
    owner: str
    office: str
    due: date | None
    rule: str
    stage: str
    station: str
    declaration: str
    case: str
    public: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """What stands under the digest; ``host``, ``invited`` and ``present`` are codes of institutions."""

    meeting: str
    call: Call
    zone: str
    host: str
    invited: tuple[str, ...]
    present: tuple[str, ...]
    notes: tuple[str, ...]
    closing: str
    decisions: tuple[Decided, ...]


def decided(form: DecisionForm, n: int, owners: Sequence[str]) -> Decided:
    """Read a decision; ``owners`` are the institutions that may be charged with one.

    Raises ``InvalidField`` without a text, an owner out of ``owners`` or its office; for a day that cannot be read.
    """
    text = _normal(form.text, f"decisions.{n}.text")
    if not text:
        raise InvalidField("Keputusan {n} belum berisi teks.", field=f"decisions.{n}.text", n=n)
    if form.owner not in owners:
        raise InvalidField(
            "Pilih lembaga yang menjalankan keputusan {n}, dari yang diundang.", field=f"decisions.{n}.owner", n=n
        )
    return Decided(
        n=n,
        text=text,
        owner=form.owner,
        office=_normal(form.office, f"decisions.{n}.office"),
        due=day_of(form.due, f"decisions.{n}.due") if form.due.strip() else None,
        rule=_normal(form.rule, f"decisions.{n}.rule"),
        stage=_normal(form.stage, f"decisions.{n}.stage"),
        station=_normal(form.station, f"decisions.{n}.station"),
        declaration=_normal(form.declaration, f"decisions.{n}.declaration"),
        case=_normal(form.case, f"decisions.{n}.case"),
        public=form.public,
    )


def minutes_of(
    form: MinutesForm, *, meeting: str, call: Call, zone: str, host: str, invited: Sequence[str], present: Sequence[str]
) -> Minutes:
    """Return the minutes a form would be frozen as; raises the first ``BadInput`` in the way."""
    kept, owners = tidy(form, len(call.agenda)), sorted({host, *invited})
    return Minutes(
        meeting=meeting,
        call=call,
        zone=zone,
        host=host,
        invited=tuple(sorted(invited)),
        present=tuple(sorted(present)),
        notes=tuple(_normal(note, f"notes.{n}") for n, note in enumerate(kept.notes, 1)),
        closing=_normal(kept.closing, "closing"),
        decisions=tuple(decided(one, n, owners) for n, one in enumerate(kept.decisions, 1)),
    )


def canonical_bytes(minutes: Minutes) -> bytes:
    """Write the canonical bytes: RFC 8785 over exactly the keys below, UTF-8, no final newline.

    Raises ``TooLarge`` above ``MAX_BYTES`` and ``InvalidField`` for a code of no institution.
    """
    for code in (minutes.host, *minutes.invited, *minutes.present):
        if not INSTITUTION_CODE.fullmatch(code):
            raise InvalidField("Kode lembaga {value} tidak dikenal bentuknya.", field="institution", value=code)
    call = minutes.call
    data = rfc8785.dumps(
        {
            "v": VERSION,
            "meeting": minutes.meeting,
            "title": call.title,
            "area": call.area,
            "election": call.election or None,
            "day": call.day.isoformat(),
            "start": call.start.isoformat("minutes"),
            "end": call.end.isoformat("minutes"),
            "zone": minutes.zone,
            "place": call.place or None,
            "host": minutes.host,
            "invited": list(minutes.invited),
            "present": list(minutes.present),
            "agenda": [
                {"n": n, "title": title, "notes": note or None}
                for n, (title, note) in enumerate(zip(call.agenda, minutes.notes, strict=True), 1)
            ],
            "closing": minutes.closing or None,
            "decisions": [_row(one) for one in minutes.decisions],
        }
    )
    if len(data) > MAX_BYTES:
        raise TooLarge("Notulen lebih besar daripada {limit} bita.", limit=MAX_BYTES)
    return data


def _row(one: Decided) -> dict[str, Any]:
    plain = asdict(one) | {"due": one.due.isoformat() if one.due else None}
    return {name: None if value == "" else value for name, value in plain.items()}


def parse(data: bytes) -> dict[str, Any]:
    """Read canonical bytes back as JSON values; raises ``BadInput`` for bytes that no minutes have."""
    try:
        found = json.loads(data.decode())
        whole = rfc8785.dumps(found) == data
    except (ValueError, RecursionError):
        raise BadInput("Berkas ini bukan JSON dalam UTF-8.") from None
    if not whole or not isinstance(found, dict) or found.get("v") != VERSION:
        raise BadInput("Berkas ini bukan bentuk kanonik {version}.", version=VERSION)
    return found


def _normal(value: str, name: str) -> str:
    return normalise(value, field=name)
