"""Find declarations in the register: keys in its order, how many, and the pages made of them.

Every search is bounded: a page reads at most the rows of its window, and counting stops at ``CAP``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import InvalidField
from ikrar.records.declaration.listing import VERSION_BITS, key, version_of
from ikrar.records.declaration.models import Listing, Version
from ikrar.records.declaration.words import found_by

PAGE = 20
CAP = 1_000  # rows in one window of pages; a further window goes on after its last row
_SHOWN = ("area__parent__parent__parent", "declaration__institution", "election")


def keys(wanted: Wanted, *, limit: int, offset: int = 0, behind: int | None = None) -> list[int]:
    """Return at most ``limit`` keys that answer, newest event first, those behind a key only. One query at most."""
    if wanted.hopeless:
        return []
    sql, values = _found(wanted, behind)
    return _run(f"{sql} ORDER BY 1 DESC LIMIT %s OFFSET %s", [*values, limit, offset])


def count(wanted: Wanted, *, behind: int | None = None) -> int:
    """Return how many answer, at most ``CAP`` and one. One query at most."""
    if wanted.hopeless:
        return 0
    sql, values = _found(wanted, behind)
    return _run(f"SELECT count(*) FROM ({sql} LIMIT %s) AS found", [*values, CAP + 1])[0]  # noqa: S608


def _found(wanted: Wanted, behind: int | None) -> tuple[str, list[str | int]]:
    """Return the statement that finds keys, without an order, and its values."""
    column, table, condition, value = found_by(wanted.terms, wanted.marks)
    found, values = ([condition], [value]) if value else ([], [])
    if not value:
        column, table = "key", "declaration_listing"
    since = key(wanted.since, 0) if wanted.since else None
    until = key(wanted.until, 0) + (1 << VERSION_BITS) if wanted.until else None
    bounds = ((">=", since), ("<", until), ("<", behind))
    asked = [(sign, bound) for sign, bound in bounds if bound is not None]
    found += [f"{column} {sign} %s" for sign, _ in asked]
    where = f" WHERE {' AND '.join(found)}" if found else ""
    return f"SELECT {column} FROM {table}{where}", [*values, *(bound for _, bound in asked)]  # noqa: S608 - constants


def _run(sql: str, values: list[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [int(row[0]) for row in cursor.fetchall()]


def versions(found: Iterable[int]) -> list[Version]:
    """Return the versions of keys, in the order of the keys, with what a row of the list shows. One query."""
    wanted = [version_of(one) for one in found]
    rows = Version.objects.select_related(*_SHOWN).defer("canonical").in_bulk(wanted) if wanted else {}
    return [rows[pk] for pk in wanted if pk in rows]


def listed() -> QuerySet[Version]:
    """Return the versions that the register lists: the newest frozen one of each declaration."""
    return Version.objects.filter(Exists(Listing.objects.filter(version=OuterRef("pk"))))


def place_of(ref: str) -> int:
    """Return the key of a declaration in the list; raises InvalidField when it is not in it."""
    found = Listing.objects.filter(declaration_id=ref).values_list("key", flat=True).first()
    if found is None:
        raise InvalidField("Deklarasi {ref} tidak ada dalam daftar. Mulai lagi tanpa after.", field="after", ref=ref)
    return found


class Window(Paginator):  # type: ignore[type-arg]
    """Pages of at most ``CAP`` rows of the register from its beginning, or behind a key: three queries a page."""

    def __init__(self, wanted: Wanted, behind: int | None = None) -> None:
        super().__init__([], PAGE)
        self.wanted, self.behind, self.cap = wanted, behind, CAP

    @cached_property
    def _counted(self) -> int:
        return count(self.wanted, behind=self.behind)

    @cached_property
    def count(self) -> int:
        """How many rows the pages hold: all that answer, at most ``CAP``."""
        return min(self._counted, CAP)

    @property
    def more(self) -> bool:
        """Whether more answer than the pages hold."""
        return self._counted > CAP

    def page(self, number: int | str) -> Page[Version]:
        """Return one page with its rows."""
        number = self.validate_number(number)
        found = keys(self.wanted, limit=PAGE, offset=(number - 1) * PAGE, behind=self.behind)
        return Page(versions(found), number, self)
