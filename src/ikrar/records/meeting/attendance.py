"""Who came: the door with its code, the list at the desk, the seal when the minutes are frozen, its erasure."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import Final

from cryptography.fernet import InvalidToken
from django.db import transaction

from ikrar.core.account import code as code_of
from ikrar.core.account.code import RANDOM_BYTES, code_from
from ikrar.core.errors import IllegalMove, Missing, Refused
from ikrar.core.meeting.attendance import LONGEST as LONGEST
from ikrar.core.meeting.attendance import MOST, MOST_BY_CODE, How, Presence, digest, presence_of, same, shuts_at
from ikrar.core.meeting.move import State
from ikrar.core.scan.scan import USUAL
from ikrar.core.scan.scan import kept_until as kept_until
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting import access
from ikrar.records.meeting.models import Attendance, Meeting, Minutes
from ikrar.records.scan import seal
from ikrar.records.turn import take_turn

#: States in which the list of who came is written.
LISTING = frozenset({State.CALLED.value, State.HELD.value})

#: The hash under which a code is kept.
hash_of: Final = partial(code_of.hash_of, "door")


def open_door(holder: Holder, ref: str, *, now: datetime) -> str:
    """Make the code under which people check in, told this once; an earlier one ends, and this one by itself later.

    Raises Missing and IllegalMove.
    """
    code = code_from(secrets.token_bytes(RANDOM_BYTES))
    with transaction.atomic():
        take_turn(ref)
        meeting = _listing(access.own(holder, ref))
        Minutes.objects.filter(meeting=meeting).update(door_hash=hash_of(code), door_until=shuts_at(meeting.ends, now))
    return code


def shut_door(holder: Holder, ref: str) -> None:
    """End the code of the door; raises Missing."""
    with transaction.atomic():
        take_turn(ref)
        Minutes.objects.filter(meeting=access.own(holder, ref)).update(door_hash="")


def _listing(meeting: Meeting) -> Meeting:
    if meeting.state not in LISTING:
        raise IllegalMove("Daftar hadir diisi antara undangan keluar dan notulen dibekukan.")
    return meeting


def behind(code: str) -> Meeting:
    """Return the meeting whose door opens with a code; raises Missing for any other. The code is the right."""
    with identity.system():
        row = Minutes.objects.filter(door_hash=hash_of(code)).select_related("meeting__institution").first()
        if row is None:
            raise Missing("Halaman ini tidak ada.")
        return row.meeting


def refuse_late(meeting: Meeting, now: datetime) -> None:
    """Raise IllegalMove where the code of the door is past its time, or the meeting takes nobody in any more."""
    until = meeting.minutes.door_until
    if meeting.state not in LISTING or (until is not None and until < now):
        raise IllegalMove("Kode ini tidak berlaku lagi. Mintalah kode yang baru di meja pendaftaran.")


def check_in(code: str, row: Presence, *, now: datetime) -> None:
    """Enter oneself at the door, by office; the same row twice is one.

    Raises Missing, Refused, BadInput and IllegalMove.
    """
    with transaction.atomic(), identity.system():
        meeting = behind(code)
        take_turn(meeting.ref)
        refuse_late(meeting, now)
        _add(_listing(meeting), row, How.CODE, now)


def enter(holder: Holder, ref: str, row: Presence, *, now: datetime) -> None:
    """Enter somebody on the list at the desk; raises as :func:`check_in` does."""
    with transaction.atomic():
        take_turn(ref)
        _add(_listing(access.own(holder, ref)), row, How.LIST, now)


def _add(meeting: Meeting, row: Presence, how: How, now: datetime) -> None:
    found = presence_of(row, access.parties(meeting))
    kept = rows(meeting)
    if any(same(found, one) for _, one, _ in kept):
        return
    most = MOST_BY_CODE if how is How.CODE else MOST  # whoever has the code cannot fill the desk's list
    if len(kept) >= most:
        raise Refused("Daftar hadir memuat paling banyak {most} baris.", most=most)
    data = seal.close(json.dumps(asdict(found)).encode())
    Attendance.objects.create(
        meeting=meeting, institution_id=found.institution or None, how=how.value, data=data, at=now
    )


def mark_of(row: Attendance) -> str:
    """Return what names a row on its page: of what is kept of it, so that pressing twice never takes the next one."""
    return hashlib.sha256(bytes(row.data)).hexdigest()[:32]


def strike(holder: Holder, ref: str, mark: str) -> str:
    """Take a row off the list again, by its mark; raises Missing and IllegalMove.

    Returns the row as one sealed word, by which :func:`restore` puts it back; it is kept nowhere.
    """
    with transaction.atomic():
        take_turn(ref)
        kept = rows(_listing(access.own(holder, ref)))
        at = next((n for n, (one, _, _) in enumerate(kept) if mark_of(one) == mark), None)
        if at is None:
            raise Missing("Baris ini tidak ada.")
        row, found, how = kept[at]
        row.delete()
    forget_pages()
    told = {"meeting": ref, "how": how.value, "at": row.at.isoformat(), "row": asdict(found)}
    return seal.close(json.dumps(told).encode()).decode("ascii")


def restore(holder: Holder, ref: str, struck: str) -> None:
    """Put a row back as it was before it was struck; twice is once.

    Raises Missing for what no striking from this list gave, IllegalMove, and Refused where the list is full.
    """
    with transaction.atomic():
        take_turn(ref)
        meeting = _listing(access.own(holder, ref))
        try:
            told = json.loads(seal.open_box(struck.encode()))
        except InvalidToken:
            raise Missing("Baris ini tidak ada.") from None
        if told.get("meeting") != ref:
            raise Missing("Baris ini tidak ada.")
        _add(meeting, Presence(**told["row"]), How(told["how"]), datetime.fromisoformat(told["at"]))


def rows(meeting: Meeting) -> list[tuple[Attendance, Presence, How]]:
    """Return the list of who came, opened, in the order of entry; the caller has passed the gate of the host."""
    found = Attendance.objects.filter(meeting=meeting).order_by("pk")
    return [(row, Presence(**json.loads(seal.open_box(bytes(row.data)))), How(row.how)) for row in found]


def present(meeting: Meeting) -> frozenset[str]:
    """Return the codes of the institutions that came."""
    found = Attendance.objects.filter(meeting=meeting, institution__isnull=False)
    return frozenset(found.values_list("institution_id", flat=True))


def seal_list(meeting: Meeting, now: datetime) -> None:
    """Leave the leaf of the list as it is when the minutes are frozen, in that transaction."""
    found = [one for _, one, _ in rows(meeting)]
    record = {
        "act": "attendance.sealed",
        "meeting": meeting.ref,
        "rows": len(found),
        "until": meeting.attendance_until.isoformat() if meeting.attendance_until else None,
        "sha256": digest(found),
    }
    ledger.append(
        type="attendance.sealed", by=meeting.institution_id, ref=meeting.attendance_ref, record=record, now=now
    )


def drop(meeting: Meeting) -> None:
    """Remove a list that will never be sealed, inside the transaction that cancels its meeting."""
    Attendance.objects.filter(meeting=meeting).delete()


def erase_expired(today: date, now: datetime) -> int:
    """Erase every list past its day with the opening of its leaf; returns how many lists went.

    A list whose minutes are never frozen has no day: its rows go after the usual time.
    """
    with transaction.atomic(), identity.system():
        take_turn("attendance.erase_expired")
        gone = list(Meeting.objects.filter(attendance_until__lt=today, attendance_erased_on__isnull=True))
        _erase(gone, today, now)
        left = Attendance.objects.filter(meeting__frozen_at__isnull=True, at__lt=now - USUAL).delete()[0]
    if gone or left:
        forget_pages()
    return len(gone)


def _erase(meetings: Iterable[Meeting], today: date, now: datetime) -> None:
    for meeting in meetings:
        Attendance.objects.filter(meeting=meeting).delete()
        Meeting.objects.filter(pk=meeting.pk).update(attendance_erased_on=today)
        ledger.forget(meeting.attendance_ref)
        record = {"act": "attendance.erased", "meeting": meeting.ref}
        ledger.append(
            type="attendance.erased", by=meeting.institution_id, ref=meeting.attendance_ref, record=record, now=now
        )
