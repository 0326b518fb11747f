"""From a posted form to the core's forms: only decoding, no judgement."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from django.http import HttpRequest, QueryDict

from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.errors import BadInput
from ikrar.core.reading.doubt import LOOKED_AT
from ikrar.core.reading.form import PersonForm, ReadingForm
from ikrar.web.parts.place import chosen

Row = TypeVar("Row", PointForm, OfficeForm, PersonForm)
ROWS = 60  # more rows than any real declaration; what is beyond is refused aloud, not dropped
DIGITS = 9  # of a number in a form; a longer one is no count and no edition


def typed(post: QueryDict) -> QueryDict:
    """Return a form without the character NUL: no keyboard types it, and PostgreSQL keeps none."""
    if not any("\0" in value for _, values in post.lists() for value in values):
        return post
    clean = QueryDict(mutable=True)
    for name, values in post.lists():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    return clean


def declaration(post: QueryDict) -> DeclarationForm:
    """Decode the declaration's fields."""
    post = typed(post)
    names = ("title", "election", "event_date", "place", "language", "preamble", "closing", "source_url")
    return DeclarationForm(
        **{name: post.get(name, "") for name in names},
        area=next(iter(chosen(post)), ""),
        points=tuple(
            PointForm(post.get(f"point-{i}", ""), tuple(post.getlist(f"kinds-{i}"))) for i in _count(post, "point_rows")
        ),
        offices=tuple(
            OfficeForm(*(post.get(f"{part}-{i}", "") for part in ("office", "institution", "capacity", "behalf")))
            for i in _count(post, "office_rows")
        ),
    )


def reading(post: QueryDict) -> ReadingForm:
    """Decode a reading's fields, the declaration's among them."""
    post = typed(post)
    return ReadingForm(
        declaration=declaration(post),
        kind=post.get("kind", "none"),
        operation=post.get("operation", ""),
        organizations=post.get("organizations", ""),
        handover_from=post.get("handover_from", ""),
        handover_to=post.get("handover_to", ""),
        persons=tuple(
            PersonForm(*(post.get(f"{part}-{i}", "") for part in ("person", "rank", "role")))
            for i in _count(post, "person_rows")
        ),
    )


def sought(value: str) -> str:
    """Return what to search for, as an address carries it: at most 100 characters, none of them NUL."""
    return value.replace("\0", "").strip()[:100]


def search_words(post: QueryDict) -> str:
    """Return what to search areas for: the words typed, when the search button or the Enter key sent the form."""
    asked = "area_search" in post or (post.get("by") == "enter" and "area_pick" not in post)
    return typed(post).get("area_words", "").strip() if asked else ""


def edition(post: QueryDict) -> int:
    """Return the edition the form was loaded with; 0, which never matches, when it is no number."""
    return number(post.get("edition", ""))


def number(value: str) -> int:
    """Return a plain number of a form; 0 when it is none."""
    return _number(value, unreadable=0)


def choice(post: QueryDict) -> tuple[int, int]:
    """Return the numbers of a doubt and of what was pressed for it: ``2-0``, or ``2-`` for "looked at"."""
    number, _, taken = post.get("choose", "").partition("-")
    return _number(number, unreadable=-1), _number(taken, unreadable=LOOKED_AT)


def known(post: QueryDict) -> tuple[str, int, str, str]:
    """Return what was pressed of the registered names: part, row, code, office: ``role-2-35.28/polres Kapolres X``."""
    part, _, rest = typed(post).get("known", "").partition("-")
    row, _, chosen = rest.partition("-")
    code, _, office = chosen.partition(" ")
    return part, _number(row, unreadable=-1), code, office


def refuse_excess(form: DeclarationForm, persons: tuple[PersonForm, ...] = ()) -> None:
    """Raise BadInput when a form has more than ``ROWS`` rows of a kind; to be called where errors are answered."""
    if max(len(form.points), len(form.offices), len(persons)) > ROWS:
        raise BadInput("Paling banyak {rows} baris.", rows=ROWS)


def _count(post: QueryDict, name: str) -> range:
    """Return the indices of the rows sent, one beyond the limit at most: enough to refuse them and show them again."""
    return range(min(_number(post.get(name, "0")[:DIGITS], unreadable=0), ROWS + 1))


def _number(value: str, *, unreadable: int) -> int:
    plain = value.isascii() and value.isdigit() and len(value) <= DIGITS
    return int(value) if plain else unreadable


def changed_rows(form: DeclarationForm, change: str) -> DeclarationForm:
    """Apply one button of the row editor: ``add-point``, ``drop-point-2``, ``up-office-3`` and the like."""
    verb, _, rest = change.partition("-")
    noun, _, number = rest.partition("-")
    index = _number(number, unreadable=-1)
    if noun == "point":
        return replace(form, points=_changed(form.points, verb, index, PointForm()))
    if noun == "office":
        return replace(form, offices=_changed(form.offices, verb, index, OfficeForm()))
    return form


def changed_persons(form: ReadingForm, change: str) -> ReadingForm:
    """Apply one row button to a reading: persons here, points and offices in its declaration."""
    verb, _, rest = change.partition("-")
    noun, _, number = rest.partition("-")
    if noun == "person":
        index = _number(number, unreadable=-1)
        return replace(form, persons=_changed(form.persons, verb, index, PersonForm()))
    return replace(form, declaration=changed_rows(form.declaration, change))


def _changed(rows: tuple[Row, ...], verb: str, index: int, blank: Row) -> tuple[Row, ...]:
    if verb == "add":
        return rows + (blank,)  # noqa: RUF005 - keeps the row's type
    if not 0 <= index < len(rows):
        return rows
    if verb == "drop":
        return rows[:index] + rows[index + 1 :]
    if verb == "up" and index:
        return rows[: index - 1] + rows[index : index + 1] + rows[index - 1 : index] + rows[index + 1 :]
    return rows


def wants_json(request: HttpRequest) -> bool:
    """Say whether the editor's script asks, rather than a person pressing a button."""
    return "application/json" in request.headers.get("Accept", "")
