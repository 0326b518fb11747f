"""Minutes at the desk: taken live and kept while typing, read by all who take part, compared when two write."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.core.declaration.merging import Difference, compare, imprint, merged
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, Refused
from ikrar.core.meeting.form import MOST_DECISIONS, MOST_ITEMS, DecisionForm, MinutesForm, minutes_from_json, tidy
from ikrar.core.meeting.move import State
from ikrar.core.stage.due import Due, Edge
from ikrar.records.declaration import queries as register
from ikrar.records.institution import queries as institution
from ikrar.records.meeting import access, actions, history, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import conflict, decode, editor
from ikrar.web.desk.minutes_file import KINDS
from ikrar.web.refusal import message

PARTS = ("text", "owner", "office", "due", "rule", "stage", "station", "declaration", "case")
MOST_DECLARATIONS = 50


def read(post: QueryDict) -> MinutesForm:
    """Return the minutes of a posted form; more rows than any minutes have are left out."""
    notes = tuple(post.get(f"note-{n}", "") for n in range(min(decode.number(post.get("items", "0")), MOST_ITEMS)))
    rows = range(min(decode.number(post.get("decision_rows", "0")), MOST_DECISIONS + 1))
    return MinutesForm(notes, post.get("closing", ""), tuple(_decision(post, n) for n in rows))


def _decision(post: QueryDict, n: int) -> DecisionForm:
    words = {part: post.get(f"{part}-{n}", "").strip() for part in PARTS}
    return DecisionForm(public=f"public-{n}" in post, **words)


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the minutes: in the editor to the host while the meeting is open, else as they stand."""
    return _page(request, ref, None)


def _page(
    request: HttpRequest, ref: str, typed: MinutesForm | None, *, error: IkrarError | None = None, edition: int = 0
) -> HttpResponse:
    part = queries.part(holder_of(request), ref)
    meeting = part.meeting
    form = typed or queries.minutes_in(meeting)
    kept = tidy(form, len(meeting.minutes.agenda))
    writes = part.hosts and meeting.state == State.HELD.value
    rows = [*kept.decisions, DecisionForm()] if writes else list(kept.decisions)
    known = queries.stages_of(meeting)
    context = {
        "part": part,
        "meeting": meeting,
        "ref": ref,
        "today": holder_of(request).today,
        "writes": writes,
        "edition": edition or meeting.minutes.edition,
        "loaded": _imprint(queries.minutes_in(meeting), meeting),
        "items": list(zip(meeting.minutes.agenda, kept.notes, strict=True)),
        "closing": kept.closing,
        "decisions": list(enumerate(rows)),
        "count": len(rows),
        "most": MOST_DECISIONS,
        "files": tuple(KINDS),
        "owners": institution.names(part.institutions),
        "stages": known,
        "declarations": _declarations(meeting.institution_id, rows) if writes else {},
        "rules": [Due(one.code, Edge.FIRST, -1).code for one in known if one.first],
        "error": message(error) if error else "",
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "desk/minutes.html", context, status=editor.status_of(error) if error else 200)


def _declarations(institution: str, rows: list[DecisionForm]) -> dict[str, str]:
    """Return what a decision can be about: the host's newest frozen declarations, and what is chosen already."""
    own = {one.declaration_id: one.title for one in register.registered_by(institution, limit=MOST_DECLARATIONS)}
    return own | {one.declaration: one.declaration for one in rows if one.declaration and one.declaration not in own}


def save(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep what was typed, from the script while typing or by the button; then freeze when that was pressed."""
    holder, post = holder_of(request), decode.typed(request.POST)
    meeting = access.own(holder, ref)
    form, edition = read(post), decode.edition(request.POST)
    kept = edition  # what stands when freezing is refused after the minutes were kept

    def act() -> int:
        nonlocal kept
        kept = actions.save_minutes(holder, ref, edition=edition, form=form, now=timezone.now())
        if post.get("then") == "freeze":
            actions.freeze(holder, ref, edition=kept, kept=post.get("kept", ""), now=timezone.now())
        return kept

    def failed(error: IkrarError, status: int) -> HttpResponseBase:
        if isinstance(error, Conflict):
            return _conflict(request, ref, form, error)
        return _page(request, ref, form, error=error, edition=kept)

    return editor.answered(
        request, act, done=lambda: _after(ref, post), failed=failed, beside=lambda: {"loaded": _imprint(form, meeting)}
    )


def _imprint(form: MinutesForm, meeting: Any) -> str:
    """Return what a page carries to know later which side changed what since it was loaded or last saved."""
    return imprint(history.placed(form, meeting))


def _after(ref: str, post: QueryDict) -> str:
    if post.get("then") == "freeze":
        return reverse("desk-meeting", args=[ref])
    return reverse("minutes", args=[ref]) + "?tersimpan=1"


def _conflict(request: HttpRequest, ref: str, mine: MinutesForm, error: IkrarError) -> HttpResponse:
    """Show both sides, field by field; what was typed is carried along and nothing is saved yet."""
    meeting = access.own(holder_of(request), ref)
    theirs = history.placed(queries.minutes_in(meeting), meeting)
    sheet = conflict.Sheet(
        gettext("Dua orang menulis notulen ini"),
        reverse("minutes-merge", args=[ref]),
        reverse("minutes", args=[ref]) + "?buang=1",
        meeting.minutes.edition,
    )
    found = compare(history.placed(mine, meeting), theirs, decode.loaded(request.POST))
    return conflict.beside(request, sheet, found, _legend, error)


def _legend(one: Difference) -> str:
    if one.field == "notes":
        return gettext("Catatan mata acara {n}").format(n=one.row)
    if one.field == "decisions":
        return gettext("Keputusan {n}").format(n=one.row)
    return gettext("Lain-lain dan penutup")


def merge(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep minutes made of mine and theirs, as picked, on top of the edition that was shown."""
    holder, post = holder_of(request), decode.typed(request.POST)
    meeting = access.own(holder, ref)
    mine, edition = read(post), decode.edition(request.POST)
    if meeting.minutes.edition != edition:
        changed = Conflict("Sementara Anda memilih, notulen ini diubah lagi. Pilih sekali lagi.")
        return _conflict(request, ref, mine, changed)
    try:
        made = merged(
            history.placed(mine, meeting), history.placed(queries.minutes_in(meeting), meeting), conflict.picks(post)
        )
        form = minutes_from_json(made | {"notes": list(made["notes"].values())})
        actions.save_minutes(holder, ref, edition=edition, form=form, now=timezone.now())
    except Conflict as error:
        return _conflict(request, ref, mine, error)
    except (BadInput, IllegalMove, Refused) as error:
        return _page(request, ref, mine, error=error)
    return editor.see_other(reverse("minutes", args=[ref]) + "?tersimpan=1")


def editions(request: HttpRequest, ref: str) -> HttpResponseBase:
    """List what the minutes said earlier while they are taken; the POST lets them say that again."""
    holder = holder_of(request)
    meeting, error = access.own(holder, ref), None
    if meeting.state != State.HELD.value:
        return editor.see_other(reverse("minutes", args=[ref]))
    if request.method == "POST":
        to, edition = decode.number(request.POST.get("to", "")), decode.edition(request.POST)
        try:
            history.go_back(holder, ref, edition=edition, to=to, now=timezone.now())
            return editor.see_other(reverse("minutes", args=[ref]) + "?tersimpan=1")
        except (Conflict, IllegalMove) as wrong:
            error = wrong
    rows = [
        {"kept": one, "changed": [conflict.shown(d, _legend(d)) for d in one.changed]}
        for one in history.kept(holder, meeting)
    ]
    context = {"meeting": meeting, "ref": ref, "rows": rows, "error": message(error) if error else ""}
    return render(request, "desk/minutes_editions.html", context, status=editor.status_of(error) if error else 200)
