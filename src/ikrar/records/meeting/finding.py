"""Find meetings by their titles and places and decisions by their texts, from an index of their words.

Each row keeps the words made of it, under the same gates and row policies as the row; triggers keep the index to them.
The index answers what is found in few rows; what is found in many is looked for in the rows themselves, in the order
of the list, which meets enough of them soon.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from ikrar.core.text.search import Term, parted, terms
from ikrar.records import policy, words

FEW = policy.FEW
Row = TypeVar("Row", bound=Model)


def of_meeting(title: str, place: str) -> str:
    """Return the words a meeting is found by."""
    return parted((title, place))


def of_decision(text: str) -> str:
    """Return the words a decision is found by."""
    return parted((text,))


@dataclass(frozen=True)
class Match:
    """What an index finds: how many, to one over ``FEW``, and the end of the condition that a key is one of them."""

    count: int
    sql: str
    params: tuple[Any, ...]


class Among(Func):
    """A condition: that a row's key is one of those that an index found."""

    output_field = BooleanField()

    def __init__(self, match: Match) -> None:
        super().__init__(F("pk"))
        self._match = match

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write the condition."""
        key, given = compiler.compile(self.source_expressions[0])
        return f"{key} {self._match.sql}", [*given, *self._match.params]


def narrowed(rows: QuerySet[Row], typed: str) -> QuerySet[Row]:
    """Keep the rows in which every typed word is found; all of them when nothing was typed. One query at most."""
    asked = terms(typed)
    if not asked:
        return rows.none() if typed.strip() else rows
    match = _matched(rows.model, asked)
    if not match.count:
        return rows.none()
    return rows.filter(Among(match)) if match.count <= FEW else rows.filter(words__says=asked)


def _matched(model: type[Model], asked: tuple[Term, ...]) -> Match:
    """Ask the index: SQLite's finds what is seen and what is not, PostgreSQL's what the present identity sees."""
    if connection.vendor == "postgresql":
        refs = _seen(model, asked)
        return Match(FEW + 1, "", ()) if refs is None else Match(len(refs), "= ANY(%s)", (refs,))
    found = _references(model, asked)
    return Match(len(found), "IN (SELECT value FROM json_each(%s))", (json.dumps(found),))


def _references(model: type[Model], asked: tuple[Term, ...]) -> list[str]:
    """Return what SQLite's index finds, one over ``FEW`` at most."""
    index = _index(model)
    sql = (
        f"SELECT k.ref FROM (SELECT rowid AS found FROM {index} WHERE {index} MATCH %s LIMIT %s) "  # noqa: S608 - names
        f"CROSS JOIN {index}_key k ON k.key = found"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [words.fts_query(asked, ()), FEW + 1])
        return [str(ref) for (ref,) in cursor.fetchall()]


def _seen(model: type[Model], asked: tuple[Term, ...]) -> list[str] | None:
    """Return what PostgreSQL's index finds of the rows that the present identity sees; none where it is too much."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {model._meta.db_table}_saying(%s::tsquery)",
            [words.vector_query(asked, ())],
        )
        (refs,) = cursor.fetchone() or (None,)
    return refs


def _index(model: type[Model]) -> str:
    return f"{model._meta.db_table}_word"


def forget(*models: type[Model]) -> None:
    """Rewrite SQLite's indexes of some tables without what was taken out of them."""
    for model in models:
        words.forget(_index(model))
