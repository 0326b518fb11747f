"""Values of a reading as people read them: days in words, names for codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from ikrar.core.account.grant import AREA_CODE
from ikrar.records.election import queries as election
from ikrar.records.place import queries as place
from ikrar.web.parts.templatetags.parts import election_name, event_kind_name

LONGEST = 90  # characters of a heading


def names(values: Collection[str]) -> dict[str, str]:
    """Return the names of the areas and elections among the values; two queries, or none."""
    codes = {value for value in values if AREA_CODE.fullmatch(value)}
    found = {code: area.label for code, area in place.find_many(codes).items()} if codes else {}
    if any(value.startswith(("pilkada", "pemilu")) for value in values):
        found |= {one.code: election_name(one) for one in election.all_elections()}
    return found


def shown(field: str, value: str, named: Mapping[str, str]) -> str:
    """Return the value of a field (of the form or of the reader) as people read it."""
    if field == "event_date":
        day = _day(value)
        return date_format(day, "l, j F Y") if day else value
    return event_kind_name(value) if field in {"kind", "also_kinds"} else named.get(value, value)


def _day(value: str) -> Any:
    try:
        return parse_date(value)
    except ValueError:
        return None


def heading(reading: Any) -> str:
    """Return what a draft is called in a list: its title, or how its article begins."""
    begins = " ".join((reading.title or reading.text[: 2 * LONGEST]).split())
    return begins if len(begins) <= LONGEST else f"{begins[: LONGEST - 1]}…"
