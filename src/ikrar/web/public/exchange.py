"""Files of registered declarations for everybody: one, or those a search finds; each says where it is from."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ikrar.channels.exchange import file
from ikrar.channels.paper import declaration
from ikrar.channels.paper.declaration import Sheet
from ikrar.core.declaration.canonical import needs_example_mark
from ikrar.core.declaration.exchange import moment
from ikrar.core.errors import Missing, Refused, TooLarge
from ikrar.door.client import block_token
from ikrar.door.meter import Meter
from ikrar.records.declaration import queries
from ikrar.web.public.asked import read
from ikrar.web.public.attached import attached
from ikrar.web.refusal import message

#: Kind -> how many declarations one file of a search holds; more come from the command line of an installation.
MANY: Final[Mapping[str, int]] = {"jsonl": 10_000, "csv": 10_000, "xlsx": 500}
FILES: Final = ("json", "csv", "xlsx")
#: What a declaration is offered as, for people first; PDF has an address of its own under the same name.
ONE: Final = ("pdf", *FILES)
PDF: Final = "application/pdf"
#: Files of many a minute for one block of addresses: each is work for the whole machine.
METER: Final = Meter(6)


def one(request: HttpRequest, ref: str, kind: str) -> HttpResponseBase:
    """Send one declaration with all its versions as a file of a kind."""
    if kind not in FILES:
        raise Missing("Halaman ini tidak ada.")
    copy = queries.copy_of(ref)
    about = _about(request, found=1, more=False)
    response = HttpResponse(b"".join(file.write([copy], kind, about)), file.FORMATS[kind])
    return attached(response, f"deklarasi-{ref.lower()}.{kind}", example=copy.example)


def paper(request: HttpRequest, ref: str, number: int | None = None) -> HttpResponseBase:
    """Send one version, the newest unless a number is given, as PDF in the language of the address."""
    found = queries.registered(ref, number)
    sheet = Sheet(
        place=found.place.label if found.place else "",
        election=str(getattr(found.election, f"name_{get_language()}", "") or ""),
        address=settings.ORIGIN + reverse("version", args=[ref, found.number]),
    )
    try:
        data = declaration.pdf(queries.copy_of(ref), found.number, sheet, get_language() or "id")
    except (TooLarge, Refused) as error:
        return HttpResponse(message(error), "text/plain; charset=utf-8", status=422)
    return attached(HttpResponse(data, PDF), f"deklarasi-{ref.lower()}-v{found.number}.pdf", example=found.example)


def many(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the declarations that the list's address finds, in its order, up to the stated limit of the kind."""
    if kind not in MANY:
        raise Missing("Halaman ini tidak ada.")
    busy = too_often(request)
    if busy is not None:
        return busy
    asked = read(request)
    refs = queries.register_refs(asked.wanted, limit=MANY[kind] + 1)
    about = _about(request, found=min(len(refs), MANY[kind]), more=len(refs) > MANY[kind])
    del refs[MANY[kind] :]
    stream = StreamingHttpResponse(file.write(queries.copies(refs), kind, about), content_type=file.FORMATS[kind])
    stamp = timezone.localdate().isoformat()
    return attached(stream, f"deklarasi-{stamp}.{kind}", example=_only_examples(asked.wanted.area))


def too_often(request: HttpRequest) -> HttpResponse | None:
    """Count a request for a file of many, and return what is answered to one too many a minute; None while welcome."""
    wait = METER.wait(block_token(request), time.time())
    if not wait:
        return None
    response = render(request, "refusal/too_often.html", {"seconds": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _only_examples(area: str) -> bool:
    """Say whether nothing but examples can be in the file; a file of both worlds marks each of them in its row."""
    return settings.DEMO or (bool(area) and needs_example_mark(area))


def _about(request: HttpRequest, *, found: int, more: bool) -> dict[str, object]:
    """Return the query of a file, its time, what it covers, and whether more answer than it holds."""
    return {
        "address": settings.ORIGIN + request.get_full_path(),
        "time": moment(timezone.now().replace(microsecond=0)),
        "declarations": found,
        "more": more,
        "coverage": _(
            "Hanya deklarasi yang didaftarkan di pemasangan Ikrar ini. Yang tidak ada di sini belum tentu tidak pernah "
            "dibuat."
        ),
    }
