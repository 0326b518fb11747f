"""How often one block of addresses may ask within a minute; counted in memory alone and forgotten after it (R14)."""

from __future__ import annotations

from threading import Lock

BLOCKS = 100_000  # counted one by one within a minute; those beyond share one count, so that memory stays bounded


class Meter:
    """Counts requests by key in windows of ``seconds``; nothing of a window outlives it."""

    def __init__(self, limit: int, seconds: int = 60) -> None:
        self.limit = limit
        self.seconds = seconds
        self.window = -1
        self.counts: dict[str, int] = {}
        self.lock = Lock()

    def wait(self, key: str, now: float) -> int:
        """Count one request and return the seconds until the next is welcome: 0 while within the limit."""
        window, past = divmod(int(now), self.seconds)
        with self.lock:
            if window != self.window:
                self.window, self.counts = window, {}
            key = key if key in self.counts or len(self.counts) < BLOCKS else ""
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.seconds - past if self.counts[key] > self.limit else 0

    def forget(self) -> None:
        """Forget every count."""
        with self.lock:
            self.counts = {}
