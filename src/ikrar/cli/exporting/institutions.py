"""``ikrar export institutions FILE``: institutions, offices and territories as CSV or XLSX."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, Missing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and who acts."""
    parser.add_argument("file", type=Path, help="where to write; its name ends in .csv or .xlsx")
    parser.add_argument("--by", required=True, metavar="CODE", help="the institution that exports, for the record")


def run(args: argparse.Namespace) -> int:
    """Write every institution, and leave the leaf of the export; raises BadInput when the file is there already."""
    start_django()
    from django.utils import timezone

    from ikrar.channels.spreadsheet import file
    from ikrar.channels.spreadsheet.table import Table
    from ikrar.core.institution import sheet
    from ikrar.records import identity
    from ikrar.records.institution import actions, queries

    with identity.system():
        rows = sheet.to_rows(queries.records().values())
        data = file.write(Table(sheet.COLUMNS, rows), args.file.suffix.removeprefix(".").lower())
        digest = hashlib.sha256(data).hexdigest()
        _keep(args.file, data)
        try:
            actions.record_export(by=args.by, holder=None, digest=digest, rows=len(rows), now=timezone.now())
        except Missing:
            args.file.unlink()  # no file leaves without its leaf
            raise
    print(translator()("{n} baris ditulis ke {path}.").format(n=len(rows), path=args.file))
    return 0


def _keep(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise BadInput("Berkas {path} sudah ada; pilih nama lain.", path=path) from None
    except OSError as error:
        raise BadInput("Berkas {path} tidak dapat ditulis: {why}", path=path, why=error.strerror) from None
