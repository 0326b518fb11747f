"""Minutes as files for those who take part: DOCX and PDF of what is kept, a draft until they are frozen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from ikrar.channels.paper import minutes as paper
from ikrar.core.errors import Missing
from ikrar.core.meeting.form import tidy
from ikrar.records.institution import queries as institution
from ikrar.records.meeting import queries
from ikrar.web.access import holder_of
from ikrar.web.parts.templatetags.meeting_words import meeting_state, rule_words, standing_name, zone_short

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Give the minutes as a file in the language of the page."""
    if kind not in KINDS:
        raise Missing("Berkas ini tidak ada.")
    sheet = _sheet(queries.part(holder_of(request), ref))
    language = "en" if get_language() == "en" else "id"
    data = paper.pdf(sheet, language) if kind == "pdf" else paper.word(sheet, language)
    response = HttpResponse(data, KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="notulen-{sheet.day.isoformat()}.{kind}"'
    return response


def _sheet(part: queries.Part) -> paper.Sheet:
    meeting, names = part.meeting, institution.names(part.institutions)
    call, form = queries.call_in(meeting), queries.minutes_in(meeting)
    kept = tidy(form, len(call.agenda))
    hours = f"{call.start:%H:%M}–{call.end:%H:%M} {zone_short(call.area)}"
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
        decisions=_made(part) or [paper.Line(one.text, names.get(one.owner, "")) for one in kept.decisions],
        state=_state(part),
        digest=meeting.digest,
        day=call.day,
        example=meeting.example,
    )


def _made(part: queries.Part) -> list[paper.Line]:
    return [paper.Line(row.text, _about(row)) for row in part.decisions]


def _about(row: Any) -> str:
    due = gettext("tenggat {day}").format(day=date_format(row.due, "j F Y")) if row.due else ""
    rule = rule_words(row.rule) if row.rule else ""
    said = (row.owner.name, row.office, due, rule, row.station, standing_name(row.standing), row.result)
    return " · ".join(filter(None, said))


def _state(part: queries.Part) -> list[str]:
    """Return what the minutes are: a draft, frozen, or approved by whom."""
    said = [
        gettext("Disetujui {who}, {day}").format(who=row.institution.name, day=date_format(row.at, "j F Y H:i T"))
        for row in part.approvals
    ]
    if not part.meeting.digest:
        return [gettext("Rancangan: notulen ini belum dibekukan dan masih dapat berubah.")]
    return [gettext("Keadaan: {state}.").format(state=meeting_state(part.meeting.state)), *said]
