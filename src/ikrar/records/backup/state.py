"""What a database holds in figures: the same questions to the living one, to a copy and to a restored one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.migrations.loader import MigrationLoader

from ikrar.core.backup.manifest import Ledger, Manifest, digest_of
from ikrar.core.errors import Damaged
from ikrar.core.ledger.tree import Frontier, hash_leaf

Ask = Callable[[str], Iterator[tuple[Any, ...]]]

MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
IN_ORDER = "SELECT data FROM ledger_leaf ORDER BY id"
SIGNED = "SELECT size FROM ledger_checkpoint ORDER BY id DESC LIMIT 1"  # since there are checkpoints
NUMBERED = "SELECT data FROM ledger_leaf WHERE number IS NOT NULL ORDER BY number"


@dataclass(frozen=True)
class State:
    """A database in figures."""

    migrations: tuple[tuple[str, str], ...]
    rows: dict[str, int]
    ledger: Ledger


@dataclass(frozen=True)
class Snapshot:
    """A database as it stood at one moment: its figures, about how many bytes, and its members, read once in order."""

    database: str
    state: State
    size: int
    members: Iterable[tuple[str, Iterable[bytes]]]
    columns: dict[str, tuple[str, ...]]
    counters: dict[str, int]


def state_of(ask: Ask, tables: Iterable[str]) -> State:
    """Count the rows of each table, and pass over the ledger once."""
    names = list(tables)
    rows = {name: int(next(ask(f'SELECT count(*) FROM "{name}"'))[0]) for name in names}  # noqa: S608 - own tables
    migrations = tuple((str(app), str(name)) for app, name in ask(MIGRATIONS))
    return State(migrations, rows, _ledger(ask, signed="ledger_checkpoint" in rows))


def _ledger(ask: Ask, *, signed: bool) -> Ledger:
    """Hash every leaf anew from its bytes: once in the order they were kept, once into the tree of the numbered."""
    leaves, digest = digest_of(hash_leaf(bytes(data)) for (data,) in ask(IN_ORDER))
    tree = Frontier()
    for (data,) in ask(NUMBERED):
        tree.append(hash_leaf(bytes(data)))
    newest = next(iter(ask(SIGNED)), (0,))[0] if signed else 0
    return Ledger(leaves, digest, tree.size, tree.root().hex(), int(newest))


def known_migrations() -> set[tuple[str, str]]:
    """Return every migration this version has, as (app, name)."""
    return set(MigrationLoader(None).disk_migrations)


def compare(manifest: Manifest, state: State) -> None:
    """Raise Damaged, naming the first five differences, when a restored state is not the one that was kept."""
    differences = manifest.differences(state.rows, state.ledger)
    if differences or state.migrations != manifest.migrations:
        raise Damaged("Pulihan ini berbeda dari cadangannya: {what}.", what="; ".join(differences[:5]) or "migrations")
