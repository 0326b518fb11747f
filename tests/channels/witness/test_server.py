"""The witness's server speaks c2sp.org/tlog-witness over HTTP, within limits, and keeps no address of anybody."""

from __future__ import annotations

import http.client
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ikrar.channels.witness.server import Server
from ikrar.channels.witness.source import Source
from ikrar.channels.witness.store import Store
from ikrar.channels.witness.witness import Witness
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.witness import MAX_BYTES, logs_of
from tests.core.ledger import keys
from tests.core.ledger.written import Log

LOG = Log(30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    store = Store(tmp_path)
    store.make_key("kpu.contoh/saksi")
    served = Server("127.0.0.1", 0, Witness(store, logs_of(Policy.parse(keys.policy_text()))))
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


Got = tuple[int, str, str]


def ask(server: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()
    finally:
        connection.close()


def test_a_checkpoint_is_cosigned_and_the_answer_is_its_line(server: Server) -> None:
    status, type_, body = ask(server, "POST", "/add-checkpoint", LOG.request(0).text().encode())
    assert (status, type_) == (200, "text/plain; charset=utf-8")
    assert body.startswith("— kpu.contoh/saksi ")
    assert body.endswith("\n")


def test_R49_a_stale_size_is_answered_with_the_last_and_its_type(server: Server) -> None:
    ask(server, "POST", "/add-checkpoint", LOG.request(0).text().encode())
    assert ask(server, "POST", "/add-checkpoint", LOG.request(7).text().encode()) == (409, "text/x.tlog.size", "30\n")


def test_it_says_who_it_is_and_what_it_saw(server: Server) -> None:
    key = server.witness.signer.key.text()
    assert ask(server, "GET", "/") == (200, "text/plain; charset=utf-8", f"{key}\n")
    ask(server, "POST", "/add-checkpoint", LOG.request(0).text().encode())
    assert ask(server, "GET", "/")[2] == f"{key}\nikrar.contoh/ledger 30\n"


@pytest.mark.parametrize(("method", "path"), [("GET", "/add-checkpoint"), ("POST", "/"), ("POST", "/add-checkpoint/")])
def test_other_addresses_are_404(server: Server, method: str, path: str) -> None:
    assert ask(server, method, path)[0] == 404


def test_a_body_has_a_length_and_a_limit(server: Server) -> None:
    assert ask(server, "POST", "/add-checkpoint", b"x" * (MAX_BYTES + 1))[0] == 413
    assert ask(server, "POST", "/add-checkpoint", b"x" * MAX_BYTES)[0] == 400
    for length in (" ", "-1", "1e3", "٣"):
        with socket.create_connection(("127.0.0.1", server.server_port), 5) as line:
            line.sendall(f"POST /add-checkpoint HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode())
            assert line.recv(100).startswith(b"HTTP/1.1 411 ")


def test_several_requests_go_over_one_connection(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    for old, size in ((0, 10), (10, 20), (20, 30)):
        connection.request("POST", "/add-checkpoint", LOG.request(old, size).text().encode())
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
    connection.close()


def test_a_source_reads_and_posts_over_http(server: Server) -> None:
    source = Source(f"http://127.0.0.1:{server.server_port}")
    assert source.post("add-checkpoint", LOG.request(0).text().encode())[0] == 200
    assert source.post("nothing", b"") == (404, "no such address\n")


def test_more_connections_than_there_are_places_are_closed(server: Server) -> None:
    server._places = threading.BoundedSemaphore(1)  # not put back: the first is served still when the test ends
    with socket.create_connection(("127.0.0.1", server.server_port), 5) as first:
        first.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert first.recv(100).startswith(b"HTTP/1.1 200 ")
        with socket.create_connection(("127.0.0.1", server.server_port), 5) as second:
            assert second.recv(100) == b""


def test_a_fault_of_its_own_is_told_without_an_address(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    (server.witness.store.folder / "evidence").rmdir()
    caplog.set_level(logging.INFO, "ikrar.witness")
    swapped = Log(3, signer=keys.log_signer(9)).request(0).text().encode()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        ask(server, "POST", "/add-checkpoint", swapped)
    assert "a request failed" in caplog.text
    assert "127.0.0.1" not in caplog.text
