"""``ikrar restore FILE``: put a backup in place, or rehearse that in a scratch place and say whether it would hold."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar.cli.backup import MB, key_arguments
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.core.backup.name import backups
from ikrar.core.errors import BadInput, Damaged, IkrarError, Refused

if TYPE_CHECKING:
    from ikrar.channels.backup.sealed import Sealed
    from ikrar.core.backup.envelope import Header
    from ikrar.core.backup.manifest import Manifest
    from ikrar.environment import Environment

DONE, FAILED = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, whether this is a rehearsal, and what may be replaced."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup, or a folder of backups: its newest")
    parser.add_argument("--rehearse", action="store_true", help="restore into a scratch place, compare, remove it")
    parser.add_argument("--replace", action="store_true", help="take the place of what is there instead of refusing")
    parser.add_argument(
        "--as",
        dest="owner",
        metavar="URL",
        help="PostgreSQL: the database to restore into and its owner, without a password; a rehearsal undoes it all",
    )
    parser.add_argument("--only", choices=["database", "files"], help="PostgreSQL: only one of both, as its own user")
    key_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Check all of a backup, then restore it or rehearse; 0 when it held, 1 when it is damaged or differs.

    Raises BadInput for what is no backup or without its key, Refused for one this version or place cannot take. The
    living data are untouched until everything was checked.
    """
    start_django()
    from django.conf import settings

    from ikrar.channels.backup.sealed import open_sealed

    environment, begun = settings.ENVIRONMENT, time.monotonic()
    try:
        sealed = open_sealed(_newest(args.file), lambda header: _key(header, args, environment))
        with _scratch(args, environment) as scratch:
            with _progress(sealed) as reach:
                manifest = sealed.inspect(reach)
            _refuse_foreign(manifest, environment)
            act = _rehearse if args.rehearse else _restore
            act(sealed, manifest, scratch, args)
    except Damaged as error:
        print(f"ikrar: {translator()(error.message).format(**error.params)}", file=sys.stderr)
        return FAILED
    _tell(manifest, time.monotonic() - begun)
    return DONE


def _scratch(args: argparse.Namespace, environment: Environment) -> AbstractContextManager[Path]:
    """Hold the data folder; the owner of a database need not reach it."""
    from ikrar.channels.backup.files import scratch_in

    if args.only and (environment.database is None or args.rehearse):
        raise BadInput("--only dipakai hanya untuk memulihkan ke PostgreSQL.")
    if args.only == "database":
        return nullcontext(Path())
    environment.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return scratch_in(environment.data)


def _newest(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = backups(one.name for one in path.iterdir())
    if not found:
        raise BadInput("Tidak ada cadangan di {path}.", path=path)
    return path / found[-1]


def _key(header: Header, args: argparse.Namespace, environment: Environment) -> bytes:
    from ikrar.channels.backup import keys
    from ikrar.core.backup.key import from_passphrase

    if not header.by_passphrase:
        return keys.find(args.keys or environment.backup_keys, header.key)
    if not args.passphrase_file:
        raise BadInput("Cadangan ini dibuka dengan frasa sandi: sebut berkasnya dengan --passphrase-file.")
    return from_passphrase(keys.private_text(args.passphrase_file), header.salt)


@contextmanager
def _progress(sealed: Sealed) -> Iterator[Callable[[int], None]]:
    with Progress(sealed.path.stat().st_size // MB, sys.stderr, megabytes=True) as progress:
        yield lambda done: progress.reach(done // MB)


def _refuse_foreign(manifest: Manifest, environment: Environment) -> None:
    """Refuse a backup of another kind of database, or of a newer version; nothing was written yet."""
    from ikrar.records.backup.state import known_migrations

    here = "sqlite" if environment.database is None else "postgresql"
    if manifest.database != here:
        raise Refused(
            "Cadangan ini dari {kind}, instalasi ini memakai {here}. Sesuaikan IKRAR_DATABASE.",
            kind=manifest.database,
            here=here,
        )
    unknown = manifest.unknown(known_migrations())
    if unknown:
        raise Refused(
            "Cadangan ini ditulis oleh Ikrar {version}, yang lebih baru ({first}). Pasang dahulu versi itu.",
            version=manifest.program,
            first=unknown[0],
        )


def _stage(sealed: Sealed, manifest: Manifest, stage: Path) -> None:
    """Write the files, and the database if it is one, into the scratch place, and check them once more there."""
    from ikrar.channels.backup.files import write_whole
    from ikrar.channels.backup.sealed import weigh

    tables = manifest.database == "postgresql"
    staged = {one.name: one for one in manifest.members if not (tables and one.name.startswith("database/"))}
    with _progress(sealed) as reach, sealed.members(reach) as members:
        for name, blocks in members:
            if name in staged:
                write_whole(stage / name, blocks)
    found = [_weighed(stage, path) for path in sorted(stage.rglob("*")) if path.is_file()]
    dataclasses.replace(manifest, members=tuple(staged.values())).check_members(weigh(*one) for one in found)


def _weighed(stage: Path, path: Path) -> tuple[str, Iterator[bytes]]:
    from ikrar.channels.backup.files import blocks_of

    return path.relative_to(stage).as_posix(), blocks_of(path)


def _rehearse(sealed: Sealed, manifest: Manifest, scratch: Path, args: argparse.Namespace) -> None:
    """Restore into the scratch place, compare, and bring the copy up to this version's tables as a start would."""
    from ikrar.records.backup import sqlite
    from ikrar.records.backup.state import compare

    if manifest.database == "postgresql":
        _put_back(sealed, manifest, args)
    else:
        _stage(sealed, manifest, scratch)
        compare(manifest, sqlite.check(scratch / sqlite.MEMBER))
        sqlite.migrate(scratch / sqlite.MEMBER)
    print(translator()("Latihan berhasil: cadangan ini dapat dipulihkan. Tidak ada yang diganti."))


def _put_back(sealed: Sealed, manifest: Manifest, args: argparse.Namespace, *, again: bool = False) -> None:
    """Restore a dump into the database that was named; a rehearsal takes any but the living one, and undoes it all."""
    from django.conf import settings

    from ikrar.cli.database import entries_of, owner_of
    from ikrar.records.backup import postgresql

    owner = owner_of(args.owner or "")
    mine = settings.ENVIRONMENT.database or owner
    if args.rehearse and (owner.name, owner.host, owner.port) == (mine.name, mine.host, mine.port):
        raise Refused("Latihan memerlukan basis data kosong yang lain; {name} sedang dipakai.", name=mine.name)
    replace = (args.replace or again) and not args.rehearse
    with _progress(sealed) as reach, sealed.members(reach) as members:
        terms = {"replace": replace, "rehearse": args.rehearse}
        postgresql.put_back(entries_of(owner), mine.role, manifest, members, **terms)


def _restore(sealed: Sealed, manifest: Manifest, scratch: Path, args: argparse.Namespace) -> None:
    """Stage, compare, and only then put in place; refuses what is not empty unless told, or in use."""
    from django.conf import settings
    from django.utils import timezone

    from ikrar.channels.backup import place

    if args.only == "database":
        _put_back(sealed, manifest, args)
        return
    environment = settings.ENVIRONMENT
    there, begun = _there(manifest, environment, args)
    _stage(sealed, manifest, scratch)
    aside = begun if begun is not None else place.new_aside(environment, timezone.now()) if args.replace else ""
    _refuse_other_secret(environment, scratch, args, begun)
    if manifest.database == "sqlite":
        _make_ready(manifest, scratch, environment)
    there = place.keep_tiles(environment, scratch, there, aside)
    place.write_sign(scratch, manifest, timezone.now())
    place.begin(environment, aside)
    if manifest.database == "postgresql" and args.only != "files":
        try:
            _put_back(sealed, manifest, args, again=begun is not None)
        except IkrarError:
            if begun is None:
                place.finish(environment)  # one transaction, undone: nothing was touched yet
            raise
    place.install(environment, scratch, there, aside)
    place.finish(environment)
    _tell_restored(environment, manifest, aside)


def _there(manifest: Manifest, environment: Environment, args: argparse.Namespace) -> tuple[list[Path], str | None]:
    """Return what stands in the way, and where an unfinished restore set things aside; refuses unless told."""
    from ikrar.channels.backup import place

    there = place.occupied(environment, [one.name for one in manifest.members])
    begun = place.unfinished(environment)
    if there and not args.replace and begun is None:
        raise Refused(
            "Sudah ada isi di {path}. Hentikan layanan, lalu ulangi dengan --replace: yang ada hanya disisihkan.",
            path=there[0],
        )
    return there, begun


def _refuse_other_secret(environment: Environment, scratch: Path, args: argparse.Namespace, begun: str | None) -> None:
    from ikrar.channels.backup import place

    if not args.replace and begun is None and not place.same_secret(environment, scratch):
        key = environment.secret_key_file
        raise Refused("Kunci rahasia di {path} lain daripada di cadangan. Ulangi dengan --replace.", path=key)


def _make_ready(manifest: Manifest, scratch: Path, environment: Environment) -> None:
    """Compare the staged copy, end its sessions, and see that nobody has the living database open."""
    from ikrar.channels.backup import place
    from ikrar.records.backup import sqlite
    from ikrar.records.backup.state import compare

    compare(manifest, sqlite.check(scratch / sqlite.MEMBER))
    sqlite.end_sessions(scratch / sqlite.MEMBER)
    if (environment.data / place.DATABASE).exists():
        sqlite.settle(environment.data / place.DATABASE)


def _tell_restored(environment: Environment, manifest: Manifest, aside: str) -> None:
    say = translator()
    print(
        say("Dipulihkan ke {path}. Yang masuk sesudah {made} tidak ada lagi.").format(
            path=environment.data, made=manifest.made
        )
    )
    print(say("Buku besar belum boleh menandatangani sebelum menyusul para saksi."))
    if aside and (environment.data / aside).is_dir():
        print(
            say("Yang ada sebelumnya disisihkan di {path}. Hapus bila tidak perlu lagi.").format(
                path=environment.data / aside
            )
        )


def _tell(manifest: Manifest, seconds: float) -> None:
    ledger = manifest.ledger
    told = translator()(
        "Cadangan {made}, Ikrar {version}: {rows} baris dalam {tables} tabel, {files} berkas, {leaves} daun; "
        "{seconds} detik.\nSidik buku besar: {digest}"
    )
    print(
        told.format(
            made=manifest.made,
            version=manifest.program,
            rows=sum(manifest.rows.values()),
            tables=len(manifest.rows),
            files=len(manifest.members),
            leaves=ledger.leaves,
            seconds=f"{seconds:.1f}",
            digest=ledger.root or ledger.digest,
        )
    )
