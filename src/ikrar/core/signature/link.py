"""One-time links to sign and to enrol: how long they live, and in what state they are when somebody opens them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ikrar.core.errors import InvalidField

#: What a desk may choose, by the word in its form; the usual one is a day, for rehearsal and ceremony.
LIVES: Final = {"2h": timedelta(hours=2), "1d": timedelta(days=1), "7d": timedelta(days=7)}
USUAL: Final = "1d"


class State(StrEnum):
    """Where a link stands."""

    LIVE = "live"
    USED = "used"
    VOIDED = "voided"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Times:
    """The moments of a link; ``used`` and ``voided`` are None while it was not."""

    expires: datetime
    used: datetime | None = None
    voided: datetime | None = None

    def state(self, now: datetime) -> State:
        """Say where the link stands; what ended it first is what counts."""
        if self.used is not None:
            return State.USED
        if self.voided is not None:
            return State.VOIDED
        return State.LIVE if now < self.expires else State.EXPIRED


def life_of(value: str) -> timedelta:
    """Read how long a link is to live; empty means the usual. Raises InvalidField for anything outside the list."""
    try:
        return LIVES[value or USUAL]
    except KeyError:
        raise InvalidField("Pilih berapa lama tautan berlaku.", field="life") from None
