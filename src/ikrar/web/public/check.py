"""How anyone checks a declaration, and what a digest or a reference that was pasted stands for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.declaration import lookup
from ikrar.records.declaration import queries
from ikrar.web.public.packed import packed

TYPED = 300  # code points shown again in the box


@packed
def page(request: HttpRequest) -> HttpResponse:
    """Explain what a digest proves, what it does not, and how to recompute it; find what was pasted (``sidik``)."""
    words = request.GET.get("sidik", "").replace("\0", "")[: lookup.LIMIT].strip()
    asked = lookup.read(words)
    found = queries.checked(asked)
    context = {"words": words[:TYPED], "asked": asked, "found": found}
    response = render(request, "public/check.html", context)
    if asked.kind is not lookup.Kind.NOTHING:
        response["X-Robots-Tag"] = "noindex"
    if found and found.version.declaration.example:
        response["X-Ikrar-Example"] = "1"
    return response
