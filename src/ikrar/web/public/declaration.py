"""A registered declaration: its page and its canonical bytes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.records.certificate import queries as certificate
from ikrar.records.declaration import queries
from ikrar.records.institution import queries as institution
from ikrar.records.scan import queries as scan
from ikrar.records.signature import queries as signature
from ikrar.web.parts.templatetags.address import titled
from ikrar.web.public import exchange, explained
from ikrar.web.public.packed import packed
from ikrar.web.public.retyped import retyped


@retyped
@packed
def page(request: HttpRequest, ref: str, number: int | None = None, slug: str = "") -> HttpResponse:
    """Show one declaration point by point: what was pledged, by which offices, and how to check it.

    The address with the title in it is the one to share; another title in it leads there.
    """
    found = queries.registered(ref, number)
    shared = titled(ref, found.text.title)
    if slug and request.path != shared:
        return HttpResponsePermanentRedirect(shared)
    bodies = [one.institution for one in found.text.pledging_offices if one.institution]
    bodies += [one.institution for one in found.witnesses if one.institution]
    context = {
        "declaration": found,
        "page": explained.page(found, timezone.now(), signature.of(ref, found.number)),
        "certificates": certificate.issued(ref),
        "known": institution.named(bodies, found.text.area or ""),
        "file_name": file_name(found),
        "files": exchange.ONE,
        "pictures": scan.of(ref),
        "shared": shared if not found.superseded else "",
        "canonical_url": settings.ORIGIN + reverse("canonical", args=[ref, found.number]),
        "page_url": settings.ORIGIN + request.path,
    }
    response = render(request, "public/declaration.html", context)
    return _marked(response, found)


@retyped
def canonical(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Serve the canonical bytes themselves: their SHA-256 is the digest on the page (decision 18)."""
    found = queries.registered(ref, number)
    response = HttpResponse(found.canonical, "application/json")
    response["Content-Disposition"] = f'inline; filename="{file_name(found)}"'
    return _marked(response, found)


def file_name(found: queries.Registered) -> str:
    """The name a downloaded copy gets; an example says so (decision 11)."""
    mark = "contoh-" if found.example else ""
    return f"{mark}deklarasi-{found.ref.lower()}-v{found.number}.json"


def _marked(response: HttpResponse, found: queries.Registered) -> HttpResponse:
    if found.example:
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
    return response
