"""Setting up one's keys after an invitation: a session that reaches these pages and sign-out, and nothing else.

The seam for invitations is :func:`begin_enrolment`: it signs the person in with a session marked "enrolling". The door
(``access.signed_in``) does not take such a session for a desk, because no second factor was shown in it. It becomes a
full one once password, second factor and recovery codes are there (:func:`codes`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.errors import Refused
from ikrar.records.factor import queries
from ikrar.web import factor

ENROLLING = "ikrar_enrolling"
ENROLMENT_LIFE = 60 * 60  # seconds from the invitation to the last step
View = Callable[[HttpRequest], HttpResponse]


def begin_enrolment(request: HttpRequest, user: Any) -> HttpResponse:
    """Start the session in which an invited person sets up their keys; returns the 303 to its first page.

    The caller has checked and used up the invitation. Raises Refused when the account is closed or has a second factor
    already: then it signs in like any other.
    """
    if not user.is_active or queries.has_second_factor(user):
        raise Refused("Akun ini sudah punya kunci masuk. Masuklah dengan kunci itu.")
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "invitation")
    request.session[ENROLLING] = {"at": time.time(), "made": False}
    return factor.see_other("enrol")


def enrolling(request: HttpRequest) -> bool:
    """Say whether this session is setting up keys; ends one that is too old, or whose account got keys elsewhere."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or ENROLLING not in request.session:
        return False
    state = request.session[ENROLLING]
    live = request.user.is_authenticated and time.time() - state["at"] <= ENROLMENT_LIFE
    if live and (state["made"] or not queries.has_second_factor(factor.person(request))):
        return True
    request.session.flush()
    return False


def _step(view: View) -> View:
    """Let only a session that is setting up keys through; any other one is sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        return view(request) if enrolling(request) else factor.see_other("account_login")

    return guarded


@_step
def overview(request: HttpRequest) -> HttpResponse:
    """Say which of the three steps are done, and which is next."""
    keys = queries.keys(factor.person(request))
    return render(request, "keys/enrol.html", {"keys": keys, "name": factor.person(request).name})


@_step
def password(request: HttpRequest) -> HttpResponse:
    """First step: the password."""
    return factor.password(request, done="enrol", back="enrol")


@_step
def app(request: HttpRequest) -> HttpResponse:
    """Second step, one way: the authenticator app."""
    return _second(request, factor.app)


@_step
def passkey(request: HttpRequest) -> HttpResponse:
    """Second step, the other way: a passkey."""
    return _second(request, factor.new_passkey)


def _second(request: HttpRequest, page: Callable[..., HttpResponse]) -> HttpResponse:
    if not queries.keys(factor.person(request)).password:
        return factor.see_other("enrol")
    request.session[ENROLLING] = request.session[ENROLLING] | {"made": True}
    return page(request, done="enrol-codes", codes="enrol-codes", back="enrol")


@_step
def codes(request: HttpRequest) -> HttpResponse:
    """Third step: the recovery codes; saying that they are stored makes the session a full one, under another key."""
    user = factor.person(request)
    keys = queries.keys(user)
    if not keys.seconds:
        return factor.see_other("enrol")
    if request.method != "POST":
        return render(request, "keys/codes.html", {"codes": factor.shown_codes(request), "enrolling": True})
    factor.codes_kept(request)
    del request.session[ENROLLING]
    record_authentication(request, user, "mfa", type="webauthn" if keys.passkeys else "totp")
    request.session.cycle_key()
    return factor.see_other("desk")


@_step
def codes_text(request: HttpRequest) -> HttpResponse:
    """The recovery codes as a file."""
    return factor.codes_as_text(request) or factor.see_other("enrol-codes")
