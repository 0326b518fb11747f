"""Letters of an institution at its desk: where each stands, and each as a file for whoever has no mail server."""

from __future__ import annotations

from datetime import UTC
from email.message import EmailMessage
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ikrar.channels.email import letter
from ikrar.channels.email.invite import Head
from ikrar.channels.spreadsheet import csv_stream
from ikrar.core.errors import Missing, Refused
from ikrar.core.job.delivery import Sort, State
from ikrar.door.language import spoken
from ikrar.records.job import actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import editor
from ikrar.web.parts.asked import Reader
from ikrar.web.parts.place import plain
from ikrar.web.parts.templatetags.job_words import letter_asked, letter_cause, letter_sort, letter_state
from ikrar.web.refusal import message as sentence

#: Why a file cannot be made; the sentence is the one of a letter that is not there.
UNREADABLE = (KeyError, TypeError, ValueError)


HEADS = {"From": _("Dari"), "To": _("Kepada"), "Reply-To": _("Balasan ke"), "Subject": _("Perihal")}
COLUMNS = (
    *("tanggal_utc", "jenis", "keadaan", "sebab", "kode", "kepada", "alamat", "perihal"),
    *("percobaan", "selesai_utc", "mungkin_dua_kali", "dikirim_ulang_oleh"),
)


def _wanted(request: HttpRequest, reader: Reader) -> queries.Wanted:
    """Return which letters are looked for; what cannot be read asks for nothing, and the reader says so."""
    asked = reader.choice("keadaan", request.GET.get("keadaan", ""), set(State))
    kind = reader.choice("jenis", request.GET.get("jenis", ""), set(Sort))
    words = reader.words("q", request.GET.get("q", ""))
    return queries.Wanted(State(asked) if asked else None, Sort(kind) if kind else None, words)


def page(request: HttpRequest) -> HttpResponse:
    """Show the letters, newest first, narrowed by state, kind and words if asked."""
    return _page(request, "")


def _page(request: HttpRequest, error: str) -> HttpResponse:
    reader = Reader()
    wanted = _wanted(request, reader)
    found = queries.letters(holder_of(request), wanted, after=plain(request.GET.get("sesudah", ""))[:26])
    context = {
        "page": found,
        "letters": [(one, one.payload.get("title", ""), one.payload.get("attendee_name", "")) for one in found.letters],
        "states": [(one.value, found.counts.get(one, 0)) for one in State],
        "wrong": reader.wrong,
        "sorts": [one.value for one in Sort],
        "typed": reader.given,
        "query": urlencode(reader.given),
        "total": sum(found.counts.values()),
        "configured": queries.configured(),
        "error": error,
    }
    return render(request, "desk/letters.html", context, status=422 if error else 200)


def export(request: HttpRequest) -> StreamingHttpResponse:
    """Give all letters that were asked for as CSV, line by line: where each stands, without what it says."""
    found = queries.exported(holder_of(request), _wanted(request, Reader()))
    lines = csv_stream.write(COLUMNS, (_line(one) for one in found))
    response = StreamingHttpResponse(spoken(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="surat.csv"'
    return response


def _line(one: queries.Letter) -> tuple[str, ...]:
    ended = one.ended_at.astimezone(UTC).isoformat(timespec="seconds") if one.ended_at else ""
    said = (letter_sort(one.sort), letter_state(one.state), letter_cause(one.cause), str(one.code or ""))
    named = (str(one.payload.get("attendee_name", "")), one.to, str(one.payload.get("title", "")))
    doubled = gettext("ya") if one.doubled else ""
    made = one.made_at.astimezone(UTC).isoformat(timespec="seconds")
    return (made, *said, *named, str(one.tries), ended, doubled, letter_asked(one.asked))


def one(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one letter as its addressee reads it, and each try to send it."""
    holder = holder_of(request)
    found = queries.letter(holder, ref)
    message = _made(found)
    body = message.get_body(("plain",))
    context = {
        "one": found,
        "heads": [(named, str(message[name])) for name, named in HEADS.items() if message[name]],
        "text": body.get_content() if body is not None else "",
        "tries": queries.history(holder, ref),
        "configured": queries.configured(),
        "title": found.payload.get("title", ""),
    }
    return render(request, "desk/letter.html", context)


def _made(found: queries.Letter) -> EmailMessage:
    """Write the message of a letter; raises Missing for one that makes none."""
    try:
        return letter.write(found.kind, found.payload, _head(found))
    except UNREADABLE:
        raise Missing("Surat ini tidak ada.") from None


def message(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a letter as the message that is sent, for a mail program."""
    found = queries.letter(holder_of(request), ref)
    return _file(_made(found).as_bytes(), "message/rfc822", f"surat-{ref.lower()}.eml")


def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the calendar of an invitation, for a calendar program."""
    found = queries.letter(holder_of(request), ref)
    try:
        data = letter.calendar(found.payload, _head(found))
    except UNREADABLE:
        raise Missing("Surat ini tidak ada.") from None
    return _file(data, "text/calendar; charset=utf-8", f"undangan-{ref.lower()}.ics")


def again(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Send a letter that was given up once more."""
    try:
        actions.again(holder_of(request), ref, now=timezone.now())
    except Refused as error:
        return _page(request, sentence(error))
    return editor.see_other(reverse("letters"))


def _head(found: queries.Letter) -> Head:
    """What a file says of itself: it comes from the installation, or from the organiser where none is named."""
    environment = settings.ENVIRONMENT
    own = str(found.payload.get("organiser") or f"ikrar@{environment.host}")
    sender = environment.mail.sender if environment.mail else own
    collects = bool(environment.mail and environment.mail_in)
    return Head(sender, found.ref, environment.host, found.made_at, collects)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
