"""What becomes of a letter that came in: an answer that counts, one that changes nothing, or one that is set aside."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ikrar.core.meeting.reply import Taken


class Fate(StrEnum):
    """What became of a letter; those below the line are set aside, for a person to look at."""

    ANSWER = "answer"
    REPEATED = "repeated"
    OLDER = "older"
    # ------------------------------------------------
    STRANGER = "stranger"  # answers for an event or from an address we never wrote to
    AHEAD = "ahead"
    ELSEWHEN = "elsewhen"  # answers for a day on which the event does not occur
    SEVERAL = "several"  # answers for several events at once, or for this one and all that follow
    RETURNED = "returned"  # a letter of ours that came back (RFC 3464)
    AUTOMATIC = "automatic"  # written by a machine (RFC 3834), without an answer of a calendar
    NO_ANSWER = "no_answer"  # a letter without an answer of a calendar: a person's words, advertising
    OTHER_METHOD = "other_method"  # a calendar asks for what is not offered: another time, a delegate, the list anew
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"


ASIDE: Final = frozenset(Fate) - {Fate.ANSWER, Fate.REPEATED, Fate.OLDER}
_OF: Final = {
    Taken.NEW: Fate.ANSWER,
    Taken.REPEATED: Fate.REPEATED,
    Taken.OLDER: Fate.OLDER,
    Taken.AHEAD: Fate.AHEAD,
    Taken.STRANGER: Fate.STRANGER,
    Taken.ELSEWHEN: Fate.ELSEWHEN,
}


def fate_of(taken: Taken) -> Fate:
    """Say what becomes of the letter that carried a reply."""
    return _OF[taken]
