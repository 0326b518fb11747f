"""``ikrar ledger verify|audit``: what anybody can check with a file or an address, without a database.

``ikrar ledger sequence`` is the installation's own: it alone loads Django.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from ikrar.core.errors import BadInput
from ikrar.core.ledger.policy import MAX_BYTES as MAX_POLICY
from ikrar.core.ledger.policy import Policy

ACTS: dict[str, str] = {
    "verify": "say what a proof proves and what it does not, offline",
    "audit": "rebuild a ledger's root from its leaves and check every chain, from an address or a folder",
    "sequence": "number the waiting leaves, sign, ask the witnesses: one round of what `ikrar work` does",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let each act declare its own options."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    for name, what in ACTS.items():
        module = importlib.import_module(f"ikrar.cli.ledger.{name}")
        module.add_arguments(acts.add_parser(name, help=what, description=what))


def run(args: argparse.Namespace) -> int:
    """Do one act; returns its exit status: 0 it holds, 1 something does not, 2 bad input."""
    status: int = importlib.import_module(f"ikrar.cli.ledger.{args.act}").run(args)
    return status


def given_policy(path: str) -> Policy:
    """Read a policy file. Raises ``BadInput`` when it cannot be read or is none."""
    return Policy.parse(given_text(path, MAX_POLICY))


def given_text(path: str, limit: int) -> str:
    """Read a text file of at most ``limit`` bytes. Raises ``BadInput`` when it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise BadInput("Berkas {path} tidak dapat dibuka: {why}", path=path, why=error.strerror) from None
    if data.startswith(b"%PDF-"):
        raise BadInput(
            "{path} adalah PDF. Buktinya terlampir di dalamnya: lepaskan bukti.json, lalu periksa itu.", path=path
        )
    if len(data) > limit:
        raise BadInput("{path} lebih besar daripada {limit} bita.", path=path, limit=limit)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadInput("{path} tidak dapat dibaca sebagai teks UTF-8.", path=path) from None
