"""Whether an act named in a sentence was held, or only planned, ordered or proposed there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.reading.article import Article
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Span

_BEFORE: Final = 90
_AFTER: Final = 70
_CLAUSE: Final = re.compile(r"[,;:.!?\n\"“”–—]|\b(?:yang|usai|seusai|setelah|sesudah|saat|ketika|sementara|dalam|pada)\b")
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 6


@dataclass(frozen=True)
class Lexicon:
    """Words that tell that an act was held, and words before or after its name that put it in the future."""

    held: re.Pattern[str]
    ahead: re.Pattern[str]
    ahead_after: re.Pattern[str]


def load_lexicon() -> Lexicon:
    """Read ``data/modality.toml``."""
    table = files.table("modality.toml")
    return Lexicon(*(compile_phrases(table[name]) for name in ("held", "ahead", "ahead_after")))


def ahead(article: Article, act: Span, lexicon: Lexicon) -> Span | None:
    """Give the words that put the act in the future, None where it is told as held.

    Looked for in the act's own clause: "KPU akan menggelar deklarasi", "rapat persiapan deklarasi", "deklarasi itu
    dijadwalkan"; the words for the election's own future ("Pilkada yang akan digelar") stand in another clause.
    """
    sentence = article.sentence(act[0])
    start = _clause_start(article.body, max(sentence[0], act[0] - _BEFORE), act[0])
    before = _last(lexicon.ahead, article.body, start, act[0])
    if before and _governs(article.body, before, act[0], lexicon):
        return before
    found = lexicon.ahead_after.search(article.body, act[1], min(sentence[1], act[1] + _AFTER))
    if found and not _CLAUSE.search(article.body, act[1], found.start()):
        return found.span()
    return None


def _clause_start(body: str, start: int, end: int) -> int:
    for found in _CLAUSE.finditer(body, start, end):
        start = found.end()
    return start


def _last(pattern: re.Pattern[str], body: str, start: int, end: int) -> Span | None:
    last = None
    for found in pattern.finditer(body, start, end):
        last = found.span()
    return last


def _governs(body: str, word: Span, act: int, lexicon: Lexicon) -> bool:
    """Say whether nothing between the word and the act is a verb of its own that tells of holding."""
    between = _WORD.findall(body, word[1], act)
    if len(between) > _MOST_WORDS:
        return False
    held = [found.start() for found in lexicon.held.finditer(body, word[1], act)]
    return len(held) <= 1
