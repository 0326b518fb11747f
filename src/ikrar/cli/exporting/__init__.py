"""``ikrar export THING FILE``: write data of an installation to a file; one module a thing, and each leaves a leaf."""

from __future__ import annotations

import argparse
import importlib

#: Thing -> what it writes; its module stands in this folder and offers ``add_arguments`` and ``run``.
THINGS: dict[str, str] = {
    "declarations": "registered declarations with all their versions, as JSONL, CSV, XLSX, JSON or PDF",
    "institutions": "institutions, their offices, terms and territories, as CSV or XLSX",
    "relay": "every relay leg by leg, as CSV or XLSX, as the import reads it",
    "participants": "the parties of every election with their ballot numbers, as CSV or XLSX",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare one subcommand a thing."""
    things = parser.add_subparsers(dest="thing", required=True, metavar="THING")
    for name, what in THINGS.items():
        module = importlib.import_module(f"ikrar.cli.exporting.{name}")
        module.add_arguments(things.add_parser(name, help=what, description=what))


def run(args: argparse.Namespace) -> int:
    """Write the named thing; the status is its own."""
    return int(importlib.import_module(f"ikrar.cli.exporting.{args.thing}").run(args))
