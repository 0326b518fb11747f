"""Every kind of act on a meeting, ready to be done once: see :mod:`tests.records.acts`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from ikrar.core.meeting.move import Deed, Standing
from ikrar.core.scan.scan import USUAL
from ikrar.records.meeting import actions as meeting
from ikrar.records.meeting import attendance, decision
from tests import cast, meetings

Act = Callable[[], Any]


def calling() -> Act:
    """A draft meeting with two institutions invited."""
    dewi = cast.at_desk(cast.DEWI)
    ref = meetings.draft(dewi).ref
    return lambda: meeting.call(dewi, ref, edition=1, now=timezone.now())


def cancelling() -> Act:
    """A meeting that was called."""
    dewi = cast.at_desk(cast.DEWI)
    ref = meetings.called(dewi).ref
    return lambda: meeting.cancel(dewi, ref, reason="Ditunda.", now=timezone.now())


def freezing_minutes() -> Act:
    """Minutes with two decisions, of a meeting to which an office came."""
    dewi = cast.at_desk(cast.DEWI)
    ref = meetings.written(dewi).ref
    return lambda: meeting.freeze(dewi, ref, edition=2, now=timezone.now())


def approving_minutes() -> Act:
    """Minutes that the host endorsed: the second institution approves them."""
    dewi, bima = cast.at_desk(cast.DEWI), cast.at_desk(cast.BIMA)
    ref = meetings.frozen(dewi).ref
    meeting.approve(dewi, ref, now=timezone.now())
    return lambda: meeting.approve(bima, ref, now=timezone.now())


def closing_decision() -> Act:
    """An open decision, ended by its owner."""
    bima, ref = cast.at_desk(cast.BIMA), meetings.decision(cast.at_desk(cast.DEWI)).ref
    return lambda: decision.end(bima, ref, becomes=Standing.CLOSED, words="Sudah.", now=timezone.now())


def noting_decision() -> Act:
    """An open decision of which its owner tells how far it is."""
    bima, ref = cast.at_desk(cast.BIMA), meetings.decision(cast.at_desk(cast.DEWI)).ref
    return lambda: decision.do(bima, ref, Deed.PROGRESS, words="Separuh jalan.", now=timezone.now())


def erasing_attendance() -> Act:
    """A sealed list past its day."""
    dewi = cast.at_desk(cast.DEWI)
    meetings.frozen(dewi)
    return lambda: attendance.erase_expired(dewi.today + 2 * USUAL, timezone.now())


ACTS: dict[str, Callable[[], Act]] = {
    "meeting.called": calling,
    "meeting.cancelled": cancelling,
    **dict.fromkeys(("minutes.frozen", "decision.made", "attendance.sealed"), freezing_minutes),
    "minutes.approved": approving_minutes,
    "decision.closed": closing_decision,
    "decision.noted": noting_decision,
    "attendance.erased": erasing_attendance,
}
