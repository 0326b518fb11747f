"""Whoever follows docs/howto/reading.md word by word reads a folder with an article of every form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ikrar.channels.document import form
from tests.channels.document.samples import FEED, HEADLINE, LEAD, PAGE, column, pdf, word
from tests.house.howto import HOWTO, blocks, script

PAGE_OF = HOWTO / "reading.md"
MAIL = f"From: a@contoh.id\nTo: b@contoh.id\nSubject: {HEADLINE}\nMIME-Version: 1.0\n\n{LEAD}\n"


def folder(place: Path) -> None:
    """Write the folder that the page speaks of."""
    (place / "berita").mkdir()
    for name, data in {
        "kabar.txt": LEAD.encode(),
        "laman.html": PAGE.encode(),
        "lembar.pdf": pdf([column(60, 700, [LEAD[:60], LEAD[60:]])]),
        "rilis.docx": word(),
        "surat.eml": MAIL.encode(),
        "umpan.rss": FEED.encode(),
    }.items():
        (place / "berita" / name).write_bytes(data)
    (place / "terbit.csv").write_text("id,date\nkabar,2019-08-20\n", encoding="utf-8")


def test_every_command_of_the_page_does_what_it_says(tmp_path: Path) -> None:
    folder(tmp_path)
    assert all(block.runnable for block in blocks(PAGE_OF))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script(PAGE_OF)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = {row["id"]: row for row in map(json.loads, (tmp_path / "hasil.jsonl").read_text("utf-8").splitlines())}
    assert [*found] == ["kabar", "laman", "lembar", "rilis", "surat", "umpan#1", "umpan#2"]
    assert found["laman"]["published"] == "2024-08-27"
    last = done.stdout.splitlines()[-len(found) :]
    assert [json.loads(line)["published"] for line in last][:2] == ["2019-08-20", "2024-08-27"]


def test_the_page_names_every_form_and_its_ends() -> None:
    text = PAGE_OF.read_text(encoding="utf-8")
    wanted = {f".{end}" for end, kind in form.SUFFIXES.items() if kind not in {form.TEXT, form.DOCX, form.PDF}}
    assert {end for end in wanted if end not in text} <= {".xhtml", ".mht"}
