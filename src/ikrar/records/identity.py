"""Who asks the database: the identity its row policies see (decision 22).

On PostgreSQL an identity opens a transaction and lives in it alone: ``set_config(…, true)`` ends with the transaction,
so nothing is left for the next user of the connection, and without an identity no protected row is seen. SQLite has no
row policies, and a transaction would take the write lock: there an identity is nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

REQUEST_TIMEOUT = "5s"  # longest statement of a request (R36)
NAMES = ("ikrar.kind", "ikrar.user", "ikrar.now")
_SETTING = ", ".join(f"set_config('{name}', %s, true)" for name in NAMES)
_GETTING = ", ".join(f"current_setting('{name}', true)" for name in NAMES)


class Kind(StrEnum):
    """The kinds of identity that row policies tell apart."""

    ANONYMOUS = "anonymous"  # a request before the door knows who it is: what is public
    PERSON = "person"  # a signed-in person: what their grants in force reach
    SYSTEM = "system"  # jobs, commands, and facts that must not depend on who asks


class Undone(DatabaseError):
    """A statement failed and nobody undid it: the transaction is lost, and its work must not be reported as done."""


@contextmanager
def identity(kind: Kind, user_id: int | None = None) -> Iterator[None]:
    """Act as somebody until the block ends; an identity around it is back afterwards. An exception rolls back.

    Raises Undone when the block ends well though its transaction failed underneath.
    """
    if connection.vendor != "postgresql":
        yield
        return
    inner = connection.in_atomic_block
    with transaction.atomic():
        before = _take(kind, user_id)
        yield
        _check_alive()
        if inner:
            _run(f"SELECT {_SETTING}", before)


@contextmanager
def request() -> Iterator[None]:
    """Open a request's transaction as nobody in particular, with a limit to the time of each statement."""
    with identity(Kind.ANONYMOUS):
        if connection.vendor == "postgresql":
            _run("SELECT set_config('statement_timeout', %s, true)", [REQUEST_TIMEOUT])
        yield


@contextmanager
def system() -> Iterator[None]:
    """Act as the system: for jobs, commands, and facts that must not depend on who asks."""
    with identity(Kind.SYSTEM):
        yield


def become(user_id: int) -> None:
    """Raise the identity of the open request to a person, once the door knows who it is."""
    if connection.vendor == "postgresql":
        _take(Kind.PERSON, user_id)


def undo() -> None:
    """Have the open request's transaction rolled back when it ends: its answer is an error of ours."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        transaction.set_rollback(True)


def _take(kind: Kind, user_id: int | None) -> list[str]:
    """Set the identity for the rest of the transaction and return what was set before."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an identity lives in a transaction")
    values = [kind.value, str(user_id or ""), timezone.now().isoformat()]
    row = _run(f"SELECT {_GETTING}, {_SETTING}", values)
    return [value or "" for value in row[: len(NAMES)]]


def _run(sql: str, values: list[str]) -> tuple[str | None, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(cursor.fetchone() or ())


def _check_alive() -> None:
    """A failed transaction is committed by PostgreSQL as a rollback, without a word: say it here."""
    raw = connection.connection
    failed = raw is not None and raw.info.transaction_status.name == "INERROR"
    if failed and not connection.needs_rollback:
        raise Undone("a statement of this transaction failed and nobody undid it")
