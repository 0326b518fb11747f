"""Answers that say when they last changed, and are not sent again to who has that state."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_http_date_safe

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def dated(view: View[Rest]) -> View[Rest]:
    """Answer 304 to ``If-Modified-Since`` when the view's ``Last-Modified`` is no later.

    ``If-None-Match`` is the surer question; where it is asked this one is not (RFC 9110, 13.1.3).
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        changed = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        if "If-None-Match" in request.headers or since is None or changed is None or changed > since:
            return response
        unchanged = HttpResponseNotModified()
        unchanged["Last-Modified"] = response["Last-Modified"]
        return unchanged

    return answer
