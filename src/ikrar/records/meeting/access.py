"""The gates of meetings: a draft is its host's secretaries'; what was called, its participants' as well."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from ikrar.core.account.grant import Grant, covers
from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.core.meeting.move import Deed, State
from ikrar.records.account.access import Holder
from ikrar.records.meeting.models import Approval, Decision, Envelope, Invitee, Meeting, Series, Tally
from ikrar.records.meeting.sight import PARTICIPANTS, Seen
from ikrar.records.place.queries import inside


def _inside(grant: Grant, area: str = "area") -> Q:
    """Return the rows whose area, a field or the way to one, lies in a grant's areas."""
    areas = Q(pk__in=[])
    for code in grant.areas:
        areas |= inside(f"{area}_id", code)
    return areas


def _party(grant: Grant) -> Q:
    """Return the meetings in a grant's areas that its institution hosts or is invited to."""
    invited = Invitee.objects.filter(institution_id=grant.institution).values("meeting")
    return (Q(institution_id=grant.institution) | Q(pk__in=invited)) & _inside(grant)


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
    return Meeting.objects.filter(Seen(holder, "pk", "meeting"))


def to_approve(holder: Holder) -> QuerySet[Meeting]:
    """Return the meetings whose frozen minutes wait for the word of an institution the holder takes part for.

    Whoever gave one already gives no second one, for whatever institution (R8).
    """
    reach = Q(pk__in=[])
    for grant in holder.grants:
        if grant.role in PARTICIPANTS:
            spoken = Approval.objects.filter(meeting=OuterRef("pk"), institution_id=grant.institution)
            reach |= _party(grant) & ~Q(Exists(spoken))
    own = Approval.objects.filter(meeting=OuterRef("pk"), officer_id=holder.user_id)
    return Meeting.objects.filter(reach, ~Exists(own), state=State.FROZEN.value)


def run_by(holder: Holder) -> QuerySet[Decision]:
    """Return the decisions that an institution the holder takes part for is to run."""
    reach = Q(pk__in=[])
    for grant in holder.grants:
        if grant.role in PARTICIPANTS:
            reach |= Q(owner_id=grant.institution) & _inside(grant, "meeting__area")
    return Decision.objects.filter(reach)


def public() -> QuerySet[Meeting]:
    """Return the meetings whose minutes were approved."""
    return Meeting.objects.filter(state=State.APPROVED.value)


def decisions_visible_to(holder: Holder, *, listed: bool = True) -> QuerySet[Decision]:
    """Return the decisions of the meetings the holder sees, and those of other meetings of the same series.

    ``listed``: how a database finds them, see :class:`ikrar.records.meeting.sight.Seen`.
    """
    return Decision.objects.filter(Seen(holder, "thread", "thread", listed=listed))


def tallies_visible_to(holder: Holder, *, listed: bool = True) -> QuerySet[Tally]:
    """Return what counts the same decisions, thread by thread."""
    return Tally.objects.filter(Seen(holder, "thread", "thread", listed=listed))


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
    rows = Decision.objects.select_related("meeting__institution", "meeting__area", "owner")
    row = rows.filter(Seen(holder, "thread", "thread"), ref=ref).first()
    if row is None:
        raise Missing("Keputusan ini tidak ada.")
    return row


def may_close(holder: Holder, row: Decision) -> str:
    """Return for which institution the holder may close a decision: its owner or its host; empty for neither."""
    area = row.meeting.area_id
    if any(holder.may(role, institution=row.owner_id, area=area) for role in PARTICIPANTS):
        return row.owner_id
    return row.meeting.institution_id if hosts(holder, row.meeting) else ""


def may_do(holder: Holder, row: Decision, deed: Deed) -> str:
    """Return for which institution the holder may do something about a decision; empty for none.

    Telling how far it is and closing it are its owner's and its host's; another owner, another day and dropping its
    host's alone. An end is disputed by a party that did not bring it, and opened again by the one that did or the host.
    """
    host = row.meeting.institution_id if hosts(holder, row.meeting) else ""
    if deed in {Deed.PROGRESS, Deed.CLOSE}:
        return may_close(holder, row)
    if deed is Deed.DISPUTE:
        return next((code for code in speaks_for(holder, row.meeting) if code != row.ended_by_id), "")
    if deed is Deed.REOPEN and not host:
        return next((code for code in speaks_for(holder, row.meeting) if code == row.ended_by_id), "")
    return host


def envelope(holder: Holder, invitee: str) -> Envelope:
    """Return the envelope of an invitation of a meeting the holder hosts; raises Missing for anything else."""
    rows = Envelope.objects.filter(invitee__meeting__in=hosted(holder)).select_related("invitee__meeting__minutes")
    row = rows.filter(pk=invitee).first()
    if row is None:
        raise Missing("Undangan ini tidak ada.")
    return row
