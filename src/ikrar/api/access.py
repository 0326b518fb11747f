"""What the door adds for programs: device tokens, how often one may ask, and an answer one already has."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from ikrar.core.errors import Missing
from ikrar.door import answer
from ikrar.door.client import block_token
from ikrar.door.meter import Meter
from ikrar.door.rule import Audience, Rule, View
from ikrar.records import identity
from ikrar.records.token import actions
from ikrar.records.token.access import Machine, bearer

#: Requests a minute from one block of addresses: a whole office or mobile network may stand behind one.
METER = Meter(600)


class ApiMiddleware:
    """Counts requests under ``/api/``, knows machines by their tokens, and answers 304 to who has the same bytes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 429 to who asks too often; put a tag on what everybody may keep."""
        if not answer.under_api(request):
            return self.get_response(request)
        wait = METER.wait(block_token(request), time.time())
        if wait:
            return answer.too_often(request, wait)
        return _tagged(request, self.get_response(request))

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer 401 to who asks for an operation of machines without a token in force; a session is no token."""
        rule = getattr(request, "rule", None)
        if not isinstance(rule, Rule) or rule.audience is not Audience.MACHINE:
            return None
        found = bearer(request.META.get("HTTP_AUTHORIZATION", ""), timezone.now())
        if found is None:
            return answer.no_token(request)
        actions.note_use(found)
        identity.become(found.holder.user_id)
        request.machine = found  # type: ignore[attr-defined]
        return None


def machine_of(request: HttpRequest) -> Machine:
    """Return the machine that asks; only operations under a rule for machines may ask."""
    found = getattr(request, "machine", None)
    if not isinstance(found, Machine):
        raise Missing("Halaman ini tidak ada.")
    return found


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    rule = getattr(request, "rule", None)
    if response.status_code != 200 or not isinstance(rule, Rule) or rule.audience is not Audience.EVERYONE:
        return response
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
