"""Meetings from the first draft to approved minutes: moves, gates, editions, leaves, what stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ikrar.core.declaration.canonical import digest
from ikrar.core.errors import BadInput, Conflict, IllegalMove, InvalidField, Missing, Refused
from ikrar.core.meeting import minutes as core
from ikrar.core.meeting.form import DecisionForm
from ikrar.core.meeting.move import Standing, State
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.job.models import Delivery
from ikrar.records.ledger.models import Leaf
from ikrar.records.meeting import access, actions, decision, queries
from ikrar.records.meeting.models import Approval, Decision, Invitee, Meeting, Minutes, Series
from ikrar.records.meeting.register import Register, Wanted, after_decision
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
NOW = timezone.now()
OFFICE = {"office": "Kepala", "mailbox": ""}


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def types() -> list[str]:
    return list(
        Leaf.objects.filter(type__regex="^(meeting|minutes|decision|attendance)").values_list("type", flat=True)
    )


def test_a_meeting_walks_from_draft_to_approved_and_leaves_its_leaves() -> None:
    made = meetings.approved(dewi())
    assert made.state == State.APPROVED.value
    assert [s.move for s in made.steps.order_by("pk")] == ["open", "call", "hold", "freeze", "endorse", "approve"]
    made_twice = ["decision.made"] * 2
    approved_twice = ["minutes.approved"] * 2
    assert types() == ["meeting.called", "minutes.frozen", *made_twice, "attendance.sealed", *approved_twice]


def test_what_is_frozen_is_the_call_the_notes_and_the_decisions_under_one_digest() -> None:
    made = meetings.frozen(dewi())
    data = bytes(Minutes.objects.get(meeting=made).canonical or b"")
    found = core.parse(data)
    assert digest(data) == made.digest
    assert (found["title"], found["day"], found["zone"]) == (made.title, "2024-08-16", "Asia/Jakarta")
    assert found["present"] == ["35.28/bawaslu"]
    assert [one["owner"] for one in found["decisions"]] == ["35.28/kpu", "35.28/bawaslu"]
    assert [row.present for row in made.invitees.order_by("n")] == [True, False]


def test_a_meeting_is_begun_only_for_an_institution_and_an_area_of_the_holder() -> None:
    for institution, area in (("35.28/bawaslu", "35.28"), ("35.28/kpu", "36.04")):
        with pytest.raises(Refused):
            actions.begin(dewi(), institution=institution, form=meetings.form(area=area), now=timezone.now())
    with pytest.raises(InvalidField):
        actions.begin(dewi(), institution="35.28/kpu", form=meetings.form(area="35.28.77"), now=timezone.now())
    with pytest.raises(InvalidField):
        actions.begin(dewi(), institution="35.28/kpu", form=meetings.form(election="x"), now=timezone.now())
    assert not Meeting.objects.exists()


def test_a_meeting_in_a_fictional_area_is_an_example_and_stays_one() -> None:
    made = meetings.draft(dewi(), area="98.01")
    assert made.example
    assert made.title.startswith("CONTOH ")
    with pytest.raises(Refused, match="rekaan"):
        actions.change(dewi(), made.ref, edition=1, form=meetings.form(), now=timezone.now())


def test_changing_a_draft_keeps_its_sequence_and_changing_a_called_one_raises_it() -> None:
    made = meetings.draft(dewi())
    edition = actions.change(dewi(), made.ref, edition=1, form=meetings.form(start="08:00"), now=timezone.now())
    assert Meeting.objects.get().sequence == 0
    actions.call(dewi(), made.ref, edition=edition, now=timezone.now())
    form = meetings.form(start="10:00", end="13:00")
    later = timezone.now() + meetings.LATER
    actions.change(dewi(), made.ref, edition=edition, form=form, mailbox="baru@lembaga.example", now=later)
    found = access.own(dewi(), made.ref)
    assert (found.sequence, found.changed_at, found.minutes.mailbox) == (1, later, "baru@lembaga.example")
    assert queries.form_in(found) == form


def test_a_stale_edition_changes_nothing() -> None:
    made = meetings.draft(dewi())
    for act in (
        lambda: actions.change(dewi(), made.ref, edition=7, form=meetings.form(), now=timezone.now()),
        lambda: actions.call(dewi(), made.ref, edition=7, now=timezone.now()),
        lambda: actions.discard(dewi(), made.ref, edition=7),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_change_to_an_area_out_of_reach_is_refused() -> None:
    made = meetings.draft(dewi())
    with pytest.raises(Refused):
        actions.change(dewi(), made.ref, edition=1, form=meetings.form(area="36.04"), now=timezone.now())


def test_a_draft_is_discarded_whole_and_a_called_meeting_is_cancelled_with_a_reason() -> None:
    made = meetings.draft(dewi())
    actions.discard(dewi(), made.ref, edition=1)
    assert not Meeting.objects.exists()
    assert not Invitee.objects.exists()
    ref = meetings.called(dewi()).ref
    with pytest.raises(IllegalMove):
        actions.discard(dewi(), ref, edition=1)
    with pytest.raises(BadInput):
        actions.cancel(dewi(), ref, reason=" ", now=timezone.now())
    gone = actions.cancel(dewi(), ref, reason="Bencana banjir.", now=timezone.now())
    assert (gone.state, gone.sequence) == ("cancelled", 1)
    assert gone.steps.get(move="cancel").reason == "Bencana banjir."
    with pytest.raises(IllegalMove):
        actions.hold(dewi(), ref, now=timezone.now())


def test_each_institution_is_invited_once_by_an_office() -> None:
    made = meetings.draft(dewi())
    with pytest.raises(Refused):
        actions.invite(dewi(), made.ref, institution="35.28/polres", now=timezone.now(), **OFFICE)
    with pytest.raises(InvalidField):
        actions.invite(dewi(), made.ref, institution="35.28/tidak", now=timezone.now(), **OFFICE)
    for office in ("", "x" * 201):
        with pytest.raises(InvalidField):
            actions.invite(dewi(), made.ref, institution="36.04/kpu", office=office, mailbox="", now=timezone.now())
    with pytest.raises(InvalidField):
        actions.invite(dewi(), made.ref, institution="36.04/kpu", office="Ketua", mailbox="x", now=timezone.now())


def test_a_meeting_that_invites_nobody_is_not_called_and_one_that_was_opened_invites_no_more() -> None:
    made = meetings.draft(dewi())
    for row in list(made.invitees.all()):
        actions.uninvite(dewi(), made.ref, row.ref, now=timezone.now())
    with pytest.raises(BadInput):
        actions.call(dewi(), made.ref, edition=1, now=timezone.now())
    with pytest.raises(Missing):
        actions.uninvite(dewi(), made.ref, "x", now=timezone.now())
    ref = meetings.held(dewi()).ref
    with pytest.raises(IllegalMove):
        actions.invite(dewi(), ref, institution="36.04/kpu", now=timezone.now(), **OFFICE)


def test_a_list_of_invited_institutions_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made = meetings.draft(dewi())
    monkeypatch.setattr(actions, "MOST_INVITED", 2)
    with pytest.raises(Refused):
        actions.invite(dewi(), made.ref, institution="36.04/kpu", now=timezone.now(), **OFFICE)


# --- minutes ----------------------------------------------------------------------------------------------------------


def test_minutes_are_kept_as_a_new_edition_and_the_same_words_as_none() -> None:
    made = meetings.held(dewi())
    assert actions.save_minutes(dewi(), made.ref, edition=1, form=meetings.minutes(), now=NOW) == 2
    assert actions.save_minutes(dewi(), made.ref, edition=2, form=meetings.minutes(), now=NOW) == 2
    assert queries.minutes_in(access.own(dewi(), made.ref)) == meetings.minutes()


def test_a_second_writer_overwrites_nothing() -> None:
    made, lastri = meetings.written(dewi()), cast.at_desk(cast.LASTRI)
    with pytest.raises(Conflict):
        actions.save_minutes(lastri, made.ref, edition=1, form=meetings.minutes(closing="Milik Lastri."), now=NOW)
    assert queries.minutes_in(access.own(dewi(), made.ref)).closing == "Selesai."


def test_minutes_are_taken_while_the_meeting_is_open_by_the_host_alone() -> None:
    ref = meetings.called(dewi()).ref
    with pytest.raises(IllegalMove):
        actions.save_minutes(dewi(), ref, edition=1, form=meetings.minutes(), now=NOW)
    actions.hold(dewi(), ref, now=timezone.now())
    with pytest.raises(Missing):
        actions.save_minutes(cast.at_desk(cast.INTAN), ref, edition=1, form=meetings.minutes(), now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        DecisionForm("Patroli.", "36.04/kpu"),
        DecisionForm("", "35.28/kpu"),
        DecisionForm("Patroli.", "35.28/kpu", due="besok"),
        DecisionForm("Patroli.", "35.28/kpu", declaration="X" * 26),
    ],
)
def test_minutes_with_an_unreadable_decision_are_not_frozen(wrong: DecisionForm) -> None:
    made = meetings.written(dewi(), typed=meetings.minutes(decisions=(wrong,)))
    with pytest.raises(BadInput):
        actions.freeze(dewi(), made.ref, edition=2, now=timezone.now())
    assert Meeting.objects.get(ref=made.ref).state == "held"
    assert not Decision.objects.exists()


def test_a_decision_may_be_about_a_registered_declaration() -> None:
    ref = cast.frozen(dewi()).declaration_id
    one = DecisionForm("Diumumkan.", "35.28/kpu", declaration=ref.lower())
    assert meetings.decision(dewi(), 1, typed=meetings.minutes(decisions=(one,))).declaration_id == ref


def test_frozen_minutes_and_their_decisions_are_not_changed_by_anybody() -> None:
    made = meetings.frozen(dewi())
    with pytest.raises(IllegalMove):
        actions.save_minutes(dewi(), made.ref, edition=2, form=meetings.minutes(), now=NOW)
    for rows, change in (
        (Meeting.objects, {"title": "lain"}),
        (Minutes.objects, {"form": {}}),
        (Decision.objects, {"text": "lain"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    for model in (Decision, Minutes):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


# --- approval ---------------------------------------------------------------------------------------------------------


def test_r8_two_people_of_two_institutions_approve_the_minutes() -> None:
    made = meetings.frozen(dewi())
    now = timezone.now()
    assert actions.approve(dewi(), made.ref, now=now).state == "frozen"
    with pytest.raises(Refused, match="lembaga lain"):
        actions.approve(cast.at_desk(cast.SARI), made.ref, now=now)
    done = actions.approve(cast.at_desk(cast.BIMA), made.ref, now=now)
    assert (done.state, done.approved_at) == ("approved", now)
    with pytest.raises(IllegalMove):
        actions.approve(cast.at_desk(cast.AGUS), made.ref, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(at=now + timedelta(days=1))


def test_r8_one_person_with_grants_of_two_institutions_is_one_person() -> None:
    made = meetings.frozen(dewi())
    both = replace(cast.BIMA, username="ganda")
    user = cast.employ(both)
    cast.account.give_grant(
        user,
        role=cast.Role.OFFICER,
        institution="35.28/polres",
        areas=("35.28",),
        starts=timezone.localdate(),
        ends=timezone.localdate(),
        now=timezone.now(),
    )
    actions.approve(cast.at_desk(both), made.ref, institution="35.28/polres", now=timezone.now())
    assert Approval.objects.get().institution_id == "35.28/polres"
    with pytest.raises(Refused, match="orang lain"):
        actions.approve(cast.at_desk(both), made.ref, now=timezone.now())


def test_nobody_approves_in_the_name_of_an_institution_that_is_not_theirs() -> None:
    made = meetings.frozen(dewi())
    for institution in ("35.28/polres", "36.04/kpu", "x"):
        with pytest.raises(Refused, match="tidak mewakili"):
            actions.approve(cast.at_desk(cast.BIMA), made.ref, institution=institution, now=timezone.now())
    assert not Approval.objects.exists()


def test_a_public_decision_that_ended_before_the_approval_keeps_no_minutes_from_it() -> None:
    made = meetings.frozen(dewi())
    row = made.decisions.get(n=2)
    decision.end(cast.at_desk(cast.BIMA), row.ref, becomes=Standing.CLOSED, words="Sudah.", now=timezone.now())
    actions.approve(dewi(), made.ref, now=timezone.now())
    assert actions.approve(cast.at_desk(cast.BIMA), made.ref, now=timezone.now()).state == "approved"
    assert [one.standing for one in queries.published(made.ref, timezone.localdate()).decisions] == ["closed"]


def test_a_list_does_not_go_on_behind_a_row_that_is_out_of_reach() -> None:
    theirs = meetings.draft(dewi(), day="2024-09-01")
    shown = meetings.approved(dewi())
    assert [one.meeting.ref for one in queries.public_page(after=theirs.ref, limit=9)] == [shown.ref]
    assert queries.public_page(after=shown.ref, limit=9) == []
    yuda = cast.at_desk(cast.YUDA)
    row = shown.decisions.get(n=2)
    rows = Register(yuda).rows(Wanted())
    assert "sorts" not in str(after_decision(rows, row.ref).query.where)


def test_only_what_was_marked_becomes_public_and_only_with_the_approval() -> None:
    made = meetings.frozen(dewi())
    today = timezone.localdate()
    with pytest.raises(Missing):
        queries.published(made.ref, today)
    assert not Decision.objects.exclude(published="").exists()
    actions.approve(dewi(), made.ref, now=timezone.now())
    actions.approve(cast.at_desk(cast.BIMA), made.ref, now=timezone.now())
    told = queries.published(made.ref, today)
    assert [row.n for row in told.decisions] == [2]
    assert (told.count.open, told.count.overdue) == (1, 1)
    assert [code for code, _ in told.institutions] == ["35.28/kpu", "35.28/bawaslu", "35.28/polres"]


# --- gates ------------------------------------------------------------------------------------------------------------


def test_r2_a_draft_is_its_hosts_and_a_called_meeting_its_participants() -> None:
    ref = meetings.draft(dewi()).ref
    people = [cast.BIMA, cast.AGUS, cast.INTAN, cast.SARI]
    for person in people:
        with pytest.raises(Missing):
            access.readable(cast.at_desk(person), ref)
    actions.call(dewi(), ref, edition=1, now=timezone.now())
    assert all(access.readable(cast.at_desk(person), ref) for person in people)
    for stranger in (cast.YUDA, cast.WATI, cast.JOKO):
        with pytest.raises(Missing):
            access.readable(cast.at_desk(stranger), ref)
    with pytest.raises(Missing):
        access.own(cast.at_desk(cast.INTAN), ref)


def test_r2_an_invited_institution_takes_part_in_the_areas_of_its_grant_alone() -> None:
    ref = meetings.called(dewi()).ref
    near = cast.at_desk(replace(cast.BIMA, username="dekat", areas=("35",)))
    away = cast.at_desk(replace(cast.BIMA, username="jauh", areas=("36.04",)))
    assert access.speaks_for(near, access.readable(near, ref)) == ("35.28/bawaslu",)
    with pytest.raises(Missing):
        access.readable(away, ref)


def test_a_host_that_invites_itself_is_one_party() -> None:
    made = meetings.draft(dewi())
    actions.invite(dewi(), made.ref, institution="35.28/kpu", office="Ketua", mailbox="", now=timezone.now())
    assert access.parties(made) == ("35.28/kpu", "35.28/bawaslu", "35.28/polres")


# --- series -----------------------------------------------------------------------------------------------------------


def test_open_decisions_return_on_the_next_meeting_of_the_series() -> None:
    first = meetings.frozen(dewi(), follow=actions.Follow(title="Rakor bulanan"))
    series = first.series_id or ""
    second = meetings.called(dewi(), follow=actions.Follow(series=series), day="2024-09-16")
    assert [row.n for row in queries.carried(second).rows] == [2, 1]  # by due day, those without one last
    assert queries.part(dewi(), second.ref).carried.rows[0].meeting == first
    assert queries.carried(meetings.called(dewi(), day="2024-10-16")).rows == []
    assert [one.title for one in queries.series_of(dewi())] == ["Rakor bulanan"]


def test_a_series_of_another_institution_or_world_is_not_followed() -> None:
    made = meetings.draft(dewi(), follow=actions.Follow(title="Rakor"))
    for who, follow, area in (
        (cast.at_desk(cast.INTAN), made.series_id, "35.28"),
        (dewi(), made.series_id, "98.01"),
        (dewi(), "x", "35.28"),
    ):
        with pytest.raises(Missing):
            meetings.draft(who, follow=actions.Follow(series=follow or ""), area=area)


def test_a_declaration_is_linked_to_the_meeting_it_was_made_in() -> None:
    made = meetings.held(dewi())
    opened = declaration.begin(dewi(), institution="35.28/kpu", form=cast.form(), now=timezone.now())
    assert actions.link_declaration(dewi(), made.ref, opened.ref).declaration == opened


def test_example_meetings_are_erased_with_the_examples_and_real_ones_stay(database: Path) -> None:
    cast.frozen(dewi(), area="98.01")
    real = meetings.approved(dewi(), follow=actions.Follow(title="Nyata"))
    meetings.frozen(dewi(), area="98.01", follow=actions.Follow(title="Rekaan"))
    declaration.erase_examples(by="98.01/kpu", now=timezone.now())
    assert [row.ref for row in Meeting.objects.all()] == [real.ref]
    assert [row.title for row in Series.objects.all()] == ["Nyata"]
    assert Leaf.objects.filter(type="minutes.frozen", opening__isnull=True).count() == 1
    assert {row.about for row in Delivery.objects.all()} <= {row.ref for row in real.invitees.all()}
