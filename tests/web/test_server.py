"""R38 at the socket: what the server and the log filter say about a client is nothing."""

from __future__ import annotations

import gc
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Template
from django.template.loader import get_template
from django.urls import get_resolver

from ikrar.web.quiet import MARK, NoClientFilter
from ikrar.web.server import settle, warm

START = """
import sys
import threading
from ikrar.web.server import Server
Server(address="127.0.0.1:" + sys.argv[1], threads=2).run()
"""
GARBAGE = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GARBAGE\r\n\r\n",
    b"\x00" * 9_000,
)


@pytest.mark.parametrize(
    "address",
    [
        "203.0.113.77",
        "2001:db8::77",
        "fe80::77",
        "::ffff:203.0.113.77",
        "2001:db8:0:0:0:0:0:77",
        "2001:DB8::77",
        "::77",
    ],
)
@pytest.mark.parametrize("line", ["Invalid request from ip={}: x", "from {}.", "[{}]:443", "({})", "a {} b"])
def test_r38_no_network_address_passes_the_log_filter(address: str, line: str) -> None:
    text = _filtered(line.format(address))
    assert "77" not in text
    assert MARK in text


@pytest.mark.parametrize("line", ["at 10:20:30,123 o'clock", "std::vector", "a:b:c", "Python 3.11.7", "kode 35.28.01"])
def test_a_line_without_an_address_passes_unchanged(line: str) -> None:
    assert _filtered(line) == line


@pytest.mark.parametrize("check", ["Referer", "Origin"])
def test_r38_no_referrer_passes_the_log_filter(check: str) -> None:
    line = f"Forbidden ({check} checking failed - https://asal.example/rahasia does not match any trusted origins.)"
    assert "asal" not in _filtered(line)


def test_r38_a_traceback_is_filtered_as_the_line_above_it() -> None:
    try:
        [].index("203.0.113.77")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "%s", ("broke",), sys.exc_info())
    assert NoClientFilter().filter(record)
    text = logging.Formatter().format(record)
    assert "203.0.113.77" not in text
    assert "ValueError" in text


def _filtered(line: str) -> str:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s", (line,), None)
    assert NoClientFilter().filter(record)
    return record.getMessage()


def test_what_stays_for_good_is_spared_by_the_collector_and_garbage_is_not() -> None:
    class Knot:
        """An object that holds itself."""

        def __init__(self) -> None:
            self.own = self

    gone = weakref.ref(Knot())
    try:
        settle()
        assert gone() is None, "garbage of before is collected first"
        assert gc.get_freeze_count() > 10_000
        later = weakref.ref(Knot())
        gc.collect()
        assert later() is None, "garbage of afterwards is collected as ever"
    finally:
        gc.unfreeze()


def test_what_a_first_reader_would_wait_for_is_made_before(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        warm()
    finally:
        gc.unfreeze()
    made: list[str] = []
    monkeypatch.setattr(Template, "compile_nodelist", lambda page: made.append(page.name))
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for page in folder.rglob("*.html"):
            get_template(str(page.relative_to(folder)))
    assert not made, "no page is compiled twice"
    for language in ("id", "en"):
        assert language in get_resolver()._reverse_dict, "addresses are known by their names"


@pytest.fixture
def server(database: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The real server, in a process of its own, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COV_")}
    command = [sys.executable, "-c", START, str(port)]
    process = subprocess.Popen(command, env=kept, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    _wait_for(port, process)
    yield port, process
    process.terminate()
    process.communicate(timeout=120)


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Knock until somebody opens; the process ending instead is the failure."""
    deadline, pause = time.monotonic() + 120, threading.Event()
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    raise RuntimeError("the server did not start")


def _say(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def test_r38_garbage_and_requests_leave_no_address_in_the_servers_output(
    server: tuple[int, subprocess.Popen[str]],
) -> None:
    port, process = server
    for data in GARBAGE:
        _say(port, data)
    told = "User-Agent: KenariPeramban/7.1\r\nX-Forwarded-For: 198.51.100.77\r\nX-Forwarded-Proto: https\r\n"
    answer = _say(port, f"GET / HTTP/1.1\r\nHost: ikrar.example\r\n{told}Connection: close\r\n\r\n".encode())
    refused = _say(port, f"GET /meja/ HTTP/1.1\r\nHost: lain.example\r\n{told}Connection: close\r\n\r\n".encode())
    process.terminate()
    _, output = process.communicate(timeout=120)
    assert answer.startswith(b"HTTP/1.1 200")
    assert refused.startswith(b"HTTP/1.1 400")
    assert "Invalid request" in output, "the line that would carry the address must have been written"
    for canary in ("127.0.0.1", "198.51.100.77", "KenariPeramban"):
        assert canary not in output
