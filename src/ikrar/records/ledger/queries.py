"""What may be read of the outbox."""

from __future__ import annotations

from ikrar.records.ledger.models import Leaf


def leaves_of(ref: str) -> list[Leaf]:
    """Return the leaves of one subject, oldest first."""
    return list(Leaf.objects.filter(ref=ref).order_by("id"))
