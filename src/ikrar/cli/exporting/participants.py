"""``ikrar export participants FILE``: the parties of every election as CSV or XLSX."""

from __future__ import annotations

import argparse

from ikrar.cli.exporting import table
from ikrar.cli.installation import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and who acts."""
    table.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write the parties of every election, and leave the leaf of the export; raises BadInput when the file is there."""
    start_django()
    from ikrar.core.election import sheet
    from ikrar.records.election import queries

    return table.write(args, "participants", sheet.COLUMNS, lambda: sheet.to_rows(queries.parties()))
