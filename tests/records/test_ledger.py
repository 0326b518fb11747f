"""The outbox of leaves: one door, one chain for each subject, nothing outside the act's own transaction."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import rfc8785
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.leaf import leaf_hash, opens, parse
from ikrar.records.ledger import actions, queries
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.ref import new_ref

NOW = datetime(2026, 3, 2, 5, 17, tzinfo=UTC)
RECORD = {"act": "grant.ended", "grant": "0" * 26, "reason": "pindah tugas"}


def append(ref: str, **changes: object) -> Leaf:
    """Leave one leaf, in a transaction of its own."""
    values = {"type": "grant.ended", "by": "35.28/kpu", "ref": ref, "record": RECORD, "now": NOW} | changes
    with transaction.atomic():
        return actions.append(**values)


def test_r45_a_leaf_outside_a_transaction_is_refused_and_nothing_is_written(database: Path) -> None:
    with pytest.raises(actions.OutsideTransaction):
        actions.append(type="grant.ended", by="35.28/kpu", ref=new_ref(), record=RECORD, now=NOW)
    assert not Leaf.objects.exists()
    assert not Opening.objects.exists()


def test_the_bytes_kept_are_the_leaf_and_the_columns_repeat_them(database: Path) -> None:
    leaf = append(new_ref())
    kept = Leaf.objects.get()
    text = parse(bytes(kept.data))
    assert (text.type, text.time, text.by, text.ref, text.prev, text.com) == (
        kept.type,
        kept.time,
        kept.by,
        kept.ref,
        kept.prev,
        kept.com,
    )
    assert kept.hash == leaf.hash == leaf_hash(bytes(kept.data))
    assert kept.number is None


def test_r47_the_time_in_a_leaf_is_no_finer_than_its_event_allows(database: Path) -> None:
    assert append(new_ref()).time == "2026-03-02T05Z"


def test_the_commitment_opens_with_its_opening_and_with_no_other(database: Path) -> None:
    leaf = append(new_ref())
    opening = Opening.objects.get(leaf=leaf)
    assert bytes(opening.record) == rfc8785.dumps(RECORD)
    assert opens(leaf.com, bytes(opening.r), RECORD)
    assert not opens(leaf.com, bytes(32), RECORD)
    assert not opens(leaf.com, bytes(opening.r), RECORD | {"reason": "lain"})


def test_leaves_of_one_subject_chain_and_those_of_two_do_not_touch(database: Path) -> None:
    one, two = new_ref(), new_ref()
    first, other, second = append(one), append(two), append(one)
    assert (first.prev, other.prev) == ("-", "-")
    assert second.prev == first.hash
    assert [leaf.pk for leaf in queries.leaves_of(one)] == [first.pk, second.pk]


def many(*acts: actions.Act) -> list[Leaf]:
    """Leave the leaves of acts that happen together."""
    with transaction.atomic():
        return actions.append_many(acts, now=NOW)


def act(ref: str, by: str = "35.28/kpu", **record: object) -> actions.Act:
    """Return one act on a subject."""
    return actions.Act("grant.ended", by, ref, RECORD | record)


def test_leaves_left_together_chain_as_those_left_one_by_one(database: Path) -> None:
    one, two = new_ref(), new_ref()
    before = append(one)
    first, other, second = many(act(one), act(two), act(one, reason="lagi"))
    assert (first.prev, other.prev, second.prev) == (before.hash, "-", first.hash)
    assert append(one).prev == second.hash
    assert [leaf.hash for leaf in queries.leaves_of(one)][:3] == [before.hash, first.hash, second.hash]


def test_each_of_many_leaves_has_an_opening_of_its_own_that_opens_its_record(database: Path) -> None:
    leaves = many(*(act(new_ref(), number=n) for n in range(5)))
    openings = [Opening.objects.get(leaf=leaf) for leaf in leaves]
    assert len({bytes(one.r) for one in openings}) == 5
    for n, (leaf, opening) in enumerate(zip(leaves, openings, strict=True)):
        kept = Leaf.objects.get(pk=leaf.pk)
        assert kept.hash == leaf.hash == leaf_hash(bytes(kept.data))
        assert bytes(opening.record) == rfc8785.dumps(RECORD | {"number": n})
        assert opens(kept.com, bytes(opening.r), RECORD | {"number": n})


def test_one_leaf_of_many_that_would_break_its_form_leaves_none_of_them(database: Path) -> None:
    with pytest.raises(InvalidField):
        many(act(new_ref()), act(new_ref(), by="Siti Aminah"))
    assert not Leaf.objects.exists()
    assert not Opening.objects.exists()


def test_r45_many_leaves_outside_a_transaction_are_refused(database: Path) -> None:
    with pytest.raises(actions.OutsideTransaction):
        actions.append_many([act(new_ref())], now=NOW)


def test_a_thousand_leaves_ask_as_much_as_two(database: Path) -> None:
    counts = []
    for number in (2, 1_000):
        acts = [act(new_ref()) for _ in range(number)]
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            actions.append_many(acts, now=NOW)
        counts.append(sum(1 for query in asked if "SELECT" in query["sql"][:6] and "advisory" not in query["sql"]))
    assert counts[0] == counts[1]


def test_a_leaf_that_would_break_its_form_is_refused_and_nothing_is_written(database: Path) -> None:
    with pytest.raises(InvalidField):
        append(new_ref(), by="Ibu Dewi 0812-3456-7890")
    assert not Leaf.objects.exists()


def test_forgetting_erases_the_openings_of_one_subject_and_its_leaves_stay_valid(database: Path) -> None:
    one, two = new_ref(), new_ref()
    append(one)
    append(one)
    kept = append(two)
    assert actions.forget(one) == 2
    assert [o.leaf_id for o in Opening.objects.all()] == [kept.pk]
    assert [parse(bytes(leaf.data)).ref for leaf in queries.leaves_of(one)] == [one, one]
    assert actions.forget(one) == 0


def test_two_writers_at_once_never_fork_the_chain_of_a_subject(database: Path) -> None:
    ref, start, rounds = new_ref(), threading.Barrier(2), 15

    def write() -> None:
        start.wait()
        try:
            for _ in range(rounds):
                append(ref)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    chain = queries.leaves_of(ref)
    assert [leaf.prev for leaf in chain] == ["-", *(leaf.hash for leaf in chain[:-1])]
    assert len(chain) == 2 * rounds


def test_references_are_random_and_never_in_order_of_time() -> None:
    refs = [new_ref() for _ in range(200)]
    assert len(set(refs)) == len(refs)
    assert refs != sorted(refs)
    assert {len(ref) for ref in refs} == {26}
