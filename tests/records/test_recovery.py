"""R51: a database that is older than what was signed signs nothing until it has taken the rest back from the tiles."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ikrar.core.errors import Refused
from ikrar.core.ledger.tile import ENTRIES, Tile
from ikrar.durable import put
from ikrar.records.ledger import actions, cosigning, queries, recovery, sequence, store
from ikrar.records.ledger.cosigning import Ahead, Answer
from ikrar.records.ledger.models import Checkpoint, Leaf
from ikrar.records.ref import new_ref
from tests.records.test_sequence import check_whole
from tests.store import STORE
from tests.witnessing import NOW, act, advance, agree, cosign, later


def restored(name: str) -> None:
    """Put a kept database back, as `ikrar restore` does, with its mark beside the tiles."""
    STORE.restore(name)
    put(recovery._path(recovery.RESTORED), json.dumps({"v": 1, "size": 0}).encode())


def test_r51_a_restored_backup_takes_the_missing_leaves_from_the_tiles_and_goes_on(database: Path) -> None:
    agree()
    one = new_ref()
    act(one, 3)
    advance(NOW)
    waiting = act(one)[0]
    yesterday = STORE.keep("yesterday")
    act(count=300)
    lost = act(one, 2)
    advance(later(1))
    newest = Checkpoint.objects.latest("id")
    restored(yesterday)
    assert sequence.numbered() == 3
    with pytest.raises(Refused):
        sequence.advance(later(2))
    assert recovery.recover(later(2)).replayed == 303
    assert sequence.numbered() == 306
    assert Leaf.objects.get(hash=waiting.hash).number == 3
    assert [leaf.hash for leaf in queries.leaves_of(one)][-2:] == [leaf.hash for leaf in lost]
    assert not hasattr(Leaf.objects.get(hash=lost[0].hash), "opening"), "what was lost comes back without its content"
    assert Checkpoint.objects.latest("id").note == newest.note
    assert recovery.restored()
    recovery.settled()
    act(one)
    advance(later(3))
    check_whole()
    assert cosign(later(3)) == 0, "every witness accepted what came after"


def test_r51_an_old_database_refuses_to_sign_where_the_tiles_are_lost_but_a_witness_remembers(database: Path) -> None:
    agree()
    act(count=2)
    advance(NOW)
    yesterday = STORE.keep("yesterday")
    folder = store.local().root
    shutil.copytree(folder, folder.with_name("ledger-old"))
    act(count=5)
    advance(later(1))
    newer = folder.with_name("ledger-new")
    shutil.rmtree(newer, ignore_errors=True)
    folder.rename(newer)
    folder.with_name("ledger-old").rename(folder)
    restored(yesterday)
    recovery.recover(later(2))
    asked = cosigning.questions(later(2), active=False, again=True)[0]
    said = cosigning.take(asked, Answer(409, b"7\n"), later(2))
    assert said == Ahead("KPU", 7)
    recovery.note_ahead(said.name, said.size)
    with pytest.raises(Refused, match=r"sudah melihat 7 daun, basis data ini hanya mengenal 2"):
        recovery.recover(later(2))
    shutil.rmtree(folder)
    shutil.copytree(newer, folder)
    recovery.note_ahead(said.name, said.size)
    assert recovery.recover(later(3)).replayed == 5
    assert not recovery._path(recovery.BEHIND).exists()
    check_whole()


def test_r51_the_mirror_gives_back_what_the_own_folder_lost(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = store.Store(tmp_path / "cermin")
    monkeypatch.setattr(store, "mirror", lambda: second)
    act(count=3)
    sequence.advance(NOW)
    yesterday = STORE.keep("yesterday")
    act(count=260)
    sequence.advance(later(1))
    shutil.rmtree(store.local().root)
    restored(yesterday)
    assert recovery.recover(later(2), whole=True).replayed == 260
    check_whole()


def test_a_mirror_that_is_new_is_filled(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(count=270)
    sequence.advance(NOW)
    second = store.Store(tmp_path / "cermin")
    monkeypatch.setattr(store, "mirror", lambda: second)
    recovery.recover(NOW)
    assert second.checkpoint() == store.local().checkpoint()
    assert second.read(Tile(0, 0)) == store.local().read(Tile(0, 0))
    assert second.read(Tile(ENTRIES, 1, 14)) == store.local().read(Tile(ENTRIES, 1, 14))


def test_new_acts_that_contradict_what_was_signed_stop_the_log(database: Path) -> None:
    one = new_ref()
    act(one)
    sequence.advance(NOW)
    yesterday = STORE.keep("yesterday")
    act(one)
    sequence.advance(later(1))
    restored(yesterday)
    act(one, now=later(100))
    with pytest.raises(Refused, match="perbuatan baru yang bertentangan"):
        recovery.recover(later(2))
    assert sequence.numbered() == 1


def test_tiles_that_do_not_go_on_from_the_database_stop_the_log(database: Path) -> None:
    empty = STORE.keep("empty")
    act(count=3)
    sequence.advance(NOW)
    with_key = Checkpoint.objects.get().key
    STORE.restore(empty)
    with pytest.raises(Refused):
        recovery.recover(NOW)
    type(with_key)(verifier=with_key.verifier, made_at=NOW, begun_at=NOW).save()
    act(count=2)
    sequence.number_waiting()
    with pytest.raises(Refused, match="berbeda sebelum daun 2"):
        recovery.recover(NOW)


def test_bundles_that_do_not_make_the_signed_root_stop_the_log(database: Path) -> None:
    act()
    sequence.advance(NOW)
    yesterday = STORE.keep("yesterday")
    leaf = act()[0]
    sequence.advance(NOW)
    path = store.local().root / Tile(ENTRIES, 0, 2).path()
    path.write_bytes(path.read_bytes().replace(leaf.ref.encode(), new_ref().encode()))
    restored(yesterday)
    with pytest.raises(Refused, match="tidak cocok dengan titik periksanya"):
        recovery.recover(NOW)
    assert Leaf.objects.count() == 1


# --- files ----------------------------------------------------------------------------------------------------------


def test_tiles_that_were_lost_are_made_again_from_the_database(database: Path) -> None:
    act(count=300)
    sequence.advance(NOW)
    shutil.rmtree(store.local().root)
    recovery.recover(NOW)
    act(count=3)
    sequence.advance(NOW)
    check_whole()


def test_a_tile_that_differs_from_the_database_stops_the_log(database: Path) -> None:
    act(count=300)
    sequence.advance(NOW)
    path = store.local().root / Tile(ENTRIES, 0).path()
    good = path.read_bytes()
    path.write_bytes(good[:-1] + b"x")
    recovery.recover(NOW)
    with pytest.raises(Refused, match="tile/entries/000 berbeda"):
        recovery.recover(NOW, whole=True)
    path.write_bytes(good)
    recovery.recover(NOW, whole=True)


def test_a_newest_tile_that_was_changed_is_seen_in_every_round(database: Path) -> None:
    act(count=3)
    sequence.advance(NOW)
    (store.local().root / Tile(0, 0, 3).path()).write_bytes(bytes(96))
    with pytest.raises(Refused, match="titik periksa terakhir"):
        recovery.recover(NOW)


def test_a_checkpoint_that_was_written_but_not_kept_is_adopted(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act()
    sequence.advance(NOW)
    act()
    monkeypatch.setattr(sequence, "keep", lambda *given: None)
    sequence.number_waiting()
    frontier = sequence.lay(sequence.stores(), 1, 2, signed=1)
    sequence.sign(sequence.stores(), frontier, NOW)
    monkeypatch.undo()
    assert Checkpoint.objects.count() == 1
    recovery.recover(NOW)
    assert Checkpoint.objects.latest("id").size == 2
    check_whole()


def test_a_checkpoint_of_a_stranger_beside_the_tiles_is_not_believed(database: Path) -> None:
    act()
    sequence.advance(NOW)
    other = store.local().checkpoint().replace("ikrar.example", "lain.example")
    store.local().keep_checkpoint(other)
    with pytest.raises(Refused):
        recovery.recover(NOW)


def test_a_log_that_has_not_begun_has_nothing_to_recover(database: Path) -> None:
    assert recovery.recover(NOW).replayed == 0
    assert not recovery.restored()


def test_why_the_last_round_signed_nothing_is_kept_until_one_goes_well(database: Path) -> None:
    assert recovery.stopped() is None
    recovery.note_stopped(Refused("Ubin {path} berbeda.", path="tile/0/000"))
    assert recovery.stopped() == ("Ubin {path} berbeda.", {"path": "tile/0/000"})
    recovery.note_stopped(None)
    assert recovery.stopped() is None


def test_erasing_openings_does_not_concern_the_log(database: Path) -> None:
    leaf = act()[0]
    sequence.advance(NOW)
    actions.forget(leaf.ref)
    recovery.recover(NOW, whole=True)
    check_whole()


def test_what_one_witness_has_seen_is_remembered_until_that_one_says_otherwise(database: Path) -> None:
    assert recovery.ahead() == ""
    recovery.note_ahead("KPU", 7)
    recovery.note_level("BAWASLU")
    assert recovery.ahead() == "KPU"
    recovery.note_level("KPU")
    assert recovery.ahead() == ""


def test_a_checkpoint_file_that_is_older_than_the_row_is_written_anew(database: Path) -> None:
    act()
    advance(NOW)
    older = store.local().checkpoint()
    act()
    advance(later(1))
    newest = Checkpoint.objects.latest("id").note
    store.local().keep_checkpoint(older)
    recovery.recover(later(2))
    assert store.local().checkpoint() == newest != older


def test_tiles_made_again_in_several_goes_are_the_same(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(count=600)
    advance(NOW)
    folder = store.local().root / "tile"
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shutil.rmtree(folder)
    monkeypatch.setattr(recovery, "AT_ONCE", 256)
    recovery.recover(later(1), whole=True)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_leaves_that_do_not_make_the_signed_root_stop_the_log(database: Path) -> None:
    act(count=3)
    advance(NOW)
    last = Checkpoint.objects.latest("id")
    last.root = "0" * 64
    with pytest.raises(Refused, match="Daun di basis data tidak cocok"):
        recovery._mend_store(store.local(), last)
