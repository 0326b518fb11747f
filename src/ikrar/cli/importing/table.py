"""What every import of a table does: read the file, and say what is wrong with it by row and column."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from ikrar.cli.language import translator
from ikrar.core.errors import BadInput
from ikrar.core.institution.sheet import Problem


def content(path: Path) -> bytes:
    """Return a file's bytes, at most one more than is taken; raises BadInput when it cannot be read."""
    from ikrar.channels.spreadsheet.file import MOST_BYTES

    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput("Berkas {path} tidak dapat dibuka: {why}", path=path, why=error.strerror) from None


def tell(problems: Iterable[Problem]) -> int:
    """Say what is wrong, row by row, and return the exit status of a refused file (2)."""
    say = translator()
    for one in problems:
        error = one.error
        what = say(error.message).format(**error.params)
        where = say("baris {row}, kolom {column}: {what}")
        print(where.format(row=one.row, column=one.column, what=what), file=sys.stderr)
    print(say("Ada yang harus dibetulkan di berkas ini; tidak ada yang disimpan."), file=sys.stderr)
    return 2
