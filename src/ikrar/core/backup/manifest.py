"""What a backup says of itself, and how a restored copy is compared with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

import rfc8785

from ikrar.core.backup.archive import Member
from ikrar.core.errors import Damaged, Refused

VERSION: Final = "ikrar.id/backup/manifest/v1"
LONGEST: Final = 64 * 1024 * 1024  # bytes of a manifest: a million members, and far more than there will be


@dataclass(frozen=True)
class Ledger:
    """The ledger in one look: how many leaves, a SHA-256 over their hashes in the order they were kept, and the tree.

    ``numbered`` leaves are in the tree; ``root`` is its root (hex), ``signed`` the size of the
    newest checkpoint that was signed.
    """

    leaves: int
    digest: str
    numbered: int
    root: str
    signed: int


@dataclass(frozen=True)
class Manifest:
    """Everything a backup says of itself; times are UTC, hashes hex SHA-256, ``rows`` counts each table.

    ``migrations`` are those applied, each as (app, name); ``columns`` and ``counters`` are what a dump of PostgreSQL
    needs beside its rows, and empty for SQLite.
    """

    made: str
    program: str
    origin: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    ledger: Ledger
    members: tuple[Member, ...]
    columns: Mapping[str, tuple[str, ...]]
    counters: Mapping[str, int]

    def to_bytes(self) -> bytes:
        """Write the manifest as canonical JSON."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        kept |= {"v": VERSION, "ledger": asdict(self.ledger), "members": [asdict(one) for one in self.members]}
        kept["migrations"] = [list(one) for one in self.migrations]
        kept["columns"] = {name: list(found) for name, found in self.columns.items()}
        return rfc8785.dumps(kept)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a manifest; raises Refused for one of another form and Damaged for what is none."""
        try:
            found: dict[str, Any] = json.loads(data)
            version = found.pop("v")
            if version != VERSION:
                raise Refused("Cadangan ini ditulis oleh Ikrar yang lebih baru. Pasang versi itu untuk memulihkannya.")
            found["ledger"] = Ledger(**found["ledger"])
            found["members"] = tuple(Member(**one) for one in found["members"])
            found["migrations"] = tuple((str(app), str(name)) for app, name in found["migrations"])
            found["columns"] = {name: tuple(columns) for name, columns in found["columns"].items()}
            return cls(**found)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Damaged("Daftar isi cadangan ini rusak.") from None

    def unknown(self, known: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Name the migrations of the backup that this version does not know, such as ``ledger 0009_tiles``."""
        return tuple(f"{app} {name}" for app, name in sorted(set(self.migrations) - set(known)))

    def check_members(self, found: Iterable[Member]) -> None:
        """Raise Damaged, naming the first of them, when the members found are not exactly those that were written."""
        written, there = set(self.members), set(found)
        for one in sorted(written ^ there, key=lambda member: member.name):
            raise Damaged("Berkas {name} di dalam cadangan bukan yang ditulis.", name=one.name)

    def differences(self, rows: Mapping[str, int], ledger: Ledger) -> tuple[str, ...]:
        """Name what a restored copy has otherwise than it was kept, each as ``what: kept ≠ restored``.

        ``signed`` is not compared: a checkpoint lies outside of what is restored.
        """
        kept = dict(self.rows) | {f"ledger.{name}": value for name, value in _compared(self.ledger).items()}
        there = dict(rows) | {f"ledger.{name}": value for name, value in _compared(ledger).items()}
        names = sorted(kept.keys() | there.keys())
        return tuple(f"{n}: {kept.get(n, 0)} ≠ {there.get(n, 0)}" for n in names if kept.get(n, 0) != there.get(n, 0))


def _compared(ledger: Ledger) -> dict[str, object]:
    return {name: value for name, value in asdict(ledger).items() if name != "signed"}


def digest_of(hashes: Iterable[bytes]) -> tuple[int, str]:
    """Count leaf hashes (32 bytes each) and return how many with the hex SHA-256 over them in this order."""
    count, digest = 0, hashlib.sha256()
    for one in hashes:
        digest.update(one)
        count += 1
    return count, digest.hexdigest()
