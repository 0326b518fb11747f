"""The rows of versions being frozen, here or elsewhere: points, kinds, offices, witnesses, translations, steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ikrar.core.declaration.canonical import DeclarationText
from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.declaration.move import Move, State, after
from ikrar.core.declaration.outside import Outside
from ikrar.records.declaration.models import (
    PledgingOffice,
    Point,
    PointKind,
    Step,
    Translation,
    Version,
    Witness,
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a version is frozen with: its text, the form with the kinds of its points, and what stands beside."""

    version: Version
    text: DeclarationText
    form: DeclarationForm
    outside: Outside


def write(contents: Sequence[Content]) -> None:
    """Write the rows of versions that are not sealed yet, in the transaction of the act; one statement a table."""
    points = Point.objects.bulk_create(
        Point(version=one.version, n=n, text=words) for one in contents for n, words in enumerate(one.text.points, 1)
    )
    kinds = [point.kinds for one in contents for point in one.form.points if point.text.strip()]
    PointKind.objects.bulk_create(
        PointKind(point=point, code=code)
        for point, codes in zip(points, kinds, strict=True)
        for code in sorted(set(codes))
    )
    PledgingOffice.objects.bulk_create(office for one in contents for office in _offices(one))
    Witness.objects.bulk_create(
        Witness(version=one.version, n=n, office=w.office, institution=w.institution, capacity=w.capacity)
        for one in contents
        for n, w in enumerate(one.outside.witnesses, 1)
    )
    Translation.objects.bulk_create(found for one in contents if (found := _translation(one)))


def _offices(one: Content) -> Iterator[PledgingOffice]:
    for n, o in enumerate(one.text.pledging_offices, 1):
        yield PledgingOffice(
            version=one.version,
            n=n,
            office=o.office or "",
            institution=o.institution or "",
            capacity=o.capacity or "",
            on_behalf_of=o.on_behalf_of or "",
        )


def _translation(one: Content) -> Translation | None:
    other = one.outside.translation
    if other is None:
        return None
    return Translation(
        version=one.version,
        language=other.language,
        title=other.title,
        preamble=other.preamble,
        points=list(other.points),
        closing=other.closing,
    )


def step(version: Version, old: State | None, move: Move, *, now: datetime, reason: str = "") -> Step:
    """Return the row of one move, not saved yet; raises IllegalMove for one the table does not allow."""
    return Step(
        version=version,
        move=move.value,
        old=old.value if old else "",
        new=after(old, move).value,
        at=now,
        institution_id=version.declaration.institution_id,
        reason=reason,
    )
