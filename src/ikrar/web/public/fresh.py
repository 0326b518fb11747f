"""Answers that many screens ask for at once: made at most once in a while, however often they are asked for."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Fresh:
    """Keeps the newest ``most`` answers, each for ``seconds``; who comes meanwhile waits for the one that makes it."""

    def __init__(self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self.most, self.clock = seconds, most, clock
        self._kept: OrderedDict[Hashable, tuple[float, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the answer kept under a key, made anew when it is too old; what ``make`` raises is not kept."""
        with self._lock:
            until, answer = self._kept.get(key, (0.0, b""))
            if self.clock() >= until:
                answer = make()
                self._kept[key] = (self.clock() + self.seconds, answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return answer

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
