"""Offices as written: "Wakapolres Pamekasan", "Ketua KPU Kabupaten Magetan", "Dandim 0804/Magetan"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.gazetteer import Mention
from ikrar.core.reading import institution
from ikrar.core.reading.article import Article
from ikrar.core.reading.ground import Ground
from ikrar.core.reading.institution import Institution
from ikrar.core.text.abbreviation import abbreviates
from ikrar.core.text.alternation import alternation
from ikrar.core.text.name import BALINESE
from ikrar.core.text.span import Span

_JOINED: Final = re.compile(r"[ -]")
_LINKED: Final = re.compile(r"(?:,? dan | & |[ \-/]|(?P<list>, ))")
# "Asisten I", but not the "I" of a Balinese name.
_ROMAN: Final = re.compile(rf" [IVX]{{1,4}}\b(?! (?:{BALINESE})\b)")
# Letters that stand for a body: "LAMR", "PHDI".
_LETTERS: Final = re.compile(r" (?P<letters>[A-Z]{2,8})(?![\w.'’]| [A-Z]{3})")
_BRACKETS: Final = re.compile(r" ?\((?P<short>[A-Z][\w.]{0,14})\)(?= [A-Z])")
_LONGEST: Final = 60
# Words of a field that also stand without a capital letter.
_SMALL: Final = frozenset({"bidang", "divisi", "urusan", "wilayah"})


@dataclass(frozen=True)
class Lexicon:
    """``heads`` finds the words that begin an office, ``nouns`` the words of its field.

    ``opening`` are words of a field after which a new list begins; ``shared`` the heads of lists, ``numbered`` those
    that take a number, ``local`` those of small places; ``personal`` are letters that stand beside a name.
    """

    heads: re.Pattern[str]
    nouns: re.Pattern[str]
    opening: frozenset[str]
    shared: frozenset[str]
    numbered: frozenset[str]
    local: frozenset[str]
    personal: frozenset[str]


@dataclass(frozen=True)
class Office:
    """One office found.

    ``shared`` when several bearers may follow it, ``local`` when an unknown place may stand after it, ``venue`` when
    the words name a building ("Kantor Bupati").
    """

    span: Span
    shared: bool = False
    local: bool = False
    venue: bool = False


def load_lexicon() -> Lexicon:
    """Read the bundled table ``data/offices.toml`` and compile it for use."""
    table = files.table("offices.toml")
    heads = re.compile(
        rf"(?<![\w-])(?P<venue>(?:{alternation(table['places'])}) (?:para )?)?(?P<office>"
        rf"(?:(?:{alternation(table['before'])})\.? ?(?=[A-Za-z])){{0,3}}(?:{alternation(table['heads'])}))(?!\w)",
        re.IGNORECASE,
    )
    nouns = re.compile(rf"(?:{alternation(table['nouns'])})(?!\w)", re.IGNORECASE)
    return Lexicon(
        heads,
        nouns,
        frozenset(word.lower() for word in table["opening"]),
        frozenset(table["shared"]),
        frozenset(table["numbered"]),
        frozenset(table["local"]),
        _personal(),
    )


def _personal() -> frozenset[str]:
    """Gather the letters of ranks, degrees and forms of address."""
    ranks, titles = files.table("ranks.toml"), files.table("titles.toml")
    forms = [form for written in ranks["rank"].values() for form in written]
    return frozenset(
        form.split()[0].replace(".", "").lower() for form in (*forms, *titles["before"], *titles["after"], "AA")
    )


def find(
    article: Article, mentions: Iterable[Mention], institutions: Iterable[Institution], lexicon: Lexicon
) -> tuple[Office, ...]:
    """Find every office of the article; the tail (body, place, unit number, field) belongs to it."""
    ground = Ground(article, mentions)
    bodies = [one.span for one in institutions]
    parts = dict(bodies)
    starts = [start for start, _ in bodies]
    found: list[Office] = []
    position = 0
    while match := lexicon.heads.search(article.body, position):
        start, stop = match.span("office")
        head = " ".join(match.group("office").lower().split())
        inner = bodies[bisect_right(starts, start) : bisect_left(starts, stop)]
        reach = max((end for _, end in inner), default=stop)
        end = _tail(
            article.body, max(reach, stop), _Walk(ground, parts, lexicon, head, match.group("office").isupper())
        )
        found.append(Office((start, end), head in lexicon.shared, head in lexicon.local, bool(match.group("venue"))))
        position = end
    return tuple(found)


@dataclass(frozen=True)
class _Walk:
    """What the walk along an office's words needs to know; ``capitals`` when it is all written in them."""

    ground: Ground
    parts: Mapping[int, int]
    lexicon: Lexicon
    head: str
    capitals: bool


def _tail(body: str, end: int, walk: _Walk) -> int:
    """Follow the words that belong to an office and answer where it ends."""
    start = end
    field = False
    while True:
        stop = _numbered(body, end, start, walk)
        if stop == end:
            stop, field = _step(body, end, walk, field)
        if stop == end:
            stop = _short(body, end, start)
        if stop == end:
            break
        end = stop
    return end


def _numbered(body: str, end: int, start: int, walk: _Walk) -> int:
    """Go on over a Roman number after its head, or the number and name of a unit."""
    roman = _ROMAN.match(body, end) if end == start and walk.head in walk.lexicon.numbered else None
    return roman.end() if roman else institution.unit(body, end, walk.ground)[0]


def _step(body: str, end: int, walk: _Walk, field: bool) -> tuple[int, bool]:
    """Go on over one body, place, word of the field or row of letters; say whether it was of the field."""
    gap = _JOINED.match(body, end)
    after = (walk.parts.get(gap.end()) or walk.ground.end(gap.end())) if gap else None
    if after:
        return after, False
    link = _LINKED.match(body, end)
    noun = walk.lexicon.nouns.match(body, link.end()) if link else None
    if link and noun and (noun.group()[0].isupper() or noun.group() in _SMALL):
        listed = link.group("list") is not None
        if not listed or (field and noun.group().lower() not in walk.lexicon.opening):
            return noun.end(), True
    letters = None if walk.capitals else _LETTERS.match(body, end)
    if letters and letters.group("letters").lower() not in walk.lexicon.personal:
        return letters.end(), False
    return end, field


def _short(body: str, end: int, start: int) -> int:
    """Go on over a short form in brackets: "Sekretaris Daerah (Sekda) Kabupaten …"."""
    found = _BRACKETS.match(body, end)
    if found is None:
        return end
    return found.end() if abbreviates(found.group("short"), body[max(0, start - _LONGEST) : end]) else end
