"""A hand-over that an article tells of, as the form of a relay: each fact in its own field, what is not sure marked.

Nothing is guessed in silence: a direction that the article leaves open is the person's choice, and every field that was
worked out and not told says so beside itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext

from ikrar.core.reading.form import ReadingForm
from ikrar.core.reading.known import Answer, Standing
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as elections
from ikrar.records.reading import access, actions, known, queries
from ikrar.web.parts.templatetags.parts import spoken

ARROW: Final = " → "
#: "Ketua KPU se-Provinsi Banten": all of a province; the one of the province is meant by a hand-over between provinces.
_ALL_OF: Final = re.compile(r"\bse[- ]?(?=provinsi\b)", re.IGNORECASE)
#: Fields of the reader -> fields of the form in which they land.
_LANDS: Final = {
    "regency": "area-1",
    "province": "area-1",
    "area_code": "area-1",
    "event_date": "actual_on-1",
    "place_text": "venue-1",
    "election": "election",
}


@dataclass
class Filled:
    """What the form starts with, what to check in which field, and directions to choose between: number and words."""

    typed: QueryDict
    notes: dict[str, str] = field(default_factory=dict)
    ways: list[tuple[int, str]] = field(default_factory=list)


def filled(holder: Holder, ref: str, way: str = "") -> Filled:
    """Fill the form from a reading draft of the person's own; ``way`` is the number of a direction that was chosen.

    Raises Missing for a draft of anybody else. The person confirms every field.
    """
    reading = access.own(holder, ref)
    form, asked = queries.form_in(reading), queries.questions(reading)
    made = Filled(QueryDict(mutable=True))
    told = next((one for one in asked if one.field == "handover"), None)
    ways = [one.value for one in told.options] if told else []
    sides = (form.handover_from, form.handover_to)
    if not any(sides):
        made.ways = list(enumerate(ways, start=1))
        if way.isascii() and way.isdigit() and 0 < int(way[:4]) <= len(ways):
            giver, _, receiver = ways[int(way[:4]) - 1].partition(ARROW)
            sides = (giver, receiver)
    _facts(made, form)
    _sides(made, form, sides, chosen=bool(made.ways))
    _mark_doubts(made, [one for one in asked if one.taken is None])
    return made


def _facts(made: Filled, form: ReadingForm) -> None:
    """Put place and day where the baton arrives; where it left and what was planned, the article does not tell."""
    found = form.declaration
    election = next((e for e in elections.all_elections() if e.code == found.election), None)
    made.typed.update(
        {
            "series": f"Kirab {election.name_id}" if election else "",
            "baton": gettext("Menurut berita"),
            "election": found.election,
            "starts_on": found.event_date,
            "area-1": found.area,
            "venue-1": found.place,
            "planned_on-1": found.event_date,
            "actual_on-1": found.event_date,
        }
    )
    made.notes = {
        "baton": gettext("Berita tidak menamai tongkat atau jalurnya."),
        "start": gettext("Berita tidak menyebut dari mana tongkat berangkat."),
        "starts_on": gettext("Berita hanya menyebut hari serah terima. Ubah bila tongkat berangkat lebih awal."),
        "planned_on-1": gettext("Berita tidak menyebut rencana; diisi dengan hari serah terimanya."),
    }


def _sides(made: Filled, form: ReadingForm, sides: tuple[str, str], *, chosen: bool) -> None:
    """Put in the codes of giver and receiver where one registered institution is meant; else say what is written."""
    plain = [_ALL_OF.sub("", side) for side in sides]
    answers = known.bodies(form, plain, actions.tables().gazetteer)
    for name, written, asked in zip(("holder", "receiver-1"), sides, plain, strict=True):
        code, made.notes[name] = _side(written, asked != written, answers.get(asked.strip()))
        made.typed[name] = code
        if chosen and written:
            made.notes[name] += " " + gettext("Arahnya tidak tertulis di berita; Anda yang memilihnya.")
    if giver := made.typed.get("holder", ""):
        made.typed["start"] = giver.partition("/")[0]
        made.notes["start"] += " " + gettext("Diisi dengan wilayah pemberi.")


def _side(written: str, wide: bool, answer: Answer | None) -> tuple[str, str]:
    """Return the code of a side, empty when it is not sure, and what to check."""
    if answer is None:
        return "", gettext("Siapa menyerahkan kepada siapa tidak tertulis dengan jelas.")
    said = gettext("Berita menulis: {words}.").format(words=written)
    if wide:
        said += " " + gettext("Itu semua lembaga seprovinsi; diisi dengan yang di provinsi.")
    if answer.standing is Standing.SURE:
        return answer.choices[0].code, said
    why = spoken({"message": answer.reason.message, "params": answer.reason.params})
    return "", f"{said} {why}"


def _mark_doubts(made: Filled, asked: list[Any]) -> None:
    for one in asked:
        lands = _LANDS.get(one.field)
        if lands:
            made.notes[lands] = spoken({"message": one.message, "params": one.params})
