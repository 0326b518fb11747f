"""What an installation writes is its owner's alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from ikrar.cli.installation import start_django
from tests import installation

PREPARED = """
import os
os.umask(0o022)
from ikrar.cli import installation
installation.load_tables = lambda: None  # what is loaded does not matter here, and takes long
installation.prepare()
from django.db import connection
connection.cursor().execute("SELECT 1")
"""


@installation.on_sqlite
def test_r34_nobody_else_on_the_machine_reads_a_file_of_a_prepared_installation(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("IKRAR_")}
    kept |= {"IKRAR_DATA": str(folder), "IKRAR_ORIGIN": "https://ikrar.example"}
    subprocess.run([sys.executable, "-c", PREPARED], env=kept, check=True)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".sqlite3", ".key", ".css"}
    assert [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077] == []


def test_starting_a_command_sets_the_mask_for_what_it_writes() -> None:
    before = os.umask(0o022)
    try:
        start_django()
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)
    assert settings.FILE_UPLOAD_PERMISSIONS == 0o600
