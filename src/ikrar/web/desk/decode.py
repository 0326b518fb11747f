"""From a posted form to the core's forms: only decoding, no judgement."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TypeVar

from django.http import HttpRequest, QueryDict

from ikrar.core.declaration import kind
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import BadInput
from ikrar.core.reading.doubt import LOOKED_AT
from ikrar.core.reading.form import PersonForm, ReadingForm
from ikrar.web.parts.place import chosen

Row = TypeVar("Row", PointForm, OfficeForm, WitnessForm, PersonForm, str)
ROWS = 60  # more rows than any real declaration; what is beyond is refused aloud, not dropped
DIGITS = 9  # of a number in a form; a longer one is no count and no edition


@cache
def _kinds() -> tuple[kind.Kind, ...]:
    return kind.load()


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
    return DeclarationForm(
        title=post.get("title", ""),
        election=post.get("election", ""),
        area=next(iter(chosen(post)), ""),
        event_date=post.get("event_date", ""),
        place=post.get("place", ""),
        language=post.get("language", ""),
        preamble=post.get("preamble", ""),
        closing=post.get("closing", ""),
        source_url=post.get("source_url", ""),
        points=tuple(
            PointForm(post.get(f"point-{i}", ""), tuple(post.getlist(f"kinds-{i}"))) for i in _count(post, "point_rows")
        ),
        offices=tuple(
            OfficeForm(*(post.get(f"{part}-{i}", "") for part in ("office", "institution", "capacity", "behalf")))
            for i in _count(post, "office_rows")
        ),
        parent=post.get("parent", "").strip(),
        operation=post.get("operation", ""),
        witnesses=tuple(
            WitnessForm(*(post.get(f"witness-{part}-{i}", "") for part in ("office", "institution", "capacity")))
            for i in _count(post, "witness_rows")
        ),
        translation=_translation(post),
    )


def _translation(post: QueryDict) -> TranslationForm | None:
    """Decode the translation, when the form has one; it is told by its language."""
    if "translation_language" not in post:
        return None
    return TranslationForm(
        language=post.get("translation_language", ""),
        title=post.get("translation_title", ""),
        preamble=post.get("translation_preamble", ""),
        points=tuple(post.get(f"translation-{i}", "") for i in _count(post, "point_rows")),
        closing=post.get("translation_closing", ""),
    )


def reading(post: QueryDict) -> ReadingForm:
    """Decode a reading's fields, the declaration's among them."""
    post = typed(post)
    return ReadingForm(
        declaration=replace(declaration(post), operation=""),  # kept beside it until it is confirmed
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


def parent_words(post: QueryDict) -> str:
    """Return what to search for among declarations to follow: the words typed, when their own button sent the form."""
    return sought(post.get("parent_words", "")) if "parent_search" in post else ""


def anchor(change: str) -> str:
    """Return the part of the page that a button of the row editor belongs to, to come back to; empty for none."""
    noun = change.partition("-")[2].partition("-")[0]
    parts = {"point": "points", "office": "offices", "witness": "witnesses", "person": "persons"}
    return parts.get(noun, "translation" if noun == "translation" else "")


def edition(post: QueryDict) -> int:
    """Return the edition the form was loaded with; 0, which never matches, when it is no number."""
    return number(post.get("edition", ""))


def loaded(post: QueryDict) -> str:
    """Return the imprint of what the page showed when it was loaded or last saved; empty when it carries none."""
    return post.get("loaded", "")


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
    if max(len(form.points), len(form.offices), len(form.witnesses), len(persons)) > ROWS:
        raise BadInput("Paling banyak {rows} baris.", rows=ROWS)


def _count(post: QueryDict, name: str) -> range:
    """Return the indices of the rows sent, one beyond the limit at most: enough to refuse them and show them again."""
    return range(min(_number(post.get(name, "0")[:DIGITS], unreadable=0), ROWS + 1))


def _number(value: str, *, unreadable: int) -> int:
    plain = value.isascii() and value.isdigit() and len(value) <= DIGITS
    return int(value) if plain else unreadable


def changed_rows(form: DeclarationForm, change: str) -> DeclarationForm:
    """Apply one button of the row editor: ``add-point``, ``drop-witness-2``, ``up-office-3`` and the like.

    A point takes its translation with it. ``suggest-point-2`` ticks the kinds suggested for that point, without a
    number those of all points.
    """
    verb, _, rest = change.partition("-")
    noun, _, number = rest.partition("-")
    index = _number(number, unreadable=-1)
    if verb == "suggest":
        return replace(form, points=kind.taken(form.points, _kinds(), only=index if number else None))
    if noun == "point":
        return replace(
            form,
            points=_changed(form.points, verb, index, PointForm()),
            translation=_moved(form.translation, len(form.points), verb, index),
        )
    if noun == "office":
        return replace(form, offices=_changed(form.offices, verb, index, OfficeForm()))
    if noun == "witness":
        return replace(form, witnesses=_changed(form.witnesses, verb, index, WitnessForm()))
    if noun == "translation":
        return replace(form, translation=_translated(form, verb))
    return form


def _moved(other: TranslationForm | None, points: int, verb: str, index: int) -> TranslationForm | None:
    if other is None:
        return None
    words = (*other.points, *[""] * points)[:points]
    return replace(other, points=_changed(words, verb, index, ""))


def _translated(form: DeclarationForm, verb: str) -> TranslationForm | None:
    """Begin a translation beside the text, or take it away; one that is there stays when it is begun again."""
    if verb == "drop":
        return None
    language = "en" if form.language != "en" else "id"
    return form.translation or TranslationForm(language, points=("",) * len(form.points))


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
