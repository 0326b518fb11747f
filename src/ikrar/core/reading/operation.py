"""The security operation named in an article, in its fullest written form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Alternative, Found, doubt
from ikrar.core.text.distance import distance
from ikrar.core.text.span import Span

_YEARS: Final = r"(?:[\s,\-–—/]*\(?20\d\d(?:\s?[-–—/]\s?20\d\d)?\)?)"
# "Pemilu Tahun 2019": what may stand between a name and its year.
_STAGE: Final = r"(?:(?:\s(?:Pemilu|Pilkada))?\sTahun|\s(?:Pemilu|Pilkada))"
_QUOTES: Final = "\"“”'‘’"
_LONGEST_HEAD: Final = 48
_TRIMMED: Final = " ,\n"
_FIRST, _SECOND = "first", "second"


@dataclass(frozen=True)
class Lexicon:
    """The closed list of names with the patterns that find them.

    ``name`` finds two words that may be a name, ``head`` reads backwards what stands before it, ``tail`` what follows;
    ``short`` finds an abbreviation with what follows.
    """

    names: tuple[tuple[str, str], ...]
    name: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    short: re.Pattern[str]


@dataclass(frozen=True)
class _Mention:
    """One place where an operation is named: which, with its head or not, in short or not."""

    span: Span
    name: str
    headed: bool
    short: bool


def load_lexicon() -> Lexicon:
    """Read ``data/operations.toml``; an unknown suffix counts only when a year follows it."""
    table: dict[str, Any] = files.table("operations.toml")
    unknown = rf"(?!Pemilu|Pilkada|Tahun)[A-Z][a-z]+(?: (?!Pemilu|Pilkada|Tahun)[A-Z][a-z]+)?(?={_STAGE}?{_YEARS})"
    suffix = rf"(?:[\s{_QUOTES}\-–—]+(?:(?i:{_either(table['suffixes'])})(?!\w)|{unknown}))"
    tail = rf"(?:\s?\((?:{_either(table['short'])})\))?[{_QUOTES}]?{suffix}?[{_QUOTES}]?(?:{_STAGE}?{_YEARS})?"
    heads = rf"(?<!\w)(?:{_either(table['heads'])})\.?"
    qualifiers = rf"(?:[\s(]+(?:{_either(table['qualifiers'])})[)]?)*"
    return Lexicon(
        tuple((first, second) for first, second in (name.split() for name in table["names"])),
        re.compile(rf"(?<!\w)(?P<{_FIRST}>[Mm][Aa]\w{{2,5}})[\s\-–]{{1,3}}(?P<{_SECOND}>[BbPp]\w{{3,6}})(?!\w)"),
        re.compile(rf"(?i:{heads}{qualifiers})[\s:{_QUOTES}]+$"),
        re.compile(tail),
        re.compile(rf"(?<!\w)(?P<short>{_either(table['short'])})(?!\w)(?P<rest>(?:{suffix}{_YEARS}?|{_YEARS})?)"),
    )


def spans(article: Article, lexicon: Lexicon) -> list[Span]:
    """List where operations are named; an area's name inside one (Toba, Kapuas) tells nothing of the place."""
    return [one.span for one in _mentions(article.body, lexicon)]


def find(article: Article, lexicon: Lexicon) -> Found[str | None]:
    """Take the fullest mention: one that says "Operasi", then the longest, then the first.

    Two operations of different names in one article are told as a doubt.
    """
    found = sorted(_mentions(article.body, lexicon), key=lambda one: _fullness(article, one), reverse=True)
    if not found:
        return Found(None)
    best = found[0]
    others = [one for one in found if one.name != best.name][:1]
    doubts = tuple(
        doubt(
            "operation",
            "Teks menyebut lebih dari satu operasi.",
            Alternative(_written(article, one.span), (one.span,)),
        )
        for one in others
    )
    return Found(_written(article, best.span), (best.span,), doubts)


def _mentions(body: str, lexicon: Lexicon) -> Iterator[_Mention]:
    """Yield the names of the closed list, one letter wrong at most in each word, and the abbreviations."""
    for found in lexicon.name.finditer(body):
        name = _known(found.group(_FIRST), found.group(_SECOND), lexicon.names)
        if name is None:
            continue
        tail = lexicon.tail.match(body, found.end())
        before = max(0, found.start() - _LONGEST_HEAD)
        head = lexicon.head.search(body[before : found.start()])
        start = before + head.start() if head else found.start()
        yield _Mention(_cut(body, start, tail.end() if tail else found.end()), name, head is not None, short=False)
    for found in lexicon.short.finditer(body):
        if found.group("rest"):
            yield _Mention(_cut(body, *found.span()), found.group("short"), headed=False, short=True)


def _known(first: str, second: str, names: Iterable[tuple[str, str]]) -> str | None:
    """Give the name that two words are, each with one slip at most; None for any other words."""
    one, two = first.lower(), second.lower()
    return next((f"{a} {b}" for a, b in names if distance(one, a, 1) <= 1 and distance(two, b, 1) <= 1), None)


def _cut(body: str, start: int, end: int) -> Span:
    """Leave out the commas, spaces and lone quotation marks at the end."""
    while end > start and (body[end - 1] in _TRIMMED or body[end - 1] in _QUOTES):
        end -= 1
    return start, end


def _written(article: Article, span: Span) -> str:
    """Give the name on one line."""
    return " ".join(article.show(span).split())


def _fullness(article: Article, one: _Mention) -> tuple[bool, bool, bool, int, bool, int]:
    """Order mentions: in full, with "Operasi", not "Ops", then the longest, not all in capitals, then the first."""
    written = article.show(one.span)
    return (
        not one.short,
        one.headed,
        not written.lower().startswith("ops"),
        len(written),
        not written.isupper(),
        -one.span[0],
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[\s\-]") for word in sorted(words, key=len, reverse=True))
