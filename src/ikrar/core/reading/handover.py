"""The relay's hand-over: which body gave it to which, at the lowest level named; the next leg is not it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.place.gazetteer import REGENCY
from ikrar.core.reading.article import Article
from ikrar.core.reading.institution import Institution
from ikrar.core.reading.record import Found, Handover, doubt
from ikrar.core.text.span import Span

_RELAY: Final = re.compile(r"kirab|bendera|estafet|serah ?terima|pataka|diserah|menyerahkan|menerima", re.IGNORECASE)
_NEXT: Final = re.compile(r"selanjutnya|berikutnya|akan (?:di|me)|kemudian akan|nantinya|rencananya", re.IGNORECASE)
_OFFICE: Final = r"\s*(?:(?:para |jajaran )?(?:ketua|sekretaris|komisioner)\s*)?$"
_TO: Final = re.compile(rf"\b(?:ke|kepada|diterima(?: langsung)?(?: oleh)?){_OFFICE}", re.IGNORECASE)
_FROM: Final = re.compile(rf"\bdari{_OFFICE}", re.IGNORECASE)
_GIVEN_BY: Final = re.compile(rf"\b(?:diserahkan|diserahterimakan)(?: oleh)?{_OFFICE}", re.IGNORECASE)
# Between a body and its verb may stand the name of who acts for it.
_NAME: Final = r"\s*(?:,?\s*(?-i:[A-Z])[\w.]*+,?\s*){0,6}(?:telah |resmi )?"
_GIVES: Final = re.compile(rf"{_NAME}(?:menyerahkan|serahkan)\b", re.IGNORECASE)
_RECEIVES: Final = re.compile(rf"{_NAME}(?:menerima|terima)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Pair:
    giver: Institution
    receiver: Institution

    def depth(self) -> int:
        """Say how low the level of both bodies is."""
        return _level(self.giver) + _level(self.receiver)


def find(article: Article, institutions: Sequence[Institution]) -> Found[Handover | None]:
    """Find the pair of bodies at the lowest level; None with a doubt where the text does not say the direction."""
    starts = [one.span[0] for one in institutions]
    within = (
        (cut, institutions[bisect_left(starts, cut[0]) : bisect_left(starts, cut[1])]) for cut in article.sentences
    )
    pairs = [pair for cut, bodies in within if len(bodies) > 1 and (pair := _pair(article, cut, bodies))]
    if not pairs:
        return Found(None, (), (doubt("handover", "Siapa menyerahkan kepada siapa tidak tertulis dengan jelas."),))
    best = max(pairs, key=_Pair.depth)
    giver, receiver = article.show(best.giver.span), article.show(best.receiver.span)
    return Found(Handover(giver, receiver), (best.giver.span, best.receiver.span))


def _pair(article: Article, sentence: Span, institutions: Sequence[Institution]) -> _Pair | None:
    """Read giver and receiver from one sentence, up to where it turns to the next leg."""
    start, end = sentence
    ahead = _NEXT.search(article.body, start, end)
    end = ahead.start() if ahead else end
    if not _RELAY.search(article.body, start, end):
        return None
    near = [one for one in institutions if one.span[1] <= end]
    giver = next((one for one in near if _gives(article.body, one, start, end)), None)
    receiver = next((one for one in near if _receives(article.body, one, start, end)), None)
    return _Pair(giver, receiver) if giver and receiver and giver != receiver else None


def _gives(body: str, one: Institution, start: int, end: int) -> bool:
    before = body[max(start, one.span[0] - 40) : one.span[0]]
    return bool(_FROM.search(before) or _GIVEN_BY.search(before) or _GIVES.match(body, one.span[1], end))


def _receives(body: str, one: Institution, start: int, end: int) -> bool:
    before = body[max(start, one.span[0] - 40) : one.span[0]]
    return bool(_TO.search(before) or _RECEIVES.match(body, one.span[1], end))


def _level(one: Institution) -> int:
    """Give the level of the area a body is named after; a bare body counts for nothing."""
    if one.place is None:
        return 0
    return min(REGENCY, max(code.count(".") + 1 for code in one.place.codes))
