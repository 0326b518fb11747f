"""What approving the minutes asks for: two people of two institutions, of those that were there to be asked (R8)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import Refused
from ikrar.core.meeting.move import Move

#: Institutions whose approval makes frozen minutes the approved ones.
NEEDED: Final = 2


@dataclass(frozen=True, slots=True)
class Approval:
    """One institution's word that the minutes say what was agreed, and the account that gave it."""

    institution: str
    person: int


def move_of(given: Sequence[Approval], new: Approval, parties: Collection[str]) -> Move:
    """Give the move that one more approval is: the last one needed, or one before it.

    ``parties`` are the codes of the host and of the invited institutions. Raises ``Refused`` for an institution that is
    none of them or has approved before, and for a person who has.
    """
    if new.institution not in parties:
        raise Refused("Lembaga Anda tidak diundang ke rapat ini.")
    if any(one.institution == new.institution for one in given):
        raise Refused("Lembaga Anda sudah menyetujui notulen ini. Persetujuan kedua datang dari lembaga lain.")
    if any(one.person == new.person for one in given):
        raise Refused("Anda sudah menyetujui notulen ini. Persetujuan kedua datang dari orang lain.")
    return Move.APPROVE if len(given) + 1 >= NEEDED else Move.ENDORSE
