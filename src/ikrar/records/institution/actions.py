"""Register institutions and their offices."""

from __future__ import annotations

from django.db import transaction

from ikrar.records.institution.models import Institution, Office


def register(*, code: str, kind: str, name: str, area: str, offices: tuple[str, ...] = ()) -> Institution:
    """Write an institution and its offices, or bring an existing one up to date; re-runnable."""
    with transaction.atomic():
        institution, _ = Institution.objects.update_or_create(
            code=code, defaults={"kind": kind, "name": name, "area_id": area}
        )
        for office in offices:
            Office.objects.get_or_create(institution=institution, name=office)
    return institution
