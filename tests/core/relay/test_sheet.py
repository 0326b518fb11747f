"""Relays as rows of a table: what goes out comes in again, and each problem names its row and column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from ikrar.core.errors import BadInput
from ikrar.core.institution.sheet import Problem
from ikrar.core.relay import minutes, sheet
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.plan import Leg, Plan, Slot

DAY = date(2026, 3, 2)
SLOTS = (Slot(DAY, time(9, 30), "Pawai", "Alun-alun"), Slot(DAY, time(11, 0), "Doa"))
LEGS = (
    Leg(1, "98.02/kpu", "98.02", "Batas wilayah", DAY, time(9, 30), SLOTS),
    Leg(2, "98.01/kpu", "98.01", "", DAY),
    Leg(3, "98.03/kpu", "98.03", "Pendopo", date(2026, 3, 9)),
)
ITEMS = ("1 bendera", "1 kotak")
PLAN = Plan("Kirab", "A", "98/kpu", "98.01/kpu", "98.01", DAY, "pilkada-uji", ITEMS, LEGS)
TOLD = ((State.TOLD, date(2026, 3, 3), ""), (State.SKIPPED, None, "Banjir."))


def rows(wanted: Plan = PLAN, **changes: str) -> list[tuple[str, ...]]:
    told = (*TOLD, (State.PLANNED, None, ""))
    made = [sheet.to_row(wanted, leg, *one) for leg, one in zip(wanted.legs, told, strict=True)]
    at = {name: n for n, name in enumerate(sheet.COLUMNS)}
    for name, value in changes.items():
        made[1] = tuple(value if n == at[name] else cell for n, cell in enumerate(made[1]))
    return made


def test_what_goes_out_comes_in_again() -> None:
    (entry,), problems = sheet.from_rows(sheet.COLUMNS, rows())
    assert problems == ()
    assert entry.plan == PLAN
    assert entry.told == TOLD
    assert entry.rows == (2, 3, 4)
    assert len(entry.source) == 64


def test_a_live_relay_goes_out_as_far_as_a_file_can_tell() -> None:
    done = sheet.to_row(PLAN, LEGS[0], State.DONE, DAY, "")
    waits = sheet.to_row(PLAN, LEGS[1], State.OPEN, None, "")
    assert done[-3:] == ("selesai", "2026-03-02", "")
    assert waits[-3:] == ("", "", "")


def test_several_relays_stand_in_one_file_in_any_order_of_columns() -> None:
    backwards = tuple(reversed(sheet.COLUMNS))
    both = [*rows(), *rows(replace(PLAN, baton="B")), tuple("" for _ in backwards)]
    entries, problems = sheet.from_rows(backwards, [tuple(reversed(row)) for row in both])
    assert [one.plan.baton for one in entries] == ["A", "B"]
    assert problems == ()


@pytest.mark.parametrize(
    ("changed", "row", "column"),
    [
        ({"benda": "lain"}, 3, "benda"),
        ({"urut": "dua"}, 3, "urut"),
        ({"urut": "7"}, 3, "urut"),
        ({"penerima": "KPU"}, 3, "penerima"),
        ({"penerima": "98.02/kpu"}, 3, "penerima"),
        ({"wilayah": "Serang"}, 3, "wilayah"),
        ({"tempat": "x" * 201}, 3, "tempat"),
        ({"hari_rencana": "besok"}, 3, "hari_rencana"),
        ({"hari_rencana": "2026-03-01"}, 3, "hari_rencana"),
        ({"jam_rencana": "pagi"}, 3, "jam_rencana"),
        ({"acara": "Pawai"}, 3, "acara"),
        ({"keadaan": "hilang"}, 3, "keadaan"),
        ({"keadaan": "selesai"}, 3, "hari_sebenarnya"),
        ({"hari_sebenarnya": "2026-03-02"}, 3, "hari_sebenarnya"),
        ({"keadaan": "selesai", "hari_sebenarnya": "2026-03-02"}, 3, "alasan"),
        ({"alasan": ""}, 3, "alasan"),
        ({"urut": "0"}, 3, "urut"),
    ],
)
def test_each_problem_names_its_row_and_column(changed: dict[str, str], row: int, column: str) -> None:
    entries, problems = sheet.from_rows(sheet.COLUMNS, rows(**changed))
    assert entries == ()
    assert (problems[0].row, problems[0].column) == (row, column)


def test_what_is_said_of_the_whole_is_read_once_and_legs_may_not_jump() -> None:
    first = rows(replace(PLAN, organiser="KPU"))
    assert [(one.row, one.column) for one in sheet.from_rows(sheet.COLUMNS, first)[1]] == [(2, "penyelenggara")]
    jumps = [*rows(keadaan="")[:2], sheet.to_row(PLAN, LEGS[2], State.TOLD, DAY, "")]
    assert "melompat" in str(sheet.from_rows(sheet.COLUMNS, jumps)[1][-1].error)
    many = [sheet.to_row(PLAN, replace(LEGS[0], n=n), State.PLANNED, None, "") for n in range(1, 602)]
    assert "paling banyak" in str(sheet.from_rows(sheet.COLUMNS, many)[1][-1].error)


def found(lines: list[tuple[str, ...]]) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in sheet.from_rows(sheet.COLUMNS, lines)[1]]


def test_every_fault_of_every_row_is_told_at_once() -> None:
    first = rows(replace(PLAN, organiser="KPU", area="Serang", starts_on=date(2026, 3, 9)))
    wrong = rows(penerima="KPU", wilayah="Serang", hari_rencana="besok", jam_rencana="pagi", keadaan="x", alasan="")
    wrong[1] = (*first[0][:8], *wrong[1][8:])
    told = found([first[0], wrong[1], first[2]])
    assert told == [
        (2, "penyelenggara"),
        (2, "wilayah_awal"),
        (2, "hari_rencana"),
        *((3, column) for column in ("penerima", "wilayah", "hari_rencana", "jam_rencana", "keadaan")),
    ]


def test_a_gap_in_the_numbers_is_told_once_and_a_repeated_row_names_the_first() -> None:
    one, two, three = rows()
    assert found([one, three]) == [(3, "urut")]
    assert found([one, two, three, two]) == [(5, "urut")]
    again = sheet.from_rows(sheet.COLUMNS, [one, two, three, two])[1][0].error
    assert again.params["first"] == 3
    fourth = replace(LEGS[2], n=5, receiver="98.02/kpu")
    fifth = replace(LEGS[2], n=6)
    lines = [*rows(), *(sheet.to_row(PLAN, leg, State.PLANNED, None, "") for leg in (fourth, fifth))]
    assert found(lines) == [(5, "urut")]


@pytest.mark.parametrize(
    ("value", "says"), [("46083", "2026-03-02"), ("12", "2026-01-31"), ("02/03/2026", "2026-01-31")]
)
def test_a_serial_number_of_a_day_is_told_as_the_day_it_probably_is(value: str, says: str) -> None:
    error = sheet.from_rows(sheet.COLUMNS, rows(hari_rencana=value))[1][0].error
    assert says in str(error)


def test_codes_of_rows_that_made_no_relay_are_known_by_row_and_kind() -> None:
    good = [sheet.to_row(replace(PLAN, baton="B"), leg, State.PLANNED, None, "") for leg in LEGS]
    lines = [*rows(hari_rencana="besok"), *good]
    lines[2] = (*lines[2][:10], "Serang", *lines[2][11:])
    entries, problems = sheet.from_rows(sheet.COLUMNS, lines)
    told = [(one.row, one.column, one.what) for one in sheet.codes(sheet.COLUMNS, lines, entries, problems)]
    first = [(2, "penyelenggara", "institution"), (2, "pemegang_awal", "institution"), (2, "penerima", "institution")]
    assert told[:3] == first
    assert {row for row, *_ in told} == {2, 3, 4}
    assert [one for one in told if one[0] == 3] == [(3, "penerima", "institution"), (3, "wilayah", "area")]
    assert [one for one in told if one[0] == 4] == [(4, "penerima", "institution")], "the other is told already"


def test_the_error_file_has_the_rows_with_what_is_wrong_and_comes_in_again() -> None:
    lines = rows(hari_rencana="besok", penerima="KPU")
    _, problems = sheet.from_rows(sheet.COLUMNS, lines)
    whole = [*problems, Problem(1, "", BadInput("Lembar lain."))]
    columns, told = sheet.with_reasons(sheet.COLUMNS, lines, sheet.reasons(whole, str))
    assert columns == (*sheet.COLUMNS, "masalah")
    assert told[0][-1] == "Lembar lain."
    assert told[1][-1].startswith("penerima: Kode lembaga KPU")
    assert "; hari_rencana: Tulis tanggal" in told[1][-1]
    assert told[2] == (*lines[2], "")
    again = sheet.from_rows(columns, told)[1]
    assert [(one.row, one.column, str(one.error)) for one in again] == [
        (one.row, one.column, str(one.error)) for one in problems
    ]
    assert sheet.with_reasons(columns, told, {})[1][0] == (*lines[0], "")
    assert sheet.with_reasons(sheet.COLUMNS, [], {1: "Kosong."})[1] == ()


def test_other_columns_are_refused_whole() -> None:
    with pytest.raises(BadInput, match="penerima"):
        sheet.from_rows(("kirab",), [])
    with pytest.raises(BadInput, match="tidak dikenal: catatan"):
        sheet.from_rows((*sheet.COLUMNS, "catatan"), [])


def test_minutes_have_one_form_and_one_digest() -> None:
    one = minutes.canonical({"n": 1, "acts": []})
    assert one == b'{"acts":[],"n":1,"v":"ikrar.id/handover/v1"}'
    assert minutes.digest(one) == minutes.digest(minutes.canonical({"acts": [], "n": 1}))
