"""Figures of places on a page: the number, its coverage, its time, and the shade it has on the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ikrar.core.declaration.tally import Figure
from ikrar.core.place import zone
from ikrar.core.place.shade import Step, step_of, steps
from ikrar.records.declaration import queries
from ikrar.records.place.queries import Row
from ikrar.web.parts.templatetags.parts import thousands


@dataclass(frozen=True)
class Line:
    """The figure of one area with the number of its shade, 0 for none declared."""

    figure: Figure
    step: int

    @property
    def shade(self) -> str:
        """The class of the area on the map; what is not known looks unlike zero."""
        return f"step-{self.step}" if self.figure.known else "unknown"

    @property
    def mark(self) -> str:
        """What stands on the map: the number, or a dash where nothing is known."""
        return str(thousands(self.figure.declarations)) if self.figure.known else "–"

    @property
    def covered(self) -> str:
        """The coverage in a few words."""
        return covered(self.figure)

    @property
    def said(self) -> str:
        """The figure as one hears it."""
        if not self.figure.known:
            return _("belum ada yang tercatat")
        number = _("deklarasi: {n}").format(n=thousands(self.figure.declarations))
        return f"{number}; {self.covered}"


@dataclass(frozen=True)
class Figures:
    """What a page shows of a place and of the areas below it, counted at one time."""

    code: str
    whole: Line
    lines: dict[str, Line]
    scale: tuple[Step, ...]
    at: datetime

    @property
    def told(self) -> bool:
        """Whether anything is recorded in any area below: else there is nothing to tell apart."""
        return any(line.figure.known for line in self.lines.values())

    @property
    def unknown(self) -> int:
        """In how many areas below nothing is recorded."""
        return sum(not line.figure.known for line in self.lines.values())


def figures(code: str, below: Iterable[str], now: datetime) -> Figures:
    """Count an area (empty: the nation) and those below it on its legal day. Two queries."""
    there = ZoneInfo(zone.load().get(code[:2], settings.TIME_ZONE))
    counted = queries.tally(code, timezone.localdate(now, there))
    found = {child: counted.of(child) for child in below}
    scale = steps(figure.declarations for figure in found.values())
    lines = {child: Line(figure, step_of(figure.declarations, scale)) for child, figure in found.items()}
    return Figures(code, Line(counted.whole, 0), lines, scale, timezone.localtime(now, there))


def covering(code: str, now: datetime) -> Figure:
    """Return how many institutions of an area are recorded on its legal day and use the register. One query."""
    there = ZoneInfo(zone.load().get(code[:2], settings.TIME_ZONE))
    return queries.covering(code, timezone.localdate(now, there))


def figures_of_examples(rows: Iterable[Row], now: datetime) -> Figures:
    """Count invented provinces, each by itself, for a list of them. Two queries each."""
    lines = {row.code: figures(row.code, (), now).whole for row in rows}
    return Figures("", Line(Figure(), 0), lines, (), now)


def covered(figure: Figure) -> str:
    """Return how many of the institutions recorded use the register, in a few words."""
    if not figure.institutions:
        return _("belum ada lembaga yang tercatat")
    text = _("{using} dari {all} lembaga")
    return text.format(using=thousands(figure.using), all=thousands(figure.institutions))
