"""Parties of elections as rows of a table: round trip, and every fault told by row and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.election.sheet import COLUMNS, from_rows, key_of, to_rows
from ikrar.core.election.table import Participant
from ikrar.core.errors import BadInput

WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30)
PARTY = st.builds(
    Participant,
    election=st.sampled_from(["pemilu-2029", "pilkada-2029-pamekasan"]),
    number=st.integers(1, 999),
    short_name=WORDS,
    name=WORDS,
    area=st.sampled_from([None, "11", "91.10"]),
    source=st.one_of(st.just(""), WORDS),
)
GOOD = {"pemilihan": "pemilu-2029", "nomor": "1", "nama_singkat": "A", "nama": "Partai A"}


def row(**values: str) -> tuple[str, ...]:
    return tuple((GOOD | values).get(column, "") for column in COLUMNS)


@given(st.lists(PARTY, unique_by=key_of, max_size=12))
def test_what_is_written_as_rows_is_read_back_the_same(parties: list[Participant]) -> None:
    found, problems = from_rows(COLUMNS, to_rows(parties))
    assert not problems
    assert list(found.values()) == sorted(parties, key=key_of)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"pemilihan": "pemilu"}, "pemilihan"),
        ({"nomor": ""}, "nomor"),
        ({"nomor": "0"}, "nomor"),
        ({"nomor": "1000"}, "nomor"),
        ({"nomor": "٣"}, "nomor"),
        ({"nama_singkat": ""}, "nama_singkat"),
        ({"nama": "x" * 161}, "nama"),
        ({"nama": "A\u202eB"}, "nama"),
        ({"sumber": "x" * 121}, "sumber"),
        ({"wilayah": "Aceh"}, "wilayah"),
    ],
)
def test_a_fault_is_told_by_its_row_and_column(values: dict[str, str], column: str) -> None:
    found, problems = from_rows(COLUMNS, [row(nomor="2"), row(**values)])
    assert [(p.row, p.column) for p in problems] == [(3, column)]
    assert list(found) == [2]


def test_a_number_stands_once_in_an_election_and_area() -> None:
    rows = [row(), row(wilayah="11"), row(pemilihan="pemilu-2034"), row(nama="Partai B")]
    found, problems = from_rows(COLUMNS, rows)
    assert [(p.row, p.column) for p in problems] == [(5, "nomor")]
    assert list(found) == [2, 3, 4]


def test_an_empty_row_is_no_fault_and_other_columns_are_refused() -> None:
    turned = tuple(reversed(COLUMNS))
    found, problems = from_rows(turned, [("",) * len(COLUMNS), tuple(reversed(row()))])
    assert (list(found), problems) == ([3], ())
    with pytest.raises(BadInput, match="kolom"):
        from_rows(COLUMNS[1:], [])
