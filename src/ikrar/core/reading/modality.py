"""Whether an act named in a sentence was held, is only planned, ordered or proposed, or belongs to earlier days."""

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
_CLAUSE: Final = re.compile(
    r"[,;:.!?\n\"“”–—]|\b(?:yang|usai|seusai|setelah|sesudah|saat|ketika|sementara|dalam|pada|melalui|lewat|dengan|sebelum|sambil)\b",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu)\b|\(\d{1,2}/\d{1,2}", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 8


@dataclass(frozen=True)
class Lexicon:
    """Verbs of holding, words around an act's name that put it in the future, and words of a sentence about a past."""

    held: re.Pattern[str]
    ahead: re.Pattern[str]
    ahead_after: re.Pattern[str]
    earlier: re.Pattern[str]


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/modality.toml`` and compile it for use."""
    table = files.table("modality.toml")
    return Lexicon(*(compile_phrases(table[name]) for name in ("held", "ahead", "ahead_after", "earlier")))


def ahead(article: Article, act: Span, lexicon: Lexicon) -> Span | None:
    """Give the words that put the act in the future, None where it is told as held.

    Looked for in the act's own clause: "KPU akan menggelar deklarasi", "rapat persiapan deklarasi", "deklarasi itu
    dijadwalkan"; the words for the election's own future ("Pilkada yang akan digelar") stand in another clause.
    """
    sentence = article.sentence(act[0])
    start = _clause_start(article.body, max(sentence[0], act[0] - _BEFORE), act[0])
    before = _last(lexicon.ahead, article.body, start, act[0])
    if before and len(_WORD.findall(article.body, before[1], act[0])) <= _MOST_WORDS:
        return before
    found = lexicon.ahead_after.search(article.body, act[1], min(sentence[1], act[1] + _AFTER))
    if found and not _CLAUSE.search(article.body, act[1], found.start()):
        return found.span()
    return None


def earlier(article: Article, act: Span, lexicon: Lexicon) -> bool:
    """Say whether the sentence of the act speaks of an earlier time: "Sebelumnya, … telah meneken ikrar tahun lalu"."""
    return bool(lexicon.earlier.search(article.body, *article.sentence(act[0])))


def reports(article: Article, act: Span, lexicon: Lexicon) -> bool:
    """Say whether the sentence of the act reports an event: with a verb of holding, or with a day."""
    sentence = article.sentence(act[0])
    return bool(lexicon.held.search(article.body, *sentence) or _DAY.search(article.body, *sentence))


def _clause_start(body: str, start: int, end: int) -> int:
    for found in _CLAUSE.finditer(body, start, end):
        start = found.end()
    return start


def _last(pattern: re.Pattern[str], body: str, start: int, end: int) -> Span | None:
    last = None
    for found in pattern.finditer(body, start, end):
        last = found.span()
    return last
