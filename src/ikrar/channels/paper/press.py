"""Turn data into PDF with a template of this folder (decision 0021): the same data give the same bytes.

A template gets everything it shows as data; it reads no clock and no file outside its own folder, and uses only fonts
that come with the compiler. The result is PDF/A-3a and PDF/UA-1 (archival, readable aloud) unless a character is in
none of those fonts: then it is plain PDF, and says so itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from ikrar.core.errors import Refused, TooLarge

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARDS: Final = ("a-3a", "ua-1")
#: Characters of all data; a text of the longest kind takes about two seconds.
MOST: Final = 1_500_000
KEPT: Final = 32
_LOCK: Final = Lock()  # a compiler does one document at a time


def pdf(template: str, data: Mapping[str, object], *, lacking: str) -> bytes:
    """Return the PDF of a template of this folder; ``lacking`` is the sentence for characters that no font has.

    Raises TooLarge for more data than a document may hold, and Refused when it cannot be set.
    """
    given = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if len(given) > MOST:
        raise TooLarge("Naskah ini terlalu panjang untuk PDF. Unduh sebagai JSON, CSV atau XLSX.")
    return _made(template, given, lacking)


@lru_cache(maxsize=KEPT)
def _made(template: str, given: str, lacking: str) -> bytes:
    try:
        return _compiled(template, given, STANDARDS)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise Refused("PDF ini tidak dapat disusun. Unduh sebagai JSON, CSV atau XLSX.") from error
    data = json.loads(given) | {"lacking": lacking}
    return _compiled(template, json.dumps(data, ensure_ascii=False, sort_keys=True), ())


def _compiled(template: str, given: str, standards: tuple[str, ...]) -> bytes:
    with _LOCK:
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs={"data": given},
            pdf_standards=list(standards),  # type: ignore[arg-type]  # each is one of the names it knows
        )
    return bytes(made)  # type: ignore[arg-type]  # one document, not a list of pages


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, ignore_system_fonts=True)
