"""Where things stand in a TOML file: the parser of the standard library tells no lines of what it read."""

from __future__ import annotations

import re
from typing import Final

#: A place in a file: names of tables, each of a list followed by its number from 0, and perhaps a key.
Path = tuple[str | int, ...]

_HEAD: Final = re.compile(r"\s*(\[{1,2})\s*([A-Za-z0-9_.\"-]+)\s*\]{1,2}")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


class Lines:
    """The lines (from 1) of the tables and keys of a text that follows the rules of TOML."""

    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {(): 1}
        counts: dict[Path, int] = {}
        at: Path = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if head := _HEAD.match(line):
                at = _path(head[2].split("."), counts, many=head[1] == "[[")
                self.found.setdefault(at, number)
                self.found.setdefault(at[:-1] if head[1] == "[[" else at, number)
            elif key := _KEY.match(line):
                self.found.setdefault((*at, key[1]), number)

    def of(self, path: Path) -> int:
        """Return the line of a place, or of the nearest one around it."""
        while path not in self.found:
            path = path[:-1]
        return self.found[path]


def _path(names: list[str], counts: dict[Path, int], *, many: bool) -> Path:
    at: Path = ()
    for name in names[:-1]:
        at = (*at, name)
        at = (*at, counts[at]) if at in counts else at
    at = (*at, names[-1])
    if many:
        counts[at] = counts.get(at, -1) + 1
        at = (*at, counts[at])
    return at
