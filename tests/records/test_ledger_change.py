"""R8: who witnesses and which key signs is decided by two people of two institutions."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.core.account.request import State
from ikrar.core.account.role import Role
from ikrar.core.errors import IllegalMove, InvalidField, Missing, Refused
from ikrar.core.ledger.change import Kind
from ikrar.core.ledger.note import Kind as KeyKind
from ikrar.core.ledger.note import VerifierKey
from ikrar.records.account.access import Holder
from ikrar.records.ledger import change, cosigning, key, sequence
from ikrar.records.ledger.models import Change, Checkpoint, Key, Leaf, WitnessPolicy
from tests import cast
from tests.witnessing import advance, policy


@pytest.fixture
def now(database: Path) -> datetime:
    """The present: grants are around today."""
    return timezone.now()


def two() -> tuple[Holder, Holder]:
    """Two administrators of two institutions."""
    return cast.at_desk(cast.JOKO), cast.at_desk(cast.NILA)


def test_r8_a_policy_is_in_force_when_another_institution_approved_it(now: datetime) -> None:
    joko, nila = two()
    row = change.propose(joko, Kind.POLICY, text=policy().replace("\n", "\r\n"), now=now)
    assert not WitnessPolicy.objects.exists()
    assert cosigning.policy().witnesses == {}
    change.approve(nila, row.ref, now=now)
    assert WitnessPolicy.objects.get().text == policy()
    leaf = Leaf.objects.get(type="ledger.policy")
    record = json.loads(bytes(leaf.opening.record))
    assert (leaf.type, leaf.by, leaf.ref) == ("ledger.policy", "35.28/kpu", row.ref)
    assert (record["proposed_by"], record["approved_by"], record["text"]) == ("35.28/kpu", "35.28/bawaslu", policy())


def test_r8_a_key_is_changed_by_two_institutions_and_the_old_one_signs_last(now: datetime) -> None:
    joko, nila = two()
    advance(now)
    old = Key.objects.get()
    row = change.propose(joko, Kind.KEY, now=now)
    change.approve(nila, row.ref, now=now)
    new = Key.objects.latest("id")
    assert new.begun_at is None
    assert json.loads(bytes(Leaf.objects.get(type="ledger.key").opening.record))["new"] == new.verifier
    with pytest.raises(Refused, match="belum mulai dipakai"):
        change.approve(nila, change.propose(joko, Kind.KEY, now=now).ref, now=now)
    sequence.advance(now)
    signed = [(row.size, row.key_id) for row in Checkpoint.objects.order_by("id")]
    assert signed == [(2, old.pk), (3, old.pk), (3, new.pk)]
    assert key.has_private(new)


@pytest.mark.parametrize("act", [change.approve, change.refuse])
def test_r8_nobody_decides_alone_or_for_the_own_institution(now: datetime, act: object) -> None:
    joko, _nila = two()
    row = change.propose(joko, Kind.KEY, now=now)
    other = cast.at_desk(cast.Person("tono", "Tono", Role.ADMINISTRATOR, "35.28/kpu"))
    for who in (joko, other):
        with pytest.raises(Refused):
            act(who, row.ref, now=now)
        assert not change.may_decide(who, row, now)
    assert not Key.objects.exists()
    assert Change.objects.get().state == "open"


def test_who_is_no_administrator_sees_and_does_nothing(now: datetime) -> None:
    joko, _nila = two()
    row = change.propose(joko, Kind.KEY, now=now)
    dewi = cast.at_desk(cast.DEWI)
    assert change.changes(dewi) == []
    with pytest.raises(Missing):
        change.change_for(dewi, row.ref)
    for act in (change.approve, change.refuse, change.withdraw):
        with pytest.raises(Missing):
            act(dewi, row.ref, now=now)
    with pytest.raises(Refused):
        change.propose(dewi, Kind.POLICY, text=policy(), now=now)


def test_one_change_of_a_kind_waits_at_a_time(now: datetime) -> None:
    joko, nila = two()
    row = change.propose(joko, Kind.POLICY, text=policy(), now=now)
    with pytest.raises(Refused, match="Masih ada usulan"):
        change.propose(nila, Kind.POLICY, text=policy(), now=now)
    change.propose(nila, Kind.KEY, now=now)
    with pytest.raises(Refused, match="lembaga pengusul"):
        change.withdraw(nila, row.ref, now=now)
    change.withdraw(joko, row.ref, now=now)
    assert change.propose(nila, Kind.POLICY, text=policy(), now=now).state == "open"
    assert len(change.changes(joko)) == 3


def test_what_is_decided_or_lapsed_stays_so(now: datetime) -> None:
    joko, nila = two()
    row = change.propose(joko, Kind.POLICY, text=policy(), now=now)
    assert change.may_decide(nila, change.change_for(nila, row.ref), now)
    change.refuse(nila, row.ref, now=now)
    for who, act in ((nila, change.approve), (nila, change.refuse), (joko, change.withdraw)):
        with pytest.raises(IllegalMove):
            act(who, row.ref, now=now)
    late = change.propose(joko, Kind.POLICY, text=policy(), now=now)
    after = now + timedelta(days=15)
    assert change.state_of(late, after) is State.LAPSED
    assert not change.may_decide(nila, late, after)
    with pytest.raises(IllegalMove):
        change.approve(nila, late.ref, now=after)
    assert not WitnessPolicy.objects.exists()


def test_the_log_cannot_witness_itself(now: datetime) -> None:
    joko, _nila = two()
    advance(now)
    own = VerifierKey.parse(Key.objects.get().verifier)
    same = VerifierKey("saksi.example", KeyKind.COSIGNATURE, own.public).text()
    with pytest.raises(InvalidField, match="tidak dapat menjadi saksi"):
        change.propose(joko, Kind.POLICY, text=f"witness A {same}\nquorum A\n", now=now)


def test_a_policy_that_would_not_work_is_refused_before_anybody_is_asked(now: datetime) -> None:
    joko, _nila = two()
    for text in ("", "quorum none", "witness A x\nquorum A"):
        with pytest.raises(InvalidField):
            change.propose(joko, Kind.POLICY, text=text, now=now)
    assert not Change.objects.exists()
