"""What everybody may read of meetings: those with approved minutes, and the decisions marked as public."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.records.meeting import queries
from ikrar.web.parts.place import plain, sought
from ikrar.web.public import near
from ikrar.web.public.attached import marked
from ikrar.web.public.packed import packed

SHOWN = 30


@packed
def index(request: HttpRequest) -> HttpResponse:
    """List meetings with approved minutes, the latest first, narrowed by words (``q``) and a place (``tempat``,
    ``wilayah``); ``setelah`` goes on behind a meeting.
    """
    today, words = timezone.localdate(), sought(request.GET.get("q", ""))
    after, where = plain(request.GET.get("setelah", "")), near.asked(request.GET)
    rows = queries.public_page(words=words, area=where.code, after=after, limit=SHOWN + 1)
    given = {"q": words} if words else {}
    context = {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN - 1].meeting.ref if len(rows) > SHOWN else "",
        "words": words,
        "after": after,
        "near": where,
        "query": urlencode(given | ({"wilayah": where.code} if where.code else {})),
        "rest": urlencode(given) + "&" if given else "",
        "coverage": queries.coverage(today),
        "today": today,
    }
    response = render(request, "public/meetings.html", context)
    return marked(
        response, example=any(row.meeting.example for row in rows), quiet=bool(words or after or where.chosen)
    )


@packed
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what is public of one meeting: title, day, place, institutions, public decisions and the digest."""
    today = timezone.localdate()
    told = queries.published(ref, today)
    response = render(request, "public/meeting.html", {"told": told, "meeting": told.meeting, "today": today})
    return marked(response, example=told.meeting.example)
