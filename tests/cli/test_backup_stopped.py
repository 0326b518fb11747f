"""A backup or a restore that is killed or meets a full disk: nothing half-written looks whole."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys

import pytest

from ikrar.channels.backup import place
from ikrar.cli.main import main
from ikrar.core.backup.name import backups
from ikrar.environment import UNFINISHED, read_environment
from tests.cli.installed import TILE, Place, content
from tests.installation import on_sqlite

pytestmark = pytest.mark.usefixtures("mask")


KILLED = """
import os, signal, sys
from pathlib import Path
from ikrar.channels.backup import files, place
from ikrar.core.backup import envelope

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def after(calls, act):
    left = [calls]
    def call(*given, **named):
        left[0] -= 1
        return die() if left[0] < 0 else act(*given, **named)
    return call

{kill}
from ikrar.cli.main import main
sys.exit(main({words!r}))
"""


def killed(here: Place, words: list[str], kill: str) -> None:
    """Run a command in a process that kills itself at the chosen step, past every clean-up of its own."""
    script = KILLED.format(kill=kill, words=words)
    done = subprocess.run([sys.executable, "-c", script], env=here.environ(), capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@on_sqlite
class TestKilled:
    """kill -9 at any step: nothing half-written looks whole, and the same command finishes the work."""

    @pytest.mark.parametrize(
        "kill",
        [
            "envelope.ChaCha20Poly1305 = type('Dead', (), {'__init__': die})",
            "Path.rename = die",
        ],
        ids=["while it writes", "before it has its name"],
    )
    def test_a_killed_backup_leaves_none_and_the_next_one_clears_up(self, here: Place, kill: str) -> None:
        killed(here, ["backup", str(here.out)], kill)
        assert backups(os.listdir(here.out)) == []
        assert main(["backup", str(here.out)]) == 0
        assert os.listdir(here.out) == [here.newest().name]
        assert list(here.data.glob(".backup-scratch-*")) == []
        assert main(["restore", "--rehearse", str(here.out)]) == 0

    @pytest.mark.parametrize("step", ["before", "aside", "files", "database", "last"])
    def test_a_killed_restore_does_not_start_and_the_same_command_finishes_it(self, here: Place, step: str) -> None:
        assert main(["backup", str(here.out)]) == 0
        before = content(here.data / place.DATABASE)
        (here.data / TILE).write_bytes(b"younger")
        kills = {
            "before": "place.begin = die",
            "aside": "place._set_aside = after(1, place._set_aside)",
            "files": "place._move = after(1, place._move)",
            "database": "place._move = after(3, place._move)",
            "last": "place.finish = die",
        }
        killed(here, ["restore", "--replace", str(here.out)], kills[step])
        if step == "before":
            assert content(here.data / place.DATABASE) == before
            assert (here.data / TILE).read_bytes() == b"younger"
            assert not (here.data / UNFINISHED).exists()
        else:
            found = read_environment({"IKRAR_DATA": str(here.data)}).problems
            assert "ikrar.E016" in [one.id for one in found]
        assert main(["restore", "--replace", str(here.out)]) == 0
        (aside,) = here.data.glob("before-restore-*")
        assert (aside / TILE).read_bytes() == b"younger"
        assert content(aside / place.DATABASE) == content(here.data / place.DATABASE) == before
        assert (here.data / TILE).read_bytes() == b"tile" * 24
        assert not (here.data / UNFINISHED).exists()

    def test_a_restore_killed_in_an_empty_place_is_finished_by_the_same_words(self, here: Place) -> None:
        assert main(["backup", str(here.out)]) == 0
        before = content(here.data / place.DATABASE)
        for path in (here.data / place.DATABASE, here.data / TILE, here.data / "secret.key"):
            path.unlink()
        (here.data / "ledger").rename(here.out / "elsewhere")
        killed(here, ["restore", str(here.out)], "place._move = after(2, place._move)")
        assert main(["restore", str(here.out)]) == 0
        assert content(here.data / place.DATABASE) == before


@on_sqlite
class TestFullDisk:
    """A disk that fills up in the middle: one sentence, and nothing left of what was begun."""

    def limited(self, here: Place, words: list[str], limit: int) -> subprocess.CompletedProcess[str]:
        def most() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        command = [sys.executable, "-B", "-m", "ikrar.cli", *words]
        return subprocess.run(command, env=here.environ(), capture_output=True, text=True, preexec_fn=most, check=False)

    def test_a_backup_that_does_not_fit_is_taken_away_again(self, here: Place) -> None:
        size = (here.data / place.DATABASE).stat().st_size
        for limit in (size // 2, 20_000):
            done = self.limited(here, ["backup", str(here.out)], limit)
            assert done.returncode == 2, done.stderr
            assert "Traceback" not in done.stderr
            assert os.listdir(here.out) == []
            assert list(here.data.glob(".backup-scratch-*")) == []

    def test_a_restore_that_does_not_fit_leaves_what_is_there(self, here: Place) -> None:
        assert main(["backup", str(here.out)]) == 0
        before = content(here.data / place.DATABASE)
        done = self.limited(here, ["restore", "--replace", str(here.out)], 100_000)
        assert done.returncode == 2
        assert "Tempat simpan penuh" in done.stderr
        assert content(here.data / place.DATABASE) == before
        assert not (here.data / UNFINISHED).exists()
