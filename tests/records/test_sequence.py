"""The sequencer: no leaf lost, none twice, a subject's in their order, and nothing signed that is not on the disk."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import Missing, Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger import note as notes
from ikrar.core.ledger import tree
from ikrar.core.ledger.note import VerifierKey
from ikrar.core.ledger.tile import ENTRIES, WIDTH, Tile, decode_entries, reader
from ikrar.core.ledger.tree import Frontier
from ikrar.records.ledger import actions, key, queries, sequence, store
from ikrar.records.ledger.models import Checkpoint, Key, Leaf, Opening
from ikrar.records.ref import new_ref
from tests.installation import POSTGRESQL
from tests.witnessing import NOW, act, advance, agree, later


def check_whole() -> None:
    """Every leaf has one number from 0 on, subjects in their order; tiles and checkpoint are what the leaves make."""
    rows = list(Leaf.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(len(rows)))
    seen: dict[str, str] = {}
    for row in rows:
        assert row.prev == seen.get(row.ref, "-")
        seen[row.ref] = row.hash
    frontier = Frontier()
    for row in rows:
        frontier.append(bytes.fromhex(row.hash))
    last = sequence.newest()
    assert last is not None
    assert (last.size, last.root) == (len(rows), frontier.root().hex())
    assert tree.root(reader(store.local().read, last.size), last.size) == frontier.root()
    bundled = [leaf for tile in _bundles(len(rows)) for leaf in decode_entries(store.local().read(tile), tile.width)]
    assert bundled == [bytes(row.data) for row in rows]
    note = notes.open_note(last.note, [VerifierKey.parse(last.key.verifier)])
    assert checkpoints.parse(note.text).size == last.size
    assert store.local().checkpoint() == last.note


def _bundles(size: int) -> list[Tile]:
    return [Tile(ENTRIES, n, min(WIDTH, size - n * WIDTH)) for n in range(-(-size // WIDTH))]


def test_leaves_that_wait_from_before_get_their_numbers_and_a_signed_checkpoint(database: Path) -> None:
    one = new_ref()
    act(one, 3)
    act(count=4)
    done = sequence.advance(NOW)
    assert (done.numbered, done.signed, done.checkpoint.size) == (7, True, 7)
    check_whole()
    again = sequence.advance(later(1))
    assert (again.numbered, again.signed, again.checkpoint.pk) == (0, False, done.checkpoint.pk)


def test_an_empty_log_signs_its_emptiness(database: Path) -> None:
    done = sequence.advance(NOW)
    assert (done.checkpoint.size, done.checkpoint.root) == (0, hashlib.sha256(b"").hexdigest())


def test_the_log_grows_over_the_edges_of_its_tiles(database: Path) -> None:
    for count in (255, 1, 1, 255, 300, 0, 5):
        act(count=count)
        sequence.advance(NOW)
        check_whole()
    folder = store.local().root / "tile" / "0"
    assert sorted(path.name for path in folder.iterdir()) == ["000", "001", "002", "003.p"]
    assert {path.name for path in (folder / "003.p").iterdir()} <= {"44", "49"}


def test_tiles_are_the_same_however_the_rounds_fell(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(count=600)
    monkeypatch.setattr(sequence, "BATCH", 97)
    sequence.advance(NOW)
    check_whole()


def test_a_leaf_never_comes_before_its_predecessor_whatever_the_ids_say() -> None:
    rows = [(5, "e", "d", True), (4, "b", "a", True), (3, "a", "-", False), (2, "d", "c", True), (1, "x", "y", False)]
    assert sequence.in_order(rows) == [3, 1, 4]
    assert sequence.in_order([]) == []


@given(st.lists(st.integers(1, 4), max_size=5), st.randoms(use_true_random=False))
def test_chains_in_any_order_of_rows_come_out_in_theirs(lengths: list[int], chance: Random) -> None:
    rows = [
        (10 * chain + n, f"{chain}.{n}", f"{chain}.{n - 1}" if n else "-", n > 0)
        for chain, length in enumerate(lengths)
        for n in range(length)
    ]
    chance.shuffle(rows)
    placed = sequence.in_order(rows)
    assert sorted(placed) == sorted(pk for pk, *_ in rows)
    for chain, length in enumerate(lengths):
        mine = [pk for pk in placed if pk // 10 == chain]
        assert mine == [10 * chain + n for n in range(length)]


def test_a_batch_that_ends_within_a_chain_goes_on_with_it(database: Path) -> None:
    one = new_ref()
    act(one, 5)
    assert sequence.number_waiting(2) == 2
    assert sequence.number_waiting(2) == 2
    sequence.advance(NOW)
    check_whole()


def test_a_number_is_given_once_and_a_checkpoint_never_changes(database: Path) -> None:
    act(count=2)
    last = sequence.advance(NOW).checkpoint
    for change in (
        lambda: Leaf.objects.update(number=F("number") + 10),
        lambda: Checkpoint.objects.update(size=5),
        lambda: Checkpoint.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="final"), transaction.atomic():
            change()
    last.refresh_from_db()
    check_whole()


def test_a_checkpoint_below_the_last_signed_size_is_refused(database: Path) -> None:
    act(count=3)
    sequence.advance(NOW)
    edge = Frontier()
    edge.append(bytes(32))
    with pytest.raises(Refused, match="di bawah 3"):
        sequence.sign(sequence.stores(), edge, NOW)
    assert checkpoints.parse(notes.read_note(store.local().checkpoint()).text).size == 3


class Stopped(Exception):
    """The process is gone at this point."""


STEPS = ("number_waiting", "lay", "sign", "keep", "_lay_some", "_refuse_smaller")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_round_cut_short_at_any_step_is_simply_begun_again(
    database: Path, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    one = new_ref()
    act(one, 3)
    sequence.advance(NOW)
    act(one, 300)
    act(count=30)
    real = getattr(sequence, step)

    def broken(*args: object, **kwargs: object) -> object:
        if when == "before":
            raise Stopped
        real(*args, **kwargs)
        raise Stopped

    monkeypatch.setattr(sequence, step, broken)
    with pytest.raises(Stopped):
        sequence.advance(later(1))
    monkeypatch.undo()
    act(one, 2)
    sequence.advance(later(2))
    check_whole()


def test_no_checkpoint_is_signed_before_its_tiles_are_on_the_disk(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(count=3)
    done: list[str] = []
    real = store.put

    def write(path: Path, data: bytes, **more: int) -> None:
        real(path, data, **more)
        done.append(path.name)

    monkeypatch.setattr(store, "put", write)
    sequence.advance(NOW)
    assert done.count("checkpoint") == 1
    assert done[-1] == "checkpoint"
    assert done.count("3") == 2  # the tile and the bundle of three


def test_a_full_disk_leaves_nothing_half_written(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(count=3)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        sequence.advance(NOW)
    assert not [path for path in store.local().root.rglob("*") if path.is_file() and path.name != ".lock"]
    assert sequence.newest() is None
    monkeypatch.undo()
    sequence.advance(NOW)
    check_whole()


def test_only_one_process_sequences_at_a_time(database: Path) -> None:
    with sequence.alone(), pytest.raises(Refused, match="Proses lain"), sequence.alone():
        pass
    with sequence.alone():
        pass


ENDLESS = """
import django
django.setup()
from datetime import UTC, datetime
from ikrar.records.ledger import sequence
print("begun", flush=True)
while True:
    with sequence.alone():
        sequence.advance(datetime.now(UTC))
"""


def test_a_sequencer_killed_anywhere_loses_no_leaf_and_gives_no_number_twice(database: Path) -> None:
    chance, written = Random(6), 0
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", ENDLESS], env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(chance.randint(2, 12)):
                act(new_ref(), chance.randint(1, 40))
            process.send_signal(signal.SIGKILL)
    written = Leaf.objects.count()
    with sequence.alone():
        sequence.advance(NOW)
    assert written == sequence.numbered() > 0
    check_whole()


def test_writers_and_the_sequencer_at_the_same_time(database: Path) -> None:
    refs, stop = [new_ref() for _ in range(3)], threading.Event()

    def write(seed: int) -> None:
        chance = Random(seed)
        try:
            for _ in range(12):
                act(chance.choice(refs), chance.randint(1, 3))
        finally:
            connection.close()

    def run() -> None:
        try:
            while not stop.is_set():
                sequence.advance(NOW)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[seed]) for seed in range(3)]
    sequencer = threading.Thread(target=run)
    for thread in (sequencer, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    sequencer.join()
    sequence.advance(NOW)
    check_whole()


def test_no_tile_is_made_of_leaves_with_a_gap_in_their_numbers(database: Path) -> None:
    act(count=2)
    with pytest.raises(Refused, match="celah dalam nomor daun"):
        sequence.make(Frontier(), {0: []}, (0, 2))


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has one writer at a time")
def test_a_leaf_committed_after_a_later_one_was_numbered_gets_its_number_then(database: Path) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            actions.append(type="grant.ended", by="35.28/kpu", ref=new_ref(), record={}, now=NOW)
            begun.set()
            go.wait(60)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(60)
    act()
    assert sequence.advance(NOW).numbered == 1
    go.set()
    thread.join()
    assert sequence.advance(NOW).numbered == 1
    check_whole()


# --- the key --------------------------------------------------------------------------------------------------------


def test_the_first_round_makes_the_key_in_a_file_of_its_own(database: Path, settings: object) -> None:
    sequence.advance(NOW)
    row = Key.objects.get()
    public = VerifierKey.parse(row.verifier)
    path = settings.ENVIRONMENT.data / "ledger-keys" / f"{public.id.hex()}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert public.name == "ikrar.example/ledger"
    assert path.read_text().strip() not in row.verifier
    assert not list(store.local().root.rglob("*.key"))


def test_a_key_file_that_others_can_read_or_that_is_another_key_signs_nothing(database: Path) -> None:
    sequence.advance(NOW)
    row = Key.objects.get()
    path = key._file(VerifierKey.parse(row.verifier))
    path.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        key.signer(row)
    path.chmod(0o600)
    path.write_text("A" * 43 + "=\n")
    with pytest.raises(Refused, match="bukan kunci"):
        key.signer(row)
    path.unlink()
    act()
    with pytest.raises(Refused, match="tidak ada"):
        sequence.advance(NOW)


def test_a_new_key_begins_after_the_old_one_signed_a_last_checkpoint(database: Path) -> None:
    act(count=2)
    sequence.advance(NOW)
    old = Key.objects.get()
    new = key.make(later(1))
    act()
    done = sequence.advance(later(2))
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.ended_at, new.begun_at) == (later(2), later(2))
    assert [(row.size, row.key_id) for row in Checkpoint.objects.order_by("id")] == [
        (2, old.pk),
        (3, old.pk),
        (3, new.pk),
    ]
    assert done.signed
    assert not sequence.advance(later(3)).signed
    check_whole()


def test_a_lost_key_is_replaced_without_a_last_checkpoint(database: Path) -> None:
    act()
    sequence.advance(NOW)
    key._file(VerifierKey.parse(Key.objects.get().verifier)).unlink()
    new = key.make(later(1))
    act()
    assert sequence.advance(later(2)).checkpoint.key_id == new.pk
    assert Checkpoint.objects.count() == 2
    check_whole()


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_narrower_tile_is_cut_out_of_a_wider_one(database: Path) -> None:
    act(count=300)
    sequence.advance(NOW)
    own = store.local()
    whole = own.read(Tile(0, 0))
    assert own.read(Tile(0, 0, 7)) == whole[: 7 * 32]
    assert own.read(Tile(0, 1, 9)) == own.read(Tile(0, 1, 44))[: 9 * 32]
    assert decode_entries(own.read(Tile(ENTRIES, 1, 3)), 3) == tuple(
        bytes(row.data) for row in Leaf.objects.filter(number__gte=256, number__lt=259).order_by("number")
    )
    for absent in (Tile(0, 1), Tile(0, 1, 45), Tile(0, 2, 1), Tile(1, 1, 1)):
        with pytest.raises(Missing):
            own.read(absent)


def test_the_mirror_holds_the_same_files(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = store.Store(tmp_path / "cermin")
    monkeypatch.setattr(store, "mirror", lambda: second)
    act(count=260)
    sequence.advance(NOW)
    files = {p.relative_to(second.root): p.read_bytes() for p in second.root.rglob("*") if p.is_file()}
    assert files
    assert all((store.local().root / name).read_bytes() == data for name, data in files.items())
    assert Path("checkpoint") in files


def test_a_covered_tile_that_says_something_else_stops_the_log(database: Path) -> None:
    act(count=300)
    sequence.advance(NOW)
    path = store.local().root / Tile(0, 0).path()
    path.write_bytes(bytes(256 * 32))
    with pytest.raises(Refused, match="berbeda dengan basis data"):
        sequence.lay(sequence.stores(), 0, 300, signed=300)
    assert path.read_bytes() == bytes(256 * 32)


def test_a_full_tile_that_nothing_signed_covers_is_written_anew(database: Path) -> None:
    act(count=3)
    sequence.advance(NOW)
    store.local().write(Tile(0, 0), bytes(256 * 32))
    (store.local().root / Tile(0, 0, 3).path()).touch()
    act(count=297)
    sequence.advance(NOW)
    check_whole()


# --- proofs ---------------------------------------------------------------------------------------------------------


def test_a_leaf_has_a_proof_once_it_is_numbered_and_signed(database: Path) -> None:
    leaf = act()[0]
    assert queries.proof(leaf.hash) is None
    assert queries.proof("0" * 64) is None
    act(count=20)
    assert sequence.number_waiting() == 21
    assert queries.proof(leaf.hash) is None
    last = sequence.advance(NOW).checkpoint
    for row in Leaf.objects.all():
        found = queries.proof(row.hash)
        assert found is not None
        assert found.extra == bytes(row.data)
        tree.check_inclusion(bytes.fromhex(row.hash), found.index, 21, found.path, bytes.fromhex(last.root))


def test_a_proof_names_the_newest_checkpoint_that_enough_witnesses_cosigned(database: Path) -> None:
    agree()
    leaf = act()[0]
    advance(NOW)
    act()
    advance(later(1), but=("UNIV", "PERS"))
    found = queries.proof(leaf.hash)
    assert found is not None
    note = checkpoints.parse(notes.read_note(found.checkpoint).text)
    assert note.size == 1
    assert found.checkpoint.count("—") == 6


def test_erasing_an_opening_keeps_the_proof_valid(database: Path) -> None:
    leaf, other = act()[0], act()[0]
    advance(NOW)
    before = queries.proof(leaf.hash)
    actions.forget(leaf.ref)
    assert list(Opening.objects.values_list("leaf_id", flat=True)) == [other.pk]
    assert queries.proof(leaf.hash) == before
    act()
    advance(later(1))
    found = queries.proof(leaf.hash)
    assert found is not None
    tree.check_inclusion(
        bytes.fromhex(leaf.hash), 0, 3, found.path, bytes.fromhex(Checkpoint.objects.latest("id").root)
    )
