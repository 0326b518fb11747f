"""A folder of articles: which of its files are read, in which order, under which names."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ikrar.channels.document import form


class Entry(NamedTuple):
    """One file to read: ``id`` is its path below the folder without the end of its name, unique in the folder."""

    path: str
    id: str


def walk(folder: str) -> Iterator[Entry]:
    """Yield the files of a folder and the folders in it, sorted by name; hidden ones and links to folders are skipped.

    Only names with an end that Ikrar knows are articles. Two files that differ only in that end keep it in their ids.
    Raises OSError where a folder cannot be listed.
    """
    yield from _below(folder, "")


def _below(folder: str, prefix: str) -> Iterator[Entry]:
    with os.scandir(folder) as found:
        seen = sorted((one.name, one.is_dir(follow_symlinks=False)) for one in found if _is_seen(one))
    files = [name for name, is_folder in seen if not is_folder and form.suffix(name) in form.SUFFIXES]
    stems = Counter(stem(name) for name in files)
    for name in files:
        yield Entry(f"{folder}{os.sep}{name}", prefix + (stem(name) if stems[stem(name)] == 1 else name))
    for name, is_folder in seen:
        if is_folder:
            yield from _below(f"{folder}{os.sep}{name}", f"{prefix}{name}/")


def _is_seen(one: os.DirEntry[str]) -> bool:
    """Say whether an entry is a file or folder, and not hidden; a pipe or a device would be waited for for ever. A link
    to nothing is seen, so that somebody is told of it."""
    return not one.name.startswith(".") and (one.is_dir() or one.is_file() or one.is_symlink())


def stem(name: str) -> str:
    """Give a file's name without its end."""
    end = form.suffix(name)
    return name[: -len(end) - 1] if end else name
