"""What a reader asks of the register, and the words and marks a declaration is found by.

Both sides are folded as ``core/text/search.py`` does it, so that SQLite and PostgreSQL answer alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ikrar.core.declaration.canonical import DeclarationText
from ikrar.core.institution.territory import NATION, ancestors
from ikrar.core.institution.wording import heads, longest
from ikrar.core.place.area import fold
from ikrar.core.text.search import GAP, Term, terms, tokens

#: Letters of a passage that is shown with what was found in it.
ROOM: Final = 220
_AS_WRITTEN: Final = re.compile(r"[^\W_]+(?:['`’‘ʼ][^\W_]+)*")
_CODE: Final = re.compile(r"[A-Za-z0-9./_-]{1,80}")


@dataclass(frozen=True)
class Wanted:
    """What a reader asks the register for; empty is no wish. ``since`` and ``until`` are days of the event, both in.

    ``area`` means the area and all below it; ``institution_kind`` one that registered it or stands under the text;
    ``institution`` the one that registered it.
    """

    words: str = ""
    area: str = ""
    election: str = ""
    kind: str = ""
    institution_kind: str = ""
    institution: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words as they are looked up."""
        return terms(self.words)

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks a declaration must bear."""
        asked = (
            (AREA, self.area),
            (ELECTION, self.election),
            (KIND, self.kind),
            (BODY, self.institution_kind),
            (REGISTRAR, self.institution),
        )
        return tuple(mark(prefix, code) for prefix, code in asked if code)

    def without(self, name: str) -> Wanted:
        """Return the same wish without one of its parts, by the name of the field."""
        return replace(self, **{name: getattr(ALL, name)})

    @property
    def hopeless(self) -> bool:
        """Whether nothing can answer: words without a letter, a code that is none, or a period that ends too early."""
        codes = (self.area, self.election, self.kind, self.institution_kind, self.institution)
        return (
            bool(self.words.strip() and not self.terms)
            or any(code and not _CODE.fullmatch(code) for code in codes)
            or bool(self.since and self.until and self.until < self.since)
        )


ALL: Final = Wanted()

AREA, ELECTION, KIND, BODY, REGISTRAR = "w", "e", "k", "j", "r"


def mark(prefix: str, code: str) -> str:
    """Return the mark for a code: it begins with ``#``, as no word does."""
    return f"{GAP}{prefix}{code.lower()}"


def passage(text: str, asked: Iterable[Term]) -> tuple[tuple[str, bool], ...]:
    """Return a text in pieces, each with whether it is a word looked for, cut to some ``ROOM`` around the first.

    Empty when no word is: what was found then stands elsewhere.
    """
    wanted = tuple(asked)
    hits = [match.span() for match in _AS_WRITTEN.finditer(text) if _meant(match[0], wanted)]
    if not hits:
        return ()
    start = text.rfind(" ", 0, max(0, hits[0][0] - ROOM // 3)) + 1
    end = len(text) if len(text) - start <= ROOM else text.rfind(" ", 0, max(start + ROOM, hits[0][1] + 1))
    pieces, at = [("… " if start else "", False)], start
    for begin, stop in hits:
        if stop <= end:
            pieces += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple((words, hit) for words, hit in pieces if words)


def _meant(word: str, asked: tuple[Term, ...]) -> bool:
    for token in tokens(word):
        for term in asked:
            *heads, last = term.words
            if token in heads or token == last or (term.begins and token.startswith(last)):
                return True
    return False


def document(text: DeclarationText, places: Iterable[str]) -> list[str]:
    """Return the words a declaration is found by: title, text, event's place, names of areas and of pledging bodies.

    Offices, capacities and those spoken for stay out: a name that slipped into them must not be found (decision 3).
    """
    bodies = (office.institution or "" for office in text.pledging_offices)
    parts = (text.title, text.preamble, *text.points, text.closing, text.place, *places, *bodies)
    found: list[str] = []
    for part in dict.fromkeys(filter(None, parts)):
        found += [GAP, *tokens(part)]
    return found[1:]


def marks(text: DeclarationText, *, kinds: Iterable[str], registrar: str, registrar_kind: str) -> list[str]:
    """Return the marks a declaration is narrowed by; ``registrar`` is the code of who registered it."""
    area = text.area or ""
    bodies = {registrar_kind}.union(*(bodies_in(o.institution or "") for o in text.pledging_offices))
    found = [mark(AREA, code) for code in ancestors(area) if code != NATION] if area else []
    found += [mark(ELECTION, text.election)] if text.election else []
    found += [mark(KIND, code) for code in sorted(set(kinds))]
    found += [mark(BODY, code) for code in sorted(bodies)]
    return [*found, mark(REGISTRAR, registrar)]


def bodies_in(name: str) -> frozenset[str]:
    """Return the kinds of institution that the first words of a name stand for; none when they are not known."""
    _, meant = longest(fold(name).split(), heads())
    return frozenset(one.kind for one in meant)
