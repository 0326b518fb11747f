"""Who holds a baton: rule by rule, and as a machine that tries whatever anybody could press in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ikrar.core.errors import Damaged, Late, Refused
from ikrar.core.relay.custody import Act, Decided, Kind, Plan, Standing, decide, fold, told_time

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


def test_an_answer_names_the_opening_it_answers_and_nothing_else(book: Book) -> None:
    book.do(Kind.CHANGED, 2, A)
    opening = book.do(Kind.OPENED, 1, A).act.n
    for answers in (0, opening - 1, opening + 1):
        with pytest.raises(Refused, match="menunggu jawaban"):
            book.do(Kind.ACKNOWLEDGED, 1, B, answers=answers)
    wrong = Act(3, 1, Kind.ACKNOWLEDGED, B, NOON, answers=1)
    with pytest.raises(Damaged):
        fold(PLAN, [*book.acts, wrong])
    assert book.standing.holder == A


def test_stating_a_day_or_changing_a_leg_to_come_leaves_an_open_hand_over_open(book: Book) -> None:
    book.hand_over(1, A, B)
    opening = book.do(Kind.OPENED, 2, B).act.n
    book.do(Kind.DATED, 1, B)
    book.do(Kind.CHANGED, 3, A)
    assert book.standing.open is not None
    book.do(Kind.ACKNOWLEDGED, 2, C, answers=opening)
    assert book.standing.holder == C


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

P = "98/kpu"  # organises, and never holds the baton itself
PARTIES = st.sampled_from([P, A, B, C, D])
SKEWS = st.sampled_from([timedelta(0), timedelta(0), timedelta(hours=-30), timedelta(hours=30)])
#: How far a pressed leg or opening is from the one whose turn it is: mostly not at all.
NEAR = st.sampled_from([0, 0, 0, 0, 0, 0, -1, -2, 1])
ANSWERS = st.sampled_from([Kind.ACKNOWLEDGED, Kind.ACKNOWLEDGED, Kind.REFUSED, Kind.WITHDRAWN])


class Hands(RuleBasedStateMachine):
    """Everybody presses everything, on time and late, twice and at once.

    A plain account beside the book, written from decision record 0035 and knowing nothing of the fold, says beforehand
    whether a request may be; the machine objects to one that is accepted and may not, and to one that may and is not.
    """

    steps = accepted = 0

    def __init__(self) -> None:
        super().__init__()
        self.book = Book(Plan(P, A, (B, C, B, D), since=NOON - timedelta(days=2)))
        self.held: list[str] = [A]
        self.leg = 1  # whose turn it is
        self.sent: list[Act] = []
        self.opened: Act | None = None
        self.newest = 0  # the number of the newest opening, answered or not
        self.at = NOON - timedelta(days=2)  # of the newest act of custody
        self.cancelled = self.live = False
        self.skipped: set[int] = set()

    def may(self, asked: Act) -> bool:
        """Say whether a request with a fresh key may be, from the account alone."""
        receivers, leg = {1: B, 2: C, 3: B, 4: D}, asked.leg
        if self.cancelled:
            return False
        if asked.kind is Kind.DATED:
            return 1 <= leg < self.leg and leg not in self.skipped and asked.by in {P, receivers[leg]}
        if self.leg > 4:
            return False
        waits = self.opened is not None
        if asked.kind in {Kind.OPENED, Kind.SKIPPED, Kind.TOLD}:
            by = {Kind.OPENED: {self.held[-1]}, Kind.SKIPPED: {self.held[-1], P}, Kind.TOLD: {asked.by}}[asked.kind]
            turned = asked.kind is not Kind.OPENED or receivers[self.leg] != self.held[-1]
            fresh = asked.kind is not Kind.TOLD or not self.live
            return not waits and leg == self.leg and asked.by in by and turned and fresh
        if asked.kind in {Kind.ACKNOWLEDGED, Kind.REFUSED, Kind.WITHDRAWN}:
            by_whom = self.held[-1] if asked.kind is Kind.WITHDRAWN else receivers[self.leg]
            return waits and asked.answers == self.newest and leg == self.leg and asked.by == by_whom
        if asked.kind is Kind.CHANGED:
            return asked.by == P and (leg == 0 or leg >= self.leg) and not (waits and leg == self.leg)
        return asked.by == P

    def press(self, asked: Act) -> None:
        """Send a request with a fresh key; a refused one changes nothing."""
        Hands.steps += 1
        asked = replace(asked, key=f"k{len(self.sent)}")
        self.sent.append(asked)
        may, before = self.may(asked), list(self.book.acts)
        try:
            made = decide(self.book.plan, self.book.acts, asked, now=self.book.now)
        except Refused:
            assert not may, f"refused, but it may be: {asked}"
            assert self.book.acts == before
            return
        assert may, f"accepted, but it may not be: {asked}"
        assert not made.again
        Hands.accepted += 1
        self.account(made, asked)
        self.book.acts.append(made.act)

    def account(self, made: Decided, asked: Act) -> None:
        """Keep the plain account, and object to an act that is not what was asked for."""
        act = made.act
        assert (act.kind, act.leg, act.by, act.answers) == (asked.kind, asked.leg, asked.by, asked.answers)
        assert act.at == min(max(asked.at, self.at), self.book.now), "neither before what it follows nor to come"
        assert made.bent == (act.at != asked.at)
        self.live |= act.kind is not Kind.TOLD
        self.cancelled = act.kind is Kind.CANCELLED
        if act.kind in {Kind.CHANGED, Kind.DATED, Kind.CANCELLED}:
            self.opened = None if self.cancelled else self.opened
            return
        self.at = act.at
        self.opened = act if act.kind is Kind.OPENED else None
        self.newest = act.n if self.opened else self.newest
        if act.kind in {Kind.ACKNOWLEDGED, Kind.TOLD}:
            self.held.append({1: B, 2: C, 3: B, 4: D}[act.leg])
        if act.kind is Kind.SKIPPED:
            self.skipped.add(act.leg)
        self.leg += act.kind in {Kind.ACKNOWLEDGED, Kind.TOLD, Kind.SKIPPED}

    @rule(kind=st.sampled_from(list(Kind)), by=PARTIES, leg=NEAR, answers=NEAR, skew=SKEWS)
    def anything(self, kind: Kind, by: str, leg: int, answers: int, skew: timedelta) -> None:
        """Let anybody press anything, mostly where it is somebody's turn."""
        if kind is not Kind.CANCELLED:
            at, opening = self.leg - (kind is Kind.DATED) + leg, self.newest + answers
            self.press(Act(0, max(0, at), kind, by, self.book.now + skew, max(0, opening)))

    @rule(leg=NEAR, skew=SKEWS)
    def give(self, leg: int, skew: timedelta) -> None:
        """Let the holder open a leg, mostly the next."""
        self.press(Act(0, max(0, self.leg + leg), Kind.OPENED, self.held[-1], self.book.now + skew))

    @rule(by=PARTIES)
    def skip(self, by: str) -> None:
        """Let somebody pass the next leg over."""
        self.press(Act(0, self.leg, Kind.SKIPPED, by, self.book.now))

    @rule(leg=NEAR, by=PARTIES)
    def state_the_day(self, leg: int, by: str) -> None:
        """Let somebody say when the last hand-over was, perhaps while the next is open."""
        self.press(Act(0, max(0, self.leg - 1 + leg), Kind.DATED, by, self.book.now))

    @rule(leg=st.sampled_from([-1, 0, 1, 2]))
    def plan_anew(self, leg: int) -> None:
        """Let the organiser change a leg: one that is past, the one whose turn it is, or one to come."""
        self.press(Act(0, max(0, self.leg + leg), Kind.CHANGED, P, self.book.now))

    @precondition(lambda self: len(self.book.acts) > 6)
    @rule(by=st.sampled_from([P, A]))
    def cancel(self, by: str) -> None:
        """Let the rest be cancelled, perhaps while a hand-over is open."""
        self.press(Act(0, 0, Kind.CANCELLED, by, self.book.now))

    @precondition(lambda self: self.opened is not None)
    @rule(
        kind=ANSWERS,
        who=st.sampled_from(["to", "to", "to", "giver", "other"]),
        leg=NEAR,
        answers=NEAR,
        twice=st.booleans(),
        skew=SKEWS,
    )
    def answer(self, kind: Kind, who: str, leg: int, answers: int, twice: bool, skew: timedelta) -> None:
        """Let the receiver, the giver or somebody else answer what is open, perhaps from two windows at once."""
        assert self.opened is not None
        by = {"to": self.opened.to, "giver": self.held[-1], "other": D if self.opened.to != D else P}[who]
        at, opening = max(0, self.opened.leg + leg), max(0, self.opened.n + answers)
        for _window in range(1 + twice):
            self.press(Act(0, at, kind, by, self.book.now + skew, opening))

    @precondition(lambda self: len(self.book.acts) > 1)
    @rule(data=st.data())
    def lose_an_act(self, data: st.DataObject) -> None:
        """Leave one kept act out: what is left is no order of custody."""
        lost = data.draw(st.integers(0, len(self.book.acts) - 2))
        with pytest.raises(Damaged):
            fold(self.book.plan, [act for n, act in enumerate(self.book.acts) if n != lost])

    @precondition(lambda self: self.newest and self.opened is None)
    @rule(kind=st.sampled_from([Kind.ACKNOWLEDGED, Kind.REFUSED, Kind.WITHDRAWN]))
    def answer_late(self, kind: Kind) -> None:
        """Let an answer come after its opening has ended: it is told so, and nothing happens."""
        opening = next(act for act in self.book.acts if act.n == self.newest)
        by = opening.by if kind is Kind.WITHDRAWN else opening.to
        with pytest.raises(Late if self.leg <= 4 or not self.cancelled else Refused):
            decide(
                self.book.plan,
                self.book.acts,
                Act(0, opening.leg, kind, by, self.book.now, opening.n, key="late"),
                now=self.book.now,
            )

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), other=st.sampled_from(["", "leg", "by"]))
    def send_again(self, data: st.DataObject, other: str) -> None:
        """Repeat an old request: a retry, or a telephone that was offline; or use its key for something else."""
        old, kept = data.draw(st.sampled_from(self.sent)), {act.key: act for act in self.book.acts}
        if old.key not in kept:
            self.press(old)
            return
        others = {"leg": replace(old, leg=old.leg + 1), "by": replace(old, by="98.09/kpu")}
        again = replace(others.get(other, old), at=self.book.now)
        if other not in others:
            made = decide(self.book.plan, self.book.acts, again, now=self.book.now)
            assert made == Decided(kept[old.key], again=True)
            return
        with pytest.raises(Refused, match="kunci"):
            decide(self.book.plan, self.book.acts, again, now=self.book.now)

    @rule(minutes=st.integers(0, 3_000))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.book.now += timedelta(minutes=minutes)

    @invariant()
    def custody_is_a_total_order(self) -> None:
        """One holder at any time, each leg passed once and in turn, times in the order of the acts of custody."""
        acts, standing = self.book.acts, self.book.standing
        assert (standing.holder, standing.next) == (self.held[-1], self.leg)
        assert (standing.cancelled, standing.live, standing.skipped) == (self.cancelled, self.live, self.skipped)
        assert (standing.open is None) == (self.opened is None)
        assert [act.n for act in acts] == list(range(1, len(acts) + 1))
        passed = [act.leg for act in acts if act.kind in {Kind.ACKNOWLEDGED, Kind.TOLD, Kind.SKIPPED}]
        assert passed == list(range(1, len(passed) + 1))
        moved = [act.at for act in acts if act.leg and act.kind not in {Kind.CHANGED, Kind.DATED, Kind.CANCELLED}]
        assert moved == sorted(moved)


Hands.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestHands = Hands.TestCase


def test_no_actual_day_is_stated_for_a_leg_that_was_skipped(book: Book) -> None:
    book.do(Kind.SKIPPED, 1, A)
    for by in (A, B):
        with pytest.raises(Refused, match="sudah berlangsung"):
            book.do(Kind.DATED, 1, by)
    book.hand_over(2, A, C)
    book.do(Kind.DATED, 2, C)
    assert book.standing.skipped == {1}


def test_the_first_act_is_not_told_to_be_older_than_the_relay_can_be() -> None:
    book = Book(replace(PLAN, since=NOON - timedelta(hours=1)))
    made = book.do(Kind.OPENED, 1, A, at=NOON - timedelta(days=700_000))
    assert (made.act.at, made.bent) == (NOON - timedelta(hours=1), True)
