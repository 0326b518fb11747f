"""Whether two readings tell of one event: a score of what agrees and what does not, with a reason for each step.

Nothing is merged here. A pair that looks alike is a suggestion, and a person decides. Readings whose regency and day
both differ are never taken for one event, whatever else agrees.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ikrar.core.reading.form import ReadingForm
from ikrar.core.reading.summary import gist

DAYS: Final = 3  # between what two articles say of one event, when one of them errs
TRACES: Final = 48  # of a text: the smallest hashes of its word triples
SAME, UNSURE = 6.0, 4.0  # the least scores
REPOST, ALIKE = 0.8, 0.35  # shares of the same words in the same order
_WORD: Final = re.compile(r"\w+")
_SHARED_PERSONS: Final = 2


class Verdict(StrEnum):
    """What a comparison comes to; the first two are suggestions."""

    SAME = "same"
    UNSURE = "unsure"
    OTHER = "other"


@dataclass(frozen=True)
class Sketch:
    """What is compared of a reading; empty or None where it is not known. Names are compared in small letters."""

    ref: str
    kind: str = ""
    area_code: str = ""
    event_date: datetime.date | None = None
    published: datetime.date | None = None
    election: str = ""
    place: str = ""
    points: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    traces: tuple[int, ...] = ()


@dataclass(frozen=True)
class Why:
    """One step of a score: an Indonesian sentence with ``{named}`` parameters, and what it adds."""

    message: str
    weight: float
    params: Mapping[str, object]


@dataclass(frozen=True)
class Likeness:
    """How alike two readings are: the sum of the weights of its reasons, and what it comes to."""

    verdict: Verdict
    score: float
    reasons: tuple[Why, ...]


def say(message: str, weight: float, **params: object) -> Why:
    """Make one step of a score."""
    return Why(message, weight, params)


def traces(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of the text's triples of words: two texts share them as they share their words."""
    words = _WORD.findall(text.lower())
    triples = {zlib.crc32(" ".join(words[n : n + 3]).encode()) for n in range(max(1, len(words) - 2))} if words else ()
    return tuple(sorted(triples)[:TRACES])


def overlap(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate which share of their word triples two texts have in common, from 0 to 1; 0 where one is unknown."""
    if not one or not other:
        return 0.0
    smallest = set(sorted({*one, *other})[:TRACES])
    return len(smallest & set(one) & set(other)) / len(smallest)


def sketch(
    ref: str, form: ReadingForm, *, published: datetime.date | None = None, traces: Sequence[int] = ()
) -> Sketch:
    """Return the sketch of a draft as its form stands now."""
    known, declaration = gist(form.declaration), form.declaration
    return Sketch(
        ref=ref,
        kind=form.kind,
        area_code=known.area_code,
        event_date=known.event_date,
        published=published,
        election=declaration.election.strip(),
        place=_folded(declaration.place),
        points=frozenset(_folded(point.text) for point in declaration.points if point.text.strip()),
        persons=frozenset(_folded(person.name) for person in form.persons if person.name.strip()),
        traces=tuple(traces),
    )


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def compare(one: Sketch, other: Sketch) -> Likeness:
    """Compare two readings; the same whichever comes first."""
    shared = overlap(one.traces, other.traces)
    steps = [
        *_text(shared),
        *_day(one, other),
        *_area(one, other),
        *_subject(one, other),
        *_contents(one, other),
    ]
    score = sum(step.weight for step in steps)
    return Likeness(_verdict(one, other, score, shared), score, tuple(steps))


def _verdict(one: Sketch, other: Sketch, score: float, shared: float) -> Verdict:
    gap = _gap(one, other)
    apart = _areas_apart(one, other)
    far = gap is not None and gap > DAYS
    if apart and gap:
        return Verdict.OTHER
    if shared >= REPOST:
        return Verdict.UNSURE if apart or far else Verdict.SAME
    if "none" in (one.kind, other.kind) or far or score < UNSURE:
        return Verdict.OTHER
    known = gap is not None and bool(one.area_code and other.area_code)
    return Verdict.SAME if known and not apart and score >= SAME else Verdict.UNSURE


def _gap(one: Sketch, other: Sketch) -> int | None:
    """Return the days between the two; None where a day is not known."""
    if one.event_date is None or other.event_date is None:
        return None
    return abs((one.event_date - other.event_date).days)


def _areas_apart(one: Sketch, other: Sketch) -> bool:
    """Say whether the areas are known and neither lies in the other."""
    if not one.area_code or not other.area_code:
        return False
    narrow, wide = sorted((one.area_code, other.area_code), key=len, reverse=True)
    return narrow != wide and not narrow.startswith(f"{wide}.")


def _text(shared: float) -> list[Why]:
    if shared >= REPOST:
        return [say("Kata-katanya hampir sama: {share} %.", 4.0, share=round(100 * shared))]
    if shared >= ALIKE:
        return [say("Sebagian kata-katanya sama: {share} %.", 2.0, share=round(100 * shared))]
    return []


def _day(one: Sketch, other: Sketch) -> list[Why]:
    gap = _gap(one, other)
    if gap == 0:
        return [say("Tanggal acaranya sama.", 3.0)]
    if gap is not None:
        return [say("Tanggal acaranya berselisih {days} hari.", -2.0 if gap <= DAYS else -6.0, days=gap)]
    if one.published and other.published and abs((one.published - other.published).days) <= DAYS:
        return [say("Terbitnya berdekatan; tanggal acara di salah satunya belum diketahui.", 1.0)]
    return []


def _area(one: Sketch, other: Sketch) -> list[Why]:
    if not one.area_code or not other.area_code:
        return []
    if _areas_apart(one, other):
        return [say("Wilayahnya berbeda.", -4.0)]
    narrow = min(one.area_code.count("."), other.area_code.count("."))
    return [say("Wilayahnya sama.", 3.0)] if narrow else [say("Provinsinya sama.", 1.0)]


def _subject(one: Sketch, other: Sketch) -> list[Why]:
    steps = []
    if one.kind and other.kind:
        alike = one.kind == other.kind
        steps.append(say("Jenis peristiwanya sama.", 1.0) if alike else say("Jenis peristiwanya berbeda.", -1.0))
    if one.election and other.election:
        alike = one.election == other.election
        steps.append(say("Pemilihannya sama.", 0.5) if alike else say("Pemilihannya berbeda.", -2.0))
    if one.place and one.place == other.place:
        steps.append(say("Tempat acaranya sama.", 1.0))
    return steps


def _contents(one: Sketch, other: Sketch) -> list[Why]:
    steps = []
    if one.points and other.points:
        alike = len(one.points & other.points) * 2 >= min(len(one.points), len(other.points))
        steps.append(say("Poin ikrarnya sama.", 2.0) if alike else say("Poin ikrarnya lain.", -1.0))
    both = len(one.persons & other.persons)
    if both:
        weight = 2.0 if both >= _SHARED_PERSONS else 1.0
        steps.append(say("Ada {count} orang yang disebut di keduanya.", weight, count=both))
    return steps


def joins(new: Sketch, groups: Mapping[str, Sequence[Sketch]]) -> str | None:
    """Return the group a reading is suggested for: the one with the likest member, none of whose members is apart.

    ``groups`` are sketches by the group's reference. None where nothing is alike. The order of the groups and of their
    members does not matter.
    """
    found: list[tuple[float, str]] = []
    for ref, members in groups.items():
        likenesses = [compare(new, member) for member in members]
        alike = [one.score for one in likenesses if one.verdict is not Verdict.OTHER]
        if alike and not any(_excludes(new, member) for member in members):
            found.append((max(alike), ref))
    return max(found)[1] if found else None


def _excludes(one: Sketch, other: Sketch) -> bool:
    """Say whether two readings may not even stand in one group: far days, or other days in other areas."""
    gap = _gap(one, other)
    if not gap:
        return False
    return _areas_apart(one, other) or (gap > DAYS and overlap(one.traces, other.traces) < REPOST)
