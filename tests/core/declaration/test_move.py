"""A version of a declaration moves only along the one table."""

from __future__ import annotations

import itertools

import pytest

from ikrar.core.declaration.move import ALLOWED, Move, State, after
from ikrar.core.errors import IllegalMove

LEGAL = {
    (None, "open"): "draft",
    ("draft", "freeze"): "frozen",
    ("draft", "import"): "frozen",
    ("frozen", "supersede"): "superseded",
    ("draft", "discard"): "discarded",
}
PAIRS = list(itertools.product([None, *State], Move))


@pytest.mark.parametrize(("state", "move"), [pair for pair in PAIRS if pair in LEGAL])
def test_each_allowed_move_leads_to_its_state(state: State | None, move: Move) -> None:
    assert after(state, move) == LEGAL[state, move]


@pytest.mark.parametrize(("state", "move"), [pair for pair in PAIRS if pair not in LEGAL])
def test_each_other_move_is_refused_with_a_sentence(state: State | None, move: Move) -> None:
    with pytest.raises(IllegalMove) as caught:
        after(state, move)
    sentence = str(caught.value)
    assert move.value in sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert caught.value.params == {"move": move.value, "state": state}


def test_the_table_is_closed() -> None:
    assert dict(ALLOWED) == LEGAL
    assert set(State) == {"draft", "frozen", "superseded", "discarded"}


def test_nothing_leads_out_of_a_superseded_or_discarded_version() -> None:
    assert not {state for state, _ in ALLOWED} & {State.SUPERSEDED, State.DISCARDED}
