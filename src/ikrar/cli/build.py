"""``ikrar build``: what an installation needs once after its files changed."""

from __future__ import annotations

import argparse
from pathlib import Path

import polib

import ikrar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options."""


def run(args: argparse.Namespace) -> int:
    """Compile every catalogue under ``locale`` next to its source."""
    for source in sorted((Path(ikrar.__file__).parent / "locale").glob("*/LC_MESSAGES/*.po")):
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return 0
