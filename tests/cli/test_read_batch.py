"""``ikrar read`` over many files: folders, every form, an output that can be gone on with."""

from __future__ import annotations

import argparse
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ikrar.cli import progress, read
from ikrar.cli.progress import Progress
from ikrar.cli.read.batch import Row
from ikrar.cli.read.output import Output
from tests.channels.document.samples import FEED, PAGE, word
from tests.cli.test_read import DECLARATION, NOTHING, UNDATED, rows, run

STORY = Path(DECLARATION).read_text(encoding="utf-8")
# A program that a shell starts in the background ignores Ctrl-C; here it is to hear it.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "import argparse, sys; from ikrar.cli import read; p = argparse.ArgumentParser(); read.add_arguments(p);"
    "sys.exit(read.run(p.parse_args()))"
)


def folder(path: Path, count: int) -> Path:
    """Write that many articles, each with a headline of its own."""
    path.mkdir()
    for number in range(count):
        (path / f"{number:03}.txt").write_text(f"Berita Nomor {number}\n\n{STORY}", encoding="utf-8")
    return path


def test_a_folder_is_read_in_order_with_every_form_in_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "dalam").mkdir()
    (tmp_path / "dalam" / "c.docx").write_bytes(word())
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.rss").write_text(FEED, encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text("{}")
    code, out, err = run(capsys, "--jsonl", str(tmp_path))
    assert (code, err) == (0, "")
    found = rows(out)
    assert [row["id"] for row in found] == ["a", "b#1", "b#2", "dalam/c"]
    assert [row["event_date"] for row in found] == ["2024-08-16", "2024-08-16", None, "2024-08-16"]
    assert found[0]["source_url"] == "https://kabar.contoh.id/2024/08/27/deklarasi-damai"


def test_a_folder_without_articles_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, str(tmp_path))
    assert (code, out) == (2, "")
    assert ".docx" in err


def test_a_table_in_the_folder_or_a_note_beside_the_file_gives_the_day(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("satu", "dua", "tiga"):
        (tmp_path / f"{name}.txt").write_text(UNDATED, encoding="utf-8")
    (tmp_path / "published.csv").write_text("id,date\nsatu,2024-08-27\n", encoding="utf-8")
    (tmp_path / "dua.json").write_text('{"published": "2019-08-20", "url": "https://kabar.contoh.id/dua"}')
    _, out, _ = run(capsys, "--jsonl", str(tmp_path))
    found = {row["id"]: row for row in rows(out)}
    assert {name: row["event_date"] for name, row in found.items()} == {
        "dua": "2019-08-16",
        "satu": "2024-08-16",
        "tiga": None,
    }
    assert found["dua"]["source_url"] == "https://kabar.contoh.id/dua"


def test_pipes_in_a_folder_are_passed_over_and_links_to_nothing_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "satu.txt").write_text(UNDATED, encoding="utf-8")
    os.mkfifo(tmp_path / "pipa.txt")
    (tmp_path / "hilang.txt").symlink_to("tidak-ada")
    code, out, err = run(capsys, "--jsonl", str(tmp_path))
    assert code == 0
    assert len(rows(out)) == 2
    assert "pipa" not in out
    assert "hilang.txt" in err


def test_an_output_that_cannot_be_read_again_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--out", "/dev/full", DECLARATION)
    assert code == 2
    assert "bukan berkas biasa" in err


def test_a_disk_that_takes_half_a_line_is_asked_to_take_the_rest(tmp_path: Path) -> None:
    class Slow(io.FileIO):
        def write(self, data: Any) -> int:
            return super().write(data[:7])

    with Output(str(tmp_path / "hasil.jsonl")) as out:
        out._file.close()
        out._file = Slow(tmp_path / "hasil.jsonl", "ab")
        out.add(Row("a", '{"id": "a", "error": "panjang sekali"}', None))
    assert (tmp_path / "hasil.jsonl").read_text() == '{"id": "a", "error": "panjang sekali"}\n'


@pytest.mark.parametrize("content", ["[]", "{", '{"published": "kemarin"}'])
def test_an_unusable_note_spoils_only_its_own_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.txt.json").write_text(content)
    code, out, err = run(capsys, "--jsonl", str(tmp_path))
    assert code == 0
    assert ["error" in row for row in rows(out)] == [True, False]
    assert "2024-08-27" in err


def test_several_processes_give_the_same_rows_in_the_same_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(folder(tmp_path / "berita", 20))
    _, alone, _ = run(capsys, "--jsonl", path)
    code, together, err = run(capsys, "--jsonl", "--jobs", "2", path)
    assert (code, err) == (0, "")
    assert together == alone


def test_the_output_holds_what_would_have_been_printed_and_is_not_read_twice(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, out = str(folder(tmp_path / "berita", 4)), tmp_path / "hasil.jsonl"
    _, printed, _ = run(capsys, "--jsonl", path)
    assert run(capsys, "--out", str(out), path) == (0, "", "")
    assert out.read_text(encoding="utf-8") == printed
    assert run(capsys, "--out", str(out), path) == (0, "", "")
    assert out.read_text(encoding="utf-8") == printed


def test_a_torn_last_line_is_mended_and_nothing_is_lost_or_repeated(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, out = folder(tmp_path / "berita", 4), tmp_path / "hasil.jsonl"
    (path / "005.rss").write_text(FEED, encoding="utf-8")
    run(capsys, "--out", str(out), str(path))
    whole = out.read_bytes()
    for cut in (0, 1, whole.index(b"\n"), whole.index(b"\n") + 1, whole.rindex(b'{"id": "005#2"') + 5, len(whole) - 1):
        out.write_bytes(whole[:cut])
        assert run(capsys, "--out", str(out), str(path))[0] == 0
        assert out.read_bytes() == whole


def test_the_answer_counts_what_earlier_runs_wrote(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "hasil.jsonl"
    assert run(capsys, "--out", str(out), NOTHING)[0] == 1
    assert run(capsys, "--out", str(out), NOTHING)[0] == 1
    assert run(capsys, "--out", str(out), NOTHING, str(tmp_path / "tiada.txt"))[0] == 0
    assert run(capsys, "--out", str(tmp_path / "lain.jsonl"), str(tmp_path / "tiada.txt"))[0] == 2


def test_an_output_that_holds_something_else_stays_as_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "catatan.txt"
    out.write_text("belanja\n")
    code, _, err = run(capsys, "--out", str(out), DECLARATION)
    assert code == 2
    assert "baris 1" in err
    assert out.read_text() == "belanja\n"
    assert run(capsys, "--out", str(tmp_path / "tiada" / "x.jsonl"), DECLARATION)[0] == 2


def test_two_runs_do_not_write_one_output(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "hasil.jsonl"
    with read.output.Output(str(out)):
        other = started("--out", str(out), DECLARATION)
        _, err = other.communicate(timeout=180)
    assert other.returncode == 2
    assert b"sedang ditulis" in err


def test_two_files_of_one_name_are_refused_where_their_rows_could_not_be_told_apart(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "deklarasi.txt"
    copy.write_text(STORY, encoding="utf-8")
    assert run(capsys, "--jsonl", DECLARATION, str(copy))[0] == 0
    code, _, err = run(capsys, "--out", str(tmp_path / "x.jsonl"), DECLARATION, str(copy))
    assert code == 2
    assert str(copy) in err


@pytest.mark.parametrize("jobs", ["0", "65"])
def test_a_number_of_processes_out_of_reach_is_refused(capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    code, _, err = run(capsys, "--jobs", jobs, DECLARATION)
    assert code == 2
    assert "64" in err


def started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *words], stderr=subprocess.PIPE)


def wait_for_lines(path: Path, count: int) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and (not path.exists() or path.read_bytes().count(b"\n") < count):
        time.sleep(0.01)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_killed_half_way_goes_on_where_it_stopped(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, jobs: str
) -> None:
    path, out = str(folder(tmp_path / "berita", 150)), tmp_path / "hasil.jsonl"
    child = started("--out", str(out), "--jobs", jobs, path)
    wait_for_lines(out, 5)
    child.kill()
    child.wait()
    assert child.stderr
    child.stderr.close()
    before = out.read_bytes().count(b"\n")
    assert 5 <= before < 150
    assert run(capsys, "--out", str(out), path)[0] == 0
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == [
        f"{number:03}" for number in range(150)
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_a_sentence_that_says_what_to_do(tmp_path: Path, jobs: str) -> None:
    path, out = str(folder(tmp_path / "berita", 150)), tmp_path / "hasil.jsonl"
    child = started("--out", str(out), "--jobs", jobs, path)
    wait_for_lines(out, 5)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=180)
    assert child.returncode == 130
    assert b"melanjutkan" in err
    assert b"Traceback" not in err
    assert out.read_bytes().endswith(b"\n")


def test_stopping_without_an_output_says_how_to_make_it_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(read.batch, "readings", stop)
    code, _, err = run(capsys, DECLARATION)
    assert code == 130
    assert "--out" in err


class TestBar:
    """The bar that shows how far long work is."""

    def test_says_how_much_is_done_how_fast_and_what_is_left(self) -> None:
        assert (
            progress.line_of(50, 200, 10.0) == f"[{'#' * 6}{'.' * 18}] 50 dari 200 berkas · 5.0 per detik · sisa 0:30"
        )
        assert progress.line_of(0, 200, 0.0).endswith("sisa –")
        assert progress.line_of(1, 100_000, 1.0).endswith("sisa 27:46:39")
        assert "100 per detik" in progress.line_of(100, 200, 1.0)

    def test_is_drawn_on_a_terminal_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        leader, follower = pty.openpty()
        monkeypatch.setattr(progress, "_PERIOD", 0.0)
        with os.fdopen(follower, "w") as terminal, Progress(2, terminal) as bar:
            bar.advance()
            bar.tell("a.txt: rusak")
            bar.advance()
        shown = os.read(leader, 10_000).decode()
        os.close(leader)
        assert "1 dari 2" in shown
        assert "a.txt: rusak\r\n" in shown
        assert shown.count("2 dari 2") == 2
        silent = io.StringIO()
        with Progress(2, silent) as bar:
            bar.advance()
            bar.tell("kata")
        assert silent.getvalue() == "kata\n"


def test_the_options_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    read.add_arguments(parser)
    assert "--jobs" in parser.format_help()
