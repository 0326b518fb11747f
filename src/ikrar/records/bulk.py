"""Many rows by one prepared statement: for thousands of them, objects and long statements take most of the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Field, Model

#: Fields whose values the databases take as they are; the others are asked how they store one.
PLAIN = frozenset(
    {
        models.BigAutoField,
        models.BigIntegerField,
        models.BooleanField,
        models.CharField,
        models.ForeignKey,
        models.OneToOneField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.TextField,
        models.URLField,
    }
)

AT_ONCE = 500

# ruff: noqa: S608 - names of tables and columns are those of the models


def replan() -> None:
    """Let PostgreSQL forget how this connection's guards look rows up, before many rows are written.

    A plan made while a table was nearly empty reads the whole of it for each row, and is kept until the server happens
    to count the table again.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows of a table, each the values of the named fields in order; a foreign key is the key itself.

    In the caller's transaction. Nothing is filled in: fields left out take what the database gives them.
    """
    fields = _fields(model, names)
    columns = ", ".join(_quoted(field.column) for field in fields)
    values(f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES", list(_stored(fields, rows)))


def values(head: str, rows: Sequence[Sequence[object]], tail: str = "") -> None:
    """Run ``INSERT … VALUES`` for rows of values as the database takes them, ``tail`` following the values.

    SQLite is fastest row by row with one prepared statement; PostgreSQL plans each statement with all row policies
    anew, so it is given ``AT_ONCE`` rows in one.
    """
    if not rows:
        return
    places = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{head} {places} {tail}", rows)  # type: ignore[arg-type]  # whatever each field stores
            return
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            sql = f"{head} {', '.join([places] * len(some))} {tail}"
            cursor.execute(sql, [value for row in some for value in row])  # type: ignore[misc]  # as above


def add(rows: Sequence[Model]) -> None:
    """Write new objects of one table as they are; unlike after ``bulk_create`` they do not learn their keys."""
    if rows:
        model = type(rows[0])
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        values = attrgetter(*(field.attname for field in fields))
        insert(model, [field.name for field in fields], map(values, rows))


def change(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Give rows of a table new values of the named fields; the last value of each is the row's key."""
    (key,) = [f for f in model._meta.concrete_fields if f.primary_key]
    fields = _fields(model, names)
    columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    where = f"{_quoted(key.column)} = %s"
    stored = list(_stored([*fields, key], rows))
    if stored:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {_quoted(model._meta.db_table)} SET {columns} WHERE {where}", stored)  # type: ignore[arg-type]


def _fields(model: type[Model], names: Sequence[str]) -> list[Field[Any, Any]]:
    return [model._meta.get_field(name) for name in names]  # type: ignore[misc]  # no reverse relation is named


def _stored(fields: Sequence[Field[Any, Any]], rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    """Yield the rows as the database takes them."""
    here = connections[DEFAULT_DB_ALIAS]  # looked up once: it is asked for hundreds of thousands of times
    told: list[tuple[int, Callable[..., object]]] = [
        (n, field.get_db_prep_save) for n, field in enumerate(fields) if type(field) not in PLAIN
    ]
    for row in rows:
        values = list(row)
        for n, store in told:
            values[n] = store(values[n], here)
        yield values


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
