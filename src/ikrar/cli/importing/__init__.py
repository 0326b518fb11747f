"""``ikrar import WHAT FILE``: one module for each thing that can be brought in, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib

THINGS: dict[str, str] = {
    "declarations": "registered declarations with all their versions, from JSON, JSONL, CSV, XLSX or PDF; resumable",
    "institutions": "institutions, their offices, terms and territories, from CSV or XLSX: all of a file or nothing",
    "participants": "the parties of elections with their ballot numbers, from CSV or XLSX: all of a file or nothing",
    "relay": "whole relays, leg by leg, from CSV or XLSX: all of a file or nothing",
    "stages": "an election with its stages and rules, from TOML: all of a file or nothing",
    "areas": "the list of areas of a decree, from CSV, plain or gzip",
    "mail": "answers of calendars to invitations, from letters (.eml) or a Maildir; each letter once",
    "boundaries": "borders of districts (a map pack, TopoJSON) for maps and for the area of a position",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let each thing declare its own options."""
    things = parser.add_subparsers(dest="thing", metavar="WHAT", required=True)
    for name, what in THINGS.items():
        importlib.import_module(f"ikrar.cli.importing.{name}").add_arguments(
            things.add_parser(name, help=what, description=what)
        )


def run(args: argparse.Namespace) -> int:
    """Bring one thing in; returns its exit status."""
    status: int = importlib.import_module(f"ikrar.cli.importing.{args.thing}").run(args)
    return status
