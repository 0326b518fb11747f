"""What every export of a table does: write a new file, and leave its digest in the ledger."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable
from pathlib import Path

from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, Missing

Rows = tuple[tuple[str, ...], ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and who acts."""
    parser.add_argument("file", type=Path, help="where to write; its name ends in .csv or .xlsx")
    parser.add_argument("--by", required=True, metavar="CODE", help="the institution that exports, for the record")


def write(args: argparse.Namespace, what: str, columns: tuple[str, ...], read: Callable[[], Rows]) -> int:
    """Write a table to ``args.file`` and leave the leaf of its export; raises BadInput when the file is there."""
    from django.utils import timezone

    from ikrar.channels.spreadsheet import file
    from ikrar.channels.spreadsheet.table import Table
    from ikrar.records import identity
    from ikrar.records.institution import actions

    with identity.system():
        rows = read()
        data = file.write(Table(columns, rows), args.file.suffix.removeprefix(".").lower())
        digest = hashlib.sha256(data).hexdigest()
        _keep(args.file, data)
        terms = {"by": args.by, "holder": None, "digest": digest, "rows": len(rows), "what": what}
        try:
            actions.record_export(now=timezone.now(), **terms)
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
