"""Where an installation keeps the elections it took in from files: with its data, so that a backup holds them."""

from __future__ import annotations

from typing import Final

NAME: Final = "elections"
