"""Meetings whose every word is a canary: one that was called, and one whose minutes were approved (R3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from ikrar.core.text.search import parted
from ikrar.records.meeting import actions as meeting_actions
from ikrar.records.meeting import attendance
from ikrar.records.meeting import models as meeting
from tests import cast, meetings

#: The host of the meetings here, and whom it invites.
PARTIES = "35.28/kpu 35.28/bawaslu 35.28/polres"


def near(reader: str, areas: Sequence[str]) -> bool:
    """Say whether somebody of a reading institution reads where these meetings lie; other readers read anywhere."""
    return reader != PARTIES or any(area in {"35", "35.28"} for area in areas)


def plant(aviary: Any) -> None:
    """Keep a called meeting and an approved one that Putri's institution is invited to, each word of them a canary."""
    who, now = cast.DEWI, timezone.now()
    holder = cast.at_desk(who)
    called = meetings.called(holder, follow=meeting_actions.Follow(title="x"))
    approved = meetings.approved(holder, follow=meeting_actions.Follow(series=called.series_id or ""))
    for row, registered in ((called, False), (approved, True)):
        _meeting(aviary, row, registered=registered)
        aviary.meetings["called" if row is called else "approved"] = row.ref

    def word(name: str) -> str:
        return aviary.word(f"meeting.{name}", who)

    meeting.Series.objects.update(title=_shared(aviary, word("Series.title")))
    meeting.Step.objects.filter(move="call").update(reason=_shared(aviary, word("Step.reason")))
    aviary.known(called.series_id or "", "meeting.Series.ref", who)
    meeting.Envelope.objects.update(mailbox=word("Envelope.mailbox"), comment=word("Envelope.comment"))
    for row in meeting.Invitee.objects.all():
        ref = _shared(aviary, aviary.known(row.ref, "meeting.Invitee.ref", who))
        meeting.Invitee.objects.filter(ref=ref).update(office=_shared(aviary, word("Invitee.office")))
    terms = {"officer_id": holder.user_id, "begun": now, "at": now}
    meeting.Edition.objects.create(meeting=called, n=1, form={"closing": word("Edition.form")}, **terms)
    shown = attendance.Presence("", word("Attendance.data"), word("Attendance.data"), word("Attendance.data"))
    attendance.enter(holder, called.ref, shown, now=now)


def _meeting(aviary: Any, row: meeting.Meeting, *, registered: bool) -> None:
    """Put canaries into a meeting, its minutes and its decisions; the second decision is the public one."""
    who = cast.DEWI

    def word(name: str, *, public: bool = registered) -> str:
        found = aviary.word(f"meeting.{name}", who, registered=public)
        return found if public else _shared(aviary, found)

    told = {name: word(f"Meeting.{name}") for name in ("title", "place")}
    beside = () if registered else (aviary.word("meeting.Meeting.words", who),)  # everybody finds what is approved
    found_by = parted((*told.values(), *beside))
    meeting.Meeting.objects.filter(ref=row.ref).update(**told, words=found_by)
    inner = {name: word(f"Minutes.{name}", public=False) for name in ("mailbox", "materials")}
    agenda = [word("Minutes.agenda", public=False)]
    closing = word("Minutes.form", public=False)
    kept = word("Minutes.canonical", public=False).encode()
    form = {"notes": [word("Minutes.form", public=False)], "closing": closing, "decisions": []}
    said = {"agenda": agenda, "form": form, "canonical": kept, "door_hash": word("Minutes.door_hash")}
    meeting.Minutes.objects.filter(meeting=row).update(**inner, **said)
    aviary.known(row.ledger_ref, "meeting.Meeting.ledger_ref", who, "everybody")
    known = aviary.known(row.ref, "meeting.Meeting.ref", who, "everybody" if registered else "")
    if not registered:
        _shared(aviary, known)
    for one in row.decisions.all():
        words = {name: word(f"Decision.{name}", public=one.public) for name in ("text", "office", "rule", "result")}
        words |= {name: word(f"Decision.{name}", public=False) for name in ("stage", "station", "case")}
        found_by = parted((words["text"], aviary.word("meeting.Decision.words", who)))
        meeting.Decision.objects.filter(ref=one.ref).update(**words, words=found_by)
        terms = {"deed": "progress", "institution_id": row.institution_id, "at": timezone.now()}
        told = {name: word(f"Done.{name}", public=False) for name in ("words", "office")}
        meeting.Done.objects.create(decision=one, **terms, **told)
        _shared(aviary, aviary.known(one.ref, "meeting.Decision.ref", who))
        aviary.known(one.ledger_ref, "meeting.Decision.ledger_ref", who, "everybody")
        aviary.decisions[one.ref] = row.ref


def _shared(aviary: Any, word: str) -> str:
    """Let whoever takes part in the meeting see a word: officers and secretaries of the host and of the police."""
    aviary.words[word] = replace(aviary.words[word], reader=PARTIES)
    return word
