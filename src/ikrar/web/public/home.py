"""The first page: what is pledged near the reader, what stage it is now, how to check."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.stage.standing import legal_day
from ikrar.records.declaration import queries
from ikrar.web.public import figures, near
from ikrar.web.public.packed import packed

SHOWN, ABOVE = 5, 3


@packed
def home(request: HttpRequest) -> HttpResponse:
    """Answer for a place (``wilayah``, or words in ``tempat``) and show the newest registered declarations."""
    now = timezone.now()
    asked = near.asked(request.GET)
    told = near.told(asked.place, now)
    versions = queries.register_after(limit=SHOWN)
    context = {
        "asked": asked,
        "pledged": queries.pledged(asked.place.code, limit=SHOWN, above=ABOVE) if asked.place else None,
        "covered": figures.covering(asked.place.code, now) if asked.place else None,
        "running": near.running(told),
        "last": near.last(told, legal_day(now, asked.place.code if asked.place else None)),
        "versions": versions,
        "points": queries.points_of(versions[0]) if versions and not asked.place else [],
    }
    response = render(request, "public/home.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    if asked.place and asked.place.fictional:
        response["X-Ikrar-Example"] = "1"
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the register and keep away from the desk."""
    lines = [
        "User-agent: *",
        "Disallow: /meja/",
        "Disallow: /en/meja/",
        "Disallow: /masuk/",
        "Disallow: /en/masuk/",
        f"Sitemap: {settings.ORIGIN}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")
