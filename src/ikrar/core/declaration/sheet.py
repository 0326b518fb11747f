"""Declarations as tables for spreadsheets: one sheet a thing, one row a version, point, office or witness.

In a book (XLSX) each thing has a sheet of its own; in CSV all stand in one table whose column ``baris`` names the sheet
of each row. Rows belong together by ``deklarasi`` and ``versi``, in whatever order they stand. A text longer than a
cell holds goes on in the sheet ``sambungan``, piece by piece. Rows of ``keterangan`` only tell where the file is from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice, canonical_bytes, parse
from ikrar.core.declaration.exchange import Copy, Wording, moment, read_moment, verified
from ikrar.core.declaration.outside import TranslationForm as Translation
from ikrar.core.declaration.outside import WitnessForm as Witness
from ikrar.core.errors import BadInput, InvalidField

KIND: Final = "baris"
VERSION, POINT, OFFICE, WITNESS = "naskah", "poin", "pihak", "saksi"
TRANSLATION, TRANSLATED, MORE, ABOUT = "terjemahan", "poin_terjemahan", "sambungan", "keterangan"
_KEY: Final = ("deklarasi", "versi")
#: Sheet -> its columns, in the order in which they are written.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        VERSION: (
            *_KEY,
            "judul",
            "pemilihan",
            "wilayah",
            "tanggal",
            "tempat",
            "bahasa",
            "pembukaan",
            "penutup",
            "mengikuti",
            "mengganti",
            "operasi",
            "tautan_sumber",
            "alasan",
            "dibekukan",
            "sidik",
            "pendaftar",
            "nama_pendaftar",
            "pemeriksa",
            "contoh",
        ),
        POINT: (*_KEY, "nomor", "teks", "jenis_komitmen"),
        OFFICE: (*_KEY, "nomor", "jabatan", "lembaga", "kedudukan", "atas_nama"),
        WITNESS: (*_KEY, "nomor", "jabatan", "lembaga", "kedudukan"),
        TRANSLATION: (*_KEY, "bahasa", "judul", "pembukaan", "penutup"),
        TRANSLATED: (*_KEY, "nomor", "teks"),
        MORE: (*_KEY, "lembar", "nomor", "kolom", "urutan", "isi"),
        ABOUT: ("kolom", "isi"),
    }
)
#: The columns of the one table that CSV is: those of all sheets, each once.
COLUMNS: Final = (KIND, *dict.fromkeys(name for names in SHEETS.values() for name in names))
#: Characters of a piece: less than a cell of a spreadsheet program holds, however it counts them.
PIECE: Final = 16_000
YES: Final = "ya"
#: Field of an error -> column a person looks at.
_COLUMN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "judul",
        "election": "pemilihan",
        "area": "wilayah",
        "event_date": "tanggal",
        "place": "tempat",
        "language": "bahasa",
        "preamble": "pembukaan",
        "closing": "penutup",
        "parent": "mengikuti",
        "supersedes": "mengganti",
        "operation": "operasi",
        "source_url": "tautan_sumber",
        "reason": "alasan",
        "frozen_at": "dibekukan",
        "digest": "sidik",
        "registered_by": "pendaftar",
        "institution_name": "nama_pendaftar",
        "example": "contoh",
        "number": "versi",
        "ref": "deklarasi",
        "points": "poin",
        "kinds": "jenis_komitmen",
        "offices": "pihak",
        "pledging_offices": "pihak",
        "witnesses": "saksi",
        "translation": "terjemahan",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: the sheet, its number in it (the row of names is 1), and its cells by column."""

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a file: sheet ("" where there is one only), row, column or field, and the error."""

    sheet: str
    row: int
    column: str
    error: BadInput


@dataclass(frozen=True, slots=True)
class Entry:
    """A declaration of a file with the place of each of its versions: sheet and row."""

    copy: Copy
    sheet: str
    rows: tuple[int, ...]


def column_of(error: BadInput) -> str:
    """Return the column of the tables that an error's field stands in, or the field itself."""
    name = str(getattr(error, "field", ""))
    return _COLUMN.get(name.partition(".")[0], name)


# --- out --------------------------------------------------------------------------------------------------------------


def rows_of(copy: Copy) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the rows of a declaration as (sheet, cells in the order of the sheet's columns)."""
    for one in copy.versions:
        key = (copy.ref, str(one.number))
        for sheet, cells in _of_version(copy, one):
            short = dict(cells)
            pieces = list(_pieces(sheet, cells, short))
            yield sheet, (*key, *(short.get(name, "") for name in SHEETS[sheet][2:]))
            for piece in pieces:
                yield MORE, (*key, *piece)


def _pieces(sheet: str, cells: Mapping[str, str], short: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Take what is too long for a cell out of ``short`` and yield it in pieces for ``sambungan``."""
    for column, value in cells.items():
        if len(value) > PIECE:
            short[column] = value[:PIECE]
            for order, begin in enumerate(range(PIECE, len(value), PIECE), start=1):
                yield sheet, cells.get("nomor", ""), column, str(order), value[begin : begin + PIECE]


def _of_version(copy: Copy, one: Wording) -> Iterator[tuple[str, dict[str, str]]]:
    text = parse(one.canonical)
    yield VERSION, _head(copy, one, text)
    kinds = one.kinds or ((),) * len(text.points)
    for n, (words, codes) in enumerate(zip(text.points, kinds, strict=True), start=1):
        yield POINT, {"nomor": str(n), "teks": words, "jenis_komitmen": " ".join(codes)}
    for n, o in enumerate(text.pledging_offices, start=1):
        yield (
            OFFICE,
            {
                "nomor": str(n),
                "jabatan": o.office or "",
                "lembaga": o.institution or "",
                "kedudukan": o.capacity or "",
                "atas_nama": o.on_behalf_of or "",
            },
        )
    for n, w in enumerate(one.witnesses, start=1):
        yield WITNESS, {"nomor": str(n), "jabatan": w.office, "lembaga": w.institution, "kedudukan": w.capacity}
    if one.translation is not None:
        t = one.translation
        yield TRANSLATION, {"bahasa": t.language, "judul": t.title, "pembukaan": t.preamble, "penutup": t.closing}
        for n, words in enumerate(t.points, start=1):
            yield TRANSLATED, {"nomor": str(n), "teks": words}


def _head(copy: Copy, one: Wording, text: DeclarationText) -> dict[str, str]:
    return {
        "judul": text.title,
        "pemilihan": text.election or "",
        "wilayah": text.area or "",
        "tanggal": text.event_date.isoformat() if text.event_date else "",
        "tempat": text.place or "",
        "bahasa": text.language,
        "pembukaan": text.preamble or "",
        "penutup": text.closing or "",
        "mengikuti": text.parent or "",
        "mengganti": text.supersedes or "",
        "operasi": one.operation,
        "tautan_sumber": one.source_url,
        "alasan": one.reason,
        "dibekukan": "" if one.frozen_at is None else moment(one.frozen_at),
        "sidik": one.digest,
        "pendaftar": copy.institution,
        "nama_pendaftar": copy.institution_name,
        "pemeriksa": one.reviewed_by,
        "contoh": YES if copy.example else "",
    }


def about_rows(about: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the rows that tell where a file is from."""
    for name, value in about.items():
        yield ABOUT, (name, str(value))


def flat(sheet: str, cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row of a sheet as a row of the one table that CSV is."""
    known = dict(zip(SHEETS[sheet], cells, strict=True)) | {KIND: sheet}
    return tuple(known.get(name, "") for name in COLUMNS)


# --- in ---------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Parts:
    """The rows of one version, as they come together."""

    head: Row | None = None
    numbered: dict[tuple[str, str], Row] = field(default_factory=dict)
    more: dict[tuple[str, str, str, str], Row] = field(default_factory=dict)


def from_rows(rows: Iterable[Row]) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the declarations of the rows and everything wrong with them; nothing is skipped in silence."""
    problems: list[Problem] = []
    found: dict[tuple[str, str], _Parts] = defaultdict(_Parts)
    for row in rows:
        if row.sheet != ABOUT and any(row.cells.values()):
            with _collecting(problems, row):
                _sort(found, row)
    versions: dict[str, list[tuple[Wording, Row]]] = defaultdict(list)
    for (ref, _number), parts in found.items():
        if parts.head is None:
            row = next(iter((*parts.numbered.values(), *parts.more.values())))
            error = InvalidField("Tambahkan baris naskah untuk deklarasi {ref} versi ini.", field="ref", ref=ref[:40])
            problems.append(Problem(row.sheet, row.number, column_of(error), error))
            continue
        with _collecting(problems, parts.head):
            wording = _wording(parts, parts.head)
            versions[ref].append((wording, parts.head))
    entries = []
    for ref, wordings in versions.items():
        with _collecting(problems, wordings[0][1]):
            entries.append(_entry(ref, wordings))
    return tuple(entries), tuple(sorted(problems, key=lambda p: (p.sheet, p.row)))


@contextmanager
def _collecting(problems: list[Problem], row: Row) -> Iterator[None]:
    try:
        yield
    except BadInput as error:
        problems.append(Problem(row.sheet, row.number, column_of(error), error))


def _sort(found: dict[tuple[str, str], _Parts], row: Row) -> None:
    """Put a row to the others of its version; raises InvalidField for one that fits nowhere, or is there already."""
    if row.sheet not in SHEETS:
        raise InvalidField("Tulis di kolom baris: {sheets}.", field=KIND, sheets=", ".join(SHEETS))
    ref, number = row.cells["deklarasi"].strip(), row.cells["versi"].strip()
    if not ref:
        raise InvalidField("Isi kolom deklarasi: baris yang sama isinya adalah satu deklarasi.", field="ref")
    parts = found[ref, number]
    if row.sheet == VERSION:
        taken, parts.head = parts.head, row
    elif row.sheet == MORE:
        key = tuple(row.cells[name].strip() for name in ("lembar", "nomor", "kolom", "urutan"))
        taken = parts.more.setdefault(key, row)  # type: ignore[arg-type]  # four names, four parts
        taken = None if taken is row else taken
    else:
        n = row.cells.get("nomor", "").strip()
        taken = parts.numbered.setdefault((row.sheet, n), row)
        taken = None if taken is row else taken
    if taken is not None:
        raise InvalidField("Baris ini sama dengan baris {row}; hapus salah satu.", field="ref", row=taken.number)


def _wording(parts: _Parts, first: Row) -> Wording:
    used: set[tuple[str, str, str, str]] = set()
    head = _whole(parts, first, used)
    points = [_whole(parts, row, used) for row in _in_order(parts, POINT)]
    offices = [_whole(parts, row, used) for row in _in_order(parts, OFFICE)]
    witnesses = [_whole(parts, row, used) for row in _in_order(parts, WITNESS)]
    translation = _translation(parts, used)
    for key in parts.more.keys() - used:
        raise InvalidField("Sambungan di baris {row} tidak menyambung apa pun.", field=MORE, row=parts.more[key].number)
    text = DeclarationText(
        title=head["judul"],
        election=head["pemilihan"] or None,
        area=head["wilayah"] or None,
        event_date=_day(head["tanggal"]),
        place=head["tempat"] or None,
        language=head["bahasa"] or "id",
        preamble=head["pembukaan"] or None,
        points=tuple(p["teks"] for p in points),
        closing=head["penutup"] or None,
        pledging_offices=tuple(
            PledgingOffice(o["jabatan"] or None, o["lembaga"] or None, o["kedudukan"] or None, o["atas_nama"] or None)
            for o in offices
        ),
        parent=head["mengikuti"] or None,
        supersedes=head["mengganti"] or None,
    )
    at = head["dibekukan"].strip()
    return Wording(
        number=_number(head["versi"]),
        canonical=verified(canonical_bytes(text), head["sidik"].strip()),
        frozen_at=read_moment(at) if at else None,
        reason=head["alasan"],
        source_url=head["tautan_sumber"],
        kinds=tuple(tuple(p["jenis_komitmen"].split()) for p in points),
        operation=head["operasi"],
        witnesses=tuple(Witness(w["jabatan"], w["lembaga"], w["kedudukan"]) for w in witnesses),
        translation=translation,
        reviewed_by=head["pemeriksa"],
    )


def _translation(parts: _Parts, used: set[tuple[str, str, str, str]]) -> Translation | None:
    row = parts.numbered.get((TRANSLATION, ""))
    points = [_whole(parts, one, used) for one in _in_order(parts, TRANSLATED)]
    if row is None:
        if points:
            raise InvalidField("Tambahkan baris terjemahan dengan bahasanya.", field="translation")
        return None
    t = _whole(parts, row, used)
    return Translation(t["bahasa"], t["judul"], t["pembukaan"], tuple(p["teks"] for p in points), t["penutup"])


def _in_order(parts: _Parts, sheet: str) -> list[Row]:
    """Return the numbered rows of a sheet from 1; raises InvalidField when a number is missing or none."""
    rows = {_number(n): row for (kind, n), row in parts.numbered.items() if kind == sheet}
    if sorted(rows) != list(range(1, len(rows) + 1)):
        raise InvalidField("Nomor pada lembar {sheet} harus urut dari 1.", field=sheet, sheet=sheet)
    return [rows[n] for n in sorted(rows)]


def _whole(parts: _Parts, row: Row, used: set[tuple[str, str, str, str]]) -> dict[str, str]:
    """Return a row's cells, each with the pieces that go on with it."""
    cells = dict(row.cells)
    number = cells.get("nomor", "").strip()
    for column in SHEETS[row.sheet] if parts.more else ():
        order = 1
        while (key := (row.sheet, number, column, str(order))) in parts.more:
            used.add(key)
            cells[column] += parts.more[key].cells["isi"]
            order += 1
    return cells


def _number(words: str) -> int:
    tidy = words.strip()
    if not (tidy.isascii() and tidy.isdigit()) or not 1 <= len(tidy) <= 4:
        raise InvalidField("Tulis nomor seperti 1, 2, 3.", field="number")
    return int(tidy)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError:
        raise InvalidField("Tulis tanggal seperti 2026-01-31.", field="event_date") from None


def _entry(ref: str, wordings: list[tuple[Wording, Row]]) -> Entry:
    wordings = sorted(wordings, key=lambda pair: pair[0].number)
    head = wordings[0][1].cells
    told = ("pendaftar", "nama_pendaftar", "contoh")
    for _, row in wordings[1:]:
        for column in told:
            if row.cells[column] != head[column]:
                raise InvalidField("Semua versi satu deklarasi harus sama di kolom ini.", field=column)
    if head["contoh"].strip().lower() not in {"", YES}:
        raise InvalidField("Tulis ya bila ini contoh, atau kosongkan.", field="example")
    copy = Copy(
        ref=ref,
        institution=head["pendaftar"].strip(),
        institution_name=head["nama_pendaftar"],
        example=bool(head["contoh"].strip()),
        versions=tuple(one for one, _ in wordings),
    )
    return Entry(copy, VERSION, tuple(row.number for _, row in wordings))
