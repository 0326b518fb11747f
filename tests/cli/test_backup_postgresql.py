"""Backups on PostgreSQL: taken by the application's own role, put back by the owner in one transaction or not."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction

from ikrar.channels.backup import place
from ikrar.cli.main import main
from ikrar.core.backup.name import backups
from ikrar.environment import UNFINISHED, parse_database, write_secret_key
from ikrar.records import policy
from ikrar.records.ledger import actions
from ikrar.records.ledger.models import Leaf
from ikrar.records.ref import new_ref
from tests import postgres
from tests.installation import DATABASE, on_postgresql

pytestmark = on_postgresql

NOW = datetime(2026, 11, 22, 6, 15, tzinfo=UTC)
SCRATCH = f"{DATABASE}_scratch"
TILE = "ledger/tile/0/000.p/3"
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"


def ask(database: str, sql: str, role: str = "postgres") -> list[tuple[object, ...]]:
    """Ask a database of the tests' server."""
    with closing(psycopg.connect(postgres.url(role, database))) as asked:
        return asked.execute(sql).fetchall()


def content(database: str) -> dict[str, object]:
    """Return a digest of every table, asked as the administrator, without sessions."""
    names = [str(name) for (name,) in ask(database, TABLES) if name != "django_session"]
    digest = "SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM public.{0} t"
    return {name: ask(database, digest.format(name))[0][0] for name in names}


@pytest.fixture
def scratch() -> Iterator[str]:
    """An empty database of the owner, and the owner's address of it."""
    drop = f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)"
    postgres.administer(drop, f"CREATE DATABASE {SCRATCH} OWNER {postgres.OWNER} TEMPLATE template0")
    yield postgres.url(postgres.OWNER, SCRATCH)
    postgres.administer(drop)


@pytest.fixture
def out(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation with three leaves, two of them numbered, and a tile; the folder for its backups."""
    for n in range(3):
        with transaction.atomic():
            actions.append(type="grant.ended", by="35.28/kpu", ref=new_ref(), record={"n": n}, now=NOW)
    for number, leaf in enumerate(Leaf.objects.order_by("id")[:2]):
        Leaf.objects.filter(pk=leaf.pk).update(number=number)
    use(tmp_path / "data", monkeypatch, DATABASE)
    (tmp_path / "data" / TILE).parent.mkdir(parents=True)
    (tmp_path / "data" / TILE).write_bytes(b"tile" * 24)
    write_secret_key(tmp_path / "data" / "secret.key")
    (tmp_path / "out").mkdir()
    before = os.umask(0o077)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    yield tmp_path / "out"
    os.umask(before)


def use(folder: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """Go on in another data folder, told of another database, with the first one's keys of backups."""
    changed = {
        "data": folder,
        "secret_key_file": folder / "secret.key",
        "backup_keys": folder.parent / "data" / "backup-keys",
        "database": parse_database(postgres.url(postgres.APPLICATION, database)),
    }
    monkeypatch.setattr(settings, "ENVIRONMENT", dataclasses.replace(settings.ENVIRONMENT, **changed))


def test_a_backup_restores_into_an_empty_database_as_it_was_guarded_and_counting_on(
    out: Path, scratch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    postgres.within(DATABASE, "INSERT INTO django_session VALUES ('old', 'data', '2099-01-01')")
    before = content(DATABASE)
    assert main(["backup", str(out)]) == 0
    assert "3 daun" in capsys.readouterr().out
    use(tmp_path / "there", monkeypatch, SCRATCH)
    assert main(["restore", str(out), "--as", scratch]) == 0
    assert content(SCRATCH) == content(DATABASE) == before
    assert (tmp_path / "there" / TILE).read_bytes() == b"tile" * 24
    assert (tmp_path / "there" / place.RESTORED).exists()
    assert not (tmp_path / "there" / UNFINISHED).exists()
    assert ask(SCRATCH, "SELECT count(*) FROM django_session") == [(0,)]
    check_guarded()


def check_guarded() -> None:
    """Policies, triggers, owners and counters of what was restored are those of an installation."""
    assert ask(SCRATCH, "SELECT obj_description('public'::regnamespace)") == [(policy.fingerprint(),)]
    owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    assert ask(SCRATCH, owners) == [(postgres.OWNER,)]
    with closing(psycopg.connect(postgres.url(postgres.APPLICATION, SCRATCH), autocommit=True)) as app:
        assert app.execute("SELECT count(*) FROM ledger_opening").fetchone() == (0,)
        app.execute("SELECT set_config('ikrar.kind', 'system', false)")
        assert app.execute("SELECT count(*) FROM ledger_opening").fetchone() == (3,)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="final"):
            app.execute("DELETE FROM ledger_leaf")
        last, following = app.execute("SELECT max(id), nextval('ledger_leaf_id_seq') FROM ledger_leaf").fetchone() or ()
        assert following > last


def test_the_application_itself_rehearses_in_a_scratch_database_of_its_own_and_leaves_nothing(
    out: Path, scratch: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scratch
    postgres.administer(f"ALTER DATABASE {SCRATCH} OWNER TO {postgres.APPLICATION}")
    postgres.administer(f"GRANT SET ON PARAMETER ikrar.kind TO {postgres.APPLICATION}")
    assert main(["backup", str(out)]) == 0
    before = content(DATABASE)
    mine = postgres.url(postgres.APPLICATION, SCRATCH)
    assert main(["restore", "--rehearse", str(out), "--as", mine]) == 0
    assert "Latihan berhasil" in capsys.readouterr().out
    assert ask(SCRATCH, TABLES) == []
    assert content(DATABASE) == before


def test_writers_go_on_while_a_backup_is_made_and_are_not_in_it(out: Path) -> None:
    from ikrar.records.backup import postgresql

    with postgresql.snapshot() as found:
        postgres.within(DATABASE, "INSERT INTO django_session VALUES ('late', 'data', '2099-01-01')")
        rows = {name: b"".join(blocks) for name, blocks in found.members}
    assert found.state.rows["django_session"] == 0
    assert rows["database/django_session"] == b""
    assert rows["database/ledger_opening"].count(b"\n") == found.state.rows["ledger_opening"] == 3


def test_the_living_database_is_no_place_for_a_rehearsal(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(out)]) == 0
    assert main(["restore", "--rehearse", str(out), "--as", postgres.url(postgres.OWNER, DATABASE)]) == 2
    assert "basis data kosong yang lain" in capsys.readouterr().err


def test_a_database_with_tables_is_left_alone_unless_told(
    out: Path, scratch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(out)]) == 0
    postgres.within(SCRATCH, "SET ROLE ikrar_owner; CREATE TABLE public.mine (n integer)")
    use(tmp_path / "there", monkeypatch, SCRATCH)
    assert main(["restore", str(out), "--as", scratch]) == 2
    assert "sudah berisi tabel (mine)" in capsys.readouterr().err
    assert ask(SCRATCH, TABLES) == [("mine",)]
    assert not (tmp_path / "there" / "secret.key").exists()
    assert not (tmp_path / "there" / UNFINISHED).exists()
    assert main(["restore", "--replace", str(out), "--as", scratch]) == 0
    assert content(SCRATCH) == content(DATABASE)


@pytest.mark.parametrize("words", [[], ["--as", "ikrar_owner"], ["--as", "postgresql://ikrar_owner@/x?host=/nowhere"]])
def test_a_database_that_is_not_named_or_does_not_answer_is_said(
    out: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(out)]) == 0
    assert main(["restore", "--rehearse", str(out), *words]) == 2
    assert "\nikrar: " in capsys.readouterr().err


def test_a_copy_that_differs_is_undone(
    out: Path, scratch: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ikrar.cli import backup

    true = backup._manifest
    more = {"place_area": 1}
    monkeypatch.setattr(
        backup, "_manifest", lambda *given: dataclasses.replace(true(*given), rows=true(*given).rows | more)
    )
    assert main(["backup", str(out)]) == 0
    assert main(["restore", str(out), "--replace", "--as", scratch, "--only", "database"]) == 1
    assert "place_area: 1 ≠" in capsys.readouterr().err
    assert ask(SCRATCH, TABLES) == []


def test_tables_of_another_form_are_not_guessed_at(
    out: Path, scratch: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ikrar.cli import backup

    true = backup._manifest
    other = {"place_area": ("code", "height")}
    monkeypatch.setattr(
        backup, "_manifest", lambda *given: dataclasses.replace(true(*given), columns=true(*given).columns | other)
    )
    assert main(["backup", str(out)]) == 0
    assert main(["restore", "--rehearse", str(out), "--as", scratch]) == 1
    assert "place_area" in capsys.readouterr().err


def test_a_row_that_leads_nowhere_is_damage_whatever_the_counts_say(
    out: Path, scratch: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ikrar.records.backup import postgresql

    true = postgresql._load

    def astray(table: str, columns: tuple[str, ...], blocks: object) -> None:
        true(table, columns, (b.replace(b"\t35.28\t", b"\t99.99\t") for b in blocks) if "office" in table else blocks)

    postgres.within(DATABASE, "SET session_replication_role = replica; DELETE FROM place_area WHERE code = '35.28'")
    assert main(["backup", str(out)]) == 0
    monkeypatch.setattr(postgresql, "_load", astray)
    assert main(["restore", "--rehearse", str(out), "--as", scratch]) == 1
    assert "rusak" in capsys.readouterr().err
    assert ask(SCRATCH, TABLES) == []


def test_the_two_halves_are_restored_by_their_own_users(
    out: Path, scratch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(out)]) == 0
    use(tmp_path / "there", monkeypatch, SCRATCH)
    assert main(["restore", str(out), "--only", "files"]) == 0
    assert ask(SCRATCH, TABLES) == []
    assert (tmp_path / "there" / TILE).exists()
    use(tmp_path / "unreachable", monkeypatch, SCRATCH)
    assert main(["restore", str(out), "--only", "database", "--as", scratch]) == 0
    assert not (tmp_path / "unreachable").exists()
    assert content(SCRATCH) == content(DATABASE)
    assert main(["restore", "--rehearse", str(out), "--only", "files"]) == 2
    assert "--only" in capsys.readouterr().err


KILLED = """
import os, signal, sys
from ikrar.channels.backup import place
from ikrar.records import policy
from ikrar.records.backup import postgresql

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

{kill} = die
from ikrar.cli.main import main
sys.exit(main({words!r}))
"""


@pytest.mark.parametrize("kill", ["policy.put_in_force", "place.install"])
def test_a_restore_killed_at_any_step_is_finished_by_the_same_words(
    out: Path, scratch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill: str
) -> None:
    assert main(["backup", str(out)]) == 0
    connections.close_all()
    there = tmp_path / "there"
    use(there, monkeypatch, SCRATCH)
    words = ["restore", str(out), "--as", scratch, "--keys", str(tmp_path / "data" / "backup-keys")]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "COV_"))}
    kept |= {
        "IKRAR_DATA": str(there),
        "IKRAR_ORIGIN": "https://ikrar.example",
        "IKRAR_DATABASE": postgres.url(postgres.APPLICATION, SCRATCH),
    }
    script = KILLED.format(kill=kill, words=words)
    done = subprocess.run([sys.executable, "-c", script], env=kept, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert bool(ask(SCRATCH, TABLES)) == (kill == "place.install")
    assert (there / UNFINISHED).exists()
    assert not (there / "secret.key").exists()
    assert main(words) == 0
    assert content(SCRATCH) == content(DATABASE)
    assert (there / TILE).exists()
    assert not (there / UNFINISHED).exists()


def test_a_backup_of_a_server_that_does_not_answer_leaves_no_file(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ikrar.records.backup import postgresql

    monkeypatch.setattr(postgresql, "TABLES", "SELECT 1/0, 1, 1")
    assert main(["backup", str(out)]) == 2
    assert "tidak dapat disalin" in capsys.readouterr().err
    assert backups(os.listdir(out)) == []
