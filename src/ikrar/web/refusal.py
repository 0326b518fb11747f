"""The answers that are no page: not found, too large, session lost, a form out of date. Nothing entered is lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ikrar.core.errors import IkrarError

UNKEPT = {"csrfmiddlewaretoken", "password", "code"}


def message(error: IkrarError) -> str:
    """Return an error's sentence in the reader's language."""
    return str(_(error.message)).format(**error.params)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for whatever does not exist, or not for the one who asks: same body, same headers.

    The frame forgets the rule and person the door already knew, so that the page cannot tell one reason from another.
    """
    request.rule = request.holder = None  # type: ignore[attr-defined]
    return render(request, "refusal/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no browser of ours sends."""
    return render(request, "refusal/bad_request.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """A body over the limit: says the limit and what to do; the text is still in the page before."""
    return render(request, "refusal/too_large.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours broke."""
    return render(request, "refusal/server_error.html", status=500)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name not in UNKEPT for value in values]


def session_lost(request: HttpRequest) -> HttpResponse:
    """An anonymous POST under the desk prefix: a way to sign in again, and the input kept in the page."""
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(b'{"error":"session_lost"}', content_type="application/json", status=401)
    context = {"kept": _kept(request), "target": request.get_full_path(), "sign_in": True}
    return render(request, "refusal/kept.html", context, status=401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is out of date: offered again with a fresh one, but only to a page of our own."""
    ours = request.headers.get("Sec-Fetch-Site", "") == "same-origin"
    context = {"kept": _kept(request) if ours else [], "target": request.get_full_path(), "sign_in": False}
    return render(request, "refusal/kept.html" if ours else "refusal/bad_request.html", context, status=403)
