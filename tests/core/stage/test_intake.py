"""A file of an election is taken whole or refused with the line and the reason of everything wrong in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.stage.intake import MOST_BYTES, check
from ikrar.core.stage.lines import Lines
from ikrar.core.stage.parse import MOST_FAULTS
from ikrar.core.stage.table import of_sheet
from tests.core.stage.sample import SAMPLE


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, str(one.error)) for one in check(text.encode()).problems]


def line_of(text: str, part: str) -> int:
    assert text.count(part) == 1
    return text[: text.index(part)].count("\n") + 1


def test_an_invented_election_is_read_and_its_stages_are_computed_from_nothing_but_its_file() -> None:
    taken = check(SAMPLE.encode())
    assert taken.problems == ()
    assert taken.election
    assert taken.sheet
    assert (taken.election.code, taken.election.voting_day) == ("pilkada-2031-rekaan", date(2031, 6, 18))
    found = {one.code: one for one in of_sheet(taken.sheet, taken.election.voting_day, {"NOTICE": date(2031, 7, 4)})}
    assert list(found) == ["CAMPAIGN", "RALLY", "QUIET", "VOTE", "DETERMINE", "OATH"]
    assert (str(found["QUIET"].first), str(found["QUIET"].last)) == ("2031-06-15", "2031-06-17")
    assert str(found["DETERMINE"].last) == "2031-07-07"  # three days from a Friday are stricter than three working days
    assert not found["DETERMINE"].sure  # no decree of leave for 2031 is known
    assert str(found["OATH"].last) == "2031-07-21"


@pytest.mark.parametrize("code", ["pemilu-2024", "pilkada-2024"])
def test_the_bundled_elections_pass_the_same_check(code: str) -> None:
    assert check(files.file(f"elections/{code}.toml").read_bytes()).problems == ()


#: What is replaced, by what, on which line it is found (its own text, or a number), under which key, and why.
REFUSED = [
    ("voting_day = 2031-06-18", "voting_day = 2031-02-30", None, "voting_day", "Tanggal ini tidak ada"),
    ("voting_day = 2031-06-18", "voting_day = 2031-13-30", None, "voting_day", "Tanggal ini tidak ada"),
    ("first = -10", "first = { on = 2031-02-30 }", None, "first", "Tulis tanggal"),
    ("year = 2031", "year = 2031\nyear = 2032", 5, "-", "sudah ditulis"),
    ("local = true", "local = ", None, "local", "bentuk TOML"),
    ("[election]", "[election", None, "-", "bentuk TOML"),
    ("[election]", "[pemilihan]", 1, "pemilihan", "Bagian pemilihan tidak dikenal"),
    ('kind = "pilkada"', 'kind = "pilkades"', None, "kind", "pemilu atau pilkada"),
    ('code = "pilkada-2031-rekaan"', 'code = "Rekaan"', None, "code", "tidak dikenal bentuknya"),
    ("ends = 2031-12-31", "ends = 2031-01-01", None, "ends", "mendahului"),
    ("ends = 2031-12-31", "", 1, "ends", "harus memuat ends"),
    ("year = 2031", "year = true", None, "year", "Isi year"),
    ('area = "98.01"', "area = 98.01", None, "area", "Isi area"),
    ('area = "98.01"', 'area = "98.01"\ncolour = "blue"', 8, "colour", "Kunci colour"),
    ("local = true", 'local = "yes"', None, "local", "Isi local"),
    ('code = "NOTICE"', 'code = "notice"', None, "code", "huruf besar"),
    ('code = "ROUND"', 'code = "NOTICE"', 16, "code", "sudah dipakai"),
    ('code = "RALLY"', 'code = "CAMPAIGN"', 29, "code", "sudah dipakai"),
    ('{ id = "Rapat umum", en = "Rallies" }', '{ id = "Rapat umum" }', "Rallies", "name", "kedua bahasa"),
    ('{ id = "Rapat umum", en = "Rallies" }', '{ id = "Rapat\\numum", en = "R" }', "Rallies", "name", "kedua bahasa"),
    ("first = -10", 'first = "-10"', None, "first", "Tulis tanggal"),
    ("first = -10", "first = -3", None, "first", "sesudah hari terakhir"),
    ("first = -10", "first = -34", 'parent = "CAMPAIGN"', "parent", "keluar dari hari-hari CAMPAIGN"),
    ("first = -33", "first = -3300", None, "first", "terlalu jauh"),
    ("last = -1", "last = -2", 'follows = "QUIET"', "follows", "ada celah 1 hari"),
    ("first = -3\n", "first = -4\n", 'follows = "CAMPAIGN"', "follows", "tidak boleh bertindih"),
    ('follows = "CAMPAIGN"\nfirst = -3', "first = -5", 39, "first", "tidak boleh bertindih"),
    ('follows = "QUIET"\n', 'follows = "CAMPAIGN"\n', 48, "follows", "ada celah 3 hari"),
    ("first = 2031-06-18", "first = 2031-06-17", None, "first", "bukan pada hari pemungutan"),
    ('parent = "CAMPAIGN"', 'parent = "RALLYING"', None, "parent", "RALLYING tidak ada"),
    ('follows = "QUIET"', 'follows = "QUIETER"', None, "follows", "QUIETER tidak ada"),
    ('only_if = "ROUND"', 'only_if = "ROUNDS"', None, "only_if", "ROUNDS tidak ada"),
    (
        'last = { after = "NOTICE", working = 3 }',
        'last = { after = "NEWS", working = 3 }',
        None,
        "last",
        "NEWS tidak ada",
    ),
    ('last = { after = "NOTICE", days = 3 }', 'last = { after = "NEWS", days = 3 }', None, "last", "NEWS tidak ada"),
    ('last = { after = "NOTICE", days = 3 }', 'last = { after = "NOTICE", days = 0 }', None, "last", "mulai dari 1"),
    ("days = 14", "weeks = 2", None, "first", "Tulis tanggal"),
    ('"DETERMINE.last", days', '"DETERMINE.end", days', None, "first", "bukan hari pertama"),
    ('"DETERMINE.last", days', '"GONE.last", days', None, "first", "GONE.last bukan"),
    (
        'first = { on = "NOTICE" }\nlast = { after = "NOTICE", working',
        'first = { on = "OATH.last" }\nlast = { after = "NOTICE", working',
        57,
        "first",
        "DETERMINE → OATH → DETERMINE",
    ),
    ('code = "QUIET"\nfollows', 'code = "QUIETS"\nfollows', 1, "-", "Tahapan QUIET harus ada"),
    (
        'first = { on = "NOTICE" }\nlast = { after = "NOTICE", working = 3 }\nrule',
        "#rule",
        55,
        "-",
        "Tulis hari terakhirnya",
    ),
    ('last = { after = "DETERMINE.last", hours = 336 }\n', "", None, "first", "tanpa hari terakhir"),
    ('stage = "QUIET"\nwho', 'stage = "CALM"\nwho', 89, "stage", "CALM tidak ada di berkas"),
    ('who = "bawaslu"', "who = 1", None, "who", "Tulis jenis lembaga"),
    ('who = "bawaslu"', 'who = "bawalsu"', None, "who", "mungkin bawaslu"),
    ('who = "bawaslu"', 'who = "x"', None, "who", "Tulis jenis lembaga"),
    ("local = true", "locl = true", None, "locl", "mungkin local"),
    ("[[risk]]", "[[risks]]", 94, "risks", "mungkin risk"),
    ('follows = "QUIET"', 'follows = "QUITE"', None, "follows", "mungkin QUIET"),
    (
        '{ on = "NOTICE" }\nlast = { after = "NOTICE", working',
        '{ on = "NOTISE" }\nlast = { after = "NOTICE", working',
        57,
        "first",
        "mungkin NOTICE",
    ),
    ("[[risk]]", "[risk]", None, "risk", "sebagai daftar"),
    ("[[stage.reading]]", "[stage.reading]", None, "reading", "Isi reading"),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "reason"), REFUSED, ids=[f"{r[1]} {r[4]}"[:60] for r in REFUSED]
)
def test_a_file_is_refused_with_the_line_and_the_reason(
    old: str, new: str, line: int | str | None, column: str, reason: str
) -> None:
    text = SAMPLE.replace(old, new, 1)
    assert text != SAMPLE
    found = faults(text)
    assert found, reason
    assert any(reason in why for _row, _column, why in found), found
    row, at, _why = next(one for one in found if reason in one[2])
    if isinstance(line, int):
        assert row == line
    if line is None:
        assert abs(row - SAMPLE[: SAMPLE.index(old)].count("\n") - 1) <= 1
    assert at == column


def test_everything_wrong_is_told_at_once_in_the_order_of_lines() -> None:
    text = SAMPLE.replace("local = true", "local = 1").replace("first = -10", "first = 1.5").replace("year = 2031", "")
    assert [(row, column) for row, column, _why in faults(text)] == [(1, "year"), (13, "local"), (31, "first")]


def test_no_fault_hides_another_neither_of_writing_nor_of_meaning() -> None:
    text = SAMPLE
    for old, new in [
        ("year = 2031", "year = 2x"),
        ("ends = 2031-12-31", "ends = 2031-12-32"),
        ("local = true", "locl = true"),
        ('code = "ROUND"', 'code = "ROUND"\ncode = "X"'),
        ('parent = "CAMPAIGN"', 'parent = "CAMPAGN"'),
        ("first = -3\n", "first = -2\n"),
        (
            'on = "NOTICE" }\nlast = { after = "NOTICE", working',
            'on = "OATH.last" }\nlast = { after = "NOTISE", working',
        ),
        ('code = "R2"', 'code = "CAMPAIGN"'),
        ('who = "bawaslu"', 'who = "bawalsu"'),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    assert faults(text) == [
        (4, "year", "Baris ini tidak mengikuti bentuk TOML."),
        (6, "ends", "Tanggal ini tidak ada di kalender."),
        (10, "local", "Bagian ini harus memuat local."),
        (13, "locl", "Kunci locl tidak dikenal di bagian ini; mungkin local."),
        (17, "-", "Kunci ini sudah ditulis di bagian yang sama."),
        (31, "parent", "CAMPAGN tidak ada di berkas ini; mungkin CAMPAIGN."),
        (40, "follows", "Tahapan ini mulai 2031-06-16, padahal CAMPAIGN berakhir 2031-06-14: ada celah 1 hari."),
        (58, "first", "Aturan tahapan ini berputar: DETERMINE → OATH → DETERMINE."),
        (59, "last", "Peristiwa NOTISE tidak ada di bagian [[anchor]]; mungkin NOTICE."),
        (73, "first", "Aturan tahapan ini berputar: OATH → DETERMINE → OATH."),
        (81, "code", "Kode CAMPAIGN sudah dipakai di atas."),
        (91, "who", "Jenis lembaga bawalsu tidak dikenal; mungkin bawaslu."),
    ]


def test_working_days_of_a_year_whose_holidays_nobody_knows_are_refused_where_they_stand() -> None:
    text = SAMPLE.replace("2031", "2061")
    ((row, column, why),) = faults(text)
    assert (row, column) == (58, "last")
    assert "Hari libur tahun 2061 tidak tercakup" in why
    plain = text.replace('last = { after = "NOTICE", working = 3 }', 'last = { after = "NOTICE", days = 3 }')
    assert faults(plain) == []


def test_what_lacks_is_told_once_and_what_hangs_on_it_is_not_guessed_at() -> None:
    assert [(row, column) for row, column, _why in faults(SAMPLE.replace('code = "VOTE"\n', ""))] == [(46, "code")]
    assert [(row, column) for row, column, _why in faults(SAMPLE.replace('code = "NOTICE"\n', ""))] == [(10, "code")]
    assert [(row, column) for row, column, _why in faults(SAMPLE.replace("2031-06-18", "soon"))] == [
        (5, "voting_day"),
        (49, "first"),
        (50, "last"),
    ]
    assert faults(SAMPLE.replace("[[anchor]]", "[anchor]", 1).replace("[[anchor]]", "[anchors]"))[0][1] == "anchor"


def test_a_fault_of_writing_that_nothing_can_be_read_past_is_told_with_those_before_it() -> None:
    text = SAMPLE.replace("year = 2031", "year = 2x").replace("ends = 2031-12-31", "ends = 2031-12-32")
    assert faults(text.replace("[[risk]]", "[[risk")) == [
        (4, "-", "Baris ini tidak mengikuti bentuk TOML."),
        (6, "-", "Baris ini tidak mengikuti bentuk TOML."),
        (94, "-", "Baris ini tidak mengikuti bentuk TOML."),
    ]
    assert faults("[a]\nx = 2031-02-30\n[a]")[0] == (2, "-", "Tanggal ini tidak ada di kalender.")


def test_a_file_of_nothing_but_faults_is_not_told_to_its_end() -> None:
    assert len(faults("\n".join(f"a{n} = ?" for n in range(300)))) == MOST_FAULTS + 1


def test_a_circle_of_predecessors_or_of_parents_is_refused_too() -> None:
    text = SAMPLE.replace('code = "CAMPAIGN"', 'code = "CAMPAIGN"\nfollows = "QUIET"')
    assert "CAMPAIGN → QUIET → CAMPAIGN" in faults(text)[0][2]
    text = SAMPLE.replace('code = "CAMPAIGN"', 'code = "CAMPAIGN"\nparent = "RALLY"')
    assert "CAMPAIGN → RALLY → CAMPAIGN" in faults(text)[0][2]


def test_a_file_without_stages_or_without_an_election_says_what_it_lacks() -> None:
    assert [why for *_rest, why in faults("")] == [
        "Berkas ini harus memuat bagian [election].",
        "Berkas ini harus memuat bagian [[stage]].",
    ]
    assert (1, "stage", "Tulis [[stage]] sebagai daftar bagian.") in faults("stage = [1]\n[election]\n")


def test_bytes_that_are_no_text_and_files_beyond_measure_are_refused() -> None:
    (fault,) = check(b"# a\n\xff").problems
    assert (fault.row, str(fault.error)) == (2, "Berkas ini bukan teks UTF-8.")
    (fault,) = check(b"#" * (MOST_BYTES + 1)).problems
    assert "terlalu besar" in str(fault.error)


def test_the_end_of_a_file_is_a_line_too() -> None:
    assert (2, "name", "Baris ini tidak mengikuti bentuk TOML.") in faults('[election]\nname = """a')


@given(st.text(alphabet="[]{}=.,\"'#\n abQ019-", max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    assert check(text.encode()).problems


@given(st.integers(0, len(SAMPLE.splitlines()) - 1))
def test_a_file_with_a_line_missing_is_either_fine_or_refused_on_some_line(number: int) -> None:
    lines = SAMPLE.splitlines()
    kept = "\n".join(lines[:number] + lines[number + 1 :])
    for row, _column, _why in faults(kept):
        assert 1 <= row <= len(lines)


def test_places_are_found_by_their_tables_and_keys() -> None:
    lines = Lines("[a]\nb = 1\n[[c]]\n[[c]]\nd = 2\n[[c.e]]\nf = 3\n[x.y]\nz = 1\n")
    assert lines.of(("a", "b")) == 2
    assert [lines.of(("c", n)) for n in (0, 1)] == [3, 4]
    assert lines.of(("c", 1, "d")) == 5
    assert lines.of(("c", 1, "e", 0, "f")) == 7
    assert lines.of(("c", 1, "e", 0, "gone", 5)) == 6
    assert lines.of(("x", "y", "z")) == 9
    assert lines.of(("nothing",)) == 1
