"""The shortest ways to a meeting in each state; everything is done by the product's own actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.meeting.attendance import Presence
from ikrar.core.meeting.form import DecisionForm, MeetingForm, MinutesForm
from ikrar.records.account.access import Holder
from ikrar.records.meeting import actions, attendance
from ikrar.records.meeting.models import Decision, Meeting
from tests import cast

BEFORE = datetime(2024, 8, 1, 2, tzinfo=UTC)
GUESTS = {"35.28/bawaslu": "bawaslu@lembaga.example", "35.28/polres": ""}


def form(**changes: Any) -> MeetingForm:
    """Return a call complete enough to go out, in Pamekasan."""
    return replace(
        MeetingForm(
            title="Rapat koordinasi lintas sektoral",
            day="2024-08-16",
            start="09:00",
            end="12:00",
            area="35.28",
            place="Pendopo Ronggosukowati",
            election="pilkada-2024",
            materials="Bahan tahapan",
            agenda=("Pembukaan", "Paparan tahapan", "Keputusan"),
        ),
        **changes,
    )


def minutes(**changes: Any) -> MinutesForm:
    """Return minutes with two decisions, the second public and due on 2024-08-30."""
    decisions = (
        DecisionForm("Jadwal dikirim kepada semua lembaga.", "35.28/kpu", "Sekretaris"),
        DecisionForm("Patroli bersama di tiga kecamatan.", "35.28/bawaslu", "Ketua", "2024-08-30", public=True),
    )
    return replace(MinutesForm(("Dibuka.", "Disampaikan.", ""), "Selesai.", decisions), **changes)


def draft(who: Holder, *, follow: actions.Follow | None = None, **changes: Any) -> Meeting:
    """Let a secretary open a meeting and put Bawaslu and the police on its list."""
    terms = {"institution": who.institutions(Role.SECRETARY)[0], "mailbox": "kpu@lembaga.example", "follow": follow}
    made = actions.begin(who, form=form(**changes), now=timezone.now(), **terms)
    for code, mailbox in GUESTS.items():
        if code != made.institution_id:
            actions.invite(who, made.ref, institution=code, office="Kepala", mailbox=mailbox, now=timezone.now())
    return made


def called(who: Holder, *, now: datetime = BEFORE, **changes: Any) -> Meeting:
    """Let the invitations go out, before the day: nobody is invited to one that is past."""
    return actions.call(who, draft(who, **changes).ref, edition=1, now=now)


def held(who: Holder, **changes: Any) -> Meeting:
    """Let the meeting be opened, with an office of Bawaslu there."""
    made = actions.hold(who, called(who, **changes).ref, now=timezone.now())
    attendance.enter(who, made.ref, Presence("35.28/bawaslu", "", "Anggota", "Ketua"), now=timezone.now())
    return made


def written(who: Holder, *, typed: MinutesForm | None = None, **changes: Any) -> Meeting:
    """Let the minutes be taken: their second edition."""
    made = held(who, **changes)
    actions.save_minutes(who, made.ref, edition=1, form=typed or minutes(), now=timezone.now())
    made.refresh_from_db()
    return made


def frozen(who: Holder, *, typed: MinutesForm | None = None, **changes: Any) -> Meeting:
    """Let the minutes be frozen."""
    return actions.freeze(who, written(who, typed=typed, **changes).ref, edition=2, now=timezone.now())


def approved(who: Holder, *, by: cast.Person = cast.BIMA, **changes: Any) -> Meeting:
    """Let host and Bawaslu approve the minutes."""
    made = frozen(who, **changes)
    actions.approve(who, made.ref, now=timezone.now())
    return actions.approve(cast.at_desk(by), made.ref, now=timezone.now())


def decision(who: Holder, n: int = 2, **changes: Any) -> Decision:
    """Return a decision of frozen minutes; the second one is Bawaslu's."""
    return frozen(who, **changes).decisions.get(n=n)


LATER = timedelta(days=1)
