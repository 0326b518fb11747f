"""Who signed, as written, and only where the text says that they did."""

from __future__ import annotations

import re
from typing import Final

from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Found
from ikrar.core.text.span import Span, trim

_ACTIVE: Final = re.compile(
    r"\b(?:menandatangani|meneken|membubuhkan tanda ?tangan|bertanda ?tangan"
    r"|menyepakati [^.\n]{0,60}penandatanganan)\b",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(
    r"\b(?:ditandatangani|diteken|ditanda tangani)(?: langsung| bersama)? "
    r"(?:oleh |(?!di |pada |dalam |secara |dengan |sebagai |itu\b|tersebut|sejak |saat |usai |oleh))",
    re.IGNORECASE,
)
_FUTURE: Final = re.compile(r"\b(?:akan|bakal|diminta|untuk|agar|dengan|dalam|sebelum|setelah)\s*$", re.IGNORECASE)
_DATELINE: Final = re.compile(r"^[A-Z][\w .,()/]{2,50}?\s?[–—|-]\s+")
_OPENING: Final = re.compile(
    r"^(?:setelah itu|selanjutnya|kemudian|lalu|usai itu|(?:dalam|pada) kesempatan (?:itu|tersebut))[,\s]+",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r",\s*(?:dan|serta|beserta)\s+|,\s*|\s+(?:dan|serta|beserta|bersama(?: dengan)?)\s+")
_CLAUSE: Final = re.compile(
    r"\b(?:yang|untuk|dengan|dalam|ketika|saat|pada|turut|ikut|juga|telah|sudah|secara|di)\b.*$", re.IGNORECASE
)
_PASSIVE_END: Final = re.compile(r"[.;\n]|\b(?:yang|untuk|dengan|dalam|disaksikan|pada|di)\b")
_LONGEST: Final = 90


def find(article: Article) -> Found[tuple[str, ...]]:
    """List the signatories of the first sentence that says somebody signed."""
    for sentence in article.sentences:
        if article.in_headline(sentence[0]):
            continue
        span = _subject(article, sentence) or _agent(article, sentence)
        if span:
            return _split(article, span)
    return Found(())


def _subject(article: Article, sentence: Span) -> Span | None:
    """Give the words before an active verb of signing: who signs."""
    verb = _ACTIVE.search(article.body, *sentence)
    if verb is None or _FUTURE.search(article.body, sentence[0], verb.start()):
        return None
    start, end = sentence[0], verb.start()
    dateline = _DATELINE.match(article.body[start:end])
    start += dateline.end() if dateline else 0
    opening = _OPENING.match(article.body[start:end])
    start += opening.end() if opening else 0
    clause = _CLAUSE.search(article.body[start:end])
    end = start + clause.start() if clause else end
    return trim(article.body, (start, end), ' ,:;"“”') if start < end else None


def _agent(article: Article, sentence: Span) -> Span | None:
    """Give the words after "ditandatangani oleh"."""
    verb = _PASSIVE.search(article.body, *sentence)
    if verb is None:
        return None
    stop = _PASSIVE_END.search(article.body, verb.end(), sentence[1])
    return trim(article.body, (verb.end(), stop.start() if stop else sentence[1]), " ,.;")


def _split(article: Article, span: Span) -> Found[tuple[str, ...]]:
    """Cut a list of signatories at its commas and conjunctions."""
    spans: list[Span] = []
    start = span[0]
    for gap in [*_SPLIT.finditer(article.body, *span), None]:
        end = gap.start() if gap else span[1]
        cut = trim(article.body, (start, end), " ,")
        if cut[0] < cut[1] <= cut[0] + _LONGEST:
            spans.append(cut)
        start = gap.end() if gap else end
    return Found(tuple(article.show(cut) for cut in spans), tuple(spans))
