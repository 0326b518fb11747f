"""Offices as written: "Wakapolres Pamekasan", "Ketua KPU Kabupaten Magetan", "Dandim 0804/Magetan"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.institution import Institution
from ikrar.core.text.phrase import by_first_letter, gate
from ikrar.core.text.span import Span

_UNIT_NUMBER: Final = re.compile(
    r" ?(?:\d{3,4}(?:-\d\d)?|[IVX]+(?=/))(?:/[A-Z][\w-]*(?: [A-Z][a-z]+(?= (?:Letkol|Kolonel|Mayor|Kapten|Brigjen)))?)?"
)
_JOINED: Final = re.compile(r"[ -]")
_LINKED: Final = re.compile(r" dan | & |[ -]")


@dataclass(frozen=True)
class Lexicon:
    """``heads`` finds the words that begin an office, ``nouns`` the words of its field, ``shared`` heads of lists."""

    heads: re.Pattern[str]
    nouns: re.Pattern[str]
    shared: frozenset[str]


@dataclass(frozen=True)
class Office:
    """One office found; ``shared`` when several bearers may follow it."""

    span: Span
    shared: bool


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/offices.toml`` and compile it for use."""
    table = files.table("offices.toml")
    before = _either(table["before"])
    opening = gate(word[0].lower() for word in [*table["before"], *table["heads"]])
    heads = re.compile(
        rf"{opening}(?<![\w-])(?:(?:{before})\.? ){{0,4}}(?:{_either(table['heads'])})(?!\w)", re.IGNORECASE
    )
    nouns = re.compile(rf"(?:{'|'.join(sorted(table['nouns'], key=len, reverse=True))})(?!\w)")
    return Lexicon(heads, nouns, frozenset(table["shared"]))


def find(
    article: Article, mentions: Iterable[Mention], institutions: Iterable[Institution], lexicon: Lexicon
) -> tuple[Office, ...]:
    """Find every office of the article; the tail (body, place, unit number, field) belongs to it."""
    parts = {start: one.span[1] for one in mentions for start in (one.span[0], one.name[0])}
    bodies = [one.span for one in institutions]
    parts |= dict(bodies)
    starts = [start for start, _ in bodies]
    found: list[Office] = []
    position = 0
    while match := lexicon.heads.search(article.body, position):
        inner = bodies[bisect_right(starts, match.start()) : bisect_left(starts, match.end())]
        reach = max((stop for _, stop in inner), default=match.end())
        end = _tail(article.body, max(reach, match.end()), parts, lexicon)
        found.append(Office((match.start(), end), match.group().lower() in lexicon.shared))
        position = end
    return tuple(found)


def _tail(body: str, end: int, parts: dict[int, int], lexicon: Lexicon) -> int:
    """Follow the words that belong to an office and answer where it ends."""
    while True:
        unit = _UNIT_NUMBER.match(body, end)
        if unit:
            end = unit.end()
            continue
        link = _LINKED.match(body, end)
        noun = lexicon.nouns.match(body, link.end()) if link else None
        gap = _JOINED.match(body, end)
        after = parts.get(gap.end()) if gap else None
        after = after or (noun.end() if noun else None)
        if after is None:
            return end
        end = after


def _either(words: Sequence[str]) -> str:
    return by_first_letter(re.escape(word) for word in sorted(words, key=len, reverse=True))
