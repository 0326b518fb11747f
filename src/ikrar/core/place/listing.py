"""A list of areas as a file: CSV, plain or packed with gzip, with the columns of ``data/areas.csv.gz``.

Columns: ``kode, jenis, nama, kode_induk`` and, if wanted, ``level, lat, lng, kode_asal`` (the codes an area comes from,
between spaces). A file is taken whole or not at all: every row that cannot be used is named by its line.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ikrar.core.errors import BadInput, NotText, TooLarge
from ikrar.core.place.area import Area

LIMIT: Final = 64 * 1024 * 1024  # bytes unpacked; the list of 2025 has 6 MB
PROBLEMS: Final = 50  # named at most; the rest is counted
NAME_LIMIT: Final = 120
REQUIRED: Final = ("kode", "jenis", "nama", "kode_induk")
INVENTED: Final = "98"

_CODE: Final = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?")
_GZIP: Final = b"\x1f\x8b"
_KINDS: Final = {
    1: ("provinsi",),
    2: ("kabupaten", "kota"),
    3: ("kecamatan",),
    4: ("desa", "kelurahan", "desa adat"),
}


@dataclass(frozen=True)
class Listing:
    """A file as read: its areas, where they are said to come from, what is wrong with it, and its digest (SHA-256)."""

    areas: tuple[Area, ...]
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[BadInput, ...] = ()
    digest: str = ""


def read(data: bytes) -> Listing:
    """Read a file's bytes. Raises TooLarge, NotText, or BadInput when it is no CSV with the columns needed.

    Rows that cannot be used stand in ``problems`` as sentences with their line, at most ``PROBLEMS`` of them.
    """
    rows = _rows(_text(data))
    areas: dict[str, Area] = {}
    origins: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    problems: list[BadInput] = []
    for line, row in rows:
        problem = _wrong(row, line, lines)
        if problem:
            problems.append(problem)
            continue
        area = _area(row)
        areas[area.code], lines[area.code] = area, line
        if row.get("kode_asal", "").split():
            origins[area.code] = tuple(row["kode_asal"].split())
    problems += _orphans(areas.values(), lines)
    if not areas and not problems:
        problems.append(BadInput("Berkas ini tidak berisi satu wilayah pun."))
    return Listing(tuple(areas.values()), origins, tuple(problems[:PROBLEMS]), hashlib.sha256(data).hexdigest())


def _text(data: bytes) -> str:
    if data.startswith(_GZIP):
        data = _unpacked(data)
    if len(data) > LIMIT:
        raise TooLarge("Daftar wilayah paling besar {limit} MB.", limit=LIMIT // 1024 // 1024)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "Berkas ini bukan teks UTF-8 (bita ke-{position}). Simpan ulang sebagai CSV UTF-8."
        raise NotText(message, position=error.start + 1) from None


def _unpacked(data: bytes) -> bytes:
    packed = zlib.decompressobj(wbits=31)
    try:
        plain = packed.decompress(data, LIMIT + 1)
    except zlib.error:
        plain = b""
    if not packed.eof and len(plain) <= LIMIT:
        raise BadInput("Berkas gzip ini rusak atau terpotong. Unduh atau padatkan lagi.")
    return plain


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) by column name; a row with too few or too many cells lacks ``kode``."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = [head.strip().lower() for head in next(reader, [])]
        missing = [name for name in REQUIRED if name not in heads]
        if missing:
            message = "Baris pertama harus berisi nama kolom; yang kurang: {columns}."
            raise BadInput(message, columns=", ".join(missing))
        for cells in reader:
            if cells:
                whole = len(cells) == len(heads)
                yield reader.line_num, dict(zip(heads, (cell.strip() for cell in cells), strict=True)) if whole else {}
    except csv.Error as error:
        raise BadInput("Baris {line}: bukan CSV yang benar ({why}).", line=reader.line_num, why=error) from None


def _wrong(row: Mapping[str, str], line: int, lines: Mapping[str, int]) -> BadInput | None:
    """Say what makes a row unusable, or None."""
    if not row:
        return BadInput("Baris {line}: jumlah kolomnya tidak sama dengan baris pertama.", line=line)
    code = row["kode"]
    if not _CODE.fullmatch(code):
        return BadInput("Baris {line}: kode {code} tidak berbentuk seperti 35.28.01.2001.", line=line, code=code or "–")
    if code.split(".")[0] == INVENTED:
        return BadInput("Baris {line}: kode {code} disediakan bagi wilayah rekaan.", line=line, code=code)
    if code in lines:
        message = "Baris {line}: kode {code} sudah ada di baris {first}."
        return BadInput(message, line=line, code=code, first=lines[code])
    parent = code.rpartition(".")[0]
    if row["kode_induk"] != parent:
        message = "Baris {line}: induk {code} harus {parent}, bukan {given}."
        return BadInput(message, line=line, code=code, parent=parent or "–", given=row["kode_induk"] or "–")
    return _wrong_words(row, line, code)


def _wrong_words(row: Mapping[str, str], line: int, code: str) -> BadInput | None:
    kinds = _KINDS[code.count(".") + 1]
    if row["jenis"] not in kinds:
        message = "Baris {line}: jenis {kind} tidak cocok dengan kode {code}; pilihannya: {kinds}."
        return BadInput(message, line=line, code=code, kind=row["jenis"] or "–", kinds=", ".join(kinds))
    name = row["nama"]
    if not name or len(name) > NAME_LIMIT or any(unicodedata.category(letter)[0] == "C" for letter in name):
        message = "Baris {line}: nama {code} kosong, terlalu panjang, atau berisi tanda yang tidak terlihat."
        return BadInput(message, line=line, code=code)
    if not _on_earth(row.get("lat", ""), row.get("lng", "")):
        message = "Baris {line}: lat dan lng {code} harus dua-duanya angka derajat, atau dua-duanya kosong."
        return BadInput(message, line=line, code=code)
    bad = next((one for one in row.get("kode_asal", "").split() if not _CODE.fullmatch(one)), "")
    if bad:
        return BadInput("Baris {line}: kode asal {code} tidak berbentuk kode wilayah.", line=line, code=bad)
    return None


def _on_earth(lat: str, lng: str) -> bool:
    if not lat and not lng:
        return True
    try:
        return -90 <= float(lat) <= 90 and -180 <= float(lng) <= 180
    except ValueError:
        return False


def _orphans(areas: Iterable[Area], lines: Mapping[str, int]) -> list[BadInput]:
    message = "Baris {line}: induk {parent} dari {code} tidak ada dalam berkas."
    return [
        BadInput(message, line=lines[area.code], parent=area.parent, code=area.code)
        for area in areas
        if area.parent and area.parent not in lines
    ]


def _area(row: Mapping[str, str]) -> Area:
    code = row["kode"]
    return Area(
        code=code,
        level=code.count(".") + 1,
        kind=row["jenis"],
        name=" ".join(row["nama"].split()),
        parent=row["kode_induk"],
        lat=float(row["lat"]) if row.get("lat") else None,
        lng=float(row["lng"]) if row.get("lng") else None,
    )
