"""What somebody typed to find an area, taken apart: a code, or parts that each name one area.

"desa Wening Asri Jaya kec. Tirtalangit" has two parts, "Serang, Banten" too; a level word tells the kind of its part.
The same words may also be a name ("Kota Baru"), so every reading of them is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ikrar.core.place.area import fold

LONGEST: Final = 100  # code points; what is beyond is not read
MOST_WORDS: Final = 10

_BREAK: Final = re.compile(r"[,;/|()\n\r\t]+")
_CODE: Final = re.compile(r"(?<![\d.])\d{2}(?:\.\d{2}){1,2}(?:\.\d{4})?(?![\d.])")
_DIGITS: Final = re.compile(r"(\d{2})(\d{2})?(\d{2})?(\d{4})?")

#: Level word -> the kinds it may mean, the said one first. The names of villages and districts in some provinces are
#: general knowledge: a district of Papua is a "distrik", a village of West Sumatra a "nagari", one of Aceh a "gampong".
_VILLAGE: Final = ("desa", "kelurahan", "desa adat")
LEVEL_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "provinsi": ("provinsi",),
    "kabupaten": ("kabupaten",),
    "kota": ("kota",),
    "kecamatan": ("kecamatan",),
    "distrik": ("kecamatan",),
    "kapanewon": ("kecamatan",),
    "kemantren": ("kecamatan",),
    "desa": _VILLAGE,
    "kelurahan": ("kelurahan", "desa", "desa adat"),
    "kalurahan": _VILLAGE,
    "nagari": _VILLAGE,
    "gampong": _VILLAGE,
    "pekon": _VILLAGE,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Words that name one area, with the kinds its level word allows (none: any kind)."""

    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()


Reading = tuple[Part, ...]


def code_in(text: str) -> str:
    """Return the official code a query holds ("35.28", "3528", "Pamekasan 35.28"), with dots, or an empty string."""
    plain = text[:LONGEST].strip()
    whole = _DIGITS.fullmatch(plain)
    if whole and plain.isascii():
        return ".".join(digits for digits in whole.groups() if digits)
    dotted = _CODE.search(plain)
    return dotted.group() if dotted and dotted.group().isascii() else ""


def readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read a query, the likelier first; none when it holds no letter or digit.

    At most ``LONGEST`` code points and ``MOST_WORDS`` words are read.
    """
    chunks = [fold(chunk).split() for chunk in _BREAK.split(text[:LONGEST])]
    chunks = _cut([words for words in chunks if words])
    if not chunks:
        return ()
    told = tuple(part for words in chunks for part in _parts(words))
    plain = tuple(Part(tuple(words)) for words in chunks)
    behind = tuple(_kind_behind(words) for words in chunks)
    return tuple(dict.fromkeys((told, behind, plain)))


def _kind_behind(words: list[str]) -> Part:
    """Read a level word behind the name, as in "Kediri Kota"."""
    named = len(words) > 1 and words[-1] in LEVEL_WORDS
    return Part(tuple(words[:-1]), LEVEL_WORDS[words[-1]]) if named else Part(tuple(words))


def _cut(chunks: list[list[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    room = MOST_WORDS
    for words in chunks:
        if room > 0:
            kept.append(words[:room])
        room -= len(words)
    return kept


def _parts(words: list[str]) -> list[Part]:
    """Split words at their level words; a level word with no name behind it belongs to the name before."""
    parts: list[Part] = []
    kinds: tuple[str, ...] = ()
    name: list[str] = []
    for at, word in enumerate(words):
        named = at + 1 < len(words) and words[at + 1] not in LEVEL_WORDS
        if word in LEVEL_WORDS and named:
            parts += [Part(tuple(name), kinds)] if name else []
            kinds, name = LEVEL_WORDS[word], []
        elif not (word == "administrasi" and kinds and not name):
            name.append(word)
    return [*parts, Part(tuple(name), kinds)] if name else parts
