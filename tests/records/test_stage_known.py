"""Days of events, duties and risks are entered by offices, inherited by areas, and never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.data import files
from ikrar.core.errors import Conflict, InvalidField, Missing, Refused
from ikrar.core.stage.duty import Line, What
from ikrar.core.stage.table import stages
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as elections
from ikrar.records.institution.models import Institution
from ikrar.records.ledger.models import Leaf
from ikrar.records.stage import access, actions, known
from ikrar.records.stage.apps import StageConfig
from ikrar.records.stage.models import Anchoring, Note
from tests import cast
from tests.core.stage.sample import SAMPLE

ELECTION = "pilkada-2024"
PROVINCE = cast.Person("ratna", "Ratna Dewayani", Role.PLANNER, "35.28/kpu", ("35",))


def enter(who: Holder, area: str = "35.28", **terms: Any) -> Anchoring:
    usual = {"code": "MK_BRPK", "day": date(2025, 1, 6), "source": "Surat MK", "seen": "", "now": timezone.now()}
    return actions.anchor(who, ELECTION, area, **(usual | terms))


def flood(area: str = "35.28", **values: Any) -> Line:
    usual = {"key": "", "stage": "VOTE", "what": What.RISK, "who": "", "text": {"id": "Banjir."}, "source": "BPBD"}
    return Line(**(usual | {"area": area} | values))


def say(who: Holder, line: Line, **terms: Any) -> Note:
    return actions.note(who, ELECTION, line, **({"seen": "", "now": timezone.now()} | terms))


def texts(area: str | None) -> list[str]:
    return [one.line.text["id"] for one in known.duties(ELECTION, area)]


@pytest.fixture
def tono(database: Path) -> Holder:
    return cast.at_desk(cast.TONO)


def test_an_event_gives_a_stage_its_days_in_its_area_and_below_and_nowhere_else(tono: Holder) -> None:
    leaves = Leaf.objects.count()
    row = enter(tono)
    assert Leaf.objects.count() == leaves + 1
    assert known.anchors(ELECTION, "35.28") == {"MK_BRPK": date(2025, 1, 6)}
    assert known.anchors(ELECTION, "35.28.01") == {"MK_BRPK": date(2025, 1, 6)}
    assert known.anchors(ELECTION, "35") == known.anchors(ELECTION) == {}
    assert known.anchors("pemilu-2024", "35.28") == {}
    found = {one.code: one for one in known.stages_of(elections.find(ELECTION), "35.28")}
    assert str(found["DETERMINE"].last) == "2025-01-09"
    (one,) = known.events(ELECTION, "35.28")
    assert (one.ref, one.source, one.area, one.institution, one.sequence) == (
        row.ref,
        "Surat MK",
        "35.28",
        "35.28/polres",
        1,
    )


def test_the_days_of_many_elections_come_at_once_each_for_its_own_area(tono: Holder) -> None:
    enter(tono)
    dewi, now = cast.at_desk(cast.DEWI), timezone.now()
    day = elections.find("pilkada-arunika").voting_day or date(2027, 1, 20)
    terms = {"code": "MK_BRPK", "day": day, "source": "Surat", "seen": "", "now": now}
    actions.anchor(dewi, "pilkada-arunika", "98.01", **terms)
    with CaptureQueriesContext(connection) as asked:
        found = known.of_elections(elections.all_elections())
    assert found["pilkada-arunika"] == {"MK_BRPK": day}
    assert found[ELECTION] == {}, "a regency's event does not hold for the nation"
    assert found["pemilu-2019"] == {}
    assert len(asked) == 2  # the elections, the events


def test_an_entry_is_changed_by_another_row_and_the_one_before_stays_readable(tono: Holder) -> None:
    first = enter(tono)
    assert enter(tono).pk == first.pk, "the same twice is kept once"
    second = enter(tono, day=date(2025, 1, 7), seen=first.ref)
    with pytest.raises(Conflict):
        enter(tono, day=date(2025, 1, 8), seen=first.ref)
    enter(tono, day=None, source="Keliru wilayah", seen=second.ref)
    assert known.anchors(ELECTION, "35.28") == {}
    assert [one.day and one.day.day for one in known.entered(ELECTION, "35.28")] == [None, 7, 6]
    (last,) = known.events(ELECTION, "35.28")
    assert (last.day, last.source, last.sequence) == (None, "Keliru wilayah", 3)


def test_what_was_never_entered_cannot_be_taken_back(tono: Holder) -> None:
    with pytest.raises(InvalidField):
        enter(tono, day=None)
    row = enter(tono)
    gone = enter(tono, day=None, source="Keliru", seen=row.ref)
    with pytest.raises(InvalidField):
        enter(tono, day=None, source="Keliru lagi", seen=gone.ref)


def test_the_nearest_area_wins_and_one_that_took_back_hides_nothing_wider(tono: Holder) -> None:
    ratna, dewi = cast.at_desk(PROVINCE), cast.at_desk(cast.DEWI)
    enter(ratna, "35", day=date(2025, 1, 8))
    own = enter(dewi)
    assert known.anchors(ELECTION, "35.28")["MK_BRPK"] == date(2025, 1, 6)
    enter(dewi, day=None, source="Keliru", seen=own.ref)
    assert known.anchors(ELECTION, "35.28")["MK_BRPK"] == date(2025, 1, 8)


def test_what_the_commission_entered_no_other_office_changes_takes_back_or_overrides_below(tono: Holder) -> None:
    own = enter(cast.at_desk(cast.DEWI))
    for terms in ({"day": date(2025, 1, 9)}, {"day": None, "source": "Keliru"}):
        with pytest.raises(Refused, match="hanya KPU"):
            enter(tono, seen=own.ref, **terms)
    enter(cast.at_desk(PROVINCE), "35", code="MK_RULING", day=date(2025, 2, 4))
    with pytest.raises(Refused, match="hanya KPU"):
        enter(tono, code="MK_RULING", day=date(2025, 2, 5))
    assert known.anchors(ELECTION, "35.28") == {"MK_BRPK": date(2025, 1, 6), "MK_RULING": date(2025, 2, 4)}


@pytest.mark.parametrize("institution", ["35.28/partai-melati", "35.28/pemantau"])
def test_who_takes_part_or_stands_outside_the_state_moves_nobodys_deadlines(database: Path, institution: str) -> None:
    rina = cast.at_desk(replace(cast.RINA, role=Role.PLANNER, institution=institution))
    with pytest.raises(Refused, match="membacanya"):
        enter(rina)
    assert not Anchoring.objects.exists()
    if institution == "35.28/partai-melati":
        with pytest.raises(Refused, match="peserta"):
            say(rina, flood())
    else:
        say(rina, flood())


def test_an_event_of_the_whole_election_is_entered_by_an_institution_of_the_nation(tono: Holder) -> None:
    terms = {"code": "SECOND_ROUND", "day": date(2024, 3, 20), "source": "SK KPU", "seen": "", "now": timezone.now()}
    with pytest.raises(Refused, match="nasional"):
        actions.anchor(tono, "pemilu-2024", "35.28", **terms)
    Institution.objects.filter(code="35.28/polres").update(level="nation")
    actions.anchor(tono, "pemilu-2024", "35.28", **terms)
    assert known.anchors("pemilu-2024") == known.anchors("pemilu-2024", "36.04") == {"SECOND_ROUND": date(2024, 3, 20)}
    assert [one.code for one in known.entered("pemilu-2024", None)] == ["SECOND_ROUND"]


@pytest.mark.parametrize(
    ("person", "election", "area"),
    [
        (cast.SARI, ELECTION, "35.28"),  # an officer
        (cast.JOKO, ELECTION, "35.28"),  # an administrator
        (cast.TONO, ELECTION, "35"),
        (cast.TONO, ELECTION, "36.04"),
        (cast.TONO, "pilkada-arunika", "35.28"),  # not held there
        (cast.TONO, "pilkada-1955", "35.28"),
    ],
)
def test_nobody_enters_anything_outside_role_area_and_election(
    database: Path, person: cast.Person, election: str, area: str
) -> None:
    with pytest.raises(Missing):
        access.seat(cast.at_desk(person), election, area)


def test_secretaries_and_planners_enter_in_the_areas_of_their_grants(database: Path) -> None:
    assert access.areas(cast.at_desk(cast.DEWI)) == ("35.28", "98.01")
    assert access.areas(cast.at_desk(cast.SARI)) == ()
    assert access.seat(cast.at_desk(cast.DEWI), "pilkada-arunika", "98.01").institution == "35.28/kpu"
    assert [one.code for one in known.elections_at("98.01")] == ["pilkada-arunika"]


def test_a_region_adds_changes_and_removes_duties_and_risks_with_their_history(tono: Holder) -> None:
    usual = texts("35.28")
    row = say(tono, flood())
    assert texts("35.28") == [*usual, "Banjir."]
    assert texts("35") == texts(None) == usual
    changed = say(tono, flood(key=row.key, text={"id": "Banjir di tiga TPS."}), seen=row.ref)
    assert texts("35.28.01")[-1] == "Banjir di tiga TPS."
    say(tono, flood(key=row.key), seen=changed.ref, removed=True)
    assert texts("35.28") == usual
    assert [one.text for one in known.history(ELECTION, "35.28", row.key)] == [
        "Banjir.",
        "Banjir di tiga TPS.",
        "Banjir.",
    ]


def test_a_template_and_what_a_province_says_are_changed_below_without_touching_them(tono: Holder) -> None:
    ratna = cast.at_desk(PROVINCE)
    above = say(ratna, flood("35"))
    say(tono, flood(key="vote-access", text={"id": "Jalan ke dua TPS putus."}))
    say(tono, flood(key=above.key, text={"id": "Rob di pesisir."}))
    here, there = known.duties(ELECTION, "35.28"), known.duties(ELECTION, "35")
    assert {one.line.text["id"] for one in here} >= {"Jalan ke dua TPS putus.", "Rob di pesisir."}
    assert "Banjir." not in {one.line.text["id"] for one in here}
    assert "Banjir." in {one.line.text["id"] for one in there}
    own = next(one for one in here if one.line.key == "vote-access")
    assert (own.line.area, bool(own.ref), bool(own.institution_name)) == ("35.28", True, True)
    template = next(one for one in there if one.line.key == "vote-access")
    assert (template.line.area, template.ref, template.institution_name) == ("", "", "")


def test_a_line_that_is_not_there_or_was_changed_meanwhile_is_refused(tono: Holder) -> None:
    with pytest.raises(Missing):
        say(tono, flood(key="nothing"))
    row = say(tono, flood())
    with pytest.raises(Conflict):
        say(tono, flood(key=row.key, text={"id": "Lain."}), seen="")
    with pytest.raises(InvalidField):
        say(tono, flood(stage="NOTHING"))
    with pytest.raises(Missing):
        say(tono, flood("36.04"))


@pytest.fixture
def own(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own, with the elections taken in from files."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, data=tmp_path))
    monkeypatch.setattr(files, "ADDED", [])
    StageConfig.create("ikrar.records.stage").ready()
    StageConfig.create("ikrar.records.stage").ready()
    assert [tmp_path / "elections"] == files.ADDED
    return tmp_path / "elections"


def test_an_election_is_added_by_a_file_and_stays_the_same_when_it_comes_twice(own: Path) -> None:
    data, now = SAMPLE.encode(), timezone.now()
    leaves = Leaf.objects.count()
    assert actions.take_in(data, by="35.28/kpu", now=now).problems == ()
    assert Leaf.objects.count() == leaves + 2
    actions.take_in(data, by="35.28/kpu", now=now)
    assert Leaf.objects.count() == leaves + 2
    row = elections.find("pilkada-2031-rekaan")
    assert (row.area_id, row.fictional, row.voting_day) == ("98.01", True, date(2031, 6, 18))
    assert [one.code for one in known.stages_of(row, "98.01")][:3] == ["CAMPAIGN", "RALLY", "QUIET"]
    dewi = cast.at_desk(cast.DEWI)
    terms = {"code": "NOTICE", "day": row.voting_day + timedelta(days=16), "source": "Surat", "seen": "", "now": now}
    actions.anchor(dewi, row.code, "98.01", **terms)
    found = {one.code: one for one in known.stages_of(row, "98.01")}
    assert str(found["DETERMINE"].last) == "2031-07-07"
    assert "Alat peraga diturunkan." in {one.line.text["id"] for one in known.duties(row.code, "98.01")}


def test_a_better_file_replaces_the_first_and_leaves_its_digest(own: Path) -> None:
    now = timezone.now()
    actions.take_in(SAMPLE.encode(), by="35.28/kpu", now=now)
    leaves = Leaf.objects.count()
    actions.take_in(SAMPLE.replace("first = -10", "first = -9").encode(), by="35.28/kpu", now=now)
    assert Leaf.objects.count() == leaves + 1
    rally = next(one for one in stages("pilkada-2031-rekaan", date(2031, 6, 18)) if one.code == "RALLY")
    assert str(rally.first) == "2031-06-09"


def test_a_file_that_is_wrong_or_of_a_bundled_election_keeps_nothing(own: Path) -> None:
    now, leaves = timezone.now(), Leaf.objects.count()
    assert actions.take_in(b"[x", by="35.28/kpu", now=now).problems
    text = SAMPLE.replace("pilkada-2031-rekaan", "pilkada-2024")
    with pytest.raises(InvalidField, match="sudah dipakai"):
        actions.take_in(text.encode(), by="35.28/kpu", now=now)
    with pytest.raises(Missing):
        actions.take_in(SAMPLE.encode(), by="35.28/tidak-ada", now=now)
    assert Leaf.objects.count() == leaves
    assert not own.exists()
