"""``ikrar backup FOLDER``: everything of this installation in one sealed file, while it goes on serving."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar import __version__
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.core.backup.name import name_at, outnumbered
from ikrar.core.errors import BadInput, Refused

if TYPE_CHECKING:
    from ikrar.channels.backup.sealed import Lock
    from ikrar.core.backup.archive import Member
    from ikrar.core.backup.manifest import Manifest
    from ikrar.environment import Environment
    from ikrar.records.backup.state import Snapshot

MB = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder, the key, and what goes when the new backup is there."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="an existing folder; the file is named by its time")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="keep the newest N backups there (all)")
    parser.add_argument(
        "--keep-months",
        type=int,
        default=None,
        metavar="N",
        help="destroy the keys of months before the last N: their backups can never be read again (none)",
    )
    key_arguments(parser)


def key_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the key is found, for backup and restore alike."""
    parser.add_argument("--keys", type=Path, metavar="FOLDER", help="folder of the monthly keys (IKRAR_BACKUP_KEYS)")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="a passphrase instead of a monthly key")


def run(args: argparse.Namespace) -> int:
    """Write one backup; 0 when it is whole and on the disk. Older ones and outlived keys go only then.

    Raises BadInput for a folder or key that cannot be used, Refused without an installation or beside another backup.
    """
    start_django()
    from django.conf import settings
    from django.utils import timezone

    from ikrar.channels.backup.files import scratch_in

    environment, begun = settings.ENVIRONMENT, time.monotonic()
    now = timezone.now().replace(microsecond=0)
    check_place(environment, args.folder)
    path = args.folder / name_at(now)
    with scratch_in(environment.data) as scratch:
        lock = _lock(args, environment, now)
        with _snapshot(environment, scratch) as snapshot:
            size = _write(path, lock, snapshot, environment)
    _tell(path, size, snapshot, time.monotonic() - begun)
    _clear(args, environment, now)
    return 0


def check_place(environment: Environment, folder: Path) -> None:
    """Refuse an installation that is not there, and a folder that is not: a disk that is not mounted must show."""
    if not folder.is_dir():
        raise BadInput("Folder {path} tidak ada. Buat dahulu, atau pasang cakramnya.", path=folder)
    there = environment.database is not None or (environment.data / "ikrar.sqlite3").is_file()
    if not there or not environment.secret_key_file.is_file():
        raise Refused("Tidak ada instalasi di {path}. Periksa IKRAR_DATA.", path=environment.data)


def _lock(args: argparse.Namespace, environment: Environment, now: datetime.datetime) -> Lock:
    from django.utils import timezone

    from ikrar.channels.backup import keys, sealed

    made = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    if args.passphrase_file:
        return sealed.lock_with_passphrase(keys.private_text(args.passphrase_file), made)
    key, path = keys.of_month(args.keys or environment.backup_keys, timezone.localdate(now))
    if path:
        said = translator()("Kunci bulan ini dibuat: {path}. Simpan salinannya di luar mesin ini.")
        print(said.format(path=path), file=sys.stderr)
    return sealed.lock_with(key, made)


def _snapshot(environment: Environment, scratch: Path) -> AbstractContextManager[Snapshot]:
    """Take the snapshot of the kind of database there is."""
    from ikrar.records.backup import postgresql, sqlite

    if environment.database is not None:
        return postgresql.snapshot()
    path = environment.data / "ikrar.sqlite3"
    with Progress(path.stat().st_size // MB, sys.stderr, megabytes=True) as progress:
        return sqlite.snapshot(path, scratch, lambda done: progress.reach(done // MB))


def _write(path: Path, lock: Lock, snapshot: Snapshot, environment: Environment) -> int:
    """Write the database's members first, then the files: tiles on the disk are never behind the rows."""
    from ikrar.channels.backup import place, sealed
    from ikrar.channels.backup.files import blocks_of

    files = list(place.members(environment, but=[path.parent]))
    total = snapshot.size + sum(one.stat().st_size for _, one in files if one.exists())
    with Progress(total // MB, sys.stderr, megabytes=True) as progress:
        read = ((name, blocks_of(one)) for name, one in files)
        members = _counted([snapshot.members, read], progress)
        return sealed.write(path, lock, members, lambda written: _manifest(snapshot, environment, lock, written))


def _counted(
    groups: Iterable[Iterable[tuple[str, Iterable[bytes]]]], progress: Progress
) -> Iterator[tuple[str, Iterable[bytes]]]:
    done = 0

    def told(blocks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal done
        for block in blocks:
            yield block
            done += len(block)
            progress.reach(done // MB)

    for group in groups:
        for name, blocks in group:
            yield name, told(blocks)


def _manifest(snapshot: Snapshot, environment: Environment, lock: Lock, written: tuple[Member, ...]) -> Manifest:
    from ikrar.core.backup.manifest import Manifest

    return Manifest(
        made=lock.header.made,
        program=__version__,
        origin=environment.origin,
        database=snapshot.database,
        migrations=snapshot.state.migrations,
        rows=snapshot.state.rows,
        ledger=snapshot.state.ledger,
        members=written,
        columns=snapshot.columns,
        counters=snapshot.counters,
    )


def _tell(path: Path, size: int, snapshot: Snapshot, seconds: float) -> None:
    told = translator()("Cadangan tertulis: {path} ({size} MB; {rows} baris, {leaves} daun; {seconds} detik).")
    figures = {"rows": sum(snapshot.state.rows.values()), "leaves": snapshot.state.ledger.leaves}
    print(told.format(path=path, size=f"{size / MB:.1f}", seconds=f"{seconds:.1f}", **figures))


def _clear(args: argparse.Namespace, environment: Environment, now: datetime.datetime) -> None:
    """Remove what the new backup replaces, and destroy the keys of months that are to be forgotten (R42)."""
    from django.utils import timezone

    from ikrar.channels.backup import keys

    say = translator()
    if args.keep > 0:
        for name in outnumbered([one.name for one in args.folder.iterdir()], args.keep):
            (args.folder / name).unlink()
    if args.keep_months is not None:
        folder = args.keys or environment.backup_keys
        for month in keys.destroy_outlived(folder, timezone.localdate(now), max(args.keep_months, 0)):
            print(say("Kunci bulan {month} dimusnahkan; cadangannya tidak terbaca lagi.").format(month=month))
