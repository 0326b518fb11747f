"""Keep the register's list: one row for each declaration with a frozen version, in the transaction of the act.

Freezing and importing enter, erasing leaves; ``renew`` makes anew what an earlier release's rule made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from ikrar.core.declaration import search
from ikrar.core.declaration.canonical import DeclarationText, parse
from ikrar.core.text.search import GAP
from ikrar.records import bulk
from ikrar.records.declaration import words
from ikrar.records.declaration.models import Declaration, Listing, Version
from ikrar.records.declaration.rows import Content

RULE = 1  # one more whenever a row would be made otherwise
VERSION_BITS = 32
AT_ONCE = 500

T = TypeVar("T")
#: A version with its text and the kinds of its points.
Found = tuple[Version, DeclarationText, Iterable[str]]


def key(day: date, version: int) -> int:
    """Return the key of a version in the list: the register's order, by day and then by version."""
    return day.toordinal() << VERSION_BITS | version


def version_of(found: int) -> int:
    """Return the number of the version's row from a key."""
    return found & ((1 << VERSION_BITS) - 1)


def enter_many(versions: Iterable[Version]) -> int:
    """List versions that were frozen, each the newest of its declaration; returns how many.

    Eight reads for every ``AT_ONCE`` of them at most, and their rows in one statement.
    """
    count = 0
    for some in _batches(versions):
        prefetch_related_objects(some, "points__kinds")
        count += _enter([(version, parse(bytes(version.canonical or b"")), _kinds(version)) for version in some])
    return count


def enter_written(contents: Iterable[Content]) -> int:
    """List versions whose rows and bytes were just written, as ``enter_many`` does, without reading them again."""
    return sum(_enter([(one.version, one.text, one.kinds) for one in some]) for some in _batches(contents))


def _enter(found: Sequence[Found]) -> int:
    versions = [version for version, _, _ in found]
    prefetch_related_objects(versions, "declaration__institution", "area__parent__parent__parent")
    Listing.objects.filter(declaration__in=[v.declaration_id for v in versions]).delete()
    bulk.add([_row(*one) for one in found])
    return len(found)


def leave(declarations: QuerySet[Declaration]) -> None:
    """Take declarations that are being erased out of the list, and their words out of its pages."""
    Listing.objects.filter(declaration__in=declarations).delete()
    words.forget()


def renew() -> int:
    """List what is not listed as this release lists it; returns how many that were."""
    newer = Version.objects.filter(
        declaration=OuterRef("declaration"), number__gt=OuterRef("number"), frozen_at__isnull=False
    )
    listed = Listing.objects.filter(version=OuterRef("pk"), rule=RULE)
    frozen = Version.objects.filter(~Exists(newer), ~Exists(listed), frozen_at__isnull=False)
    return enter_many(frozen.order_by("pk").iterator(AT_ONCE))


def _batches(found: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(found)
    return iter(lambda: list(islice(rest, AT_ONCE)), [])


def _kinds(version: Version) -> set[str]:
    return {kind.code for point in version.points.all() for kind in point.kinds.all()}


def _row(version: Version, text: DeclarationText, kinds: Iterable[str]) -> Listing:
    registrar = version.declaration.institution
    marks = search.marks(text, kinds=kinds, registrar=registrar.code, registrar_kind=registrar.kind)
    parts = (version.area_id or "").split(".")
    codes = [".".join(parts[: n + 1]) if n < len(parts) else "" for n in range(4)]
    return Listing(
        key=key(text.event_date or date.min, version.pk),
        declaration=version.declaration,
        version=version,
        institution=registrar,
        province=codes[0],
        regency=codes[1],
        district=codes[2],
        village=codes[3],
        words=" ".join([*search.document(text, _places(version)), GAP, *marks]),
        rule=RULE,
    )


def _places(version: Version) -> Iterator[str]:
    """Yield the names of the area and of those around it."""
    area = version.area
    while area is not None:
        yield area.name
        area = area.parent
