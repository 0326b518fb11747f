"""Five institutions witness one ledger, each a process with a key of its own; all five refuse what it must not do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ikrar.channels.witness.source import Source
from ikrar.channels.witness.store import Store
from ikrar.core.errors import Refused
from ikrar.core.ledger.cosignature import added, cosigned
from ikrar.core.ledger.light import Light, light
from ikrar.core.ledger.note import open_note, read_note, read_signature
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.proof import Proof
from ikrar.core.ledger.tree import inclusion
from ikrar.core.ledger.verify import verify
from ikrar.core.ledger.witness import Request
from tests.core.ledger import keys
from tests.core.ledger.written import Log

pytestmark = pytest.mark.journey
RULES = "group negara 2 KPU BAWASLU POLRI\ngroup sipil any UNIV PERS\ngroup q all negara sipil\nquorum q\n"


@dataclass
class Seat:
    """One institution's witness: its folder, its public key, its process while it runs, where it listens."""

    name: str
    folder: Path
    key: str
    process: subprocess.Popen[str]
    url: str = ""

    def ask(self, request: Request) -> tuple[int, str]:
        """Send an ``add-checkpoint``."""
        return Source(self.url).post("add-checkpoint", request.text().encode())

    def evidence(self) -> dict[str, bytes]:
        """Return what it keeps against the ledger, by the kind of fault."""
        return {path.name.partition("-")[0]: path.read_bytes() for path in (self.folder / "evidence").iterdir()}

    def stop(self) -> None:
        """End the process and wait for it."""
        self.process.terminate()
        assert self.process.wait(60) == 0
        if self.process.stdout:
            self.process.stdout.close()


def launched(folder: Path, policy: Path) -> subprocess.Popen[str]:
    """Start a witness of a folder at a port of its own choice."""
    words = ["run", "--folder", str(folder), "--policy", str(policy), "--port", "0"]
    return subprocess.Popen(
        [sys.executable, "-m", "ikrar.cli", "witness", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        text=True,
    )


def address(process: subprocess.Popen[str]) -> str:
    """Wait until a witness says where it listens."""
    line = process.stdout.readline() if process.stdout else ""
    return re.findall(r"http://127\.0\.0\.1:\d+/", line)[0]


@pytest.fixture(scope="module")
def seats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Seat]]:
    """Five witnesses, each with a key of its own, started all at once."""
    folder = tmp_path_factory.mktemp("saksi")
    (folder / "policy").write_text(f"log {keys.log_signer().key.text()}\nquorum none\n", encoding="utf-8")
    made = [Store(folder / name).make_key(f"{name.lower()}.contoh/saksi").key.text() for name in keys.WITNESSES]
    started = [
        Seat(name, folder / name, key, launched(folder / name, folder / "policy"))
        for name, key in zip(keys.WITNESSES, made, strict=True)
    ]
    for seat in started:
        seat.url = address(seat.process)
    yield started
    for seat in started:
        if seat.process.poll() is None:
            seat.stop()


@pytest.fixture(scope="module")
def policy(seats: list[Seat]) -> Policy:
    witnesses = "".join(f"witness {seat.name} {seat.key}\n" for seat in seats)
    return Policy.parse(f"log {keys.log_signer().key.text()}\n{witnesses}{RULES}")


def collect(log: Log, seats: list[Seat], old: int) -> str:
    """Ask every witness that runs to cosign the log's newest checkpoint; returns the note with what they gave."""
    answers = [seat.ask(log.request(old)) for seat in seats if seat.process.poll() is None]
    assert [status for status, _ in answers] == [200] * len(answers)
    return added(read_note(log.note()), [read_signature(line.rstrip("\n")) for _, line in answers])


def shown(note: str, policy: Policy, minutes: int = 0) -> Light:
    """Return the public light for a note, so many minutes after the witnesses saw it, in an active stage."""
    names = cosigned(open_note(note, policy.keys()), policy)
    age = datetime.now(UTC) - min(names.values(), default=datetime.now(UTC)) + timedelta(minutes=minutes)
    return light(policy, names, age, active=True)


#: What the ledger tries after 120 leaves were cosigned, the answer of every witness, and the kind of evidence it keeps.
TRIED = {
    "fork": (lambda: Log(120, salt="fork").request(120), 422, "fork"),
    "a leaf rewritten, then more": (lambda: Log(200, salt="fork").request(120), 422, "unproven"),
    "rollback": (lambda: Log(120).request(120, 80), 400, "rollback"),
    "truncation": (lambda: cut().request(120), 422, "unproven"),
    "key swap": (lambda: Log(130, signer=keys.log_signer(9)).request(120), 403, "key"),
}


def cut() -> Log:
    """A log that forgot its last twenty leaves and grew beyond them."""
    log = Log(100)
    log.salt = "cut"
    return log.grow(60)


def test_R48_R49_five_witnesses_make_a_quorum_and_refuse_what_a_ledger_must_not_do(
    seats: list[Seat], policy: Policy
) -> None:
    log = Log(100)
    collect(log, seats, 0)
    note = collect(log.grow(20), seats, 100)
    assert shown(note, policy) is Light.GREEN
    assert shown(note, policy, minutes=6) is Light.AMBER
    assert shown(note, policy, minutes=61) is Light.RED
    proof = Proof(7, inclusion(log.read, 7, 120), note, log.leaves[7])
    assert verify(proof.text(), policy).holds

    for make, status, kind in TRIED.values():
        request = make()
        assert [seat.ask(request)[0] for seat in seats] == [status] * 5
        kept = [seat.evidence()[kind] for seat in seats]
        assert all(log.point().text().encode() in held for held in kept)
    assert [seat.ask(log.request(100)) for seat in seats] == [(409, "120\n")] * 5
    before = [seat.evidence() for seat in seats]

    seats[2].stop()
    note = collect(log.grow(10), seats, 120)
    assert shown(note, policy) is Light.AMBER
    for seat in seats[3:]:
        seat.stop()
    note = collect(log.grow(10), seats, 130)
    assert shown(note, policy) is Light.RED
    assert not verify(Proof(7, inclusion(log.read, 7, 140), note, log.leaves[7]).text(), policy).holds
    assert [seat.evidence() for seat in seats] == before


def test_a_witness_killed_while_it_cosigns_remembers_all_it_answered(tmp_path: Path) -> None:
    (tmp_path / "policy").write_text(keys.policy_text(), encoding="utf-8")
    Store(tmp_path / "saksi").make_key("kpu.contoh/saksi")
    log, answered = Log(200), [0]
    process = launched(tmp_path / "saksi", tmp_path / "policy")
    source = Source(address(process))

    def ask() -> None:
        with suppress(Refused):  # it was killed
            for size in range(1, 201):
                assert source.post("add-checkpoint", log.request(size - 1, size).text().encode())[0] == 200
                answered.append(size)
                enough.release()

    enough = threading.Semaphore(0)
    thread = threading.Thread(target=ask)
    thread.start()
    for _ in range(25):
        assert enough.acquire(timeout=60)
    process.kill()
    process.wait(60)
    thread.join(60)
    again = launched(tmp_path / "saksi", tmp_path / "policy")
    with again.stdout or nullcontext():
        source = Source(address(again))
        status, size = source.post("add-checkpoint", log.request(0, 200).text().encode())
        assert status == 409
        assert answered[-1] <= int(size) <= answered[-1] + 1
        assert source.post("add-checkpoint", log.request(int(size), 200).text().encode())[0] == 200
        again.terminate()
        assert again.wait(60) == 0
    if process.stdout:
        process.stdout.close()
