"""The example relay of the demo: three hand-overs done, one refused before, one waiting and late; never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ikrar.cli.demo import cast as demo_cast
from ikrar.cli.demo import relay as example
from ikrar.cli.demo.life import Life
from ikrar.core.relay import custody
from ikrar.core.relay.custody import Kind
from ikrar.records import identity
from ikrar.records.election import actions as election
from ikrar.records.ledger import queries as ledger
from ikrar.records.relay import actions, queries
from ikrar.records.relay.models import Act, Relay


@pytest.fixture
def made(database: object) -> Relay:
    now = timezone.now()
    with identity.system():
        demo_cast.bring(now)
        voting = timezone.localdate(now) + timedelta(days=40)
        election.set_voting_day("pilkada-arunika", voting)
        example.bring(Life({}, voting, now))
        return Relay.objects.get()


def test_three_hand_overs_are_done_and_the_fourth_waits_late(made: Relay) -> None:
    with identity.system():
        way = queries.way(made.ref, timezone.now())
        assert [stop.row.state for stop in way.stops] == ["done", "done", "done", "open", "planned", "planned"]
        assert way.next is not None
        assert way.next.row.n == 4
        assert way.next.late > 0
        assert [stop.late for stop in way.stops[:3]] == [0, 1, 1]


def test_the_second_was_refused_once_with_a_reason_and_a_missing_flag(made: Relay) -> None:
    with identity.system():
        kinds = list(Act.objects.filter(relay=made, leg=2).order_by("n").values_list("kind", flat=True))
        assert kinds == [Kind.OPENED, Kind.REFUSED, Kind.OPENED, Kind.ACKNOWLEDGED]
        refused = Act.objects.get(relay=made, kind=Kind.REFUSED)
        assert "tertinggal" in refused.reason
        assert [one["condition"] for one in refused.conditions].count("missing") == 1


def test_every_office_that_signs_is_of_the_register_and_every_word_is_marked_an_example(made: Relay) -> None:
    with identity.system():
        offices = set(Act.objects.filter(relay=made).values_list("office", flat=True))
        assert "" not in offices
        assert made.example
        assert made.series.startswith("CONTOH ")
        assert {leg.area_id[:5] for leg in made.legs.all()} == {"98.01"}


def test_its_acts_are_one_order_of_custody_and_one_chain_of_leaves(made: Relay) -> None:
    with identity.system():
        acts = actions.acts_of(made)
        standing = custody.fold(actions.plan_of(made), acts)
        assert standing.holder == made.holder_id == "98.01/kpu"
        assert [one.at for one in acts] == sorted(one.at for one in acts)
        leaves = ledger.leaves_of(made.ref)
        assert len(leaves) == len(acts) + 1
        assert leaves[0].type == "relay.planned"


def test_a_second_start_brings_no_second_relay_and_examples_can_go(made: Relay) -> None:
    now = timezone.now()
    with identity.system():
        example.bring(Life({}, timezone.localdate(now) + timedelta(days=40), now))
        assert Relay.objects.count() == 1
        assert actions.erase_examples(by="98.01/kpu", now=now) == 1
        assert not Relay.objects.exists()
