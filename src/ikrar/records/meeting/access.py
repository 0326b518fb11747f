"""The gates of meetings: a draft is its host's secretaries'; what was called, its participants' as well."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from ikrar.core.account.grant import Grant, covers
from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.core.meeting.move import State
from ikrar.records.account.access import Holder
from ikrar.records.meeting.models import Decision, Envelope, Invitee, Meeting, Series

#: Who takes part for an institution at a desk.
PARTICIPANTS = (Role.OFFICER, Role.SECRETARY)


def _inside(grant: Grant) -> Q:
    areas = Q(pk__in=[])
    for code in grant.areas:
        areas |= Q(area_id=code) | Q(area__code__startswith=f"{code}.")
    return areas


def _hosted(grants: Iterable[Grant]) -> Q:
    reach = Q(pk__in=[])
    for grant in grants:
        if grant.role == Role.SECRETARY:
            reach |= Q(institution_id=grant.institution) & _inside(grant)
    return reach


def hosted(holder: Holder) -> QuerySet[Meeting]:
    """Return the meetings that the holder's secretary grants reach: institution and area both, drafts among them."""
    return Meeting.objects.filter(_hosted(holder.grants))


def visible_to(holder: Holder) -> QuerySet[Meeting]:
    """Return the meetings the holder hosts, and those that were called and their institution hosts or is invited to."""
    reach = Q(pk__in=[])
    for grant in holder.grants:
        if grant.role in PARTICIPANTS:
            invited = Invitee.objects.filter(institution_id=grant.institution).values("meeting")
            reach |= (Q(institution_id=grant.institution) | Q(pk__in=invited)) & _inside(grant)
    return Meeting.objects.filter(_hosted(holder.grants) | (reach & ~Q(state=State.DRAFT.value)))


def public() -> QuerySet[Meeting]:
    """Return the meetings whose minutes were approved."""
    return Meeting.objects.filter(state=State.APPROVED.value)


def decisions_visible_to(holder: Holder) -> QuerySet[Decision]:
    """Return the decisions of the meetings the holder sees, and those of other meetings of the same series.

    A decision has the series of its meeting; so series are asked for first, being few, and only then single meetings.
    """
    seen = visible_to(holder)
    follows = Series.objects.filter(Exists(seen.filter(series=OuterRef("pk")))).values("pk")
    single = seen.filter(series__isnull=True).values("pk")
    return Decision.objects.filter(Q(series__in=follows) | Q(meeting__in=single))


def series_visible_to(holder: Holder) -> QuerySet[Series]:
    """Return the series of the holder's institutions."""
    return Series.objects.filter(institution__in=holder.institutions(Role.SECRETARY))


def _one(rows: QuerySet[Meeting], ref: str) -> Meeting:
    row = rows.select_related("minutes", "institution", "area", "series", "election").filter(ref=ref).first()
    if row is None:
        raise Missing("Rapat ini tidak ada.")
    return row


def own(holder: Holder, ref: str) -> Meeting:
    """Return a meeting that the holder's institution hosts, with its minutes; raises Missing for anything else."""
    return _one(hosted(holder), ref)


def readable(holder: Holder, ref: str) -> Meeting:
    """Return a meeting the holder takes part in, with its minutes; raises Missing for anything else."""
    return _one(visible_to(holder), ref)


def hosts(holder: Holder, meeting: Meeting) -> bool:
    """Say whether the holder is a secretary of the host, where the meeting lies."""
    return holder.may(Role.SECRETARY, institution=meeting.institution_id, area=meeting.area_id)


def parties(meeting: Meeting) -> tuple[str, ...]:
    """Return the codes of the host and of the invited institutions, the host first."""
    invited = meeting.invitees.order_by("n").values_list("institution_id", flat=True)
    return (meeting.institution_id, *(code for code in invited if code != meeting.institution_id))


def speaks_for(holder: Holder, meeting: Meeting) -> tuple[str, ...]:
    """Return the institutions out of host and invited for which the holder takes part, sorted."""
    own_grants = (g for g in holder.grants if g.role in PARTICIPANTS and covers(g.areas, meeting.area_id))
    return tuple(sorted({g.institution for g in own_grants} & set(parties(meeting))))


def decision(holder: Holder, ref: str) -> Decision:
    """Return a decision within the holder's sight with its meeting; raises Missing for anything else."""
    rows = decisions_visible_to(holder).select_related("meeting__institution", "meeting__area", "owner", "series")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise Missing("Keputusan ini tidak ada.")
    return row


def may_close(holder: Holder, row: Decision) -> str:
    """Return for which institution the holder may close a decision: its owner or its host; empty for neither."""
    area = row.meeting.area_id
    if any(holder.may(role, institution=row.owner_id, area=area) for role in PARTICIPANTS):
        return row.owner_id
    return row.meeting.institution_id if hosts(holder, row.meeting) else ""


def envelope(holder: Holder, invitee: str) -> Envelope:
    """Return the envelope of an invitation of a meeting the holder hosts; raises Missing for anything else."""
    rows = Envelope.objects.filter(invitee__meeting__in=hosted(holder)).select_related("invitee__meeting__minutes")
    row = rows.filter(pk=invitee).first()
    if row is None:
        raise Missing("Undangan ini tidak ada.")
    return row
