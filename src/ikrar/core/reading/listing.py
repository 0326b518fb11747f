"""Lists in running text: marks that count up from one, and what each of them marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from ikrar.core.reading import mark as marks
from ikrar.core.reading.mark import BULLET, CARDINAL, LAST, NEXT, ORDINAL, Mark
from ikrar.core.text.span import Span, trim

_WORDED: Final = (ORDINAL, CARDINAL)
# Where the words of somebody end: what follows is no longer the point.
_SAID: Final = re.compile(
    r"(?P<quote>[\"“”])|,\s(?:(?:demikian|begitu|diikuti|ditirukan|disambut)\b|(?:ucap|ujar|kata|tutur|tegas|sebut|jelas|seru)"
    r"(?:nya\b|\s(?=(?-i:[A-Z])|(?:dia|ia|mereka|para|peserta|semua|seluruh)\b)))"
    r"|\s(?:dan seterusnya|dan lain[- ]lain|dan sebagainya|dst\b|dll\b)",
    re.IGNORECASE,
)
_STOP: Final = re.compile(
    r"(?<![\s.(][A-Za-z\d])(?<![\s.(](?:No|Dr|Ir|St|Hj|KH|Jl|RT|RW|pj|Pj))(?<!\b(?:Kab|Kec|Kel|Drs|Dra|Tgk|Pol|Inf|thn|tgl))"
    r"[.!?][\"”’)]*(?=\s|$)|\n\n"
)
_ITEM_EDGE: Final = ' \t\n.,;:"“”*_'
_LAST_LINK: Final = re.compile(r"(?<![\s,;])[\s,;]+(?:dan|serta|dan juga|lalu|dan yang)$", re.IGNORECASE)
# Who promises what, before the promise itself.
_PROMISE: Final = "(?:sepakat|menyatakan|berjanji|bersepakat|berikrar|berkomitmen|bertekad|menyepakati|sanggup)"
_WHO: Final = re.compile(
    rf"(?:mereka|kami|(?:seluruh |semua |para )?\w+) (?:juga )?{_PROMISE}(?: sepakat)?(?: untuk)?\s", re.IGNORECASE
)
_LEAD: Final = re.compile(
    rf"(?<!\w)(?:{_PROMISE}|isinya|bunyinya|(?:isi|bunyi) \w+|berbunyi|berisi|yaitu|yakni|adalah|ialah|bahwa"
    r"|antara lain|(?:di )?antaranya|meliputi|mencakup)(?: sepakat)?(?: untuk)?[,:]?\s+",
    re.IGNORECASE,
)
_NESTED: Final = re.compile(r"\(?(?:[a-j]|\d{1,2}|[ivx]{1,4})[.)] |[-–•·*▪] ")
_CAPTION: Final = re.compile(r"\(?(?:foto|keterangan foto|ket\.? foto|caption|baca|simak|lihat)\b", re.IGNORECASE)
_LINE_BREAK: Final = re.compile(r"[^\n]\n(?=[^\n])")
_CUT_LINE: Final = re.compile(r"[^\s.:;!?]\n(?=[a-z]{2})")
_FARTHEST: Final = 900
_FARTHEST_SLIP: Final = 400
_FARTHEST_LEAD: Final = 400
_LONGEST_LINK: Final = 16
_LONGEST_REST: Final = 160
_LOOK_BACK: Final = 8
_BETWEEN_BULLETS: Final = 160
_WIDEST_WRAP: Final = 100
_FEWEST_WRAPPED: Final = 3


@dataclass(frozen=True)
class Listing:
    """A list found: ``start`` of its first mark, the ``items`` as spans without marks and final stops, its style."""

    start: int
    items: tuple[Span, ...]
    style: str = ""

    @property
    def end(self) -> int:
        """Give where the last item ends."""
        return self.items[-1][1]


def find(text: str, pledging: re.Pattern[str]) -> tuple[Listing, ...]:
    """Find the lists of at least two items, in order of their beginning; one inside an item is none of its own.

    ``pledging`` says how a promise begins: only before one do "Lalu" and the like count as marks.
    """
    width = _width(text)
    found = [
        _listing(text, run, end, width)
        for style, of_style in marks.find(text).items()
        for run, end in _bounded(_runs(text, _meant(text, of_style, pledging), pledging, width), style, len(text))
    ]
    return _outermost([one for one in found if len(one.items) > 1])


def _outermost(found: Sequence[Listing]) -> tuple[Listing, ...]:
    """Leave out the lists that lie inside an item of another list."""
    items = sorted(item for one in found for item in one.items)
    starts = [start for start, _ in items]
    reach = list(accumulate((end for _, end in items), max))
    return tuple(
        one
        for one in sorted(found, key=lambda one: (one.start, -one.end))
        if not ((at := bisect_right(starts, one.start)) and reach[at - 1] >= one.end)
    )


def _width(text: str) -> int:
    """Give the width at which all lines were cut; 0 for a text whose paragraphs are one line each."""
    longest = max(len(line) for line in text.split("\n"))
    if longest > _WIDEST_WRAP:
        return 0
    cut = len(_CUT_LINE.findall(text))
    return longest if cut >= _FEWEST_WRAPPED and cut * 3 >= len(_LINE_BREAK.findall(text)) else 0


def _meant(text: str, found: Iterable[Mark], pledging: re.Pattern[str]) -> Iterator[Mark]:
    """Yield the marks that may count: "Lalu" only before a promise, and then without "mereka sepakat".

    Between "Pertama" and "Terakhir" of one paragraph every "Lalu" counts, whoever promises there.
    """
    listed = list(found)
    inside = _inside(text, listed)
    for one in listed:
        if one.style != ORDINAL or (one.number > NEXT and text[one.start].lower() != "m"):
            yield one
            continue
        who = _WHO.match(text, one.item)
        item = who.end() if who else one.item
        if one.number == LAST or one in inside or pledging.match(text, item):
            yield replace(one, item=item, told=who is not None)


def _inside(text: str, found: Sequence[Mark]) -> set[Mark]:
    """List the marks "Lalu" that stand between "Pertama" and "Terakhir" of one paragraph."""
    inside: set[Mark] = set()
    open_since: int | None = None
    for at, one in enumerate(found):
        if one.style != ORDINAL:
            continue
        if one.number == 1:
            open_since = at
        elif one.number == LAST and open_since is not None:
            if "\n" not in text[found[open_since].start : one.start]:
                inside.update(mark for mark in found[open_since + 1 : at] if mark.number == NEXT)
            open_since = None
    return inside


def _runs(text: str, found: Iterable[Mark], pledging: re.Pattern[str], width: int) -> Iterator[list[Mark]]:
    """Cut the marks of one style into runs that count up from one; a wildcard counts as the number due."""
    run: list[Mark] = []
    for one in found:
        if run and _joins(text, run, one, width):
            run = _without_guesses(run, one)
            run.append(one)
            continue
        opening = _opening(text, one, pledging)
        if opening:
            if len(run) > 1:
                yield run
            run = opening
    if len(run) > 1:
        yield run


def _joins(text: str, run: Sequence[Mark], one: Mark, width: int) -> bool:
    """Say whether a mark goes on with the run; an own line may repeat or skip one number."""
    last = run[-1]
    if one.start - last.item > _FARTHEST:
        return False
    if one.style == BULLET and not one.own_line:
        return one.sign == last.sign
    if one.style == BULLET:
        between = text[_line_item(text, last.item, one.start, width, final=False) : one.start]
        return one.sign == last.sign and len(between.strip()) <= _BETWEEN_BULLETS
    if one.number <= NEXT:
        return last.number != LAST
    due = len(run) + 1
    if one.number == due or one.number == 1 + max(mark.number for mark in run[-_LOOK_BACK:]):
        return one.number > 1
    slip = one.own_line and last.own_line and one.number in (last.number, last.number + 2)
    return slip and last.number > 1 and one.start - last.item <= _FARTHEST_SLIP


def _without_guesses(run: list[Mark], one: Mark) -> list[Mark]:
    """Take back the wildcards after "Kedua" when "Ketiga" follows: they stood inside the second item."""
    if one.number <= NEXT or one.number == len(run) + 1:
        return run
    while run[-1].number == NEXT:
        run.pop()
    return run


def _opening(text: str, one: Mark, pledging: re.Pattern[str]) -> list[Mark]:
    """Begin a run: with the first number, a bullet, or "Lalu" after words that state a first promise."""
    if one.number == 1 or one.style == BULLET:
        return [one]
    if one.number not in (NEXT, LAST):
        return []
    if one.told:
        return [one]
    begin = max(0, one.start - _FARTHEST_LEAD)
    leads = [
        lead.end()
        for lead in _LEAD.finditer(text, begin, one.start)
        if pledging.match(text, lead.end())
        and not text[_clause_end(text, lead.end(), one.start) : one.start].strip(_ITEM_EDGE)
    ]
    return [Mark(ORDINAL, 1, leads[-1], leads[-1], own_line=False), one] if leads else []


def _bounded(runs: Iterable[list[Mark]], style: str, size: int) -> Iterator[tuple[list[Mark], int]]:
    """Yield each run with the place where it ends at the latest: where the next one of its style begins."""
    found = list(runs)
    ends = [run[0].start for run in found[1:]] + [size]
    yield from zip(found, ends, strict=False)


def _listing(text: str, run: Sequence[Mark], last: int, width: int) -> Listing:
    ends = [one.start for one in run[1:]] + [last]
    lines = [one.own_line and other.own_line for one, other in zip(run, [*run[1:], run[-2]], strict=True)]
    items = tuple(
        _item(text, one, end, width, own_line=own_line, final=one is run[-1])
        for one, end, own_line in zip(run, ends, lines, strict=True)
    )
    return Listing(run[0].start, tuple(item for item in items if item[0] < item[1]), run[0].style)


def _item(text: str, one: Mark, end: int, width: int, *, own_line: bool, final: bool) -> Span:
    """Give the item up to the next mark, its line's end, its sentence's end, or the end of somebody's words."""
    start = one.item
    if own_line:
        end = _line_item(text, start, end, width, final=final)
    elif not width:
        line_end = text.find("\n", start, end)
        end = line_end if line_end >= 0 else end
    if not own_line or one.style in _WORDED:
        end = _clause_end(text, start, end)
    end = _said(text, start, end)
    start, end = trim(text, (start, end), _ITEM_EDGE)
    link = _LAST_LINK.search(text, max(start, end - _LONGEST_LINK), end)
    return trim(text, (start, link.start() if link else end), _ITEM_EDGE)


def _clause_end(text: str, start: int, end: int) -> int:
    stop = _STOP.search(text, start, end)
    return stop.start() if stop else end


def _said(text: str, start: int, end: int) -> int:
    """Find where somebody's words end that began before the item; a quotation inside the item stays in it."""
    inner = False
    for found in _SAID.finditer(text, start, end):
        sign = found.group("quote")
        if sign is None:
            return found.start()
        opens = sign == "“" or (sign == '"' and (found.start() == start or text[found.start() - 1] in " (\n"))
        if not opens and not inner:
            return found.start()
        inner = opens
    return end


def _line_item(text: str, start: int, limit: int, width: int, *, final: bool) -> int:
    """Give the end of an item on lines of its own: lines that go on with it are part of it."""
    line, end = start, text.find("\n", start, limit)
    while 0 <= end < limit:
        after = text.find("\n", end + 1, limit)
        after = limit if after < 0 else after
        if not _goes_on(text, (line, end), (end + 1, after), width, final=final):
            return end
        line, end = end + 1, after
    return limit


def _goes_on(text: str, line: Span, following: Span, width: int, *, final: bool) -> bool:
    """Say whether a line goes on with the one before: cut at the page's width, in lower case, before the next mark."""
    above, below = text[line[0] : line[1]].rstrip(), text[following[0] : following[1]].strip()
    if not below or len(below) > _LONGEST_REST or _CAPTION.match(below):
        return False
    if _NESTED.match(below):
        return above.endswith(":") or bool(_NESTED.match(above))
    if above.endswith((".", ";", "!", "?")):
        return False
    if below[0].islower() or above.endswith((",", "/")):
        return True
    return not final or 0 < width < len(above) + 1 + len(below.split(" ", 1)[0])
