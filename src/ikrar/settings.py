"""Django's settings, derived from :mod:`ikrar.environment`; nothing here opens a file for writing or a socket."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ikrar.environment import LOOPBACK, Database, read_environment

ENVIRONMENT = read_environment(os.environ)
ROOT = Path(__file__).parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
DEMO = ENVIRONMENT.demo
ORIGIN = ENVIRONMENT.origin
ALLOWED_HOSTS = list(LOOPBACK) if DEMO else [ENVIRONMENT.host]
ADMINS: list[tuple[str, str]] = []  # error mail would carry a resident's address and browser (R38)
MANAGERS: list[tuple[str, str]] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ikrar.records.ledger",
    "ikrar.records.place",
    "ikrar.records.institution",
    "ikrar.records.election",
    "ikrar.records.stage",
    "ikrar.records.account",
    "ikrar.records.invitation",
    "ikrar.records.grant",
    "ikrar.records.token",
    "ikrar.records.reading",
    "ikrar.records.declaration",
    "ikrar.records.wording",
    "ikrar.records.review",
    "ikrar.records.scan",
    "ikrar.records.enrolment",
    "ikrar.records.signature",
    "ikrar.records.certificate",
    "ikrar.records.edition",
    "ikrar.records.job",
    "ikrar.records.meeting",
    "ikrar.records.relay",
    "ikrar.web",
]

MIDDLEWARE = [
    "ikrar.web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ikrar.web.demo.LoopbackMiddleware",
    "ikrar.web.identity.IdentityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "ikrar.web.limits.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ikrar.web.access.AccessMiddleware",
    "ikrar.api.access.ApiMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]

ROOT_URLCONF = "ikrar.urls"
WSGI_APPLICATION = "ikrar.wsgi.application"
APPEND_SLASH = False  # an address without its slash is another address, and answers like any unknown one

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            ROOT / "web" / "parts" / "templates",
            ROOT / "web" / "public" / "templates",
            ROOT / "web" / "desk" / "templates",
            ROOT / "api" / "templates",
        ],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "ikrar.web.parts.frame.frame",
            ],
            "builtins": [
                "ikrar.web.parts.templatetags.parts",
                "ikrar.web.parts.templatetags.account_words",
                "ikrar.web.parts.templatetags.address",
                "ikrar.web.parts.templatetags.linked",
                "ikrar.web.parts.templatetags.frame_parts",
                "ikrar.web.parts.templatetags.job_words",
                "ikrar.web.parts.templatetags.release_words",
                "ikrar.web.parts.templatetags.relay_words",
                "ikrar.web.parts.templatetags.meeting_words",
                "ikrar.web.parts.templatetags.scan_words",
                "ikrar.web.parts.templatetags.signature_words",
                "ikrar.web.parts.templatetags.calendar_words",
                "ikrar.web.parts.templatetags.clock_words",
                "ikrar.web.parts.templatetags.stage_words",
                "ikrar.web.parts.templatetags.declaration_words",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# SQLite as measured: IMMEDIATE avoids lock errors, FULL loses no acknowledged commit, secure_delete forgets.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ENVIRONMENT.data / "ikrar.sqlite3",
    "ATOMIC_REQUESTS": False,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    },
}


def _postgresql(database: Database) -> dict[str, Any]:
    """One lasting connection for each of the server's threads; requests open their transaction (records/identity).

    Row policies make a plan look dear, and PostgreSQL would compile it for longer than the statement takes.
    """
    ours = {"connect_timeout": 10, "application_name": "ikrar", "options": "-c jit=off"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "USER": database.role,
        "PASSWORD": database.password,
        "HOST": database.host,
        "PORT": database.port,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**ours, **dict(database.options)},
    }


DATABASES = {"default": _postgresql(ENVIRONMENT.database) if ENVIRONMENT.database else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # RAM only (R14)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # no mail leaves until channels/email exists

AUTH_USER_MODEL = "ikrar_account.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "ikrar.web.account.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# A whole office, or a whole mobile network, is one address block. Guessing is priced per user name and block, so that a
# stranger cannot lock a name everywhere; the limit per name alone is out of one block's reach (decision 0012).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/300s/key",
    "login_failed_name": "300/h/key",
    "invitation": "30/5m/ip",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
MFA_ADAPTER = "ikrar.web.account.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Ikrar"
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # periods a phone's clock, or slow fingers, may be off; web/totp.py takes each code once
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # two requests for each sign-in

SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # gone with the window, like the session
CSRF_TRUSTED_ORIGINS = [ORIGIN]
CSRF_FAILURE_VIEW = "ikrar.web.refusal.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = None  # set per page by ikrar.web.headers
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None

BODY_LIMIT = 11_000_000  # bytes of one request: a photograph of 10,000,000; the reader itself stops at 5,000,000
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMIT

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Bahasa Inggris"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"  # collected at each start
FILE_UPLOAD_PERMISSIONS = 0o600  # collected files too: this process serves them itself
STATICFILES_DIRS = [ROOT / "web" / "parts" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no user file is kept in this version
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# One handler, to standard error; no request data in any format (R38).
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_client": {"()": "ikrar.web.quiet.NoClientFilter"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_client"]}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "ikrar": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
