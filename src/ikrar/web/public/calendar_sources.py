"""What stands in the public calendar. A noun adds itself to ``SOURCES``; pages, feeds and files take it from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from ikrar.core.place import zone
from ikrar.core.stage.agenda import Entry
from ikrar.core.stage.standing import CAPITAL
from ikrar.web.parts.templatetags.parts import election_name
from ikrar.web.public.stage import of_election


@dataclass(frozen=True)
class Wanted:
    """What is asked for: ``elections`` are the records whose entries are wanted, ``area`` a code with all below it.

    ``first`` and ``last`` bound the days (both included); None leaves that side open. An empty area is everywhere.
    """

    elections: tuple[Any, ...]
    area: str = ""
    first: date | None = None
    last: date | None = None

    def touches(self, first: date, last: date) -> bool:
        """Say whether days from ``first`` to ``last`` lie in the time asked for."""
        return (self.last is None or first <= self.last) and (self.first is None or last >= self.first)


@dataclass(frozen=True)
class Source:
    """A noun in the calendar: its name in addresses, and what finds its entries in any order.

    What people call it stands in ``SOURCE_NAMES`` of ``web/parts/templatetags/calendar_words.py``.
    """

    kind: str
    find: Callable[[Wanted], Iterable[Entry]]


def of_stages(wanted: Wanted) -> Iterable[Entry]:
    """Return the dated stages of the elections asked for. No query."""
    language = "en" if get_language() == "en" else "id"
    local = zone.load().get(wanted.area[:2], CAPITAL)
    for election in wanted.elections:
        for stage in of_election(election):
            first = stage.first or stage.last
            if stage.last is None or first is None or not wanted.touches(first, stage.last):
                continue
            said = [stage.resident[language], stage.rule.get(language, "")]
            if stage.source:
                said.append(gettext("Menurut {source}.").format(source=stage.source))
            yield Entry(
                kind="tahapan",
                uid=uid("stage", f"{election.code}-{stage.code}"),
                title=stage.name[language],
                first=first,
                last=stage.last,
                path=reverse("calendar-stage", args=[election.code, stage.code]),
                about="\n".join(filter(None, said)),
                election=election.code,
                election_name=str(election_name(election)),
                zone=local,
                example=election.fictional,
                open_start=stage.first is None,
            )


#: In the order people read them in.
SOURCES: Final[tuple[Source, ...]] = (Source("tahapan", of_stages),)


def entries(wanted: Wanted, kind: str = "") -> list[Entry]:
    """Return what every source has, or the one of a kind."""
    return [entry for source in SOURCES if kind in {"", source.kind} for entry in source.find(wanted)]


def uid(noun: str, ref: str) -> str:
    """Return what calendars know an entry by, for as long as this installation keeps its host."""
    return f"{noun}-{ref}@{urlsplit(settings.ORIGIN).hostname}"
