"""Several readings of one event become one draft, field by field; every field knows which readings hold its value.

A value is compared without capitals, punctuation and spaces at its ends. Lists are put together or taken from one
reading. Nothing is chosen here: a person picks, and what is proposed is the value of the draft that stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ikrar.core.reading.form import ReadingForm

ALL: Final = "semua"  # instead of a reading: the list put together from all of them
#: The evidence of the reader behind a field of the form; the field itself where it has the same name.
EVIDENCE: Final[Mapping[str, str]] = {"place": "place_text", "area": "area_code", "offices": "signatories"}
_WORD: Final = re.compile(r"\w+")

Getter = Callable[[ReadingForm], Any]
Setter = Callable[[ReadingForm, Any], ReadingForm]


@dataclass(frozen=True)
class Field:
    """A field of the form: how it is read and written; ``many`` for lists, whose value is a tuple of rows."""

    name: str
    get: Getter
    put: Setter
    many: bool = False


@dataclass(frozen=True)
class Candidate:
    """One value of a field and the readings that hold it, in their order."""

    value: Any
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """A field over all readings: its values that are not empty, and which reading is proposed (``ALL`` for a list)."""

    field: Field
    candidates: tuple[Candidate, ...]
    proposed: str

    @property
    def agreed(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.candidates) <= 1


@dataclass(frozen=True)
class Merged:
    """The form put together, and by field the other readings that hold what it holds now."""

    form: ReadingForm
    origins: Mapping[str, tuple[str, ...]]


def _declared(name: str, *, many: bool = False) -> Field:
    def get(form: ReadingForm) -> Any:
        return getattr(form.declaration, name)

    def put(form: ReadingForm, value: Any) -> ReadingForm:
        changed: dict[str, Any] = {name: value}
        return replace(form, declaration=replace(form.declaration, **changed))

    return Field(name, get, put, many)


def _plain(name: str, *, many: bool = False) -> Field:
    def put(form: ReadingForm, value: Any) -> ReadingForm:
        changed: dict[str, Any] = {name: value}
        return replace(form, **changed)

    return Field(name, lambda form: getattr(form, name), put, many)


FIELDS: Final[tuple[Field, ...]] = (
    _plain("kind"),
    _declared("title"),
    _declared("event_date"),
    _declared("election"),
    _declared("place"),
    _declared("area"),
    _declared("preamble"),
    _declared("points", many=True),
    _declared("offices", many=True),
    _declared("closing"),
    _declared("source_url"),
    _plain("operation"),
    Field(
        "organizations",
        lambda form: tuple(line for line in form.organizations.splitlines() if line.strip()),
        lambda form, value: replace(form, organizations="\n".join(value)),
        many=True,
    ),
    Field(
        "handover",
        lambda form: (form.handover_from, form.handover_to) if form.handover_from or form.handover_to else "",
        lambda form, value: replace(form, handover_from=(value or ("", ""))[0], handover_to=(value or ("", ""))[1]),
    ),
    _plain("persons", many=True),
)
BY_NAME: Final = {one.name: one for one in FIELDS}


def folded(value: Any) -> Any:
    """Return a value as it is compared: small letters, words alone; of a row of a list what tells it from others."""
    if isinstance(value, str):
        return " ".join(_WORD.findall(value.casefold()))
    if isinstance(value, tuple):
        return tuple(folded(one) for one in value)
    name = getattr(value, "name", None) or getattr(value, "text", None)
    if name is not None:
        return folded(name)
    return folded((getattr(value, "office", ""), getattr(value, "institution", "")))


def compared(forms: Mapping[str, ReadingForm]) -> tuple[Compared, ...]:
    """Compare the readings field by field; ``forms`` by reference, the draft that stays first."""
    return tuple(_compared(field, forms) for field in FIELDS)


def _compared(field: Field, forms: Mapping[str, ReadingForm]) -> Compared:
    found: dict[Any, Candidate] = {}
    for ref, form in forms.items():
        value = field.get(form)
        if not value or (field.name == "kind" and value == "none"):
            continue
        key = folded(value)
        held = found.get(key)
        found[key] = Candidate(held.value, (*held.refs, ref)) if held else Candidate(value, (ref,))
    candidates = tuple(found.values())
    first = candidates[0].refs[0] if candidates else next(iter(forms))
    return Compared(field, candidates, ALL if field.many and len(candidates) > 1 else first)


def merged(forms: Mapping[str, ReadingForm], picks: Mapping[str, str]) -> Merged:
    """Put the readings together as picked: for a field the reference of a reading, or ``ALL`` for a list.

    What is not picked, or picked from a reading that is not there, is as proposed.
    """
    main = next(iter(forms))
    form, origins = forms[main], {}
    for one in compared(forms):
        if not one.candidates:
            continue
        pick = picks.get(one.field.name, one.proposed)
        if pick == ALL and one.field.many:
            rows = together([candidate.value for candidate in one.candidates])
            form = one.field.put(form, rows)
            holders = [ref for candidate in one.candidates for ref in candidate.refs]
        else:
            chosen = _picked(one, pick)
            if main not in chosen.refs:
                form = one.field.put(form, chosen.value)
            holders = list(chosen.refs)
        others = tuple(ref for ref in forms if ref in holders and ref != main)
        if others:
            origins[one.field.name] = others
    return Merged(form, origins)


def _picked(one: Compared, pick: str) -> Candidate:
    proposed = next((c for c in one.candidates if one.proposed in c.refs), one.candidates[0])
    return next((candidate for candidate in one.candidates if pick in candidate.refs), proposed)


def together(lists: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """Put lists together in their order; a row that was there already stays as it was first written."""
    rows: dict[Any, Any] = {}
    for one in lists:
        for row in one:
            rows.setdefault(folded(row), row)
    return tuple(rows.values())


def alone(field: Field, form: ReadingForm) -> ReadingForm:
    """Return an empty form with nothing but one field of ``form`` in it."""
    return field.put(ReadingForm(), field.get(form))


def without(
    field: Field, now: ReadingForm, *, before: Any, leaving: ReadingForm, staying: Sequence[ReadingForm]
) -> ReadingForm:
    """Return the form after a reading was taken out again, as far as one field goes.

    ``before`` is the field's value before the merge, ``staying`` the readings that hold the field and stay. What a
    person has changed since then is not touched: only the value, or the rows, that came from ``leaving`` alone go.
    """
    value, left = field.get(now), field.get(leaving)
    if field.many:
        kept = {folded(row) for rows in [before, *(field.get(form) for form in staying)] for row in rows}
        gone = {folded(row) for row in left} - kept
        return field.put(now, tuple(row for row in value if folded(row) not in gone))
    if folded(value) != folded(left) or folded(before) == folded(left):
        return now
    if any(folded(field.get(form)) == folded(left) for form in staying):
        return now
    return field.put(now, before)
