"""What tests of the command line can ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from ikrar.channels.backup import place
from ikrar.environment import write_secret_key
from ikrar.records.ledger.models import Leaf
from tests.cli.installed import TILE, Place, bring, leave


@pytest.fixture
def mask(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back the mask that commands set, and have them speak Indonesian."""
    before = os.umask(0o077)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    yield
    os.umask(before)


@pytest.fixture
def here(mask: None, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An installation on SQLite with three leaves, two of them numbered, a tile and a cache."""
    leave(3)
    for number, leaf in enumerate(Leaf.objects.order_by("id")[:2]):
        Leaf.objects.filter(pk=leaf.pk).update(number=number)
    connections.close_all()
    found = Place(tmp_path / "data", tmp_path / "out")
    found.out.mkdir()
    (found.data / TILE).parent.mkdir(parents=True)
    (found.data / TILE).write_bytes(b"tile" * 24)
    (found.data / "static").mkdir()
    (found.data / "static" / "style.css").write_text("made anew")
    (found.data / place.STAMP).write_text("stamp")
    write_secret_key(found.data / "secret.key")
    bring(database, found.data)
    found.use(found.data, monkeypatch)
    return found
