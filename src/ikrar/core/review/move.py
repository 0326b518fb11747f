"""The one table of allowed moves of a review: one institution is asked once to read one edition of a draft.

An answer is never taken back or changed: whoever wants another answer asks again, and the newest asking counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import IllegalMove


class State(StrEnum):
    """Where a review stands."""

    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done to a review: the first and the last by the asking institution, the others by the asked one."""

    ASK = "ask"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


#: (state before, or None for a review that does not exist; move) -> state after. Nothing else is allowed.
ALLOWED: Final[Mapping[tuple[State | None, Move], State]] = MappingProxyType(
    {
        (None, Move.ASK): State.ASKED,
        (State.ASKED, Move.APPROVE): State.APPROVED,
        (State.ASKED, Move.RETURN): State.RETURNED,
        (State.ASKED, Move.WITHDRAW): State.WITHDRAWN,
    }
)

_REFUSED: Final[Mapping[State | None, str]] = MappingProxyType(
    {
        None: "Tinjauan ini belum diminta; mintalah dahulu sebelum langkah {move}.",
        State.ASKED: "Tinjauan ini sudah diminta dan menunggu jawaban; langkah {move} tidak dapat dilakukan.",
        State.APPROVED: "Tinjauan ini sudah dijawab dengan persetujuan; langkah {move} ditolak.",
        State.RETURNED: "Tinjauan ini sudah dijawab dan rancangannya dikembalikan; langkah {move} ditolak.",
        State.WITHDRAWN: "Permintaan tinjauan ini sudah ditarik; langkah {move} ditolak.",
    }
)


def after(state: State | None, move: Move) -> State:
    """Give the state after ``move``; ``None`` is the state of a review that does not exist yet.

    Raises ``IllegalMove`` with a sentence that says why for every pair outside ``ALLOWED``.
    """
    try:
        return ALLOWED[state, move]
    except KeyError:
        raise IllegalMove(_REFUSED[state], move=move.value, state=state and state.value) from None
