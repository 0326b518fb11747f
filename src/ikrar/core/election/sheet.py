"""Parties of elections as rows of a table, for spreadsheets: one row a party.

What the file names is what will be: an election in it has exactly the parties of its rows. Elections that the file
leaves out stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ikrar.core.account.grant import AREA_CODE
from ikrar.core.election.table import CODE, Participant
from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.institution.sheet import Problem

COLUMNS: Final = ("pemilihan", "nomor", "nama_singkat", "nama", "wilayah", "sumber")
MOST_NUMBER: Final = 999
#: Column -> the most characters its text may have.
_LONGEST: Final[Mapping[str, int]] = {"nama_singkat": 40, "nama": 160, "sumber": 120}


def to_rows(parties: Iterable[Participant]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of parties, in the order of their elections, ballot numbers and areas."""
    rows = sorted(parties, key=key_of)
    return tuple((p.election, str(p.number), p.short_name, p.name, p.area or "", p.source) for p in rows)


def key_of(party: Participant) -> tuple[str, int, str]:
    """Return what tells a party from the others: election, ballot number and area; also their order."""
    return (party.election, party.number, party.area or "")


def from_rows(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> tuple[dict[int, Participant], tuple[Problem, ...]]:
    """Return the parties of a table by the number of their row, and everything wrong with it, row by row.

    Raises BadInput when the columns are not those of :data:`COLUMNS` (in any order).
    """
    if sorted(columns) != sorted(COLUMNS):
        raise BadInput("Berkas ini harus memuat kolom: {columns}.", columns=", ".join(COLUMNS))
    found: dict[int, Participant] = {}
    problems: list[Problem] = []
    taken: set[tuple[str, int, str]] = set()
    for number, row in enumerate(rows, start=2):
        values = dict(zip(columns, (cell.strip() for cell in row), strict=True))
        if not any(values.values()):
            continue
        try:
            party = _party(values, taken)
        except InvalidField as error:
            problems.append(Problem(number, error.field, error))
            continue
        taken.add(key_of(party))
        found[number] = party
    return found, tuple(problems)


def _party(values: dict[str, str], taken: set[tuple[str, int, str]]) -> Participant:
    if not CODE.fullmatch(values["pemilihan"]):
        text = "Kode pemilihan {value} tidak dikenal bentuknya; contoh yang benar: pilkada-2029-pamekasan."
        raise InvalidField(text, field="pemilihan", value=values["pemilihan"])
    number = values["nomor"]
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and int(number)):
        raise InvalidField("Tulis nomor urut di surat suara, 1 sampai {most}.", field="nomor", most=MOST_NUMBER)
    for column, longest in _LONGEST.items():
        text = values[column]
        if len(text) > longest or not text.isprintable() or (not text and column != "sumber"):
            message = "Tulis nama dalam satu baris, paling banyak {longest} karakter, tanpa karakter kendali."
            raise InvalidField(message, field=column, longest=longest)
    if values["wilayah"] and not AREA_CODE.fullmatch(values["wilayah"]):
        text = "Kode wilayah {value} tidak dikenal bentuknya; contoh yang benar: 35.28."
        raise InvalidField(text, field="wilayah", value=values["wilayah"])
    names = (values["nama_singkat"], values["nama"])
    party = Participant(values["pemilihan"], int(number), *names, values["wilayah"] or None, values["sumber"])
    if key_of(party) in taken:
        raise InvalidField("Nomor urut {value} sudah ada di baris lain.", field="nomor", value=number)
    return party
