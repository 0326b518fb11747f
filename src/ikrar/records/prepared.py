"""Queries whose shape never changes: Django writes their statement once, later only the values are put in.

To write the statement of a query with relations takes the ORM longer than the database takes to answer it. A gate that
depends on who asks has no fixed shape and stays a query as any other; so do lists of different lengths.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)


class LostMark(RuntimeError):
    """A statement does not hold each mark it was written with: a mistake in the program, never in the input."""


class Prepared(Generic[M]):
    """A query of ``build``; ``marks`` are values that stand for its arguments while its statement is written.

    Each mark is unlike every other value in the query, and of the type of the column it is compared with.
    """

    def __init__(self, build: Callable[..., QuerySet[M, Any]], *marks: object) -> None:
        self._build, self._marks = build, marks
        self._written: dict[str, tuple[Any, str, list[object]]] = {}

    def objects(self, *values: object) -> list[M]:
        """Return the objects that the query finds for these values; one query."""
        known, sql, params = self._filled(values)
        compiler = copy(known)
        compiler.connection = connection
        compiler.as_sql = lambda: (sql, params)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        found: Any = SimpleNamespace(query=query, db=connection.alias, _known_related_objects={})
        return list(ModelIterable(found))

    def first(self, *values: object) -> M | None:
        """Return the first object that the query finds for these values, None without any; one query."""
        return next(iter(self.objects(*values)), None)

    def rows(self, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database answers, as it stores it: for texts and whole numbers; one query."""
        _, sql, params = self._filled(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)  # type: ignore[arg-type]  # values as each column takes them
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _filled(self, values: tuple[object, ...]) -> tuple[Any, str, list[object]]:
        """Return the query's compiler, its statement, and its parameters with the values in the marks' places."""
        vendor = connection.vendor
        if vendor not in self._written:
            compiler = self._build(*self._marks).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            if set(self._marks) - set(params):
                raise LostMark("a mark did not come through: Django decided by it already")
            self._written[vendor] = (compiler, sql, list(params))
        compiler, sql, marked = self._written[vendor]
        given = dict(zip(self._marks, values, strict=True))
        return compiler, sql, [given.get(one, one) for one in marked]
