"""Press releases at the desk: what a record says in the words of the press, with quotes as entered, to take away.

Nothing is kept: a quote lives in the form and in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.release import docx_file
from ikrar.core.declaration.canonical import EXAMPLE_MARK
from ikrar.core.errors import BadInput, Missing
from ikrar.core.place.zone import SHORT
from ikrar.core.relay.custody import Leg
from ikrar.core.release.facts import MOST_QUOTES, Decision, Facts, Kind, Quote, quote_of, unanswered
from ikrar.core.release.write import Release, write
from ikrar.records.declaration import queries as declaration
from ikrar.records.meeting import access as meetings
from ikrar.records.meeting import queries as meeting
from ikrar.records.place import queries as place
from ikrar.records.relay import queries as relay
from ikrar.records.signature import queries as signature
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.public.attached import attached
from ikrar.web.refusal import message


def page(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Show the release of a public record; the POST gives it with quotes as a file. Raises Missing for no record."""
    if kind not in _FACTS:
        raise Missing("Halaman ini tidak ada.")
    facts = _FACTS[kind](ref)
    if kind == "rapat" and facts and not meetings.visible_to(holder_of(request)).filter(ref=ref).exists():
        facts = replace(facts, start=None, end=None)  # the hours are not public (decision record 0036)
    typed = decode.typed(request.POST)
    entered = [(typed.get(f"words-{n}", ""), typed.get(f"office-{n}", "")) for n in range(MOST_QUOTES)]
    try:
        quotes = tuple(filter(None, (quote_of(*pair) for pair in entered)))
    except BadInput as error:
        return _page(request, facts, (), entered, error)
    asked = typed.get("berkas", "")
    if facts is None or asked not in _FILES:
        return _page(request, facts, quotes, entered, None)
    data, media_type, name = _FILES[asked](write(_with(facts, quotes)))
    response = HttpResponse(data, content_type=media_type)
    return attached(response, f"siaran-pers-{ref.lower()}.{name}", example=facts.example)


_FILES: dict[str, Callable[[Release], tuple[bytes, str, str]]] = {
    "docx": lambda release: (docx_file.write(release), docx_file.MEDIA_TYPE, "docx"),
    "txt": lambda release: (release.text().encode(), "text/plain; charset=utf-8", "txt"),
}


def _page(
    request: HttpRequest,
    facts: Facts | None,
    quotes: tuple[Quote, ...],
    entered: list[tuple[str, str]],
    error: BadInput | None,
) -> HttpResponse:
    context = {
        "release": write(_with(facts, quotes)) if facts else None,
        "lacks": [one.value for one in unanswered(facts)] if facts else ["when"],
        "entered": list(enumerate(entered)),
        "error": message(error) if error else "",
    }
    return render(request, "desk/release.html", context, status=editor.status_of(error) if error else 200)


def _with(facts: Facts, quotes: tuple[Quote, ...]) -> Facts:
    return Facts(**{name: getattr(facts, name) for name in facts.__slots__} | {"quotes": quotes})


# --- facts of a record, and only what is public of it -----------------------------------------------------------------


def _declaration(ref: str) -> Facts | None:
    """The facts of a declaration's newest version; None while it names no day."""
    found = declaration.registered(ref)
    text = found.text
    if text.event_date is None:
        return None
    rows = signature.of(ref, found.number)
    area, province = _area(found.place)
    return Facts(
        Kind.DECLARATION,
        _unmarked(text.title),
        text.event_date,
        area,
        province,
        election=_unmarked(found.election.name_id) if found.election else "",
        place=text.place or "",
        why=(text.preamble or "").split("\n")[0],
        points=text.points,
        offices=tuple(_office(row) for row in rows if row.stands),
        pledging=tuple(_office(row) for row in rows if not row.stands),
        url=settings.ORIGIN + reverse("declaration", args=[ref]),
        example=found.example,
    )


def _meeting(ref: str) -> Facts | None:
    """The facts of a meeting whose minutes were approved."""
    found = meeting.published(ref, timezone.localdate())
    row, zone = found.meeting, ZoneInfo(found.meeting.zone)
    starts, ends = row.starts.astimezone(zone), row.ends.astimezone(zone)
    area, province = _area(place.find(row.area_id))
    return Facts(
        Kind.MEETING,
        _unmarked(row.title),
        starts.date(),
        area,
        province,
        election=_unmarked(row.election.name_id) if row.election else "",
        place=row.place,
        start=starts.time(),
        end=ends.time(),
        zone=SHORT.get(row.zone, ""),
        host=row.institution.name,
        invited=tuple(name for code, name in found.institutions if code != row.institution_id),
        approved=tuple(one.institution.name for one in found.approved),
        decisions=tuple(Decision(one.text, one.owner.name, one.due) for one in found.decisions),
        example=row.example,
    )


def _handover(ref: str) -> Facts | None:
    """The facts of a hand-over that both sides signed off, by its relay and number ("REF-3")."""
    name, _, number = ref.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < decode.DIGITS):
        raise Missing("Serah terima ini tidak ada.")
    found = relay.handover(name, int(number), timezone.now())
    row = found.stop.row
    if row.state != Leg.DONE.value or row.giver is None or row.actual_on is None:
        raise Missing("Serah terima ini tidak ada.")
    area, province = _area(place.find(row.area_id))
    return Facts(
        Kind.HANDOVER,
        _unmarked(row.relay.series),
        row.actual_on,
        area,
        province,
        election=_unmarked(row.relay.election.name_id) if row.relay.election else "",
        place=row.venue,
        giver=row.giver.name,
        receiver=row.receiver.name,
        thing=_unmarked(row.relay.baton),
        offices=tuple(found.opened.witnesses) if found.opened else (),
        url=settings.ORIGIN + reverse("handover", args=[name, row.n]),
        example=row.relay.example,
    )


_FACTS: dict[str, Callable[[str], Facts | None]] = {
    "deklarasi": _declaration,
    "rapat": _meeting,
    "kirab": _handover,
}


def _office(row: signature.Signed) -> str:
    """An office as the press names it: "Ketua KPU Kabupaten Contoh"; never who holds it."""
    return row.office if not row.institution or row.institution in row.office else f"{row.office} {row.institution}"


def _area(found: place.Place | None) -> tuple[str, str]:
    """Return the area written out, and its province; a province is its own."""
    if found is None:
        return "Indonesia", ""
    if not found.within:
        return f"Provinsi {found.name}", ""
    return ", ".join([found.name, *found.within.split(", ")[:-1]]), found.within.split(", ")[-1]


def _unmarked(title: str) -> str:
    """A title without the mark of an example, which stands above the whole release."""
    return title.removeprefix(EXAMPLE_MARK).lstrip(" :–-")
