"""``ikrar import areas``: take the list of areas of a decree, or only say what it would change."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, Refused
from ikrar.core.place import decree, listing

DONE, BAD = 0, 2
SHOWN = 20  # rows of each group, unless --all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``ikrar import areas``."""
    parser.add_argument("file", metavar="FILE.csv[.gz]", help="the whole list, in UTF-8")
    parser.add_argument("--decree", required=True, metavar="NAME", help="name and number of the decree")
    parser.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="the day it holds from")
    parser.add_argument("--by", default="", metavar="CODE", help="institution that answers for this installation")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    parser.add_argument("--shrink", action="store_true", help="take a list in which many codes are gone for good")
    parser.add_argument("--all", action="store_true", help=f"name every row, not only {SHOWN} of each group")


def run(args: argparse.Namespace) -> int:
    """Read the file, say what it changes, and take it unless this is a dry run.

    Answers 0 when done, 2 when the file cannot be used; every unusable row is named by its line on standard error.
    """
    say = translator()
    day = _day(args.date)
    _progress(say("Membaca {name} …").format(name=args.file))
    given = listing.read(_bytes(args.file))
    start_django()
    from django.utils import timezone

    from ikrar.records import identity

    with identity.system():
        return _take(given, day, args, timezone.now())


def _take(given: listing.Listing, day: datetime.date, args: argparse.Namespace, now: datetime.datetime) -> int:
    from ikrar.records.place import actions, intake

    say = translator()
    problems = intake.problems(given)
    if problems:
        for error in problems:
            print(say(error.message).format(**error.params), file=sys.stderr)
        print(say("Tidak ada yang dimuat. Perbaiki berkasnya, lalu ulangi."), file=sys.stderr)
        return BAD
    _progress(say("Membandingkan {n} wilayah …").format(n=len(given.areas)))
    if args.dry_run:
        change = intake.changes(given)
        _tell(change, args)
        _warn(None if args.shrink else intake.shrinkage(change))
        print(say("Ini percobaan: tidak ada yang ditulis."))
        return DONE
    change = actions.import_areas(given, title=args.decree, day=day, by=args.by, now=now, shrink=args.shrink)
    _tell(change, args)
    if not change.empty:
        print(say("Termuat. Peladen yang sedang berjalan memakainya mulai pencarian berikutnya."))
    return DONE


def _warn(error: Refused | None) -> None:
    """Say in a dry run what the real run would refuse."""
    if error is not None:
        print(translator()(error.message).format(**error.params))


def _progress(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _bytes(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(listing.LIMIT + 1)
    except OSError as error:
        message = "Berkas {name} tidak dapat dibuka ({reason}). Periksa nama dan izinnya."
        raise BadInput(message, name=name, reason=error.strerror) from error


def _day(value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError as error:
        message = "{where}: {value} bukan tanggal. Tulis seperti 2024-08-27."
        raise BadInput(message, where="--date", value=repr(value)) from error


def _tell(change: decree.Change, args: argparse.Namespace) -> None:
    """Print each group with its count and its rows."""
    say = translator()
    if change.empty:
        print(say("Daftar ini sama dengan yang berlaku; tidak ada perubahan."))
        return
    for title, rows in _groups(change):
        found = list(rows)
        print(f"{title}: {len(found)}")
        for row in found if args.all else found[:SHOWN]:
            print(f"  {row}")
        if len(found) > SHOWN and not args.all:
            print("  " + say("… dan {n} lagi (lihat semua dengan --all)").format(n=len(found) - SHOWN))


def _groups(change: decree.Change) -> Iterator[tuple[str, Iterable[str]]]:
    say = translator()
    names = {area.code: area.name for area in (*change.ended, *change.added)}
    links = {
        kind: [f"{link.old} → {link.new} {names.get(link.new, '')}".rstrip() for link in change.linked(kind)]
        for kind in decree.Kind
    }
    yield say("Ganti nama"), [f"{old.code} {old.name} → {new.name}" for old, new in change.renamed]
    yield say("Ganti kode"), links[decree.Kind.RECODED]
    yield say("Pemekaran"), links[decree.Kind.SPLIT]
    yield say("Penggabungan"), links[decree.Kind.MERGED]
    yield say("Wilayah baru tanpa asal yang diketahui"), [f"{a.code} {a.name}" for a in change.new]
    yield say("Kode yang hilang tanpa pengganti yang diketahui"), [f"{a.code} {a.name}" for a in change.vanished]
    yield say("Titik koordinat berubah"), [f"{a.code} {a.name}" for a in change.moved]
