"""The demo's life: made by the acts of secretaries and second offices, once, around an election that is running now."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli import demo
from ikrar.cli.demo import cast, example, life, texts
from ikrar.cli.main import main
from ikrar.core.declaration.move import State
from ikrar.core.errors import Missing
from ikrar.records.account import actions as account
from ikrar.records.declaration import access, queries
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.election import actions as elections
from ikrar.records.election import queries as election
from ikrar.records.institution.models import Institution
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading.models import Reading
from ikrar.records.review.models import Review

FROZEN = sum(not one.stop for one in texts.load()) + 1


@pytest.fixture
def now(database: Path) -> datetime:
    """The present, at which the demo's life has been made."""
    present = timezone.now()
    cast.bring(present)
    example.bring(present)
    return present


def current() -> list[Version]:
    """The newest frozen version of each declaration."""
    newest: dict[str, Version] = {}
    for version in access.public().order_by("number"):
        newest[version.declaration_id] = version
    return list(newest.values())


def test_the_life_of_the_regency_is_made_once_by_secretaries_and_second_offices(now: datetime) -> None:
    versions = current()
    assert len(versions) == FROZEN
    assert {v.declaration.institution_id for v in versions} == set(life.SECRETARIES)
    assert all(v.declaration.example and v.title.startswith("CONTOH ") for v in versions)
    assert Review.objects.filter(state="approved").count() == access.public().count() == FROZEN + 2
    assert all(v.frozen_at and v.frozen_at <= now for v in versions)
    voting = election.voting_day(texts.ELECTION)
    assert voting == timezone.localdate(now) + example.VOTING_IN
    assert all(v.event_date and v.event_date < timezone.localdate(now) for v in versions)

    times = [leaf.time[:10] for leaf in Leaf.objects.filter(type="declaration.frozen").order_by("id")]
    assert times == sorted(times)

    before = (Declaration.objects.count(), Institution.objects.count(), Reading.objects.count(), Leaf.objects.count())
    cast.bring(now)
    example.bring(now)
    after = (Declaration.objects.count(), Institution.objects.count(), Reading.objects.count(), Leaf.objects.count())
    assert before == after

    _check_the_cascade()
    _check_what_dewi_still_has_to_do(now)


def _check_the_cascade() -> None:
    village = next(v for v in current() if v.title.endswith("Desa Wening Asri Jaya"))
    chain, shown = [], queries.registered(village.declaration_id)
    while shown.parent:
        chain.append(shown.text.area)
        shown = queries.registered(shown.parent.ref)
    assert [*chain, shown.text.area] == ["98.01.01.2001", "98.01.01", "98.01", "98"]


def _check_what_dewi_still_has_to_do(now: datetime) -> None:
    dewi = life.at_desk("dewi", now)
    drafts = {version.title for version, state in queries.on_desk(dewi) if state is State.DRAFT}
    assert drafts == {"CONTOH Ikrar Pedagang Pasar Cempaluna", "CONTOH Ikrar Pengemudi Angkutan Lembah Arunika"}
    assert sorted(Review.objects.exclude(state="approved").values_list("state", flat=True)) == ["asked", "returned"]
    (left,) = Reading.objects.filter(author__username="dewi", declaration=None)
    assert "Nelayan" in left.text
    assert left.expires > now


def test_an_election_that_is_over_or_a_start_that_broke_off_builds_the_examples_anew(now: datetime) -> None:
    before = {v.declaration_id for v in current()}
    elections.set_voting_day(texts.ELECTION, timezone.localdate(now) - timedelta(days=1))
    assert example.outdated(now)
    example.remove(now)
    assert current() == []
    example.bring(now)
    after = {v.declaration_id for v in current()}
    assert len(after) == FROZEN
    assert after.isdisjoint(before)
    assert not example.outdated(now)


def test_an_earlier_demo_with_one_example_gets_them_all(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    present, all_of_them = timezone.now(), texts.load()
    cast.bring(present)
    monkeypatch.setattr(texts, "load", lambda: all_of_them[:1])
    example.bring(present)
    assert len(current()) == 2
    monkeypatch.setattr(texts, "load", lambda: all_of_them[:3])
    example.bring(present)
    assert len(current()) == 4
    assert Reading.objects.filter(author__username="dewi").count() == 2


def test_somebody_of_the_cast_without_a_grant_is_named(database: Path) -> None:
    account.register(username="dewi", name="Dewi")
    with pytest.raises(Missing) as told:
        life.at_desk("dewi", timezone.now())
    assert "Dewi" in str(told.value)


def test_the_server_is_forked_from_a_process_that_set_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler's threads do not come along into a fork: every PDF of a fresh demo would wait for ever."""
    asked: list[list[str]] = []

    def ended(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0 if len(asked) == 1 else 2)

    monkeypatch.setattr(subprocess, "run", ended)
    demo._furnish_apart(Path("peragaan"))
    assert asked[0][1:5] == ["-m", "ikrar.cli", "demo", "furnish"]
    with pytest.raises(SystemExit) as stopped:
        demo._furnish_apart(Path("peragaan"))
    assert stopped.value.code == 2


def test_examples_are_made_by_a_command_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[Path] = []
    monkeypatch.setattr(demo, "_join", made.append)
    monkeypatch.setattr(demo, "_furnish", lambda: made.append(Path("all")))
    assert main(["demo", "furnish", "--data", str(tmp_path)]) == 0
    assert made == [tmp_path, Path("all")]
