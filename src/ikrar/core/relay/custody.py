"""Who holds a baton: a fold over the acts of its relay, in the one order in which they were kept (decision 0035).

An act is decided by :func:`decide` from the plan and the state so far, and :func:`fold` replays kept acts by the same
rules; so a list of acts that was accepted has no gap, no double custody and no hand-over by anybody but the holder.
Times never order anything: an act's ``at`` is what was told, bent into the order by :func:`told_time`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from ikrar.core.errors import Damaged, Late, Refused


class Kind(StrEnum):
    """What can happen in a relay. The first six concern one leg."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SKIPPED = "skipped"
    TOLD = "told"  # a file says that it happened; both sides did not sign it here
    CHANGED = "changed"  # the plan
    DATED = "dated"  # the actual day of a hand-over that took place
    CANCELLED = "cancelled"


class Leg(StrEnum):
    """Where a leg stands."""

    PLANNED = "planned"
    OPEN = "open"
    DONE = "done"
    TOLD = "told"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


#: Kinds that end a leg; those of them that move the baton; those that answer an opening and leave custody.
PASSING: Final = frozenset({Kind.ACKNOWLEDGED, Kind.TOLD, Kind.SKIPPED})
MOVING: Final = frozenset({Kind.ACKNOWLEDGED, Kind.TOLD})
ANSWERS: Final = frozenset({Kind.ACKNOWLEDGED, Kind.REFUSED, Kind.WITHDRAWN})
#: States of a leg whose hand-over does not take place.
OFF: Final = frozenset({Leg.SKIPPED, Leg.CANCELLED})


@dataclass(frozen=True, slots=True)
class Plan:
    """Who organises, who holds the baton first, and to whom each leg leads (leg 1 is ``receivers[0]``): codes.

    ``since`` is before which nothing on it can have been; None bounds nothing.
    """

    organiser: str
    start: str
    receivers: tuple[str, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its number in the relay (from 1), the leg it concerns (0: the whole), who acts, what opening it answers.

    ``to`` is the receiver an opening names, so that a later change of the plan changes nothing that was answered.
    ``key`` is the client's own word for the request, "" from a file. ``at`` is an aware time.
    """

    n: int
    leg: int
    kind: Kind
    by: str
    at: datetime
    answers: int = 0
    to: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the acts so far make of a relay: the holder, the next leg (one past the last when all are past).

    ``open`` is the act that opened the next leg, if it is open; ``n`` the number of the last act; ``skipped`` the legs
    that were passed over.
    """

    holder: str
    next: int = 1
    open: Act | None = None
    n: int = 0
    live: bool = False  # an act of this installation, after which a file cannot tell any more
    cancelled: bool = False
    at: datetime | None = None  # of the newest act of custody
    skipped: frozenset[int] = frozenset()


def fold(plan: Plan, acts: Iterable[Act]) -> Standing:
    """Return where a relay stands after its acts; raises Damaged when they could not have happened in this order."""
    standing = Standing(plan.start)
    for act in acts:
        try:
            standing = after(plan, standing, act)
        except Refused:
            raise Damaged("Urutan serah terima ini rusak pada tindakan {n}.", n=act.n) from None
    return standing


def after(plan: Plan, standing: Standing, act: Act) -> Standing:
    """Return where a relay stands after one more act; raises Refused (or Late) when the act is not possible then."""
    if act.n != standing.n + 1:
        raise Refused("Ada tindakan lain yang lebih dulu tercatat. Muat ulang, lalu ulangi.")
    if standing.cancelled or (standing.next > len(plan.receivers) and act.kind is not Kind.DATED):
        raise Refused("Kirab ini sudah dibatalkan atau sudah sampai di tujuannya.")
    _check(plan, standing, act)
    changed = replace(standing, n=act.n, live=standing.live or act.kind is not Kind.TOLD)
    if act.kind is Kind.CANCELLED:
        return replace(changed, cancelled=True, open=None)
    if act.kind in {Kind.CHANGED, Kind.DATED}:
        return changed
    changed = replace(changed, open=act if act.kind is Kind.OPENED else None, at=act.at)
    if act.kind in MOVING:
        changed = replace(changed, holder=standing.open.to if standing.open else plan.receivers[act.leg - 1])
    if act.kind is Kind.SKIPPED:
        changed = replace(changed, skipped=standing.skipped | {act.leg})
    return replace(changed, next=standing.next + 1) if act.kind in PASSING else changed


def _check(plan: Plan, standing: Standing, act: Act) -> None:
    if act.kind is Kind.OPENED:
        _check_opening(standing, act)
    elif act.kind in ANSWERS:
        _check_answer(standing, act)
    elif act.kind is Kind.SKIPPED:
        _check_next(standing, act)
        _check_by(act, {standing.holder, plan.organiser})
    elif act.kind is Kind.TOLD:
        _check_next(standing, act)
        if standing.live:
            raise Refused("Sesudah ada tindakan di sini, berkas tidak dapat lagi menceritakan serah terima.")
    elif act.kind is Kind.DATED:
        _check_dated(plan, standing, act)
    else:
        _check_by(act, {plan.organiser})
        if act.kind is Kind.CHANGED and act.leg and act.leg < standing.next:
            raise Refused("Ruas yang sudah lewat tidak dapat diubah lagi.")
        if act.kind is Kind.CHANGED and standing.open is not None and act.leg == standing.open.leg:
            raise Refused("Serah terima ini sedang terbuka. Tarik kembali lebih dulu, lalu ubah.")


def _check_opening(standing: Standing, act: Act) -> None:
    _check_next(standing, act)
    _check_by(act, {standing.holder})
    if act.to == standing.holder:
        raise Refused("Penerima ruas ini sudah memegang tongkatnya. Lewati ruas ini.")


def _check_answer(standing: Standing, act: Act) -> None:
    if standing.open is None or standing.open.n != act.answers or standing.open.leg != act.leg:
        raise Refused("Tidak ada serah terima yang menunggu jawaban ini.")
    _check_by(act, {standing.holder if act.kind is Kind.WITHDRAWN else standing.open.to})


def _check_next(standing: Standing, act: Act) -> None:
    if standing.open is not None:
        raise Refused("Serah terima {n} masih menunggu jawaban.", n=standing.open.leg)
    if act.leg != standing.next:
        raise Refused("Giliran ruas {n}, bukan ruas {leg}.", n=standing.next, leg=act.leg)


def _check_dated(plan: Plan, standing: Standing, act: Act) -> None:
    if not 1 <= act.leg < standing.next or act.leg in standing.skipped:
        raise Refused("Hari sebenarnya hanya dapat dicatat untuk serah terima yang sudah berlangsung.")
    _check_by(act, {plan.organiser, plan.receivers[act.leg - 1]})


def _check_by(act: Act, who: set[str]) -> None:
    if act.by not in who:
        raise Refused("Lembaga Anda tidak memegang peran ini pada ruas ini.")


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a request: the act, whether it had been kept before, whether its told time was bent."""

    act: Act
    again: bool = False
    bent: bool = False


def decide(plan: Plan, acts: Sequence[Act], asked: Act, *, now: datetime) -> Decided:
    """Decide on a request (its ``n`` is not looked at), given every act kept so far; the same key gives the same act.

    Raises Refused for a key used for something else and for what the rules forbid, Late for an answer that comes after
    its opening was answered or taken back: then nothing happens.
    """
    before = next((one for one in acts if asked.key and one.key == asked.key), None)
    if before is not None:
        if (before.kind, before.leg, before.by) != (asked.kind, asked.leg, asked.by):
            raise Refused("Permintaan ini memakai kunci permintaan lain. Muat ulang halamannya.")
        return Decided(before, again=True)
    standing = fold(plan, acts)
    if asked.kind in ANSWERS:
        _check_late(acts, standing, asked)
    opened = standing.open if asked.kind in ANSWERS else None
    at, bent = told_time(asked.at, since=opened.at if opened else standing.at or plan.since, now=now)
    act = replace(asked, n=standing.n + 1, at=at)
    if act.kind is Kind.OPENED and 1 <= act.leg <= len(plan.receivers):
        act = replace(act, to=plan.receivers[act.leg - 1])
    after(plan, standing, act)
    return Decided(act, bent=bent)


def _late(ended: Act) -> Late:
    """Say what ended an opening before its answer came."""
    if ended.kind is Kind.ACKNOWLEDGED:
        return Late("Serah terima ini sudah diterima sementara itu; tidak ada yang berubah.", since=ended.n)
    if ended.kind is Kind.REFUSED:
        return Late("Serah terima ini sudah ditolak sementara itu; pemberi harus membukanya lagi.", since=ended.n)
    if ended.kind is Kind.WITHDRAWN:
        return Late("Pemberi sudah menarik kembali serah terima ini sementara itu.", since=ended.n)
    return Late("Kirab ini sudah dibatalkan sementara itu; tongkat tetap pada pemberi.", since=ended.n)


def _check_late(acts: Sequence[Act], standing: Standing, asked: Act) -> None:
    """Tell an answer that comes too late what happened meanwhile to the opening it names."""
    if standing.open is not None and standing.open.n == asked.answers:
        return
    known = any(one.n == asked.answers and one.kind is Kind.OPENED and one.leg == asked.leg for one in acts)
    ended = next((one for one in acts if one.n > asked.answers and _ends(one, asked.answers)), None)
    if known and ended is not None:
        raise _late(ended)


def _ends(act: Act, opening: int) -> bool:
    return act.kind is Kind.CANCELLED or (act.kind in ANSWERS and act.answers == opening)


def told_time(told: datetime, *, since: datetime | None, now: datetime) -> tuple[datetime, bool]:
    """Return the time an act is kept with, and whether it is another than was told.

    A device's clock may be wrong: nothing happens after the server heard of it, nor before what it follows.
    """
    if told > now:
        return now, True
    if since is not None and told < since:
        return since, True
    return told, False
