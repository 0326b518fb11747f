"""Names of persons and the ranks, degrees and forms of address around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.text.phrase import by_first_letter, gate
from ikrar.core.text.span import Span

_TOKEN: Final = re.compile(
    r"(?:[A-Z][a-z]{0,3}\.){1,3}[A-Z][A-Za-z]*\.?|(?:[A-Z]\.){1,3}(?=[\s,])|[^\W\d_]+(?:['’`][^\W\d_]+)*"
)
_AFTER_ADDRESS: Final = re.compile(r"\.? ?")
_AFTER_WORD: Final = re.compile(r" ")
_LONGEST: Final = 6
_VERB: Final = re.compile(r"(?:me(?:ng|ny|n|m|l|r|w)|ber|ter|di)[a-z]{4,}(?:kan|i)?$|.{4,}(?:kan|nya)$", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """What surrounds a name: rank patterns, degrees, forms of address, particles, and words no name begins with."""

    rank_pattern: re.Pattern[str]
    rank_forms: dict[str, str]
    before: frozenset[str]
    after: frozenset[str]
    short: frozenset[str]
    never: frozenset[str]
    particles: frozenset[str]

    def ranks(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield each rank in its usual form, with where it begins and where the name after it may begin."""
        for found in self.rank_pattern.finditer(text):
            corps = found.group("corps")
            usual = self.rank_forms[_plain(found.group("rank"))]
            yield (f"{usual} {corps.capitalize()}" if corps else usual), found.start(), found.end()

    def at(self, text: str, start: int, *, careful: bool = False) -> Span | None:
        """Give the span of the name that begins at ``start``, without degrees and forms of address; None if none does.

        ``careful`` also refuses words that look like verbs, for places where only an office announces the name.
        """
        tokens = self._tokens(text, start, careful)
        while tokens and _plain(text[slice(*tokens[-1])]) in self.after:
            tokens.pop()
        while tokens and (_plain(text[slice(*tokens[-1])]) in self.particles):
            tokens.pop()
        if not any(end - begin > len("M.") for begin, end in tokens):
            return None
        first, last = tokens[0][0], tokens[-1][1]
        return first, last

    def _tokens(self, text: str, start: int, careful: bool) -> list[Span]:
        """Collect the words of a name from ``start`` on, past the forms of address before it."""
        tokens: list[Span] = []
        position: int | None = start
        while position is not None and len(tokens) < _LONGEST:
            found = _TOKEN.match(text, position)
            if found is None or not self._fits(found.group(), first=not tokens, careful=careful):
                break
            address = not tokens and self._address(found.group())
            if not address:
                tokens.append(found.span())
            loose = address or _plain(found.group()) in self.short
            gap = (_AFTER_ADDRESS if loose else _AFTER_WORD).match(text, found.end())
            position = gap.end() if gap else None
        return tokens

    def _address(self, word: str) -> bool:
        """Say whether ``word`` is one or more forms of address: "Drs.", "Dr.Ir."."""
        return all(_plain(part) in self.before for part in word.split(".") if part)

    def _fits(self, word: str, *, first: bool, careful: bool) -> bool:
        """Say whether ``word`` may stand in a name."""
        if not first and word.lower() in self.particles:
            return True
        if not word[0].isupper() or word.lower() in self.never:
            return False
        return not (careful and _VERB.match(word) and first)


def load() -> Names:
    """Read the bundled tables ``data/ranks.toml`` and ``data/titles.toml`` and compile them."""
    table, titles = files.table("ranks.toml"), files.table("titles.toml")
    forms: dict[str, str] = {}
    for usual, written in table["rank"].items():
        for form in written:
            forms.setdefault(_plain(form), usual)
    every = sorted((form for written in table["rank"].values() for form in written), key=len, reverse=True)
    ranks = by_first_letter(re.escape(form).replace(r"\ ", r"\.?\s*") for form in every)
    pattern = re.compile(
        rf"{gate(form[0].lower() for form in every)}"
        rf"(?<!\w)(?P<rank>{ranks})(?!\w)(?:[.,]?\s*(?P<corps>{'|'.join(table['corps']['words'])})(?!\w))?[.,]?\s*",
        re.IGNORECASE,
    )
    return Names(
        rank_pattern=pattern,
        rank_forms=forms,
        before=_plains(titles["before"]),
        after=_plains(titles["after"]),
        short=_plains(titles["short"]),
        never=frozenset(word.lower() for word in titles["never"]),
        particles=frozenset(titles["particles"]),
    )


def _plains(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, words))


def _plain(word: str) -> str:
    """Take dots and spaces out and lower the case, so that "S.I.K." and "SIK" are one."""
    return re.sub(r"[.,\s]", "", word).lower()
