"""One act on a subject at a time."""

from __future__ import annotations

from django.db import connection


def take_turn(subject: str) -> None:
    """Wait until no other transaction acts on ``subject`` (a random reference or another name), until this one ends.

    What an act reads after this it may rely on. On SQLite a writing transaction has the whole file to itself already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])
