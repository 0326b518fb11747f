"""Who takes part in a meeting is kept as rows: they say what the meeting and its invitees say, whoever wrote those."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.move import Standing
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.meeting import access, actions, erasure, finding, queries, sight
from ikrar.records.meeting.models import Decision, Invitee, Meeting, Series, Sight, Tally, Thread
from ikrar.records.meeting.register import Register, Wanted
from ikrar.records.meeting.tally import counted, counted_at_once
from ikrar.records.place.models import Area
from tests import cast, meetings
from tests.installation import on_postgresql

pytestmark = pytest.mark.usefixtures("database")

INVITED = {"35.28/bawaslu", "35.28/polres"}


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def kept(ref: str) -> set[tuple[str, str, bool]]:
    """Return what the rows say of a meeting: institution, area, whether it was called."""
    return set(Sight.objects.filter(meeting=ref).values_list("institution_id", "area_id", "called"))


def facts(meeting: Meeting) -> set[tuple[str, str, bool]]:
    """Return what they must say: the host from the first, the invited ones once the meeting was called."""
    called = meeting.state != "draft"
    invited = meeting.invitees.values_list("institution_id", flat=True) if called else ()
    return {(code, meeting.area_id, called) for code in (meeting.institution_id, *invited)}


def all_agree() -> None:
    for meeting in Meeting.objects.all():
        assert kept(meeting.ref) == facts(meeting)
        (thread,) = set(Sight.objects.filter(meeting=meeting).values_list("thread__ref", flat=True))
        assert thread == (meeting.series_id or meeting.ref)
    assert set(Thread.objects.values_list("ref", flat=True)) == {
        meeting.series_id or meeting.ref for meeting in Meeting.objects.all()
    }


def test_a_draft_is_its_hosts_and_a_called_meeting_the_invited_ones_too() -> None:
    draft = meetings.draft(dewi())
    assert kept(draft.ref) == {("35.28/kpu", "35.28", False)}
    called = meetings.called(dewi())
    assert {code for code, _, _ in kept(called.ref)} == {"35.28/kpu", *INVITED}
    all_agree()


def test_a_changed_area_and_a_changed_list_change_the_rows() -> None:
    made = meetings.called(dewi())
    invitee = Invitee.objects.get(meeting=made, institution="35.28/polres")
    actions.uninvite(dewi(), made.ref, invitee.ref, now=timezone.now())
    assert {code for code, _, _ in kept(made.ref)} == {"35.28/kpu", "35.28/bawaslu"}
    Meeting.objects.filter(ref=made.ref).update(area="35.28.01")
    assert {area for _, area, _ in kept(made.ref)} == {"35.28.01"}
    all_agree()


def test_a_discarded_draft_leaves_nothing() -> None:
    draft = meetings.draft(dewi())
    actions.discard(dewi(), draft.ref, edition=draft.minutes.edition)
    assert not Sight.objects.exists()
    assert not Thread.objects.exists()


def test_meetings_of_a_series_share_a_thread_and_their_decisions_have_it() -> None:
    first = meetings.frozen(dewi(), follow=actions.Follow(title="Rakor"))
    second = meetings.called(dewi(), follow=actions.Follow(series=first.series_id or ""))
    alone = meetings.frozen(dewi())
    assert queries.thread_of(first) == queries.thread_of(second) != queries.thread_of(alone)
    assert set(first.decisions.values_list("thread", flat=True)) == {queries.thread_of(first)}
    assert set(alone.decisions.values_list("thread", flat=True)) == {queries.thread_of(alone)}
    all_agree()


def test_the_thread_of_a_decision_is_final() -> None:
    alone, other = meetings.frozen(dewi()), meetings.frozen(dewi())
    with pytest.raises(IntegrityError), transaction.atomic():
        alone.decisions.update(thread=queries.thread_of(other))
    assert not Decision.objects.exclude(thread__ref=F("meeting")).exists()


def test_erased_examples_take_their_rows_along() -> None:
    real = meetings.called(dewi())
    meetings.frozen(dewi(), area="98.01", follow=actions.Follow(title="Rakor contoh"))
    erasure.forget_examples()
    assert set(Sight.objects.values_list("meeting", flat=True)) == {real.ref}
    assert not Series.objects.exists()
    all_agree()


# --- what of it is somebody's ----------------------------------------------------------------------------------------


def test_the_scope_of_a_row_is_its_institution_and_its_area_whoever_writes_it() -> None:
    made = meetings.called(dewi())
    Meeting.objects.filter(ref=made.ref).update(area="35.28.01")
    assert {row.scope for row in Sight.objects.all()} == {f"{code} 35.28.01." for code in ("35.28/kpu", *INVITED)}


#: Where a meeting lies, and whether a grant for 35.28 reaches it; 35.280 exists for these tests alone.
REACHED = [("35.28", True), ("35.28.01", True), ("35.280", False), ("36.04", False), ("35", False)]


def moved(area: str) -> Meeting:
    Area.objects.get_or_create(code="35.280", defaults={"level": 2, "kind": "x", "name": "X", "key": "x"})
    made = meetings.called(dewi())
    Meeting.objects.filter(ref=made.ref).update(area=area)
    return made


@pytest.mark.parametrize(("area", "seen"), REACHED)
def test_a_grant_reaches_its_area_and_what_lies_below_and_no_neighbour(area: str, seen: bool) -> None:
    made = moved(area)
    assert access.visible_to(dewi()).filter(ref=made.ref).exists() is seen


@on_postgresql
@pytest.mark.parametrize("little", [0, 2_000])
@pytest.mark.parametrize(("area", "seen"), REACHED)
def test_the_policies_show_what_the_gates_show(
    area: str, seen: bool, little: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "LITTLE", little)
    made = moved(area)
    meetings.draft(dewi())
    meetings.frozen(dewi())
    gates = {
        Meeting: access.visible_to,
        Decision: access.decisions_visible_to,
        Tally: access.tallies_visible_to,
    }
    for person in (cast.DEWI, cast.SARI, cast.AGUS, cast.PUTRI, cast.YUDA, cast.JOKO):
        holder = cast.at_desk(person)
        expected = [set(gate(holder).values_list("pk", flat=True)) for gate in gates.values()]
        count = Register(holder).count(Wanted())
        with identity.identity(identity.Kind.PERSON, holder.user_id):
            sight.tell_policies(holder)
            assert Register(holder).count(Wanted()) == count
            assert [set(model.objects.values_list("pk", flat=True)) for model in gates] == expected
            assert set(Sight.objects.values_list("meeting", flat=True)) == expected[0]
        if person in (cast.DEWI, cast.SARI, cast.AGUS):
            assert (made.ref in expected[0]) is seen
        assert len(expected[0]) == {cast.YUDA: 0, cast.JOKO: 0, cast.PUTRI: 2, cast.DEWI: 2 + seen}.get(
            person, 1 + seen
        )
    with identity.identity(identity.Kind.ANONYMOUS):
        assert not [model for model in (*gates, Sight, Thread) if model.objects.exists()]


@on_postgresql
def test_counts_are_never_more_than_the_asking_person_sees() -> None:
    """A gate that asked for too much would still be told what the policies show (R1)."""
    meetings.frozen(dewi())
    scopes, of_officers = sight.scopes(dewi())
    mine = Count(open=2, overdue=1, closed=0, dropped=0)
    today = timezone.localdate()
    with identity.identity(identity.Kind.PERSON, dewi().user_id):
        assert counted_at_once(scopes, of_officers, today) == counted_at_once([], scopes, today) == mine
        assert counted_at_once([], [], today) == Count(0, 0, 0, 0)
    with identity.identity(identity.Kind.PERSON, cast.at_desk(cast.YUDA).user_id):
        assert counted_at_once(scopes, of_officers, today) == Count(0, 0, 0, 0)
    with identity.identity(identity.Kind.ANONYMOUS):
        assert counted_at_once(scopes, of_officers, today) is None


def test_a_draft_is_in_the_sight_of_a_secretary_and_of_no_officer() -> None:
    draft, secretary = meetings.draft(dewi()), dewi()
    officer = replace(secretary, grants=tuple(replace(one, role=Role.OFFICER) for one in secretary.grants))
    assert access.visible_to(secretary).filter(ref=draft.ref).exists()
    assert not access.visible_to(officer).filter(ref=draft.ref).exists()


def test_whether_it_is_listed_or_asked_of_each_row_the_same_is_seen() -> None:
    moved("35.28.01")
    meetings.draft(dewi())
    meetings.frozen(dewi())
    meetings.frozen(dewi(), area="98.01")
    meetings.decision(dewi(), follow=actions.Follow(title="Rakor"))
    people = [cast.at_desk(one) for one in (cast.DEWI, cast.SARI, cast.AGUS, cast.PUTRI, cast.YUDA, cast.JOKO)]
    both = replace(people[0], grants=people[0].grants + people[2].grants)
    officer = replace(both, grants=tuple(replace(one, role=Role.OFFICER) for one in both.grants))
    seen = []
    for who in (*people, both, officer):
        for gate in (access.decisions_visible_to, access.tallies_visible_to):
            listed, asked = (set(gate(who, listed=one).values_list("pk", flat=True)) for one in (True, False))
            assert listed == asked
            seen.append(len(asked))
        assert sight.is_little(who)
    assert len(set(seen)) > 2


def test_who_takes_part_in_nothing_sees_nothing() -> None:
    meetings.frozen(dewi())
    nobody = replace(dewi(), grants=())
    for listed in (True, False):
        assert not access.decisions_visible_to(nobody, listed=listed).exists()
    assert not access.visible_to(nobody).exists()
    assert Register(nobody).found(Wanted(), after="", limit=9).rows == []


# --- the register read by them --------------------------------------------------------------------------------------


def pages(wanted: Wanted) -> list[str]:
    """Read a register to its end by threes, as its links do."""
    refs: list[str] = []
    while True:
        found = Register(dewi()).found(wanted, after=refs[-1] if refs else "", limit=3)
        refs += [row.ref for row in found.rows[:3]]
        if len(found.rows) <= 3:
            return refs


@pytest.mark.parametrize("little", [0, 2_000])
@pytest.mark.parametrize("few", [0, 2_000])
def test_few_rows_are_read_once_and_counted_and_many_give_the_same_pages(
    few: int, little: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    monkeypatch.setattr(sight, "LITTLE", little)
    for _ in range(3):
        meetings.frozen(dewi())
    meetings.decision(dewi(), follow=actions.Follow(title="Rakor"))
    today = timezone.localdate()
    for wanted in (Wanted(), Wanted(words="patroli"), Wanted(area="35", standing="open")):
        rows = Register(dewi()).rows(wanted)
        found = Register(dewi()).found(wanted, after="", limit=50)
        assert found.rows == list(rows)
        count = counted(rows, today)
        assert found.count == (None if few == 0 and wanted != Wanted() else count)
        assert count == Register(dewi()).count(wanted)
        assert count.open == rows.filter(standing=Standing.OPEN.value).count() > 0
        assert pages(wanted) == [row.ref for row in rows]
