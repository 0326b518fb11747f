"""Minutes as files for those who take part: DOCX and PDF of what is kept, a draft until they are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext

from ikrar.channels.paper import minutes as paper
from ikrar.core.errors import InvalidField, Missing
from ikrar.core.meeting.form import DecisionForm, day_of, tidy
from ikrar.door import moment
from ikrar.door.language import read_in
from ikrar.records.institution import queries as institution
from ikrar.records.meeting import decision, queries
from ikrar.web.access import holder_of
from ikrar.web.parts.templatetags.meeting_words import meeting_state, rule_words, standing_name

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Give the minutes as a file in the language of the page."""
    if kind not in KINDS:
        raise Missing("Berkas ini tidak ada.")
    sheet = _sheet(queries.part(holder_of(request), ref))
    language = read_in()
    data = paper.pdf(sheet, language) if kind == "pdf" else paper.word(sheet, language)
    response = HttpResponse(data, KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="notulen-{sheet.day.isoformat()}.{kind}"'
    return response


def _sheet(part: queries.Part) -> paper.Sheet:
    meeting, names = part.meeting, institution.names(part.institutions)
    call, form = queries.call_in(meeting), queries.minutes_in(meeting)
    kept = tidy(form, len(call.agenda))
    hours = moment.hours(meeting.starts, meeting.ends, meeting.zone)
    facts = [
        (gettext("Waktu"), f"{date_format(call.day, 'j F Y')}, {hours}"),
        (gettext("Tempat"), call.place),
        (gettext("Wilayah"), meeting.area.name),
        (gettext("Tuan rumah"), meeting.institution.name),
        (gettext("Yang diundang"), "\n".join(f"{row.institution.name}, {row.office}" for row in part.invitees)),
    ]
    present = [row.institution.name for row in part.invitees if row.present]
    facts += [(gettext("Hadir"), "\n".join(present))] if present else []
    return paper.Sheet(
        title=meeting.title,
        facts=[fact for fact in facts if fact[1]],
        items=[paper.Item(title, note) for title, note in zip(call.agenda, kept.notes, strict=True)],
        closing=kept.closing,
        decisions=_made(part, names) if part.decisions else [_line(one, names, "") for one in kept.decisions],
        state=_state(part),
        digest=meeting.digest,
        day=call.day,
        example=meeting.example,
    )


def _made(part: queries.Part, names: Mapping[str, str]) -> list[paper.Line]:
    """Return the decisions as they were agreed, and where each stands now."""
    agreed = decision.agreed(part.meeting)
    return [_line(agreed[row.n], names, _stands(row)) for row in part.decisions]


def _line(one: DecisionForm, names: Mapping[str, str], standing: str) -> paper.Line:
    """Return a decision in words; ``one`` holds it as agreed, or as typed so far."""
    owner = ", ".join(filter(None, (names.get(one.owner, one.owner), one.office)))
    said = (_day(one.due), rule_words(one.rule) if one.rule else "")
    text = "\n".join(filter(None, (one.text, one.station and gettext("Tempat: {place}").format(place=one.station))))
    return paper.Line(text, owner, " · ".join(filter(None, said)), standing)


def _day(due: str) -> str:
    try:
        return date_format(day_of(due, "due"), "j F Y") if due else ""
    except InvalidField:
        return due


def _stands(row: Any) -> str:
    return " · ".join(filter(None, (standing_name(row.standing), row.result)))


def _state(part: queries.Part) -> list[str]:
    """Return what the minutes are: a draft, frozen, or approved by whom."""
    said = [
        gettext("Disetujui {who}, {day}").format(who=row.institution.name, day=moment.moment(row.at))
        for row in part.approvals
    ]
    if not part.meeting.digest:
        return [gettext("Rancangan: notulen ini belum dibekukan dan masih dapat berubah.")]
    return [gettext("Keadaan: {state}.").format(state=meeting_state(part.meeting.state)), *said]
