"""The reader's language at the terminal: Indonesian, unless the locale says English. Works without Django."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import ikrar


def language(environ: Mapping[str, str]) -> str:
    """Return ``en`` when the first locale variable that is set begins so, else ``id``."""
    chosen = next((environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(n)), "")
    return "en" if chosen.startswith("en") else "id"


def translator(environ: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """Return the function that turns an Indonesian sentence into the reader's language."""
    folder = Path(ikrar.__file__).parent / "locale"
    wanted = language(os.environ if environ is None else environ)
    return gettext.translation("django", folder, languages=[wanted], fallback=True).gettext
