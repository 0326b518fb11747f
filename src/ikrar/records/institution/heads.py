"""Who leads the institutions of a place: what a declaration proposes as pledging offices. Institutions are public."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from ikrar.core.institution.kind import kinds
from ikrar.core.institution.office import OfficeKind
from ikrar.core.institution.record import Record
from ikrar.records.institution.models import Institution
from ikrar.records.institution.queries import proposals
from ikrar.records.institution.registered import alive


@dataclass(frozen=True)
class Head:
    """An institution of a place with the title of who leads it; ``code`` is empty when it is usual, not registered."""

    code: str
    kind: str
    name: str
    office: str


def registered(area: str) -> tuple[Head, ...]:
    """Return the registered institutions that sit in an area, with their heads, in the order of the table of kinds.

    Two queries, whatever their number; none without an area.
    """
    if not area:
        return ()
    rows = Institution.objects.filter(alive(timezone.localdate()), area_id=area).prefetch_related("offices")
    return _ordered([Head(row.code, row.kind, row.name, _title(row)) for row in rows.order_by("name")])


def of_kinds(area: str, wanted: tuple[str, ...]) -> tuple[Head, ...]:
    """Return one institution of each kind for an area: the first registered one, else the usual one of such a place.

    Kinds that have none there are left out. Seven queries at most.
    """
    there = registered(area)
    usual = _ordered([_usual(one.record) for one in proposals(area) if one.present is None]) if area else ()
    found = {head.kind: head for head in reversed((*there, *usual))}
    return tuple(found[kind] for kind in wanted if kind in found)


def _usual(record: Record) -> Head:
    titles = [office.name for office in record.offices if office.kind == OfficeKind.HEAD]
    return Head("", record.kind, record.name, titles[0] if titles else "")


def _title(row: Institution) -> str:
    titles = sorted((office.pk, office.name) for office in row.offices.all() if office.kind == OfficeKind.HEAD)
    return titles[0][1] if titles else ""


def _ordered(found: list[Head]) -> tuple[Head, ...]:
    order = list(kinds())
    return tuple(sorted(found, key=lambda head: order.index(head.kind)))
