"""A witness's folder: its key, the note it last cosigned of each log, and what it refused and why.

A machine that stops at any moment leaves either the old or the new (:mod:`ikrar.durable`). Evidence is never written
over.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ikrar.core.errors import InvalidField, Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.note import KEY_BYTES, Kind, Signer, read_note
from ikrar.core.ledger.witness import Fault
from ikrar.durable import put, put_once

MAX_EVIDENCE: Final = 1000


class Store:
    """One witness's folder, made when it is missing, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._within = threading.Lock()
        for part in (folder, folder / "evidence"):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other thread and every other process of this folder out."""
        with self._within, (self.folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def signer(self) -> Signer:
        """Return the witness's key. Raises ``Refused`` when there is none yet, ``InvalidField`` when it is broken."""
        path = self.folder / "key"
        if not path.exists():
            raise Refused("Saksi ini belum punya kunci: jalankan ikrar witness key --name NAMA lebih dulu.")
        signer = Signer.parse(path.read_text(encoding="utf-8").strip())
        if signer.kind is not Kind.COSIGNATURE:
            raise InvalidField("Kunci {name} bukan kunci saksi.", field="key", name=signer.name)
        return signer

    def make_key(self, name: str) -> Signer:
        """Make the witness's key, once. Raises ``Refused`` when there is one, ``InvalidField`` for a bad name."""
        signer = Signer(name, secrets.token_bytes(KEY_BYTES), Kind.COSIGNATURE)
        if not put_once(self.folder / "key", f"{signer.secret()}\n".encode()):
            raise Refused("Saksi ini sudah punya kunci; kunci tidak pernah ditimpa.")
        return signer

    def last(self, origin: str) -> Checkpoint | None:
        """Return the checkpoint last cosigned of a log, None before the first."""
        path = self._note(origin)
        return checkpoints.parse(read_note(path.read_bytes()).text) if path.exists() else None

    def keep(self, origin: str, note: str) -> None:
        """Keep a log's newly cosigned note in place of the older one."""
        put(self._note(origin), note.encode())

    def accuse(self, fault: Fault, body: bytes, origin: str) -> Path | None:
        """Keep a refused request beside what was cosigned before it; None when it is there already or the folder full.

        The name is the fault and the digest of the request, so that the same one fills no disk.
        """
        before = self._note(origin)
        held = before.read_bytes() if before.exists() else b"(none)\n"
        path = self.folder / "evidence" / f"{fault}-{hashlib.sha256(body).hexdigest()[:32]}.txt"
        if sum(1 for _ in path.parent.iterdir()) >= MAX_EVIDENCE:
            return None
        return path if put_once(path, b"refused:\n\n" + body + b"\n\ncosigned before:\n\n" + held) else None

    def _note(self, origin: str) -> Path:
        return self.folder / f"log-{hashlib.sha256(origin.encode()).hexdigest()[:32]}.note"
