"""How well articles are read: ``../shared/eval/score_reading.py`` on every annotated folder, side by side.

Usage: ``python -m benchmarks.scores [--errors N] [FOLDER…]`` (default: the shared articles and those under
``tests/data``). ``--errors N`` adds the N worst errors: a wrong value before a missing one, then the longest lists of
what was missed or made up.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.reading import WRAPPER
from ikrar.core.reading import read as reading
from ikrar.core.reading import tables
from ikrar.core.reading.tables import Tables
from ikrar.core.text import source

FOLDERS: Final = (
    "../shared/articles",
    "tests/data/articles_heldout",
    "tests/data/articles_dev",
    "tests/data/articles_guide",
    "tests/data/articles_sealed",
    "tests/data/articles_fresh",
)
SCORER: Final = Path("../shared/eval/score_reading.py")
SCALARS: Final = ("kind", "event_date", "province", "regency", "election", "operation", "point_count_stated")
LISTS: Final = ("organizations", "persons", "points")
_ROW: Final = re.compile(r"^(?P<field>mean|evidence shown|\w+)\s.*?(?P<value>[01]\.\d{3})(?=$|  below|  wrong|  \(n)")
_WRONG: Final = re.compile(r"^(\w+) .*wrong rather than empty ([\d.]+)\s+\(n=(\d+)\)")


@dataclass(frozen=True)
class Fault:
    """One field of one article that was read otherwise than annotated; ``weight`` orders the list."""

    article: str
    field: str
    weight: float
    said: str


def main() -> int:
    """Print one line a field with a column for each folder, the wrong values, and the worst errors if asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", default=[name for name in FOLDERS if Path(name).is_dir()])
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    command = f"{sys.executable} -c {shlex.quote(WRAPPER)}"
    printed = {name: _scored(name, command) for name in args.folders}
    _table(printed)
    if args.errors:
        faults = sorted((fault for name in args.folders for fault in _faults(name)), key=lambda one: -one.weight)
        for fault in faults[: args.errors]:
            print(f"error {fault.article} {fault.field}: {fault.said}")
    return 0


def _scored(folder: str, command: str) -> str:
    done = subprocess.run([sys.executable, str(SCORER), folder, command], capture_output=True, text=True, check=True)
    return done.stdout


def _table(printed: dict[str, str]) -> None:
    columns = {name: dict(_values(text)) for name, text in printed.items()}
    fields = list(dict.fromkeys(field for values in columns.values() for field in values))
    print(f"{'field':28s}" + "".join(f"{Path(name).name:>20s}" for name in columns))
    for field in fields:
        print(f"{field:28s}" + "".join(f"{values.get(field, ''):>20s}" for values in columns.values()))


def _values(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        row = _ROW.match(line)
        if row:
            yield row["field"], row["value"]
        wrong = _WRONG.match(line)
        if wrong and wrong[1] in ("event_date", "regency", "operation"):
            yield f"{wrong[1]}: wrong articles", f"{float(wrong[2]) * int(wrong[3]):.0f} of {wrong[3]}"


def _faults(folder: str) -> Iterator[Fault]:
    """Compare each annotated article with its reading, field by field, by the scorer's own measure of sameness."""
    scorer, loaded = _scorer(), tables.load()
    for line in (Path(folder) / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        read = _read(Path(folder) / f"{gold['id']}.txt", loaded)
        fields = SCALARS if gold.get("scored", True) else SCALARS[:1]
        yield from _scalar_faults(scorer, gold, read, fields)
        if gold.get("scored", True):
            yield from _list_faults(scorer, gold, read)


def _scalar_faults(scorer: Any, gold: dict[str, Any], read: dict[str, Any], fields: tuple[str, ...]) -> Iterator[Fault]:
    for field in fields:
        if scorer.norm(read[field]) not in [scorer.norm(value) for value in scorer.alts(gold, field)]:
            weight = 10.0 if read[field] is None else 20.0
            yield Fault(gold["id"], field, weight, f"read {read[field]!r}, annotated {gold[field]!r}")


def _list_faults(scorer: Any, gold: dict[str, Any], read: dict[str, Any]) -> Iterator[Fault]:
    alt = gold.get("alt") or {}
    for field in LISTS:
        wanted, got = _names(gold[field]), _names(read[field])
        free = _names([*alt.get(f"{field}_ok", []), *alt.get(f"{field}_optional", [])])
        missed = [one for one in wanted if not any(scorer.near(one, other) for other in got)]
        made_up = [one for one in got if not any(scorer.near(one, other) for other in [*wanted, *free])]
        if missed or made_up:
            yield Fault(
                gold["id"], field, len(missed) + 1.5 * len(made_up), f"missed {missed}, not annotated {made_up}"
            )


def _names(values: list[Any]) -> list[str]:
    return [one["name"] if isinstance(one, dict) else one for one in values]


def _read(path: Path, loaded: Tables) -> dict[str, Any]:
    return reading.read(source.decode(path.read_bytes()), tables=loaded, article_id=path.stem).as_json()


def _scorer() -> Any:
    """Import the scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_reading", SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
