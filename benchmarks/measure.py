"""How a figure is taken: five runs after a warm-up, the median printed with the least and the most."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable

RUNS = 5


def in_scratch(main: Callable[[], int]) -> int:
    """Return what a benchmark returns that writes: its installation is a folder of its own, new and removed after."""
    with tempfile.TemporaryDirectory(prefix="ikrar-bench-") as folder:
        os.environ["IKRAR_DATA"] = folder
        return main()


def seconds(act: Callable[[], object], *, times: int = 1) -> list[float]:
    """Return the seconds of one ``act`` in each of five runs of ``times`` calls, after one warm-up call."""
    act()
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        for _ in range(times):
            act()
        taken.append((time.perf_counter() - begun) / times)
    return taken


def tell(name: str, values: list[float], unit: str, scale: float = 1.0) -> None:
    """Print one figure: name, median, unit, least and most."""
    low, middle, high = min(values) * scale, statistics.median(values) * scale, max(values) * scale
    print(f"{name} {middle:.2f} {unit} (min {low:.2f}, max {high:.2f}, n={len(values)})", flush=True)
