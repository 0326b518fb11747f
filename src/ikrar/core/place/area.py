"""Areas of Indonesia by the code of the Ministry of Home Affairs; a code is a string, never a number.

Source: ``data/areas.csv.gz`` (91,599 rows) and ``data/areas_fictional.csv``; see ``data/PROVENANCE.md``.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ikrar.core.data import files

DEEPEST: Final = 4
BASELINE: Final = "Kepmendagri 300.2.2-2430/2025"  # the decree of the bundled list

_ABBREVIATIONS: Final = {
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "prov": "provinsi",
    "propinsi": "provinsi",
    "kep": "kepulauan",
    "kodya": "kota",
    "kotamadya": "kota",
    "ds": "desa",
    "adm": "administrasi",
}
_LEVEL: Final = re.compile(
    r"^(?:provinsi|kabupaten administrasi|kota administrasi|kabupaten|kota|kecamatan|desa|kelurahan) "
)
# Words return: a few megabytes of them spare most of the folding of a text.
_WORDS_KEPT: Final = 32_768
_FOLDED: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Area:
    """One area: ``level`` 1 province, 2 regency or city, 3 district, 4 village; ``lat`` and ``lng`` in degrees."""

    code: str
    level: int
    kind: str
    name: str
    parent: str
    lat: float | None
    lng: float | None


def fold(name: str) -> str:
    """Fold a name to its search key: lower case, no accents or punctuation, single spaces, long level words."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    found = _FOLDED.findall(plain.lower().replace("'", "").replace("`", ""))
    return " ".join([_ABBREVIATIONS.get(word, word) for word in found])


@lru_cache(maxsize=_WORDS_KEPT)
def fold_word(word: str) -> str:
    """Fold one word as ``fold`` does, the usual kind of word at less cost."""
    low = word.lower()
    return _ABBREVIATIONS.get(low, low) if low.isascii() and low.isalnum() else fold(word)


def bare(name: str) -> str:
    """Fold a name and take its level word off: "Kabupaten Pamekasan" and "Pamekasan" become the same."""
    return unlevelled(fold(name))


def unlevelled(key: str) -> str:
    """Take the level word off a folded name, unless nothing would be left."""
    return _LEVEL.sub("", key) or key


def load(deepest: int = DEEPEST) -> Iterator[Area]:
    """Yield every area, parents before children, real ones first; ``deepest`` leaves out lower levels."""
    longest = (2, 5, 8, 13)[deepest - 1]
    for lines in (_real(), _fictional()):
        header = next(lines)
        rows = (line for line in lines if line.index(",") <= longest)
        for row in csv.DictReader([header, *rows]):
            yield _area(row)


def villages() -> Iterator[tuple[str, str]]:
    """Yield name and code of every village, and nothing else of it: there are 83,000."""
    for line in itertools.chain(_real(), _fictional()):
        if line.count(".", 0, line.index(",")) == DEEPEST - 1:
            code, _, _, name = next(csv.reader([line]))[:4] if '"' in line else line.split(",", 4)[:4]
            yield " ".join(name.split()), code


def _real() -> Iterator[str]:
    packed = files.file("areas.csv.gz").read_bytes()
    return iter(gzip.decompress(packed).decode("utf-8").splitlines())


def _fictional() -> Iterator[str]:
    return iter(files.file("areas_fictional.csv").read_text(encoding="utf-8").splitlines())


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=row["kode"],
        level=row["kode"].count(".") + 1,
        kind=row["jenis"],
        name=" ".join(row["nama"].split()),
        parent=row["kode_induk"],
        lat=float(row["lat"]) if row["lat"] else None,
        lng=float(row["lng"]) if row["lng"] else None,
    )
