"""The gates of relays: everybody reads them; secretaries of the institutions that take part act, each in its own part.

A baton crosses borders, so the institution of a grant counts here and not its area (decision record 0035).
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.relay.models import Photo, Relay


def public() -> QuerySet[Relay]:
    """Return every relay: none is hidden."""
    return Relay.objects.all()


def published(ref: str) -> Relay:
    """Return a relay by its reference; raises Missing."""
    row = public().select_related("institution", "holder", "start", "area", "election").filter(ref=ref).first()
    if row is None:
        raise Missing("Kirab ini tidak ada.")
    return row


def taking_part(holder: Holder) -> QuerySet[Relay]:
    """Return the relays in which an institution whose secretary the person is organises, holds or receives."""
    own = holder.institutions(Role.SECRETARY)
    return Relay.objects.filter(
        Q(institution__in=own)
        | Q(start__in=own)
        | Q(ref__in=Relay.objects.filter(legs__receiver__in=own).values("ref"))
    )


def relay_for(holder: Holder, ref: str) -> Relay:
    """Return a relay in which the person's institution takes part; raises Missing for anything else."""
    row = taking_part(holder).filter(ref=ref).select_related("institution", "holder", "start", "area").first()
    if row is None:
        raise Missing("Kirab ini tidak ada.")
    return row


def acting_as(holder: Holder, *institutions: str) -> str:
    """Return the first of these institutions for which the person is secretary, or else their first one.

    Core then refuses what that one may not do.
    """
    own = holder.institutions(Role.SECRETARY)
    return next((code for code in institutions if code in own), own[0])


def visible_to(holder: Holder) -> QuerySet[Photo]:
    """Return the pictures that the person's institutions sealed."""
    return Photo.objects.filter(institution__in=holder.institutions(Role.SECRETARY))


def sealed(holder: Holder, ref: str) -> Photo:
    """Return a picture that is still kept, of the person's institution; raises Missing for anything else."""
    row = visible_to(holder).filter(ref=ref, erased_on__isnull=True).select_related("relay").first()
    if row is None:
        raise Missing("Gambar ini tidak ada.")
    return row
