"""Send a letter with the act it tells of, try it until it ends, and take what comes in once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from ikrar.core.errors import Refused
from ikrar.core.job.arrival import Fate
from ikrar.core.job.delivery import CUT_OFF, LAPSES, Cause, Kind, Outcome, Result, State, after
from ikrar.core.meeting.invitation import address_of, is_over
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.job import access
from ikrar.records.job.models import Arrival, Delivery, Try

#: Letters that ended, and digests of those that came in, are kept so long.
KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Claimed:
    """A letter that this process alone tries now; ``made_at`` is its date, ``ref`` the local part of its Message-ID."""

    ref: str
    kind: Kind
    to: str
    payload: Mapping[str, Any]
    made_at: datetime
    tries: int


def send(
    to: str, kind: Kind, about: str, payload: Mapping[str, object], now: datetime, *, institution: str
) -> Delivery:
    """Write a letter to a functional address, in the transaction of the act it tells of; `ikrar work` delivers it.

    ``institution`` is the sender's code: its secretaries follow the letter. One to the same address about the same
    thing that still waits is replaced: an older edition is of no use any more. Raises InvalidField for an address
    that is none.
    """
    found = address_of(to)
    with transaction.atomic(), identity.system():
        same = Delivery.objects.filter(kind=kind.value, about=about, to=found, state=State.WAITING.value)
        same.update(state=State.REPLACED.value, ended_at=now)
        return Delivery.objects.create(
            kind=kind.value,
            about=about,
            institution_id=institution,
            to=found,
            payload=dict(payload),
            made_at=now,
            due_at=now,
        )


def again(holder: Holder, ref: str, *, now: datetime) -> Delivery:
    """Send a letter that was given up once more, as a letter of its own that remembers who asked.

    Raises Missing out of reach, and Refused for one that was not given up or that a newer one about the same event
    followed: its number would be too low for any calendar; nor does an invitation whose day is past go.
    """
    with transaction.atomic(), identity.system():
        old = access.letter(holder, ref)
        same = Q(about=old.about) | Q(payload__uid=str(old.payload.get("uid", "")))
        newest = Delivery.objects.filter(same, kind=old.kind, to=old.to).order_by("-made_at", "-ref")
        if old.state != State.FAILED.value or newest[0].pk != old.pk:
            raise Refused("Hanya surat yang gagal, dan yang belum disusul surat lain, dapat dikirim lagi.")
        if is_over(old.payload, old.made_at, now):
            raise Refused("Hari rapat ini sudah lewat. Surat undangannya tidak dikirim lagi.")
        made = send(old.to, Kind(old.kind), old.about, old.payload, now, institution=old.institution_id)
        made.asked_by_id = holder.user_id
        made.save(update_fields=["asked_by"])
        return made


def claim(now: datetime) -> Claimed | None:
    """Take the letter that is due longest, and keep that a try began before anything is sent; None when none is due.

    One whose day went by meanwhile is given up instead. Should this process end before :func:`finish`, the letter is
    due again after a while, with a try that is unsure.
    """
    with transaction.atomic(), identity.system():
        waiting = Delivery.objects.filter(state=State.WAITING.value, due_at__lte=now)
        first = list(waiting.order_by("due_at", "ref")[:10])
        past = _give_up_past(first, now)
        for row in (one for one in first if one.pk not in past):
            mine = waiting.filter(pk=row.pk, tries=row.tries).update(tries=F("tries") + 1, due_at=now + CUT_OFF)
            if mine:
                number = row.tries + 1
                Try.objects.create(delivery=row, number=number, began_at=now)
                return Claimed(row.ref, Kind(row.kind), row.to, row.payload, row.made_at, number)
    return None


def finish(claimed: Claimed, result: Result, now: datetime) -> State:
    """Keep how a try ended and what follows: sent, due again later, or given up. Returns where the letter stands."""
    following = after(result, tries=claimed.tries, now=now)
    ended = None if following.state is State.WAITING else now
    with transaction.atomic(), identity.system():
        Try.objects.filter(delivery=claimed.ref, number=claimed.tries).update(
            ended_at=now,
            outcome=result.outcome.value,
            cause=result.cause.value,
            code=result.code,
            unsure=result.unsure,
        )
        # One that was replaced meanwhile stays so, unless the server has it.
        rows = Delivery.objects.filter(pk=claimed.ref)
        if following.state is not State.SENT:
            rows = rows.filter(state=State.WAITING.value)
        rows.update(state=following.state.value, due_at=following.due or now, ended_at=ended)
    return following.state


def give_up_past(now: datetime) -> int:
    """Give up the invitations that still wait though their day is past, each with the reason; returns how many."""
    with transaction.atomic(), identity.system():
        return len(_give_up_past(Delivery.objects.filter(state=State.WAITING.value, due_at__lte=now), now))


def _give_up_past(rows: Iterable[Delivery], now: datetime) -> set[str]:
    """Give up those of the letters whose day went by, unless another process tries one now; returns which."""
    ended = {"state": State.FAILED.value, "ended_at": now}
    still = Delivery.objects.filter(state=State.WAITING.value)
    over = [row for row in rows if is_over(row.payload, row.made_at, now)]
    gone = [row for row in over if still.filter(pk=row.pk, tries=row.tries).update(**ended)]
    said = {"outcome": Outcome.NEVER.value, "cause": Cause.PAST.value, "unsure": False}
    for row in gone:
        Try.objects.create(delivery=row, number=row.tries + 1, began_at=now, ended_at=now, **said)
    return {row.pk for row in gone}


def give_up_lapsed(now: datetime) -> int:
    """Give up letters that waited too long for a mail server to be named; returns how many."""
    with transaction.atomic(), identity.system():
        old = Delivery.objects.filter(state=State.WAITING.value, made_at__lt=now - LAPSES)
        return old.update(state=State.FAILED.value, ended_at=now)


def forget(now: datetime) -> int:
    """Erase letters, with their tries, and digests that are past their time; returns how many letters went."""
    with transaction.atomic(), identity.system():
        Arrival.objects.filter(at__lt=now - KEPT).delete()
        gone = Delivery.objects.filter(ended_at__lt=now - KEPT)
        Try.objects.filter(delivery__in=gone).delete()
        return gone.delete()[0]


def forget_of(uids: list[str]) -> None:
    """Remove the letters about example events, by their names in calendars, inside the transaction that erases those.

    Those to offices that were taken off a list stand behind no invitation any more, and go too.
    """
    gone = Delivery.objects.filter(payload__uid__in=uids)
    Try.objects.filter(delivery__in=gone).delete()
    gone.delete()


def take(digest: str, act: Callable[[], Fate], now: datetime) -> Fate:
    """Take a letter that came in once: the act and its digest are one transaction. Returns what became of it.

    A letter that was taken already does nothing. What the act raises leaves no trace.
    """
    with transaction.atomic(), identity.system():
        _row, new = Arrival.objects.get_or_create(digest=digest, defaults={"at": now, "fate": Fate.REPEATED.value})
        if not new:
            return Fate.REPEATED
        fate = act()
        Arrival.objects.filter(pk=digest).update(fate=fate.value)
        return fate
