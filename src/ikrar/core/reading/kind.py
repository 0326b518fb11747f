"""What an article mainly reports as held, and the words that moved the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ikrar.core.data import files
from ikrar.core.reading.article import Article
from ikrar.core.reading.electing import Words
from ikrar.core.reading.record import Found, doubt
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Cover, Span, mask

NONE: Final = "none"
OTHER: Final = "other"
DECLARATION: Final = "declaration"
RELAY: Final = "relay_handover"
LAUNCH: Final = "operation_launch"
ROLL_CALL: Final = "security_roll_call"

_ELECTION_ITSELF: Final = re.compile(r"(?:pilkada|pemilu|pemilihan|pesta demokrasi)[^.\n]{0,40}\byang $", re.IGNORECASE)
_LONGEST_ITSELF: Final = 64
_HEADLINE, _LEAD, _BODY = 4, 2, 1
_GROUPS: Final = ("held", "planned", "signed", "partisan")
_MOST_OF_BODY: Final = 4
_FIRST_NAMED: Final = 14
_SIGNED: Final = 30
_ENOUGH: Final = 4
_CLOSE: Final = 3
_STRONG: Final = 3
_EARLY_SENTENCES: Final = 2


@dataclass(frozen=True)
class Lexicon:
    """Phrases by kind as (weight, pattern), and the words for held, planned and signed."""

    kinds: dict[str, tuple[tuple[int, re.Pattern[str]], ...]]
    held: re.Pattern[str]
    planned: re.Pattern[str]
    signed: re.Pattern[str]
    partisan: re.Pattern[str]


@dataclass(frozen=True)
class Score:
    """How strongly one kind is said: ``total``, where its words stand, whether a strong one opens the article."""

    kind: str
    total: int
    spans: tuple[Span, ...]
    prominent: bool
    first: int


def load_lexicon() -> tuple[Lexicon, Words]:
    """Read ``data/article_kinds.toml``: the kinds' words, and the words for elections."""
    table = files.table("article_kinds.toml")
    kinds = {
        row["code"]: tuple((int(weight), compile_phrases(phrases)) for weight, phrases in row["phrases"].items())
        for row in table["kind"]
    }
    held, planned, signed, partisan = (compile_phrases(table[name]["phrases"]) for name in _GROUPS)
    words = Words({sort: compile_phrases(phrases) for sort, phrases in table["election"].items()})
    return Lexicon(kinds, held, planned, signed, partisan), words


def decide(article: Article, lexicon: Lexicon, *, about_election: bool, has_points: bool) -> Found[tuple[str, ...]]:
    """Give the kind first, then the other kinds held at the same event; ("none",) where nothing of ours was held."""
    if not about_election:
        why = doubt("kind", "Teks ini tidak tampak memberitakan pemilihan.")
        return Found((NONE,), (), (why,))
    if _only_planned(article, lexicon):
        why = doubt("kind", "Kegiatan tampaknya baru direncanakan, belum berlangsung.")
        return Found((NONE,), (), (why,))
    article = replace(
        article, body=mask(article.body, (found.span() for found in lexicon.partisan.finditer(article.body)))
    )
    scores = [score for kind in lexicon.kinds if (score := _score(article, kind, lexicon.kinds[kind])).total]
    signed = has_points or _signed(article, lexicon)
    ranked = sorted(scores, key=lambda one: -_final(article, one, scores, signed))
    if not ranked or _final(article, ranked[0], scores, signed) < _ENOUGH:
        why = doubt("kind", "Tidak ditemukan kegiatan yang diberitakan berlangsung.")
        return Found((NONE,), (), (why,))
    best = ranked[0]
    also = tuple(one.kind for one in ranked[1:] if one.prominent and OTHER not in (one.kind, best.kind))
    close = [
        one
        for one in ranked[1:]
        if _final(article, best, scores, signed) - _final(article, one, scores, signed) < _CLOSE
    ]
    doubts = tuple(doubt("kind", "Dapat juga dibaca sebagai {kind}.", kind=one.kind) for one in close[:1])
    return Found((best.kind, *also), best.spans, doubts)


def _score(article: Article, kind: str, phrases: Iterable[tuple[int, re.Pattern[str]]]) -> Score:
    """Weigh the phrases of one kind by where they stand; a body full of them counts only so much."""
    total = body = 0
    spans: list[Span] = []
    prominent = False
    for weight, found in _matches(article, phrases):
        place = _place(article, found[0])
        spans.append(found)
        body += weight if place == _BODY else 0
        total += weight * place if place > _BODY else 0
        prominent = prominent or (place > _BODY and weight >= _STRONG)
    return Score(kind, total + min(body, _MOST_OF_BODY), tuple(sorted(spans)), prominent, min(spans, default=(0, 0))[0])


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
    total = score.total
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


def _only_planned(article: Article, lexicon: Lexicon) -> bool:
    """Say whether headline and lead speak of a plan more than of something held."""
    end = article.lead[-1][1] if article.lead else article.headline[1]
    opening = article.body[:end]
    planned = [
        found.span()
        for found in lexicon.planned.finditer(opening)
        if not _ELECTION_ITSELF.search(opening, max(0, found.start() - _LONGEST_ITSELF), found.start())
    ]
    held = lexicon.held.findall(mask(opening, planned))
    return len(planned) > len(held)
