"""Bringing an installation up: settings, key, checks, tables."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import closing
from pathlib import Path
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, Refused
from ikrar.environment import read_environment, write_secret_key

PRIVATE = 0o077  # no bit for group and others: the database, its journals and every file beside them


def start_django() -> None:
    """Load the settings; nothing of Django is imported before. What this process writes is its owner's alone."""
    os.umask(PRIVATE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikrar.settings")
    import django

    django.setup()


def prepare() -> None:
    """Write a key if there is none, load the settings, check them, and bring tables and static files up to date.

    On PostgreSQL the application's role makes no table: `ikrar database prepare` does, and a check says when it must.
    Raises Refused with every problem and hint when a check fails.
    """
    environment = read_environment(os.environ)
    environment.data.mkdir(parents=True, exist_ok=True)
    environment.data.chmod(0o700)
    write_secret_key(environment.secret_key_file)
    start_django()
    from django.core.management import call_command

    refuse_problems(database=False)
    if environment.database is None:
        call_command("migrate", verbosity=0, interactive=False)
    refuse_problems(database=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_tables()
    enter_wordings()
    _list_declarations()
    _publish_stages()


def _publish_stages() -> None:
    """Compare the stages of this release with what calendars were told before."""
    from django.utils import timezone

    from ikrar.records import identity
    from ikrar.records.stage import published

    with identity.system():
        published.bring_up_to_date(timezone.now())


def _list_declarations() -> None:
    """List what an earlier release registered, or listed by another rule."""
    from django.db import transaction

    from ikrar.records import identity
    from ikrar.records.declaration import listing

    with identity.system(), transaction.atomic():
        listing.renew()


def refuse_problems(*, database: bool) -> None:
    """Raise Refused when a system check reports an error; the sentence holds every id, problem and hint."""
    from django.core.checks import run_checks
    from django.db import OperationalError

    try:
        serious = [m for m in run_checks(databases=["default"] if database else None) if m.is_serious()]
    except OperationalError as error:
        raise Refused("Basis data tidak menjawab: {reason}", reason=str(error).strip()) from error
    if serious:
        lines = "\n".join(f"  {m.id}: {m.msg} {m.hint or ''}".rstrip() for m in serious)
        raise Refused("Instalasi ini belum siap:\n{lines}", lines=lines)


def load_tables() -> None:
    """Load areas and elections when the bundled files changed since the last start."""
    from django.conf import settings

    from ikrar.records.election.actions import load_elections
    from ikrar.records.place.actions import load_areas

    stamp = Path(settings.ENVIRONMENT.data) / "tables.sha256"
    wanted = _fingerprint() + repr(settings.ENVIRONMENT.database or "")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(translator()("Memuat 91.599 wilayah …"), file=sys.stderr, flush=True)
    load_areas()
    load_elections()
    stamp.write_text(wanted, encoding="utf-8")


def enter_wordings() -> None:
    """Enter what was frozen before groups of wordings were kept; does nothing at every later start."""
    from ikrar.records import identity
    from ikrar.records.wording.actions import catch_up

    with identity.system():
        catch_up()


TABLE_FILES = ("areas.csv.gz", "areas_fictional.csv", "participants.csv")


def _fingerprint() -> str:
    from ikrar.core.data.files import elections, file

    tables = b"".join(file(name).read_bytes() for name in TABLE_FILES)
    return hashlib.sha256(tables + repr(elections(bundled_only=True)).encode()).hexdigest()


def claim_port(port: int) -> None:
    """Raise BadInput with what to do when the port is out of range or somebody else already listens on it."""
    if not 1 <= port <= 65535:
        raise BadInput("Nomor porta {port} tidak ada; pilih antara 1 dan 65535.", port=port)
    with closing(socket(AF_INET, SOCK_STREAM)) as probe:
        probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BadInput(
                "Porta {port} sudah dipakai program lain. Hentikan program itu atau pilih porta lain, misalnya: "
                "make demo PORT={other}",
                port=port,
                other=port + 1 if port < 65535 else port - 1,
            ) from None
