"""Decisions of all meetings somebody sees: the register with its filters and files, and one decision to be ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.channels.spreadsheet import csv_stream, file
from ikrar.channels.spreadsheet.table import MOST_ROWS, Table
from ikrar.core.errors import BadInput, IkrarError, IllegalMove, Missing, Refused
from ikrar.core.meeting.move import DEEDS, Deed
from ikrar.core.stage.table import names
from ikrar.door.language import read_in, spoken
from ikrar.records.institution import queries as institution
from ikrar.records.meeting import access, decision, finding, queries
from ikrar.records.meeting.register import Register, Wanted
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.parts.asked import Reader
from ikrar.web.parts.place import plain
from ikrar.web.parts.templatetags.meeting_words import is_late, rule_words, standing_name
from ikrar.web.public import near
from ikrar.web.refusal import message

SHOWN = 50
STANDINGS = ("open", "overdue", "closed", "dropped")
COLUMNS = (
    *("rapat", "hari", "rujukan_rapat", "nomor", "keputusan", "lembaga", "jabatan"),
    *("tenggat", "aturan", "tahapan", "tempat", "keadaan", "lewat_tenggat", "hasil"),
    *("berakhir_utc", "diakhiri_oleh", "dipersoalkan_utc", "deklarasi", "kasus", "publik"),
    *("rujukan", "alamat", "contoh"),
)
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True)
class Asked:
    """What the address of the register asks for: a place, and what else could be read."""

    wanted: Wanted
    near: near.Asked
    owners: list[tuple[str, str]]
    reader: Reader

    @property
    def whole(self) -> bool:
        """Whether everything that was asked for could be read."""
        return not self.reader.wrong and (not self.near.chosen or bool(self.near.code))


def _asked(request: HttpRequest, book: Register) -> Asked:
    """Read the filters; what cannot be read asks for nothing and is told of."""
    reader, owners, where = Reader(), book.owners(), near.asked(request.GET)
    wanted = Wanted(
        standing=reader.choice("keadaan", request.GET.get("keadaan", ""), STANDINGS),
        owner=reader.choice("lembaga", request.GET.get("lembaga", ""), dict(owners)),
        stage=reader.choice("tahapan", request.GET.get("tahapan", ""), names()),
        area=where.code,
        until=reader.day("sampai", request.GET.get("sampai", "")),
        words=reader.words("q", request.GET.get("q", "")),
    )
    return Asked(wanted, where, owners, reader)


def register(request: HttpRequest) -> HttpResponse:
    """List decisions by due day, open ones first by default being all; each filter has its address."""
    book = Register(holder_of(request))
    asked = _asked(request, book)
    given, where, after = asked.reader.given, asked.near, plain(request.GET.get("setelah", ""))
    found = book.found(asked.wanted, after=after, limit=SHOWN)
    context = {
        "rows": found.rows[:SHOWN],
        "more": found.rows[SHOWN - 1].ref if len(found.rows) > SHOWN else "",
        "count": found.count,
        "few": finding.FEW,
        "typed": given,
        "wrong": asked.reader.wrong,
        "near": where,
        "query": urlencode(given | ({"wilayah": where.code} if where.code else {})),
        "rest": urlencode(given) + "&" if given else "",
        "owners": asked.owners,
        "stages": [(code, name[read_in()]) for code, name in names().items()],
        "standings": STANDINGS,
        "files": tuple(file.FORMATS),
        "most": MOST_ROWS,
        "today": book.today,
    }
    return render(request, "desk/decisions.html", context)


def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give all decisions that were asked for as CSV, line by line; as XLSX as many as a sheet of ours holds.

    A file that holds not all of them is named so. Raises Missing for a filter that cannot be read: a file cannot say
    what it left out.
    """
    holder = holder_of(request)
    asked = _asked(request, Register(holder))
    if kind not in file.FORMATS or not asked.whole:
        raise Missing("Berkas ini tidak ada.")
    rows, stages = decision.exported(holder, asked.wanted), names()
    lines = (_line(row, holder.today, stages.get(row.stage, {})) for row in rows)
    if kind == "csv":
        return _attached(StreamingHttpResponse(spoken(csv_stream.write(COLUMNS, lines))), kind)
    held = list(islice(lines, MOST_ROWS + 1))
    return _attached(HttpResponse(file.write(Table(COLUMNS, tuple(held[:MOST_ROWS])), kind)), kind, len(held))


def _attached(response: R, kind: str, rows: int = 0) -> R:
    """Have a table of decisions saved under its name, which says where it is a part."""
    part = "-sebagian" if rows > MOST_ROWS else ""
    response["Content-Type"] = file.FORMATS[kind]
    response["Content-Disposition"] = f'attachment; filename="keputusan{part}.{kind}"'
    return response


def _line(row: Any, today: date, stage: Mapping[str, str]) -> tuple[str, ...]:
    meeting = row.meeting
    return (
        *(meeting.title, queries.stamp(meeting).date().isoformat(), meeting.ref),
        *(str(row.n), row.text, row.owner.name, row.office),
        *(row.due.isoformat() if row.due else "", rule_words(row.rule) if row.rule else ""),
        *(stage.get(read_in(), row.stage), row.station),
        *(standing_name(row.standing), gettext("ya") if is_late(row, today) else "", row.result),
        *(_utc(row.ended_at), row.ended_by.name if row.ended_by else "", _utc(row.disputed_at)),
        *(row.declaration_id or "", row.case, gettext("ya") if row.public else ""),
        *(row.ref, settings.ORIGIN + reverse("decision", args=[row.ref]), "CONTOH" if meeting.example else ""),
    )


def _utc(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def page(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Show one decision and what became of it; the POST does what its button says, with the words typed."""
    holder, post = holder_of(request), decode.typed(request.POST)
    if request.method != "POST":
        return _page(request, ref, None)
    access.decision(holder, ref)  # before anything is read of what was typed
    try:
        deed = _deed(post.get("deed", ""))
        change = decision.Change(post.get("owner", ""), post.get("office", ""), post.get("due", ""))
        decision.do(holder, ref, deed, words=post.get("result", ""), change=change, now=timezone.now())
    except (BadInput, IllegalMove, Refused) as error:
        return _page(request, ref, error)
    return editor.see_other(reverse("decision", args=[ref]) + "#life")


def _number(text: str) -> int:
    """Read the number of a deed in an address; anything else asks for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < decode.DIGITS else 0


def _deed(pressed: str) -> Deed:
    """Return the deed of a button; raises BadInput for what no button of the page sends."""
    for deed in Deed:
        if deed.value == pressed:
            return deed
    raise BadInput("Tekan salah satu tombol pada halaman ini.")


def _page(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder = holder_of(request)
    row = access.decision(holder, ref)
    context = {
        "row": row,
        "may": {deed.value for (old, deed) in DEEDS if old == row.standing and access.may_do(holder, row, deed)},
        "owners": institution.names(access.parties(row.meeting)),
        "life": decision.life(row, _number(request.GET.get("sampai", ""))),
        "moved": decision.moved_due(row),
        "sees": access.visible_to(holder).filter(ref=row.meeting_id).exists(),
        "today": holder.today,
        "entered": decode.typed(request.POST),
        "error": message(error) if error else "",
        "title": gettext("Keputusan {n}").format(n=row.n),
    }
    return render(request, "desk/decision.html", context, status=editor.status_of(error) if error else 200)
