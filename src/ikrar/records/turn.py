"""One act on a subject at a time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection


def take_turn(subject: str) -> None:
    """Wait until no other transaction acts on ``subject`` (a random reference or another name), until this one ends.

    What an act reads after this it may rely on. On SQLite a writing transaction has the whole file to itself already.
    """
    take_turns([subject])


def take_turns(subjects: Iterable[str]) -> None:
    """Take the turn of several subjects, always in the same order, so that no two acts wait for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.executemany(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [[one] for one in sorted(set(subjects))]
            )
