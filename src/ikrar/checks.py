"""System checks that stop a half-configured start: each has an id and a hint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ikrar.environment import Problem
from ikrar.records import policy
from ikrar.records.tables import TABLES, Policy

DURABLE: dict[str, object] = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
DURABLE_SERVER: dict[str, object] = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_AS_GOOD = ("local", "remote_write", "remote_apply")  # of synchronous_commit: the own disk has it in each

TOO_MIGHTY = """
SELECT r.rolsuper OR r.rolbypassrls
    OR EXISTS (SELECT 1 FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND pg_has_role(c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user
"""
UNFORCED = """
SELECT coalesce(string_agg(relname, ', ' ORDER BY relname), '') FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) AND NOT (relrowsecurity AND relforcerowsecurity)
"""


def _error(problem: Problem) -> Error:
    return Error(problem.message, hint=problem.hint, id=problem.id)


@register("ikrar")
def environment_is_usable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report what :func:`ikrar.environment.read_environment` found wrong (E001-E008, E011, E012, E016, E018-E020)."""
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
    """Read back what keeps an acknowledged commit: SQLite's pragmas, PostgreSQL's fsync and its like (R11)."""
    if not databases:
        return []
    wanted, ask = (DURABLE, "PRAGMA {}") if connection.vendor == "sqlite" else (DURABLE_SERVER, "SHOW {}")
    found = {name: _value(ask.format(name)) for name in wanted}
    wrong = [f"{name}={found[name]}" for name, value in wanted.items() if found[name] not in (value, *_AS_GOOD)]
    if not wrong:
        return []
    return [
        _error(
            Problem(
                "ikrar.E010",
                "The database could lose an acknowledged commit or keep what was erased: " + ", ".join(wrong) + ".",
                "Leave the options of ikrar.settings, or the server's own, as shipped.",
            )
        )
    ]


def _value(sql: str, names: list[str] | None = None) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, [names] if names else None)
        return (cursor.fetchone() or (None,))[0]


@register("ikrar", Tags.database)
def database_is_guarded(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """On PostgreSQL: tables and row policies are this version's, and our role can pass by none of them (R5)."""
    if not databases or connection.vendor != "postgresql":
        return []
    if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
        return [
            _error(
                Problem(
                    "ikrar.E013",
                    "The tables are not this version's.",
                    "Run: ikrar database prepare --as postgresql://OWNER@/NAME",
                )
            )
        ]
    found = []
    order = _value("SELECT datcollate FROM pg_database WHERE datname = current_database()")
    if order not in {"C", "POSIX"}:
        found.append(
            Problem(
                "ikrar.E021",
                f"The database orders text by the rules of {order}: what lies in an area could be found wrongly.",
                "Make it with LC_COLLATE 'C', as deploy/postgres/database.sql does, and restore a backup into it.",
            )
        )
    if _value(TOO_MIGHTY):
        found.append(
            Problem(
                "ikrar.E014",
                "The application's role could pass by the row policies: it owns tables, is superuser or has BYPASSRLS.",
                "Use a role of its own, as deploy/postgres/roles.sql makes it.",
            )
        )
    unforced = _value(UNFORCED, [name for name, rule in TABLES.items() if isinstance(rule, Policy)])
    if unforced or policy.fingerprint_in_force() != policy.fingerprint():
        found.append(
            Problem(
                "ikrar.E015",
                f"The row policies in force are not this version's. {unforced}".strip(),
                "Run: ikrar database prepare --as postgresql://OWNER@/NAME",
            )
        )
    return [_error(problem) for problem in found]


def ledger_stands_still(why: str) -> Problem:
    """Return the problem that `ikrar check` tells when the ledger may not sign; it stops no server."""
    return Problem("ikrar.E017", why, "Mend what it names, then run: ikrar ledger sequence")


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
    "ikrar.E011": "IKRAR_DATABASE is no address of a PostgreSQL database, or carries a password.",
    "ikrar.E012": "A file with a password, of the database or the mail server, is missing or open to others.",
    "ikrar.E013": "The tables on PostgreSQL are not this version's.",
    "ikrar.E014": "The application's role on PostgreSQL could pass by the row policies.",
    "ikrar.E015": "The row policies on PostgreSQL are not this version's.",
    "ikrar.E016": "A restore was not finished.",
    "ikrar.E017": "The ledger signs nothing; `ikrar check` says why.",
    "ikrar.E018": "Letters would go to a mail server on another machine in the clear.",
    "ikrar.E019": "What is told of the mail server is not whole.",
    "ikrar.E020": "IKRAR_MAIL_IN is no Maildir.",
    "ikrar.E021": "The database on PostgreSQL orders text by a language's rules.",
}
"""Every check this project adds, for the reference page; a test compares it with the code."""
