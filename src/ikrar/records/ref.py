"""Random references: what outsiders see instead of a row number."""

from __future__ import annotations

import secrets

from ikrar.core.ledger.leaf import ref_from


def new_ref() -> str:
    """Return a fresh 26-character reference of 130 random bits (never serial, never time-ordered)."""
    return ref_from(secrets.token_bytes(17))
