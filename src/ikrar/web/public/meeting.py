"""What everybody may read of meetings: those with approved minutes, and the decisions marked as public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.records.meeting import queries
from ikrar.web.parts.place import plain, sought
from ikrar.web.public.packed import packed

SHOWN = 30


@packed
def index(request: HttpRequest) -> HttpResponse:
    """List meetings with approved minutes, the latest first; ``q`` narrows, ``setelah`` goes on behind a meeting."""
    today, words = timezone.localdate(), sought(request.GET.get("q", ""))
    after = plain(request.GET.get("setelah", ""))
    rows = queries.public_page(words=words, after=after, limit=SHOWN + 1)
    context = {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN - 1].ref if len(rows) > SHOWN else "",
        "words": words,
        "after": after,
        "coverage": queries.coverage(today),
        "today": today,
    }
    response = render(request, "public/meetings.html", context)
    return _marked(response, example=any(row.example for row in rows), quiet=bool(words or after))


@packed
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what is public of one meeting: title, day, place, institutions, public decisions and the digest."""
    today = timezone.localdate()
    told = queries.published(ref, today)
    response = render(request, "public/meeting.html", {"told": told, "meeting": told.meeting, "today": today})
    return _marked(response, example=told.meeting.example, quiet=False)


def _marked(response: HttpResponse, *, example: bool, quiet: bool) -> HttpResponse:
    """Examples say so to programs too, and neither they nor searches are for search engines."""
    if example:
        response["X-Ikrar-Example"] = "1"
    if example or quiet:
        response["X-Robots-Tag"] = "noindex"
    return response
