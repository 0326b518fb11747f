"""Headers on every response (R29)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ikrar.door.answer import under_api
from ikrar.door.rule import Audience, Rule

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
#: A file given to be kept, were it opened in the window after all (R21).
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
#: Of the pages that are made for the frames of other sites, and of no other (decision 27).
POLICY_IN_FRAMES = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
EMBED = "/embed/"
KEPT = frozenset({200, 304})
PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


class HeadersMiddleware:
    """Sets what Django's own security middleware does not; outermost, so that static files carry it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers; a page is kept by no cache unless its rule makes it public."""
        response = self.get_response(request)
        rule = getattr(request, "rule", None)
        public = isinstance(rule, Rule) and rule.audience is Audience.EVERYONE
        given = response.get("Content-Disposition", "").startswith("attachment")
        framed = public and not given and response.status_code in KEPT and _under_embed(request)
        response["Content-Security-Policy"] = FILE_POLICY if given else POLICY_IN_FRAMES if framed else POLICY
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if framed else "same-origin"
        # A browser sends `Origin: null` with a form under no-referrer, and the form would be refused: decision 0005.
        response["Referrer-Policy"] = "no-referrer" if public else "same-origin"
        if under_api(request):  # any site may read what needs no token; no cookie counts here, so none is lent
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-Ikrar-Example"
        if not request.path_info.startswith("/static/"):
            kept = public and response.status_code in KEPT
            response["Cache-Control"] = getattr(response, "keep", "no-cache") if kept else "no-store"
        return response


def _under_embed(request: HttpRequest) -> bool:
    return request.path_info.removeprefix("/en").startswith(EMBED)
