"""R45: an act and its leaf are both kept or both lost, wherever the database fails underneath them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection

from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.leaf import leaf_hash, opens
from ikrar.records.account.models import User
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Leaf
from tests import cast
from tests.house import figures
from tests.installation import on_sqlite
from tests.records.acts import ACTS, LEAVES, Act
from tests.store import STORE

FOLD = "wal_checkpoint"


class Faulty:
    """Raises at the statement with the given number, transaction control included; counts from 0."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Fail at the one statement and pass the others on; folding the log comes after the act and is not of it."""
        number, self.seen = self.seen, self.seen + (FOLD not in sql)
        if number == self.at and FOLD not in sql:
            raise DatabaseError("planted")
        return execute(sql, params, many, context)


@contextmanager
def failing_commit() -> Iterator[None]:
    """Let every commit fail, as a full disk would."""
    real = connection._commit

    def fail() -> None:
        raise DatabaseError("planted")

    connection._commit = fail
    try:
        yield
    finally:
        connection._commit = real


def test_r45_every_event_of_the_table_has_an_act_here() -> None:
    assert set(ACTS) == set(EVENTS), "a new ledger event needs its act in ACTS, so that its faults are driven"


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_r45_an_act_and_its_leaf_are_both_kept_or_both_lost_at_every_statement(database: Path, event: str) -> None:
    act = ACTS[event]()
    before, leaves, points = STORE.content(), Leaf.objects.count(), 0
    with failing_commit():
        assert _raises(act)
    assert STORE.content() == before, "after a failed commit"
    while _fails_at(points, act):
        assert STORE.content() == before, f"after a fault at statement {points}"
        points += 1
    assert points >= 5
    assert Leaf.objects.count() == leaves + LEAVES.get(event, 1)
    _check_leaf(event)
    figures.note(f"fault points of {event}", points + 1)


def _fails_at(number: int, act: Act) -> bool:
    with connection.execute_wrapper(Faulty(number)):
        return _raises(act)


def _raises(act: Act) -> bool:
    try:
        act()
    except DatabaseError as error:
        if "planted" not in str(error):
            raise
        return True
    return False


def _check_leaf(event: str) -> None:
    leaf = Leaf.objects.filter(type=event).latest("id")
    record = json.loads(bytes(leaf.opening.record))
    assert leaf.type == record["act"] == event
    assert opens(leaf.com, bytes(leaf.opening.r), record)
    chain = ledger.leaves_of(leaf.ref)
    assert [one.prev for one in chain] == ["-", *(leaf_hash(bytes(one.data)) for one in chain[:-1])]


@on_sqlite
@pytest.mark.parametrize("event", ["reading.erased", "example.erased"])
def test_r45_when_only_folding_the_log_fails_act_and_leaf_are_both_kept(database: Path, event: str) -> None:
    act, leaves = ACTS[event](), Leaf.objects.count()

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if FOLD in sql:
            raise DatabaseError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        assert _raises(act)
    assert Leaf.objects.count() == leaves + 1
    assert not act()
    assert Leaf.objects.count() == leaves + 1


def test_the_fault_drive_itself_finds_an_act_whose_leaf_is_written_apart(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = cast.employ(cast.DEWI)

    def careless() -> None:
        User.objects.filter(pk=user.pk).update(name="lain")
        ACTS["grant.given"]()()

    before = STORE.content()
    with connection.execute_wrapper(Faulty(3)):
        assert _raises(careless)
    assert STORE.content() != before
