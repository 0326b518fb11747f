"""Reading a release gives the facts it was written from: two hundred events in regencies of the whole country."""

from __future__ import annotations

from collections import Counter

import pytest

from ikrar.core.reading import read as reading
from ikrar.core.reading import tables
from ikrar.core.release.facts import Facts
from ikrar.core.release.write import write
from tests.core.release.events import events

COUNT = 200
#: What reading does not give back, and why. The reader is not taught our own sentences: this is where its limits show.
KNOWN = {"KPU Kabupaten Kep. Siau Tagulandang Biaro": "a body's name ends for the reader at the full stop of “Kep.”"}


@pytest.fixture(scope="module")
def known() -> tables.Tables:
    return tables.load()


def _same(field: str, value: object, told: object) -> bool:
    """Of bodies it may find more than were there: those of witnesses, and of who is quoted."""
    if field == "organizations" and isinstance(value, list) and isinstance(told, list):
        return set(value) <= set(told)
    return told == value


def missed(facts: Facts, wanted: dict[str, object], loaded: tables.Tables) -> dict[str, tuple[object, object]]:
    """Return each field that reading does not give back: what was wanted, and what was found."""
    found = reading.read(write(facts).text(), tables=loaded).as_json()
    lacks = {}
    for field, value in wanted.items():
        if not _same(field, value, found[field]):
            lacks[field] = (value, found[field])
    return lacks


def test_reading_gives_back_every_fact_of_two_hundred_releases(known: tables.Tables) -> None:
    lacks = []
    kinds: Counter[object] = Counter()
    for facts, wanted in events(COUNT):
        kinds[wanted["kind"]] += 1
        if not {facts.giver, facts.receiver} & KNOWN.keys():
            lacks += list(missed(facts, wanted, known).items())
    assert lacks == []
    assert min(kinds.values()) > COUNT // 4


def test_what_is_known_to_be_missed_is_still_missed(known: tables.Tables) -> None:
    """Once the reader reads it, the exception goes."""
    for name in KNOWN:
        facts, wanted = next(pair for pair in events(COUNT) if name in {pair[0].giver, pair[0].receiver})
        assert list(missed(facts, wanted, known)) == ["handover"]
