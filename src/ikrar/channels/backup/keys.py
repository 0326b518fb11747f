"""The folder of the keys of backups: a file for each month, made when it is first needed, destroyed when outlived."""

from __future__ import annotations

import os
import re
import secrets
import stat
from datetime import date
from pathlib import Path

from ikrar.core.backup import key as core
from ikrar.core.errors import BadInput
from ikrar.durable import put_once, settle

_NAME = re.compile(r"([0-9]{4}-[0-9]{2})\.key")
LONGEST = 1000  # bytes of a file with a key or a passphrase


def of_month(folder: Path, day: date) -> tuple[bytes, Path | None]:
    """Return the key of a day's month; with its path when it was made just now. Raises BadInput for a spoilt file."""
    month = core.month_of(day)
    path = folder / f"{month}.key"
    if path.exists():
        return core.read(private_text(path)), None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_bytes(core.KEY_BYTES)
    if not put_once(path, f"{core.write(key, month)}\n".encode()):
        return core.read(private_text(path)), None  # another backup made it meanwhile
    return key, path


def find(folder: Path, wanted: str) -> bytes:
    """Return the key of that name; raises BadInput when it is not in the folder, or not any more."""
    for path in _paths(folder):
        key = core.read(private_text(path))
        if core.key_id(key) == wanted:
            return key
    raise BadInput(
        "Kunci {wanted} tidak ada di {folder}. Taruh berkas kuncinya di sana, atau sebut foldernya dengan --keys.",
        wanted=wanted,
        folder=folder,
    )


def destroy_outlived(folder: Path, day: date, keep: int) -> list[str]:
    """Overwrite and remove the keys of months before the ``keep`` last ones; returns those months (R42)."""
    gone = core.outlived([path.stem for path in _paths(folder)], day, keep)
    for month in gone:
        path = folder / f"{month}.key"
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    if gone:
        settle(folder)
    return gone


def private_text(path: Path) -> str:
    """Return the first line of a private file; raises BadInput when it is missing or others may read it."""
    try:
        others = stat.S_IMODE(path.stat().st_mode) & 0o077
        with path.open("rb") as file:
            text = file.read(LONGEST).decode("utf-8", errors="replace")
    except OSError as error:
        message = "Berkas {name} tidak dapat dibuka ({reason}). Periksa nama dan izinnya."
        raise BadInput(message, name=path, reason=error.strerror) from None
    if others:
        raise BadInput("Orang lain di mesin ini dapat membaca {path}. Jalankan: chmod 600 {path}", path=path)
    return text.partition("\n")[0].strip()


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.key") if _NAME.fullmatch(path.name))
