"""Find institutions."""

from __future__ import annotations

from ikrar.records.institution.models import Institution


def names_near(area: str) -> list[str]:
    """Return the names of the institutions of an area's regency, for suggestions while typing."""
    regency = ".".join(area.split(".")[:2])
    if not regency:
        return []
    return list(Institution.objects.filter(area_id=regency).order_by("kind", "name").values_list("name", flat=True))
