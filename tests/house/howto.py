"""Reads the shell blocks of a how-to page: what a test runs, and what is marked as needing a whole machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOWTO = ROOT / "docs" / "howto"
MARK = "*needs systemd*"
_BLOCK = re.compile(r"(?P<before>[^\n]*)\n```sh\n(?P<commands>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One shell block of a page: its commands and whether a test may run it."""

    commands: str
    runnable: bool


def blocks(page: Path) -> list[Block]:
    """Return the shell blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(m["commands"], m["before"].strip() != MARK) for m in _BLOCK.finditer(text)]


def script(page: Path) -> str:
    """Return the runnable blocks of a page as one shell script."""
    return "\n".join(b.commands for b in blocks(page) if b.runnable)
