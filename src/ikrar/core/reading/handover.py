"""The relay's hand-over: which body gave it to which, at the lowest level named; the next leg is not it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ikrar.core.place.gazetteer import REGENCY
from ikrar.core.reading.article import Article
from ikrar.core.reading.institution import Institution
from ikrar.core.reading.record import Alternative, Doubt, Found, Handover, doubt
from ikrar.core.text.span import Span

_RELAY: Final = re.compile(
    r"kirab|bendera|estafet|serah ?terima|pataka|diserah|menyerahkan|menerima|terima|panji|rombongan", re.IGNORECASE
)
_NEXT: Final = re.compile(
    r"\b(?:selanjutnya(?! menyerahkan| menerima)|berikutnya|nantinya|rencananya|direncanakan|dijadwalkan|diteruskan ke"
    r"|dilanjutkan ke|(?:akan|bakal|hendak|sebelum|untuk) (?:\w+ )?(?:di|me)|kemudian akan)",
    re.IGNORECASE,
)
_OFFICE: Final = (
    r"\s*(?:(?:para |jajaran |pihak |rombongan )?(?:(?:plt|pj|plh)\.? |wakil )?"
    r"(?:ketua|sekretaris|komisioner|anggota|pimpinan|jajaran|pihak|perwakilan|rombongan)\s*)?$"
)
_TO: Final = re.compile(
    rf"\b(?:ke|kepada|menuju|tiba di|sampai di|disambut(?: oleh)?|di tangan|ke tangan"
    rf"|diterima(?: langsung)?(?: oleh)?){_OFFICE}",
    re.IGNORECASE,
)
_FROM: Final = re.compile(rf"\b(?:dari|asal|semula dibawa(?: oleh)?|semula dipegang(?: oleh)?){_OFFICE}", re.IGNORECASE)
_GIVEN_BY: Final = re.compile(
    rf"\b(?:diserahkan|diserahterimakan|diserah terimakan)(?: langsung)?(?: oleh)?{_OFFICE}", re.IGNORECASE
)
_CHAIR: Final = re.compile(r"\b(?:ketua|komisioner|anggota|sekretaris|kata|ujar|tutur|ucap)\s+$", re.IGNORECASE)
# Between a body and its verb may stand the name of who acts for it, and how it is done.
_NAME: Final = r"[\s,]*(?:(?-i:[A-Z])[\w.'’-]*+[\s,]*){0,8}(?:\([^)]{1,30}\)[\s,]*)?"
_HOW: Final = r"(?:(?:telah|sudah|resmi|kemudian|lalu|lantas|langsung|juga|turut|secara \w+|yang|selanjutnya) ){0,3}"
_GIVES: Final = re.compile(rf"{_NAME}{_HOW}(?:menyerahkan|serahkan|menyerahterimakan)\b", re.IGNORECASE)
_RECEIVES: Final = re.compile(rf"{_NAME}{_HOW}(?:menerima|terima)\b", re.IGNORECASE)
_SOMEBODY: Final = r"\b(?:ia|dia|beliau|pihaknya|kami|kita)\s(?:sudah |telah |juga |pun |resmi )?"
_THEY_RECEIVE: Final = re.compile(
    rf"{_SOMEBODY}(?:menerima|terima)\b|\bditerima (?:langsung |kami |pihaknya )?dari\b", re.IGNORECASE
)
_EARLIER: Final = re.compile(r"\b(?:sebelumnya|semula diterima|awalnya)\b", re.IGNORECASE)
_THEY_GIVE: Final = re.compile(rf"{_SOMEBODY}(?:menyerahkan|serahkan)\b", re.IGNORECASE)
_ELECTION_BODIES: Final = ("kpu", "kip", "komisi pemilihan umum", "komisi independen pemilihan", "kpud", "ppk", "pps")
_BEFORE: Final = 60
_SPEAKER: Final = 3
_BOTH: Final = 2


@dataclass(frozen=True)
class _Half:
    """What one sentence says: who gives, who receives; None where it does not say."""

    giver: Institution | None
    receiver: Institution | None


@dataclass(frozen=True)
class _Pair:
    giver: Institution
    receiver: Institution

    def rank(self) -> tuple[int, int]:
        """Order pairs: bodies that run elections first, then the lower level."""
        election = sum(one.head in _ELECTION_BODIES for one in (self.giver, self.receiver))
        return election, _level(self.giver) + _level(self.receiver)

    def show(self, article: Article) -> tuple[str, str]:
        """Give both bodies as written."""
        return article.show(self.giver.span), article.show(self.receiver.span)


def find(article: Article, institutions: Sequence[Institution]) -> Found[Handover | None]:
    """Find the pair of bodies at the lowest level; None with a doubt where the text does not say the direction.

    A pair of another level, or of other bodies, is told as a doubt.
    """
    halves = list(_halves(article, institutions))
    pairs = [_Pair(one.giver, one.receiver) for one in halves if one.giver and one.receiver] or _joined(halves)
    if not pairs:
        return Found(None, (), (_unknown(article, institutions),))
    best = max(pairs, key=_Pair.rank)
    giver, receiver = best.show(article)
    others = [one for one in pairs if not _same(one, best)]
    doubts = tuple(
        doubt("handover", "Teks juga menyebut serah terima antara badan lain.", _alternative(article, one))
        for one in others[:1]
    )
    return Found(Handover(giver, receiver), (best.giver.span, best.receiver.span), doubts)


def _halves(article: Article, institutions: Sequence[Institution]) -> Iterator[_Half]:
    """Yield what each sentence about the relay says, in order."""
    starts = [one.span[0] for one in institutions]
    for cut in article.sentences:
        first = bisect_left(starts, cut[0])
        bodies = institutions[first : bisect_left(starts, cut[1])]
        if (
            bodies
            and _RELAY.search(article.body, *cut)
            and not _EARLIER.search(article.body, cut[0], bodies[0].span[0])
        ):
            yield _half(article.body, cut, bodies, institutions[max(0, first - _SPEAKER) : first])


def _half(body: str, sentence: Span, bodies: Sequence[Institution], earlier: Sequence[Institution]) -> _Half:
    """Read one sentence, up to where it turns to the next leg; "ia terima" is said of who spoke last."""
    start, end = sentence
    ahead = _NEXT.search(body, start, end)
    end = ahead.start() if ahead else end
    near = [one for one in bodies if one.span[1] <= end]
    giver = next((one for one in near if _gives(body, one, start, end)), None)
    receiver = next((one for one in near if one is not giver and _receives(body, one, start, end)), None)
    speakers = [one for one in (*earlier, *near) if _CHAIR.search(body, max(0, one.span[0] - _BEFORE), one.span[0])]
    if giver and receiver is None and _THEY_RECEIVE.search(body, start, end):
        receiver = next((one for one in reversed(speakers) if one is not giver), None)
    if receiver and giver is None and _THEY_GIVE.search(body, start, end):
        giver = next((one for one in reversed(speakers) if one is not receiver), None)
    return _Half(giver, receiver)


def _joined(halves: Sequence[_Half]) -> list[_Pair]:
    """Put together a giver and a receiver from two sentences that follow each other."""
    return [
        _Pair(giver, receiver)
        for one, other in pairwise(halves)
        if (giver := one.giver or other.giver) and (receiver := one.receiver or other.receiver) and giver != receiver
    ]


def _gives(body: str, one: Institution, start: int, end: int) -> bool:
    before = body[max(start, one.span[0] - _BEFORE) : one.span[0]]
    return bool(_FROM.search(before) or _GIVEN_BY.search(before) or _GIVES.match(body, one.span[1], end))


def _receives(body: str, one: Institution, start: int, end: int) -> bool:
    before = body[max(start, one.span[0] - _BEFORE) : one.span[0]]
    return bool(_TO.search(before) or _RECEIVES.match(body, one.span[1], end))


def _level(one: Institution) -> int:
    """Give the level of the area a body is named after; a bare body counts for nothing."""
    if one.place is None:
        return 0
    return min(REGENCY, max(code.count(".") + 1 for code in one.place.codes))


def _same(one: _Pair, other: _Pair) -> bool:
    """Say whether two pairs are the same bodies, each perhaps in another written form."""
    return _codes(one.giver) & _codes(other.giver) != set() and _codes(one.receiver) & _codes(other.receiver) != set()


def _codes(one: Institution) -> set[str]:
    return set(one.place.codes) if one.place else {one.head}


def _unknown(article: Article, institutions: Sequence[Institution]) -> Doubt:
    """Say that the direction is not told; with both directions where just two bodies can be meant."""
    message = "Siapa menyerahkan kepada siapa tidak tertulis dengan jelas."
    firsts: dict[frozenset[str], Institution] = {}
    for one in institutions:
        if one.head in _ELECTION_BODIES and one.place is not None:
            firsts.setdefault(frozenset(_codes(one)), one)
    if len(firsts) != _BOTH:
        return doubt("handover", message)
    one, other = firsts.values()
    ways = (_Pair(one, other), _Pair(other, one))
    return doubt("handover", message, *(_alternative(article, way) for way in ways))


def _alternative(article: Article, pair: _Pair) -> Alternative:
    return Alternative(" → ".join(pair.show(article)), (pair.giver.span, pair.receiver.span))
