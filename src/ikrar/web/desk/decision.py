"""Decisions of all meetings somebody sees: the register with its filters and files, and one decision to be ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.channels.spreadsheet import file
from ikrar.channels.spreadsheet.table import MOST_ROWS, Table
from ikrar.core.errors import BadInput, IkrarError, IllegalMove, InvalidField, Missing, Refused
from ikrar.core.meeting.form import day_of
from ikrar.core.meeting.move import Standing
from ikrar.records.meeting import access, decision, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.parts.place import plain
from ikrar.web.parts.templatetags.meeting_words import rule_words, standing_name
from ikrar.web.refusal import message

SHOWN = 50
STANDINGS = ("open", "overdue", "closed", "dropped")
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _wanted(request: HttpRequest) -> tuple[queries.Wanted, dict[str, str]]:
    """Return what is looked for, and the address that asks for it; what cannot be read asks for nothing."""
    sent = {
        "keadaan": request.GET.get("keadaan", ""),
        "lembaga": request.GET.get("lembaga", ""),
        "tahapan": request.GET.get("tahapan", ""),
        "tempat": request.GET.get("tempat", ""),
        "sampai": request.GET.get("sampai", ""),
        "q": request.GET.get("q", ""),
    }
    typed = {name: plain(str(value))[:100] for name, value in sent.items()}
    if typed["keadaan"] not in {*STANDINGS, ""}:
        typed["keadaan"] = ""
    try:
        until: date | None = day_of(typed["sampai"], "due") if typed["sampai"] else None
    except InvalidField:
        until, typed["sampai"] = None, ""
    found = queries.Wanted(typed["keadaan"], typed["lembaga"], typed["tahapan"], typed["tempat"], until, typed["q"])
    return found, typed


def register(request: HttpRequest) -> HttpResponse:
    """List decisions by due day, open ones first by default being all; each filter has its address."""
    holder = holder_of(request)
    wanted, typed = _wanted(request)
    rows = queries.register(holder, wanted, holder.today)
    page = list(queries.after_decision(rows, plain(request.GET.get("setelah", "")))[: SHOWN + 1])
    context = {
        "rows": page[:SHOWN],
        "more": page[SHOWN - 1].ref if len(page) > SHOWN else "",
        "count": queries.counted(rows, holder.today),
        "typed": typed,
        "query": urlencode({name: value for name, value in typed.items() if value}),
        "owners": queries.owners(holder),
        "standings": STANDINGS,
        "files": tuple(KINDS),
        "today": holder.today,
    }
    return render(request, "desk/decisions.html", context)


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the decisions that were asked for as a table, at most as many as a sheet of ours holds."""
    if kind not in KINDS:
        raise Missing("Berkas ini tidak ada.")
    holder = holder_of(request)
    wanted, _typed = _wanted(request)
    rows = queries.register(holder, wanted, holder.today)[:MOST_ROWS]
    response = HttpResponse(file.write(Table(_columns(), tuple(_lines(rows))), kind), KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="keputusan.{kind}"'
    return response


def _columns() -> tuple[str, ...]:
    return (
        "rapat",
        "hari",
        "nomor",
        "keputusan",
        "lembaga",
        "jabatan",
        "tenggat",
        "aturan",
        "keadaan",
        "hasil",
        "contoh",
    )


def _lines(rows: Any) -> Iterator[tuple[str, ...]]:
    for row in rows:
        day = queries.stamp(row.meeting).date().isoformat()
        due = row.due.isoformat() if row.due else ""
        said = (row.owner.name, row.office, due, rule_words(row.rule), standing_name(row.standing), row.result)
        yield (row.meeting.title, day, str(row.n), row.text, *said, "CONTOH" if row.meeting.example else "")


def page(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Show one decision; the POST closes it with a result or drops it with a reason."""
    holder, post = holder_of(request), decode.typed(request.POST)
    access.decision(holder, ref)
    if request.method != "POST":
        return _page(request, ref, None)
    becomes = Standing.DROPPED if post.get("becomes") == Standing.DROPPED.value else Standing.CLOSED
    try:
        decision.end(holder, ref, becomes=becomes, words=post.get("result", ""), now=timezone.now())
    except (BadInput, IllegalMove, Refused) as error:
        return _page(request, ref, error)
    return editor.see_other(reverse("decision", args=[ref]))


def _page(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder = holder_of(request)
    row = access.decision(holder, ref)
    context = {
        "row": row,
        "may_close": access.may_close(holder, row),
        "hosts": access.hosts(holder, row.meeting),
        "sees": access.visible_to(holder).filter(ref=row.meeting_id).exists(),
        "today": holder.today,
        "entered": decode.typed(request.POST),
        "error": message(error) if error else "",
        "title": gettext("Keputusan {n}").format(n=row.n),
    }
    return render(request, "desk/decision.html", context, status=editor.status_of(error) if error else 200)
