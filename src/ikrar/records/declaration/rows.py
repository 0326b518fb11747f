"""The rows of versions being frozen, here or elsewhere: points, kinds, offices, witnesses, translations, steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ikrar.core.declaration.canonical import DeclarationText
from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.declaration.move import Move, State, after
from ikrar.core.declaration.outside import Outside
from ikrar.records import bulk
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

    @property
    def kinds(self) -> set[str]:
        """The commitment kinds of the points that are registered."""
        return {code for _, codes in _kinds(self) for code in codes}

    @property
    def said(self) -> list[tuple[int, str, str]]:
        """Number, words and kind of every point that carries one, in their order; twice for two kinds."""
        return [(n, self.text.points[n - 1], code) for n, codes in _kinds(self) for code in codes]


def write(contents: Sequence[Content]) -> None:
    """Write the rows of versions that are not sealed yet, in the transaction of the act; one statement a table."""
    points = [(one.version.pk, n, words) for one in contents for n, words in enumerate(one.text.points, 1)]
    bulk.insert(Point, ("version", "n", "text"), points)
    written = Point.objects.filter(version__in=[one.version.pk for one in contents])
    keys = {(version, n): key for version, n, key in written.values_list("version_id", "n", "pk")}
    kinds = [(keys[one.version.pk, n], code) for one in contents for n, codes in _kinds(one) for code in codes]
    bulk.insert(PointKind, ("point", "code"), kinds)
    offices = ("version", "n", "office", "institution", "capacity", "on_behalf_of")
    bulk.insert(PledgingOffice, offices, (office for one in contents for office in _offices(one)))
    Witness.objects.bulk_create(
        Witness(version=one.version, n=n, office=w.office, institution=w.institution, capacity=w.capacity)
        for one in contents
        for n, w in enumerate(one.outside.witnesses, 1)
    )
    Translation.objects.bulk_create(found for one in contents if (found := _translation(one)))


def _kinds(one: Content) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each point that is registered, with its kinds."""
    kept = (point for point in one.form.points if point.text.strip())
    for (n, _words), point in zip(enumerate(one.text.points, 1), kept, strict=True):
        yield n, sorted(set(point.kinds))


def _offices(one: Content) -> Iterator[tuple[int, int, str, str, str, str]]:
    for n, o in enumerate(one.text.pledging_offices, 1):
        yield one.version.pk, n, o.office or "", o.institution or "", o.capacity or "", o.on_behalf_of or ""


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
