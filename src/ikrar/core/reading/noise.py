"""What a page adds to a story: links to others, buttons, counters, the names of its makers, lists of other stories.

The words stand in ``data/noise.toml``. A line is judged whole: noise is never cut out of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.text import date
from ikrar.core.text.phrase import by_first_letter
from ikrar.core.text.span import Span

_LINE: Final = re.compile(r"[^\n]+")
_SHORT: Final = 90  # characters; what begins a longer line is a word of the story
_LINK: Final = 220
_ENDING: Final = 45
_LONGEST_HEADLINE: Final = 180
_SENTENCE: Final = 100  # a longer line that ends as a sentence does is told by the story
_BEGUN: Final = 40
_FEWEST_SENTENCES: Final = 2  # of them after an ending, for the story to go on below a side bar
_MOST_LINKED: Final = 6
_FEWEST_WORDS: Final = 5
_HEADING_WORDS: Final = 2
_LABEL: Final = 25  # characters at the head of a line in which a colon ends a label
_MOST_OTHERS: Final = 4  # names of an author or a page beside the day of publication
#: What stands between the parts of a line that a page writes about its story.
PARTED: Final = re.compile(r"[|•·●/»>]")
_STORY_END: Final = (".", '."', ".”", '"', "”", "?", "!", ".)", ";")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_][\w+'’-]*")
_COUNTER: Final = re.compile(
    r"[\W_]*(?:(?:post\s+)?(?:views?|dilihat|dibaca|hits?|shares?|komentar|comments?)\s*:?\s*(?:sebanyak\s+)?[\d.,]+\s*(?:rb|k|x|kali)?"
    r"|[\d.,]+\s*(?:rb|ribu|k)?\s*(?:x|kali)?\s*(?:views?|hits?|shares?|komentar|comments?|dilihat|dibaca|pembaca|tayangan"
    r"|menit(?:\s+(?:membaca|baca))?|min(?:utes?)?\s+read|suka|likes?))[\W_]*",
    re.IGNORECASE,
)
_WAY: Final = re.compile(r"[^\n>»›/]{1,40}(?:[>»›][^\n>»›]{1,60}){1,6}")
_TAGS: Final = re.compile(r"(?:#\w+[\s,]*)+")
_SIGNED: Final = re.compile(
    r"[(\[][\w/*. -]{1,30}[)\]]\s*(?:/?\s*)?(?:editor|red|penulis|pewarta)\b.{0,60}", re.IGNORECASE
)
_BULLET: Final = re.compile(r"(?:[-•*·▪●–»]|\d{1,2}[.)])\s")


@dataclass(frozen=True)
class _Skip:
    """How many more lines belong to a link that stood alone, or to a side bar, which goes on until a sentence."""

    lines: int = 0
    side_bar: bool = False

    def takes(self, line: str, is_sentence: bool) -> bool:
        """Say whether a line belongs to it too."""
        return self.lines > 0 and (not is_sentence if self.side_bar else _may_be_headline(line))

    def after(self, *, listed: bool) -> _Skip:
        """Give what is left after a line; after a link only a list goes on."""
        return _Skip(self.lines - 1 if listed or self.side_bar else 0, self.side_bar)


@dataclass(frozen=True)
class Noise:
    """The words by which a page's own lines are known, and tests of a line."""

    lines: re.Pattern[str]
    links: tuple[str, ...]
    endings: frozenset[str]
    above: re.Pattern[str]
    buttons: frozenset[str]
    beside: frozenset[str]

    def spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of the lines that are no story, in order."""
        lines = [found.span() for found in _LINE.finditer(text)]
        told = [_is_sentence(text[slice(*one)]) for one in lines]
        after, begun = sum(told), False  # sentences of the story from here on; whether it has begun
        skip = _Skip()
        for at, (start, end) in enumerate(lines):
            line = text[start:end]
            after -= told[at]
            begun = begun or _is_sentence(line, _BEGUN)
            if end - start > _LINK:  # longer than anything a page adds
                skip = _Skip()
                continue
            if self._ends(line):
                if begun and after < _FEWEST_SENTENCES:
                    yield start, len(text)
                    return
                skip = _Skip(len(lines), side_bar=True)
            elif self._is_link(line):
                skip = _Skip(_MOST_LINKED if line.lower().rstrip(" ]).").endswith((":", "juga", "pula")) else 0)
            elif skip.takes(line, told[at]):
                following = lines[at + 1][0] if at + 1 < len(lines) else end
                skip = skip.after(listed=bool(_BULLET.match(line) and _BULLET.match(text, following)))
            else:
                skip = _Skip()
                if not self.is_noise(line):
                    continue
            yield start, end

    def is_noise(self, line: str) -> bool:
        """Say whether a line is one of the page's own."""
        plain = line.strip()
        if len(plain) <= _SHORT and self.lines.match(plain) and not (_tells(plain) or _is_item(plain)):
            return True
        if _COUNTER.fullmatch(plain) or _TAGS.fullmatch(plain) or _SIGNED.fullmatch(plain):
            return True
        words = [found.group() for found in _WORD.finditer(plain.lower())]
        return bool(words) and all(word in self.buttons for word in words) and not any(sign.isdigit() for sign in plain)

    def is_above_headline(self, line: str) -> bool:
        """Say whether a line may stand above a headline: an address, the way to the page, its day, a short heading."""
        if _ADDRESS.fullmatch(line) or _WAY.fullmatch(line):
            return True
        mentions = date.find(line) if any(sign.isdigit() for sign in line) else ()
        for one in reversed(mentions):
            line = line[: one.span[0]] + line[one.span[1] :]
        words = [found.group().lower() for found in _WORD.finditer(line)]
        if mentions:
            others = sum(word not in self.beside for word in words)
            return others <= (_MOST_OTHERS if PARTED.search(line) else 0)
        return len(words) <= _HEADING_WORDS and bool(self.above.match(line))

    def _ends(self, line: str) -> bool:
        """Say whether the line announces other stories."""
        return len(line) <= _ENDING and re.sub(r"[\W_]+", " ", line.lower()).strip() in self.endings

    def _is_link(self, line: str) -> bool:
        return len(line) <= _LINK and line.lower().lstrip(" *-•»>[(").startswith(self.links)


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    """Compile a test whether a line begins with one of the words, and not with a longer one."""
    parts = map(re.escape, sorted(words, key=len, reverse=True))
    return re.compile(rf"[^\w©]{{0,10}}{by_first_letter(parts)}(?![^\W_])", re.IGNORECASE)


def _tells(line: str) -> bool:
    """Say whether a line ends as a sentence of a story does, and is long enough to be one."""
    return line.endswith(_STORY_END) and len(line.split()) > _FEWEST_WORDS and ":" not in line[:_LABEL]


def _is_item(line: str) -> bool:
    """Say whether a line is an item of a list, which may begin with any word; a page's own have a colon then."""
    return bool(_BULLET.match(line)) and ":" not in line


def _is_sentence(line: str, least: int = _SENTENCE) -> bool:
    return len(line) >= least and line.rstrip().endswith(_STORY_END)


def _may_be_headline(line: str) -> bool:
    """Say whether a line may be the headline of another story: short, and no sentence."""
    return len(line) <= _LONGEST_HEADLINE and not line.rstrip().endswith((".", ":", ",", ";", "”", '"'))


def load() -> Noise:
    """Load the bundled words."""
    table, day = files.table("noise.toml"), files.table("publication.toml")
    return Noise(
        lines=_beginning(table["lines"]),
        links=tuple(table["links"]),
        endings=frozenset(re.sub(r"[\W_]+", " ", one).strip() for one in table["endings"]),
        above=_beginning(table["above"]),
        buttons=frozenset(table["buttons"]),
        beside=frozenset(word for name in ("labels", "updates", "beside") for word in day[name]),
    )
