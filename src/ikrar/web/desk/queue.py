"""The queue of a person's own drafts: what is new, unsure, confirmed or about to be erased."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ikrar.records.place import queries as place
from ikrar.records.reading import queries
from ikrar.web.access import holder_of
from ikrar.web.desk.decode import sought

MANY = 2
STATE_NAMES = {
    "new": _("Baru"),
    "unsure": _("Meragukan"),
    "confirmed": _("Sudah diterima"),
    "expiring": _("Segera dihapus"),
}


def page(request: HttpRequest) -> HttpResponse:
    """Show one page of the queue, narrowed by state and words; the number of queries does not grow with it."""
    holder = holder_of(request)
    state = request.GET.get("keadaan", "")
    state = state if state in queries.STATES else ""
    words = sought(request.GET.get("q", ""))
    found = queries.queue(holder, state=state, words=words, page=request.GET.get("hal", "1")[:9])
    numbers = queries.counts(holder)
    context = {
        "groups": groups(found.groups),
        "page": found.page,
        "count": found.count,
        "state": state,
        "words": words,
        "total": numbers["all"],
        "states": [(name, STATE_NAMES[name], numbers[name]) for name in queries.STATES],
    }
    return render(request, "desk/queue.html", context)


def groups(found: Any) -> list[dict[str, Any]]:
    """Return the drafts event by event; of several, the one that the others would be merged into."""
    shown = iter(rows([draft for group in found for draft in group]))
    listed = [[next(shown) for _ in group] for group in found]
    return [{"rows": group, "into": _into([row["draft"] for row in group])} for group in listed]


def _into(drafts: list[Any]) -> str:
    """Return the reference of the draft to stay: one that has sources, else the first that was read."""
    free = [draft for draft in drafts if not draft.confirmed]
    if len(drafts) < MANY or not free:
        return ""
    return str(min(free, key=lambda draft: (not draft.from_others, draft.created)).ref)


def rows(drafts: Any) -> list[dict[str, Any]]:
    """Return what a list says of each draft: heading, beginning of the article, area, doubtful fields, days left."""
    listed = list(drafts)
    areas = place.find_many({d.area_code for d in listed if d.area_code})
    today = timezone.localdate()
    return [
        {
            "draft": d,
            "heading": d.title or " ".join(d.begins.split()),
            "begins": " ".join(d.begins.split()) if d.title else "",
            "area": areas.get(d.area_code),
            "doubtful": d.doubtful.split(),
            "days": (timezone.localdate(d.expires) - today).days,
        }
        for d in listed
    ]
