"""Find a declaration by what somebody typed to check it, and those whose place is exactly one of some areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, QuerySet

from ikrar.core.declaration.lookup import Asked, Kind
from ikrar.core.declaration.search import Wanted
from ikrar.core.institution.territory import ancestors
from ikrar.records.declaration import access, finding
from ikrar.records.declaration.finding import CAP
from ikrar.records.declaration.models import Version

SHOWN = ("area__parent__parent__parent", "declaration__institution", "election")  # what a row of a list shows


@dataclass(frozen=True)
class Checked:
    """What a digest or a reference stands for: a frozen version, and the number of the newest one."""

    version: Version
    newest: int

    @property
    def superseded(self) -> bool:
        """Whether a newer version was frozen."""
        return self.version.number < self.newest


@dataclass(frozen=True)
class Pledged:
    """The declarations of an area with all below it, newest event first, and those of the areas it lies in.

    ``count`` is at most ``CAP`` of the register; ``more`` says that there are more than that.
    """

    versions: tuple[Version, ...]
    count: int
    more: bool
    above: tuple[Version, ...]


def pledged(area: str, *, limit: int, above: int) -> Pledged:
    """Return what is pledged in an area and in those around it, at most so many of each. Four queries at most."""
    wanted = Wanted(area=area)
    counted = finding.count(wanted)
    here = finding.versions(finding.keys(wanted, limit=limit))
    higher = [code for code in ancestors(area) if code != area]
    return Pledged(tuple(here), min(counted, CAP), counted > CAP, tuple(placed_at(higher, limit=above)))


def checked(asked: Asked) -> Checked | None:
    """Return the frozen version with this digest, or one of this reference: the newest unless asked. Two queries."""
    if asked.kind is Kind.DIGEST:
        found = access.public().filter(digest=asked.value)
    elif asked.kind is Kind.REFERENCE:
        found = access.public().filter(declaration_id=asked.value)
        found = found.filter(number=asked.number) if asked.number else found
    else:
        return None
    version = found.select_related(*SHOWN).order_by("-number").first()
    if version is None:
        return None
    newest = access.public().filter(declaration_id=version.declaration_id).aggregate(n=Max("number"))["n"]
    return Checked(version, int(newest))


def placed_at(areas: Iterable[str], *, limit: int) -> list[Version]:
    """Return the declarations of exactly these areas, the narrowest area first, then the newest event. One query."""
    rows = _standing().filter(area_id__in=list(areas)).select_related(*SHOWN)
    return list(rows.order_by("-area__level", "-event_date", "-id")[:limit])


def _standing() -> QuerySet[Version]:
    """Frozen versions that no newer frozen version replaced."""
    newer = access.public().filter(declaration=OuterRef("declaration"), number__gt=OuterRef("number"))
    return access.public().filter(~Exists(newer))
