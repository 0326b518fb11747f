"""References as people retype them: in small letters, with O for 0 and l for 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ikrar.core.declaration.address import tidy_ref

View = Callable[..., HttpResponse]


def retyped(view: View) -> View:
    """Lead to the same address with the reference somebody meant; the view gets only well-formed ones."""

    @wraps(view)
    def answer(request: HttpRequest, ref: str, **more: Any) -> HttpResponse:
        meant = tidy_ref(ref)
        if meant != ref:
            query = request.META.get("QUERY_STRING", "")
            path = request.path.replace(f"/{ref}/", f"/{meant}/", 1)
            return HttpResponsePermanentRedirect(path + (f"?{query}" if query else ""))
        return view(request, ref, **more)

    return answer
