"""Answers that many screens ask for at once: made at most once in a while, however often they are asked for."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Fresh:
    """Keeps the newest ``most`` answers, each for ``seconds``; who comes meanwhile waits for the one that makes it."""

    def __init__(
        self,
        seconds: float,
        most: int,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.seconds, self.most, self.clock, self.wall = seconds, most, clock, wall
        self._kept: OrderedDict[Hashable, tuple[float, bytes, float]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the answer kept under a key, made anew when it is too old; what ``make`` raises is not kept."""
        with self._lock:
            until, before, since = self._kept.get(key, (0.0, b"", 0.0))
            answer = before
            if self.clock() >= until:
                answer = make()
                self._kept[key] = (self.clock() + self.seconds, answer, since if answer == before else self.wall())
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return answer

    def since(self, key: Hashable) -> int:
        """Return the whole second (of the epoch) by which the kept answer stood; the present one where none is kept.

        An answer that was forgotten meanwhile counts as new.
        """
        with self._lock:
            return math.ceil(self._kept[key][2] if key in self._kept else self.wall())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
