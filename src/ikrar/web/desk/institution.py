"""Institutions at the desk of their administrators: names, territory, offices, terms, usual ones, files in and out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from ikrar.channels.spreadsheet import csv_file, file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, Conflict, IkrarError, InvalidField, Refused
from ikrar.core.institution import sheet
from ikrar.core.institution.office import OFFICE_KINDS
from ikrar.core.institution.record import OfficeRecord
from ikrar.core.institution.territory import checked
from ikrar.records.institution import access, actions, queries
from ikrar.records.place import queries as place
from ikrar.web.access import holder_of
from ikrar.web.desk import editor
from ikrar.web.refusal import message

FAULTS = (BadInput, Conflict, Refused)


def home(request: HttpRequest) -> HttpResponse:
    """List the institutions the person administers, and offer the usual ones of a place, files in and files out."""
    return _home(request)


def _home(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    holder = holder_of(request)
    own = queries.names(holder.institutions(Role.ADMINISTRATOR))
    areas = sorted({a for g in holder.grants if g.role == Role.ADMINISTRATOR for a in g.areas})
    context = {"own": sorted(own.items()), "areas": areas, "columns": sheet.COLUMNS} | more
    return render(request, "desk/institutions.html", context, status=status)


def usual(request: HttpRequest) -> HttpResponseBase:
    """Show which usual institutions of an area are there and which would come; ``then=save`` writes them."""
    holder, area = holder_of(request), request.POST.get("area", "").strip()[:13]
    districts = request.POST.get("districts") == "1"
    found = queries.proposals(area, districts=districts) if access.may_found(holder, area) else ()
    if not found:
        error = message(InvalidField("Pilih wilayah di dalam mandat Anda.", field="area"))
        return _home(request, status=422, error=error, chosen=area)
    if request.POST.get("then") == "save":
        actions.found_usual(holder, area, districts=districts, now=timezone.now())
        return editor.see_other(reverse("institutions") + f"?wilayah={area}")
    return _home(request, proposals=found, chosen=area, districts=districts)


def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Try a file and show what it would change and what is wrong, row by row; the second step keeps all of it."""
    holder = holder_of(request)
    try:
        table = _table(request)
        entries, wrong = sheet.from_rows(table.columns, table.rows)
        changes, impossible = queries.compare(entries, holder)
        if request.POST.get("then") == "save" and not wrong:
            actions.take_in(entries, holder=holder, now=timezone.now())
            return editor.see_other(reverse("desk-institutions"))
    except FAULTS as error:
        return _home(request, status=editor.status_of(error), error=message(error))
    faults = [(p.row, p.column, message(p.error)) for p in (*wrong, *impossible)]
    kept = csv_file.write(table).decode("utf-8-sig")
    tried = {"changes": changes, "faults": faults, "same": len(entries) - len(changes), "kept": kept}
    return _home(request, status=422 if faults else 200, tried=tried)


def _table(request: HttpRequest) -> Table:
    upload = request.FILES.get("file")
    if upload is not None:
        return file.read(upload.read())
    text = request.POST.get("kept", "")
    if not text:
        raise InvalidField("Pilih berkas CSV atau XLSX.", field="file")
    return file.read(text.encode("utf-8"))


def send_out(request: HttpRequest) -> HttpResponse:
    """Send every institution as a file; the export leaves its digest in the ledger first."""
    holder = holder_of(request)
    kind = "xlsx" if request.POST.get("kind") == "xlsx" else "csv"
    rows = sheet.to_rows(queries.records().values())
    data = file.write(Table(sheet.COLUMNS, rows), kind)
    by, digest = holder.institutions(Role.ADMINISTRATOR)[0], hashlib.sha256(data).hexdigest()
    actions.record_export(by=by, holder=holder, digest=digest, rows=len(rows), now=timezone.now())
    response = HttpResponse(data, file.FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="lembaga.{kind}"'
    return response


def edit(request: HttpRequest, area: str, unit: str) -> HttpResponse:
    """Show one's own institution with everything that can be changed about it."""
    return _page(request, f"{area}/{unit}")


def _page(request: HttpRequest, code: str, *, status: int = 200, **more: object) -> HttpResponse:
    access.editable(holder_of(request), code)
    found = queries.profile(code)
    today = timezone.localdate()
    present = sorted(queries.territory(code, today))
    context = {"profile": found, "one": found.row, "present": present, "today": today, "kinds": OFFICE_KINDS} | more
    return render(request, "desk/institution.html", context, status=status)


def change(request: HttpRequest, area: str, unit: str) -> HttpResponseBase:
    """Do the one act the form names and show the page again; a territory is shown before it is kept."""
    code = f"{area}/{unit}"
    access.editable(holder_of(request), code)
    try:
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise BadInput("Pilih salah satu tindakan di halaman ini.")
        answer = act(request, code)
    except FAULTS as error:
        return _failed(request, code, error)
    return answer or editor.see_other(reverse("desk-institution", args=[area, unit]))


def _failed(request: HttpRequest, code: str, error: IkrarError) -> HttpResponse:
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return _page(request, code, status=editor.status_of(error), error=message(error), typed=typed)


def _names(request: HttpRequest, code: str) -> None:
    edition = request.POST.get("edition", "")
    actions.change(
        holder_of(request),
        code,
        edition=int(edition) if edition.isdecimal() and len(edition) < 9 else 0,
        name=request.POST.get("name", ""),
        short_name=request.POST.get("short_name", ""),
        parent=request.POST.get("parent", "").strip(),
        now=timezone.now(),
    )


def _territory(request: HttpRequest, code: str) -> HttpResponse | None:
    holder, starts = holder_of(request), _required(request, "starts")
    wanted = checked(request.POST.get("areas", "").split())
    if request.POST.get("then") == "save":
        actions.set_territory(holder, code, areas=wanted, starts=starts, now=timezone.now())
        return None
    before = queries.territory(code, starts)
    known = place.find_many(before | wanted)

    def named(codes: frozenset[str]) -> list[tuple[str, str]]:
        return [(c, known[c].label if c in known else "") for c in sorted(codes)]

    preview = {"leave": named(before - wanted), "come": named(wanted - before), "stay": named(before & wanted)}
    typed = {"areas": "\n".join(sorted(wanted)), "starts": starts.isoformat()}
    return _page(request, code, preview=preview, typed=typed)


def _take_back(request: HttpRequest, code: str) -> None:
    actions.take_back_territory(holder_of(request), code, now=timezone.now())


def _office(request: HttpRequest, code: str) -> None:
    office = OfficeRecord(
        request.POST.get("office", ""),
        request.POST.get("office_kind", ""),
        _day(request, "valid_from"),
        _day(request, "valid_until"),
    )
    actions.set_office(holder_of(request), code, office, ref=request.POST.get("ref") or None, now=timezone.now())


def _term(request: HttpRequest, code: str) -> None:
    acting = request.POST.get("acting") == "1"
    starts, ends, ref = _required(request, "starts"), _day(request, "ends"), request.POST.get("ref", "")
    actions.add_term(holder_of(request), code, ref, starts=starts, ends=ends, acting=acting, now=timezone.now())


def _remove_term(request: HttpRequest, code: str) -> None:
    actions.remove_term(holder_of(request), code, request.POST.get("ref", ""), now=timezone.now())


ACTS: dict[str, Callable[[HttpRequest, str], HttpResponse | None]] = {
    "names": _names,
    "territory": _territory,
    "take-back": _take_back,
    "office": _office,
    "term": _term,
    "remove-term": _remove_term,
}


def _day(request: HttpRequest, field: str) -> date | None:
    text = request.POST.get(field, "").strip()
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise InvalidField("Tulis tanggal seperti 2026-01-31.", field=field)
    return day


def _required(request: HttpRequest, field: str) -> date:
    day = _day(request, field)
    if day is None:
        raise InvalidField("Tulis tanggal seperti 2026-01-31.", field=field)
    return day
