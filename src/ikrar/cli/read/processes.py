"""Several processes read at once; their rows come in the order of the files."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, Final

from ikrar.cli.read import publication
from ikrar.cli.read.batch import Reader, Row
from ikrar.cli.read.inputs import Item

_CHUNK: Final = 8  # files that a process takes at once
_AHEAD: Final = 4  # chunks that wait for each process
_reader: list[Reader] = []  # of a process that reads for another


def _begin(days: publication.Given) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides when to stop
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader[:] = [Reader(days)]


def _end_with_parent() -> None:
    """End when the process that asked was killed: nobody waits for the rows then."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)


def _chunk(items: list[Item]) -> list[list[Row]]:
    return [_reader[0].rows(item) for item in items]


def readings(items: list[Item], days: publication.Given, jobs: int) -> Generator[list[Row]]:
    """Yield the rows of each file in order; a few files for each process wait, however many there are."""
    waiting: deque[Future[Any]] = deque()
    left = iter(items)
    forks = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=forks, initializer=_begin, initargs=(days,)) as processes:
        try:
            while True:
                while len(waiting) < jobs * _AHEAD and (chunk := list(islice(left, _CHUNK))):
                    waiting.append(processes.submit(_chunk, chunk))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        finally:
            processes.shutdown(wait=True, cancel_futures=True)
