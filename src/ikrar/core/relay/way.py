"""The way of a baton over the map: where it was, where it is, where it goes; and the same as GeoJSON (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from ikrar.core.relay.custody import Leg as State

#: States of a leg whose hand-over moved the baton, and of one that is still to come.
MOVED: Final = frozenset({State.DONE, State.TOLD})
COMING: Final = frozenset({State.PLANNED, State.OPEN})
GONE_WORD, COMING_WORD = "dilalui", "akan"


@dataclass(frozen=True, slots=True)
class Spot:
    """A stop of a way: its number (0: where the baton left), its area with the middle, who receives there, its days."""

    n: int
    state: State
    area: str
    name: str
    lat: float | None
    lng: float | None
    who: str = ""
    planned_on: date | None = None
    actual_on: date | None = None
    venue: str = ""


def parts(spots: Sequence[Spot]) -> tuple[list[Spot], list[Spot]]:
    """Return the way gone and the way to come; they meet where the baton is. The first spot is where it left.

    A skipped or cancelled stop is on neither.
    """
    gone = [spot for spot in spots if spot.n == 0 or spot.state in MOVED] or list(spots[:1])
    return gone, [gone[-1], *(spot for spot in spots if spot.n and spot.state in COMING)]


def mark(found: Iterable[Spot], here: int) -> str:
    """Say in a word what stops at one place are: here, over, off (all skipped or cancelled), or "" for planned.

    ``here`` is the number of the stop where the baton is.
    """
    spots = list(found)
    if any(spot.n == here for spot in spots):
        return "here"
    if any(spot.n == 0 or spot.state in MOVED for spot in spots):
        return "over"
    return "" if any(spot.state in COMING for spot in spots) else "off"


def features(spots: Sequence[Spot], holder: str) -> list[dict[str, Any]]:
    """Return a way as GeoJSON features: a point for each stop, a line for each leg, and the point of the holder.

    ``macam`` tells them apart: perhentian, ruas, pemegang. A stop whose area has no known middle is left out.
    """
    known = [spot for spot in spots if spot.lat is not None and spot.lng is not None]
    if not known:
        return []
    gone, coming = parts(known)
    lines = [_line(pair, GONE_WORD) for pair in pairwise(gone)] + [
        _line(pair, COMING_WORD) for pair in pairwise(coming)
    ]
    held = {"macam": "pemegang", "lembaga": holder, "urut": gone[-1].n, "wilayah": gone[-1].area}
    return [*map(_stop, known), *lines, _feature(held, "Point", _position(gone[-1]))]


def _stop(spot: Spot) -> dict[str, Any]:
    told = {
        "macam": "perhentian" if spot.n else "berangkat",
        "urut": spot.n,
        "penerima": spot.who,
        "wilayah": spot.area,
        "nama_wilayah": spot.name,
        "tempat": spot.venue,
        "hari_rencana": spot.planned_on.isoformat() if spot.planned_on else None,
        "hari_sebenarnya": spot.actual_on.isoformat() if spot.actual_on else None,
        "keadaan": spot.state.value if spot.n else None,
    }
    return _feature(told, "Point", _position(spot))


def _line(pair: tuple[Spot, Spot], word: str) -> dict[str, Any]:
    start, end = pair
    return _feature({"macam": "ruas", "urut": end.n, "jalan": word}, "LineString", [_position(start), _position(end)])


def _feature(told: dict[str, Any], kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": told, "geometry": {"type": kind, "coordinates": coordinates}}


def _position(spot: Spot) -> list[float]:
    """Round to four decimals, 11 metres; both are known here."""
    return [round(spot.lng or 0.0, 4), round(spot.lat or 0.0, 4)]
