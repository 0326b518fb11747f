"""A witness keeps before it answers, one request at a time, and never loses or writes over what accuses a log."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ikrar import durable
from ikrar.channels.witness import store
from ikrar.channels.witness.pull import pull
from ikrar.channels.witness.source import Source
from ikrar.channels.witness.store import Store
from ikrar.channels.witness.witness import Witness, present
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.ledger.cosignature import moment
from ikrar.core.ledger.note import open_note, read_note, read_signature
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.tile import Tile
from ikrar.core.ledger.witness import Fault, logs_of
from tests.core.ledger import keys
from tests.core.ledger.written import AT, Log

NAME = "kpu.contoh/saksi"
LOGS = logs_of(Policy.parse(keys.policy_text()))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    store = Store(tmp_path / "saksi")
    store.make_key(NAME)
    return Witness(store, LOGS, lambda: AT)


def evidence(witness: Witness) -> list[Path]:
    return sorted((witness.store.folder / "evidence").iterdir())


def test_a_key_is_made_once_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "saksi")
    with pytest.raises(Refused):
        store.signer()
    signer = store.make_key(NAME)
    assert store.signer() == signer
    assert signer.name == NAME
    with pytest.raises(Refused):
        store.make_key(NAME)
    assert store.signer() == signer
    assert stat.S_IMODE((store.folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in store.folder.iterdir()) == ["evidence", "key"]


def test_a_bad_name_makes_no_key_and_a_log_s_key_is_no_witness_s(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(InvalidField):
        store.make_key("a b")
    assert not (tmp_path / "key").exists()
    (tmp_path / "key").write_text(keys.log_signer().secret(), encoding="utf-8")
    with pytest.raises(InvalidField):
        store.signer()


def test_what_is_cosigned_is_kept_first(witness: Witness) -> None:
    log = Log(20)
    answer = witness.add(log.request(0).text().encode())
    assert answer.status == 200
    line = read_signature(answer.body.rstrip("\n"))
    assert witness.signer.key.signed(log.point().text(), line)
    assert moment(line) == AT
    assert witness.last() == {keys.ORIGIN: log.point()}
    again = Witness(Store(witness.store.folder), LOGS)
    assert again.last() == {keys.ORIGIN: log.point()}
    assert again.add(log.grow(5).request(20).text().encode()).status == 200
    kept = next(witness.store.folder.glob("log-*.note")).read_text(encoding="utf-8")
    assert open_note(kept, [witness.signer.key]).text == log.point().text()


def test_a_witness_that_cannot_keep_cosigns_nothing(witness: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, pieces: list[bytes], **how: int) -> int:
        raise OSError("no space left")

    monkeypatch.setattr(durable, "fill", full)
    with pytest.raises(OSError, match="no space"):
        witness.add(Log(5).request(0).text().encode())
    assert witness.last() == {}


def test_R49_what_accuses_the_log_is_kept_once_beside_what_was_cosigned(witness: Witness) -> None:
    log, fork = Log(20), Log(20, salt="lain")
    witness.add(log.request(0).text().encode())
    body = fork.request(20).text().encode()
    assert [witness.add(body).status for _ in range(3)] == [422, 422, 422]
    (path,) = evidence(witness)
    assert path.name.startswith(f"{Fault.FORK}-")
    held = path.read_bytes()
    assert body in held
    assert log.point().text().encode() in held
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert witness.add(log.request(0).text().encode()).status == 409
    assert witness.last() == {keys.ORIGIN: log.point()}
    assert path.read_bytes() == held


def test_R49_another_key_is_kept_even_before_anything_was_cosigned(witness: Witness) -> None:
    assert witness.add(Log(3, signer=keys.log_signer(9)).request(0).text().encode()).status == 403
    assert b"cosigned before:\n\n(none)" in evidence(witness)[0].read_bytes()


def test_strangers_cannot_fill_the_disk(witness: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_EVIDENCE", 2)
    for n in range(4):
        assert witness.add(Log(n + 1, signer=keys.log_signer(9)).request(0).text().encode()).status == 403
    assert len(evidence(witness)) == 2


def test_of_many_at_once_one_is_cosigned_and_the_others_hear_the_size(witness: Witness) -> None:
    log = Log(40)
    bodies = [log.request(0, size).text().encode() for size in range(30, 38)]
    statuses: list[int] = []
    others = [Witness(Store(witness.store.folder), LOGS) for _ in bodies]  # as other processes of the same folder
    threads = [
        threading.Thread(target=lambda w=w, b=b: statuses.append(w.add(b).status))
        for w, b in zip(others, bodies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, *[409] * 7]


def test_the_clock_is_the_present_in_utc() -> None:
    assert abs((present() - datetime.now(UTC)).total_seconds()) < 60


class Taking(Source):
    """A log in a folder that takes cosignatures too, and keeps them."""

    def __init__(self, folder: Path, status: int = 200) -> None:
        super().__init__(str(folder))
        self.status, self.taken = status, [""]

    def post(self, path: str, body: bytes) -> tuple[int, str]:
        self.taken.append(f"{path}\n{body.decode()}")
        return self.status, ""


def test_a_witness_that_looks_proves_from_tiles_and_sends_its_cosignature(witness: Witness, tmp_path: Path) -> None:
    log = Log(300)
    source = Taking(log.write(tmp_path, log.note()))
    assert pull(witness, source).answer.status == 200
    log.grow(300).write(tmp_path)
    found = pull(witness, source)
    assert (found.size, found.answer.status, found.taken) == (600, 200, 200)
    path, _, note = source.taken[-1].partition("\n")
    assert path == "cosignature"
    opened = open_note(note, [keys.log_signer().key, witness.signer.key])
    assert opened.names() == {keys.ORIGIN, NAME}
    assert len(opened.unverified) == 5  # what the other witnesses wrote is passed on
    assert pull(witness, source).answer.status == 200


@pytest.mark.parametrize("cut", [100, 300])
def test_R49_a_witness_that_looks_refuses_a_log_that_was_rewritten(witness: Witness, tmp_path: Path, cut: int) -> None:
    log = Log(300)
    pull(witness, Taking(log.write(tmp_path)))
    other = Log(cut, salt="lain")
    source = Taking(other.grow(100).write(tmp_path))
    found = pull(witness, source)
    assert found.answer.status == (400 if cut == 100 else 422)
    assert found.answer.fault is (Fault.ROLLBACK if cut == 100 else Fault.UNPROVEN)
    assert len(evidence(witness)) == 1
    assert source.taken == [""]


def test_R49_tiles_that_are_none_prove_nothing(witness: Witness, tmp_path: Path) -> None:
    log = Log(300)
    pull(witness, Taking(log.write(tmp_path)))
    log.grow(100).write(tmp_path)
    (tmp_path / Tile(0, 1, 144).path()).write_bytes(b"short")
    assert pull(witness, Taking(tmp_path)).answer.fault is Fault.UNPROVEN


def test_a_source_is_an_address_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidField):
        Source(str(tmp_path / "tiada"))
    with pytest.raises(InvalidField):
        Source("file:///etc/hostname")
    with pytest.raises(Refused):
        Source(str(tmp_path)).checkpoint()
    with pytest.raises(Refused):
        Source("http://127.0.0.1:9/ledger").checkpoint()
    with pytest.raises(Refused):
        Source("http://127.0.0.1:9/ledger").post("cosignature", b"")


def test_a_file_larger_than_it_may_be_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(b"x" * 1_000_001)
    with pytest.raises(BadInput):
        Source(str(tmp_path)).checkpoint()


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one(tmp_path: Path) -> None:
    log = Log(300)
    small = Log(100)
    log.write(tmp_path)
    source = Source(str(tmp_path))
    assert list(source.leaves(100)) == small.leaves
    assert source.read(100)(6, 0) == small.nodes[6, 0]
    with pytest.raises(Refused):
        list(source.leaves(600))


def test_the_note_kept_holds_the_log_s_signature_and_the_witness_s_own(witness: Witness) -> None:
    witness.add(Log(5).request(0).text().encode())
    kept = next(witness.store.folder.glob("log-*.note")).read_bytes()
    assert [signature.name for signature in read_note(kept).unverified] == [keys.ORIGIN, NAME]
