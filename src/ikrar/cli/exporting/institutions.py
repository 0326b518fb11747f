"""``ikrar export institutions FILE``: institutions, offices with their terms, and territories as CSV or XLSX."""

from __future__ import annotations

import argparse

from ikrar.cli.exporting import table
from ikrar.cli.installation import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and who acts."""
    table.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write every institution, and leave the leaf of the export; raises BadInput when the file is there already."""
    start_django()
    from ikrar.core.institution import sheet
    from ikrar.records.institution import queries

    return table.write(args, "institutions", sheet.COLUMNS, lambda: sheet.to_rows(queries.records().values()))
