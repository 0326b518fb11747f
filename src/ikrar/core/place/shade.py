"""The steps of a map that is shaded by number: few, at round numbers, the same width to the eye.

Numbers of areas differ by powers of ten, so steps grow by a factor; a reader tells four shades apart, hardly more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

STEPS: Final = 4
_ROUND: Final = (1, 2, 5)


@dataclass(frozen=True)
class Step:
    """One shade: from ``low`` to ``high``, both in."""

    number: int
    low: int
    high: int


def steps(values: Iterable[int]) -> tuple[Step, ...]:
    """Return at most ``STEPS`` steps that hold every value above 0, darker ones later; none when all are 0."""
    top = max(values, default=0)
    lows = [1]
    for n in range(1, STEPS):
        low = _round(top ** (n / STEPS)) if top > STEPS else n + 1
        if lows[-1] < low <= top:
            lows.append(low)
    highs = [*(low - 1 for low in lows[1:]), top]
    return tuple(Step(n, low, high) for n, (low, high) in enumerate(zip(lows, highs, strict=True), 1) if top)


def step_of(value: int, scale: Iterable[Step]) -> int:
    """Return the number of the step a value lies in, 0 for no step."""
    return next((step.number for step in scale if step.low <= value <= step.high), 0)


def _round(value: float) -> int:
    """Return the round number (1, 2, 5, 10, 20 …) nearest above a value, so that no step begins at an odd one."""
    power = 1
    while True:
        for one in _ROUND:
            if one * power >= value:
                return one * power
        power *= 10
