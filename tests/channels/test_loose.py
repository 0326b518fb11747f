"""Tables as people really fill them: every cell that cannot be read is told, and what lost nothing is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from ikrar.channels.spreadsheet import archive, file, loose
from ikrar.channels.spreadsheet.table import MOST_COLUMNS, Table
from ikrar.core.errors import BadInput, NotText, TooLarge

MIDNIGHT = datetime(2026, 3, 2)  # noqa: DTZ001 - as the library gives a day, without a zone
HEAD = ("kode", "hari", "jam")


def book(*rows: tuple[object, ...], more: Callable[[Any], None] = lambda made: None) -> bytes:
    """Return an XLSX as a spreadsheet program saves it, with whatever ``more`` does to it."""
    made = openpyxl.Workbook()
    for row in (HEAD, *rows):
        made.active.append(row)
    more(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def told(data: bytes) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, str(one.error)) for one in loose.read(data).problems]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_plain_file_is_read_as_ever(kind: str) -> None:
    plain = Table(HEAD, (("98.10", "2026-03-02", "=1"), ("", "", ""), ("a", "b", "c")))
    assert loose.read(file.write(plain, kind)) == loose.Loose(plain, ())


def test_days_hours_and_whole_numbers_lose_nothing() -> None:
    read = loose.read(book((35, date(2026, 3, 2), time(9, 30)), (7.0, MIDNIGHT, None)))
    assert read.problems == ()
    assert read.table.rows == (("35", "2026-03-02", "09.30"), ("7", "2026-03-02", ""))


def test_every_cell_that_lost_something_is_told_with_its_row_and_column() -> None:
    found = told(
        book((91.1, "=TODAY()", time(9, 30, 1)), (True, MIDNIGHT + timedelta(hours=7), "#N/A"), ("a", "b", "c"))
    )
    assert [(row, column) for row, column, _ in found] == [
        (2, "kode"),
        (2, "hari"),
        (2, "jam"),
        (3, "kode"),
        (3, "hari"),
        (3, "jam"),
    ]
    assert "rumus" in found[1][2]
    assert "bukan teks" in found[0][2]


def test_merged_cells_and_a_second_sheet_are_told_and_an_empty_sheet_is_not() -> None:
    def more(made: Any) -> None:
        made.active.merge_cells("A2:A3")
        made.create_sheet("Kosong")
        made.create_sheet("Catatan")["B7"] = "x"

    found = told(book(("a", "b", "c"), ("", "b", "c"), more=more))
    assert [row for row, *_ in found] == [1, 2]
    assert "Catatan" in found[0][2]
    assert "Kosong" not in found[0][2]
    assert "A2:A3" in found[1][2]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_every_delimiter_of_spreadsheet_programs_is_read(between: str, mark: bytes) -> None:
    text = "\r\n".join(between.join(line) for line in (HEAD, ("98.01", "2026-03-02", "09.30")))
    assert loose.read(mark + text.encode()).table.rows == (("98.01", "2026-03-02", "09.30"),)


def test_what_stands_beside_the_named_columns_is_told_by_row() -> None:
    read = loose.read(b"kode,hari\r\na,b,c\r\nd,e\r\nf,g,,h\r\n")
    assert [one.row for one in read.problems] == [2, 4]
    assert read.table.rows == (("a", "b"), ("d", "e"), ("f", "g"))
    wide = told(book(("a", "b", "c", "beside", 1.5)))
    assert [(row, column) for row, column, _ in wide] == [(2, ""), (2, "")]


def test_a_name_of_a_column_that_is_no_text_is_told() -> None:
    made = openpyxl.Workbook()
    made.active.append(("kode", "=A1"))
    out = io.BytesIO()
    made.save(out)
    assert told(out.getvalue()) == [
        (1, "", "Sel ini berisi rumus atau kesalahan rumus. Ganti dengan isinya sebagai teks.")
    ]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", BadInput),
        (b"\xff\xfe\x00k", NotText),
        (b"PKxx", BadInput),
        (b"x" * (file.MOST_BYTES + 1), TooLarge),
        (b"a\n" * 10_003, TooLarge),
        (book(*[("a", "b", "c")] * 10_001), TooLarge),
        (book(tuple("x" for _ in range(MOST_COLUMNS + 5))), TooLarge),
    ],
    ids=["nothing", "no UTF-8", "no archive", "too large", "too many lines", "too many rows", "too wide"],
)
def test_what_is_no_table_at_all_is_refused_whole(data: bytes, error: type[BadInput]) -> None:
    with pytest.raises(error):
        loose.read(data)


def test_a_book_without_a_sheet_or_with_an_endless_cell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book(("a" * 40, "b", "c"))
    monkeypatch.setattr(loose, "LONGEST_CELL", 30)
    assert [(row, column) for row, column, _ in told(data)] == [(2, "kode")]
    monkeypatch.setattr(loose, "load_workbook", lambda *_, **__: _Empty())
    with pytest.raises(BadInput):
        loose.read(data)
    monkeypatch.setattr(archive, "checked", lambda _: _raise())
    with pytest.raises(BadInput):
        loose.read(data)


class _Empty:
    worksheets: tuple[object, ...] = ()

    def close(self) -> None:
        """Nothing is open."""


def _raise() -> None:
    raise KeyError("xl/workbook.xml")


@pytest.mark.parametrize("merged", ["Satu", "Dua"])
def test_merged_cells_are_those_of_the_sheet_that_is_read_whatever_its_file_is_called(merged: str) -> None:
    def more(made: Any) -> None:
        made.active.title = "Satu"
        made.create_sheet("Dua").append(HEAD)
        made["Dua"].append(("99", "b", "c"))
        made[merged].merge_cells("B2:B3")
        made.move_sheet("Dua", offset=-1)  # the second one is read now, while the other is the one that is open
        made.active = made["Satu"]

    data = book(("98", "b", "c"), more=more)
    for one in (data, _files_swapped(data)):
        assert loose.read(one).table.rows[0][0] == "99"
        assert any("B2:B3" in sentence for *_, sentence in told(one)) is (merged == "Dua")


def _files_swapped(data: bytes) -> bytes:
    """Let two sheets change the names of their files, as programs do that keep them when a sheet is moved."""

    def swapped(text: str) -> str:
        return re.sub(r"worksheets/sheet([12])\.xml", lambda m: f"worksheets/sheet{3 - int(m[1])}.xml", text)

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            links = member.endswith("workbook.xml.rels")
            new.writestr(swapped(member), swapped(content.decode()).encode() if links else content)
    return out.getvalue()
