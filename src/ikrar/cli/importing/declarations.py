"""``ikrar import declarations FILE``: registered declarations from JSON, JSONL, CSV or XLSX, in batches, resumable."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.core.errors import BadInput

if TYPE_CHECKING:
    from ikrar.core.declaration.sheet import Entry, Problem
    from ikrar.records.declaration.intake import Arrival

BATCH = 500  # versions of one transaction
SHOWN = 200  # faults that are told; the rest is counted
DONE, BAD, STOPPED = 0, 2, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the dry run, whose declarations and why."""
    parser.add_argument("file", type=Path, help="as written by: ikrar export declarations FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would be registered and what is wrong")
    parser.add_argument("--institution", action="append", default=[], metavar="CODE", help="only those it registered")
    parser.add_argument("--reason", default="", help="why the file is taken in, for the record")


def run(args: argparse.Namespace) -> int:
    """Check the whole file first and tell every fault (exit 2); then register in batches, each whole or not at all.

    What is registered already with the same digest is skipped and counted, so that a run that was stopped (exit 130)
    goes on when the command is given again.
    """
    start_django()
    from django.utils import timezone

    from ikrar.core.declaration.canonical import normalise
    from ikrar.records import identity
    from ikrar.records.declaration import intake

    say, now = translator(), timezone.now()
    reason = normalise(args.reason, field="reason") or say("Dimasukkan dari berkas.")
    entries, wrong, source = _read(args.file)
    entries = _of(entries, args.institution)
    print(say("Memeriksa {n} deklarasi …").format(n=len(entries)), file=sys.stderr, flush=True)
    with identity.system(), Progress(len(entries), sys.stderr) as progress:
        plan, impossible = intake.compare(entries, now=now, advance=progress.advance)
    if wrong or impossible:
        return _tell((*wrong, *impossible))
    if args.dry_run:
        sentence = "Percobaan, belum disimpan: {new} versi akan didaftarkan, {same} sudah ada."
    else:
        sentence = "{new} versi didaftarkan, {same} sudah ada."
        try:
            _write(plan.arrivals, source, reason, now)
        except KeyboardInterrupt:
            print(say("Terhenti. Yang sudah didaftarkan tetap ada; ulangi perintah ini untuk melanjutkan."))
            return STOPPED
    print(say(sentence).format(new=len(plan.arrivals), same=plan.present))
    return DONE


def _read(path: Path) -> tuple[tuple[Entry, ...], tuple[Problem, ...], str]:
    from ikrar.channels.exchange import file

    try:
        with path.open("rb") as opened:
            source = hashlib.file_digest(opened, "sha256").hexdigest()
            opened.seek(0)
            return (*file.read(opened, path.stat().st_size), source)
    except OSError as error:
        raise BadInput("Berkas {path} tidak dapat dibuka: {why}", path=path, why=error.strerror) from None


def _of(entries: tuple[Entry, ...], institutions: list[str]) -> tuple[Entry, ...]:
    """Keep what the named institutions registered; raises BadInput when the file holds none of one of them."""
    if not institutions:
        return entries
    for code in institutions:
        if not any(entry.copy.institution == code for entry in entries):
            raise BadInput("Berkas ini tidak memuat deklarasi yang didaftarkan {code}.", code=code)
    return tuple(entry for entry in entries if entry.copy.institution in institutions)


def _write(arrivals: Sequence[Arrival], source: str, reason: str, now: datetime) -> None:
    from ikrar.records import identity
    from ikrar.records.declaration import actions

    with Progress(len(arrivals), sys.stderr) as progress:
        for begin in range(0, len(arrivals), BATCH):
            some = arrivals[begin : begin + BATCH]
            with identity.system():
                actions.take_in(some, source=source, reason=reason, now=now)
            for _ in some:
                progress.advance()


def _tell(problems: Sequence[Problem]) -> int:
    say = translator()
    for one in problems[:SHOWN]:
        error = one.error
        what = say(error.message).format(**error.params)
        place = {"sheet": one.sheet, "row": one.row, "column": one.column or "-", "what": what}
        where = "lembar {sheet}, baris {row}, kolom {column}: {what}" if one.sheet else "baris {row}, {column}: {what}"
        print(say(where).format(**place), file=sys.stderr)
    if len(problems) > SHOWN:
        print(say("… dan {n} lagi.").format(n=len(problems) - SHOWN), file=sys.stderr)
    print(say("Ada yang harus dibetulkan di berkas ini; tidak ada yang disimpan."), file=sys.stderr)
    return BAD
