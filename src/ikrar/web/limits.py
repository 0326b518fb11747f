"""How much one request may carry (R22)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ikrar.web import refusal

DRAIN = 100_000_000  # bytes read and thrown away, so that the sender still hears the answer
CHUNK = 1 << 16


class BodyLimitMiddleware:
    """Answers 413 to a body over ``BODY_LIMIT`` before anything parses it; memory stays flat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compare the declared length with the limit; without a length Django reads nothing anyway."""
        length = _length(request)
        request.META["CONTENT_LENGTH"] = str(length)  # views may rely on a number
        if length <= settings.BODY_LIMIT:
            return self.get_response(request)
        left = min(length, DRAIN)
        while left > 0 and (chunk := request.read(min(CHUNK, left))):
            left -= len(chunk)
        return refusal.too_large(request)


def _length(request: HttpRequest) -> int:
    value = request.META.get("CONTENT_LENGTH") or "0"
    return int(value) if value.isascii() and value.isdigit() else 0
