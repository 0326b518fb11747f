"""Names of persons and the ranks, degrees and forms of address around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.text.alternation import alternation
from ikrar.core.text.span import Span

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’`‘][^\W\d_]+)*")
_INITIAL: Final = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z](?![\w.'’])|[A-Z]{2}\.(?= ?[A-Z])")
_AFTER_ADDRESS: Final = re.compile(r"\.? ?")
_HYPHEN: Final = re.compile(r"-(?=[A-Z][a-z])")
_PIECE: Final = re.compile(r"[A-Za-z]{1,7}(?![\w'’])")
_PIECE_LINK: Final = re.compile(r"\. ?")
_BEFORE_DEGREE: Final = re.compile(r"[ ,.]{0,3}")
_MOST_ADDRESSES: Final = 8
_MOST_PIECES: Final = 4
_LONGEST: Final = 6
_LONG_CAPITALS: Final = 3
_VERB: Final = re.compile(r"(?:me(?:ng|ny|n|m|l|r|w)|ber|ter|di)[a-z]{4,}(?:kan|i)?$|.{4,}(?:kan|nya)$", re.IGNORECASE)
_NO_SIGNS: Final = {ord(sign): None for sign in "., \n\t"}
_CORPS_END: Final = r"(?: ?\((?:[PSTKE]|PM|KH|Mar|Purn(?:awirawan)?)\.?\)| Purn\b\.?)*"


# The second word of Balinese names that begin with "I" or "Ni", as a pattern.
BALINESE: Final = "Wayan|Made|Nyoman|Ketut|Nengah|Gede|Gde|Gusti|Gst|Komang|Kadek|Kade|Putu|Dewa|Luh"


@dataclass(frozen=True)
class Names:
    """What surrounds a name: rank patterns, degrees, forms of address, particles, and words no name contains.

    ``before`` and ``lower`` are forms of address, the second also without a capital letter; ``after`` are degrees,
    ``undotted`` those of them also written without dots; ``never`` are words that belong to no name, ``stops`` those
    that begin an office, a rank or a body, so that a name ends before them, ``letters`` those of them that do so in
    capitals only ("AJI"); ``also`` are such words that are names too.
    """

    rank_pattern: re.Pattern[str]
    rank_forms: dict[str, str]
    before: frozenset[str]
    lower: frozenset[str]
    after: frozenset[str]
    undotted: frozenset[str]
    short: frozenset[str]
    never: frozenset[str]
    stops: frozenset[str]
    letters: frozenset[str]
    also: frozenset[str]
    particles: frozenset[str]

    def ranks(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield each rank in its usual form, with where it begins and where the name after it may begin."""
        for found in self.rank_pattern.finditer(text):
            corps = found.group("corps")
            usual = self.rank_forms[_plain(found.group("rank"))]
            yield (f"{usual} {corps.capitalize()}" if corps else usual), found.start(), found.end()

    def at(self, text: str, start: int, *, careful: bool = False, hyphen: bool = True) -> Span | None:
        """Give the span of the name that begins at ``start``, without degrees and forms of address; None if none does.

        ``careful`` also refuses words that look like verbs, for places where only an office announces the name.
        ``hyphen`` says whether the last word may be a double one: "Molokai-Sahu".
        """
        tokens = self._tokens(text, start, careful)
        while tokens and self._trails(text, tokens):
            tokens.pop()
        if not any(end - begin > len("M.") for begin, end in tokens):
            return None
        if len(tokens) == 1 and text[slice(*tokens[0])].lower() in self.never:
            return None
        end = self._double(text, tokens[-1][1]) if hyphen else tokens[-1][1]
        return tokens[0][0], end

    def rest(self, text: str, end: int) -> int:
        """Say where the degrees end that stand after a name: ", S.I.K., M.H."; ``end`` itself where none does."""
        while True:
            gap = _BEFORE_DEGREE.match(text, end)
            after = self._degree(text, gap.end()) if gap and gap.end() > end else None
            if after is None:
                return end
            end = after

    def stopped(self, word: str) -> bool:
        """Say whether ``word`` belongs to no name: it begins an office, a rank or a body, or is a common word."""
        low = word.lower()
        if word.isupper() and low in self.letters:
            return True
        return (low in self.never or low in self.stops) and low not in self.also

    def _tokens(self, text: str, start: int, careful: bool) -> list[Span]:
        """Collect the words of a name from ``start`` on, past the forms of address before it."""
        tokens: list[Span] = []
        position, addressed = start, 0
        while len(tokens) < _LONGEST:
            if tokens and self._degree(text, position):
                break
            found = _WORD.match(text, position)
            if found is None:
                break
            word = found.group()
            if not tokens and addressed < _MOST_ADDRESSES and self._address(word):
                addressed += 1
                gap = _AFTER_ADDRESS.match(text, found.end())
                position = gap.end() if gap else found.end()
                continue
            initial = _INITIAL.match(text, position)
            end = initial.end() if initial else found.end()
            if not initial and not self._fits(word, first=not tokens, careful=careful):
                break
            short = not initial and _plain(word) in self.short and text[end : end + 1] == "."
            end += short
            tokens.append((position, end))
            dotted = short or text[end - 1] == "."
            if text[end : end + 1] != " " and not (dotted and text[end : end + 1].isupper()):
                break
            position = end + (text[end : end + 1] == " ")
        return tokens

    def _trails(self, text: str, tokens: list[Span]) -> bool:
        """Say whether the last word is no part of the name: a degree, a particle, unknown letters after a name."""
        word = text[slice(*tokens[-1])]
        if _plain(word) in self.particles or (_plain(word) in self.after and not word.endswith(".")):
            return True
        first = text[slice(*tokens[0])]
        return (
            len(tokens) > 1
            and len(word) >= _LONG_CAPITALS
            and word.isupper()
            and word.isalpha()
            and not (first.isupper() and len(first) > len("M."))
            and not text[slice(*tokens[-2])].isupper()
        )

    def _double(self, text: str, end: int) -> int:
        """Go on over a second half after a hyphen, where no further word follows it."""
        link = _HYPHEN.match(text, end)
        word = _WORD.match(text, link.end()) if link else None
        if word is None or self.stopped(word.group()) or re.match(r" [A-Z]", text[word.end() : word.end() + 2]):
            return end
        return word.end()

    def _degree(self, text: str, start: int) -> int | None:
        """Say where the degree ends that stands at ``start``: "S.I.K.", "SH", "M. Si"; None where none does."""
        plain, position, best, dotted = "", start, None, False
        for _ in range(_MOST_PIECES):
            piece = _PIECE.match(text, position)
            if piece is None:
                break
            plain += piece.group().lower()
            position = piece.end()
            written = text[start:position]
            if plain in self.after and written[0].isupper() and (dotted or self._undotted(written)):
                best = position + (text[position : position + 1] == ".")
            link = _PIECE_LINK.match(text, position)
            if link is None:
                break
            dotted, position = True, link.end()
        return best

    def _undotted(self, written: str) -> bool:
        """Say whether a degree without dots looks like one: "SH", "MSi", not "Mip"."""
        return written[:2].isupper() or written in self.undotted

    def _address(self, word: str) -> bool:
        low = word.lower()
        return low in self.before and (word[0].isupper() or low in self.lower)

    def _fits(self, word: str, *, first: bool, careful: bool) -> bool:
        """Say whether ``word`` may stand in a name."""
        if not first and word.lower() in self.particles:
            return True
        if not word[0].isupper() or self.stopped(word):
            return False
        return not (careful and _VERB.match(word) and first)


def load() -> Names:
    """Read the bundled tables of ranks, titles, offices and institutions and compile what names need of them."""
    table, titles = files.table("ranks.toml"), files.table("titles.toml")
    forms: dict[str, str] = {}
    for usual, written in table["rank"].items():
        for form in written:
            forms.setdefault(_plain(form), usual)
    ranks = alternation((form for written in table["rank"].values() for form in written), space=r"\.? *")
    pattern = re.compile(
        rf"(?<!\w)(?P<rank>{ranks})(?!\w)(?:[.,]? *\(?(?P<corps>{'|'.join(table['corps']['words'])})(?!\w)\)?)?"
        rf"\.?{_CORPS_END}[.,]?\s*",
        re.IGNORECASE,
    )
    ends = _ends(table["rank"], titles["ends"])
    return Names(
        rank_pattern=pattern,
        rank_forms=forms,
        before=_plains(titles["before"]),
        lower=_plains(titles["lower"]),
        after=_plains(titles["after"]),
        undotted=frozenset(titles["undotted"]),
        short=_plains(titles["short"]),
        never=frozenset(word.lower() for word in titles["never"]),
        stops=frozenset(word.lower() for word in ends if not word.isupper()),
        letters=frozenset(word.lower() for word in ends if word.isupper()),
        also=frozenset(titles["also_names"]),
        particles=frozenset(titles["particles"]),
    )


def _ends(ranks: dict[str, list[str]], ends: Iterable[str]) -> frozenset[str]:
    """Gather the first words of ranks, offices and bodies, as they are written in the tables."""
    offices = files.table("offices.toml")
    phrases = [form for written in ranks.values() for form in written]
    phrases += [*offices["heads"], *offices["before"], *ends]
    phrases += [head for row in files.table("institutions.toml")["institution"] for head in row["heads"]]
    return frozenset(phrase.split()[0].rstrip(".") for phrase in phrases)


def _plains(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, words))


def _plain(word: str) -> str:
    """Take dots and spaces out and lower the case, so that "S.I.K." and "SIK" are one."""
    return word.translate(_NO_SIGNS).lower()
