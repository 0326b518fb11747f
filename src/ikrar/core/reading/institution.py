"""Institutions by name: "KPU Kabupaten Klaten", "Polres Kediri Kota", "Kodim 0310/SSD", "TNI"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Found
from ikrar.core.text.phrase import by_first_letter
from ikrar.core.text.span import Span

_SHORT_FORM: Final = re.compile(r"\s?\([A-Z][\w .]{1,24}\)")
_PLACE_SHORT: Final = re.compile(r"\s?\([A-Z][A-Za-z]{1,11}\)")
# "0310/SSD", "V/Brawijaya", "1014/Pangkalan Bun": a second word of the name only where a rank or plain text follows.
_SECOND_WORD: Final = r"(?: (?!Inf\b|Kav\b|Arh\b|Arm\b|Czi\b)[A-Z][a-z]+(?=[\s,.]+(?:Letkol|Kolonel|Mayor|[a-z(]|$)))?"
_NUMBER: Final = re.compile(rf"\s(?:\d{{3,4}}(?:-\d\d)?|[IVX]+(?=/))(?:/[A-Z][\w-]*{_SECOND_WORD})?")
_UNIT_NAME: Final = re.compile(r"\s[A-Z][a-z]+(?:/[A-Z][a-z]+)")
_LINK: Final = re.compile(r"\s(?:[Ss]e[ -]|RI\b|Republik Indonesia\b|Resor\b|Kota (?=Besar))?\s?")
_NATIONAL: Final = re.compile(r"\s(?:RI|Republik Indonesia)\b")


@dataclass(frozen=True)
class Lexicon:
    """``pattern`` finds the heads, ``tails`` says by lower-case head what has to follow it."""

    pattern: re.Pattern[str]
    tails: dict[str, str]


@dataclass(frozen=True)
class Institution:
    """One institution found: ``head`` its kind of body in lower case, ``place`` the area named in it, if any."""

    span: Span
    head: str
    place: Mention | None

    @property
    def bare(self) -> bool:
        """Say whether nothing tells which one of its kind it is."""
        return self.place is None


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/institutions.toml`` and compile it for use."""
    tails: dict[str, str] = {}
    for row in files.table("institutions.toml")["institution"]:
        tails.update({head.lower(): row["tail"] for head in row["heads"]})
    heads = sorted(map(re.escape, tails), key=len, reverse=True)
    begun = by_first_letter(heads, r"(?<![\w/])(?<!\w\.)")
    pattern = re.compile(rf"{begun}(?!\w|\.[A-Za-z]{{2,4}}\b)".replace(r"\ ", r"[ \-]"), re.IGNORECASE)
    return Lexicon(pattern, tails)


def find(article: Article, mentions: Iterable[Mention], lexicon: Lexicon) -> tuple[Institution, ...]:
    """Find every institution of the article, in order, never overlapping."""
    at = {mention.span[0]: mention for mention in mentions}
    return tuple(_walk(article.body, at, lexicon))


def organizations(article: Article, found: Sequence[Institution]) -> Found[tuple[str, ...]]:
    """List the written forms once each; a bare form goes when a placed one of the same head is there."""
    placed = {one.head for one in found if not one.bare}
    kept: dict[str, tuple[str, Span]] = {}
    for one in found:
        if one.bare and one.head in placed:
            continue
        written = article.show(one.span)
        kept.setdefault(" ".join(written.lower().split()), (written, one.span))
    return Found(tuple(name for name, _ in kept.values()), tuple(span for _, span in kept.values()))


def _walk(body: str, at: dict[int, Mention], lexicon: Lexicon) -> Iterator[Institution]:
    position = 0
    while match := lexicon.pattern.search(body, position):
        head = re.sub(r"[ \-]+", " ", match.group().lower())
        tail = lexicon.tails.get(head, "optional")
        end, place, named = _tail(body, match.end(), at, tail)
        implied = _implied(body[max(0, match.start() - len("Kepala ")) : match.start()], head)
        if (named or tail in ("optional", "none")) and not implied:
            yield Institution((match.start(), end), head, place)
        position = end


def _implied(before: str, head: str) -> bool:
    """Say whether the words belong to an office or a rank: "Kepala Kepolisian Daerah …", "Brigjen TNI"."""
    return (head.startswith("kepolisian") and before.endswith("Kepala ")) or before.lower().endswith(("jen ", "jen. "))


def _tail(body: str, end: int, at: dict[int, Mention], tail: str) -> tuple[int, Mention | None, bool]:
    """Follow the words after a head; answer the end, the place, and whether something names the body."""
    if tail == "none":
        return end, None, True
    if tail == "number":
        found = _NUMBER.match(body, end) or _UNIT_NAME.match(body, end)
        end = found.end() if found else end
        place = _place_after(body, end, at)
        return (place.span[1] if place else end), place, bool(found or place)
    short = _SHORT_FORM.match(body, end)
    place = _place_after(body, short.end() if short else end, at)
    if place is None:
        return _unplaced(body, end, short)
    after = _PLACE_SHORT.match(body, place.span[1])
    return (after.end() if after else place.span[1]), place, True


def _unplaced(body: str, end: int, short: re.Match[str] | None) -> tuple[int, None, bool]:
    national = _NATIONAL.match(body, end)
    if national:
        return national.end(), None, True
    return (short.end() if short else end), None, False


def _place_after(body: str, end: int, at: dict[int, Mention]) -> Mention | None:
    link = _LINK.match(body, end)
    return at.get(link.end()) if link else None
