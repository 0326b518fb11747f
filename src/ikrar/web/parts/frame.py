"""What every page's frame needs: language, the same page in the other language, and whether this is the demo."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from ikrar.web.access import Audience, Rule


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame's context; touches neither session nor database."""
    language = get_language() or settings.LANGUAGE_CODE
    rule = getattr(request, "rule", None)
    holder = getattr(request, "holder", None)
    inside = isinstance(rule, Rule) and rule.audience is Audience.DESK
    return {
        "language": language,
        "other_language_path": _in(request, "id" if language == "en" else "en"),
        "demo": settings.DEMO,
        "origin": settings.ORIGIN,
        "at_desk": inside,
        "holder": holder,
    }


def _readable(request: HttpRequest) -> str:
    """Return the address of this page, or of the page above when this one only takes a form."""
    rule = getattr(request, "rule", None)
    if isinstance(rule, Rule) and "GET" not in rule.methods:
        return request.path_info.rstrip("/").rpartition("/")[0] + "/"
    return request.path_info


def _in(request: HttpRequest, language: str) -> str:
    path = _readable(request)
    inner = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    query = request.META.get("QUERY_STRING", "")
    return ("/en" if language == "en" else "") + (inner or "/") + (f"?{query}" if query else "")
