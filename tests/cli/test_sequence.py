"""Rounds of the sequencer with real witnesses on this machine, and what is said when the log stands still."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.channels.ledger import ask as channel
from ikrar.channels.witness.server import Server
from ikrar.channels.witness.store import Store as WitnessStore
from ikrar.channels.witness.witness import Witness
from ikrar.cli import main
from ikrar.cli.ledger.sequence import Sequencer
from ikrar.core.errors import Refused
from ikrar.core.ledger.note import VerifierKey
from ikrar.core.ledger.witness import Answer, logs_of
from ikrar.durable import put
from ikrar.records.ledger import cosigning, key, queries, recovery, sequence, store
from ikrar.records.ledger.models import Checkpoint, Cosignature, Key, WitnessPolicy
from tests.records.test_sequence import check_whole
from tests.store import STORE
from tests.witnessing import act


@contextmanager
def served(server: HTTPServer) -> Iterator[int]:
    """Let a server answer in a thread; gives its port."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def witnesses(database: Path, tmp_path: Path) -> Iterator[list[Server]]:
    """Three witnesses of the log, each with its own key and folder; the policy asks for two."""
    key.current(timezone.now())
    logs = logs_of(cosigning.policy())
    servers = []
    lines = []
    for name in "ABC":
        folder = WitnessStore(tmp_path / name)
        public = folder.make_key(f"{name.lower()}.example").key
        servers.append(Server("127.0.0.1", 0, Witness(folder, logs)))
        lines.append(f"witness {name} {public.text()} http://127.0.0.1:{servers[-1].server_port}")
    text = "\n".join([*lines, "group q 2 A B C", "quorum q"]) + "\n"
    WitnessPolicy.objects.create(text=text, since=timezone.now())
    with served(servers[0]), served(servers[1]), served(servers[2]):
        yield servers


def test_a_round_numbers_signs_and_has_it_witnessed(witnesses: list[Server]) -> None:
    act(count=3)
    done = Sequencer().round(timezone.now())
    assert (done.numbered, done.checkpoint.size) == (3, 3)
    assert Cosignature.objects.count() == 3
    assert queries.head(timezone.now()).size == 3
    check_whole()


def test_rounds_go_on_and_a_quiet_one_asks_nobody(witnesses: list[Server], monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = Sequencer()
    for count in (2, 300):
        act(count=count)
        rounds.round(timezone.now())
    monkeypatch.setattr(channel, "ask", lambda *args, **more: pytest.fail("nobody is to be asked"))
    rounds.round(timezone.now())
    assert {row.quorum_at is not None for row in Checkpoint.objects.all()} == {True}
    check_whole()


def test_a_process_that_starts_asks_the_witnesses_before_it_signs(witnesses: list[Server]) -> None:
    act()
    Sequencer().round(timezone.now())
    yesterday = STORE.keep("yesterday")
    act(count=4)
    Sequencer().round(timezone.now())
    STORE.restore(yesterday)
    for path in store.local().root.rglob("*"):
        if path.is_file():
            path.unlink()
    act()
    with pytest.raises(Refused, match="sudah melihat 5 daun"):
        Sequencer().round(timezone.now())
    assert sequence.numbered() == 1
    said = recovery.stopped()
    assert said is not None
    assert "{size}" in said[0]
    assert said[1]["size"] == "5"


def test_a_witness_that_is_away_is_asked_less_and_less_often(
    witnesses: list[Server], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging.getLogger("ikrar").propagate = True
    witnesses[2].witness.add = lambda body: (_ for _ in ()).throw(OSError("gone"))  # type: ignore[method-assign]
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    rounds, tried = Sequencer(), []
    real = channel.ask
    monkeypatch.setattr(channel, "ask", lambda url, *args, **more: tried.append(url) or real(url, *args, **more))
    for after in (0, 3, 7, 3, 20):
        clock[0] += after
        act()
        tried.clear()
        rounds.round(timezone.now())
        rounds.silent = dict(rounds.silent)
    assert len(tried) in {2, 3}
    pause, _due = rounds.silent[next(iter(rounds.silent))]
    assert pause > 10
    assert Checkpoint.objects.latest("id").quorum_at is not None
    logging.getLogger("ikrar").propagate = False


def test_the_command_says_where_the_ledger_stands(
    witnesses: list[Server], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    act(count=2)
    assert main.main(["ledger", "sequence"]) == 0
    assert "2 daun" in capsys.readouterr().out


def test_the_jobs_sequence_too(witnesses: list[Server]) -> None:
    act()
    assert main.main(["work", "--once"]) == 0
    assert sequence.numbered() == 1


def test_check_says_why_the_log_stands_still(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    act(count=300)
    assert main.main(["work", "--once"]) == 0
    assert main.main(["check"]) == 0
    path = store.local().root / "tile" / "0" / "000"
    path.write_bytes(bytes(256 * 32))
    capsys.readouterr()
    assert main.main(["check"]) == 1
    assert "ikrar.E017" in capsys.readouterr().out
    assert main.main(["work", "--once"]) == 0
    assert recovery.stopped() is not None
    assert main.main(["check"]) == 1
    with sequence.alone():
        recovery.note_stopped(None)
        assert main.main(["check"]) == 0, "while a round runs, its outcome counts"


def lying(servers: list[Server], size: int) -> None:
    """Let the first witness say that it saw more leaves than anybody signed."""
    said = Answer(409, f"{size}\n", "text/x.tlog.size")
    servers[0].witness.add = lambda body: said  # type: ignore[method-assign]


def test_r51_a_witness_that_erred_stops_the_log_until_it_says_otherwise(witnesses: list[Server]) -> None:
    act()
    rounds, honest = Sequencer(), witnesses[0].witness.add
    rounds.round(timezone.now())
    lying(witnesses, 10**9)
    for _time in range(2):
        act()
        with pytest.raises(Refused, match="sudah melihat 1000000000 daun"):
            [rounds.round(timezone.now()) for _round in range(2)]
    witnesses[0].witness.add = honest  # type: ignore[method-assign]
    rounds.round(timezone.now())
    assert (recovery.ahead(), recovery.stopped(), queries.head(timezone.now()).waiting) == ("", None, 0)
    check_whole()


def test_r51_a_witness_that_two_institutions_took_out_of_the_policy_stops_nothing(witnesses: list[Server]) -> None:
    act()
    rounds = Sequencer()
    rounds.round(timezone.now())
    lying(witnesses, 7)
    act()
    rounds.round(timezone.now())
    with pytest.raises(Refused, match="sudah melihat 7 daun"):
        rounds.round(timezone.now())
    lines = [line for line in WitnessPolicy.objects.get().text.splitlines() if not line.startswith("witness A ")]
    text = "\n".join(lines).replace("2 A B C", "2 B C") + "\n"
    WitnessPolicy.objects.create(text=text, since=timezone.now())
    rounds.round(timezone.now())
    assert (recovery.ahead(), recovery.stopped()) == ("", None)


def test_r51_the_first_round_after_a_restore_takes_away_the_mark(witnesses: list[Server]) -> None:
    act()
    Sequencer().round(timezone.now())
    put(recovery._path(recovery.RESTORED), b"{}")
    act()
    Sequencer().round(timezone.now())
    assert not recovery.restored()
    check_whole()


def test_a_new_key_is_taken_by_witnesses_once_their_policy_names_it(witnesses: list[Server]) -> None:
    act()
    rounds = Sequencer()
    rounds.round(timezone.now())
    key.make(timezone.now())
    act()
    rounds.round(timezone.now())
    assert Key.objects.filter(ended_at__isnull=True).count() == 1
    assert Checkpoint.objects.latest("id").quorum_at is None, "they know the old key alone"
    assert VerifierKey.parse(Checkpoint.objects.latest("id").key.verifier).name == "ikrar.example/ledger"


# --- the question on its way ----------------------------------------------------------------------------------------


def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> HTTPServer:
    """A server that answers every POST in one way."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *args: object) -> None:
            pass

    return HTTPServer(("127.0.0.1", 0), Handler)


def _says(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def test_r27_a_witness_is_asked_at_its_own_address_and_no_redirect_is_followed() -> None:
    paths: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        paths.append(handler.path)
        _says(handler, 302, b"", Location="http://127.0.0.1:9/lain")

    with served(server(answer)) as port:
        assert channel.ask(f"http://127.0.0.1:{port}/saksi/", b"old 0").status == 302
    assert paths == ["/saksi/add-checkpoint"]


def test_r27_an_answer_that_is_too_long_is_none() -> None:
    with served(server(lambda handler: _says(handler, 200, b"x" * 70_000))) as port:
        assert channel.ask(f"http://127.0.0.1:{port}", b"").status == 0


def test_r27_an_answer_that_never_ends_is_given_up() -> None:
    go = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        go.wait(60)

    with served(server(slow)) as port:
        assert channel.ask(f"http://127.0.0.1:{port}", b"", seconds=0.2).status == 0
        go.set()


@pytest.mark.parametrize("url", ["http://10.1.2.3/x", "ftp://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:1/"])
def test_r27_who_cannot_be_asked_answers_with_nothing(url: str) -> None:
    assert channel.ask(url, b"old 0", seconds=1).status == 0
