"""How much of a press release reading gives back: one line per field, over made-up events in real places.

Usage: ``python -m benchmarks.release [COUNT] [SEED]``. The events are those of ``tests/core/release/events.py``;
another seed makes others. The reader knows nothing of our templates.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.core.release.events import events
from tests.core.release.test_round_trip import missed

from ikrar.core.reading import tables

COUNT, SEED = 200, 37


def main(count: int = COUNT, seed: int = SEED) -> None:
    """Print for each field how many of how many were read back, and how many releases whole."""
    loaded = tables.load()
    asked: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    whole = 0
    for facts, wanted in events(count, seed):
        lacks = missed(facts, wanted, loaded)
        asked.update(wanted.keys())
        lost.update(lacks.keys())
        whole += not lacks
    for field, number in sorted(asked.items()):
        print(f"release.read_back.{field} {number - lost[field]}/{number}")
    print(f"release.read_back_whole {whole}/{count}")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:3]))
