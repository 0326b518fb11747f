"""What was corrected: the list of replaced versions, and what changed between two of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.declaration.difference import compare
from ikrar.core.errors import Missing
from ikrar.records.declaration import queries
from ikrar.web.public.commitment import marked
from ikrar.web.public.packed import packed
from ikrar.web.public.retyped import retyped


@packed
def page(request: HttpRequest) -> HttpResponse:
    """List every version that replaced another one, newest first, with its published reason."""
    found = queries.corrections_page(request.GET.get("hal", "1"))
    return render(request, "public/corrections.html", {"page": found})


@retyped
@packed
def difference(request: HttpRequest, ref: str, old: int, new: int) -> HttpResponse:
    """Show what changed between two frozen versions of a declaration, the earlier one first."""
    if old >= new:
        raise Missing("Perbandingan ini tidak ada.")
    before, after = queries.registered(ref, old), queries.registered(ref, new)
    reasons = [one for one in after.versions if old < one.number <= new and one.reason]
    context = {
        "before": before,
        "after": after,
        "found": compare(before.text, after.text),
        "reasons": list(reversed(reasons)),
        "frozen": {one.number: one.frozen_at for one in after.versions},
    }
    return marked(render(request, "public/difference.html", context), after.example)
