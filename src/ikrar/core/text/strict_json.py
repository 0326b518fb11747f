"""JSON that says the same to every reader: no name twice in an object, nothing that is no Unicode text (RFC 7493)."""

from __future__ import annotations

import json
from typing import Any


def loads(text: str) -> Any:
    """Read JSON; raises ValueError for what is none, for a name that stands twice, and for a lone surrogate.

    Raises RecursionError for what is nested too deeply. A parser that takes the last of two equal names would check
    another text than the one a person reads in the file.
    """
    found = json.loads(text, object_pairs_hook=_once)
    json.dumps(found, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
