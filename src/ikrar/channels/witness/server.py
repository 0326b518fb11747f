"""The witness as a small HTTP server: ``POST /add-checkpoint``, and ``GET /`` which says who it is and what it saw."""

from __future__ import annotations

import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Final

from ikrar.channels.witness.witness import Witness
from ikrar.core.ledger.witness import MAX_BYTES, PLAIN_TYPE, Answer

TIMEOUT: Final = 10  # seconds a connection may keep silent
MOST: Final = 64  # connections at once; the next one is closed
LOG: Final = logging.getLogger("ikrar.witness")


class Server(ThreadingHTTPServer):
    """Serves one witness; connections are threads, and the witness itself takes one request at a time."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, witness: Witness) -> None:
        self.witness, self._places = witness, threading.BoundedSemaphore(MOST)
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking the network for the machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection if there is a place for it, else close it at once."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection and give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell what went wrong, never who asked."""
        LOG.exception("a request failed")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ikrar-witness"
    sys_version = ""
    timeout = TIMEOUT
    server: Server

    def do_POST(self) -> None:
        """Take a checkpoint of at most ``MAX_BYTES`` bytes."""
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            self._send(Answer(404, "no such address\n"), close=True)
        elif not length.isascii() or not length.isdigit():
            self._send(Answer(411, "length required\n"), close=True)
        elif int(length) > MAX_BYTES:
            self._send(Answer(413, "too large\n"), close=True)
        else:
            answer = self.server.witness.add(self.rfile.read(int(length)))
            LOG.info("add-checkpoint %d %s", answer.status, answer.fault or "")
            self._send(answer)

    def do_GET(self) -> None:
        """Say the witness's public key and the size last cosigned of each log."""
        if self.path != "/":
            return self._send(Answer(404, "no such address\n"))
        lines = [self.server.witness.signer.key.text()]
        lines += [f"{point.origin} {point.size}" for point in self.server.witness.last().values()]
        return self._send(Answer(200, "".join(f"{line}\n" for line in lines)))

    def _send(self, answer: Answer, *, close: bool = False) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type or PLAIN_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        """Say nothing of who asked: addresses are not kept."""
