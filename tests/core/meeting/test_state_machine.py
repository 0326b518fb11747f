"""R8 as a machine: whatever people try in whatever order, no minutes are approved by fewer than two institutions."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ikrar.core.errors import IllegalMove, Refused
from ikrar.core.meeting.approval import Approval, move_of
from ikrar.core.meeting.move import ALLOWED, Deed, Move, Standing, State, after, done

INSTITUTIONS = ("98.01/kpu", "98.01/bawaslu", "98.01/polres", "98.02/kpu")
PARTIES = frozenset(INSTITUTIONS[:3])

institutions = st.sampled_from(INSTITUTIONS)
people = st.integers(1, 4)
moves = st.sampled_from([one for one in Move if one not in {Move.OPEN, Move.ENDORSE, Move.APPROVE}])


class Meeting(RuleBasedStateMachine):
    """One meeting in the hands of four people, some of whom serve two institutions."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.sequence = 0
        self.given: list[Approval] = []
        self.walked: list[Move] = []
        self.decision = Standing.OPEN
        self.ends = self.reopened = 0

    @precondition(lambda self: self.state is None)
    @rule()
    def opens(self) -> None:
        """A draft begins."""
        self._move(Move.OPEN)

    @rule(move=moves)
    def tries(self, move: Move) -> None:
        """Somebody presses a button, whether it is allowed or not."""
        with suppress(IllegalMove):
            self._move(move)
            self.sequence += move is Move.CHANGE and self.state is State.CALLED

    @rule(institution=institutions, person=people)
    def approves(self, institution: str, person: int) -> None:
        """Somebody approves for an institution."""
        new = Approval(institution, person)
        with suppress(IllegalMove, Refused):
            move = move_of(self.given, new, PARTIES)
            self._move(move)
            self.given.append(new)

    @rule(deed=st.sampled_from(list(Deed)))
    def does(self, deed: Deed) -> None:
        """Somebody does something about the decision, whether it is allowed or not."""
        with suppress(IllegalMove):
            self.decision = done(self.decision, deed)
            self.ends += deed in {Deed.CLOSE, Deed.DROP}
            self.reopened += deed is Deed.REOPEN

    def _move(self, move: Move) -> None:
        self.state = after(self.state, move)
        self.walked.append(move)

    @invariant()
    def approved_means_two_people_of_two_parties(self) -> None:
        """No path leads to approved minutes with fewer than two."""
        if self.state is State.APPROVED:
            assert len({one.institution for one in self.given}) == len(self.given) == 2
            assert len({one.person for one in self.given}) == 2
        assert {one.institution for one in self.given} <= PARTIES

    @invariant()
    def what_was_never_frozen_is_never_approved(self) -> None:
        """The order of the steps is that of the table."""
        if Move.APPROVE in self.walked or Move.ENDORSE in self.walked:
            assert self.walked.index(Move.FREEZE) > self.walked.index(Move.HOLD) > self.walked.index(Move.CALL)

    @invariant()
    def nothing_follows_the_end(self) -> None:
        """A cancelled or an approved meeting stays so."""
        if self.state in {State.CANCELLED, State.APPROVED}:
            assert not any(state is self.state for state, _ in ALLOWED)

    @invariant()
    def a_decision_ends_once_for_each_time_it_stood_open(self) -> None:
        """It ends again only after somebody opened it again, with a reason."""
        assert self.ends - self.reopened == (self.decision is not Standing.OPEN)


TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
