"""What the demo's offices entered of its stages: a rule with its day and both readings, duties and risks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli.demo import cast, example, stage
from ikrar.cli.demo.life import Life
from ikrar.core.stage.duty import templates
from ikrar.records.election import actions as elections
from ikrar.records.ledger.models import Leaf
from ikrar.records.stage import queries
from ikrar.records.stage.models import Anchoring, Note
from tests.cast import Browser


@pytest.fixture
def life(database: Path) -> Life:
    """The regency with its people, the vote ahead, and what they entered."""
    now = timezone.now()
    cast.bring(now)
    voting = timezone.localdate(now) + example.VOTING_IN
    elections.set_voting_day(stage.ELECTION, voting)
    found = Life({}, voting, now)
    stage.bring(found)
    return found


def page(code: str) -> str:
    return str(Browser().get(f"/kalender/{stage.ELECTION}/{code}").content.decode())


def test_a_stage_with_a_rule_has_its_day_both_readings_and_who_entered_the_event(life: Life) -> None:
    shown = page("DETERMINE/")
    assert "dihitung:" in shown
    assert "Sumber berbeda tentang harinya" in shown
    assert "KPU Kabupaten Lembah Arunika" in page("")
    assert stage.SOURCE in page("")
    (event,) = queries.events(stage.ELECTION, stage.AREA)
    assert event.day == life.voting + stage.NOTICE


def test_duties_and_risks_of_the_region_stand_beside_the_templates(life: Life) -> None:
    said = queries.duties(stage.ELECTION, stage.AREA)
    own = {one.line.text["id"]: one.institution_name for one in said if one.line.area}
    assert own.keys() == {text for *_rest, text in stage.SAID}
    assert set(own.values()) == {"KPU Kabupaten Lembah Arunika", "Polres Lembah Arunika"}
    assert len(said) == len(templates(stage.ELECTION)) + len(stage.SAID) - 1, "one stands instead of a template"
    assert stage.SAID[2][-1] in page("QUIET/")


def test_a_second_start_changes_nothing_and_a_later_vote_moves_the_event(life: Life) -> None:
    counts = [one.objects.count() for one in (Anchoring, Note, Leaf)]
    stage.bring(life)
    assert [one.objects.count() for one in (Anchoring, Note, Leaf)] == counts
    later = Life({}, life.voting + timedelta(days=30), life.now)
    stage.bring(later)
    (event,) = queries.events(stage.ELECTION, stage.AREA)
    assert (event.day, event.sequence) == (later.voting + stage.NOTICE, 2)
    assert Note.objects.count() == counts[1]


def test_every_word_is_marked_an_example_and_names_no_real_place() -> None:
    assert all(source.startswith("CONTOH ") for source in (stage.SOURCE, stage.MINUTES))
    assert stage.AREA.startswith("98.")
