"""``ikrar read`` as people run it."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ikrar.cli import read
from ikrar.core.text.source import LIMIT

ARTICLES = Path("tests/core/reading/articles")
SHARED = Path("../shared")
DECLARATION = str(ARTICLES / "deklarasi.txt")
NOTHING = str(ARTICLES / "hilang.txt")
UNDATED = "Polres Lembah Arunika menggelar deklarasi Pilkada di aula (16/8)."

Run = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Run:
    parser = argparse.ArgumentParser()
    read.add_arguments(parser)
    code = read.run(parser.parse_args(words))
    out, err = capsys.readouterr()
    return code, out, err


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_one_article_is_printed_so_that_a_person_can_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, DECLARATION)
    assert code == 0
    assert err == ""
    assert out.startswith('{\n  "id": "deklarasi"')
    assert json.loads(out)["kind"] == "declaration"


def test_a_batch_gives_one_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--jsonl", DECLARATION, NOTHING)
    assert code == 0
    assert [(row["id"], row["kind"]) for row in rows(out)] == [("deklarasi", "declaration"), ("hilang", "none")]


def test_articles_about_something_else_answer_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--jsonl", NOTHING)
    assert code == 1
    assert rows(out)[0]["kind"] == "none"
    assert err == ""


def test_standard_input_is_read_for_a_dash(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(DECLARATION).read_bytes())))
    code, out, _ = run(capsys, "--jsonl", "-")
    assert code == 0
    assert rows(out)[0]["id"] == "-"
    assert rows(out)[0]["kind"] == "declaration"


def test_a_bad_file_in_a_batch_spoils_only_its_own_row(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "foto.jpg"
    picture.write_bytes(b"\xff\xd8\xff\x00\x00")
    code, out, err = run(capsys, "--jsonl", str(picture), DECLARATION, str(tmp_path / "tiada.txt"))
    assert code == 0
    first, second, third = rows(out)
    assert set(first) == set(third) == {"id", "error"}
    assert second["kind"] == "declaration"
    assert len(err.splitlines()) == 2
    assert "UTF-8" in err
    assert "tiada.txt" in str(third["error"])


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x00\x01\x02", b"a" * (LIMIT + 1), b"\xff\xfe\x00\xd8"])
def test_when_every_file_is_bad_the_answer_is_two_with_one_clear_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "buruk.txt"
    path.write_bytes(content)
    code, out, err = run(capsys, "--jsonl", str(path))
    assert code == 2
    assert set(rows(out)[0]) == {"id", "error"}
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_a_text_that_is_only_invisible_characters_is_blank(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "hampa.txt"
    path.write_text("\u200b\u200b", encoding="utf-8")
    code, _, err = run(capsys, str(path))
    assert code == 2
    assert "kosong" in err


def test_a_file_of_fifty_megabytes_is_refused_without_being_read_whole(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "besar.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    code, _, err = run(capsys, str(path))
    assert code == 2
    assert str(LIMIT) in err


def test_the_day_of_publication_finds_a_missing_year(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "berita.txt"
    path.write_text(UNDATED, encoding="utf-8")
    assert rows(run(capsys, "--jsonl", str(path))[1])[0]["event_date"] is None
    code, out, _ = run(capsys, "--jsonl", "--published", "2024-08-27", str(path))
    assert code == 0
    assert rows(out)[0]["event_date"] == "2024-08-16"


def test_a_sidecar_gives_each_article_its_own_day(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("satu", "dua", "tiga"):
        (tmp_path / f"{name}.txt").write_text(UNDATED, encoding="utf-8")
    sidecar = tmp_path / "terbit.csv"
    sidecar.write_text("id,date\nsatu,2024-08-27\ndua,2019-08-20\ntiga,\n", encoding="utf-8")
    files = [str(tmp_path / f"{name}.txt") for name in ("satu", "dua", "tiga")]
    code, out, _ = run(capsys, "--jsonl", "--published", str(sidecar), *files)
    assert code == 0
    assert [row["event_date"] for row in rows(out)] == ["2024-08-16", "2019-08-16", None]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "tidak dapat dibuka"),
        ("nama,tanggal\nsatu,2024-08-27\n", "id,date"),
        ("id,date\nsatu,27/8/2024\n", "baris 2"),
        ("", "id,date"),
        ("satu\n", "id,date"),
    ],
)
def test_an_unusable_sidecar_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None, told: str
) -> None:
    sidecar = tmp_path / "terbit.csv"
    if content is not None:
        sidecar.write_text(content, encoding="utf-8")
    code, out, err = run(capsys, "--published", str(sidecar), DECLARATION)
    assert code == 2
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


def test_a_sidecar_as_a_spreadsheet_with_decimal_commas_writes_it_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sidecar = tmp_path / "terbit.csv"
    sidecar.write_text("id;date\ndeklarasi;2024-08-27\n", encoding="utf-8")
    _, out, _ = run(capsys, "--jsonl", "--published", str(sidecar), DECLARATION)
    assert rows(out)[0]["published"] == "2024-08-27"


def test_an_impossible_day_is_refused_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--published", "kemarin", DECLARATION)
    assert code == 2
    assert "2024-08-27" in err


def test_reading_needs_neither_django_nor_a_network() -> None:
    program = (
        "import sys, argparse; from ikrar.cli import read; p = argparse.ArgumentParser(); read.add_arguments(p);"
        f"code = read.run(p.parse_args(['--jsonl', {DECLARATION!r}]));"
        "assert not {'django', 'socket', 'sqlite3'} & set(sys.modules), sys.modules.keys(); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["area_code"] == "98.01"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated articles are not beside this checkout")
def test_the_annotated_articles_are_read_as_well_as_promised() -> None:
    command = (
        f'{sys.executable} -c "import argparse,sys;from ikrar.cli import read;p=argparse.ArgumentParser();'
        'read.add_arguments(p);sys.exit(read.run(p.parse_args()))"'
    )
    bars = ["kind=.9", "event_date=.9", "regency=.9", "points=.9", "persons=.85", "organizations=.8", "evidence=1"]
    score = [sys.executable, str(SHARED / "eval/score_reading.py"), str(SHARED / "articles"), command, "--min", *bars]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
