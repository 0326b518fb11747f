"""``ikrar database prepare``, and the page that leads an operator through it: every command of the page is run."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

from ikrar.cli import database
from ikrar.core.errors import BadInput, Refused
from tests import postgres
from tests.installation import DATABASE, on_postgresql, on_sqlite

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "howto" / "postgresql.md"
#: Stands for the machine's own: takes the user to PostgreSQL's notice and runs the rest.
SUDO = """#!/bin/sh
while [ $# -gt 0 ]; do
    case "$1" in
        -u) PGUSER=$2; export PGUSER; shift 2 ;;
        --preserve-env=*) shift ;;
        *) break ;;
    esac
done
exec "$@"
"""


def commands() -> list[str]:
    """Return the lines of the page's blocks marked sh, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A machine with an empty server as shipped, and with the programs the page names."""
    home, programs = postgres.start(), tmp_path / "programs"
    programs.mkdir()
    (programs / "sudo").write_text(SUDO, encoding="utf-8")
    (programs / "sudo").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IKRAR_", "COV_", "DJANGO_"))}
    return kept | {
        "PATH": f"{programs}:{postgres.programs()}:{os.environ['PATH']}",
        "PGHOST": str(home),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "IKRAR_DATA": str(tmp_path / "data"),
        "IKRAR_ORIGIN": f"http://localhost:{_free_port()}",
        "LANG": "en_GB.UTF-8",
    }


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(line: str, machine: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a line of the page as a shell would, with this project's interpreter for the command ikrar."""
    line = line.replace(".venv/bin/ikrar", f"{sys.executable} -m ikrar.cli")
    return subprocess.run(["sh", "-c", line], cwd=ROOT, env=machine, capture_output=True, text=True, check=False)


@on_postgresql
def test_every_command_of_the_page_does_what_it_says(machine: dict[str, str]) -> None:
    roles, make, export, prepare, serve, *backup = commands()
    for line in (roles, make):
        done = run(line, machine)
        assert done.returncode == 0, done.stderr
    name, _, value = export.removeprefix("export ").partition("=")
    machine[name] = value
    too_early = run(serve, machine)
    assert too_early.returncode == 2
    assert "ikrar.E013" in too_early.stderr
    assert "ikrar database prepare" in too_early.stderr
    for _ in range(2):
        done = run(prepare, machine)
        assert (done.returncode, done.stdout) == (0, "The database is ready for the role ikrar.\n"), done.stderr
    assert "Traceback" not in too_early.stderr + done.stderr
    _check_serving(serve, machine)
    _check_backup(backup, machine)


def _check_backup(lines: list[str], machine: dict[str, str]) -> None:
    """Back up, rehearse and restore as the page says; what row policies hide from the owner must be in the copy too."""
    data = Path(machine["IKRAR_DATA"])
    out = data.with_name("backups")
    out.mkdir()
    for line in lines:
        done = run(line, machine | {"BACKUPS": str(out), "KEYS": str(data / "backup-keys")})
        assert done.returncode == 0, done.stderr
    counts = []
    asking = (
        "SELECT (SELECT count(*) FROM place_area), (SELECT count(*) FROM pg_policy), to_regclass('place_area')::text"
    )
    for name in ("ikrar", "ikrar_restored"):
        with closing(psycopg.connect(f"host={machine['PGHOST']} user=postgres dbname={name}")) as asked:
            counts.append(asked.execute(asking).fetchone())
    assert counts[0] == counts[1]
    with closing(psycopg.connect(f"host={machine['PGHOST']} user=postgres dbname=ikrar_rehearsal")) as asked:
        assert asked.execute("SELECT to_regclass('place_area')").fetchone() == (None,)
    assert (data / "ledger" / "restored.json").exists()


def _check_serving(serve: str, machine: dict[str, str]) -> None:
    port = int(machine["IKRAR_ORIGIN"].rpartition(":")[2])
    words = serve.replace(".venv/bin/ikrar", f"exec {sys.executable} -m ikrar.cli").replace("sudo ", "exec sudo ")
    words = words.replace("-u ikrar exec", "-u ikrar") + f" --port {port}"
    with subprocess.Popen(["sh", "-c", words], cwd=ROOT, env=machine, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert _answer(server, port) == 200
            checked = run(".venv/bin/ikrar check", machine)
            assert (checked.returncode, checked.stdout) == (0, "This installation is ready.\n"), checked.stderr
            with psycopg.connect(f"host={machine['PGHOST']} user=postgres dbname=ikrar") as asked:
                assert asked.execute("SELECT count(*) > 90000 FROM place_area").fetchone() == (True,)
                mine = "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'ikrar'"
                assert asked.execute(mine).fetchall() == [("ikrar",)]
            asked.close()
        finally:
            server.terminate()
            server.wait(timeout=120)


def _answer(server: subprocess.Popen[str], port: int) -> int:
    """Ask for the register until the server answers; the first start loads all areas."""
    for _ in range(1800):
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        asked = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            asked.request("GET", "/deklarasi/", headers={"Host": f"localhost:{port}"})
            return asked.getresponse().status
        except ConnectionRefusedError:
            subprocess.run(["sleep", "0.1"], check=False)
        finally:
            asked.close()
    raise AssertionError("the server does not answer")


@on_sqlite
def test_on_sqlite_there_is_nothing_to_prepare() -> None:
    with pytest.raises(Refused, match="IKRAR_DATABASE"):
        database.prepare_as("postgresql://ikrar_owner@/ikrar")


def test_an_owners_address_that_is_none_or_carries_a_password_is_refused() -> None:
    for url in ("", "sqlite:///x", "postgresql://ikrar_owner:sandi@/ikrar"):
        with pytest.raises(BadInput):
            database.prepare_as(url)


@on_postgresql
def test_the_owner_is_another_role_on_the_same_database() -> None:
    for url in (postgres.url(postgres.APPLICATION, DATABASE), postgres.url(postgres.OWNER, "lain")):
        with pytest.raises(Refused, match="peran lain"):
            database.prepare_as(url)


@on_postgresql
def test_a_server_that_does_not_answer_is_said_in_a_sentence(tmp_path: Path, django_db_blocker: object) -> None:
    with django_db_blocker.unblock(), pytest.raises(Refused, match="tidak menjawab"):
        database.prepare_as(f"postgresql://{postgres.OWNER}@/{DATABASE}?host={tmp_path}")
