"""The access matrix (R2), played by every second actor; `test_matrix_first.py` has the others, for another worker."""

from __future__ import annotations

import pytest

from tests.house.stage import Stage, every_second, play


@pytest.mark.parametrize("number", every_second(1))
def test_r2_the_matrix_has_no_mismatch_and_every_404_looks_the_same(stage: Stage, number: int) -> None:
    play(stage, number)
