"""The one table of allowed moves of a declaration version.

A frozen text is never edited: a correction is a new version that supersedes it. A draft can be
discarded. An import freezes what was frozen elsewhere, as an operator's act on the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import IllegalMove


class State(StrEnum):
    """Where a version of a declaration stands."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class Move(StrEnum):
    """What can be done to a version of a declaration."""

    OPEN = "open"
    FREEZE = "freeze"
    IMPORT = "import"
    SUPERSEDE = "supersede"
    DISCARD = "discard"


#: (state before, or None for a version that does not exist; move) -> state after. Nothing else is allowed.
ALLOWED: Final[Mapping[tuple[State | None, Move], State]] = MappingProxyType(
    {
        (None, Move.OPEN): State.DRAFT,
        (State.DRAFT, Move.FREEZE): State.FROZEN,
        (State.DRAFT, Move.IMPORT): State.FROZEN,
        (State.FROZEN, Move.SUPERSEDE): State.SUPERSEDED,
        (State.DRAFT, Move.DISCARD): State.DISCARDED,
    }
)

_REFUSED: Final[Mapping[State | None, str]] = MappingProxyType(
    {
        None: "Deklarasi ini belum ada; bukalah rancangannya sebelum langkah {move}.",
        State.DRAFT: "Deklarasi ini masih rancangan; langkah {move} tidak dapat dilakukan dari keadaan itu.",
        State.FROZEN: "Naskah ini sudah dibekukan; langkah {move} ditolak, buatlah versi pengganti.",
        State.SUPERSEDED: "Naskah ini sudah diganti versi yang lebih baru; langkah {move} ditolak.",
        State.DISCARDED: "Rancangan ini sudah dibuang; langkah {move} ditolak, mulailah rancangan baru.",
    }
)


def after(state: State | None, move: Move) -> State:
    """Give the state after ``move``; ``None`` is the state of a version that does not exist yet.

    Raises ``IllegalMove`` with a sentence that says what to do for every pair outside ``ALLOWED``.
    """
    try:
        return ALLOWED[state, move]
    except KeyError:
        raise IllegalMove(_REFUSED[state], move=move.value, state=state and state.value) from None
