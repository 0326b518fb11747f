"""Find areas by name and say where they lie."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from ikrar.core.place.area import fold
from ikrar.records.place.models import Area

LIMIT = 12


@dataclass(frozen=True)
class Place:
    """An area as people read it: code, name, and the areas it lies in."""

    code: str
    name: str
    within: str
    fictional: bool

    @property
    def label(self) -> str:
        """The name with the areas around it, narrowest first."""
        return f"{self.name}, {self.within}" if self.within else self.name


def find(code: str) -> Place | None:
    """Return one area, or None when the code is unknown."""
    area = Area.objects.select_related("parent__parent__parent").filter(code=code).first()
    return _place(area) if area else None


def find_many(codes: set[str]) -> dict[str, Place]:
    """Return the areas of several codes in one query; unknown codes are left out."""
    found = Area.objects.select_related("parent__parent__parent").filter(code__in=codes)
    return {a.code: _place(a) for a in found}


def search(words: str, *, limit: int = LIMIT) -> list[Place]:
    """Return areas whose name holds the words, whole names and wider areas first; an exact code also works."""
    key = fold(words)
    if not key:
        return []
    areas = Area.objects.select_related("parent__parent__parent").order_by("level", "key", "code")
    exact = list(areas.filter(Q(code=words.strip()) | Q(key=key) | Q(key__endswith=" " + key))[:limit])
    if len(exact) >= limit:
        return [_place(a) for a in exact]
    seen = [a.code for a in exact]
    more = areas.filter(key__contains=key).exclude(code__in=seen)[: limit - len(exact)]
    return [_place(a) for a in [*exact, *more]]


def _place(area: Area) -> Place:
    names: list[str] = []
    parent = area.parent
    while parent is not None:
        names.append(parent.name)
        parent = parent.parent
    return Place(area.code, area.name, ", ".join(names), area.fictional)
