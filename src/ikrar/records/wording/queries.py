"""Read how far commitment kinds spread, and the groups of wordings. No page here counts declarations one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ikrar.core.declaration import kind, spread
from ikrar.core.declaration.difference import Piece, words
from ikrar.core.declaration.spread import Side, Spread
from ikrar.core.errors import Missing
from ikrar.records.declaration.models import Version
from ikrar.records.place import queries as place
from ikrar.records.wording.actions import carried
from ikrar.records.wording.models import Group, Tally, Text, Use, world

GROUPS = 8
TEXTS = 12
PAGE = 20


@dataclass(frozen=True)
class GroupRow:
    """A group of wordings in a list: ``count`` declarations of the narrowed page, first seen anywhere on a day."""

    ref: str
    text: str
    count: int
    texts: int
    first_day: date | None
    first: Version | None


@dataclass(frozen=True)
class Narrowed:
    """The spread of a kind within an area and an election, with names for the areas and rows for its groups."""

    spread: Spread
    areas: tuple[tuple[place.Place, int], ...]
    groups: tuple[GroupRow, ...]
    more_groups: int


@dataclass(frozen=True)
class TextRow:
    """One exact text of a group, in how many points it stands, and how it differs from the text shown for the group."""

    text: str
    uses: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class GroupView:
    """Everything the page of a group shows; ``codes`` are the kinds its points were given, the usual one first."""

    ref: str
    text: str
    example: bool
    count: int
    codes: tuple[str, ...]
    texts: tuple[TextRow, ...]
    more_texts: int
    areas: tuple[tuple[place.Place, int], ...]
    first: Use
    uses: Page[Use]


def totals(*, example: bool) -> dict[str, int]:
    """Return how many current declarations carry each kind; a kind nobody carries is left out. One query."""
    codes = [one.code for one in kind.load()]  # named, so that the index by kind is used
    rows = Tally.objects.filter(**world(example), code__in=codes, area="", election="", side=Side.TOTAL)
    return dict(rows.values_list("code", "count"))


def elections(code: str, *, example: bool) -> list[str]:
    """Return the codes of the elections for which a kind was pledged, in order. One query."""
    rows = Tally.objects.filter(**world(example), code=code, area="", side=Side.TOTAL).exclude(election="")
    return sorted(rows.values_list("election", flat=True))


def narrowed(code: str, *, area: str, election: str, example: bool) -> Narrowed:
    """Return the spread of a kind in an area (empty: everywhere) for an election (empty: all). Seven queries at most.

    A nation and a province are read from kept counts; within a regency its own declarations are counted.
    """
    if area.count("."):
        rows = Use.objects.filter(**world(example), code=code, regency=spread.part(area, 2))
        if area.count(".") > 1:
            rows = rows.filter(Q(area=area) | Q(area__startswith=f"{area}."))
        if election:
            rows = rows.filter(election=election)
        found = spread.counted(carried(rows), area)
        top, more = dict(list(found.groups.items())[:GROUPS]), max(0, len(found.groups) - GROUPS)
    else:
        cells = Tally.objects.filter(**world(example), code=code, area=area, election=election)
        found = spread.gathered(cells.exclude(side=Side.GROUP).values_list("side", "value", "count"))
        groups = cells.filter(side=Side.GROUP)
        top = dict(groups.order_by("-count", "value").values_list("value", "count")[:GROUPS])
        more = max(0, groups.count() - GROUPS)
    return Narrowed(found, _placed(found.areas), _rows(top), more)


def _placed(counts: Mapping[str, int]) -> tuple[tuple[place.Place, int], ...]:
    named = place.find_many(counts)
    return tuple((named[code], count) for code, count in counts.items() if code in named)


def _rows(counts: Mapping[str, int]) -> tuple[GroupRow, ...]:
    texts = Text.objects.filter(group=OuterRef("pk"), uses__gt=0).order_by().values("group").annotate(n=Count("pk"))
    first = Use.objects.filter(group=OuterRef("pk")).order_by("day", "id")
    groups = Group.objects.filter(pk__in=list(counts)).annotate(
        texts_in_use=Coalesce(Subquery(texts.values("n")), 0),
        first_version=Subquery(first.values("version_id")[:1]),
        first_day=Subquery(first.values("day")[:1]),
    )
    known = {group.ref: group for group in groups}
    versions = _versions(group.first_version for group in known.values())
    return tuple(
        GroupRow(
            ref,
            known[ref].text,
            count,
            known[ref].texts_in_use,
            known[ref].first_day,
            versions.get(known[ref].first_version),
        )
        for ref, count in counts.items()
        if ref in known
    )


def _versions(keys: Iterable[int | None]) -> dict[int, Version]:
    rows = Version.objects.filter(pk__in=[key for key in keys if key is not None])
    return {row.pk: row for row in rows.select_related("area__parent__parent__parent", "declaration")}


def group(ref: str, *, page: str = "1") -> GroupView:
    """Return a group of wordings with its texts, their differences, its areas and one page of its points.

    Raises Missing for one that no current declaration uses. Constant number of queries.
    """
    row = Group.objects.filter(pk=ref, joined=None).first()
    oldest = Use.objects.filter(group=ref).order_by("day", "id").values_list("pk", flat=True).first()
    first = _uses(ref).filter(pk=oldest).first() if row and oldest is not None else None
    if row is None or first is None:
        raise Missing("Rumusan ini tidak ada.")
    cells = Tally.objects.filter(value=ref, code="", side=Side.GROUP)
    counts = dict(cells.values_list("area", "count"))
    total = counts.pop("", 0)
    texts = Text.objects.filter(group=ref, uses__gt=0)
    kinds = Tally.objects.filter(value=ref, area="", election="", side=Side.GROUP).exclude(code="")
    return GroupView(
        ref=ref,
        text=row.text,
        example=row.example,
        count=total,
        codes=tuple(kinds.order_by("-count", "code").values_list("code", flat=True)),
        texts=tuple(_text(one, row.text) for one in texts.order_by("-uses", "pk")[:TEXTS]),
        more_texts=max(0, texts.count() - TEXTS),
        areas=_placed(dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))),
        first=first,
        uses=_page(ref, page),
    )


def joined_with(ref: str) -> str | None:
    """Return the group another one went up in, None when it stands by itself or never was."""
    return Group.objects.filter(pk=ref).values_list("joined", flat=True).first()


def _uses(ref: str) -> QuerySet[Use]:
    found = Use.objects.filter(group=ref)
    return found.select_related("text", "version__declaration", "version__area__parent__parent__parent")


def _page(ref: str, number: str) -> Page[Use]:
    """Return a page of a group's points, found first: with row policies PostgreSQL would join all of them before."""
    keys = Use.objects.filter(group=ref).order_by("-day", "-id").values_list("pk", flat=True)
    page: Page[Any] = Paginator(keys, PAGE).get_page(number)
    rows = _uses(ref).in_bulk(list(page.object_list))
    page.object_list = [rows[key] for key in page.object_list if key in rows]
    return page


def _text(row: Text, shown: str) -> TextRow:
    return TextRow(row.text, row.uses, () if row.text == shown else words(shown, row.text))


def newest(code: str, *, limit: int) -> list[Version]:
    """Return the declarations that carry a kind, the last frozen first. Two queries."""
    rows = Use.objects.filter(code=code).order_by("-frozen_at", "-version").values_list("version_id", flat=True)
    keys = list(dict.fromkeys(rows[: limit * 4]))[:limit]  # a kind stands seldom in more than four points of one text
    return sorted(_versions(keys).values(), key=lambda v: keys.index(v.pk))
