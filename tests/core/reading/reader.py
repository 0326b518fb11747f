"""Reading in tests: the tables are loaded once for all."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

from ikrar.core.reading import article as articles
from ikrar.core.reading import read as reading
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Reading
from ikrar.core.reading.tables import Tables, load

ARTICLES = Path(__file__).parent / "articles"


@functools.cache
def tables() -> Tables:
    """Load the bundled data once."""
    return load()


def read(text: str, published: datetime.date | None = None) -> Reading:
    """Read a text."""
    return reading.read(text, tables=tables(), published=published)


def read_file(name: str) -> Reading:
    """Read one of the articles about the fictional regency."""
    return read((ARTICLES / f"{name}.txt").read_text(encoding="utf-8"))


def parse(text: str) -> Article:
    """Cut a text into its parts."""
    return articles.parse(text, tables().noise)


def shown(found: Reading, field: str) -> list[str]:
    """Give the words that the reading shows for a field."""
    return [found.text[start:end] for start, end in found.evidence.get(field, ())]


def doubted(found: Reading) -> set[str]:
    """Give the fields in doubt."""
    return {one.field for one in found.doubts}
