"""The gates of enrolment: officers and secretaries of an institution enrol its offices, those around it vouch.

A link is found by the hash of its code alone: the link is the right.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from ikrar.core.account.grant import covers
from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.enrolment.models import EnrolmentLink, Key
from ikrar.records.institution.models import Office
from ikrar.records.place.queries import zone_of

OFFICERS = (Role.OFFICER, Role.SECRETARY)


def served(holder: Holder) -> tuple[str, ...]:
    """Return the codes of the institutions a person serves as officer or secretary, sorted."""
    return tuple(sorted({grant.institution for grant in holder.grants if grant.role in OFFICERS}))


def visible_to(holder: Holder) -> QuerySet[Key]:
    """Return the keys of offices of the person's institutions, and of institutions that sit in the grants' areas."""
    reach = Q(office__institution__in=served(holder))
    for grant in holder.grants:
        if grant.role in OFFICERS:
            for code in grant.areas:
                seat = "office__institution__area"
                reach |= Q(**{f"{seat}_id": code}) | Q(**{f"{seat}__code__startswith": f"{code}."})
    return Key.objects.filter(reach, office__isnull=False)


def key_for(holder: Holder, ref: str) -> Key:
    """Return a key within reach; raises Missing for anything else."""
    row = visible_to(holder).select_related("office__institution").filter(ref=ref).first()
    if row is None:
        raise Missing("Kunci jabatan ini tidak ada.")
    return row


def speakers(holder: Holder, key: Key) -> tuple[str, ...]:
    """Return the institutions for which a person may vouch for a key: its own, and those granted its area."""
    institution = key.office.institution if key.office else None
    own, area = (institution.code, institution.area_id) if institution else ("", "")
    near = {
        g.institution for g in holder.grants if g.role in OFFICERS and (g.institution == own or covers(g.areas, area))
    }
    return tuple(sorted(near))


def links_of(holder: Holder) -> QuerySet[EnrolmentLink]:
    """Return the enrolment links of offices of the person's own institutions."""
    return EnrolmentLink.objects.filter(office__institution__in=served(holder))


def office_for(holder: Holder, ref: str) -> Office:
    """Return an office of one of the person's institutions; raises Missing for anything else."""
    found = Office.objects.filter(institution__in=served(holder), ref=ref).select_related("institution").first()
    if found is None:
        raise Missing("Jabatan ini tidak ada.")
    return found


def behind(code_hash: str) -> EnrolmentLink | None:
    """Return the link with this hash, whatever its state; None when there never was one."""
    return EnrolmentLink.objects.select_related("office__institution").filter(code_hash=code_hash).first()


def usable(key: Key, now: datetime) -> bool:
    """Say whether a key may sign now: not revoked, and its last day not over where its institution sits."""
    if key.revoked_at is not None or key.ends is None or key.office is None:
        return key.revoked_at is None
    return key.ends >= day_at(key.office, now)


def day_at(office: Office, now: datetime) -> date:
    """Return the day it is where an office's institution sits (decision 30)."""
    return now.astimezone(ZoneInfo(zone_of(office.institution.area_id))).date()
