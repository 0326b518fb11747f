"""The public ledger: what it holds in plain words, and the files of c2sp.org/tlog-tiles for programs that check it."""

from __future__ import annotations

import re
import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.core.errors import BadInput, Missing, Refused
from ikrar.core.ledger.tile import WIDTH, parse_path
from ikrar.door.client import block_token
from ikrar.door.meter import Meter
from ikrar.records.institution import queries as institution
from ikrar.records.ledger import cosigning, queries
from ikrar.web.public.commitment import marked
from ikrar.web.public.packed import packed

TEXT: Final = "text/plain; charset=utf-8"
BINARY: Final = "application/octet-stream"
FOR_EVER: Final = "public, max-age=31536000, immutable"  # a full tile never changes
A_WHILE: Final = "public, max-age=300"  # one that is not full neither, but it goes when a wider one comes
NEWEST: Final = 20
MAX_BODY: Final = 65_536  # bytes of a checkpoint that a witness brings
METER: Final = Meter(120)  # a minute, for one block of addresses
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@packed
def page(request: HttpRequest) -> HttpResponse:
    """Show where the ledger stands, who witnesses, and its newest acts; ``sidik`` looks a leaf up by its hash."""
    asked = request.GET.get("sidik", "").replace("\0", "").strip().lower()
    if _HASH.fullmatch(asked) and queries.leaf(asked) is not None:
        return HttpResponseRedirect(reverse("ledger-leaf", args=[asked]))
    head = queries.head(timezone.now())
    newest = queries.newest_leaves(NEWEST)
    names = institution.names({leaf.by for leaf in newest})
    context = {
        "head": head,
        "asked": asked,
        "newest": newest,
        "names": names,
        "stopped": _sentence(queries.stopped()),
    }
    return marked(render(request, "public/ledger.html", context), settings.DEMO)


@packed
def leaf(request: HttpRequest, name: str) -> HttpResponse:
    """Show one leaf by its hash: what kind of act, when, whose, and whether a proof is ready. Raises Missing."""
    found = queries.leaf(name) if _HASH.fullmatch(name) else None
    if found is None:
        raise Missing("Daun ini tidak ada dalam buku besar.")
    context = {
        "leaf": found,
        "names": institution.names({found.by}),
        "text": bytes(found.data).decode(),
        "proven": queries.is_signed(found),
    }
    return marked(render(request, "public/ledger_leaf.html", context), settings.DEMO)


def _sentence(stopped: tuple[str, dict[str, str]] | None) -> str:
    if stopped is None:
        return ""
    said, params = stopped
    return gettext(said).format(**params)


# --- for programs ---------------------------------------------------------------------------------------------------


def checkpoint(request: HttpRequest) -> HttpResponse:
    """Give the newest checkpoint with the cosignatures it has. Raises Missing before the first."""
    note = queries.newest_note()
    if not note:
        raise Missing("Buku besar ini belum punya titik periksa.")
    return HttpResponse(note, content_type=TEXT)


def policy(request: HttpRequest) -> HttpResponse:
    """Give who witnesses as a file (c2sp.org/tlog-policy), with the keys of the log."""
    return HttpResponse(cosigning.policy_text(), content_type=TEXT)


def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Give one tile or bundle of leaves by its exact path. Raises Missing for any other."""
    try:
        wanted = parse_path(f"tile/{path}")
    except BadInput:
        raise Missing("Ubin buku besar ini tidak ada.") from None
    response = HttpResponse(queries.tile(wanted), content_type=BINARY)
    response.keep = FOR_EVER if wanted.width == WIDTH else A_WHILE  # type: ignore[attr-defined]
    return response


def proof(request: HttpRequest, name: str) -> HttpResponse:
    """Give the proof of one leaf as a file (c2sp.org/tlog-proof). Raises Missing while it waits or is unknown."""
    found = queries.proof(name) if _HASH.fullmatch(name) else None
    if found is None:
        raise Missing("Bukti ini belum ada.")
    response = HttpResponse(found.text(), content_type=TEXT)
    response["Content-Disposition"] = f'attachment; filename="{name[:16]}.tlog-proof"'
    return response


def cosignature(request: HttpRequest) -> HttpResponse:
    """Take the cosigned checkpoint that a witness brings; its signature is its right, no account and no cookie.

    Answers 200 when it is kept, 403 without a valid line of the log and of a witness of the policy, 404 for another
    log, 413 and 429 beyond the limits, 422 for what is no checkpoint.
    """
    if METER.wait(block_token(request), time.time()):
        return _said("too many requests", 429)
    if int(request.META["CONTENT_LENGTH"]) > MAX_BODY:
        return _said("too large", 413)
    try:
        kept = cosigning.receive(request.body, timezone.now())
    except Missing:
        return _said("unknown log", 404)
    except BadInput:
        return _said("no checkpoint", 422)
    except Refused:
        return _said("no valid signature of the log and of a witness", 403)
    return _said(f"kept {kept}", 200)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type=TEXT, status=status)
