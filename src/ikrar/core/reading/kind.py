"""What an article mainly reports as held, and the words that moved the answer.

Every phrase of a kind's lexicon votes with its weight times that of its place (headline, lead, body). A vote whose act
lies in the future, is ordered or proposed counts against the whole: an article about a plan is of no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ikrar.core.data import files
from ikrar.core.reading import modality
from ikrar.core.reading.article import Article
from ikrar.core.reading.electing import Words
from ikrar.core.reading.record import Alternative, Doubt, Found, Reason, doubt
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Cover, Span, mask

NONE: Final = "none"
OTHER: Final = "other"
DECLARATION: Final = "declaration"
RELAY: Final = "relay_handover"
LAUNCH: Final = "operation_launch"
ROLL_CALL: Final = "security_roll_call"

_FIELD: Final = "kind"
_HEADLINE, _LEAD, _BODY = 4, 2, 1
_GROUPS: Final = ("signed", "partisan")
_MOST_OF_BODY: Final = 4
_FIRST_NAMED: Final = 14
_SIGNED: Final = 30
_ENOUGH: Final = 4
_CLOSE: Final = 3
_STRONG: Final = 3
_EARLY_SENTENCES: Final = 2


@dataclass(frozen=True)
class Lexicon:
    """Phrases by kind as (weight, pattern), the words for signing and for taking sides, and those of modality."""

    kinds: dict[str, tuple[tuple[int, re.Pattern[str]], ...]]
    signed: re.Pattern[str]
    partisan: re.Pattern[str]
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
        row["code"]: tuple((int(weight), compile_phrases(phrases)) for weight, phrases in row["phrases"].items())
        for row in table["kind"]
    }
    signed, partisan = (compile_phrases(table[name]["phrases"]) for name in _GROUPS)
    words = Words({sort: compile_phrases(phrases) for sort, phrases in table["election"].items()})
    return Lexicon(kinds, signed, partisan, modality.load_lexicon()), words


def decide(article: Article, lexicon: Lexicon, *, about_election: bool, has_points: bool) -> Found[tuple[str, ...]]:
    """Give the kind first, then the other kinds held at the same event; ("none",) where nothing of ours was held."""
    if not about_election:
        return _none("Teks ini tidak tampak memberitakan pemilihan.")
    article = replace(
        article, body=mask(article.body, (found.span() for found in lexicon.partisan.finditer(article.body)))
    )
    scores = [score for kind in lexicon.kinds if (score := _score(article, kind, lexicon)).votes]
    signed = has_points or _signed(article, lexicon)
    finals = {one.kind: _final(article, one, scores, signed) for one in scores}
    ranked = sorted(scores, key=lambda one: -finals[one.kind])
    if not ranked or finals[ranked[0].kind] < _ENOUGH:
        return _none("Tidak ditemukan kegiatan yang diberitakan berlangsung.", _reasons(scores))
    best = ranked[0]
    if not signed and max(one.ahead for one in scores) > best.held:
        return _none("Kegiatan tampaknya baru direncanakan, belum berlangsung.", _reasons(scores), best)
    also = tuple(one.kind for one in ranked[1:] if one.prominent and OTHER not in (one.kind, best.kind))
    spans = tuple(vote.span for vote in best.votes if vote.ahead is None)
    return Found((best.kind, *also), spans, _doubts(ranked, finals), _reasons(scores))


def _none(why: str, reasons: tuple[Reason, ...] = (), rival: Score | None = None) -> Found[tuple[str, ...]]:
    """Give the kind "none" with the reason; ``rival`` is what would have been held."""
    rivals = [Alternative(rival.kind, tuple(vote.span for vote in rival.votes))] if rival else []
    return Found((NONE,), (), (doubt(_FIELD, why, *rivals),), reasons)


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


def _score(article: Article, kind: str, lexicon: Lexicon) -> Score:
    """Weigh the phrases of one kind by where they stand; a body full of them counts only so much."""
    votes = tuple(_votes(article, lexicon.kinds[kind], lexicon))
    told = [vote for vote in votes if vote.ahead is None]
    first = min((vote.span[0] for vote in told), default=0)
    prominent = any(vote.strong and vote.place > _BODY for vote in told)
    return Score(kind, _sum(told), _sum([vote for vote in votes if vote.ahead]), votes, prominent, first)


def _sum(votes: Sequence[Vote]) -> int:
    body = sum(vote.weight for vote in votes if vote.place == _BODY)
    return sum(vote.total for vote in votes if vote.place > _BODY) + min(body, _MOST_OF_BODY)


def _votes(article: Article, phrases: Iterable[tuple[int, re.Pattern[str]]], lexicon: Lexicon) -> Iterator[Vote]:
    for weight, span in _matches(article, phrases):
        ahead = modality.ahead(article, span, lexicon.modality)
        yield Vote(span, weight, weight >= _STRONG, _place(article, span[0]), ahead)


def _matches(article: Article, phrases: Iterable[tuple[int, re.Pattern[str]]]) -> Iterator[tuple[int, Span]]:
    """Yield the phrases found, heaviest first; a lighter one inside a heavier one does not count again."""
    taken: list[Span] = []
    for weight, pattern in sorted(phrases, key=lambda row: -row[0]):
        found = [match.span() for match in pattern.finditer(article.body)]
        cover = Cover(taken)
        fresh = [span for span in found if not cover.meets(span)]
        taken += fresh
        yield from ((weight, span) for span in fresh)


def _final(article: Article, score: Score, scores: Sequence[Score], signed: bool) -> int:
    """Add what decides between two acts of one event: a text was signed, or the headline names it first."""
    total = score.held
    if score.kind == DECLARATION and signed:
        total += _SIGNED
    strong = [one.first for one in scores if one.prominent]
    if score.prominent and article.in_headline(score.first) and score.first == min(strong):
        total += _FIRST_NAMED
    return total


def _signed(article: Article, lexicon: Lexicon) -> bool:
    """Say whether a sentence tells that a declaration, not only the minutes of a hand-over, was signed."""
    patterns = [pattern for weight, pattern in lexicon.kinds[DECLARATION] if weight >= _STRONG]
    return any(
        lexicon.signed.search(article.body, *cut) and any(pattern.search(article.body, *cut) for pattern in patterns)
        for cut in article.sentences
    )


def _place(article: Article, position: int) -> int:
    if article.in_headline(position):
        return _HEADLINE
    if article.lead and article.lead[0][0] <= position < article.lead[-1][1]:
        first = article.lead[:_EARLY_SENTENCES]
        return _LEAD + 1 if position < first[-1][1] else _LEAD
    return _BODY
