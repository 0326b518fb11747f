"""What calendars were told of stages is kept, and a change raises its number."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.cli import work
from ikrar.cli.installation import _publish_stages
from ikrar.core.stage.published import key_of
from ikrar.core.stage.table import stages
from ikrar.records.election import actions
from ikrar.records.stage import published, queries
from ikrar.records.stage.models import Published
from tests import cast

FICTIONAL = "pilkada-arunika"
VOTE = key_of(FICTIONAL, "VOTE")
NOW = cast.NOON
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def dated(database: Path) -> None:
    actions.set_voting_day(FICTIONAL, date(2027, 1, 10))


def test_every_dated_stage_is_kept_once_and_again_changes_nothing() -> None:
    count = published.bring_up_to_date(NOW)
    dated = [one for one in stages("pilkada-2024", date(2024, 11, 27)) if one.last]
    assert Published.objects.filter(election="pilkada-2024").count() == len(dated)
    assert Published.objects.count() == count
    with CaptureQueriesContext(connection) as seen:
        assert published.bring_up_to_date(LATER) == 0
    assert len([one for one in seen if "SELECT" in one["sql"] and "FROM" in one["sql"]]) == 4
    assert set(Published.objects.values_list("sequence", "changed")) == {(0, NOW)}


def test_a_moved_voting_day_raises_the_number_of_all_that_hangs_on_it() -> None:
    published.bring_up_to_date(NOW)
    actions.set_voting_day(FICTIONAL, date(2027, 1, 11))
    moved = published.bring_up_to_date(LATER)
    rows = Published.objects.filter(election=FICTIONAL)
    assert moved == rows.count()
    assert set(rows.values_list("sequence", "changed")) == {(1, LATER)}
    assert rows.get(key=VOTE).last == date(2027, 1, 11)
    assert set(Published.objects.exclude(election=FICTIONAL).values_list("sequence", flat=True)) == {0}


def test_what_is_no_longer_there_stays_as_cancelled() -> None:
    published.bring_up_to_date(NOW)
    Published.objects.create(
        key=key_of(FICTIONAL, "OLD"),
        election_id=FICTIONAL,
        first=date(2027, 1, 1),
        last=date(2027, 1, 2),
        name={"id": "Lama", "en": "Old"},
        about={"id": "", "en": ""},
        changed=NOW,
    )
    assert published.bring_up_to_date(LATER) == 1
    election, told = queries.published([FICTIONAL])[key_of(FICTIONAL, "OLD")]
    assert (election, told.cancelled, told.sequence, told.changed) == (FICTIONAL, True, 1, LATER)
    assert published.bring_up_to_date(LATER + timedelta(hours=1)) == 0


def test_what_was_told_is_read_in_one_query_for_the_elections_asked_for() -> None:
    published.bring_up_to_date(NOW)
    with CaptureQueriesContext(connection) as seen:
        found = queries.published([FICTIONAL])
    assert len(seen) == 1
    assert {election for election, _ in found.values()} == {FICTIONAL}
    assert found[VOTE][1].facts.name["id"] == "Pemungutan suara"


def test_a_round_of_the_jobs_brings_the_rows_up_to_date() -> None:
    work._round()
    first = Published.objects.get(key=VOTE)
    actions.set_voting_day(FICTIONAL, date(2027, 1, 12))
    work._round()
    second = Published.objects.get(key=VOTE)
    assert (first.sequence, second.sequence) == (0, 1)
    assert second.changed > first.changed


def test_other_words_of_a_stage_change_its_time_and_raise_its_number_too() -> None:
    published.bring_up_to_date(NOW)
    Published.objects.filter(key=VOTE).update(name={"id": "Nama lama", "en": "Old name"})
    assert published.bring_up_to_date(LATER) == 1
    row = Published.objects.get(key=VOTE)
    assert (row.name["id"], row.sequence, row.changed) == ("Pemungutan suara", 1, LATER)


def test_a_start_brings_the_rows_up_to_date() -> None:
    assert not Published.objects.exists()
    _publish_stages()
    assert Published.objects.exists()
    assert Published.objects.filter(changed__lte=timezone.now()).count() == Published.objects.count()
