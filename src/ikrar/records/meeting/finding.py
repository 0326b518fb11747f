"""Find meetings by their titles and places and decisions by their texts, from an index of their words.

Each row keeps the words made of it, under the same gates and row policies as the row; triggers keep the index to them.
The index answers what is found in few rows; what is found in many is looked for in the rows themselves, in the order
of the list, which meets enough of them soon.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

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


def narrowed(rows: QuerySet[Row], typed: str) -> QuerySet[Row]:
    """Keep the rows in which every typed word is found; all of them when nothing was typed. One query at most."""
    asked = terms(typed)
    if not asked:
        return rows.none() if typed.strip() else rows
    few = _few(rows.model, asked)
    return rows.filter(words__says=asked) if few is None else rows.filter(pk__in=few)


def _few(model: type[Model], asked: tuple[Term, ...]) -> list[str] | None:
    """Return the references that the index finds, on SQLite seen or not; none where they are too many."""
    if connection.vendor == "postgresql":
        return _seen(model, asked)
    index = _index(model)
    sql = (
        f"SELECT k.ref FROM (SELECT rowid AS found FROM {index} WHERE {index} MATCH %s LIMIT %s) "  # noqa: S608 - names
        f"CROSS JOIN {index}_key k ON k.key = found"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [words.fts_query(asked, ()), FEW + 1])
        refs = [str(ref) for (ref,) in cursor.fetchall()]
    return refs if len(refs) <= FEW else None


def _seen(model: type[Model], asked: tuple[Term, ...]) -> list[str] | None:
    """Return what PostgreSQL's index finds of the rows that the present identity sees; none where it is too much."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {model._meta.db_table}_saying(%s::tsquery)",
            [words.vector_query(asked, ())],
        )
        (refs,) = cursor.fetchone() or (None,)
    return None if refs is None or len(refs) > FEW else list(refs)


def _index(model: type[Model]) -> str:
    return f"{model._meta.db_table}_word"


def forget(*models: type[Model]) -> None:
    """Rewrite SQLite's indexes of some tables without what was taken out of them."""
    for model in models:
        words.forget(_index(model))
