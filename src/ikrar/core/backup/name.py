"""The names of backup files, which carry their time, and which of them make room for newer ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

_NAME = re.compile(r"ikrar-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\.backup")


def name_at(now: datetime) -> str:
    """Return the file name of a backup made at ``now``, such as ``ikrar-2026-11-22T131500Z.backup``."""
    return f"ikrar-{now.astimezone(UTC):%Y-%m-%dT%H%M%S}Z.backup"


def backups(names: Iterable[str]) -> list[str]:
    """Return those names that are backups of ours, the oldest first."""
    return sorted(name for name in names if _NAME.fullmatch(name))


def outnumbered(names: Iterable[str], keep: int) -> list[str]:
    """Return the backups that go when the newest ``keep`` (at least one) stay; other files are never named."""
    found = backups(names)
    return found[: max(len(found) - max(keep, 1), 0)]
