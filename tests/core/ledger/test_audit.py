"""A whole log is checked from its leaves: its root, its chains, the order of its acts, and what it signed before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikrar.core.ledger.audit import AFTER, MAX_FAULTS, Audit, audit
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.leaf import NO_PREVIOUS, Leaf, coarse_time, leaf_hash, parse
from tests.core.ledger import keys
from tests.core.ledger.written import AT, Log

LOG = Log(50)
FIRST = parse(LOG.leaves[0])


def said(found: Audit) -> list[str]:
    return [str(fault) for fault in found.faults]


def chain(*types: str) -> Log:
    """A log of one reference whose leaves have these types, each going on from the one before it."""
    log, prev = Log(), NO_PREVIOUS
    for type_ in types:
        time = coarse_time(AT, EVENTS[type_].grain)
        leaf = replace(FIRST, type=type_, time=time, prev=prev).to_bytes()
        log.add(leaf)
        prev = leaf_hash(leaf)
    return log


def test_a_log_that_was_never_touched_holds() -> None:
    found = audit(LOG.leaves, LOG.point(), [LOG.point(0), LOG.point(20), LOG.point(50)])
    assert (found.holds, found.size, found.refs, found.root) == (True, 50, 3, LOG.point().root)
    assert found.types == {"declaration.frozen": 50}
    assert audit([], Log().point()).holds


def test_R49_a_leaf_that_was_changed_changes_the_root() -> None:
    leaves = list(LOG.leaves)
    leaves[30] = replace(parse(leaves[30]), by="98.01/bawaslu").to_bytes()
    found = audit(leaves, LOG.point(), [LOG.point(20), LOG.point(40)])
    assert said(found) == [
        "Daun 34 tidak melanjutkan daun sebelumnya dari rujukannya.",
        "Akar pada 40 daun berbeda dari yang ditandatangani.",
        "Akar pada 50 daun berbeda dari yang ditandatangani.",
    ]


def test_R49_a_log_that_forgot_what_it_signed_is_found() -> None:
    fork = Log(20)
    fork.salt = "lain"
    fork.grow(20)
    assert said(audit(fork.leaves, fork.point(), [LOG.point(30), LOG.point(50)])) == [
        "Akar pada 30 daun berbeda dari yang ditandatangani.",
        "Titik periksa dengan 50 daun tidak tercapai: hanya ada 40 daun.",
    ]
    assert said(audit(LOG.leaves[:40], LOG.point())) == [
        "Titik periksa dengan 50 daun tidak tercapai: hanya ada 40 daun."
    ]
    assert said(audit(LOG.leaves, LOG.point(40))) == ["Ada 10 daun lebih daripada yang ditandatangani."]


@pytest.mark.parametrize("gap", [0, 3, 25])
def test_a_chain_with_a_gap_is_found_although_the_root_fits(gap: int) -> None:
    log = Log()
    for leaf in (*LOG.leaves[:gap], *LOG.leaves[gap + 1 : 30]):
        log.add(leaf)
    assert said(audit(log.leaves, log.point())) == [
        f"Daun {gap + 3} tidak melanjutkan daun sebelumnya dari rujukannya."
    ]


@pytest.mark.parametrize("type_", AFTER)
def test_an_act_that_must_follow_another_is_found_when_it_comes_first(type_: str) -> None:
    before = min(AFTER[type_])
    alone, after = chain(type_), chain(before, type_)
    assert said(audit(alone.leaves, alone.point())) == [f"Daun 1 ({type_}) mendahului yang harus ada lebih dulu."]
    assert audit(after.leaves, after.point()).holds


def test_every_act_of_the_order_exists() -> None:
    assert {*AFTER, *frozenset().union(*AFTER.values())} <= EVENTS.keys()


def test_bytes_that_are_no_leaf_are_found_and_counted_apart() -> None:
    log = Log(3)
    log.add(b"nothing")
    log.grow(0)
    found = audit(log.leaves, log.point())
    assert said(found) == ["Daun 4 bukan daun yang dikenal."]
    assert found.types["?"] == 1


def test_the_faults_of_a_ruined_log_have_an_end() -> None:
    leaves = [b"nothing"] * (MAX_FAULTS + 5)
    found = audit(leaves, Checkpoint(keys.ORIGIN, 1, b"r" * 32))
    assert len(found.faults) == MAX_FAULTS
    assert not found.holds


def test_a_leaf_is_one_of_its_reference_alone() -> None:
    other = Leaf(FIRST.type, FIRST.time, FIRST.by, "7K3M0123456789ABCDEFGHJKMN", NO_PREVIOUS, FIRST.com)
    log = Log(4)
    log.add(other.to_bytes())
    assert audit(log.leaves, log.point()).refs == 4
