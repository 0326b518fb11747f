"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.records.declaration import queries

SHOWN = 5


def home(request: HttpRequest) -> HttpResponse:
    """Say what Ikrar is, and show the newest registered declarations."""
    page = queries.register_page()
    versions = list(page.object_list[:SHOWN])
    context = {
        "versions": versions,
        "points": queries.points_of(versions[0]) if versions else [],
        "count": page.paginator.count,
    }
    return render(request, "public/home.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the register and keep away from the desk."""
    lines = [
        "User-agent: *",
        "Disallow: /meja/",
        "Disallow: /en/meja/",
        "Disallow: /masuk/",
        "Disallow: /en/masuk/",
    ]
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")
