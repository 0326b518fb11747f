"""Searching areas: time over many kinds of query, the index's building and size, loading, and how good it answers."""

from __future__ import annotations

import csv
import random
import statistics
import time
from pathlib import Path

from benchmarks.measure import seconds, tell
from ikrar.cli.installation import prepare

WRITTEN = Path(__file__).parents[1] / "tests" / "data" / "searches.csv"
SEED, EACH = 3, 70
NONSENSE = ("tidak ada begini", "qwxz", "!?", "lorem ipsum dolor sit amet", "0", "99.99", "aaaa bbbb cccc dddd")
HOSTILE = ("x" * 10_000, "a, " * 3_000, "kec " * 2_500, "(" * 10_000, "\u0300" * 10_000, "serang " * 1_400)


def main() -> None:
    """Print the figures."""
    prepare()
    from ikrar.records.place import actions, index, queries

    tell("place.load_areas", seconds(actions.load_areas), "s")
    begun = time.perf_counter()
    queries.look_up("serang")
    print(f"place.first_search_with_index {time.perf_counter() - begun:.2f} s (n=1)")
    tell("place.index_build", seconds(index.build), "s")
    print(f"place.index_size {index.index().size() / 1e6:.1f} MB (arrays and strings, reckoned)")
    _times()
    _quality()


def _times() -> None:
    from ikrar.records.place.queries import look_up

    everything: list[float] = []
    for kind, queries in _mix().items():
        taken = []
        for query in queries:
            begun = time.perf_counter()
            look_up(query)
            taken.append((time.perf_counter() - begun) * 1000)
        everything += taken
        print(f"place.search[{kind}] {_spread(taken)}")
    print(f"place.search {_spread(everything)}")


def _spread(taken: list[float]) -> str:
    p95 = statistics.quantiles(taken, n=20)[18]
    return f"{statistics.median(taken):.2f} ms (p95 {p95:.2f}, max {max(taken):.2f}, n={len(taken)})"


def _mix() -> dict[str, list[str]]:
    """Make queries of every kind from the list itself, the same ones each time."""
    from ikrar.core.place import alias, area

    chance = random.Random(SEED)
    areas = {one.code: one for one in area.load()}
    some = chance.sample(sorted(areas), EACH * 5)
    names = [areas[code].name for code in some]
    within = [f"{areas[code].name}, {areas[areas[code].parent].name}" for code in some if areas[code].parent]
    upper = [one.name for one in areas.values() if one.level == 2]
    return {
        "exact": names[:EACH],
        "prefix": [name[: max(2, len(name) // 2)] for name in names[EACH : 2 * EACH]],
        "typo": [_mistyped(name, chance) for name in names[2 * EACH : 4 * EACH]],
        "comma": within[:EACH],
        "levels": [f"kec. {pair.replace(', ', ' kab. ')}" for pair in within[EACH : 2 * EACH]],
        "ambiguous": [name.split(" ", 1)[-1] for name in chance.sample(upper, EACH)],
        "abbreviation": [one.name for one in alias.load()][:EACH],
        "code": some[:EACH],
        "nonsense": [*NONSENSE, *("".join(chance.choices("abcdefgkmnrstu ", k=12)) for _ in range(20))],
        "hostile": list(HOSTILE) * 3,
    }


def _mistyped(name: str, chance: random.Random) -> str:
    """Leave out, double, swap or replace one letter."""
    at = chance.randrange(max(1, len(name) - 1))
    before, one, behind = name[:at], name[at : at + 1], name[at + 1 :]
    ways = (behind, one + one + behind, behind[:1] + one + behind[1:], chance.choice("aeioukmnrst") + behind)
    return before + chance.choice(ways)


def _quality() -> None:
    """Hold the answers against the list in ``tests/data/searches.csv``, which the project wrote itself."""
    from ikrar.records.place.queries import look_up

    lines = WRITTEN.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    coded = [(row["query"], row["expected"]) for row in rows if row["expected"] != "ambiguous"]
    asked = [row["query"] for row in rows if row["expected"] == "ambiguous"]
    ranks = [[place.code for place in look_up(query).places[:5]] for query, _ in coded]
    first = sum(codes[:1] == [code] for codes, (_, code) in zip(ranks, coded, strict=True))
    fifth = sum(code in codes for codes, (_, code) in zip(ranks, coded, strict=True))
    print(f"place.quality hit@1 {first}/{len(coded)}, hit@5 {fifth}/{len(coded)} (written by hand, n={len(coded)})")
    print(f"place.quality asks when ambiguous {sum(look_up(query).ambiguous for query in asked)}/{len(asked)}")
    wrong = sum(look_up(q).sure and codes[:1] != [code] for (q, code), codes in zip(coded, ranks, strict=True))
    print(f"place.quality sure and wrong {wrong}/{len(coded)}")


if __name__ == "__main__":
    main()
