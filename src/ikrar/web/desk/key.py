""" "Kunci masuk": one's own password, second factors, recovery codes and sessions.

A change asks for a second factor shown at most ten minutes ago in this session; the list itself does not. These keys
sign their person in. Vouching for a key with which an office signs is another act (decision 15) and not here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.factor import actions, queries
from ikrar.web import factor, totp
from ikrar.web import passkey as ceremony

View = Callable[..., HttpResponse]


def lately(request: HttpRequest) -> bool:
    """Say whether this session showed a second factor within the last ten minutes."""
    shown = [r["at"] for r in get_authentication_records(request, request.user) if r.get("method") == "mfa"]
    return bool(shown) and time.time() - float(shown[-1]) <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _fresh(view: View) -> View:
    """Ask for a second factor first when the last one was shown too long ago."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if lately(request):
            return view(request, *args, **kwargs)
        back = request.path if request.method in {"GET", "HEAD"} else reverse("keys")
        response = HttpResponseRedirect(f"{reverse('key-again')}?{urlencode({'next': back})}")
        response.status_code = 303
        return response

    return guarded


def again(request: HttpRequest) -> HttpResponse:
    """Ask for a second factor once more, then lead on to the page that wanted it."""
    user, errors = factor.person(request), list[str]()
    if request.method == "POST":
        if "code" in request.POST:
            form = totp.AgainForm(user=user, data=request.POST)
            if form.is_valid():
                form.save()
                return _onwards(request)
            errors = list(form.errors["code"])
        elif not request.POST.get("credential"):
            return JsonResponse(ceremony.request_options(request, user))
        else:
            try:
                ceremony.answered(request, user, request.POST["credential"])
            except Refused as error:
                errors = [factor.failure(error)]
            else:
                record_authentication(request, user, "mfa", type="webauthn", reauthenticated=True)
                return _onwards(request)
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return render(request, "keys/again.html", {"errors": errors, "next": wanted, "keys": queries.keys(user)})


def _onwards(request: HttpRequest) -> HttpResponse:
    """Return a 303 to the page that was wanted; only a page of our own under the list of keys is one."""
    wanted, home = request.POST.get("next", ""), reverse("keys")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    response = HttpResponseRedirect(wanted if ours else home)
    response.status_code = 303
    return response


def home(request: HttpRequest) -> HttpResponse:
    """List what the person signs in with."""
    return _listed(request, None)


def _listed(request: HttpRequest, error: Refused | None, status: int = 200) -> HttpResponse:
    context = {"keys": queries.keys(factor.person(request)), "error": error, "ended": "keluar" in request.GET}
    return render(request, "keys/list.html", context, status=status)


@_fresh
def password(request: HttpRequest) -> HttpResponse:
    """Change the password, or set the first one."""
    return factor.password(request, done="keys", back="keys")


@_fresh
def app(request: HttpRequest) -> HttpResponse:
    """Set or replace the authenticator app."""
    return factor.app(request, done="keys", codes="key-codes", back="keys")


@_fresh
def app_remove(request: HttpRequest) -> HttpResponse:
    """Remove the authenticator app while another second factor remains; removing none changes nothing."""
    user = factor.person(request)
    try:
        actions.remove_totp(user, now=timezone.now())
    except Missing:
        return factor.see_other("keys")
    except Refused as error:
        return _listed(request, error, status=409)
    return _kept(request)


@_fresh
def passkey_new(request: HttpRequest) -> HttpResponse:
    """Make another passkey."""
    return factor.new_passkey(request, done="keys", codes="key-codes", back="keys")


@_fresh
def passkey(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one passkey; a POST gives it another name."""
    user, error = factor.person(request), None
    found = queries.passkey(user, ref)
    if request.method == "POST":
        try:
            actions.rename_passkey(user, ref, request.POST.get("name", ""))
            return factor.see_other("keys")
        except InvalidField as refused:
            error = refused
    name = request.POST.get("name", found.name)
    return render(request, "keys/passkey.html", {"key": found, "name": name, "error": error})


@_fresh
def passkey_remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Remove one passkey while another second factor remains."""
    try:
        actions.remove_passkey(factor.person(request), ref, now=timezone.now())
    except Refused as error:
        return _listed(request, error, status=409)
    return _kept(request)


@_fresh
def codes(request: HttpRequest) -> HttpResponse:
    """Show recovery codes once after they were made; a POST makes fresh ones."""
    if request.method != "POST":
        keys = queries.keys(factor.person(request))
        return render(request, "keys/codes.html", {"codes": factor.shown_codes(request), "keys": keys})
    try:
        return factor.renew_codes(request, codes="key-codes")
    except Refused as error:
        return _listed(request, error, status=409)


@_fresh
def codes_text(request: HttpRequest) -> HttpResponse:
    """The recovery codes as a file."""
    return factor.codes_as_text(request) or factor.see_other("key-codes")


def codes_kept(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes no more."""
    factor.codes_kept(request)
    return factor.see_other("keys")


@_fresh
def sessions(request: HttpRequest) -> HttpResponse:
    """End every other session of the account; this one goes on under another key (R32)."""
    actions.end_sessions(factor.person(request))
    response = _kept(request)
    response["Location"] += "?keluar=1"
    return response


def _kept(request: HttpRequest) -> HttpResponse:
    update_session_auth_hash(request, factor.person(request))
    return factor.see_other("keys")
