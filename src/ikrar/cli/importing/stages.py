"""``ikrar import stages FILE``: an election with its stages, rules, duties and risks, from one TOML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from ikrar.cli.importing import table as reading
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the dry run and who acts."""
    parser.add_argument("file", type=Path, help="TOML of one election; docs/howto/tahapan.md says how to write it")
    parser.add_argument("--dry-run", action="store_true", help="say what is wrong, by line, and keep nothing")
    parser.add_argument("--by", default="", metavar="CODE", help="the institution that acts, for the record")


def run(args: argparse.Namespace) -> int:
    """Check the whole file, say what is wrong by line (exit 2), or keep it and register its election."""
    from ikrar.core.stage.intake import check

    say, data = translator(), reading.content(args.file)
    found = check(data)
    if found.election is None or found.sheet is None:
        return reading.tell(found.problems)
    told = {"code": found.election.code, "n": len(found.sheet.rows)}
    if args.dry_run:
        print(say("Percobaan, belum disimpan: {code} dengan {n} tahapan.").format(**told))
        return 0
    start_django()
    from django.utils import timezone

    from ikrar.records import identity
    from ikrar.records.stage import actions

    with identity.system():
        actions.take_in(data, by=args.by, now=timezone.now())
    print(say("Tersimpan: {code} dengan {n} tahapan.").format(**told))
    return 0
