"""What a person does with a doubt of the reader: take one of the readings that compete, or say that it was looked at.

A choice changes the draft it is made in and nothing else: no table, no other draft, no later reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.core.errors import BadInput
from ikrar.core.reading.form import PersonForm, ReadingForm

LOOKED_AT: Final = -1  # instead of an alternative's number: nothing was taken, the doubt was looked at
AREAS: Final = frozenset({"area_code", "regency", "province"})
_DECLARED: Final = {"event_date": "event_date", "election": "election", "place_text": "place"}
#: The reader's fields whose readings can be put into the form by one press.
CHOOSABLE: Final = AREAS | set(_DECLARED) | {"kind", "operation", "organizations", "signatories", "persons", "points"}


@dataclass(frozen=True)
class Option:
    """One of the readings that compete: its number, its value as the contract writes it, the words for it."""

    number: int
    value: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Question:
    """A doubt of a draft: its number, field, sentence and parameters, what can be taken, what was (None: open)."""

    number: int
    field: str
    message: str
    params: Mapping[str, str]
    options: tuple[Option, ...]
    taken: int | None

    @property
    def choosable(self) -> bool:
        """Whether one press can put an option into the form."""
        return self.field in CHOOSABLE


def questions(found: Mapping[str, Any], chosen: Mapping[str, int]) -> tuple[Question, ...]:
    """Return the doubts of a finding (the reader's JSON as it is kept) with what was chosen, by number as text."""
    return tuple(
        Question(
            n, row["field"], row["message"], row["params"], _options(row.get("alternatives", ())), chosen.get(str(n))
        )
        for n, row in enumerate(found.get("doubts", ()))
    )


def _options(rows: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(
        Option(n, str(row["value"]), tuple((int(a), int(b)) for a, b in row.get("evidence", ())))
        for n, row in enumerate(rows)
    )


def option(asked: Sequence[Question], number: int, taken: int) -> tuple[Question, Option | None]:
    """Return the doubt and the option that were pressed, None for "looked at"; raises BadInput for unknown numbers."""
    if 0 <= number < len(asked):
        question = asked[number]
        if taken == LOOKED_AT:
            return question, None
        if question.choosable and 0 <= taken < len(question.options):
            return question, question.options[taken]
    raise BadInput("Pilihan ini tidak ada lagi. Muat ulang halaman ini.")


def words(text: str, taken: Option) -> tuple[str, ...]:
    """Return the words of the article that speak for an option, one string a span, each on one line."""
    return tuple(" ".join(text[start:end].split()) for start, end in taken.spans)


def applied(form: ReadingForm, field: str, value: str, words: Sequence[str] = ()) -> ReadingForm:
    """Return the form with ``value`` in the place of the reader's ``field``; of a list, added unless it stands there.

    For a place, ``value`` is a code of an area. The points of another list, each one of ``words``, take the place of
    all points: an article has one pledge. ``field`` must be one of ``CHOOSABLE``.
    """
    declaration = form.declaration
    if field == "points":
        return replace(form, declaration=replace(declaration, points=tuple(map(PointForm, words))))
    if field in AREAS:
        return replace(form, declaration=replace(declaration, area=value))
    if field in _DECLARED:
        changed: dict[str, Any] = {_DECLARED[field]: value}
        return replace(form, declaration=replace(declaration, **changed))
    if field == "kind":
        return replace(form, kind=value)
    if field == "operation":
        return replace(form, operation=value)
    return _with_row(form, field, value)


def _with_row(form: ReadingForm, field: str, value: str) -> ReadingForm:
    declaration = form.declaration
    if field == "organizations":
        lines = form.organizations.splitlines()
        return form if value in lines else replace(form, organizations="\n".join([*lines, value]))
    if field == "persons":
        there = any(row.name == value for row in form.persons)
        return form if there else replace(form, persons=(*form.persons, PersonForm(value)))
    there = any(row.institution == value for row in declaration.offices)
    offices = declaration.offices if there else (*declaration.offices, OfficeForm(institution=value))
    return replace(form, declaration=replace(declaration, offices=offices))


def doubtful(asked: Sequence[Question], form: ReadingForm, fresh: ReadingForm) -> tuple[str, ...]:
    """Return the fields that are still in doubt, each once, in order.

    A doubt is settled when something was chosen for it, or when the field holds something else than the reader's own
    value (``fresh``): then a person has judged.
    """
    left = [q.field for q in asked if q.taken is None and _held(form, q.field) == _held(fresh, q.field)]
    return tuple(dict.fromkeys(left))


def _held(form: ReadingForm, field: str) -> object:
    """Return what the form holds for a reader's field; None where no field of the form stands for it."""
    declaration = form.declaration
    if field in AREAS:
        return declaration.area
    if field in _DECLARED:
        return getattr(declaration, _DECLARED[field])
    held: dict[str, object] = {
        "kind": form.kind,
        "operation": form.operation,
        "organizations": form.organizations.split(),
        "persons": form.persons,
        "handover": (form.handover_from, form.handover_to),
        "points": declaration.points,
        "signatories": declaration.offices,
        "commitment_kinds": [point.kinds for point in declaration.points],
        "point_count_stated": len(declaration.points),
    }
    return held.get(field)
