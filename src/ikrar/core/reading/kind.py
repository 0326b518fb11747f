"""What an article mainly reports as held, and the words that moved the answer.

Every phrase of a kind's lexicon votes with its weight times that of its place (headline, lead, body). A vote whose act
lies in the future, is ordered or proposed counts against the whole: an article about a plan is of no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from ikrar.core.data import files
from ikrar.core.reading import electing, modality
from ikrar.core.reading.article import Article
from ikrar.core.reading.electing import Words
from ikrar.core.reading.record import Alternative, Doubt, Found, Reason, doubt
from ikrar.core.text.phrase import compile_phrases, openings, prefixes
from ikrar.core.text.span import Cover, Span, mask

NONE: Final = "none"
OTHER: Final = "other"
DECLARATION: Final = "declaration"
RELAY: Final = "relay_handover"

_FIELD: Final = "kind"
_HEADLINE, _LEAD, _BODY = 4, 2, 1
_GROUPS: Final = ("signed", "partisan", "aside")
_MOST_OF_BODY: Final = 4
_FIRST_NAMED: Final = 14
_ENOUGH: Final = 9
_CLOSE: Final = 3
_STRONG: Final = 3
_EARLY_SENTENCES: Final = 2


class Signing(Enum):
    """Where an article tells that a declaration was signed, or that its points were read out."""

    NOT = "not"
    READ = "read"
    LATER = "later"
    OPENING = "opening"


_SIGNED: Final = {Signing.NOT: 0, Signing.READ: 12, Signing.LATER: 8, Signing.OPENING: 100}
_MINUTES: Final = re.compile(r"(?:\w+ ){0,2}berita acara", re.IGNORECASE)


@dataclass(frozen=True)
class Phrases:
    """Phrases of one kind and one weight; a text without one of the ``openings`` holds none of them."""

    weight: int
    pattern: re.Pattern[str]
    openings: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Phrases by kind, the words for signing, sides, other news, and those of modality."""

    kinds: dict[str, tuple[Phrases, ...]]
    signed: re.Pattern[str]
    partisan: re.Pattern[str]
    aside: re.Pattern[str]
    modality: modality.Lexicon


@dataclass(frozen=True)
class Vote:
    """One phrase found: what it weighs where it stands, and the words that put its act in the future, if any."""

    span: Span
    weight: int
    strong: bool
    place: int
    ahead: Span | None

    @property
    def total(self) -> int:
        """Give the weight of the phrase in its place."""
        return self.weight * self.place


@dataclass(frozen=True)
class Score:
    """How strongly one kind is said to be held, how strongly to lie ahead, and whether a strong word opens the text."""

    kind: str
    held: int
    ahead: int
    votes: tuple[Vote, ...]
    prominent: bool
    first: int


def load_lexicon() -> tuple[Lexicon, Words]:
    """Read ``data/article_kinds.toml`` and ``data/modality.toml``: the kinds' words, and the words for elections."""
    table = files.table("article_kinds.toml")
    kinds = {
        row["code"]: tuple(
            Phrases(int(weight), compile_phrases(phrases), openings(phrases))
            for weight, phrases in row["phrases"].items()
        )
        for row in table["kind"]
    }
    signed, partisan, aside = (compile_phrases(table[name]["phrases"]) for name in _GROUPS)
    words = electing.words(table["election"], table["generic"]["phrases"])
    return Lexicon(kinds, signed, partisan, aside, modality.load_lexicon()), words


def decide(
    article: Article, lexicon: Lexicon, *, about_election: bool, points: Sequence[Span]
) -> Found[tuple[str, ...]]:
    """Give the kind first, then the other kinds held at the same event; ("none",) where nothing of ours was held."""
    if not about_election:
        return _none(doubt(_FIELD, "Teks ini tidak tampak memberitakan pemilihan."))
    if any(_place(article, found.start()) > _BODY + 1 for found in lexicon.aside.finditer(article.body)):
        return _none(doubt(_FIELD, "Teks tampaknya memberitakan hal lain, misalnya rute atau cek fakta."))
    article = replace(
        article, body=mask(article.body, (found.span() for found in lexicon.partisan.finditer(article.body)))
    )
    words = prefixes(article.body)
    scores = [score for kind in lexicon.kinds if (score := _score(article, words, kind, lexicon)).votes]
    signed = _signing(article, lexicon, points)
    finals = {one.kind: _final(article, one, scores, signed) for one in scores}
    ranked = sorted(scores, key=lambda one: -finals[one.kind])
    planned = max(scores, key=lambda one: one.ahead, default=None)
    best = ranked[0] if ranked and (ranked[0].prominent or ranked[0].held >= _ENOUGH) else None
    if planned and planned.ahead > (best.held if best else 0) and signed is Signing.NOT:
        rival = Alternative(planned.kind, tuple(vote.span for vote in planned.votes))
        why = doubt(_FIELD, "Kegiatan tampaknya baru direncanakan, belum berlangsung.", rival)
        return _none(why, _reasons(scores))
    if best is None:
        return _none(doubt(_FIELD, "Tidak ditemukan kegiatan yang diberitakan berlangsung."), _reasons(scores))
    also = tuple(one.kind for one in ranked[1:] if one.prominent and OTHER not in (one.kind, best.kind))
    spans = tuple(vote.span for vote in best.votes if vote.ahead is None)
    return Found((best.kind, *also), spans, _doubts(ranked, finals), _reasons(scores))


def _none(why: Doubt, reasons: tuple[Reason, ...] = ()) -> Found[tuple[str, ...]]:
    """Give the kind "none" with what speaks for it."""
    return Found((NONE,), (), (why,), reasons)


def _doubts(ranked: Sequence[Score], finals: dict[str, int]) -> tuple[Doubt, ...]:
    """Tell of the kind that came close to the best one."""
    best = ranked[0]
    close = [one for one in ranked[1:] if finals[best.kind] - finals[one.kind] < _CLOSE]
    rivals = [Alternative(one.kind, tuple(vote.span for vote in one.votes)) for one in (best, *close[:1])]
    return tuple(doubt(_FIELD, "Dapat juga dibaca sebagai {kind}.", *rivals, kind=one.kind) for one in close[:1])


def _reasons(scores: Sequence[Score]) -> tuple[Reason, ...]:
    """Give each vote as a reason for its kind, or for "none" where its act lies ahead."""
    rows = [
        Reason(_FIELD, NONE if vote.ahead else one.kind, float(vote.total), vote.ahead or vote.span)
        for one in scores
        for vote in one.votes
    ]
    return tuple(sorted(rows, key=lambda row: (row.span, row.value)))


def _score(article: Article, words: frozenset[str], kind: str, lexicon: Lexicon) -> Score:
    """Weigh the phrases of one kind by where they stand; a body full of them counts only so much."""
    votes = tuple(_votes(article, words, lexicon.kinds[kind], lexicon))
    told = [vote for vote in votes if vote.ahead is None]
    first = min((vote.span[0] for vote in told), default=0)
    prominent = any(vote.strong and vote.place > _BODY for vote in told)
    return Score(kind, _sum(told), _sum([vote for vote in votes if vote.ahead]), votes, prominent, first)


def _sum(votes: Sequence[Vote]) -> int:
    body = sum(vote.weight for vote in votes if vote.place == _BODY)
    return sum(vote.total for vote in votes if vote.place > _BODY) + min(body, _MOST_OF_BODY)


def _votes(article: Article, words: frozenset[str], phrases: Iterable[Phrases], lexicon: Lexicon) -> Iterator[Vote]:
    for weight, span in _matches(article, words, phrases):
        place = _place(article, span[0])
        if place == _BODY and modality.earlier(article, span, lexicon.modality):
            continue
        ahead = modality.ahead(article, span, lexicon.modality)
        if place == _BODY and weight >= _STRONG and modality.reports(article, span, lexicon.modality):
            place = _LEAD
        yield Vote(span, weight, weight >= _STRONG, place, ahead)


def _matches(article: Article, words: frozenset[str], phrases: Iterable[Phrases]) -> Iterator[tuple[int, Span]]:
    """Yield the phrases found, heaviest first; a lighter one inside a heavier one does not count again."""
    taken: list[Span] = []
    for one in sorted(phrases, key=lambda row: -row.weight):
        if words.isdisjoint(one.openings):
            continue
        found = [match.span() for match in one.pattern.finditer(article.body)]
        cover = Cover(taken)
        fresh = [span for span in found if not cover.meets(span)]
        taken += fresh
        yield from ((one.weight, span) for span in fresh)


def _final(article: Article, score: Score, scores: Sequence[Score], signed: Signing) -> int:
    """Add what decides between two acts of one event: a text was signed, or the headline names it first."""
    total = score.held
    if score.kind == DECLARATION:
        total += _SIGNED[signed]
    strong = [one.first for one in scores if one.prominent]
    if score.prominent and article.in_headline(score.first) and score.first == min(strong):
        total += _FIRST_NAMED
    return total


def _signing(article: Article, lexicon: Lexicon, points: Sequence[Span]) -> Signing:
    """Say how plainly the article tells that a declaration was signed or agreed: in its opening, later, or not at all.

    The minutes of a hand-over are no declaration; nor is a text that others signed at an earlier time.
    """
    patterns = [one.pattern for one in lexicon.kinds[DECLARATION] if one.weight >= _STRONG]
    told = [
        cut
        for cut in article.sentences
        if _signs(article, cut, lexicon)
        and any(pattern.search(article.body, *cut) for pattern in patterns)
        and not modality.earlier(article, cut, lexicon.modality)
    ]
    if any(_place(article, start) > _BODY for start, _ in told):
        return Signing.OPENING
    if points and _opens(article, patterns):
        return Signing.READ
    return Signing.LATER if told else Signing.NOT


def _opens(article: Article, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Say whether a declaration is named in headline or lead."""
    found = (one.start() for pattern in patterns for one in pattern.finditer(article.body))
    return any(_place(article, start) > _BODY for start in found)


def _signs(article: Article, cut: Span, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells that anything but minutes was signed, not that it is going to be."""
    return any(
        not _MINUTES.match(article.body, found.end())
        and modality.ahead(article, found.span(), lexicon.modality) is None
        for found in lexicon.signed.finditer(article.body, *cut)
    )


def _place(article: Article, position: int) -> int:
    if article.in_headline(position):
        return _HEADLINE
    if article.lead and article.lead[0][0] <= position < article.lead[-1][1]:
        first = article.lead[:_EARLY_SENTENCES]
        return _LEAD + 1 if position < first[-1][1] else _LEAD
    return _BODY
