"""What a person sends to be read: pasted text, or several files, each becoming drafts or a sentence why not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from ikrar.channels.document.document import Document
from ikrar.channels.document.opener import Opener
from ikrar.core.declaration.form import YEARS
from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.core.text.source import decode as decode_bytes
from ikrar.records.account.access import Holder
from ikrar.records.reading import actions
from ikrar.records.ref import new_ref
from ikrar.web.access import holder_of
from ikrar.web.desk.decode import typed

MOST_FILES = 20  # of one request; what is beyond is named, not dropped
MOST_DRAFTS = 50  # of one request, for feeds and mailboxes that hold many texts
SECONDS = 5.0  # for opening one file while somebody waits
LONGEST_NAME = 100


@dataclass
class Source:
    """One thing sent: its name (empty for pasted text), the drafts made of it, and why something of it was not read."""

    name: str
    drafts: list[Any] = field(default_factory=list)
    errors: list[BadInput] = field(default_factory=list)


@dataclass(frozen=True)
class _Sent:
    """What stands beside the texts: who sent them, the typed day and link, the form's reference."""

    holder: Holder
    published: date | None
    source_url: str
    submission: str


def read(request: HttpRequest) -> list[Source]:
    """Read all that a form sent into drafts; raises InvalidField when its day cannot be read.

    The same form sent twice gives the same drafts. A typed day holds for every text, a typed link for one alone.
    """
    sent = _Sent(
        holder_of(request),
        published(request),
        typed(request.POST).get("source_url", ""),
        typed(request.POST).get("submission", "")[:26] or new_ref(),
    )
    files = request.FILES.getlist("file")
    text = request.POST.get("text", "")
    found = [_pasted(sent, text)] if text.strip() or not files else []
    link = sent.source_url if len(files) == 1 and not found else ""
    with Opener(SECONDS) as opener:
        for number, file in enumerate(files):
            made = sum(len(source.drafts) for source in found)
            found.append(_file(replace(sent, source_url=link), opener, number, file, MOST_DRAFTS - made))
    return found


def published(request: HttpRequest) -> date | None:
    """Return the day typed for the texts, or None; raises InvalidField for anything but a day that has come.

    A slip in the year would give every date without one the wrong year, quietly. Tomorrow is let pass: east of the
    server it may have begun.
    """
    value = request.POST.get("published", "").strip()
    try:
        found = parse_date(value) if value else None
    except ValueError:
        found = None
    if value and found is None:
        raise InvalidField(
            "Tanggal terbit “{value}” tidak terbaca. Tulis seperti 2024-08-27.", field="published", value=value
        )
    if found and (found.year not in YEARS or found > timezone.localdate() + timedelta(days=1)):
        raise InvalidField(
            "Tanggal terbit “{value}” tidak mungkin: belum tiba, atau terlalu lama. Periksa tahunnya.",
            field="published",
            value=value,
        )
    return found


def _pasted(sent: _Sent, text: str) -> Source:
    source = Source("")
    try:
        words = decode_bytes(text.encode("utf-8", "surrogatepass"))
        source.drafts.append(_start(sent, Document(words), sent.submission))
    except BadInput as error:
        source.errors.append(error)
    return source


def _file(sent: _Sent, opener: Opener, number: int, file: Any, room: int) -> Source:
    """Read one file; what is beyond the limits of a request is said beside its name."""
    source = Source(str(file.name)[:LONGEST_NAME])
    try:
        if number >= MOST_FILES:
            raise TooLarge("Belum dibaca: paling banyak {most} berkas sekali kirim. Kirim lagi.", most=MOST_FILES)
        documents = opener.open(file.read(), source.name)
    except BadInput as error:
        source.errors.append(error)
        return source
    for place, document in enumerate(documents[:room]):
        try:
            source.drafts.append(_start(sent, document, _key(sent.submission, number, place)))
        except BadInput as error:
            source.errors.append(error)
    if len(documents) > room:
        source.errors.append(
            TooLarge(
                "Berkas ini berisi {count} naskah; {read} yang pertama dibaca. Bagi berkasnya, lalu kirim sisanya.",
                count=len(documents),
                read=max(room, 0),
            )
        )
    return source


def _start(sent: _Sent, document: Document, submission: str) -> Any:
    """Read one text into a draft; each has a moment of its own, so that lists keep the order of the files."""
    return actions.start(
        sent.holder,
        text=document.text.replace("\0", ""),
        published=sent.published or document.published,
        source_url=document.source_url or sent.source_url,
        submission=submission,
        now=timezone.now(),
    )


def _key(submission: str, number: int, place: int) -> str:
    """Return a reference for one text of a form that sends several: the same for the same form sent again."""
    return sha256(f"{submission}/{number}/{place}".encode()).hexdigest()[:26]
