"""The security operation named in an article, in its fullest written form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Found
from ikrar.core.text.span import Span

_YEARS: Final = r"(?:[ ,\-–—/]*\(?20\d\d(?:\s?[-–—/]\s?20\d\d)?\)?)"


def load_pattern() -> re.Pattern[str]:
    """Build the pattern from ``data/operations.toml``; an unknown suffix counts only when a year follows it."""
    table: dict[str, Any] = files.table("operations.toml")
    unknown = rf"[A-Z][a-z]+(?={_YEARS})"
    return re.compile(
        rf"(?<!\w)(?P<head>(?i:{_either(table['heads'])}))\.?[ \"“'‘]+(?:(?i:{_either(table['qualifiers'])}) )*"
        rf"[\"“'‘]?(?i:{_either(table['names'])})"
        rf"(?:[ \-–—]+(?:(?i:{_either(table['suffixes'])})(?!\w)|{unknown}))?{_YEARS}?"
    )


def spans(article: Article, pattern: re.Pattern[str]) -> list[Span]:
    """List where operations are named; an area's name inside one (Toba, Kapuas) tells nothing of the place."""
    return [match.span() for match in pattern.finditer(article.body)]


def find(article: Article, pattern: re.Pattern[str]) -> Found[str | None]:
    """Take the fullest mention: one that says "Operasi", then the longest, then the first."""
    found = spans(article, pattern)
    if not found:
        return Found(None)
    best = max(found, key=lambda span: _fullness(article.show(span), span))
    return Found(article.show(best).rstrip(" ,"), (best,))


def _fullness(written: str, span: Span) -> tuple[bool, int, bool, int]:
    """Order mentions: "Operasi" before "Ops", then the longest, then one not all in capitals, then the first."""
    return not written.lower().startswith("ops"), len(written), not written.isupper(), -span[0]


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[ \-]") for word in sorted(words, key=len, reverse=True))
