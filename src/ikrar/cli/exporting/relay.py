"""``ikrar export relay FILE``: every relay leg by leg as CSV or XLSX, as the import reads it."""

from __future__ import annotations

import argparse

from ikrar.cli.exporting import table
from ikrar.cli.installation import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and who acts."""
    table.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write every relay, and leave the leaf of the export; raises BadInput when the file is there already."""
    start_django()
    from ikrar.core.relay import sheet
    from ikrar.records.relay import queries

    return table.write(args, "relay", sheet.COLUMNS, lambda: tuple(queries.sheet_rows(queries.every())))
