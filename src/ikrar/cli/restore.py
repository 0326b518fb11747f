"""``ikrar restore FILE``: put a backup in place, or rehearse that in a scratch place and say whether it would hold."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar.cli.backup import MB, key_arguments
from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.cli.progress import Progress
from ikrar.core.backup.name import backups
from ikrar.core.errors import BadInput, Damaged, Refused

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
    parser.add_argument("--replace", action="store_true", help="set aside what is there instead of refusing")
    key_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Check all of a backup, then restore it or rehearse; 0 when it held, 1 when it is damaged or differs.

    Raises BadInput for what is no backup or without its key, Refused for one this version or place cannot take. The
    living data are untouched until everything was checked.
    """
    start_django()
    from django.conf import settings

    from ikrar.channels.backup.files import scratch_in
    from ikrar.channels.backup.sealed import open_sealed

    environment, begun = settings.ENVIRONMENT, time.monotonic()
    environment.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        sealed = open_sealed(_newest(args.file), lambda header: _key(header, args, environment))
        with scratch_in(environment.data) as scratch:
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
    """Write every member into the scratch place, and check once more that it is what was written."""
    from ikrar.channels.backup.files import write_whole
    from ikrar.channels.backup.sealed import weigh
    from ikrar.core.backup.archive import MANIFEST

    with _progress(sealed) as reach, sealed.members(reach) as members:
        for name, blocks in members:
            if name != MANIFEST:
                write_whole(stage / name, blocks)
    found = [_weighed(stage, path) for path in sorted(stage.rglob("*")) if path.is_file()]
    manifest.check_members(weigh(name, blocks) for name, blocks in found)


def _weighed(stage: Path, path: Path) -> tuple[str, Iterator[bytes]]:
    from ikrar.channels.backup.files import blocks_of

    return path.relative_to(stage).as_posix(), blocks_of(path)


def _compare(manifest: Manifest, stage: Path) -> None:
    """Ask the restored copy the questions the backup answered; raises Damaged with what differs."""
    from ikrar.records.backup import sqlite

    state = sqlite.check(stage / sqlite.MEMBER)
    differences = manifest.differences(state.rows, state.ledger)
    if differences or state.migrations != manifest.migrations:
        raise Damaged("Pulihan ini berbeda dari cadangannya: {what}.", what="; ".join(differences[:5]) or "migrations")


def _rehearse(sealed: Sealed, manifest: Manifest, scratch: Path, args: argparse.Namespace) -> None:
    """Restore into the scratch place, compare, and bring the copy up to this version's tables as a start would."""
    from ikrar.records.backup import sqlite

    _stage(sealed, manifest, scratch)
    _compare(manifest, scratch)
    sqlite.migrate(scratch / sqlite.MEMBER)
    print(translator()("Latihan berhasil: cadangan ini dapat dipulihkan. Tidak ada yang diganti."))


def _restore(sealed: Sealed, manifest: Manifest, scratch: Path, args: argparse.Namespace) -> None:
    """Stage, compare, and only then put in place; refuses what is not empty unless told, or in use."""
    from django.conf import settings
    from django.utils import timezone

    from ikrar.channels.backup import place
    from ikrar.records.backup import sqlite

    environment = settings.ENVIRONMENT
    there = place.occupied(environment, [one.name for one in manifest.members])
    begun = place.unfinished(environment)
    if there and not args.replace and begun is None:
        raise Refused(
            "Sudah ada isi di {path}. Hentikan layanan, lalu ulangi dengan --replace: yang ada hanya disisihkan.",
            path=there[0],
        )
    _stage(sealed, manifest, scratch)
    _compare(manifest, scratch)
    if not args.replace and begun is None and not place.same_secret(environment, scratch):
        key = environment.secret_key_file
        raise Refused("Kunci rahasia di {path} lain daripada di cadangan. Ulangi dengan --replace.", path=key)
    if (environment.data / place.DATABASE).exists():
        sqlite.settle(environment.data / place.DATABASE)
    aside = begun if begun is not None else _aside(args)
    sqlite.end_sessions(scratch / sqlite.MEMBER)
    place.write_sign(scratch, manifest, timezone.now())
    place.begin(environment, aside)
    place.install(environment, scratch, there, aside)
    place.finish(environment)
    _tell_restored(environment, manifest, aside)


def _aside(args: argparse.Namespace) -> str:
    """Name the folder for what is there, after the moment; empty when nothing may be replaced."""
    from django.utils import timezone

    from ikrar.channels.backup import place

    return f"{place.ASIDE}{timezone.now():%Y-%m-%dT%H%M%SZ}" if args.replace else ""


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
