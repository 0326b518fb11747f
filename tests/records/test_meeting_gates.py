"""R2: who may do what with a meeting in which state, as a table written from decision 0036 and not from the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from ikrar.core.errors import IkrarError, IllegalMove, Missing, Refused
from ikrar.core.meeting.attendance import Presence
from ikrar.core.meeting.move import Standing
from ikrar.records.account.access import Holder
from ikrar.records.meeting import access, actions, attendance, decision, history, queries
from ikrar.records.meeting.models import Decision, Meeting
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")

SECRETARY_OF_HOST = cast.LASTRI
OFFICER_OF_HOST = cast.SARI
OFFICER_OF_GUEST = cast.BIMA
OFFICER_OF_OWNER_ELSEWHERE = replace(cast.BIMA, username="bima-jauh", areas=("36.04",))
PLANNER_OF_GUEST = cast.TONO
ADMINISTRATOR_OF_HOST = cast.JOKO
AUDITOR = cast.WATI
STRANGER = cast.YUDA

MAKE: dict[str, Callable[[Holder], Meeting]] = {
    "draft": meetings.draft,
    "called": meetings.called,
    "held": meetings.written,
    "frozen": meetings.frozen,
    "approved": meetings.approved,
}
GUEST_ROW = Presence("", "Radio Warga", "Redaktur", "")


def _edition(ref: str) -> int:
    return Meeting.objects.get(ref=ref).minutes.edition


ACTS: dict[str, Callable[[Holder, str], object]] = {
    "read": access.readable,
    "change": lambda who, ref: actions.change(
        who, ref, edition=_edition(ref), form=meetings.form(start="08:00"), mailbox="a@b.example", now=timezone.now()
    ),
    "discard": lambda who, ref: actions.discard(who, ref, edition=_edition(ref)),
    "invite": lambda who, ref: actions.invite(
        who, ref, institution="36.04/kpu", office="Ketua", mailbox="", now=timezone.now()
    ),
    "call": lambda who, ref: actions.call(who, ref, edition=_edition(ref), now=timezone.now()),
    "cancel": lambda who, ref: actions.cancel(who, ref, reason="Ditunda.", now=timezone.now()),
    "hold": lambda who, ref: actions.hold(who, ref, now=timezone.now()),
    "write": lambda who, ref: actions.save_minutes(
        who, ref, edition=_edition(ref), form=meetings.minutes(closing="Lain."), now=timezone.now()
    ),
    "list": lambda who, ref: attendance.enter(who, ref, GUEST_ROW, now=timezone.now()),
    "go back": lambda who, ref: history.go_back(who, ref, edition=_edition(ref), to=1, now=timezone.now()),
    "door": lambda who, ref: attendance.open_door(who, ref, now=timezone.now()),
    "freeze": lambda who, ref: actions.freeze(who, ref, edition=_edition(ref), now=timezone.now()),
    "approve": lambda who, ref: actions.approve(who, ref, now=timezone.now()),
    "close": lambda who, ref: _end(who, ref, Standing.CLOSED),
    "drop": lambda who, ref: _end(who, ref, Standing.DROPPED),
}

#: State -> what a secretary of the host may do then.
HOST = {
    "draft": {"read", "change", "discard", "invite", "call"},
    "called": {"read", "change", "invite", "cancel", "hold", "list", "door"},
    "held": {"read", "cancel", "write", "go back", "list", "door", "freeze"},
    "frozen": {"read", "approve", "close", "drop"},
    "approved": {"read", "close", "drop"},
}
#: State -> what an officer or secretary of an invited institution may do; the second decision is Bawaslu's.
GUEST: dict[str, set[str]] = {
    "draft": set(),
    "called": {"read"},
    "held": {"read"},
    "frozen": {"read", "approve", "close"},
    "approved": {"read", "close"},
}
#: State -> what an officer of the host may do: no secretary's work.
OFFICER: dict[str, set[str]] = {
    "draft": set(),
    "called": {"read"},
    "held": {"read"},
    "frozen": {"read", "approve"},
    "approved": {"read"},
}
PEOPLE: list[tuple[cast.Person, dict[str, set[str]]]] = [
    (SECRETARY_OF_HOST, HOST),
    (OFFICER_OF_HOST, OFFICER),
    (OFFICER_OF_GUEST, GUEST),
]
NOBODY = (OFFICER_OF_OWNER_ELSEWHERE, PLANNER_OF_GUEST, ADMINISTRATOR_OF_HOST, AUDITOR, STRANGER)


def _end(who: Holder, ref: str, becomes: Standing) -> object:
    row = Decision.objects.filter(meeting=ref, n=2).first()
    if row is None:
        raise Missing("Keputusan ini tidak ada.")
    return decision.end(who, row.ref, becomes=becomes, words="Sudah.", now=timezone.now())


def _does(act: str, who: Holder, ref: str) -> bool:
    try:
        ACTS[act](who, ref)
    except (IllegalMove, Missing, Refused):
        return False
    return True


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize(("person", "allowed"), PEOPLE, ids=[person.username for person, _ in PEOPLE])
def test_r2_each_person_does_in_each_state_what_the_table_says_and_nothing_else(
    person: cast.Person, allowed: dict[str, set[str]], state: str
) -> None:
    dewi, who = cast.at_desk(cast.DEWI), cast.at_desk(person)
    ref = MAKE[state](dewi).ref
    refused = set(ACTS) - allowed[state]
    assert {act for act in sorted(refused) if _does(act, who, ref)} == set()
    assert Meeting.objects.get(ref=ref).state == state, "what was refused changed nothing"
    for act in sorted(allowed[state]):
        assert _does(act, who, MAKE[state](dewi).ref if act != "read" else ref), f"{act} by {person.username}"


@pytest.mark.parametrize("state", MAKE)
def test_r2_who_takes_no_part_does_nothing_in_any_state(state: str) -> None:
    ref = MAKE[state](cast.at_desk(cast.DEWI)).ref
    people = [cast.at_desk(person) for person in NOBODY]
    assert {(who.name, act) for who in people for act in ACTS if _does(act, who, ref)} == set()
    assert Meeting.objects.get(ref=ref).state == state


def test_the_table_names_every_state_and_every_act_at_least_once() -> None:
    assert set(HOST) == set(GUEST) == set(OFFICER) == set(MAKE)
    assert set().union(*HOST.values()) == set(ACTS)


def test_r2_what_one_may_not_see_is_missing_in_the_same_words_as_what_never_was() -> None:
    ref = meetings.draft(cast.at_desk(cast.DEWI)).ref
    said = set()
    for wanted in (ref, "X" * 26):
        with pytest.raises(Missing) as caught:
            access.readable(cast.at_desk(STRANGER), wanted)
        said.add(str(caught.value))
    assert len(said) == 1


def test_the_desk_tells_a_participant_what_they_may_do_and_a_host_what_came_back() -> None:
    dewi, bima = cast.at_desk(cast.DEWI), cast.at_desk(cast.BIMA)
    made = meetings.frozen(dewi)
    mine, theirs = queries.part(dewi, made.ref), queries.part(bima, made.ref)
    assert (mine.hosts, theirs.hosts) == (True, False)
    assert (mine.speaks, theirs.speaks) == (("35.28/kpu",), ("35.28/bawaslu",))
    assert [row.n for row in theirs.decisions] == [1, 2]
    assert mine.institutions == ["35.28/kpu", "35.28/bawaslu", "35.28/polres"]
    assert "envelope" in mine.invitees[0]._state.fields_cache
    assert "envelope" not in theirs.invitees[0]._state.fields_cache


def test_an_account_without_a_grant_that_takes_part_approves_for_nobody() -> None:
    made = meetings.frozen(cast.at_desk(cast.DEWI))
    with pytest.raises(IkrarError):
        actions.approve(cast.at_desk(PLANNER_OF_GUEST), made.ref, now=timezone.now())
