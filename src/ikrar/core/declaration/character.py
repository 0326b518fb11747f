"""The one form of a string under a digest, and the characters that must not stand in it (decision 18).

Refused is what cannot be seen, what turns the reading direction, and what may mean something else on
another machine. Decision 18 names control (but LF), bidi, zero-width, lone surrogate and unassigned code
points. They are read strictly here:

- *control* is the category Cc except LF, and TAB and CR, which the whitespace rule turns into a space or LF;
  and the line and paragraph separators U+2028 and U+2029, which would break lines behind that rule's back;
- *bidi* is the Unicode property Bidi_Control;
- *zero-width* is every other format character (category Cf, such as the soft hyphen) and every other code
  point that Unicode calls Default_Ignorable (joiners, fillers, variation selectors);
- *unassigned* is the category Cn, which holds the noncharacters (U+FFFE, U+FDD0 ...) too: the NFC of an
  assigned character never changes, so refusing the rest keeps a digest independent of the Unicode version;
- *private use* (Co) is refused as well: no two machines need agree on what it shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import ForbiddenText

#: Letters and signs of every day, all of them allowed: a text of nothing else need not be looked at one by one.
_EVERYDAY: Final = re.compile("[\t\n\r -~\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*")
#: A line of everyday signs with single spaces is in its one form already: most texts are.
_TIDY: Final = re.compile(
    "(?:S+(?: S+)*)?".replace("S", "[!-~\u00a1-\u00ac\u00ae-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]")
)
_SPACES: Final = re.compile("[ \t\u00a0]+")
BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Default_Ignorable_Code_Point outside the category Cf, which is refused as a whole.
_IGNORABLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_BY_CATEGORY: Final = {
    "Cc": "control",
    "Zl": "control",
    "Zp": "control",
    "Cf": "unseen",
    "Cs": "surrogate",
    "Co": "private",
    "Cn": "unassigned",
}
_REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "control": "Karakter ke-{ordinal} pada kolom {field} adalah karakter kendali ({code}); hapuslah.",
        "bidi": "Karakter ke-{ordinal} pada kolom {field} membalik arah baca diam-diam ({code}); hapuslah.",
        "unseen": "Karakter ke-{ordinal} pada kolom {field} tidak terlihat ({code}); hapuslah.",
        "surrogate": "Karakter ke-{ordinal} pada kolom {field} tidak utuh ({code}); ketik ulang bagian itu.",
        "private": "Karakter ke-{ordinal} pada kolom {field} tidak punya arti baku ({code}); gantilah.",
        "unassigned": "Karakter ke-{ordinal} pada kolom {field} tidak ada dalam Unicode ({code}); hapuslah.",
    }
)


def normalise(value: str, *, field: str) -> str:
    """Give the one form of a text: LF line ends, single spaces, trimmed lines and ends, NFC.

    Spaces are the space, TAB and NBSP. Raises ``ForbiddenText`` for the first forbidden character, with
    ``field`` and its position in code points of ``value``, counted from 0 (the sentence counts from 1).
    """
    if _TIDY.fullmatch(value):
        return value
    for position, character in enumerate("" if _EVERYDAY.fullmatch(value) else value):
        refusal = _refusal(character)
        if refusal is not None:
            code = f"U+{ord(character):04X}"
            raise ForbiddenText(_REFUSED[refusal], field=field, position=position, ordinal=position + 1, code=code)
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = "\n".join(_SPACES.sub(" ", line).strip(" ") for line in lines)
    return unicodedata.normalize("NFC", tidy.strip("\n"))


def _refusal(character: str) -> str | None:
    """Name the class that forbids the character, a key of ``_REFUSED``; None lets it in."""
    if character in "\t\n\r":
        return None
    if character in BIDI:
        return "bidi"
    if _IGNORABLE.match(character):
        return "unseen"
    return _BY_CATEGORY.get(unicodedata.category(character))
