"""``ikrar import participants FILE``: the parties of elections from CSV or XLSX."""

from __future__ import annotations

import argparse
from pathlib import Path

from ikrar.cli.importing import table as reading
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the dry run and who acts."""
    parser.add_argument("file", type=Path, help="CSV or XLSX as written by: ikrar export participants FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would change and what is wrong; keep nothing")
    parser.add_argument("--by", required=True, metavar="CODE", help="the institution that acts, for the record")


def run(args: argparse.Namespace) -> int:
    """Check the whole file, say what is wrong row by row (exit 2), or what changes; then change all of it at once."""
    start_django()
    from django.utils import timezone

    from ikrar.channels.spreadsheet import file
    from ikrar.core.election import sheet
    from ikrar.records import identity
    from ikrar.records.election import actions, queries

    table = file.read(reading.content(args.file))
    found, wrong = sheet.from_rows(table.columns, table.rows)
    with identity.system():
        changed, impossible = queries.compare(found)
        if wrong or impossible:
            return reading.tell(sorted((*wrong, *impossible), key=lambda p: p.row))
        if not args.dry_run:
            actions.set_participants(found, by=args.by, now=timezone.now())
    same = len({p.election for p in found.values()}) - len(changed)
    sentence = "Peserta {changed} pemilihan berubah, {same} tetap."
    if args.dry_run:
        sentence = "Percobaan, belum disimpan: peserta {changed} pemilihan berubah, {same} tetap."
    print(translator()(sentence).format(changed=len(changed), same=same))
    return 0
