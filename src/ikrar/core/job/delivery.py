"""A letter on its way: when it is tried again, when it is given up, and what is told of it at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

#: From the end of one try to the next; then it is given up, about three days after the first (RFC 5321 §4.5.4.1 asks
#: for four to five days of a relay, but a letter about a meeting is of no use that late).
PAUSES: Final = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1440))
#: A letter nobody could send for so long, for no server was named, is not sent any more.
LAPSES: Final = timedelta(days=7)
#: How long one try may take, whatever the server does.
LONGEST: Final = timedelta(seconds=60)
#: A try that has not ended after so long was cut off with its process.
CUT_OFF: Final = timedelta(minutes=5)


class Kind(StrEnum):
    """What a letter is about; the channel knows how to write each."""

    INVITATION = "invitation"


class Sort(StrEnum):
    """What a letter tells its addressee."""

    INVITED = "invited"
    CHANGED = "changed"
    OFF = "off"


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENT = "sent"  # the server took it; whether anybody read it is not known
    FAILED = "failed"
    REPLACED = "replaced"  # a newer one about the same thing went instead


class Outcome(StrEnum):
    """How a try ended."""

    TAKEN = "taken"
    LATER = "later"  # the server, the way to it, or our own settings: another try may do
    NEVER = "never"  # this letter to this address is refused for good


class Cause(StrEnum):
    """Why a try did not succeed, without a word of the server's: those repeat the address."""

    NONE = ""
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    DROPPED = "dropped"
    UNTRUSTED = "untrusted"  # TLS is not offered, or its certificate does not hold
    SIGN_IN = "sign_in"
    SENDER = "sender"
    BUSY = "busy"  # 4xx
    REFUSED = "refused"  # 5xx
    UNREADABLE = "unreadable"  # what is kept makes no letter
    LAPSED = "lapsed"
    PAST = "past"  # the day it tells of was over before it went


@dataclass(frozen=True, slots=True)
class Result:
    """How one try ended; ``code`` is the server's three digits, 0 when it gave none.

    ``unsure``: the letter was handed over and no answer came, so the server may have taken it all the same.
    """

    outcome: Outcome
    cause: Cause = Cause.NONE
    code: int = 0
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """What follows a try: the state, and when the next one is due if it still waits."""

    state: State
    due: datetime | None = None


def after(result: Result, *, tries: int, now: datetime) -> Next:
    """Say what follows try number ``tries`` (from 1): pauses grow, and after the last one the letter is given up."""
    if result.outcome is Outcome.TAKEN:
        return Next(State.SENT)
    if result.outcome is Outcome.NEVER or tries > len(PAUSES):
        return Next(State.FAILED)
    return Next(State.WAITING, now + PAUSES[tries - 1])


def sort_of(payload: Mapping[str, object]) -> Sort:
    """Say what a letter tells, by what it is written from: that it is off, that it changed, or an invitation."""
    if payload.get("status") == "CANCELLED":
        return Sort.OFF
    return Sort.CHANGED if payload.get("again") else Sort.INVITED
