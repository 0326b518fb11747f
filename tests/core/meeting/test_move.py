"""A meeting moves only along the one table; a decision ends once."""

from __future__ import annotations

import itertools

import pytest

from ikrar.core.errors import IllegalMove, Refused
from ikrar.core.meeting.approval import NEEDED, Approval, move_of
from ikrar.core.meeting.move import ALLOWED, Deed, Move, Standing, State, after, done

LEGAL = {
    (None, "open"): "draft",
    ("draft", "change"): "draft",
    ("draft", "call"): "called",
    ("called", "change"): "called",
    ("called", "cancel"): "cancelled",
    ("called", "hold"): "held",
    ("held", "cancel"): "cancelled",
    ("held", "freeze"): "frozen",
    ("frozen", "endorse"): "frozen",
    ("frozen", "approve"): "approved",
}
PAIRS = list(itertools.product([None, *State], Move))
HOST, GUEST, THIRD = "98.01/kpu", "98.01/bawaslu", "98.01/polres"


@pytest.mark.parametrize(("state", "move"), [pair for pair in PAIRS if pair in LEGAL])
def test_each_allowed_move_leads_to_its_state(state: State | None, move: Move) -> None:
    assert after(state, move) == LEGAL[state, move]


@pytest.mark.parametrize(("state", "move"), [pair for pair in PAIRS if pair not in LEGAL])
def test_each_other_move_is_refused_with_a_sentence(state: State | None, move: Move) -> None:
    with pytest.raises(IllegalMove) as caught:
        after(state, move)
    sentence = str(caught.value)
    assert move.value in sentence or state in {State.CANCELLED, State.APPROVED}
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def test_the_table_is_closed_and_nothing_leaves_an_approved_or_cancelled_meeting() -> None:
    assert dict(ALLOWED) == LEGAL
    assert {state for state, _ in ALLOWED}.isdisjoint({State.APPROVED, State.CANCELLED})


#: What is done about a decision, by where it stands; written down apart from the table in core.
OPENS = {
    "progress": "open",
    "reassign": "open",
    "reschedule": "open",
    "close": "closed",
    "drop": "dropped",
}
ENDED = {"dispute": "", "reopen": "open"}


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_about_a_decision_is_allowed_or_says_why_not(standing: Standing, deed: Deed) -> None:
    legal = OPENS if standing is Standing.OPEN else ENDED
    if deed.value in legal:
        assert done(standing, deed).value == (legal[deed.value] or standing.value)
        return
    with pytest.raises(IllegalMove, match="belum diselesaikan" if standing is Standing.OPEN else "buka lagi"):
        done(standing, deed)


def test_a_decision_closed_by_mistake_is_opened_again_and_closed_once_more() -> None:
    standing = Standing.OPEN
    for deed in (Deed.CLOSE, Deed.DISPUTE, Deed.REOPEN, Deed.REASSIGN, Deed.DROP):
        standing = done(standing, deed)
    assert standing is Standing.DROPPED


def test_r8_the_second_institution_approves_what_the_first_endorsed() -> None:
    parties = {HOST, GUEST, THIRD}
    first = Approval(HOST, 1)
    assert move_of([], first, parties) is Move.ENDORSE
    assert move_of([first], Approval(GUEST, 2), parties) is Move.APPROVE
    assert NEEDED == 2


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (Approval(HOST, 2), "lembaga lain"),
        (Approval(GUEST, 1), "orang lain"),
        (Approval("98.02/kpu", 3), "tidak diundang"),
    ],
)
def test_r8_neither_the_same_institution_nor_the_same_person_nor_a_stranger_is_the_second(
    new: Approval, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        move_of([Approval(HOST, 1)], new, {HOST, GUEST})
