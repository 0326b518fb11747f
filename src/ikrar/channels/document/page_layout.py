"""Lines that lie on pages become a text: columns one after the other, lines of a paragraph joined, margins left out."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ikrar.core.text.wrapping import LISTED, joined

_NUMBER: Final = re.compile(
    r"(?:(?:halaman|hal\.?|page)\s*)?[-–—\s]*\d{1,3}[-–—\s]*(?:(?:dari|of|/)\s*\d{1,3})?", re.IGNORECASE
)
_PRINTED: Final = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4},? +\d{1,2}[.:]\d{2}(?: *[AP]M)?|(?:https?|file)://\S+", re.IGNORECASE
)
_EDGE_LINES: Final = 2
_FEWEST_IN_COLUMN: Final = 3
_NARROWEST_GAP: Final = 6.0  # points
_PARAGRAPH_GAP: Final = 0.7  # of a line's height
_INDENT: Final = 8.0  # points
_SAME_EDGE: Final = 2.0  # points
_SAME_SIZE: Final = 1.25
_SHORT_LINE: Final = 0.72  # of its column: a line that ends earlier ends a paragraph


@dataclass(frozen=True)
class Line:
    """One line on a page: its words and its box in points, y growing upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Give the height of the line's letters."""
        return max(self.top - self.bottom, 0.1)


def text_of(pages: Sequence[Sequence[Line]]) -> str:
    """Join the pages to one text; a paragraph that goes on over a page or a column is one paragraph."""
    blocks: list[str] = []
    for lines in _bare(pages):
        for column in ordered(list(lines)):
            for block in _paragraphs(column):
                if blocks and _goes_on(blocks[-1], block):
                    blocks[-1] = joined(blocks[-1], block)
                else:
                    blocks.append(block)
    return "\n\n".join(blocks)


def _bare(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Leave out page numbers, what a browser prints around a page, and lines at the edge of most pages with at most
    their digits changed."""
    edges = [[*_at_edge(page)] for page in pages]
    counts = Counter(sign for edge in edges for sign in {_sign(one) for one in edge})
    running = {sign for sign, count in counts.items() if len(pages) > 1 and count > len(pages) / 2}
    for page, edge in zip(pages, edges, strict=True):
        out = {one for one in edge if _sign(one) in running or _NUMBER.fullmatch(one.text.strip())}
        printed = [one for one in edge if _PRINTED.fullmatch(_letters(one))]
        yield [one for one in page if one not in out and not any(_beside(one, other) for other in printed)]


def _letters(line: Line) -> str:
    """Give a line's letters one by one: fonts draw "fi" as one sign."""
    return unicodedata.normalize("NFKC", line.text.strip())


def _beside(one: Line, other: Line) -> bool:
    """Say whether two pieces stand on one height."""
    return abs(one.top + one.bottom - other.top - other.bottom) < min(one.height, other.height)


def _at_edge(page: Sequence[Line]) -> list[Line]:
    lines = sorted(page, key=lambda one: -one.top)
    return [*lines[:_EDGE_LINES], *lines[_EDGE_LINES:][-_EDGE_LINES:]]


def _sign(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def ordered(lines: list[Line]) -> list[list[Line]]:
    """Cut a page into columns in reading order: what spans the gap between two is read before what lies below it."""
    gap = _gap(lines)
    if gap is None:
        return [sorted(lines, key=lambda one: (-one.top, one.left))] if lines else []
    found: list[list[Line]] = []
    band: list[Line] = []
    for row in [*_heights(sorted(lines, key=lambda one: -one.top)), None]:
        if row is not None and all(one.right <= gap or one.left >= gap for one in row):
            band += row
            continue
        found += _columns(band, gap)
        band = []
        if row is not None:  # its pieces, however far apart, are one line across the columns
            found.append([_side_by_side(row)])
    return _merged(found)


def _columns(band: list[Line], gap: float) -> Iterator[list[Line]]:
    """Yield the columns left and right of a gap; one line alone has no columns, only wide spaces."""
    if len(list(_heights(band))) == 1:
        yield [_side_by_side(band)]
        return
    yield from ordered([line for line in band if line.right <= gap])
    yield from ordered([line for line in band if line.left >= gap])


def _merged(columns: list[list[Line]]) -> list[list[Line]]:
    """Join neighbouring single lines again: they are the lines of one wide paragraph."""
    merged: list[list[Line]] = []
    for column in columns:
        if merged and len(column) == 1 and _below(merged[-1][-1], column[0]):
            merged[-1].append(column[0])
        else:
            merged.append(list(column))
    return merged


def _below(one: Line, other: Line) -> bool:
    return one.bottom >= other.bottom and one.left < other.right and other.left < one.right


def _gap(lines: list[Line]) -> float | None:
    """Find the middle of the widest gap that has three lines or more on both sides, side by side, and few across it."""
    if len(lines) < 2 * _FEWEST_IN_COLUMN:
        return None
    best: tuple[float, float] | None = None
    for at in sorted({round(one.right, 1) for one in lines}):
        left = [one for one in lines if one.right <= at + 0.1]
        right = [one for one in lines if one.left >= at]
        if min(len(left), len(right)) < _FEWEST_IN_COLUMN or (len(left) + len(right)) * 4 < len(lines) * 3:
            continue
        if not _begins_straight(right):
            continue
        width = min(one.left for one in right) - max(one.right for one in left)
        beside = min(max(one.top for one in left), max(one.top for one in right)) - max(
            min(one.bottom for one in left), min(one.bottom for one in right)
        )
        tall = _FEWEST_IN_COLUMN * statistics.median(one.height for one in lines)
        score = width + len(left) + len(right)
        if width >= _NARROWEST_GAP and beside >= tall * 0.8 and (best is None or score > best[0]):
            best = score, at + width / 2
    return best[1] if best else None


def _begins_straight(lines: list[Line]) -> bool:
    """Say whether most lines begin where another begins, as in a column; the wide spaces of a justified
    paragraph do not lie below each other."""
    rows = _heights(sorted(lines, key=lambda one: -one.top))
    counts = Counter(round(min(one.left for one in row) / _SAME_EDGE) for row in rows)
    return sum(count for count in counts.values() if count > 1) * 2 > counts.total()


def _paragraphs(column: list[Line]) -> Iterator[str]:
    """Join the lines of each paragraph of one column."""
    if not column:
        return
    rows = list(_rows(column))
    right = max(one.right for one in rows)
    width = right - min(one.left for one in rows)
    block = rows[0].text
    for before, line in pairwise(rows):
        if _breaks(before, line, right, width):
            yield block
            block = line.text
        else:
            block = joined(block, line.text)
    yield block


def _rows(column: list[Line]) -> Iterator[Line]:
    """Put pieces that stand on one height into one line: a list's number and its words, the words around a gap."""
    return map(_side_by_side, _heights(column))


def _heights(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the pieces that stand on one height, of lines from above to below."""
    row: list[Line] = []
    for one in [*lines, None]:
        if row and (one is None or one.top < row[0].bottom + row[0].height * 0.5):
            yield row
            row = []
        if one is not None:
            row.append(one)


def _side_by_side(row: list[Line]) -> Line:
    row = sorted(row, key=lambda one: one.left)
    bottom, right = min(one.bottom for one in row), max(one.right for one in row)
    return Line(" ".join(one.text for one in row), row[0].left, bottom, right, max(one.top for one in row))


def _breaks(before: Line, line: Line, right: float, width: float) -> bool:
    """Say whether a new paragraph begins with ``line``."""
    if before.bottom - line.top > _PARAGRAPH_GAP * min(before.height, line.height) or LISTED.match(line.text):
        return True
    if max(before.height, line.height) > _SAME_SIZE * min(before.height, line.height):
        return True
    ended = before.text.rstrip().endswith((".", "!", "?", ":", '"', "”", ")"))
    short = before.right < right - (1 - _SHORT_LINE) * width
    return (ended and (short or line.left > before.left + _INDENT)) or (short and line.text[:1].isupper())


def _goes_on(before: str, block: str) -> bool:
    """Say whether a paragraph broken by a page or column goes on: no sentence has ended, the next begins small."""
    return bool(before) and before[-1] not in '.!?:;"”' and block[:1].islower() and not LISTED.match(block)
