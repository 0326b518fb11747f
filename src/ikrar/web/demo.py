"""What the demo adds to the door: this machine only (decisions 11, 17)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

FORWARDING = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


class LoopbackMiddleware:
    """Refuses forwarded requests, and sends a GET on 127.0.0.1 to localhost, where passkeys work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 to anything that came through a proxy: example data must not be published by accident."""
        if any(name in request.META for name in FORWARDING):
            return HttpResponse("Demo hanya untuk mesin ini. / The demo is for this machine only.\n", "text/plain", 400)
        host = request.get_host()
        if host.startswith("127.0.0.1") and request.method == "GET":
            return HttpResponseRedirect(f"http://{host.replace('127.0.0.1', 'localhost', 1)}{request.get_full_path()}")
        return self.get_response(request)
