"""An installation on SQLite in a folder of the test's own, to be backed up and brought back."""

from __future__ import annotations

import dataclasses
import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction

from ikrar.channels.backup import keys, place, sealed
from ikrar.core.backup.name import backups
from ikrar.records.ledger import actions
from ikrar.records.ref import new_ref

NOW = datetime(2026, 11, 22, 6, 15, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
TILE = "ledger/tile/0/000.p/3"


def leave(number: int) -> None:
    """Leave leaves in the living database."""
    for n in range(number):
        with transaction.atomic():
            ref = new_ref()
            actions.append(type="grant.ended", by="35.28/kpu", ref=ref, record={"n": n}, now=NOW)


@dataclasses.dataclass
class Place:
    """An installation in a folder of the test's own, with a folder for its backups."""

    data: Path
    out: Path

    def use(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Go on in another data folder, with the keys of this one."""
        changed = {"data": folder, "secret_key_file": folder / "secret.key", "backup_keys": self.data / "backup-keys"}
        monkeypatch.setattr(settings, "ENVIRONMENT", dataclasses.replace(settings.ENVIRONMENT, **changed))

    def environ(self) -> dict[str, str]:
        """Return the environment of a process that works on this installation."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "COV_"))}
        return kept | {"IKRAR_DATA": str(self.data), "IKRAR_ORIGIN": "https://ikrar.example", "LANG": "id_ID.UTF-8"}

    def newest(self) -> Path:
        return self.out / backups(os.listdir(self.out))[-1]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.data / place.DATABASE)) as asked:
            return asked.execute(sql).fetchall()


def bring(database: Path, folder: Path) -> None:
    """Put the tests' database as it stands into an installation's folder."""
    connections.close_all()
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(folder / place.DATABASE)) as copy:
        source.backup(copy)


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as asked:
        return list(asked.iterdump())


def manifest(here: Place) -> dict[str, object]:
    """Return the manifest of the newest backup as it was written."""
    folder = here.data / "backup-keys"
    opened = sealed.open_sealed(here.newest(), lambda header: keys.find(folder, header.key))
    return json.loads(opened.inspect(lambda done: None).to_bytes())
