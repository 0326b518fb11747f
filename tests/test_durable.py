"""Files that are there whole and on the disk, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ikrar import durable


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_put_in_place_of_the_old_one_private_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    durable.put(path, b"old")
    durable.put(path, b"new")
    assert (path.read_bytes(), mode_of(path)) == (b"new", 0o600)
    durable.put(path, b"for all", mode=durable.PUBLIC)
    assert (path.read_bytes(), mode_of(path)) == (b"for all", 0o644)
    assert list(path.parent.iterdir()) == [path]


def test_an_interrupted_write_leaves_the_old_file_and_none_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    durable.put(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable.put(path, b"new")
    with pytest.raises(OSError, match="No space"):
        durable.put_once(tmp_path / "other", b"new")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_what_is_put_once_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    assert durable.put_once(path, b"first")
    assert not durable.put_once(path, b"second")
    assert (path.read_bytes(), mode_of(path)) == (b"first", 0o600)
    assert list(path.parent.iterdir()) == [path]


def test_the_name_of_a_file_is_synced_after_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    real = os.fsync

    def sync(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    durable.put(tmp_path / "file", b"bytes")
    assert synced == [False, True]


def test_a_file_that_is_there_is_not_filled(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert durable.fill(path, [b"one", b"two"]) == 6
    with pytest.raises(FileExistsError):
        durable.fill(path, [b"three"])
    assert path.read_bytes() == b"onetwo"
