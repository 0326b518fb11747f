"""The points of a declaration: which list of the article is the pledge, and how many points it is said to have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.declaration.kind import Kind, suggest
from ikrar.core.reading import clause, listing
from ikrar.core.reading.article import Article
from ikrar.core.reading.listing import Listing
from ikrar.core.reading.record import Alternative, Doubt, Found, Reason, doubt
from ikrar.core.text.number import NUMBER_WORDS, number
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Span

# The words of data/pledges.toml.
_GROUPS: Final = ("pledge", "near", "told", "not_pledge", "after", "pledging", "promising", "entry", "calls", "counted")
_BEFORE: Final = 260
_AFTER: Final = 160
_INTRO: Final = re.compile(r"(?<=[.!?])[\"”]?\s+|\n+")
_CUT: Final = re.compile(r"[.!?\"”)]\s*$")
# Points of a score or of a law are no points of a pledge.
_NO_COUNT: Final = re.compile(
    r"\b(?:naik|turun|unggul|selisih|pasal|ayat|huruf|nomor|hingga|sekitar)\s$", re.IGNORECASE
)
_FEWEST_POINTS: Final = 2
_SHORTEST: Final = 20
_LONGEST_COUNT: Final = 40
_MOST_POINTS: Final = 20
# What speaks for a pledge, and against one; a list is taken from ENOUGH on.
_NAMED: Final = 2.0
_LED_TO: Final = 1.0
_TOLD: Final = 1.5
_NAMED_BEFORE: Final = 1.0
_NAMED_AFTER: Final = 1.0
_HEADLINE: Final = 0.5
_OTHER_LIST: Final = -4.5
_PROMISES: Final = 2.0
_KINDS: Final = 2.0
_ENTRIES: Final = -5.0
_COUNT_FITS: Final = 1.0
_RETOLD: Final = -1.5
_EACH_POINT: Final = 0.05
_ENOUGH: Final = 3.5


@dataclass(frozen=True)
class Lexicon:
    """Words before and after a pledge's list, before other lists, at the head of items, and what is counted."""

    pledge: re.Pattern[str]
    near: re.Pattern[str]
    told: re.Pattern[str]
    not_pledge: re.Pattern[str]
    after: re.Pattern[str]
    pledging: re.Pattern[str]
    promising: re.Pattern[str]
    entry: re.Pattern[str]
    calls: re.Pattern[str]
    counted: re.Pattern[str]
    count: re.Pattern[str]


@dataclass(frozen=True)
class _Weighed:
    """A list with its weight, and the words that moved it."""

    listing: Listing
    weight: float
    reasons: tuple[Reason, ...]


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/pledges.toml`` and compile it for use."""
    table = files.table("pledges.toml")
    word = "|".join(NUMBER_WORDS)
    words = rf"(?:{word})(?:\s(?:{word}))*"
    count = rf"(?<![\w./])(?:(?P<count>\d{{1,2}}|{words})(?:\s?\([^)]{{1,12}}\))?|ke(?P<all>{words}))\s+$"
    return Lexicon(count=re.compile(count, re.IGNORECASE), **{name: compile_phrases(table[name]) for name in _GROUPS})


def find(article: Article, lexicon: Lexicon, kinds: Sequence[Kind]) -> Found[tuple[str, ...]]:
    """Give the points of the list that is most clearly a pledge; none where no list is."""
    lists = [*listing.find(article.body, lexicon.pledging), *clause.find(article.body, lexicon.promising)]
    if not lists:
        return Found(())
    count = _counted(article, lexicon)
    named = lexicon.pledge.search(article.body, *article.headline)
    weighed = [_weigh(article, one, lexicon, kinds, count[0], named) for one in lists]
    good = sorted((one for one in weighed if one.weight >= _ENOUGH), key=lambda one: -one.weight)
    if not good:
        return Found(())
    best = good[0].listing
    points = tuple(_words(article, item) for item in best.items)
    doubts = _cut_doubt(article, best.items[-1]) + _told_doubt(best) + _other_doubt(article, best, good[1:])
    return Found(points, best.items, doubts, good[0].reasons)


def stated(article: Article, lexicon: Lexicon, points: Sequence[str]) -> Found[int | None]:
    """Give the number of points the text states; a number that differs from the list is told as a doubt."""
    count, spans = _counted(article, lexicon)
    if not count:
        return Found(None)
    doubts: tuple[Doubt, ...] = ()
    if count != len(points):
        message = "Teks menyebut {count} poin, tetapi {listed} yang ditemukan."
        doubts = (doubt("points", message, count=count, listed=len(points)),)
    return Found(count, spans, doubts)


def _counted(article: Article, lexicon: Lexicon) -> tuple[int, tuple[Span, ...]]:
    """Give the first number of points that the text states, and where; 0 where it states none."""
    for thing in lexicon.counted.finditer(article.body):
        before = max(0, thing.start() - _LONGEST_COUNT)
        found = lexicon.count.search(article.body[before : thing.start()])
        if found is None or _NO_COUNT.search(article.body, before, before + found.start()):
            continue
        count = number(found.group("count") or found.group("all"))
        sentence = article.sentence(thing.start())
        other = lexicon.not_pledge.search(article.body, *sentence) and not lexicon.pledge.search(
            article.body, *sentence
        )
        if _FEWEST_POINTS <= count <= _MOST_POINTS and not other:
            return count, ((before + found.start(), thing.end()),)
    return 0, ()


def _words(article: Article, item: Span) -> str:
    """Give the words of a point on one line."""
    return " ".join(article.show(item).split())


def _weigh(
    article: Article,
    one: Listing,
    lexicon: Lexicon,
    kinds: Sequence[Kind],
    count: int,
    headline: re.Match[str] | None,
) -> _Weighed:
    """Weigh a list: the words before and after it, and how its items begin."""
    body = article.body
    begin = max(0, one.start - _BEFORE)
    intro = _intro(body, begin, one.start)
    end = min(len(body), one.end + _AFTER)
    named = lexicon.pledge.search(body, intro, one.start)
    before = lexicon.pledge.search(body, begin, intro)
    after = lexicon.after.search(body, one.end, end)
    if len(one.items) > _MOST_POINTS or not (named or before or after or headline):
        return _Weighed(one, 0.0, ())
    found = [
        (named, _NAMED),
        (lexicon.near.search(body, intro, one.start), _LED_TO),
        (lexicon.told.search(body, intro, one.start), _TOLD),
        (before, _NAMED_BEFORE),
        (after, _NAMED_AFTER),
        (headline, _HEADLINE),
        (lexicon.not_pledge.search(body, intro, one.start), _OTHER_LIST),
    ]
    size = len(one.items)
    share = (
        (_PROMISES, [item for item in one.items if lexicon.pledging.match(body, item[0])]),
        (_KINDS, [item for item in one.items if suggest(article.show(item), kinds)]),
        (_ENTRIES, [item for item in one.items if lexicon.entry.match(body, item[0])]),
    )
    value = str(size)
    reasons = [Reason("points", value, weight, match.span()) for match, weight in found if match]
    reasons += [Reason("points", value, weight * len(items) / size, items[0]) for weight, items in share if items]
    fits = _COUNT_FITS if size == count else 0.0
    fits += _RETOLD if one.style == clause.COMMAS else 0.0
    return _Weighed(one, sum(reason.weight for reason in reasons) + fits + size * _EACH_POINT, tuple(reasons))


def _intro(body: str, begin: int, start: int) -> int:
    """Give where the sentence begins that leads to the list."""
    end = begin + len(body[begin:start].rstrip(' \n"“'))
    return max((found.end() for found in _INTRO.finditer(body, begin, end)), default=begin)


def _other_doubt(article: Article, best: Listing, others: Sequence[_Weighed]) -> tuple[Doubt, ...]:
    """Tell of another list elsewhere that reads as a pledge and says something else."""
    said = {_words(article, item).lower() for item in best.items}
    apart = [one.listing for one in others if one.listing.end <= best.start or best.end <= one.listing.start]
    told = [([_words(article, item) for item in one.items], one.items) for one in apart]
    alternatives = [
        Alternative("; ".join(words), items) for words, items in told if not said.issuperset(map(str.lower, words))
    ]
    if not alternatives:
        return ()
    return (doubt("points", "Ada daftar lain yang juga tampak seperti ikrar.", *alternatives[:2]),)


def _told_doubt(one: Listing) -> tuple[Doubt, ...]:
    """Tell that the points were taken from a sentence that retells them."""
    if one.style != clause.COMMAS:
        return ()
    return (doubt("points", "Poin diambil dari satu kalimat yang mungkin tidak memuat bunyi aslinya."),)


def _cut_doubt(article: Article, last: Span) -> tuple[Doubt, ...]:
    """Tell when the text breaks off inside the last point."""
    rest = article.body[last[1] :].strip()
    if rest or _CUT.search(article.body.rstrip()):
        return ()
    short = last[1] - last[0] < _SHORTEST
    message = "Poin terakhir tampaknya terpotong." if short else "Poin terakhir mungkin terpotong."
    return (doubt("points", message),)
