"""``ikrar import institutions FILE``: institutions, offices and territories from CSV or XLSX."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the dry run and who acts."""
    parser.add_argument("file", type=Path, help="CSV or XLSX as written by: ikrar export institutions FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would change and what is wrong; keep nothing")
    parser.add_argument("--by", default=None, metavar="CODE", help="the institution that acts, for the record")


def run(args: argparse.Namespace) -> int:
    """Check the whole file, say what is wrong row by row (exit 2), or what changes; then change all of it at once."""
    start_django()
    from django.utils import timezone

    from ikrar.channels.spreadsheet import file
    from ikrar.core.institution import sheet
    from ikrar.records import identity
    from ikrar.records.institution import actions, intake

    table = file.read(_bytes(args.file))
    entries, wrong = sheet.from_rows(table.columns, table.rows)
    with identity.system():
        changes, impossible = intake.compare(entries)
        if wrong or impossible:
            return _tell((*wrong, *impossible))
        new = sum(c.old is None for c in changes)
        if not args.dry_run:
            actions.take_in(entries, holder=None, by=args.by, now=timezone.now())
    sentence = "{new} lembaga baru, {changed} berubah, {same} tetap."
    if args.dry_run:
        sentence = "Percobaan, belum disimpan: {new} lembaga baru, {changed} berubah, {same} tetap."
    print(translator()(sentence).format(new=new, changed=len(changes) - new, same=len(entries) - len(changes)))
    return 0


def _bytes(path: Path) -> bytes:
    from ikrar.channels.spreadsheet.file import MOST_BYTES

    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput("Berkas {path} tidak dapat dibuka: {why}", path=path, why=error.strerror) from None


def _tell(problems: tuple[object, ...]) -> int:
    say = translator()
    for one in problems:
        error = one.error  # type: ignore[attr-defined]
        what = say(error.message).format(**error.params)
        where = say("baris {row}, kolom {column}: {what}")
        print(where.format(row=one.row, column=one.column, what=what), file=sys.stderr)  # type: ignore[attr-defined]
    print(say("Ada yang harus dibetulkan di berkas ini; tidak ada yang disimpan."), file=sys.stderr)
    return 2
