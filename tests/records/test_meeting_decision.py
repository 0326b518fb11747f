"""The life of a decision: how far it is, another owner, another day, an end that is disputed and opened again."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ikrar.core.errors import IllegalMove, InvalidField, Refused, TooLarge
from ikrar.core.meeting.move import Deed, Standing
from ikrar.records.account.access import Holder
from ikrar.records.ledger.models import Leaf
from ikrar.records.meeting import access, actions, decision, queries
from ikrar.records.meeting.decision import Change
from ikrar.records.meeting.models import Decision, Done
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
NOW = timezone.now()


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def bima() -> Holder:
    return cast.at_desk(cast.BIMA)


def agus() -> Holder:
    return cast.at_desk(cast.AGUS)


def did(who: Holder, ref: str, deed: Deed, words: str = "Begini.", **change: str) -> Decision:
    return decision.do(who, ref, deed, words=words, change=Change(**change), now=NOW)


def test_owner_and_host_tell_how_far_it_is_and_others_do_not() -> None:
    ref = meetings.decision(dewi()).ref  # Bawaslu's
    did(bima(), ref, Deed.PROGRESS, "Dua kecamatan selesai.")
    did(dewi(), ref, Deed.PROGRESS, "Kecamatan ketiga dijadwalkan.")
    with pytest.raises(Refused):
        did(agus(), ref, Deed.PROGRESS)
    rows = Done.objects.filter(decision=ref).order_by("pk")
    assert [(row.institution_id, row.words) for row in rows] == [
        ("35.28/bawaslu", "Dua kecamatan selesai."),
        ("35.28/kpu", "Kecamatan ketiga dijadwalkan."),
    ]
    assert Leaf.objects.filter(type="decision.noted").count() == 2


def test_the_host_gives_it_to_another_party_and_the_minutes_keep_what_they_said() -> None:
    row = meetings.decision(dewi())
    before = bytes(row.meeting.minutes.canonical)
    did(dewi(), row.ref, Deed.REASSIGN, "Kewenangan kepolisian.", owner="35.28/polres", office="Kabag Ops")
    row.refresh_from_db()
    assert (row.owner_id, row.office) == ("35.28/polres", "Kabag Ops")
    row.meeting.minutes.refresh_from_db()
    assert bytes(row.meeting.minutes.canonical) == before
    assert access.may_close(agus(), row) == "35.28/polres"
    assert access.may_close(bima(), row) == ""
    did(agus(), row.ref, Deed.CLOSE, "Sudah.")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"owner": "36.04/kpu"}, InvalidField),
        ({"owner": ""}, InvalidField),
        ({"owner": "35.28/polres", "office": "x" * 301}, TooLarge),
    ],
)
def test_it_is_given_to_no_institution_outside_the_meeting(change: dict[str, str], error: type[Exception]) -> None:
    ref = meetings.decision(dewi()).ref
    with pytest.raises(error):
        did(dewi(), ref, Deed.REASSIGN, **change)
    assert not Done.objects.exists()


def test_only_the_host_moves_the_due_day_and_a_list_follows() -> None:
    ref = meetings.decision(dewi()).ref
    with pytest.raises(Refused):
        did(bima(), ref, Deed.RESCHEDULE, due="2024-09-30")
    with pytest.raises(InvalidField):
        did(dewi(), ref, Deed.RESCHEDULE, due="besok")
    row = did(dewi(), ref, Deed.RESCHEDULE, due="2024-09-30")
    assert (row.due, row.sorts) == (date(2024, 9, 30), date(2024, 9, 30))
    row = did(dewi(), ref, Deed.RESCHEDULE, due="")
    assert (row.due, row.sorts) == (None, date.max)


def test_an_end_is_disputed_by_another_party_and_opened_again_by_who_brought_it() -> None:
    ref = meetings.decision(dewi()).ref
    with pytest.raises(IllegalMove):
        did(agus(), ref, Deed.DISPUTE)
    did(bima(), ref, Deed.CLOSE, "Patroli selesai.")
    with pytest.raises(Refused):
        did(bima(), ref, Deed.DISPUTE)
    assert did(agus(), ref, Deed.DISPUTE, "Satu kecamatan belum.").disputed_at == NOW
    with pytest.raises(Refused):
        did(agus(), ref, Deed.REOPEN)
    row = did(bima(), ref, Deed.REOPEN, "Benar, belum.")
    assert (row.standing, row.result, row.ended_by_id, row.disputed_at) == ("open", "", None, None)
    did(bima(), ref, Deed.CLOSE, "Sekarang selesai.")
    assert did(dewi(), ref, Deed.REOPEN, "Keliru menekan.").standing == Standing.OPEN.value
    words = list(Done.objects.filter(decision=ref).order_by("pk").values_list("deed", "words"))
    assert words == [
        ("close", "Patroli selesai."),
        ("dispute", "Satu kecamatan belum."),
        ("reopen", "Benar, belum."),
        ("close", "Sekarang selesai."),
        ("reopen", "Keliru menekan."),
    ]


def test_below_the_program_nothing_of_a_decision_changes_without_its_deed() -> None:
    row = meetings.decision(dewi())
    did(dewi(), row.ref, Deed.PROGRESS)
    for change in ({"owner_id": "35.28/polres"}, {"office": "lain"}, {"due": date(2030, 1, 1)}, {"text": "lain"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(ref=row.ref).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Done.objects.update(words="lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        Done.objects.all()._raw_delete(using="default")
    did(dewi(), row.ref, Deed.CLOSE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(ref=row.ref).update(standing="open")


def test_a_decision_closed_before_the_second_approval_is_still_published() -> None:
    made = meetings.frozen(dewi())
    did(bima(), made.decisions.get(n=2).ref, Deed.CLOSE, "Cepat selesai.")
    actions.approve(dewi(), made.ref, now=NOW)
    actions.approve(bima(), made.ref, now=NOW)
    told = queries.published(made.ref, NOW.date())
    assert [row.result for row in told.decisions] == ["Cepat selesai."]


def test_a_day_that_moved_in_the_calendar_is_said_beside_the_agreed_one() -> None:
    late = meetings.DecisionForm("Spanduk diturunkan.", "35.28/kpu", rule="QUIET:first:-1:days")
    fixed = meetings.DecisionForm("Patroli.", "35.28/bawaslu", due="2024-08-30")
    made = meetings.frozen(dewi(), typed=meetings.minutes(decisions=(late, fixed)))
    first, second = made.decisions.order_by("n")
    assert decision.moved_due(first) is None
    assert decision.moved_due(second) is None
    row = did(dewi(), first.ref, Deed.RESCHEDULE, due="2024-11-01")
    assert decision.moved_due(row) == date(2024, 11, 23)
    ended = did(dewi(), first.ref, Deed.CLOSE)
    assert decision.moved_due(ended) is None
