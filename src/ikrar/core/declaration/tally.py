"""Figures of the register by place: a number with its coverage, without which it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """Of an area with all below it: declarations, institutions recorded there, and how many of them registered any."""

    declarations: int = 0
    institutions: int = 0
    using: int = 0

    @property
    def known(self) -> bool:
        """Whether anything is recorded there: without it, no declaration is no zero but nothing known."""
        return bool(self.declarations or self.institutions)


@dataclass(frozen=True)
class Tally:
    """The figure of an area (of the nation without the invented province) and of each area directly below it."""

    whole: Figure
    below: Mapping[str, Figure] = field(default_factory=dict)

    def of(self, code: str) -> Figure:
        """Return the figure of an area below, one of nothing when nothing is recorded there."""
        return self.below.get(code, Figure())
