"""Events known from the press, beside what was registered since."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.event import queries
from tests import cast


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def test_an_event_nobody_registered_stands_alone_with_its_place(dewi: Holder) -> None:
    (known,) = queries.in_area("35.28")
    assert known.registered == ()
    assert [place.name for place in known.places] == ["Kabupaten Pamekasan"]
    (serang,) = queries.of_election("pemilu-2024")
    assert {place.code for place in serang.places} == {"36.04", "36.73"}


def test_a_declaration_of_the_same_day_and_area_is_named_beside_the_event(dewi: Holder) -> None:
    frozen = cast.frozen(dewi)
    assert frozen.event_date is not None
    (known,) = queries.in_area("35.28")
    assert known.event.day == frozen.event_date
    assert [v.declaration_id for v in known.registered] == [frozen.declaration_id]
    assert queries.in_area("36.04")[0].registered == ()


def test_a_draft_is_not_told(dewi: Holder) -> None:
    cast.registered(dewi)
    assert queries.in_area("35.28")[0].registered == ()


def test_only_the_standing_version_counts(dewi: Holder) -> None:
    frozen = cast.frozen(dewi)
    ref, now = frozen.declaration_id, timezone.now()
    declaration.supersede(dewi, ref, reason="Tanggalnya salah.", now=now)
    declaration.save(dewi, ref, edition=1, form=cast.form(event_date="2024-08-15"))
    assert [v.number for v in queries.in_area("35.28")[0].registered] == [1]


@pytest.mark.parametrize(("area", "asked"), [("35.28", 2), ("35.29", 0)])
def test_a_place_without_an_event_asks_nothing(dewi: Holder, area: str, asked: int) -> None:
    cast.frozen(dewi)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        queries.in_area(area)
    assert len(seen) == asked
