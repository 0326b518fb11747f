"""``ikrar import institutions FILE``: institutions, offices and territories from CSV or XLSX."""

from __future__ import annotations

import argparse
from pathlib import Path

from ikrar.cli.importing import table as reading
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator


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

    table = file.read(reading.content(args.file))
    entries, wrong = sheet.from_rows(table.columns, table.rows)
    with identity.system():
        changes, impossible = intake.compare(entries)
        if wrong or impossible:
            return reading.tell((*wrong, *impossible))
        new = sum(c.old is None for c in changes)
        if not args.dry_run:
            actions.take_in(entries, holder=None, by=args.by, now=timezone.now())
    sentence = "{new} lembaga baru, {changed} berubah, {same} tetap."
    if args.dry_run:
        sentence = "Percobaan, belum disimpan: {new} lembaga baru, {changed} berubah, {same} tetap."
    print(translator()(sentence).format(new=new, changed=len(changes) - new, same=len(entries) - len(changes)))
    return 0
