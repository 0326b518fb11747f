"""Carry a question to a witness (c2sp.org/tlog-witness) and bring its answer back.

An address comes from the policy that two institutions decided, never from a stranger. It is https, or http on this
machine; redirects and proxies are not followed; what is read is bounded in bytes and in time (R27).
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urlsplit

from ikrar.core.ledger.change import reachable
from ikrar.records.ledger.cosigning import Answer, Question

SECONDS: Final = 5.0
BYTES: Final = 65_536
AT_ONCE: Final = 8
NOBODY: Final = Answer(0)


def ask_all(questions: Iterable[Question], *, seconds: float = SECONDS) -> list[tuple[Question, Answer]]:
    """Ask several witnesses at once; a witness that cannot be reached answers with status 0."""
    asked = list(questions)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(zip(asked, pool.map(lambda q: ask(q.party.url, q.body, seconds=seconds), asked), strict=True))


def ask(url: str, body: bytes, *, seconds: float = SECONDS) -> Answer:
    """POST a body to ``URL/add-checkpoint``; status 0 for a witness that does not answer in time or says too much."""
    if not reachable(url):
        return NOBODY
    parts = urlsplit(url)
    end = time.monotonic() + seconds
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    try:
        connection.request(
            "POST", f"{parts.path.rstrip('/')}/add-checkpoint", body, {"Content-Type": "text/plain; charset=utf-8"}
        )
        response = connection.getresponse()
        data = _read(response, end)
    except (OSError, http.client.HTTPException):
        return NOBODY
    finally:
        connection.close()
    return NOBODY if data is None else Answer(response.status, data)


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _read(response: http.client.HTTPResponse, end: float) -> bytes | None:
    """Read a body piece by piece; None when it is too long or takes too long."""
    data = b""
    while piece := response.read1(BYTES):
        data += piece
        if len(data) > BYTES or time.monotonic() > end:
            return None
    return data
