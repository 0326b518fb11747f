"""When a new state of a draft is worth a step of its own, and how many steps are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

#: Steps one can go back: a bound on what a draft costs, far more than anybody goes back.
KEPT: Final = 50
#: Seconds in which typing on goes into one step.
TOGETHER: Final = 60


def goes_on(last: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], *, seconds: float) -> bool:
    """Say whether a change belongs to the step that began ``seconds`` ago and led from ``last`` to ``before``.

    It does when both are mere typing and lie close together. Adding, dropping and moving rows are steps of their own;
    so is taking another part, such as a translation, in.
    """
    return 0 <= seconds < TOGETHER and _typed(last, before) and _typed(before, after)


def _typed(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    moved = any(_moved(value, after.get(name)) for name, value in before.items())
    return _shape(before) == _shape(after) and not moved


def _moved(before: Any, after: Any) -> bool:
    """Say whether two lists hold the same rows in another order."""
    if not isinstance(before, list | tuple) or not isinstance(after, list | tuple):
        return False
    old, new = ([json.dumps(row, sort_keys=True) for row in rows] for rows in (before, after))
    return old != new and sorted(old) == sorted(new)


def _shape(state: Mapping[str, Any]) -> dict[str, object]:
    return {name: _outline(value) for name, value in state.items()}


def _outline(value: Any) -> object:
    """Return what of a value is not typing: how many rows, which parts."""
    if isinstance(value, Mapping):
        return {name: _outline(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return len(value)
    return value is None
