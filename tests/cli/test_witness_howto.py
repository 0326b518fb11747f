"""Whoever follows docs/howto/witness.md word by word witnesses a ledger over HTTP and audits it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ikrar.core.ledger.note import VerifierKey, open_note
from tests.core.ledger import keys
from tests.core.ledger.written import Log
from tests.house.howto import HOWTO, blocks, script

PAGE = HOWTO / "witness.md"
LOG = Log(700)


class Served(HTTPServer):
    """A ledger: the files of a folder, and a list of the notes that witnesses brought."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.brought = folder, list[str]()
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """Answers files below ``/ledger/`` and takes cosignatures."""

    server: Served

    def do_GET(self) -> None:
        path = self.server.folder / self.path.removeprefix("/ledger/")
        self.send_response(200 if path.is_file() else 404)
        self.end_headers()
        self.wfile.write(path.read_bytes() if path.is_file() else b"")

    def do_POST(self) -> None:
        assert self.path == "/ledger/cosignature"
        self.server.brought.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        """Say nothing."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Served]:
    served = Served(LOG.write(tmp_path / "ledger"))
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def test_every_command_of_the_page_does_what_it_says(tmp_path: Path, ledger: Served) -> None:
    (tmp_path / "policy.txt").write_text(keys.policy_text(), encoding="utf-8")
    assert all(block.runnable for block in blocks(PAGE))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script(PAGE)],
        cwd=tmp_path,
        env=os.environ
        | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "LEDGER": f"http://127.0.0.1:{ledger.server_port}/ledger",
            "LANG": "id_ID.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    key, log, cosigned, read, *_ = done.stdout.splitlines()
    assert log == f"log {keys.log_signer().key.text()}"
    assert cosigned == "Titik periksa 700 daun dibubuhi tanda saksi."
    assert read == "ikrar.contoh/ledger: 700 daun tentang 3 hal dibaca."
    (note,) = ledger.brought
    opened = open_note(note, [keys.log_signer().key, VerifierKey.parse(key)])
    assert opened.names() == {keys.ORIGIN, "kpu.example/saksi"}
    assert opened.text == LOG.point().text()


def test_the_page_names_every_answer_and_every_kind_of_evidence() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"| {status} |" in text for status in (400, 403, 404, 409, 422))
    assert all(f"`evidence/{fault}-…`" in text for fault in ("key", "rollback", "fork", "unproven"))
