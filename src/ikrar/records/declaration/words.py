"""The words of the register, in the database's own index of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from ikrar.core.text.search import Term
from ikrar.records import words
from ikrar.records.words import fts_query, vector_query

TABLE = "declaration_listing_word"


def found_by(terms: Iterable[Term], marks: Iterable[str]) -> tuple[str, str, str, str]:
    """Return how the database finds listings: their key's column, the table, the condition, and its one value."""
    if connection.vendor == "postgresql":
        return "key", "declaration_listing", "words @@ %s::tsquery", vector_query(terms, marks)
    return "rowid", TABLE, f"{TABLE} MATCH %s", fts_query(terms, marks)


def forget() -> None:
    """Rewrite SQLite's index without what was taken out of it."""
    words.forget(TABLE)
