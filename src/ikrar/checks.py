"""System checks that stop a half-configured start: each has an id and a hint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from ikrar.environment import Problem

DURABLE = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def _error(problem: Problem) -> Error:
    return Error(problem.message, hint=problem.hint, id=problem.id)


@register("ikrar")
def environment_is_usable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report what :func:`ikrar.environment.read_environment` found wrong (E001-E008)."""
    return [_error(p) for p in settings.ENVIRONMENT.problems]


@register("ikrar")
def error_mail_is_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse ADMINS and mail handlers: Django's error mail carries a resident's address and browser (R38)."""
    handlers = settings.LOGGING.get("handlers", {}).values()
    mails = any("AdminEmailHandler" in str(h.get("class", "")) for h in handlers)
    if not (settings.ADMINS or settings.MANAGERS or mails):
        return []
    return [
        _error(
            Problem(
                "ikrar.E009",
                "Error mail is on: it would carry a resident's address and browser.",
                "Leave ADMINS and MANAGERS empty and configure no AdminEmailHandler.",
            )
        )
    ]


@register("ikrar", Tags.database)
def database_is_durable(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Read the pragmas back from SQLite: WAL, synchronous FULL and secure_delete must be in force (R11)."""
    if not databases or connection.vendor != "sqlite":
        return []
    wrong = []
    with connection.cursor() as cursor:
        for name, wanted in DURABLE.items():
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
            if found != wanted:
                wrong.append(f"{name}={found}")
    if not wrong:
        return []
    return [
        _error(
            Problem(
                "ikrar.E010",
                "SQLite could lose an acknowledged commit: " + ", ".join(wrong) + ".",
                "Leave the database options of ikrar.settings as shipped.",
            )
        )
    ]


CHECKS: dict[str, str] = {
    "ikrar.E001": "A yes/no setting is neither 0 nor 1.",
    "ikrar.E002": "IKRAR_ORIGIN is no origin.",
    "ikrar.E003": "The demo is told to answer to a host outside this machine.",
    "ikrar.E004": "A real installation would be reached without TLS.",
    "ikrar.E005": "The demo is told to trust a proxy.",
    "ikrar.E006": "The secret key file is missing.",
    "ikrar.E007": "Others on the machine can read the secret key.",
    "ikrar.E008": "The secret key is too short.",
    "ikrar.E009": "Error mail is on.",
    "ikrar.E010": "The database could lose an acknowledged commit.",
}
"""Every check this project adds, for the reference page; a test compares it with the code."""
