"""How anyone checks a declaration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """Explain what a digest proves, what it does not, and how to recompute it without us."""
    return render(request, "public/check.html")
