"""The one door: every address declares who may use it and how; what declares nothing does not exist (R1).

Decision 14 in short. Under the desk prefix an anonymous GET gets 303 to sign-in before any look-up, an anonymous POST
gets 401 with the input kept. Signed in, everything one has no right to answers 404 like an address that never was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from ikrar.core.errors import Missing
from ikrar.door.rule import Audience as Audience
from ikrar.door.rule import Rule as Rule
from ikrar.door.rule import View
from ikrar.door.rule import desk as desk
from ikrar.door.rule import entrance as entrance
from ikrar.door.rule import everyone as everyone
from ikrar.door.rule import route as route
from ikrar.door.rule import rule_of as rule_of
from ikrar.door.rule import signed as signed
from ikrar.records import identity
from ikrar.records.account.access import Holder, holder
from ikrar.web import refusal

DESK = "/meja/"
SEEN = "ikrar_seen"
SEEN_STEP = 60  # seconds between two writes of "last seen", so that reading a page seldom writes


def under_desk(request: HttpRequest) -> bool:
    """Say whether an address lies under the desk prefix, in either language."""
    inner = request.path_info.removeprefix("/en")
    return inner.startswith(DESK) or inner == DESK.rstrip("/")


def signed_in(request: HttpRequest) -> bool:
    """Say whether the session is alive, authenticated, and passed a second factor (R31, R32); ends an aged one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    if not any(r.get("method") == "mfa" for r in records):
        return False
    now = time.time()
    started = float(records[0]["at"])
    seen = float(request.session.get(SEEN, records[-1]["at"]))
    if now - started > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
        request.session.flush()
        return False
    if now - seen >= SEEN_STEP or SEEN not in request.session:
        request.session[SEEN] = now
    return True


def holder_of(request: HttpRequest) -> Holder:
    """Return who stands at the desk; only views under a desk rule may ask."""
    found = getattr(request, "holder", None)
    if not isinstance(found, Holder):
        raise Missing("Halaman ini tidak ada.")
    return found


class AccessMiddleware:
    """Lets a request through to the view whose rule it meets, and to no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn away anonymous requests under the desk prefix before any look-up."""
        if under_desk(request) and not signed_in(request):
            if request.method in {"GET", "HEAD"}:
                return _to_sign_in(request)
            return refusal.session_lost(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        """Raise Http404 unless the view declares a rule that method and person meet, and for a NUL in the address."""
        rule = rule_of(view)
        if rule is None or request.method not in rule.methods:
            raise Http404
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404  # no name of anything holds one, and PostgreSQL would fail on it
        request.rule = rule  # type: ignore[attr-defined]
        if rule.audience is Audience.SIGNED:
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # no cookie counts there
        if rule.audience is not Audience.DESK:
            return
        found = holder(request.user.pk or 0, timezone.now()) if under_desk(request) else None
        if found is None or not rule.roles & found.roles:
            raise Http404
        identity.become(found.user_id)
        request.holder = found  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer Missing with the one page for what does not exist."""
        return refusal.not_found(request) if isinstance(error, Missing) else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    target = f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response
