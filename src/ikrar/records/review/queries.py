"""Read reviews: what waits at a desk, what was answered about a draft, and what the public record keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from ikrar.core.review.move import State
from ikrar.core.review.rule import Freezing, Reading, check
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Version
from ikrar.records.institution.models import Institution
from ikrar.records.prepared import Prepared
from ikrar.records.review import access
from ikrar.records.review.models import Review

SHOWN = 20


@dataclass(frozen=True)
class Approved:
    """Which institution read and approved a frozen version: code, name, when."""

    institution: str
    name: str
    at: datetime


def approved(version: Version) -> Approved | None:
    """Return who approved a frozen version; None for one that never passed a review, such as an imported one.

    No query when the version came with ``approval__institution``.
    """
    row = getattr(version, "approval", None)
    return Approved(row.institution_id, row.institution.name, row.at) if row else None


def waiting(holder: Holder) -> list[Review]:
    """Return what waits for the holder's answer, the oldest first: asked, and not changed since."""
    rows = access.visible_to(holder).filter(state=State.ASKED.value, version__edition=F("edition"))
    rows = rows.exclude(version__declaration__institution__in={g.institution for g in holder.grants})
    return list(rows.select_related("version__declaration__institution", "version__area").order_by("asked_at")[:SHOWN])


def answered(holder: Holder) -> list[Review]:
    """Return what the holder's institutions answered, the newest first."""
    rows = access.visible_to(holder).exclude(state=State.ASKED.value)
    rows = rows.select_related("version__declaration__institution", "version__area")
    return list(rows.order_by("-answered_at")[:SHOWN])


_OF_VERSION = Prepared(
    lambda pk: Review.objects.filter(version=pk).select_related("asked").order_by("-asked_at", "-ref"), 4_000_000_000
)


def of_version(version: Version) -> list[Review]:
    """Return every review of a version with its institution, the newest first; the caller may edit the draft."""
    return _OF_VERSION.objects(version.pk)


def newest(version: Version) -> Review | None:
    """Return the newest review of a version, the only one that counts."""
    return next(iter(of_version(version)), None)


def newest_of(versions: Iterable[Version]) -> dict[int, Review]:
    """Return the newest review of each version that has one, by the version's key; the caller may edit them. One query.

    Those taken back are left out: nobody was asked then.
    """
    rows = Review.objects.filter(version__in=list(versions)).select_related("asked").order_by("asked_at", "ref")
    newest = {row.version_id: row for row in rows}
    return {key: row for key, row in newest.items() if row.state != State.WITHDRAWN.value}


def is_stale(row: Review, version: Version) -> bool:
    """Say whether the draft was changed since it was given to be read."""
    return row.edition != version.edition


def check_approved(version: Version, *, digest: str, person: int) -> Review:
    """Return the approval under which a draft may be frozen; raises Refused with what is missing."""
    row = newest(version)
    said = Reading(State(row.state), row.edition, row.digest, row.asked_id, row.reviewer_id) if row else None
    check(said, Freezing(version.edition, digest, version.declaration.institution_id, person))
    return row  # type: ignore[return-value]  # check refuses None


def could_read(version: Version, today: date) -> list[Institution]:
    """Return the other institutions that have somebody to read a draft, by name."""
    codes = access.able(version, today).values("institution")
    return list(Institution.objects.filter(code__in=codes).order_by("name", "code"))
