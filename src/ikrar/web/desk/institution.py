"""Institutions at the desk of their administrators: one's own, the usual ones of a place, files in and out."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.spreadsheet import csv_file, file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, Conflict, InvalidField, Refused
from ikrar.core.institution import sheet
from ikrar.records.institution import access, actions, intake, queries
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
        try:
            actions.found_usual(holder, area, districts=districts, now=timezone.now())
        except InvalidField as error:
            return _home(request, status=422, error=message(error), proposals=found, chosen=area, districts=districts)
        return editor.see_other(reverse("institutions") + f"?wilayah={area}")
    return _home(request, proposals=found, chosen=area, districts=districts)


def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Try a file and show what it would change and what is wrong, row by row; the second step keeps all of it."""
    holder = holder_of(request)
    try:
        table = _table(request)
        entries, wrong = sheet.from_rows(table.columns, table.rows)
        changes, impossible = intake.compare(entries, holder)
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
