"""The words of the register as each database keeps and finds them, from the same tokens, so that both answer alike.

PostgreSQL: a tsvector with a GIN index. SQLite: plain text in the row, and an FTS5 table over it that triggers keep
(see the migration that makes the list). Neither breaks words itself: ``core/declaration/search.py`` did.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from ikrar.core.declaration.search import GAP, Term

TABLE = "declaration_listing_word"
LAST = 16_383  # the highest position a tsvector knows; what follows stands there too


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Tokens with a space between them, as :func:`ikrar.core.declaration.search.document` makes them."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the tokens as the column takes them."""
        plain = super().get_db_prep_value(value, connection, prepared)
        return vector(plain.split()) if connection.vendor == "postgresql" else plain


def vector(tokens: Iterable[str]) -> str:
    """Return tokens with their positions as PostgreSQL writes them; a gap takes a place and is not found."""
    places = ((token, min(n, LAST)) for n, token in enumerate(tokens, 1) if token != GAP)
    return " ".join(f"{_quoted(token)}:{n}" for token, n in places)


def vector_query(terms: Iterable[Term], marks: Iterable[str]) -> str:
    """Return a search as PostgreSQL writes it: every term and every mark."""
    found = ["(" + " <-> ".join([*map(_quoted, t.words[:-1]), _last(t)]) + ")" for t in terms]
    return " & ".join([*found, *map(_quoted, marks)])


def _last(term: Term) -> str:
    return _quoted(term.words[-1]) + (":*" if term.begins else "")


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def fts_query(terms: Iterable[Term], marks: Iterable[str]) -> str:
    """Return a search as SQLite's FTS5 writes it: every term and every mark."""
    found = [f'"{" ".join(t.words)}"' + ("*" if t.begins else "") for t in terms]
    return " AND ".join([*found, *(f'"{mark}"' for mark in marks)])


def found_by(terms: Iterable[Term], marks: Iterable[str]) -> tuple[str, str, str, str]:
    """Return how the database finds listings: their key's column, the table, the condition, and its one value."""
    if connection.vendor == "postgresql":
        return "key", "declaration_listing", "words @@ %s::tsquery", vector_query(terms, marks)
    return "rowid", TABLE, f"{TABLE} MATCH %s", fts_query(terms, marks)


def forget() -> None:
    """Rewrite SQLite's index without what was taken out of it: until then its pages still hold the words."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608 - a constant
