"""The data folder: which files belong into a backup, and how a staged copy takes the place of what is there.

Everything under IKRAR_DATA belongs to the installation but what is made anew (:data:`MADE_ANEW`), the database (which
has its own way out), keys of backups, names that begin with a dot, and what earlier restores set aside.

Putting a copy in place cannot be one step of the file system. A mark stands in the folder from before the first step
until after the last, and the server does not start while it stands (check E016): killed half-way, the same command
finishes the work. The database goes last.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import rfc8785

from ikrar.channels.backup.files import blocks_of, write_whole
from ikrar.core.backup.manifest import Manifest
from ikrar.core.errors import IkrarError
from ikrar.core.ledger import checkpoint, note
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.durable import settle
from ikrar.environment import UNFINISHED, Environment

DATABASE = "ikrar.sqlite3"
STAMP = "tables.sha256"  # says which lists of areas the database holds: another database, no stamp
MADE_ANEW = frozenset({"static", STAMP})
ASIDE = "before-restore-"
FILES, SECRET = "data/", "secret.key"  # how members are named in a backup
RESTORED = Path("ledger") / "restored.json"
POINT = "checkpoint"  # beside it: the newest one that was signed


def members(environment: Environment, *, but: Iterable[Path] = ()) -> Iterator[tuple[str, Path]]:
    """Yield the name and path of every file that belongs into a backup; ``but`` are folders to leave out."""
    yield SECRET, environment.secret_key_file
    left_out = {environment.backup_keys, environment.secret_key_file, *(path.absolute() for path in but)}
    for path in sorted(_own(environment.data)):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in files:
            if one.is_file() and not one.is_symlink() and not left_out & {one, *one.parents}:
                yield FILES + one.relative_to(environment.data).as_posix(), one


def _own(data: Path) -> Iterator[Path]:
    """Yield what lies in the folder itself and belongs to the installation, without the database."""
    for path in data.iterdir():
        foreign = path.name in MADE_ANEW or path.name.startswith((".", ASIDE, DATABASE)) or path.name == UNFINISHED
        if not foreign:
            yield path


def occupied(environment: Environment, names: Iterable[str]) -> list[Path]:
    """Return what stands where a backup with these members goes, the database first; tiles would not fit another."""
    tops = {name.removeprefix(FILES).split("/")[0] for name in names if name.startswith(FILES)}
    found = [environment.data / name for name in (DATABASE, *sorted(tops | {RESTORED.parent.name}))]
    return [path for path in found if path.exists()]


def same_secret(environment: Environment, stage: Path) -> bool:
    """Say whether the key file is missing or holds just what the staged copy has."""
    there = environment.secret_key_file
    return not there.exists() or there.read_bytes() == (stage / SECRET).read_bytes()


def keep_tiles(environment: Environment, stage: Path, there: list[Path], aside: str) -> list[Path]:
    """Leave the ledger's folder where it is when it is the same log gone further, and return what else is in the way.

    What was signed after the backup stands there: the log takes its leaves back from these tiles, as from a mirror
    (R51), and checks them under its own key first. Without a folder to set aside in, what lies there may be half of
    an unfinished restore.
    """
    folder = environment.data / RESTORED.parent
    mine, kept = _signed(folder / POINT), _signed(stage / FILES / RESTORED.parent / POINT)
    further = mine is not None and kept is not None and mine.origin == kept.origin and mine.size >= kept.size
    if not further or not aside or (environment.data / aside / folder.name).exists():
        return there
    shutil.rmtree(stage / FILES / folder.name)
    return [path for path in there if path != folder]


def _signed(path: Path) -> Checkpoint | None:
    """Return what a file says was signed, its signature not looked at; None when it says nothing of the kind."""
    try:
        return checkpoint.parse(note.read_note(path.read_bytes()).text)
    except (OSError, IkrarError):
        return None


def write_sign(stage: Path, manifest: Manifest, now: datetime) -> None:
    """Put the sign among the staged files that the log may not sign before it has caught up with witnesses (R51)."""
    sign: dict[str, str | int] = {
        "v": "ikrar.id/restored/v1",
        "at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "made": manifest.made,
        "leaves": manifest.ledger.leaves,
        "size": manifest.ledger.numbered,
    }
    (stage / FILES / RESTORED).unlink(missing_ok=True)
    write_whole(stage / FILES / RESTORED, [rfc8785.dumps(sign) + b"\n"])


def unfinished(environment: Environment) -> str | None:
    """Return the name of the folder that an unfinished restore sets things aside in; None when there is none."""
    mark = environment.data / UNFINISHED
    return str(json.loads(mark.read_text(encoding="utf-8"))["aside"]) if mark.exists() else None


def new_aside(environment: Environment, now: datetime) -> str:
    """Return the name of a folder, not there yet, for what makes room at ``now``."""
    name = f"{ASIDE}{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    while (environment.data / name).exists():
        name += "-"
    return name


def begin(environment: Environment, aside: str) -> None:
    """Put the mark: from here until :func:`finish` the folder is not an installation that may start."""
    part = environment.data / f".{UNFINISHED}"
    part.unlink(missing_ok=True)
    write_whole(part, [json.dumps({"aside": aside}).encode()])
    part.rename(environment.data / UNFINISHED)
    settle(environment.data)


def install(environment: Environment, stage: Path, there: Iterable[Path], aside: str) -> None:
    """Set aside what is there, and put the staged files, the secret key and the database in place, in this order.

    ``aside`` names the folder for it; without one, files are replaced where they stand. What an earlier, unfinished
    run has put in place already is replaced in either case.
    """
    data = environment.data
    if aside:
        (data / aside).mkdir(mode=0o700, exist_ok=True)
        for path in there:
            _set_aside(path, data / aside)
        if environment.secret_key_file.exists() and not (data / aside / SECRET).exists():
            shutil.copy2(environment.secret_key_file, data / aside / SECRET)
        settle(data / aside)
    for source in sorted((stage / FILES).rglob("*")):
        if source.is_file():
            _move(source, data / source.relative_to(stage / FILES))
    _move(stage / SECRET, environment.secret_key_file)
    for left in (f"{DATABASE}-wal", f"{DATABASE}-shm", STAMP):
        (data / left).unlink(missing_ok=True)
    if (stage / "database" / DATABASE).exists():
        _move(stage / "database" / DATABASE, data / DATABASE)


def _set_aside(path: Path, aside: Path) -> None:
    """Move away what was there before; what lies there from an unfinished run came from the backup and goes."""
    if not (aside / path.name).exists():
        path.rename(aside / path.name)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if source.stat().st_dev != target.parent.stat().st_dev:
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        write_whole(part, blocks_of(source))
        source = part
    source.replace(target)
    settle(target.parent)


def finish(environment: Environment) -> None:
    """Take the mark away: the folder is an installation again."""
    (environment.data / UNFINISHED).unlink()
    settle(environment.data)
