"""Find institutions."""

from __future__ import annotations

from collections.abc import Iterable

from ikrar.records.institution.models import Institution


def names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of institutions by code, in one query; unknown codes are left out."""
    return dict(Institution.objects.filter(code__in=list(codes)).values_list("code", "name"))


def names_near(area: str) -> list[str]:
    """Return the names of the institutions of an area's regency, for suggestions while typing."""
    regency = ".".join(area.split(".")[:2])
    if not regency:
        return []
    return list(Institution.objects.filter(area_id=regency).order_by("kind", "name").values_list("name", flat=True))
