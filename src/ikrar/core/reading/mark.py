"""List marks: the numbers, letters, words and signs with which the press begins an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ikrar.core.text.number import cardinal, ordinal

NEXT: Final = 0
LAST: Final = -1
DIGIT, LETTER, ROMAN, ORDINAL, CARDINAL, BULLET = "digit", "letter", "roman", "ordinal", "cardinal", "bullet"

_UNITS: Final = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_ORDINAL: Final = rf"pertama(?:[ -]tama)?|mula-mula|ke[ -]?(?:{_UNITS})|ke-?\d{{1,2}}"
# Typographic bullets, arrows, ticks and emoji, and the letters that a word processor's bullets become.
_PICTURES: Final = "•▪●○◦‣⁃∙\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\uf000-\uf0ff\U0001f300-\U0001faff"
_SIGNS: Final = (
    rf"[-–—·*+»>{_PICTURES}]"
    "\ufe0f?(?:(?=[A-Z])|(?<![-–—*+>].)(?=[a-z])|[ \t]+)|[ØüÞ§o] (?=[A-Z])"
)
_OWN_LINE: Final = re.compile(
    r"^[\"“'‘*_]{0,3}(?:"
    r"(?i:(?:poin|point|butir|ikrar|janji) )?\(?(?P<digit>\d{1,2})"
    r"(?:\s?[.)]{1,2}(?!\d)(?:\s?-)?|\s?[-–—:/](?=[ A-Za-z])|\ufe0f?\u20e3|(?=\s[A-Z][a-z]))[ \t]*(?=[^\s\d.])"
    r"|\(?(?P<roman>[IVX]{1,5}|[ivx]{1,5})[.)][ \t]+(?=\S)"
    r"|\(?(?P<letter>[a-jA-J])[.)](?![a-zA-Z][.)])[ \t]*(?=[^\s.])"
    rf"|(?P<bullet>{_SIGNS})[ \t]*(?=[^\s\-–—*])"
    r")",
    re.MULTILINE,
)
_INLINE: Final = re.compile(
    r"(?<![\w.,/(])(?:\((?P<digit_in>\d{1,2})\)|(?P<digit>\d{1,2})(?:\)|\.(?!\d))"
    r"|\((?P<letter_in>[a-j])\)|(?P<letter>[a-j])[.)]|\((?P<roman_in>[ivx]{1,5})\))\s?(?=[^\W\d])"
    rf"|(?<=\s)(?P<bullet>[{_PICTURES}])\ufe0f?\s?(?=[^\W\d])"
)
_WORD: Final = re.compile(
    rf"(?<!\w)(?i:(?P<ordinal>{_ORDINAL})|(?P<cardinal>{_UNITS})"
    r"|(?P<next>lalu|kemudian|selanjutnya|berikutnya|lantas|setelah itu)|(?P<last>terakhir))(?!\w)"
)
_NOUN: Final = (
    r"(?:(?:dan|serta|lalu|yang|poin|point|butir|ikrar|janji|pernyataan|sikap|adalah|ialah|hal|sedangkan|sementara|adapun"
    r"|untuk|pada|di|kemudian|selanjutnya) ){0,4}$"
)
_BEFORE: Final = re.compile(
    r"(?:^|[,;:.!?\"“”)–-]\s?|\n|(?<!\w)(?:adalah|yaitu|yakni|ialah|berikut|bahwa|isinya|intinya|memuat|berisi|berbunyi)\s)"
    rf"(?P<noun>{_NOUN})",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?:\s(?:dalam|dari|isi|pada|di) [^,.;:\n]{1,40}? (?:adalah|ialah|yaitu|yakni|berbunyi|berisi|menyebutkan)[,:]?\s+"
    r"|(?P<pause>\s?[,:;.])?\s+(?:(?:adalah|ialah|yaitu|yakni|berbunyi|berisi)[,:]?\s+)?)[\"“]?(?=[^\W\d])",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 40
_ROMANS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_PAUSES: Final = ":;,."


@dataclass(frozen=True)
class Mark:
    """One list mark: its style and number, where the mark and its item begin, whether it opens a line.

    ``number`` is NEXT for a bullet or "Lalu", and LAST for "Terakhir"; ``sign`` is the bullet, else empty.
    ``told`` says that words before the item tell who promises it.
    """

    style: str
    number: int
    start: int
    item: int
    own_line: bool
    sign: str = ""
    told: bool = False


def find(text: str) -> dict[str, list[Mark]]:
    """List the marks of ``text`` by style, in order; that a mark belongs to a list is not yet said."""
    found: dict[str, list[Mark]] = {}
    opened: set[int] = set()
    for match in _OWN_LINE.finditer(text):
        opened.add(match.end())
        _note(found, _mark(match, own_line=True))
    for match in _INLINE.finditer(text):
        if match.end() not in opened and _may_stand(text, match):
            _note(found, _mark(match, own_line=False))
    for mark in _words(text):
        _note(found, mark)
    return {style: sorted(marks, key=lambda mark: mark.start) for style, marks in found.items()}


def _note(found: dict[str, list[Mark]], mark: Mark | None) -> None:
    if mark is not None:
        found.setdefault(mark.style, []).append(mark)


def _mark(match: re.Match[str], *, own_line: bool) -> Mark | None:
    """Read a mark of signs: figures, Roman figures, letters or a bullet."""
    style, written = next((name, value) for name, value in match.groupdict().items() if value)
    style = style.removesuffix("_in")
    number: int | None = NEXT
    if style == DIGIT:
        number = int(written)
    elif style == LETTER:
        number = ord(written.lower()) - ord("a") + 1
    elif style == ROMAN:
        number = _ROMANS.get(written.lower())
    if number is None:
        return None
    return Mark(style, number, match.start(), match.end(), own_line, written.strip() if style == BULLET else "")


def _may_stand(text: str, match: re.Match[str]) -> bool:
    """Say whether a mark inside a line may begin an item: a bare letter only after a pause."""
    if not match.group("letter"):
        return True
    return text[max(0, match.start() - 2) : match.start()].strip()[-1:] in _PAUSES


def _words(text: str) -> Iterator[Mark]:
    """Yield the marks written as words, where a clause begins."""
    for match in _WORD.finditer(text):
        after = _AFTER.match(text, match.end())
        if after is None:
            continue
        before = _BEFORE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
        if before is None and not (match.group("ordinal") and (after.group("pause") or "").strip() in (",", ":")):
            continue
        if match.group().lower() == "satu" and not after.group("pause") and _opens_sentence(before):
            continue
        start = match.start() - len(before.group("noun") if before else "")
        own_line = start == 0 or text[start - 1] == "\n"
        yield Mark(*_word_value(match), start, after.end(), own_line)


def _opens_sentence(before: re.Match[str] | None) -> bool:
    """Say whether a word opens a sentence: "Satu" there is most often no mark."""
    return before is None or before.group().strip()[-1:] in ("", ".", "!", "?")


def _word_value(match: re.Match[str]) -> tuple[str, int]:
    """Give the style and the number of a word."""
    if match.group("next"):
        return ORDINAL, NEXT
    if match.group("last"):
        return ORDINAL, LAST
    if match.group("cardinal"):
        return CARDINAL, cardinal(match.group("cardinal")) or NEXT
    word = match.group("ordinal").lower()
    if not word.startswith("ke"):
        return ORDINAL, 1
    rest = word.removeprefix("ke").strip(" -")
    return ORDINAL, (int(rest) if rest.isdigit() else ordinal(f"ke{rest}")) or NEXT
