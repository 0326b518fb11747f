"""The one table of allowed moves of a meeting, and of a decision that was made in one.

A frozen text is never edited: what was wrong in it is a decision of the next meeting. What becomes of a decision
afterwards stands beside that text, deed by deed: one closed by mistake is opened again, and both deeds stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import IllegalMove


class State(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    CALLED = "called"
    HELD = "held"
    FROZEN = "frozen"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What can be done to a meeting."""

    OPEN = "open"
    CALL = "call"
    CHANGE = "change"
    CANCEL = "cancel"
    HOLD = "hold"
    FREEZE = "freeze"
    ENDORSE = "endorse"
    APPROVE = "approve"


class Standing(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    CLOSED = "closed"
    DROPPED = "dropped"


class Deed(StrEnum):
    """What is done about a decision after it was made; each leaves a row with who, when and why."""

    PROGRESS = "progress"
    REASSIGN = "reassign"
    RESCHEDULE = "reschedule"
    CLOSE = "close"
    DROP = "drop"
    DISPUTE = "dispute"
    REOPEN = "reopen"


#: (standing before, deed) -> standing after. Nothing else is allowed.
DEEDS: Final[Mapping[tuple[Standing, Deed], Standing]] = MappingProxyType(
    {
        (Standing.OPEN, Deed.PROGRESS): Standing.OPEN,
        (Standing.OPEN, Deed.REASSIGN): Standing.OPEN,
        (Standing.OPEN, Deed.RESCHEDULE): Standing.OPEN,
        (Standing.OPEN, Deed.CLOSE): Standing.CLOSED,
        (Standing.OPEN, Deed.DROP): Standing.DROPPED,
        (Standing.CLOSED, Deed.DISPUTE): Standing.CLOSED,
        (Standing.DROPPED, Deed.DISPUTE): Standing.DROPPED,
        (Standing.CLOSED, Deed.REOPEN): Standing.OPEN,
        (Standing.DROPPED, Deed.REOPEN): Standing.OPEN,
    }
)

#: (state before, or None for a meeting that does not exist; move) -> state after. Nothing else is allowed.
#: ``endorse`` is the first institution's approval of the minutes, ``approve`` the second one's (R8).
ALLOWED: Final[Mapping[tuple[State | None, Move], State]] = MappingProxyType(
    {
        (None, Move.OPEN): State.DRAFT,
        (State.DRAFT, Move.CHANGE): State.DRAFT,
        (State.DRAFT, Move.CALL): State.CALLED,
        (State.CALLED, Move.CHANGE): State.CALLED,
        (State.CALLED, Move.CANCEL): State.CANCELLED,
        (State.CALLED, Move.HOLD): State.HELD,
        (State.HELD, Move.CANCEL): State.CANCELLED,  # opened by mistake; frozen minutes stand
        (State.HELD, Move.FREEZE): State.FROZEN,
        (State.FROZEN, Move.ENDORSE): State.FROZEN,
        (State.FROZEN, Move.APPROVE): State.APPROVED,
    }
)

_REFUSED: Final[Mapping[State | None, str]] = MappingProxyType(
    {
        None: "Rapat ini belum ada; bukalah rancangannya sebelum langkah {move}.",
        State.DRAFT: "Rapat ini masih rancangan; langkah {move} tidak dapat dilakukan sebelum undangannya keluar.",
        State.CALLED: "Undangan rapat ini sudah keluar; langkah {move} tidak dapat dilakukan dari keadaan itu.",
        State.HELD: "Rapat ini sudah dibuka dan notulennya ditulis; langkah {move} ditolak.",
        State.FROZEN: "Notulen rapat ini sudah dibekukan dan menunggu persetujuan; langkah {move} ditolak.",
        State.APPROVED: "Notulen rapat ini sudah disetujui; langkah {move} ditolak.",
        State.CANCELLED: "Rapat ini sudah dibatalkan; langkah {move} ditolak, buatlah rapat baru.",
    }
)


def after(state: State | None, move: Move) -> State:
    """Give the state after ``move``; ``None`` is the state of a meeting that does not exist yet.

    Raises ``IllegalMove`` with a sentence that says why for every pair outside ``ALLOWED``.
    """
    try:
        return ALLOWED[state, move]
    except KeyError:
        raise IllegalMove(_REFUSED[state], move=move.value, state=state and state.value) from None


def done(standing: Standing, deed: Deed) -> Standing:
    """Give what a decision becomes by a deed; raises ``IllegalMove`` for every pair outside ``DEEDS``."""
    try:
        return DEEDS[standing, deed]
    except KeyError:
        if standing is Standing.OPEN:
            raise IllegalMove("Keputusan ini belum diselesaikan, jadi belum ada hasil yang dipersoalkan.") from None
        raise IllegalMove("Keputusan ini sudah diselesaikan; buka lagi dengan alasan bila itu keliru.") from None
