"""The places of an article by position, and by name where the same name stands again without its level word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading.article import Article

_LONGEST_WORD: Final = 24  # of the name of an area


class Ground:
    """Where a place is named; a name that the article uses for a place once is one wherever it stands again."""

    def __init__(self, article: Article, mentions: Iterable[Mention]) -> None:
        self._body = article.body
        self._at: dict[int, Mention] = {}
        self._by_first: dict[str, list[str]] = {}
        names: set[str] = set()
        for mention in mentions:
            self._at[mention.name[0]] = mention
            self._at[mention.span[0]] = mention
            names.add(article.body[slice(*mention.name)])
        self.names = frozenset(name.lower() for name in names)
        for name in sorted(names, key=len, reverse=True):
            self._by_first.setdefault(name.split(" ")[0], []).append(name)

    def mention(self, start: int) -> Mention | None:
        """Give the place that is named at ``start``, with or without its level word."""
        return self._at.get(start)

    def end(self, start: int) -> int | None:
        """Say where the place's name ends that begins at ``start``; None where none does."""
        mention = self._at.get(start)
        if mention is not None:
            return mention.span[1]
        space = self._body.find(" ", start, start + _LONGEST_WORD)
        first = self._body[start:space] if space > 0 else self._body[start : start + _LONGEST_WORD]
        for name in self._by_first.get(first.rstrip(",.;:)"), ()):
            after = start + len(name)
            if self._body.startswith(name, start) and not self._body[after : after + 1].isalnum():
                return after
        return None
