"""The pages on which a person sets their keys; ``entrance.py`` and ``desk/key.py`` say who may open them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter as second_factor_adapter
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.errors import IkrarError, InvalidField, Missing, Refused
from ikrar.records.factor import actions, queries
from ikrar.web import passkey, refusal, totp

CODES = "ikrar_codes"
CODES_LIFE = 30 * 60  # seconds in which fresh recovery codes may be looked at, in the session that made them
UNEQUAL = "Kedua kata sandi yang baru tidak sama."
WRONG_OLD = "Kata sandi lama tidak cocok, atau terlalu sering dicoba. Setelah lima kali salah, tunggu lima menit."


def person(request: HttpRequest) -> Any:
    """Return the account whose session it is; raises Missing when it is nobody's."""
    if not request.user.is_authenticated:
        raise Missing("Halaman ini tidak ada.")
    return request.user


def see_other(name: str, **arguments: str) -> HttpResponse:
    """Return a 303 to a named page."""
    response = HttpResponseRedirect(reverse(name, kwargs=arguments))
    response.status_code = 303
    return response


def password(request: HttpRequest, *, done: str, back: str) -> HttpResponse:
    """Ask for a new password, and for the old one if there is one; leads to ``done``."""
    user, errors = person(request), dict[str, list[str]]()
    if request.method == "POST":
        errors = _password_errors(request, user)
        if not errors:
            actions.set_password(user, request.POST["password"], now=timezone.now())
            return _changed(request, user, done)
    context = {"errors": errors, "old": user.has_usable_password(), "back": back, "username": user.username}
    return render(request, "keys/password.html", context)


def _password_errors(request: HttpRequest, user: Any) -> dict[str, list[str]]:
    """Return what is wrong by field: at least 12 characters, not a common one, not like the own name (R31)."""
    from allauth.account.adapter import get_adapter  # its module reads the settings when it is imported

    new, errors = request.POST.get("password", ""), dict[str, list[str]]()
    try:
        validate_password(new, user)
    except ValidationError as error:
        errors["password"] = list(error.messages)
    if new != request.POST.get("password_again", ""):
        errors["password_again"] = [refusal.message(InvalidField(UNEQUAL, field="password_again"))]
    if errors or not user.has_usable_password():
        return errors
    try:
        right = get_adapter().reauthenticate(user, request.POST.get("old_password", ""))
    except ValidationError:
        right = False
    return {} if right else {"old_password": [refusal.message(InvalidField(WRONG_OLD, field="old_password"))]}


def app(request: HttpRequest, *, done: str, codes: str, back: str) -> HttpResponse:
    """Show a secret for the authenticator app and ask for the code that proves it; leads to ``done`` or ``codes``."""
    user, error = person(request), None
    if request.method == "POST":
        try:
            secret = totp.confirmed(request, request.POST.get("code", ""))
            return _with_codes(request, user, lambda: actions.set_totp(user, secret, now=timezone.now()), done, codes)
        except (InvalidField, Refused) as refused:
            error = refused
    context = totp.offer(request, user) | {"error": error, "back": back, "keys": queries.keys(user)}
    return render(request, "keys/totp.html", context)


def new_passkey(request: HttpRequest, *, done: str, codes: str, back: str) -> HttpResponse:
    """Make a passkey: a POST without an answer asks for the browser's question, one with an answer brings the key."""
    user, error = person(request), None
    if request.method == "POST":
        answer, name = request.POST.get("credential", ""), request.POST.get("name", "")
        if not answer:
            return JsonResponse(passkey.creation_options(request, user))
        try:
            made = passkey.created(request, answer)
            add = lambda: actions.add_passkey(user, made, name=name, now=timezone.now())  # noqa: E731 - one short act
            return _with_codes(request, user, add, done, codes)
        except (InvalidField, Refused) as refused:
            error = refused
    context = {"error": error, "name": request.POST.get("name", ""), "back": back, "keys": queries.keys(user)}
    return render(request, "keys/passkey_new.html", context)


def renew_codes(request: HttpRequest, *, codes: str) -> HttpResponse:
    """Make fresh recovery codes and lead to the page that shows them; raises Refused without a second factor."""
    user = person(request)
    actions.renew_codes(user, now=timezone.now())
    request.session[CODES] = time.time()
    return _changed(request, user, codes)


def shown_codes(request: HttpRequest) -> list[str]:
    """Return the recovery codes while they may be looked at: fresh, in the session that made them; else none."""
    made = request.session.get(CODES)
    if made is None or time.time() - made > CODES_LIFE:
        return []
    return [f"{code[:5]} {code[5:]}" for code in queries.unused_codes(person(request))]


def codes_kept(request: HttpRequest) -> None:
    """Show the recovery codes no more: the person says they are stored."""
    request.session.pop(CODES, None)


def codes_as_text(request: HttpRequest) -> HttpResponse | None:
    """Return the recovery codes as a text file to keep; None when they may no longer be looked at."""
    codes = shown_codes(request)
    if not codes:
        return None
    lines = [second_factor_adapter().get_totp_issuer(), person(request).username, "", *codes, ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ikrar-kode-cadangan.txt"'
    return response


def failure(error: IkrarError | None) -> str:
    """Return an error's sentence, or nothing."""
    return refusal.message(error) if error else ""


def _with_codes(request: HttpRequest, user: Any, change: Callable[[], object], done: str, codes: str) -> HttpResponse:
    """Change a factor; the first one brings recovery codes, which are shown next."""
    first = queries.keys(user).codes_left is None
    change()
    if first:
        request.session[CODES] = time.time()
    return _changed(request, user, codes if first else done)


def _changed(request: HttpRequest, user: Any, page: str) -> HttpResponse:
    """Keep this session, under another key; the change has ended all others."""
    update_session_auth_hash(request, user)
    return see_other(page)
