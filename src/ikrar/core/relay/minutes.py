"""The minutes of a hand-over (berita acara) as bytes that can be compared: what both sides said, and its digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import rfc8785

from ikrar.core.declaration.canonical import digest as digest

VERSION: Final = "ikrar.id/handover/v1"


def canonical(record: Mapping[str, object]) -> bytes:
    """Return the minutes as RFC 8785 writes them, their version first of all; ``record`` is what JSON can hold."""
    return rfc8785.dumps({"v": VERSION, **record})  # type: ignore[dict-item]  # checked by the package itself
