"""``ikrar backup`` and ``ikrar restore``: what was kept comes back whole, or not at all and with a reason."""

from __future__ import annotations

import dataclasses
import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from ikrar.channels.backup import files, keys, place
from ikrar.cli.main import main
from ikrar.core.backup.name import backups
from ikrar.core.errors import Refused
from ikrar.core.ledger.tree import Frontier, hash_leaf
from ikrar.environment import UNFINISHED, write_secret_key
from ikrar.records.ledger import recovery, sequence
from tests import witnessing
from tests.cli.installed import TILE, Place, bring, content, manifest
from tests.house.howto import HOWTO, blocks
from tests.installation import on_sqlite

pytestmark = pytest.mark.usefixtures("mask")


@on_sqlite
class TestSqlite:
    """One file, while the server goes on writing to it."""

    def test_a_backup_restores_into_an_empty_place_as_it_was(
        self, here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = content(here.data / place.DATABASE)
        assert main(["backup", str(here.out)]) == 0
        assert "3 daun" in capsys.readouterr().out
        there = tmp_path / "there"
        here.use(there, monkeypatch)
        assert main(["restore", str(here.newest())]) == 0
        assert content(there / place.DATABASE) == before
        assert (there / TILE).read_bytes() == b"tile" * 24
        assert (there / "secret.key").read_bytes() == (here.data / "secret.key").read_bytes()
        assert sorted(path.name for path in there.iterdir()) == [
            ".backup.lock",
            "ikrar.sqlite3",
            "ledger",
            "secret.key",
        ]
        assert [path for path in (there, *there.rglob("*")) if path.stat().st_mode & 0o077] == []
        assert "belum boleh menandatangani" in capsys.readouterr().out

    def test_r51_a_restored_place_bears_the_sign_that_its_log_may_not_sign_yet(
        self, here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert main(["backup", str(here.out)]) == 0
        here.use(tmp_path / "there", monkeypatch)
        assert main(["restore", str(here.out)]) == 0
        sign = json.loads((tmp_path / "there" / place.RESTORED).read_text())
        assert (sign["v"], sign["leaves"], sign["size"]) == ("ikrar.id/restored/v1", 3, 2)
        assert sign["made"].replace(":", "") in here.newest().name
        assert sign["at"] >= sign["made"]

    def test_a_restored_ledger_has_the_root_that_the_living_one_has(self, here: Place) -> None:
        tree = Frontier()
        for (data,) in here.rows("SELECT data FROM ledger_leaf WHERE number IS NOT NULL ORDER BY number"):
            tree.append(hash_leaf(data))
        assert main(["backup", str(here.out)]) == 0
        assert manifest(here)["ledger"] == manifest(here)["ledger"] | {"numbered": 2, "root": tree.root().hex()}

    def test_a_ledger_that_signs_comes_back_with_its_tiles_its_keys_and_what_it_signed_last(
        self, here: Place, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        witnessing.agree()
        witnessing.act(count=5)
        witnessing.advance(witnessing.NOW)
        bring(database, here.data)
        assert main(["backup", str(here.out)]) == 0
        ((size, root),) = here.rows("SELECT size, root FROM ledger_checkpoint ORDER BY id DESC LIMIT 1")
        told = manifest(here)["ledger"]
        assert (told["leaves"], told["numbered"], told["signed"], told["root"]) == (8, size, size, root)
        there = tmp_path / "there"
        here.use(there, monkeypatch)
        assert main(["restore", str(here.out)]) == 0
        for folder in ("ledger", "ledger-keys"):
            kept = {p.relative_to(here.data): p.read_bytes() for p in (here.data / folder).rglob("*") if p.is_file()}
            assert kept
            assert {name: (there / name).read_bytes() for name in kept} == kept

    def test_r51_a_log_that_signed_after_its_backup_takes_its_leaves_back_from_the_tiles_that_stayed(
        self, here: Place, database: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.signing_after_the_backup(here, database)
        assert main(["restore", "--replace", str(here.out)]) == 0
        assert here.rows("SELECT count(*), count(number) FROM ledger_leaf") == [(8, 8)]
        monkeypatch.setitem(connection.settings_dict, "NAME", here.data / place.DATABASE)
        connections.close_all()
        with pytest.raises(Refused):
            sequence.advance(witnessing.later(20))
        assert recovery.restored()
        assert recovery.recover(witnessing.later(20)).replayed == 4
        witnessing.act()
        assert witnessing.advance(witnessing.later(20)).checkpoint.size == 13
        connections.close_all()

    def signing_after_the_backup(self, here: Place, database: Path) -> None:
        """Sign eight leaves, back up, and sign four more."""
        witnessing.agree()
        witnessing.act(count=5)
        witnessing.advance(witnessing.NOW)
        bring(database, here.data)
        assert main(["backup", str(here.out)]) == 0
        witnessing.act(count=4)
        witnessing.advance(witnessing.later(10))
        bring(database, here.data)

    def test_tiles_of_another_log_or_of_a_shorter_one_make_room(self, here: Place, database: Path) -> None:
        self.signing_after_the_backup(here, database)
        point = here.data / "ledger" / place.POINT
        text = point.read_text()
        others = (text.replace("ikrar.example", "lain.example", 1), text.replace("\n12\n", "\n7\n", 1), "no note")
        for n, other in enumerate(others):
            point.write_text(other)
            assert main(["restore", "--replace", str(here.out)]) == 0
            assert "\n8\n" in point.read_text()
            aside = max(here.data.glob("before-restore-*"), key=lambda path: path.stat().st_mtime_ns)
            assert (aside / "ledger" / place.POINT).read_text() == other
            aside.rename(here.out / f"aside-{n}")

    def test_what_is_made_anew_and_the_keys_of_backups_stay_out_of_a_backup(self, here: Place) -> None:
        (here.data / "before-restore-2026").mkdir()
        (here.data / "before-restore-2026" / "old").write_text("set aside")
        (here.data / "link").symlink_to("/etc/hostname")
        assert main(["backup", str(here.out)]) == 0
        names = [one["name"] for one in manifest(here)["members"]]
        assert names == ["database/ikrar.sqlite3", "secret.key", f"data/{TILE}"]

    def test_nothing_readable_stands_in_a_backup_and_nobody_else_may_read_it(self, here: Place) -> None:
        assert main(["backup", str(here.out)]) == 0
        data = here.newest().read_bytes()
        assert b"SQLite format" not in data
        assert (here.data / "secret.key").read_bytes().strip() not in data
        modes = [here.newest(), *(here.data / "backup-keys").iterdir(), here.data / "backup-keys"]
        assert {path.stat().st_mode & 0o077 for path in modes} == {0}
        assert list(here.data.glob(".backup-scratch-*")) == []

    def test_a_rehearsal_says_the_figures_and_changes_nothing(
        self, here: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["backup", str(here.out)]) == 0
        before = {path: path.read_bytes() for path in here.data.rglob("*") if path.is_file()}
        capsys.readouterr()
        assert main(["restore", "--rehearse", str(here.out)]) == 0
        said = capsys.readouterr().out
        assert "Latihan berhasil" in said
        assert "3 daun" in said
        assert manifest(here)["ledger"]["root"] in said
        assert {path: path.read_bytes() for path in here.data.rglob("*") if path.is_file()} == before

    def test_a_rehearsal_brings_an_older_copy_up_to_this_version(self, here: Place) -> None:
        with closing(sqlite3.connect(here.data / place.DATABASE, isolation_level=None)) as changed:
            names = "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'wording%'"
            for (name,) in changed.execute(names).fetchall():
                changed.execute(f'DROP TABLE "{name}"')
            changed.execute("DELETE FROM django_migrations WHERE app = 'wording'")
        assert main(["backup", str(here.out)]) == 0
        assert main(["restore", "--rehearse", str(here.out)]) == 0
        assert here.rows("SELECT count(*) FROM django_migrations WHERE app = 'wording'") == [(0,)]

    def test_a_history_that_cannot_be_gone_on_with_fails_the_rehearsal(
        self, here: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(sqlite3.connect(here.data / place.DATABASE, isolation_level=None)) as changed:
            changed.execute("DELETE FROM django_migrations WHERE (app, name) = ('ledger', '0001_initial')")
        assert main(["backup", str(here.out)]) == 0
        assert main(["restore", "--rehearse", str(here.out)]) == 1
        assert "ledger.0001_initial" in capsys.readouterr().err

    def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(
        self, here: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(sqlite3.connect(here.data / place.DATABASE, isolation_level=None)) as changed:
            changed.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0099_later', 'x')")
        assert main(["backup", str(here.out)]) == 0
        assert main(["restore", "--rehearse", str(here.out)]) == 2
        assert "ledger 0099_later" in capsys.readouterr().err

    def test_writers_go_on_while_a_snapshot_is_taken_and_are_not_in_it(
        self, here: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        from ikrar.records.backup import sqlite

        monkeypatch.setattr(sqlite, "PAGES", 5)
        late = sqlite3.connect(here.data / place.DATABASE, isolation_level=None, timeout=0)
        late.execute("PRAGMA journal_mode = WAL")
        late.execute("CREATE TABLE extra (n)")
        told: list[int] = []

        def meanwhile(done: int) -> None:
            told.append(done)
            late.execute("INSERT INTO extra VALUES (1)")

        with sqlite.snapshot(here.data / place.DATABASE, tmp_path, meanwhile) as found:
            assert found.state.rows["extra"] == 0
        assert late.execute("SELECT count(*) FROM extra").fetchone()[0] == len(told) > 5
        late.close()

    def test_a_place_with_something_in_it_is_left_alone_unless_told(
        self, here: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["backup", str(here.out)]) == 0
        before = content(here.data / place.DATABASE)
        (here.data / TILE).write_bytes(b"younger")
        assert main(["restore", str(here.out)]) == 2
        assert "--replace" in capsys.readouterr().err
        assert (here.data / TILE).read_bytes() == b"younger"
        assert main(["restore", "--replace", str(here.out)]) == 0
        (aside,) = here.data.glob("before-restore-*")
        assert (aside / TILE).read_bytes() == b"younger"
        assert (here.data / TILE).read_bytes() == b"tile" * 24
        assert content(here.data / place.DATABASE) == content(aside / place.DATABASE) == before
        assert (aside / "secret.key").read_bytes() == (here.data / "secret.key").read_bytes()
        assert not (here.data / place.STAMP).exists()
        assert (here.data / "static" / "style.css").exists()

    def test_what_was_set_aside_once_is_never_mixed_with_what_is_set_aside_next(self, here: Place) -> None:
        now = datetime(2026, 11, 22, 13, 15, tzinfo=UTC)
        first = place.new_aside(settings.ENVIRONMENT, now)
        (here.data / first).mkdir()
        second = place.new_aside(settings.ENVIRONMENT, now)
        assert first == "before-restore-2026-11-22T131500Z"
        assert second.startswith(first)
        assert second != first

    def test_another_secret_key_is_not_written_over_unless_told(
        self, here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["backup", str(here.out)]) == 0
        there = tmp_path / "there"
        here.use(there, monkeypatch)
        write_secret_key(there / "secret.key")
        mine = (there / "secret.key").read_bytes()
        assert main(["restore", str(here.out)]) == 2
        assert "Kunci rahasia" in capsys.readouterr().err
        assert (there / "secret.key").read_bytes() == mine
        assert not (there / place.DATABASE).exists()
        assert main(["restore", "--replace", str(here.out)]) == 0
        assert (there / "secret.key").read_bytes() == (here.data / "secret.key").read_bytes()

    def test_a_database_in_use_is_not_replaced(self, here: Place, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["backup", str(here.out)]) == 0
        with closing(sqlite3.connect(here.data / place.DATABASE)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert main(["restore", "--replace", str(here.out)]) == 2
        assert "Hentikan dahulu ikrar serve" in capsys.readouterr().err
        assert not (here.data / UNFINISHED).exists()

    def test_sessions_that_a_backup_holds_do_not_live_again(
        self, here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with closing(sqlite3.connect(here.data / place.DATABASE, isolation_level=None)) as changed:
            changed.execute("INSERT INTO django_session VALUES ('old', 'data', '2099-01-01')")
        assert main(["backup", str(here.out)]) == 0
        here.use(tmp_path / "there", monkeypatch)
        assert main(["restore", str(here.out)]) == 0
        with closing(sqlite3.connect(tmp_path / "there" / place.DATABASE)) as restored:
            assert restored.execute("SELECT count(*) FROM django_session").fetchone() == (0,)

    def test_an_unsound_database_is_not_kept_as_if_it_were_sound(
        self, here: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = here.data / place.DATABASE
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"\xff" * 5000)
        assert main(["backup", str(here.out)]) == 2
        said = capsys.readouterr().err  # found while copying, or by the check of the copy: it depends on the page
        assert "rusak" in said or "Basis data tidak dapat disalin" in said
        assert list(here.out.iterdir()) == []

    def test_what_is_no_database_at_all_is_said(self, here: Place, capsys: pytest.CaptureFixture[str]) -> None:
        (here.data / place.DATABASE).write_bytes(b"nothing of the kind" * 1000)
        assert main(["backup", str(here.out)]) == 2
        assert "Basis data tidak dapat disalin" in capsys.readouterr().err


@on_sqlite
class TestBadInput:
    """Whatever is given, the living data stay as they are and the sentence says what to do."""

    @pytest.fixture
    def kept(self, here: Place) -> Path:
        assert main(["backup", str(here.out)]) == 0
        return here.newest()

    @pytest.mark.parametrize("place_of", [0.02, 0.5, 0.999])
    def test_a_flipped_byte_ends_a_rehearsal_with_one(
        self, here: Place, kept: Path, place_of: float, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data = bytearray(kept.read_bytes())
        data[int(len(data) * place_of)] ^= 4
        kept.write_bytes(data)
        assert main(["restore", "--rehearse", str(kept)]) == 1
        assert "rusak, terpotong, atau diubah" in capsys.readouterr().err

    @pytest.mark.parametrize("part", [0.3, 0.9])
    def test_a_cut_file_is_never_restored(
        self, here: Place, kept: Path, part: float, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = content(here.data / place.DATABASE)
        kept.write_bytes(kept.read_bytes()[: int(kept.stat().st_size * part)])
        assert main(["restore", "--replace", str(kept)]) == 1
        assert "terpotong" in capsys.readouterr().err
        assert content(here.data / place.DATABASE) == before

    def test_a_key_that_was_destroyed_is_missed_by_its_name(
        self, here: Place, kept: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (gone,) = (here.data / "backup-keys").iterdir()
        gone.unlink()
        assert main(["restore", "--rehearse", str(kept)]) == 2
        assert "Kunci" in capsys.readouterr().err

    def test_a_key_others_can_read_is_not_used(
        self, here: Place, kept: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (key,) = (here.data / "backup-keys").iterdir()
        key.chmod(0o644)
        for words in (["restore", "--rehearse", str(kept)], ["backup", str(here.out)]):
            assert main(words) == 2
            assert f"chmod 600 {key}" in capsys.readouterr().err

    def test_a_spoilt_key_is_told_from_none(self, here: Place, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (key,) = (here.data / "backup-keys").iterdir()
        key.write_text(key.read_text().replace("-", "", 1) + "x")
        key.write_text("kunci")
        assert main(["restore", "--rehearse", str(kept)]) == 2
        assert "bukan kunci cadangan" in capsys.readouterr().err

    def test_files_that_are_no_backups_are_said_so(self, here: Place, capsys: pytest.CaptureFixture[str]) -> None:
        for path, said in (
            (here.data / "secret.key", "bukan cadangan"),
            (here.out / "none.backup", "tidak dapat dibuka"),
            (here.data / "static", "Tidak ada cadangan"),
        ):
            assert main(["restore", str(path)]) == 2
            assert said in capsys.readouterr().err

    def test_a_backup_of_another_kind_of_database_is_refused(
        self, here: Place, kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from ikrar.environment import parse_database

        other = dataclasses.replace(settings.ENVIRONMENT, database=parse_database("postgresql://ikrar@/ikrar"))
        monkeypatch.setattr(settings, "ENVIRONMENT", other)
        assert main(["restore", "--rehearse", str(kept)]) == 2
        assert "IKRAR_DATABASE" in capsys.readouterr().err

    def test_a_copy_that_differs_from_its_manifest_is_named(
        self, here: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from ikrar.cli import backup

        true = backup._manifest
        fewer = {"place_area": 1}
        monkeypatch.setattr(
            backup, "_manifest", lambda *given: dataclasses.replace(true(*given), rows=true(*given).rows | fewer)
        )
        assert main(["backup", str(here.out)]) == 0
        assert main(["restore", "--rehearse", str(here.out)]) == 1
        assert "place_area: 1 ≠" in capsys.readouterr().err

    def test_a_folder_that_is_not_there_is_not_made_up(self, here: Place, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["backup", str(here.out / "not-mounted")]) == 2
        assert "pasang cakramnya" in capsys.readouterr().err

    @pytest.mark.parametrize("lost", [place.DATABASE, "secret.key"])
    def test_without_an_installation_there_is_nothing_to_keep(
        self, here: Place, lost: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (here.data / lost).unlink()
        assert main(["backup", str(here.out)]) == 2
        assert "IKRAR_DATA" in capsys.readouterr().err

    def test_two_at_a_time_do_not_meet(self, here: Place, capsys: pytest.CaptureFixture[str]) -> None:
        with files.scratch_in(here.data):
            assert main(["backup", str(here.out)]) == 2
        assert "sedang berjalan" in capsys.readouterr().err

    def test_a_backup_is_never_written_over(self, tmp_path: Path) -> None:
        path = tmp_path / "ikrar-2026-11-22T131500Z.backup"
        path.write_bytes(b"mine")
        with pytest.raises(files.BadInput, match="sudah ada"):
            files.write_new(path, [b"other"])
        assert path.read_bytes() == b"mine"

    def test_a_folder_that_cannot_be_written_to_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("no folder")
        with pytest.raises(files.BadInput, match="tidak dapat ditulis"):
            files.write_new(tmp_path / "file" / "x.backup", [b"other"])


@on_sqlite
class TestPassphrase:
    """A passphrase in place of monthly keys."""

    @pytest.fixture
    def words(self, tmp_path: Path) -> Path:
        path = tmp_path / "words"
        path.write_text("perahu kertas di pantai utara\n")
        path.chmod(0o600)
        return path

    def test_a_passphrase_opens_what_it_sealed_and_another_does_not(
        self, here: Place, words: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["backup", str(here.out), "--passphrase-file", str(words)]) == 0
        assert not (here.data / "backup-keys").exists()
        assert main(["restore", "--rehearse", str(here.out), "--passphrase-file", str(words)]) == 0
        assert main(["restore", "--rehearse", str(here.out)]) == 2
        assert "--passphrase-file" in capsys.readouterr().err
        words.write_text("perahu kertas di pantai selatan")
        assert main(["restore", "--rehearse", str(here.out), "--passphrase-file", str(words)]) == 2
        assert "tidak membuka" in capsys.readouterr().err


@on_sqlite
class TestMonths:
    """R42: with its month's key a backup is forgotten, wherever copies of it lie."""

    def test_only_the_newest_backups_stay_and_other_files_are_left_alone(self, here: Place) -> None:
        for day in range(1, 5):
            (here.out / f"ikrar-2026-01-0{day}T000000Z.backup").write_bytes(b"old")
        (here.out / "catatan.txt").write_text("mine")
        assert main(["backup", str(here.out), "--keep", "3"]) == 0
        assert len(backups(os.listdir(here.out))) == 3
        assert here.newest().stat().st_size > 1000
        assert (here.out / "catatan.txt").exists()

    def test_the_keys_of_months_outlived_are_destroyed_after_the_new_backup_is_there(
        self, here: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = here.data / "backup-keys"
        _, path = keys.of_month(folder, datetime(2024, 3, 1, tzinfo=UTC).date())
        assert path is not None
        assert main(["backup", str(here.out), "--keep-months", "2"]) == 0
        assert "Kunci bulan 2024-03 dimusnahkan" in capsys.readouterr().out
        assert [one.name for one in folder.iterdir()] == [next(folder.glob("20*.key")).name]
        assert not path.exists()

    def test_a_month_has_one_key_however_often_it_is_asked_for(self, tmp_path: Path) -> None:
        day = datetime(2026, 11, 3, tzinfo=UTC).date()
        first, path = keys.of_month(tmp_path / "keys", day)
        assert keys.of_month(tmp_path / "keys", day) == (first, None)
        assert keys.of_month(tmp_path / "keys", day.replace(month=12))[0] != first
        assert path == tmp_path / "keys" / "2026-11.key"


@on_sqlite
def test_every_command_of_the_page_does_what_it_says(
    here: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = HOWTO / "cadangan.md"
    (tmp_path / "frasa").write_text("perahu kertas di pantai utara")
    (tmp_path / "frasa").chmod(0o600)
    lines = [line for block in blocks(page) for line in block.commands.splitlines()]
    assert sum("--rehearse" in line for line in lines) == 2
    for line in sorted(lines, key=lambda line: "--passphrase-file" in line):  # one way, then the other
        words = line.replace("/var/backups/ikrar", str(here.out)).replace("/etc/ikrar/frasa", str(tmp_path / "frasa"))
        if words.startswith("ikrar backup"):
            for old in here.out.iterdir():  # two of one second would bear one name
                old.unlink()
        if words != "ikrar check":
            assert main(words.split()[1:]) == 0, (line, capsys.readouterr().err)
    text = page.read_text(encoding="utf-8")
    for name in ("ikrar.E016", "ledger/restored.json", "before-restore-", "--keep-months"):
        assert name in text


@on_sqlite
def test_r34_no_key_is_ever_said(here: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(here.out)]) == 0
    assert main(["restore", "--rehearse", str(here.out)]) == 0
    said = "".join(capsys.readouterr())
    (path,) = (here.data / "backup-keys").iterdir()
    assert path.read_text().split()[2] not in said
    assert (here.data / "secret.key").read_text().strip() not in said
