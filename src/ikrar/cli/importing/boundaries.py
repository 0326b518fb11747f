"""``ikrar import boundaries FILE``: keep the borders of districts in this installation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ikrar.cli.installation import prepare
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput

SHOWN = 20  # faults printed one by one; the rest is counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and how strict to be."""
    parser.add_argument("file", type=Path, metavar="FILE", help="TopoJSON with the area code in the property kode")
    parser.add_argument("--dry-run", action="store_true", help="check the file and keep nothing")
    parser.add_argument("--leave-out", action="store_true", help="keep the rest when some areas cannot be used")


def run(args: argparse.Namespace) -> int:
    """Check a map pack, say what is wrong in it row by row, and keep it; 1 when a dry run found faults."""
    say = translator()
    try:
        raw = args.file.read_bytes()
    except OSError:
        raise BadInput("Berkas {name} tidak dapat dibaca.", name=args.file) from None
    prepare()
    from ikrar.records.place import actions

    checked = actions.check_boundaries(raw)
    for error in checked.faults[:SHOWN]:
        print(f"  {say(error.message).format(**error.params)}", file=sys.stderr)
    if len(checked.faults) > SHOWN:
        print(say("  … dan {n} lagi").format(n=len(checked.faults) - SHOWN), file=sys.stderr)
    if not args.dry_run:
        actions.keep_boundaries(raw, leave_out=args.leave_out)
    counts = {"n": len(checked.topology.shapes), "missing": len(checked.missing), "faults": len(checked.faults)}
    done = say("Diperiksa saja") if args.dry_run else say("Tersimpan")
    print(f"{done}: " + say("{n} kecamatan; {faults} dilewati, {missing} tanpa batas.").format(**counts))
    return 1 if args.dry_run and checked.faults else 0
