"""Count the register by place, with how much of the place is covered: a number without its coverage says nothing.

Declarations count where they lie, the newest frozen version of each. Institutions count where they sit, each once,
so that the parts of a place add up to it; territories, which may overlap, are not counted. Invented declarations count
for invented institutions alone, and real ones for real ones.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from ikrar.core.declaration.canonical import FICTIONAL_AREA
from ikrar.core.declaration.tally import Figure, Tally
from ikrar.records.declaration.models import Listing
from ikrar.records.institution import queries as institution

LEVELS = ("province", "regency", "district", "village")
ENDS = (2, 5, 8, 13)  # letters of a code at each level


def tally(code: str, day: date) -> Tally:
    """Count an area (empty: the nation) and those directly below it, institutions in force on a day. Two queries."""
    level = code.count(".") + 1 if code else 0
    declared = _declared(code, level)
    bodies = _institutions(code, level, day)
    sums = [sum(values) for values in zip(*bodies.values(), strict=True)] or [0, 0]
    children = {key for key in (*declared, *bodies) if key and key != code}
    below = {key: Figure(declared.get(key, 0), *bodies.get(key, (0, 0))) for key in sorted(children)}
    return Tally(Figure(sum(declared.values()), *sums), below)


def covering(code: str, day: date) -> Figure:
    """Return the coverage of an area alone: its institutions in force on a day, and those that use it. One query."""
    bodies = _institutions(code, code.count(".") + 1, day).values()
    return Figure(0, *(sum(values) for values in zip(*bodies, strict=True)))


def _declared(code: str, level: int) -> dict[str, int]:
    """Return the number of declarations by area below; those of the area itself under its own code."""
    rows = Listing.objects.filter(**{name: code[:end] for name, end in zip(LEVELS[:level], ENDS, strict=False)})
    if not code:
        rows = rows.exclude(province=FICTIONAL_AREA)
    if level == len(LEVELS):
        return {code: rows.count()}
    child = LEVELS[level]
    found = rows.values_list(child).annotate(n=Count("*")).order_by(child)
    return {key or code: n for key, n in found}


def _institutions(code: str, level: int, day: date) -> dict[str, tuple[int, int]]:
    """Return how many institutions are recorded and how many of those registered any, by area below, as above."""
    inside = Listing.objects.filter(institution=OuterRef("pk"))
    invented = code.startswith(FICTIONAL_AREA)
    inside = inside.filter(province=FICTIONAL_AREA) if invented else inside.exclude(province=FICTIONAL_AREA)
    end = ENDS[min(level, len(LEVELS) - 1)]
    rows = institution.seated(code, day).annotate(child=Substr("area_id", 1, end), uses=Exists(inside))
    if not code:
        rows = rows.exclude(area__code__startswith=FICTIONAL_AREA)
    counted = rows.values_list("child").annotate(known=Count("pk"), using=Count("pk", filter=Q(uses=True)))
    return {child: (known, using) for child, known, using in counted.order_by("child")}
