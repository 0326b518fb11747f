"""Signing in and out: what is ours around allauth."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import login as allauth_login
from allauth.account.views import logout as allauth_logout
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ikrar.core.errors import Missing, Refused
from ikrar.door.client import block_token
from ikrar.records.account import actions, queries
from ikrar.records.factor import queries as factors
from ikrar.web import access, entrance, factor, passkey, refusal, totp

NOT_IN = _(
    "Nama pengguna dan kata sandi tidak cocok, atau terlalu sering dicoba. Setelah lima kali salah, tunggu lima menit."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up, no sign-in without a second factor, and no address of anybody kept."""

    #: One sentence for an unknown name, a wrong password and a name that has to wait: it tells nobody which (R31).
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NOT_IN,
        "too_many_login_attempts": NOT_IN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given by people, never taken."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse who has no second factor (R31); otherwise go on under a fresh session key (R32)."""
        if not factors.has_second_factor(user):
            return render(request, "account/no_second_factor.html", status=403)
        request.session.cycle_key()
        return None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try for the name from this block, and for the name; raise ValidationError when either is used up.

        A refused try costs as much time as a wrong password, so that waiting looks like guessing (R31).
        """
        name = str(credentials.get("username", "")).strip().lower()
        limits = {"login_failed": f"{self.get_client_ip(request)}|{name}", "login_failed_name": name}
        spent = ratelimit.RateLimitUsage(usage=[])
        for action, key in limits.items():
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                make_password(str(credentials.get("password", "")))
                raise self.validation_error("too_many_login_attempts")
            spent.usage += usage.usage
        self._login_failed_rl_usage = spent

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return whose name and password these are; a closed account is nobody's."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a keyed token of the address block: rate limits need to tell clients apart, not to know them (R14)."""
        return block_token(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps TOTP secrets and the seed of recovery codes encrypted under the installation's key (R34)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Kode itu tidak cocok. Sebuah kode hanya berlaku sekali; tunggu kode berikutnya."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as an opaque token."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret behind a token."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = hashlib.blake2s(b"ikrar/totp/v1", key=settings.SECRET_KEY.encode()[:32]).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """A demo sign-in link: the GET shows a button, the POST uses it up and leads to the second factor."""
    if not settings.DEMO:
        raise Missing("Halaman ini tidak ada.")
    now = timezone.now()
    if request.method != "POST":
        return render(request, "account/link.html", {"live": queries.link_is_live(token, now)})
    try:
        user = actions.use_link(token, now)
    except Missing as error:
        return render(request, "account/link.html", {"live": False, "why": refusal.message(error)}, status=410)
    record_authentication(request, user, method="link")
    response: HttpResponseBase = perform_login(request, Login(user=user))
    return response


def enter(request: HttpRequest) -> HttpResponseBase:
    """Sign in with name and password; a session that sets up keys goes on there, one that is half one ends."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        if entrance.enrolling(request):
            return factor.see_other("enrol")
        if not access.signed_in(request):
            request.session.flush()
            return factor.see_other("account_login")
    response: HttpResponseBase = allauth_login(request)
    return response


def passkey_login(request: HttpRequest) -> HttpResponseBase:
    """Sign in with a passkey alone: it is the thing one has and the PIN or finger one shows, two factors in one."""
    if request.method != "POST":
        return factor.see_other("account_login")
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
        return render(request, "429.html", status=429)
    if not request.POST.get("credential"):
        return JsonResponse(passkey.request_options(request, None))
    try:
        user = passkey.answered(request, None, request.POST["credential"])
    except (Refused, Missing) as error:
        return render(request, "account/login.html", {"passkey_error": error})
    record_authentication(request, user, "mfa", type="webauthn", passwordless=True)
    redirect = get_next_redirect_url(request)
    response: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=redirect))
    return response


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """The second step of signing in: a code of the app, a recovery code, or a passkey."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user, errors = stage.login.user, list[str]()
    if "again" in request.POST:
        clear_login(request)
        return factor.see_other("account_login")
    if "code" in request.POST:
        form = totp.EntryForm(user=user, data=request.POST)
        if form.is_valid():
            form.save()
            return _passed(stage)
        errors = list(form.errors["code"])
    elif request.method == "POST" and not request.POST.get("credential"):
        return JsonResponse(passkey.request_options(request, user))
    elif request.method == "POST":
        try:
            passkey.answered(request, user, request.POST["credential"])
        except (Refused, Missing) as error:
            errors = [refusal.message(error)]
        else:
            record_authentication(request, user, "mfa", type="webauthn")
            return _passed(stage)
    return render(request, "mfa/authenticate.html", {"errors": errors, "keys": factors.keys(user)})


def _passed(stage: Any) -> HttpResponseBase:
    response: HttpResponseBase = stage.exit()
    return response


def leave(request: HttpRequest) -> HttpResponseBase:
    """Sign out and have the browser forget what it kept (R32)."""
    response: HttpResponseBase = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
