"""The place picker of any form: what its template needs, and what a posted form chose.

In a template: ``{% include "place/picker.html" with picker=picker %}`` inside the form, with ``ikrar/desk.css`` and the
script ``ikrar/place.js``. Without the script the button ``NAME_search`` sends the form, and the page shows the
choices as radio buttons, or as boxes where several areas may be chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from ikrar.records.place import queries
from ikrar.records.place.queries import Found, Place

WORDS_LIMIT = 100
CODE_LIMIT = 13
MANY_LIMIT = 200  # areas in one form; more are left out of the page, and the action refuses what is too much


@dataclass(frozen=True)
class Picker:
    """One picker: ``chosen`` stands, ``found`` answers ``words``; ``unknown`` are codes sent that name no area."""

    name: str
    chosen: tuple[Place, ...]
    unknown: tuple[str, ...]
    found: Found
    many: bool

    @property
    def words(self) -> str:
        """What was typed into the search box."""
        return self.found.words

    @property
    def new(self) -> tuple[queries.Choice, ...]:
        """The choices found that are not chosen yet."""
        codes = {place.code for place in self.chosen} if self.many else set[str]()
        return tuple(choice for choice in self.found.choices if choice.place.code not in codes)


def picker(codes: Iterable[str] = (), *, name: str = "area", words: str = "", many: bool = False) -> Picker:
    """Return a picker with these areas chosen and the words searched for; ``many`` lets several areas be chosen."""
    wanted = list(dict.fromkeys(plain(code) for code in codes if plain(code)))[:MANY_LIMIT]
    places = queries.find_many(code for code in wanted if len(code) <= CODE_LIMIT) if wanted else {}
    chosen = tuple(places[code] for code in wanted if code in places)
    unknown = tuple(code for code in wanted if code not in places)
    words = sought(words)
    return Picker(name, chosen, unknown, queries.look_up(words) if words else Found(""), many)


def chosen(post: QueryDict, name: str = "area", *, many: bool = False) -> list[str]:
    """Return the codes a form sent: all of them, or for one area the newly picked one before the one that stood."""
    picked, stood = post.getlist(f"{name}_pick"), post.getlist(name)
    codes = [*stood, *picked] if many else (picked[:1] or stood[:1])
    return list(dict.fromkeys(plain(code) for code in codes if plain(code)))


def asked(post: QueryDict, name: str = "area") -> str:
    """Return the words to search for when the picker's own button sent the form, else an empty string."""
    return sought(post.get(f"{name}_words", "")) if f"{name}_search" in post else ""


def sought(words: str) -> str:
    """Return words to search for: at most ``WORDS_LIMIT`` code points, without NUL, which no database takes."""
    return plain(words)[:WORDS_LIMIT]


def plain(text: str) -> str:
    """Return a text without NUL and without spaces around it."""
    return text.replace("\0", "").strip()
