"""The institutions that written names of a draft may mean, as core compares them. Institutions are public facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from ikrar.core.institution.level import Level
from ikrar.core.institution.territory import NATION, Stretch, ancestors, on_day
from ikrar.core.reading.known import Registered
from ikrar.records.institution.models import Institution, Office

SHALLOW = (Level.NATION, Level.PROVINCE, Level.REGENCY, Level.DISTRICT)  # below, there are too many to compare


def candidates(area: str, named: Iterable[str], day: date) -> tuple[Registered, ...]:
    """Return the institutions that live on a day in the named areas, in or around an area's regency, or of the nation.

    Also those that answer for the area without sitting there. Three queries, whatever their number.
    """
    regency = ".".join(area.split(".")[:2])
    around = [code for code in ancestors(regency) if code != NATION] if regency else []
    wanted = Q(area_id__in={*around, *named}) | Q(level=Level.NATION)
    if regency:
        answering = Q(territory__area_id__in={*around, area})
        wanted |= Q(area__code__startswith=f"{regency}.") | answering
    rows = Institution.objects.filter(wanted, alive(day), level__in=SHALLOW).select_related("area").distinct()
    return tuple(_registered(row, day) for row in rows.prefetch_related("offices", "territory").order_by("code"))


def alive(day: date) -> Q:
    """Return the condition that an institution lives on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def _registered(row: Institution, day: date) -> Registered:
    stretches = (Stretch(one.area_id or NATION, one.starts, one.ends) for one in row.territory.all())
    return Registered(
        code=row.code,
        kind=row.kind,
        level=row.level,
        name=row.name,
        short_name=row.short_name,
        area=row.area_id,
        area_name=row.area.name,
        territory=on_day(stretches, day),
        offices=tuple((o.kind, o.name) for o in sorted(row.offices.all(), key=lambda o: o.pk) if _held(o, day)),
    )


def _held(office: Office, day: date) -> bool:
    return (office.valid_from is None or office.valid_from <= day) and (
        office.valid_until is None or day <= office.valid_until
    )
