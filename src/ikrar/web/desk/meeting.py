"""Meetings at the desk: the list, a new one, the call, whom it invites, each step it takes, its approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.declaration.form import DeclarationForm, OfficeForm
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, InvalidField, Missing, Refused
from ikrar.core.meeting import agenda
from ikrar.core.meeting.form import MeetingForm
from ikrar.core.meeting.move import State
from ikrar.door.language import read_in
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declarations
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration import queries as register
from ikrar.records.election import queries as election
from ikrar.records.institution import queries as institution
from ikrar.records.meeting import access, actions, overlap, queries
from ikrar.records.meeting.sight import PARTICIPANTS
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.parts.place import asked, chosen, picker, plain
from ikrar.web.refusal import message

SHOWN = 40
FAULTS = (BadInput, Conflict, IllegalMove, Refused)
#: What the form of a call keeps as it is typed, besides the area and the agenda.
TYPED = ("title", "day", "start", "end", "place", "election", "materials")


def home(request: HttpRequest) -> HttpResponse:
    """List the meetings somebody takes part in, the latest first; ``q`` narrows, ``setelah`` goes on."""
    holder, words = holder_of(request), decode.sought(request.GET.get("q", ""))
    rows = queries.listed(holder, words=words, after=plain(request.GET.get("setelah", "")), limit=SHOWN + 1)
    late = queries.late_count(holder)
    context = {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN - 1].ref if len(rows) > SHOWN else "",
        "words": words,
        "secretary": holder.may(Role.SECRETARY),
        "late": min(late, queries.MANY),
        "later": late > queries.MANY,
        "runs": sorted({grant.institution for grant in holder.grants if grant.role in PARTICIPANTS}),
    }
    return render(request, "desk/meetings.html", context)


def _form(post: QueryDict) -> MeetingForm:
    lines = tuple(line.strip() for line in post.get("agenda", "").splitlines() if line.strip())
    words = {name: post.get(name, "") for name in TYPED}
    return MeetingForm(area=next(iter(chosen(post)), ""), agenda=lines, **words)


def new(request: HttpRequest) -> HttpResponseBase:
    """Open a draft; the button of a template fills the agenda in, the one of the place searches."""
    holder, post = holder_of(request), decode.typed(request.POST)
    if request.method != "POST":
        told = plain(request.GET.get("deklarasi", ""))
        return _call(request, _from_declaration(holder, told), {"declaration": told} if told else {})
    form, error = _form(post), None
    if "template" in post:
        return _with_template(request, form, post)
    if not asked(post):
        follow = actions.Follow(post.get("series", ""), post.get("series_title", ""))
        code, mailbox = post.get("institution", ""), post.get("mailbox", "")
        try:
            made = actions.begin(
                holder, institution=code, form=form, mailbox=mailbox, follow=follow, now=timezone.now()
            )
            if post.get("declaration"):
                told = declarations.editable(holder, post.get("declaration", "")).declaration_id
                actions.link_declaration(holder, made.ref, told)
            return editor.see_other(reverse("desk-meeting", args=[made.ref]))
        except (BadInput, Refused) as fault:
            error = fault
        except Missing:
            error = BadInput("Pilih rangkaian rapat lembaga ini sendiri.")
    return _call(request, form, post.dict(), words=asked(post), error=error)


def _from_declaration(holder: Holder, ref: str) -> MeetingForm:
    """Return the call to the meeting in which a declaration was made, as far as its text tells: no times, no agenda.

    An agenda that nobody followed would be an invented one; the usual ones are offered below the empty field.
    Raises Missing for a declaration that is not the holder's.
    """
    if not ref:
        return MeetingForm()
    told = register.form_in(declarations.editable(holder, ref))
    return MeetingForm(title=told.title, day=told.event_date, area=told.area, place=told.place, election=told.election)


def _with_template(request: HttpRequest, form: MeetingForm, post: QueryDict, *, meeting: Any = None) -> HttpResponse:
    """Show the form again with a usual agenda below what was typed, and say how many items came."""
    entered, error = post.dict(), None
    try:
        found = agenda.added(form.agenda, post.get("template", ""), read_in())
        entered["added"] = str(len(found) - len(form.agenda))
        form = replace(form, agenda=found)
    except InvalidField as fault:
        error = fault
    return _call(request, form, entered, meeting=meeting, error=error)


def _call(
    request: HttpRequest,
    form: MeetingForm,
    entered: Mapping[str, Any],
    *,
    meeting: Any = None,
    words: str = "",
    error: IkrarError | None = None,
) -> HttpResponse:
    holder = holder_of(request)
    context = {
        "form": form,
        "entered": entered,
        "meeting": meeting,
        "edition": entered.get("edition") or (meeting.minutes.edition if meeting else ""),
        "picker": picker([form.area], words=words),
        "elections": election.all_elections(),
        "templates": agenda.templates(),
        "institutions": institution.names(holder.institutions(Role.SECRETARY)),
        "series": queries.series_of(holder),
        "later": len(queries.following(holder, meeting)) if meeting else 0,
        "error": message(error) if error else "",
        "field": error.field if isinstance(error, InvalidField) else "",
    }
    return render(request, "desk/meeting_form.html", context, status=editor.status_of(error) if error else 200)


def change(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Change the call of a draft or of a called meeting; whoever is invited is told again."""
    holder, post = holder_of(request), decode.typed(request.POST)
    meeting = access.own(holder, ref)
    if request.method != "POST":
        return _call(request, queries.form_in(meeting), {"mailbox": meeting.minutes.mailbox}, meeting=meeting)
    form, error = _form(post), None
    if "template" in post:
        return _with_template(request, form, post, meeting=meeting)
    if not asked(post):
        edition, mailbox = decode.edition(request.POST), post.get("mailbox", "")
        terms: dict[str, Any] = {"edition": edition, "form": form, "mailbox": mailbox, "now": timezone.now()}
        try:
            if post.get("then") == "following":
                return _page(request, ref, None, followed=actions.change_following(holder, ref, **terms))
            actions.change(holder, ref, **terms)
            return editor.see_other(reverse("desk-meeting", args=[ref]) + "?tersimpan=1")
        except FAULTS as fault:
            error = fault
    return _call(request, form, post.dict(), meeting=meeting, words=asked(post), error=error)


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a meeting as its participants see it, with what this person may do."""
    return _page(request, ref, None)


def _page(
    request: HttpRequest, ref: str, error: IkrarError | None, *, followed: actions.Followed | None = None
) -> HttpResponse:
    holder = holder_of(request)
    part = queries.part(holder, ref)
    day = queries.stamp(part.meeting).date()
    invited = set(part.institutions)
    near = institution.responsible(part.meeting.area_id, None, day) if part.hosts else ()
    approved = {row.institution_id for row in part.approvals}
    context = {
        "part": part,
        "meeting": part.meeting,
        "ref": ref,
        "today": holder.today,
        "beside": _beside(holder, part),
        "to_invite": [one for one in near if one.code not in invited or one.code == part.meeting.institution_id],
        "may_approve": [code for code in part.speaks if code not in approved],
        "saved": request.GET.get("tersimpan") == "1" or followed is not None,
        "followed": followed,
        "left": [(one, message(why)) for one, why in followed.refused] if followed else [],
        "entered": decode.typed(request.POST) if error else {},
        "error": message(error) if error else "",
    }
    return render(request, "desk/meeting.html", context, status=editor.status_of(error) if error else 200)


def _beside(holder: Holder, part: queries.Part) -> list[overlap.Beside]:
    """Return what else is at the hours of a meeting that its host can still move."""
    movable = part.hosts and part.meeting.state in {State.DRAFT.value, State.CALLED.value}
    return overlap.beside(holder, part.meeting, part.institutions) if movable else []


def invite(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Put an institution on the list, or take one off it."""
    holder, post = holder_of(request), decode.typed(request.POST)
    access.own(holder, ref)
    try:
        if post.get("off"):
            actions.uninvite(holder, ref, post.get("off", ""), now=timezone.now())
        else:
            words = {name: post.get(name, "") for name in ("institution", "office", "mailbox")}
            actions.invite(holder, ref, now=timezone.now(), **words)
    except FAULTS as error:
        return _page(request, ref, error)
    return editor.see_other(reverse("desk-meeting", args=[ref]) + "#invited")


def _declare(holder: Holder, ref: str, post: QueryDict) -> str:
    """Open a declaration of the host from the meeting: its place and day, and the institutions that were invited."""
    part = queries.part(holder, ref)
    meeting, call = part.meeting, queries.form_in(part.meeting)
    if meeting.declaration_id:
        return reverse("desk-declaration", args=[meeting.declaration_id])
    names = institution.names(part.institutions)
    form = DeclarationForm(
        title=call.title,
        area=call.area,
        election=call.election,
        event_date=call.day,
        place=call.place,
        offices=tuple(OfficeForm(institution=names[code]) for code in part.institutions if code in names),
    )
    made = declaration.begin(holder, institution=meeting.institution_id, form=form, now=timezone.now())
    actions.link_declaration(holder, ref, made.ref)
    return reverse("desk-declaration", args=[made.ref])


def _discard(holder: Holder, ref: str, post: QueryDict) -> str:
    actions.discard(holder, ref, edition=decode.edition(post))
    return reverse("desk-meetings")


def _told(holder: Holder, ref: str, post: QueryDict) -> None:
    actions.call(holder, ref, edition=decode.edition(post), now=timezone.now())


def _cancel(holder: Holder, ref: str, post: QueryDict) -> None:
    actions.cancel(holder, ref, reason=post.get("reason", ""), now=timezone.now())


def _hold(holder: Holder, ref: str, post: QueryDict) -> str:
    actions.hold(holder, ref, now=timezone.now())
    return reverse("minutes", args=[ref])


MOVES: dict[str, Callable[[Holder, str, QueryDict], str | None]] = {
    "call": _told,
    "cancel": _cancel,
    "hold": _hold,
    "discard": _discard,
    "declare": _declare,
}


def move(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Take the step whose button was pressed."""
    holder, post = holder_of(request), decode.typed(request.POST)
    access.own(holder, ref)
    try:
        act = MOVES.get(post.get("move", ""))
        if act is None:
            raise BadInput("Tekan salah satu tombol pada halaman ini.")
        target = act(holder, ref, post)
    except FAULTS as error:
        return _page(request, ref, error)
    return editor.see_other(target or reverse("desk-meeting", args=[ref]))


def approve(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Say for one's institution that the frozen minutes tell what was agreed."""
    holder, post = holder_of(request), decode.typed(request.POST)
    access.readable(holder, ref)
    try:
        actions.approve(holder, ref, institution=post.get("institution", ""), now=timezone.now())
    except FAULTS as error:
        return _page(request, ref, error)
    return editor.see_other(reverse("desk-meeting", args=[ref]))
