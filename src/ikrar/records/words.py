"""Words of texts as each database keeps and finds them, from the same tokens, so that both answer alike.

PostgreSQL: a tsvector with a GIN index. SQLite: plain text in the row, and an FTS5 table that triggers keep. Neither
breaks words itself: ``core/text/search.py`` did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

from ikrar.core.text.search import GAP, Term, letters

_LEXEME = re.compile(r"'((?:[^']|'')*)':([\d,]+)")
LAST = 16_383  # the highest position a tsvector knows; what follows stands there too


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Tokens with a space between them, as ``core/text/search.py`` makes them."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the tokens as the column takes them."""
        plain = super().get_db_prep_value(value, connection, prepared)
        return vector(plain.split()) if plain is not None and connection.vendor == "postgresql" else plain

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the tokens again: a row that is saved whole keeps its words."""
        return told(value) if value is not None and connection.vendor == "postgresql" else value


def vector(tokens: Iterable[str]) -> str:
    """Return tokens with their positions as PostgreSQL writes them; a gap takes a place and is not found."""
    places = ((token, min(n, LAST)) for n, token in enumerate(tokens, 1) if token != GAP)
    return " ".join(f"{_quoted(token)}:{n}" for token, n in places)


def told(written: str) -> str:
    """Return the tokens of a tsvector as PostgreSQL writes it, a gap wherever none stands."""
    places = {int(n): token.replace("''", "'") for token, found in _LEXEME.findall(written) for n in found.split(",")}
    return " ".join(places.get(n, GAP) for n in range(1, max(places, default=0) + 1))


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


@WordsField.register_lookup
class Says(Lookup):
    """``words__says=terms``: that a row's words, made by :func:`ikrar.core.text.search.parted`, have every term.

    It reads the row's own words, by no index: for what is found in most rows, and in the order of a list.
    """

    lookup_name = "says"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the condition and its values."""
        column, values = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} @@ %s::tsquery", (*values, vector_query(self.rhs, ()))
        found = [letters(term) for term in self.rhs]
        condition = " AND ".join([f"instr({column}, %s) > 0"] * len(found))
        return f"({condition})", tuple(one for part in found for one in (*values, part))


def forget(table: str) -> None:
    """Rewrite an FTS5 table of SQLite without what was taken out of it: until then its pages still hold the words."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a constant
