"""What freezing asks of a review: somebody of another institution read exactly this text and approved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import Refused
from ikrar.core.review.move import State

#: Letters of a remark or a reason; longer thoughts belong into a meeting.
LONGEST_REMARK: Final = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a review says: its state, the edition and digest that were read, the asked institution, who answered.

    ``person`` is the answering account, ``None`` while nobody has answered.
    """

    state: State
    edition: int
    digest: str
    institution: str
    person: int | None


@dataclass(frozen=True, slots=True)
class Freezing:
    """What is about to be frozen: edition, digest, the registering institution, and the account that freezes."""

    edition: int
    digest: str
    institution: str
    person: int


def check(newest: Reading | None, freezing: Freezing) -> None:
    """Pass when the newest review lets a text be frozen; raises ``Refused`` with the reason otherwise.

    Four eyes: the approval is of this very edition and digest, by another institution than the registering one and by
    another person than the one who freezes.
    """
    if newest is None or newest.state is State.WITHDRAWN:
        raise Refused("Naskah ini belum ditinjau lembaga lain. Minta satu lembaga lain membacanya dahulu.")
    if newest.state is State.RETURNED:
        raise Refused("Naskah ini dikembalikan peninjaunya. Perbaiki, lalu minta dibaca lagi.")
    if newest.state is State.ASKED:
        raise Refused("Naskah ini masih menunggu jawaban peninjaunya.")
    if (newest.edition, newest.digest) != (freezing.edition, freezing.digest):
        raise Refused("Naskah ini berubah sesudah disetujui, jadi persetujuannya gugur. Minta dibaca lagi.")
    if newest.institution == freezing.institution:
        raise Refused("Naskah harus disetujui lembaga lain, bukan lembaga yang mendaftarkannya.")
    if newest.person is None or newest.person == freezing.person:
        raise Refused("Orang yang menyetujui naskah ini tidak dapat membekukannya. Mintalah sekretaris lain.")
