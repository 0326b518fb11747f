"""What somebody sees of meetings and their decisions, as a condition that a statement asks of each row.

``meeting_sight`` tells which institution takes part in what; its ``scope`` is what grants are compared with: what
begins with "35.28/kpu 35.28." lies between it and "35.28/kpu 35.28/", the next code point.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from ikrar.core.account.role import Role
from ikrar.records.account.access import Holder

#: Who takes part for an institution at a desk.
PARTICIPANTS = (Role.OFFICER, Role.SECRETARY)
#: Rows of sight up to which one list of them is made once for a statement.
LITTLE = 2_000


@dataclass(frozen=True)
class Reach:
    """What of one institution's meetings somebody sees, as a condition on rows of sight and its values."""

    institution: str
    sql: str
    params: tuple[str, ...]


def reaches(holder: Holder) -> tuple[Reach, ...]:
    """Return what a person's grants reach, institution by institution; none for who takes part in nothing.

    An officer sees what was called; drafts are their host's secretaries'.
    """
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for grant in holder.grants:
        if grant.role in PARTICIPANTS:
            within = "(s.scope >= %s AND s.scope < %s" + (")" if grant.role == Role.SECRETARY else " AND s.called)")
            begins = (f"{grant.institution} {area}" for area in sorted(grant.areas))
            found[grant.institution] += [(within, f"{begin}.", f"{begin}/") for begin in begins]
    return tuple(
        Reach(code, " OR ".join(sql for sql, *_ in parts), tuple(one for _, *ends in parts for one in ends))
        for code, parts in found.items()
        if parts
    )


def scopes(holder: Holder) -> tuple[list[str], list[str]]:
    """Return what the scopes begin with that a person's grants reach: a secretary's, and an officer's if called."""
    found: dict[Role, list[str]] = {role: [] for role in PARTICIPANTS}
    for grant in holder.grants:
        if grant.role in PARTICIPANTS:
            found[grant.role] += [f"{grant.institution} {area}." for area in sorted(grant.areas)]
    return found[Role.SECRETARY], found[Role.OFFICER]


def is_little(holder: Holder) -> bool:
    """Say whether what somebody sees is soon listed; one query.

    PostgreSQL's policies are told until the transaction ends: which way they ask depends on it, never what is seen.
    """
    seen = reaches(holder)
    if not seen:
        return True
    where = " OR ".join(one.sql for one in seen)
    much = "count(*) > %s"
    if connection.vendor == "postgresql":
        much = f"set_config('ikrar.sees_much', ({much})::text, true)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {much} FROM (SELECT 1 FROM meeting_sight s WHERE {where} LIMIT %s) seen",  # noqa: S608 - reaches' own
            [LITTLE, *(value for one in seen for value in one.params), LITTLE + 1],
        )
        (answer,) = cursor.fetchone()
    return answer in {"false", 0}


def tell_policies(holder: Holder) -> None:
    """Let PostgreSQL's policies know how much somebody sees, before a list is asked for; one query there."""
    if connection.vendor == "postgresql":
        is_little(holder)


class Seen(Func):
    """A condition: that a row is in sight by its ``column``, the key of a "meeting" or of a "thread".

    Asked of each row, an index answers; ``listed``, all that is in sight is found once and each row looked up in it.
    The first is quick where much is seen, or few rows are asked; the second where little is seen of many rows.
    """

    output_field = BooleanField()

    def __init__(self, holder: Holder, column: str, key: str, *, listed: bool = False) -> None:
        super().__init__(F(column))
        self._reaches, self._key, self._listed = reaches(holder), key, listed

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write the condition."""
        if not self._reaches:
            return "(1 = 0)", []
        column, given = compiler.compile(self.source_expressions[0])
        return self._list(column, given) if self._listed else self._each(column, given)

    def _list(self, column: str, given: Any) -> tuple[str, list[Any]]:
        """As a case it is asked of row after row in the order wanted: neither database begins at thousands of threads.

        The institution stands in the scope: named once more, it would let PostgreSQL take the rows for fewer than
        they are.
        """
        where = " OR ".join(one.sql for one in self._reaches)
        seen = f"SELECT s.{self._key}_id FROM meeting_sight s WHERE {where}"  # noqa: S608 - reaches' own
        sql = f"CASE WHEN {column} IN ({seen}) THEN TRUE ELSE FALSE END"
        return sql, [*given, *(value for one in self._reaches for value in one.params)]

    def _each(self, column: str, given: Any) -> tuple[str, list[Any]]:
        """Ask an index of each row; with ``OFFSET 0`` PostgreSQL does so too and makes no list of its own."""
        parts, params = [], []
        for one in self._reaches:
            inner = f"SELECT 1 FROM meeting_sight s WHERE s.{self._key}_id = {column} AND s.institution_id = %s"  # noqa: S608 - reaches' own
            parts.append(f"EXISTS({inner} AND ({one.sql}) LIMIT 1 OFFSET 0)")
            params += [*given, one.institution, *one.params]
        return f"({' OR '.join(parts)})", params
