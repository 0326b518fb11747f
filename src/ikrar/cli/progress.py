"""A bar on the terminal for long work: how much is done, how fast it goes, how long it will take."""

from __future__ import annotations

import shutil
import time
from types import TracebackType
from typing import Final, Self, TextIO

from ikrar.cli.language import translator

_PERIOD: Final = 0.2  # seconds between two drawings
_WIDTH: Final = 24
_FEWEST: Final = 2  # for one file a bar says nothing


class Progress:
    """Draws on ``stream`` while its ``with`` block lasts, when that is a terminal and ``shown``; else it is silent."""

    def __init__(self, total: int, stream: TextIO, *, shown: bool = True, megabytes: bool = False) -> None:
        self._total = total
        self._megabytes = megabytes
        self._stream = stream
        self._shown = shown and total >= _FEWEST and stream.isatty()
        self._begun = self._drawn = time.monotonic()
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._draw()
            self._stream.write("\n")
            self._stream.flush()

    def advance(self) -> None:
        """Count one more as done."""
        self.reach(self._done + 1)

    def reach(self, done: int) -> None:
        """Say how many are done by now."""
        self._done = done
        if self._shown and time.monotonic() - self._drawn >= _PERIOD:
            self._draw()

    def tell(self, sentence: str) -> None:
        """Write a sentence on a line of its own; the bar goes on below it."""
        if self._shown:
            self._stream.write("\r\x1b[K")
        self._stream.write(f"{sentence}\n")
        if self._shown:
            self._draw()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        columns = shutil.get_terminal_size().columns
        line = line_of(self._done, self._total, self._drawn - self._begun, megabytes=self._megabytes)
        self._stream.write(f"\r\x1b[K{line[: columns - 1]}")
        self._stream.flush()


def line_of(done: int, total: int, seconds: float, *, megabytes: bool = False) -> str:
    """Give the bar's line: the share as marks and numbers, the rate, and the time left at that rate."""
    full = min(_WIDTH * done // max(total, 1), _WIDTH)
    marks = "#" * full + "." * (_WIDTH - full)
    rate = done / seconds if seconds > 0 else 0.0
    left = _clock(max(total - done, 0) / rate) if rate else "–"
    say = translator()
    if megabytes:
        told = say("{done} dari {total} MB · {rate} MB per detik · sisa {left}")
    else:
        told = say("{done} dari {total} berkas · {rate} per detik · sisa {left}")
    return f"[{marks}] " + told.format(done=done, total=total, rate=_number(rate), left=left)


def _number(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
