"""The one way to open a bundled data file, also from an installed package."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


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
