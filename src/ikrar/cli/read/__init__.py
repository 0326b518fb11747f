"""``ikrar read``: press texts become draft records, one JSON object each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator
from contextlib import closing

from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.cli.read import batch, inputs, output, publication
from ikrar.cli.read.batch import Row
from ikrar.core.errors import BadInput, IkrarError

DONE, NOTHING_FOUND, BAD, STOPPED = 0, 1, 2, 130
_MOST_JOBS = 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``ikrar read``."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="files or folders (text, HTML, DOCX, PDF, EML, MBOX, RSS), or - for standard input",
    )
    parser.add_argument(
        "--published", metavar="YYYY-MM-DD|FILE.csv", help="day of publication, or a CSV file with columns id,date"
    )
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line")
    parser.add_argument("--out", metavar="FILE.jsonl", help="write there; go on where an earlier run stopped")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="read with N processes (default 1)")


def run(args: argparse.Namespace) -> int:
    """Read every file and print the readings, or write them to ``--out``.

    Answers 0 when any reading found something, 1 when all were read and none did (kind "none"), 2 when no file could be
    read, 130 when it was stopped. A bad file in a batch gives a row ``{"id", "error"}`` and a sentence on standard
    error.
    """
    try:
        if not 1 <= args.jobs <= _MOST_JOBS:
            raise BadInput("--jobs: berikan angka dari 1 sampai {most}.", most=_MOST_JOBS)
        days = publication.given(args.published)
        items = inputs.items(args.files)
        return _write(args, days, items) if args.out else _print(args, days, items)
    except IkrarError as error:
        print(_sentence(error), file=sys.stderr)
        return BAD
    except KeyboardInterrupt:
        return _stopped(args)


def _sentence(error: IkrarError) -> str:
    """Say an error in the reader's language."""
    return translator()(error.message).format(**error.params)


def _stopped(args: argparse.Namespace) -> int:
    say = translator()
    if args.out:
        sentence = say("Dihentikan. Jalankan perintah yang sama untuk melanjutkan; {out} utuh.").format(out=args.out)
    else:
        sentence = say("Dihentikan. Pakai --out BERKAS.jsonl agar pembacaan dapat dilanjutkan.")
    print(f"\n{sentence}", file=sys.stderr)
    return STOPPED


def _print(args: argparse.Namespace, days: publication.Given, items: list[inputs.Item]) -> int:
    """Print every reading; several objects, or any with ``--jsonl``, are told apart by their lines."""
    kinds: dict[str | None, int] = {}
    for row in _rows(args, days, items, frozenset()):
        print(row.line if args.jsonl else batch.indented(row.line))
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
    return _exit_code(kinds)


def _write(args: argparse.Namespace, days: publication.Given, items: list[inputs.Item]) -> int:
    inputs.refuse_doubles(items)
    with output.Output(args.out) as out:
        left = [item for item in items if not out.holds(item.id)]
        for row in _rows(args, days, left, out.ids):
            out.add(row)
        return _exit_code(out.kinds)


def _rows(
    args: argparse.Namespace, days: publication.Given, items: list[inputs.Item], known: frozenset[str] | set[str]
) -> Generator[Row]:
    """Yield the rows of all files in order, with their complaints told and the bar moved."""
    alone = bool(args.out) or not sys.stdout.isatty()  # rows and a bar on one terminal would run into each other
    with Progress(len(items), sys.stderr, shown=alone) as bar, closing(batch.readings(items, days, args.jobs)) as found:
        for rows in found:
            for row in rows:
                if row.complaint:
                    bar.tell(row.complaint)
                if row.id not in known:
                    yield row
            bar.advance()


def _exit_code(kinds: dict[str | None, int]) -> int:
    read = kinds.keys() - {None}
    if not read:
        return BAD
    return NOTHING_FOUND if kinds.keys() == {"none"} else DONE
