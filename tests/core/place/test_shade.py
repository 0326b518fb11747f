"""The steps of a shaded map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.place.shade import STEPS, Step, step_of, steps


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([0, 0], []),
        ([1], [(1, 1)]),
        ([0, 3], [(1, 1), (2, 2), (3, 3)]),
        ([4], [(1, 1), (2, 2), (3, 3), (4, 4)]),
        ([7, 12], [(1, 1), (2, 4), (5, 9), (10, 12)]),
        ([2_600], [(1, 9), (10, 99), (100, 499), (500, 2_600)]),
    ],
)
def test_steps_begin_at_round_numbers_and_grow_by_a_factor(values: list[int], bounds: list[tuple[int, int]]) -> None:
    assert [(step.low, step.high) for step in steps(values)] == bounds


@given(st.lists(st.integers(0, 10**7), max_size=50))
def test_every_number_has_exactly_one_step_and_zero_has_none(values: list[int]) -> None:
    scale = steps(values)
    assert len(scale) <= STEPS
    assert [step.number for step in scale] == list(range(1, len(scale) + 1))
    for value in values:
        assert sum(step.low <= value <= step.high for step in scale) == (value > 0)
        assert bool(step_of(value, scale)) is (value > 0)


def test_a_darker_step_is_never_less() -> None:
    values = (1, 3, 10, 40, 200, 900)
    scale = steps(values)
    found = [step_of(value, scale) for value in values]
    assert found == sorted(found)
    assert scale[-1] == Step(4, scale[-1].low, 900)
