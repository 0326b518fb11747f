"""Institutions and offices are public facts; who holds an office is not kept. Their own administrators change them."""

from __future__ import annotations

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.core.institution.record import Record
from ikrar.records.account.access import Holder
from ikrar.records.institution.models import Institution


def editable(holder: Holder, code: str) -> Institution:
    """Return an institution the person administers; raises Missing for any other, and for what does not exist."""
    found = Institution.objects.filter(code=code).first() if holder.may(Role.ADMINISTRATOR, institution=code) else None
    if found is None:
        raise Missing("Lembaga ini tidak ada.")
    return found


def may_found(holder: Holder, area: str) -> bool:
    """Whether the person administers some institution within whose granted areas ``area`` lies."""
    return holder.may(Role.ADMINISTRATOR, area=area)


def may_write(holder: Holder, record: Record, old: Record | None) -> bool:
    """Whether the person may bring an institution to this record: the own one, or a new one in the granted areas.

    A new one may answer only for areas inside that grant, so that nobody founds an institution over others' places.
    """
    if old is not None:
        return holder.may(Role.ADMINISTRATOR, institution=record.code)
    return all(may_found(holder, area) for area in {record.area, *(s.area for s in record.territory)})
