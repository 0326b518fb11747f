"""The points of a declaration: which list of the article is the pledge, and how many points it is said to have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.declaration.kind import Kind, suggest
from ikrar.core.reading import listing
from ikrar.core.reading.article import Article
from ikrar.core.reading.listing import Listing
from ikrar.core.reading.record import Doubt, Found, doubt
from ikrar.core.text.number import NUMBER_WORDS, number
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Span

_GROUPS: Final = ("pledge", "near", "not_pledge", "calls")
_CONTEXT: Final = 220
_NEAR: Final = 90
_HALF: Final = 0.5
_INTRO: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_CUT: Final = re.compile(r"[.!?\"”)]\s*$")
_SHORTEST: Final = 20
_MOST_POINTS: Final = 20


@dataclass(frozen=True)
class Lexicon:
    """Words before a pledge's list, before other lists, and the words that are counted ("4 poin")."""

    pledge: re.Pattern[str]
    near: re.Pattern[str]
    not_pledge: re.Pattern[str]
    counted: re.Pattern[str]
    calls: re.Pattern[str]


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/pledges.toml`` and compile it for use."""
    table = files.table("pledges.toml")
    count = rf"(?P<count>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})(?:\s*\([^)]{{1,12}}\))?"
    counted = re.compile(rf"(?<![\w./]){count}\s+(?:{'|'.join(table['counted'])})(?!\w)", re.IGNORECASE)
    pledge, near, not_pledge, calls = (compile_phrases(table[name]) for name in _GROUPS)
    return Lexicon(pledge, near, not_pledge, counted, calls)


def find(article: Article, lexicon: Lexicon, kinds: Sequence[Kind]) -> Found[tuple[str, ...]]:
    """Give the points of the list that is most clearly a pledge; none where no list is."""
    best, best_weight = None, 0.0
    for one in listing.find(article.body):
        weight = _weight(article, one, lexicon, kinds)
        if weight > best_weight:
            best, best_weight = one, weight
    if best is None:
        return Found(())
    points = tuple(article.show(item) for item in best.items)
    return Found(points, best.items, _cut_doubt(article, best.items[-1]))


def stated(article: Article, lexicon: Lexicon, points: Sequence[str]) -> Found[int | None]:
    """Give the number of points the text states; a number that differs from the list is told as a doubt."""
    found = lexicon.counted.search(article.body)
    count = number(found.group("count")) if found else 0
    if found is None or not 0 < count <= _MOST_POINTS:
        return Found(None)
    doubts: tuple[Doubt, ...] = ()
    if count != len(points):
        message = "Teks menyebut {count} poin, tetapi {listed} yang ditemukan."
        doubts = (doubt("points", message, count=count, listed=len(points)),)
    return Found(count, (found.span(),), doubts)


def _weight(article: Article, one: Listing, lexicon: Lexicon, kinds: Sequence[Kind]) -> float:
    """Weigh a list: pledge words before it, and how many of its items commit to something."""
    before = article.body[max(0, one.start - _CONTEXT) : one.start]
    intro = _INTRO.split(before.rstrip())[-1]
    told = bool(lexicon.pledge.search(intro) or lexicon.near.search(intro))
    if not one.items or not lexicon.pledge.search(before) or not (told or _open(before, intro, lexicon)):
        return 0.0
    share = sum(bool(suggest(article.show(item), kinds)) for item in one.items) / len(one.items)
    if share < _HALF:
        return 0.0
    return share + len(one.items) * 0.1 + told


def _open(before: str, intro: str, lexicon: Lexicon) -> bool:
    """Say whether the words just before a list leave room for a pledge: its words are near, no other list is told."""
    return not lexicon.not_pledge.search(intro) and bool(lexicon.pledge.search(before[-_NEAR:]))


def _cut_doubt(article: Article, last: Span) -> tuple[Doubt, ...]:
    """Tell when the text breaks off inside the last point."""
    rest = article.body[last[1] :].strip()
    if rest or _CUT.search(article.body.rstrip()):
        return ()
    short = last[1] - last[0] < _SHORTEST
    message = "Poin terakhir tampaknya terpotong." if short else "Poin terakhir mungkin terpotong."
    return (doubt("points", message),)
