"""What an office enters of an event that rules hang on: a day that can be, and where it is known from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from ikrar.core.errors import InvalidField, Refused
from ikrar.core.stage.duty import LONGEST_SOURCE, one_line
from ikrar.core.stage.order import FARTHEST
from ikrar.core.stage.table import Anchor

#: The commission, whose word on the days of an election is the one that counts (decision record 0033).
COMMISSION: Final = "kpu"
#: Kinds of institution that move nobody's deadlines: participants in the election, and those outside the state.
OUTSIDE: Final = frozenset({"party", "cso", "faith", "press", "university", "other"})


def check_who(kind: str, holds: str) -> None:
    """Raise Refused unless an institution of a kind may enter an event's day.

    ``holds`` is the kind of the institution whose day holds there now, empty for none: what the commission entered,
    only the commission changes, also for an area within.
    """
    if kind in OUTSIDE:
        raise Refused("Hari peristiwa dicatat lembaga penyelenggara atau pemerintah; lembaga Anda membacanya di sini.")
    if holds == COMMISSION != kind:
        raise Refused("Hari ini dicatat KPU; hanya KPU yang mengubah atau menariknya.")


def check(anchors: Iterable[Anchor], code: str, day: date | None, source: str, voting_day: date | None) -> Anchor:
    """Return the anchor of a code; raises InvalidField for an unknown one, a day that cannot be or no source.

    A day lies within four years of the voting day; where that is not set yet, any day will do. No day takes one back.
    """
    found = next((one for one in anchors if one.code == code), None)
    if found is None:
        raise InvalidField("Peristiwa ini tidak dikenal di pemilihan ini.", field="code")
    if day and voting_day and abs((day - voting_day).days) > FARTHEST:
        raise InvalidField("{day} terlalu jauh dari hari pemungutan suara.", field="day", day=day)
    one_line(source, "source", LONGEST_SOURCE)
    return found


def day_of(text: str) -> date:
    """Read a day as a form sends it (ISO); raises InvalidField."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidField("Tulis tanggalnya.", field="day") from None
