"""Who holds a baton: rule by rule, and as a machine that tries whatever anybody could press in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ikrar.core.errors import Damaged, Late, Refused
from ikrar.core.relay.custody import PASSING, Act, Decided, Kind, Plan, Standing, decide, fold, told_time

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
A, B, C, D = "98.01/kpu", "98.02/kpu", "98.03/kpu", "98.04/kpu"
PLAN = Plan(A, A, (B, C, B, D))


class Book:
    """What a relay's acts are kept in: the shortest possible stand-in for the records."""

    def __init__(self, plan: Plan = PLAN) -> None:
        self.plan, self.acts, self.now = plan, [], NOON
        self.acts: list[Act]

    def do(self, kind: Kind, leg: int, by: str, *, at: datetime | None = None, **more: object) -> Decided:
        asked = Act(0, leg, kind, by, at or self.now, **more)  # type: ignore[arg-type]
        made = decide(self.plan, self.acts, asked, now=self.now)
        if not made.again:
            self.acts.append(made.act)
        self.now += timedelta(minutes=1)
        return made

    def hand_over(self, leg: int, giver: str, receiver: str) -> None:
        opening = self.do(Kind.OPENED, leg, giver).act.n
        self.do(Kind.ACKNOWLEDGED, leg, receiver, answers=opening)

    @property
    def standing(self) -> Standing:
        return fold(self.plan, self.acts)


@pytest.fixture
def book() -> Book:
    return Book()


def test_the_baton_goes_from_hand_to_hand_and_the_same_border_is_crossed_twice(book: Book) -> None:
    for leg, (giver, receiver) in enumerate([(A, B), (B, C), (C, B), (B, D)], start=1):
        book.hand_over(leg, giver, receiver)
    assert (book.standing.holder, book.standing.next) == (D, 5)
    with pytest.raises(Refused, match="sudah sampai"):
        book.do(Kind.OPENED, 5, D)
    with pytest.raises(Refused, match="sudah sampai"):
        book.do(Kind.CANCELLED, 0, A)


def test_opening_alone_moves_nothing(book: Book) -> None:
    book.do(Kind.OPENED, 1, A)
    assert book.standing.holder == A
    assert book.standing.open is not None
    assert book.standing.open.to == B


@pytest.mark.parametrize("by", [B, C, D])
def test_only_the_holder_opens(book: Book, by: str) -> None:
    with pytest.raises(Refused, match="tidak memegang"):
        book.do(Kind.OPENED, 1, by)


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGED, Kind.REFUSED])
@pytest.mark.parametrize("by", [A, C, D])
def test_only_the_receiver_answers(book: Book, kind: Kind, by: str) -> None:
    book.do(Kind.OPENED, 1, A)
    with pytest.raises(Refused, match="tidak memegang"):
        book.do(kind, 1, by, answers=1)


def test_a_refusal_and_a_withdrawal_leave_custody_and_the_leg_can_be_opened_again(book: Book) -> None:
    first = book.do(Kind.OPENED, 1, A).act.n
    book.do(Kind.REFUSED, 1, B, answers=first)
    second = book.do(Kind.OPENED, 1, A).act.n
    book.do(Kind.WITHDRAWN, 1, A, answers=second)
    assert (book.standing.holder, book.standing.next, book.standing.open) == (A, 1, None)
    with pytest.raises(Refused, match="tidak memegang"):
        book.do(Kind.WITHDRAWN, 1, B, answers=book.do(Kind.OPENED, 1, A).act.n)


def test_legs_come_in_turn_and_one_at_a_time(book: Book) -> None:
    with pytest.raises(Refused, match="Giliran ruas 1"):
        book.do(Kind.OPENED, 2, A)
    book.do(Kind.OPENED, 1, A)
    with pytest.raises(Refused, match="masih menunggu"):
        book.do(Kind.OPENED, 1, A)
    with pytest.raises(Refused, match="masih menunggu"):
        book.do(Kind.SKIPPED, 1, A)


def test_a_skipped_leg_leaves_the_baton_with_its_holder_who_then_gives_to_the_next(book: Book) -> None:
    book.do(Kind.SKIPPED, 1, A)
    book.hand_over(2, A, C)
    assert book.standing.holder == C


def test_the_organiser_may_skip_and_nobody_else_but_the_holder(book: Book) -> None:
    book.hand_over(1, A, B)
    book.do(Kind.SKIPPED, 2, A)
    with pytest.raises(Refused, match="tidak memegang"):
        book.do(Kind.SKIPPED, 3, C)


def test_nobody_hands_over_to_themselves_after_a_skip(book: Book) -> None:
    book.hand_over(1, A, B)
    book.do(Kind.SKIPPED, 2, B)
    with pytest.raises(Refused, match="Lewati ruas ini"):
        book.do(Kind.OPENED, 3, B)
    book.do(Kind.SKIPPED, 3, B)
    book.hand_over(4, B, D)


def test_the_same_key_gives_the_same_act_and_never_another_one(book: Book) -> None:
    one = book.do(Kind.OPENED, 1, A, key="k1")
    again = book.do(Kind.OPENED, 1, A, key="k1")
    assert again.again
    assert again.act == one.act
    assert len(book.acts) == 1
    with pytest.raises(Refused, match="kunci permintaan"):
        book.do(Kind.ACKNOWLEDGED, 1, B, answers=1, key="k1")


def test_the_second_of_two_who_press_at_once_is_told_what_happened(book: Book) -> None:
    book.do(Kind.OPENED, 1, A)
    book.do(Kind.ACKNOWLEDGED, 1, B, answers=1, key="one")
    with pytest.raises(Late, match="sudah diterima") as told:
        book.do(Kind.ACKNOWLEDGED, 1, B, answers=1, key="other")
    assert told.value.since == 2


def test_an_answer_from_offline_is_taken_while_its_opening_is_open_and_otherwise_told_why(book: Book) -> None:
    opening, pressed = book.do(Kind.OPENED, 1, A).act, NOON + timedelta(seconds=30)
    book.do(Kind.CHANGED, 3, A)  # what concerns another leg does not matter
    book.now += timedelta(hours=9)
    kept = book.do(Kind.ACKNOWLEDGED, 1, B, answers=opening.n, at=pressed)
    assert kept.act.at == pressed
    assert not kept.bent
    for ending, says in ((Kind.REFUSED, "ditolak"), (Kind.WITHDRAWN, "menarik kembali")):
        opening = book.do(Kind.OPENED, 2, B).act
        book.do(ending, 2, C if ending is Kind.REFUSED else B, answers=opening.n)
        with pytest.raises(Late, match=says):
            book.do(Kind.ACKNOWLEDGED, 2, C, answers=opening.n, at=pressed)
        assert book.standing.holder == B


def test_a_late_answer_never_answers_a_newer_opening(book: Book) -> None:
    first = book.do(Kind.OPENED, 1, A).act.n
    book.do(Kind.WITHDRAWN, 1, A, answers=first)
    book.do(Kind.OPENED, 1, A)
    with pytest.raises(Late):
        book.do(Kind.ACKNOWLEDGED, 1, B, answers=first)


def test_an_answer_to_what_never_was_opened_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="menunggu jawaban"):
        book.do(Kind.ACKNOWLEDGED, 1, B, answers=1)
    book.do(Kind.OPENED, 1, A)
    with pytest.raises(Refused, match="menunggu jawaban"):
        book.do(Kind.ACKNOWLEDGED, 2, B, answers=1)


def test_a_clock_that_is_wrong_never_leaves_the_order(book: Book) -> None:
    opening = book.do(Kind.OPENED, 1, A, at=NOON + timedelta(days=1))
    assert opening.bent
    assert opening.act.at == NOON
    answer = book.do(Kind.ACKNOWLEDGED, 1, B, answers=1, at=NOON - timedelta(days=1))
    assert answer.bent
    assert answer.act.at == NOON
    assert told_time(NOON, since=None, now=NOON) == (NOON, False)


def test_a_changed_plan_changes_nothing_that_was_answered(book: Book) -> None:
    book.do(Kind.REFUSED, 1, B, answers=book.do(Kind.OPENED, 1, A).act.n)
    book.do(Kind.CHANGED, 1, A)
    book.plan = replace(book.plan, receivers=(C, D, B, D))
    book.hand_over(1, A, C)
    assert book.standing.holder == C


def test_only_the_organiser_changes_the_plan_and_only_of_what_is_to_come(book: Book) -> None:
    book.hand_over(1, A, B)
    book.do(Kind.CHANGED, 0, A)
    with pytest.raises(Refused, match="sudah lewat"):
        book.do(Kind.CHANGED, 1, A)
    with pytest.raises(Refused, match="tidak memegang"):
        book.do(Kind.CHANGED, 2, B)
    book.do(Kind.OPENED, 2, B)
    with pytest.raises(Refused, match="sedang terbuka"):
        book.do(Kind.CHANGED, 2, A)


def test_the_actual_day_is_told_of_what_took_place_by_receiver_or_organiser(book: Book) -> None:
    book.hand_over(1, A, B)
    book.do(Kind.DATED, 1, B)
    book.do(Kind.DATED, 1, A)
    for leg, by, says in ((2, A, "sudah berlangsung"), (0, A, "sudah berlangsung"), (1, C, "tidak memegang")):
        with pytest.raises(Refused, match=says):
            book.do(Kind.DATED, leg, by)


def test_a_cancelled_relay_stays_where_it_is(book: Book) -> None:
    opening = book.do(Kind.OPENED, 1, A).act.n
    book.do(Kind.CANCELLED, 0, A)
    assert book.standing.cancelled
    assert book.standing.holder == A
    with pytest.raises(Late, match="dibatalkan"):
        book.do(Kind.ACKNOWLEDGED, 1, B, answers=opening)
    with pytest.raises(Refused, match="dibatalkan"):
        book.do(Kind.OPENED, 1, A)


def test_a_file_tells_the_beginning_and_nothing_after_it(book: Book) -> None:
    book.do(Kind.TOLD, 1, A)
    book.do(Kind.SKIPPED, 2, A)
    assert book.standing.holder == B
    with pytest.raises(Refused, match="berkas tidak dapat"):
        book.do(Kind.TOLD, 3, A)


def test_acts_that_could_not_have_happened_in_their_order_are_called_damaged(book: Book) -> None:
    book.hand_over(1, A, B)
    one, two = book.acts
    for broken in ([two], [one, one], [two, one], [one, replace(two, n=3)], [one, replace(two, by=C)]):
        with pytest.raises(Damaged, match="tindakan"):
            fold(PLAN, broken)


# --- the machine ------------------------------------------------------------------------------------------------------

PARTIES = st.sampled_from([A, B, C, D])
LEGS = st.integers(0, 5)
SKEWS = st.sampled_from([timedelta(0), timedelta(0), timedelta(hours=-30), timedelta(hours=30)])


class Hands(RuleBasedStateMachine):
    """Everybody presses everything, on time and late, twice and at once; what is accepted is compared with a plain
    account of who holds the baton that knows nothing of the fold."""

    steps = accepted = 0

    def __init__(self) -> None:
        super().__init__()
        self.book = Book()
        self.held: list[str] = [A]
        self.sent: list[Act] = []
        self.opened: Act | None = None

    def press(self, asked: Act) -> None:
        """Send a request; it may be refused, and then nothing has changed."""
        Hands.steps += 1
        before = list(self.book.acts)
        self.sent.append(asked)
        try:
            made = decide(self.book.plan, self.book.acts, asked, now=self.book.now)
        except Refused:
            assert self.book.acts == before
            return
        if made.again:
            assert made.act in before
            return
        Hands.accepted += 1
        self.account(made.act)
        self.book.acts.append(made.act)

    def account(self, act: Act) -> None:
        """Keep the plain account, and object to an act that it does not allow."""
        if act.kind is Kind.OPENED:
            assert act.by == self.held[-1], "only who holds it gives"
            assert self.opened is None, "one at a time"
            self.opened = act
        elif act.kind in {Kind.ACKNOWLEDGED, Kind.REFUSED, Kind.WITHDRAWN}:
            assert self.opened is not None
            assert self.opened.n == act.answers
            assert act.by == (self.held[-1] if act.kind is Kind.WITHDRAWN else self.opened.to)
            if act.kind is Kind.ACKNOWLEDGED:
                self.held.append(act.by)
            self.opened = None
        elif act.kind is Kind.TOLD:
            self.held.append(PLAN.receivers[act.leg - 1])
        elif act.kind is Kind.CANCELLED:
            self.opened = None

    @rule(kind=st.sampled_from(list(Kind)), leg=LEGS, by=PARTIES, answers=st.integers(0, 8), skew=SKEWS)
    def anything(self, kind: Kind, leg: int, by: str, answers: int, skew: timedelta) -> None:
        """Press anything at all."""
        if kind is not Kind.CANCELLED or len(self.sent) > 20:
            self.press(Act(0, leg, kind, by, self.book.now + skew, answers, key=f"k{len(self.sent)}"))

    @rule(skew=SKEWS)
    def give(self, skew: timedelta) -> None:
        """Let the holder open the next leg."""
        at = self.book.standing
        self.press(Act(0, at.next, Kind.OPENED, at.holder, self.book.now + skew, key=f"k{len(self.sent)}"))

    @precondition(lambda self: self.opened is not None)
    @rule(kind=st.sampled_from([Kind.ACKNOWLEDGED, Kind.ACKNOWLEDGED, Kind.REFUSED]), twice=st.booleans(), skew=SKEWS)
    def answer(self, kind: Kind, twice: bool, skew: timedelta) -> None:
        """Let the receiver answer, perhaps from two windows at once."""
        assert self.opened is not None
        asked = Act(0, self.opened.leg, kind, self.opened.to, self.book.now + skew, self.opened.n)
        for window in range(1 + twice):
            self.press(replace(asked, key=f"k{len(self.sent)}-{window}"))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """Repeat an old request: a retry, or a telephone that was offline for long."""
        self.press(data.draw(st.sampled_from(self.sent)))

    @rule(minutes=st.integers(0, 3_000))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.book.now += timedelta(minutes=minutes)

    @invariant()
    def custody_is_a_total_order(self) -> None:
        """One holder at any time, each leg passed once and in turn, times in the order of the acts of custody."""
        acts, standing = self.book.acts, self.book.standing
        assert standing.holder == self.held[-1]
        assert (standing.open is None) == (self.opened is None)
        assert [act.n for act in acts] == list(range(1, len(acts) + 1))
        passed = [act.leg for act in acts if act.kind in PASSING]
        assert passed == list(range(1, len(passed) + 1))
        moved = [act.at for act in acts if act.leg and act.kind not in {Kind.CHANGED, Kind.DATED}]
        assert moved == sorted(moved)


Hands.TestCase.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
TestHands = Hands.TestCase
