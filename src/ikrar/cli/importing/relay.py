"""``ikrar import relay FILE``: whole relays, leg by leg, from CSV or XLSX: all of a file or nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar.cli.importing import table as reading
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.core.errors import BadInput

if TYPE_CHECKING:
    from ikrar.channels.spreadsheet.table import Table
    from ikrar.core.institution.sheet import Problem

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the dry run, and where to write what is wrong."""
    parser.add_argument("file", type=Path, help="CSV or XLSX as written by: ikrar export relay FILE, or by its page")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in and what is wrong; keep nothing")
    parser.add_argument(
        "--errors",
        type=Path,
        metavar="OUT",
        help="also write the rows with a last column that says what is wrong with each, as .csv or .xlsx",
    )


def run(args: argparse.Namespace) -> int:
    """Check the whole file, say what is wrong row by row (exit 2); then take all of it in, in one transaction.

    A relay that is here already from the same rows is skipped and counted, so that a file can be given again.
    """
    start_django()
    from django.utils import timezone

    from ikrar.channels.spreadsheet import loose
    from ikrar.records import identity
    from ikrar.records.relay import arrival, intake

    read = loose.read(reading.content(args.file))
    table = read.table
    with identity.system():
        with ExitStack() as shown:
            found = intake.tried(
                table.columns,
                table.rows,
                read.problems,
                now=timezone.now(),
                begin=lambda relays: shown.enter_context(Progress(relays, sys.stderr)).advance,
            )
        if found.problems:
            _keep(args.errors, table, found.problems)
            return reading.tell(found.problems)
        if not args.dry_run:
            with Progress(len(found.arrivals), sys.stderr) as progress:
                arrival.take_in(found.arrivals, now=timezone.now(), advance=progress.advance)
    sentence = "{relays} tongkat dengan {legs} serah terima masuk, {same} sudah ada."
    if args.dry_run:
        sentence = "Percobaan, belum disimpan: {relays} tongkat ({legs} serah terima) akan masuk, {same} sudah ada."
    print(translator()(sentence).format(relays=len(found.arrivals), legs=found.legs, same=found.present))
    return DONE


def _keep(path: Path | None, table: Table, problems: Sequence[Problem]) -> None:
    """Write the rows with what is wrong beside each; raises BadInput for a file that is there or of another kind."""
    if path is None:
        return
    from ikrar.channels.spreadsheet import file
    from ikrar.channels.spreadsheet.table import Table
    from ikrar.core.relay import sheet

    say = translator()
    reasons = sheet.reasons(problems, lambda error: say(error.message).format(**error.params))
    data = file.write(Table(*sheet.with_reasons(table.columns, table.rows, reasons)), path.suffix.lower()[1:])
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise BadInput("Berkas {path} sudah ada; pilih nama lain.", path=path) from None
    except OSError as error:
        raise BadInput("Berkas {path} tidak dapat ditulis: {why}", path=path, why=error.strerror) from None
