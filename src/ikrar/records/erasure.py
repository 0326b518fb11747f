"""What an erasure must do beyond deleting rows."""

from __future__ import annotations

from django.db import connection


def forget_pages() -> None:
    """Fold SQLite's write-ahead log into the file and empty it, so that erased text is in neither (decision 22).

    To be called after the transaction of an erasure; inside one (or on another database) it does nothing.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
