"""The one way to open a bundled data file, also from an installed package."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

#: Folders with elections of an installation's own, beside the bundled ones; the installation names them at its start.
ADDED: Final[list[Path]] = []


def file(name: str) -> Traversable:
    """Give the bundled file ``name`` of this folder."""
    return resources.files("ikrar.core.data").joinpath(name)


def table(name: str) -> dict[str, Any]:
    """Read a bundled TOML file."""
    return tomllib.loads(file(name).read_text(encoding="utf-8"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a bundled CSV file by column name; lines that begin with ``#`` are notes."""
    lines = file(name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if line and not line.startswith("#"))


def elections(*, bundled_only: bool = False) -> dict[str, dict[str, Any]]:
    """Read every file of an election by the code it is named after: the bundled ones, then those of ``ADDED`` folders.

    A bundled election is never replaced. A file is found by standing in the folder; nothing else has to name it.
    """
    found = {one.name.removesuffix(".toml"): one for one in _own()}
    for folder in () if bundled_only else ADDED:
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return {code: tomllib.loads(one.read_text(encoding="utf-8")) for code, one in found.items()}


def election_stamp() -> tuple[object, ...]:
    """Return what changes when a file of an added election is put in place, replaced or removed."""
    return tuple((str(one), one.stat().st_mtime_ns) for one in ADDED if one.is_dir())


def _own() -> list[Traversable]:
    return sorted((one for one in file("elections").iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
