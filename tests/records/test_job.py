"""Letters are rows of the act that sends them: tried, ended, told at the desk, sent once as far as SMTP allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import QuerySet

from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.core.job.arrival import Fate
from ikrar.core.job.delivery import CUT_OFF, LAPSES, PAUSES, Cause, Kind, Outcome, Result, State
from ikrar.core.meeting.invitation import to_record
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.job import access, actions, queries
from ikrar.records.job.models import Arrival, Delivery, Try
from ikrar.records.ref import new_ref
from tests import cast
from tests.core.meeting.test_invitation import INVITATION

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KPU = cast.DEWI.institution
TO = "tu@bawaslu.example"
TAKEN = Result(Outcome.TAKEN, code=250)
BUSY = Result(Outcome.LATER, Cause.BUSY, 451)
REFUSED = Result(Outcome.NEVER, Cause.REFUSED, 550)
DROPPED = Result(Outcome.LATER, Cause.DROPPED, unsure=True)


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def send(about: str = "", *, to: str = TO, now: datetime = NOW, institution: str = KPU) -> Delivery:
    payload = to_record(INVITATION)
    return actions.send(to, Kind.INVITATION, about or new_ref(), payload, now, institution=institution)


def tried(result: Result, now: datetime = NOW) -> State:
    claimed = actions.claim(now)
    assert claimed is not None
    return actions.finish(claimed, result, now)


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_letter_waits_from_the_act_that_sends_it(dewi: Holder) -> None:
    made = send(to=" tu@BAWASLU.example")
    letter = queries.letter(dewi, made.ref)
    assert (letter.to, letter.state, letter.tries, letter.made_at) == (TO, State.WAITING, 0, NOW)
    assert letter.payload == to_record(INVITATION)


def test_an_act_that_fails_sends_no_letter(dewi: Holder) -> None:
    def act() -> None:
        with transaction.atomic():
            send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert queries.letters(dewi).letters == ()


def test_what_is_no_address_gets_no_letter() -> None:
    with pytest.raises(InvalidField):
        send(to="TU <tu@bawaslu.example>")


def test_a_newer_letter_about_the_same_thing_goes_instead_of_one_that_waits(dewi: Holder) -> None:
    about = new_ref()
    old, other, elsewhere = send(about), send(), send(about, to="lain@bawaslu.example")
    new = send(about, now=NOW + timedelta(minutes=1))
    states = {one.ref: one.state for one in queries.letters(dewi).letters}
    assert states == {
        old.ref: State.REPLACED,
        other.ref: State.WAITING,
        elsewhere.ref: State.WAITING,
        new.ref: State.WAITING,
    }
    assert queries.standing([about])[about].ref == new.ref


# --- the day is past --------------------------------------------------------------------------------------------------

PAST = INVITATION.end + timedelta(days=1)


def test_an_invitation_that_waited_beyond_its_day_is_not_sent_and_says_why(dewi: Holder) -> None:
    made, later = send(), send(now=NOW + timedelta(seconds=1))
    assert tried(BUSY) is State.WAITING
    assert actions.claim(PAST) is None
    for ref, before in ((made.ref, [Cause.BUSY]), (later.ref, [])):
        letter = queries.letter(dewi, ref)
        assert (letter.state, letter.cause, letter.ended_at, letter.unsure) == (State.FAILED, Cause.PAST, PAST, 0)
        assert [one.cause for one in queries.history(dewi, ref)] == [*before, Cause.PAST]
    assert queries.failed(dewi) == 2


def test_without_a_mail_server_an_invitation_is_given_up_with_its_day_and_a_cancelling_waits_on(dewi: Holder) -> None:
    made, off = send(), send()
    Delivery.objects.filter(pk=off.pk).update(payload=made.payload | {"status": "CANCELLED"})
    assert actions.give_up_past(INVITATION.end) == 0
    assert actions.give_up_past(PAST) == 1
    assert [queries.letter(dewi, one.ref).state for one in (made, off)] == [State.FAILED, State.WAITING]
    claimed = actions.claim(PAST)
    assert claimed is not None
    assert claimed.ref == off.ref


def test_a_letter_whose_day_is_past_is_not_sent_again(dewi: Holder) -> None:
    made = send()
    assert tried(REFUSED) is State.FAILED
    with pytest.raises(Refused, match="sudah lewat"):
        actions.again(dewi, made.ref, now=PAST)
    assert actions.again(dewi, made.ref, now=INVITATION.end).state == State.WAITING.value


# --- trying -----------------------------------------------------------------------------------------------------------


def test_a_letter_that_is_taken_is_tried_once(dewi: Holder) -> None:
    made = send()
    assert tried(TAKEN) is State.SENT
    assert actions.claim(NOW + timedelta(days=1)) is None
    letter = queries.letter(dewi, made.ref)
    assert (letter.state, letter.tries, letter.code, letter.ended_at) == (State.SENT, 1, 250, NOW)
    assert not letter.doubled


def test_a_busy_server_gets_it_again_after_the_pause_and_not_before(dewi: Holder) -> None:
    made = send()
    assert tried(BUSY) is State.WAITING
    assert actions.claim(NOW + PAUSES[0] - timedelta(seconds=1)) is None
    letter = queries.letter(dewi, made.ref)
    assert (letter.cause, letter.code, letter.due_at, letter.ended_at) == (Cause.BUSY, 451, NOW + PAUSES[0], None)
    assert tried(TAKEN, NOW + PAUSES[0]) is State.SENT
    assert not queries.letter(dewi, made.ref).doubled


def test_a_refused_letter_fails_at_once_and_the_desk_is_told(dewi: Holder) -> None:
    made = send()
    assert tried(REFUSED) is State.FAILED
    assert queries.failed(dewi) == 1
    assert queries.letters(dewi, queries.Wanted(State.FAILED)).letters[0].ref == made.ref
    assert actions.claim(NOW + timedelta(days=30)) is None


def test_a_server_that_is_always_busy_ends_the_letter(dewi: Holder) -> None:
    made, now = send(), NOW
    for pause in PAUSES:
        assert tried(BUSY, now) is State.WAITING
        now += pause
    assert tried(BUSY, now) is State.FAILED
    assert queries.letter(dewi, made.ref).tries == len(PAUSES) + 1


def test_the_letter_that_is_due_longest_goes_first() -> None:
    late, early = send(now=NOW), send(now=NOW - timedelta(minutes=1))
    assert [one.ref for one in (actions.claim(NOW), actions.claim(NOW)) if one] == [early.ref, late.ref]


def test_a_letter_under_way_is_not_taken_by_another_process() -> None:
    send()
    assert actions.claim(NOW) is not None
    assert actions.claim(NOW + CUT_OFF - timedelta(seconds=1)) is None


def test_a_process_that_dies_while_sending_leaves_one_letter_that_goes_again_and_says_it_may_be_there_twice(
    dewi: Holder,
) -> None:
    made = send()
    first = actions.claim(NOW)
    second = actions.claim(NOW + CUT_OFF)  # nobody finished the first
    assert first is not None
    assert second is not None
    assert (first.ref, first.made_at, first.payload) == (second.ref, second.made_at, second.payload)
    assert actions.finish(second, TAKEN, NOW + CUT_OFF) is State.SENT
    letter = queries.letter(dewi, made.ref)
    assert (letter.doubled, letter.unsure, letter.tries) == (True, 1, 2)
    assert actions.claim(NOW + timedelta(days=9)) is None


def test_a_connection_lost_after_the_letter_was_handed_over_is_unsure_too(dewi: Holder) -> None:
    made = send()
    tried(DROPPED)
    assert queries.letter(dewi, made.ref).unsure == 1
    tried(TAKEN, NOW + PAUSES[0])
    assert queries.letter(dewi, made.ref).doubled


def test_a_letter_replaced_while_it_is_under_way_stays_replaced_unless_the_server_has_it(dewi: Holder) -> None:
    for result, state in ((BUSY, State.REPLACED), (REFUSED, State.REPLACED), (TAKEN, State.SENT)):
        about = new_ref()
        made = send(about)
        claimed = actions.claim(NOW)
        assert claimed is not None
        later = send(about, now=NOW + timedelta(days=1))
        actions.finish(claimed, result, NOW)
        assert queries.letter(dewi, made.ref).state is state
        assert queries.letter(dewi, later.ref).state is State.WAITING


def test_a_letter_that_another_process_claimed_meanwhile_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = send(now=NOW - timedelta(minutes=1)), send()
    usual, lost = QuerySet.update, [first.ref]

    def update(rows: QuerySet[Delivery], **values: object) -> int:
        """Find the first row changed since it was read, as the database would say."""
        return 0 if lost and lost.pop() else usual(rows, **values)

    monkeypatch.setattr(QuerySet, "update", update)
    claimed = actions.claim(NOW)
    assert claimed is not None
    assert claimed.ref == second.ref


# --- given up, again, forgotten ---------------------------------------------------------------------------------------


def test_letters_nobody_could_send_lapse_and_say_so(dewi: Holder) -> None:
    old, new = send(), send(now=NOW + LAPSES)
    assert actions.give_up_lapsed(NOW + LAPSES + timedelta(seconds=1)) == 1
    assert (queries.letter(dewi, old.ref).state, queries.letter(dewi, old.ref).cause) == (State.FAILED, Cause.LAPSED)
    assert queries.letter(dewi, new.ref).state is State.WAITING


def test_a_letter_that_failed_is_sent_again_as_one_of_its_own(dewi: Holder) -> None:
    made = send()
    tried(REFUSED)
    later = NOW + timedelta(hours=1)
    new = actions.again(dewi, made.ref, now=later)
    assert (new.to, new.payload, new.state, new.about) == (TO, made.payload, State.WAITING.value, made.about)
    assert new.ref != made.ref
    with pytest.raises(Refused):  # followed by another one already
        actions.again(dewi, made.ref, now=later)


def test_a_letter_that_waits_or_was_taken_is_not_sent_again(dewi: Holder) -> None:
    made = send()
    with pytest.raises(Refused):
        actions.again(dewi, made.ref, now=NOW)
    tried(TAKEN)
    with pytest.raises(Refused):
        actions.again(dewi, made.ref, now=NOW)


def test_letters_and_digests_are_forgotten_after_their_time() -> None:
    send()
    tried(TAKEN)
    waiting = send()
    actions.take("a" * 64, lambda: Fate.ANSWER, NOW)
    assert actions.forget(NOW + actions.KEPT) == 0
    assert actions.forget(NOW + actions.KEPT + timedelta(days=1)) == 1
    with identity.system():
        assert [one.ref for one in Delivery.objects.all()] == [waiting.ref]
        assert not Try.objects.exists()
        assert not Arrival.objects.exists()


def test_letters_about_examples_go_with_them() -> None:
    gone = send()
    tried(BUSY)
    other = send()
    with identity.system():
        Delivery.objects.filter(pk=gone.ref).update(payload={"uid": "meeting-contoh@ikrar.example"})
        actions.forget_of(["meeting-contoh@ikrar.example"])
        assert [one.ref for one in Delivery.objects.all()] == [other.ref]


# --- whose letters ----------------------------------------------------------------------------------------------------


def test_a_letter_is_its_institutions_secretaries_alone(dewi: Holder) -> None:
    made = send()
    for who in (cast.PUTRI, cast.SARI, cast.BIMA, cast.JOKO):
        holder = cast.at_desk(who)
        assert queries.letters(holder).letters == ()
        assert queries.failed(holder) == 0
        with pytest.raises(Missing):
            queries.letter(holder, made.ref)
        with pytest.raises(Missing):
            actions.again(holder, made.ref, now=NOW)
    with identity.system(), pytest.raises(Missing):
        access.letter(dewi, new_ref())


def test_letters_come_by_pages_newest_first(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    made = [send(now=NOW + timedelta(minutes=n // 2)).ref for n in range(8)]
    seen: list[str] = []
    after = ""
    for _ in range(3):
        page = queries.letters(dewi, after=after)
        seen += [one.ref for one in page.letters]
        after = page.after
        assert page.counts == {State.WAITING: 8}
    assert after == ""
    assert len(seen) == 8
    assert set(seen) == set(made)
    assert queries.letters(dewi, after=new_ref()).letters[0].ref == seen[0]


def test_without_a_mail_server_the_desk_knows(settings: object) -> None:
    assert queries.configured() is False


# --- letters that come in ---------------------------------------------------------------------------------------------


def test_a_letter_that_came_in_is_taken_once() -> None:
    calls: list[int] = []

    def act() -> Fate:
        calls.append(1)
        return Fate.ANSWER

    assert actions.take("d" * 64, act, NOW) is Fate.ANSWER
    assert actions.take("d" * 64, act, NOW) is Fate.REPEATED
    assert calls == [1]
    with identity.system():
        assert Arrival.objects.get().fate == Fate.ANSWER.value


def test_an_act_that_fails_leaves_the_letter_to_be_taken() -> None:
    def fails() -> Fate:
        raise Missing("Rapat ini tidak ada.")

    with pytest.raises(Missing):
        actions.take("d" * 64, fails, NOW)
    assert actions.take("d" * 64, lambda: Fate.STRANGER, NOW) is Fate.STRANGER


def test_a_file_of_letters_takes_them_a_few_at_a_time_and_leaves_none_out(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "TOGETHER", 2)
    made = [send(now=NOW + timedelta(minutes=n // 3)).ref for n in range(6)]  # three of one moment
    found = [one.ref for one in queries.exported(dewi, queries.Wanted())]
    assert sorted(found) == sorted(made)
    assert found == [one.ref for one in queries.letters(dewi).letters]
    assert list(queries.exported(cast.at_desk(cast.SARI), queries.Wanted())) == []
