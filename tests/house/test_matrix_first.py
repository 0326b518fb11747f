"""The access matrix (R2), played by every second actor; `test_matrix_second.py` has the others, for another worker."""

from __future__ import annotations

import pytest

from tests.house import matrix
from tests.house.stage import Stage, play


@pytest.mark.parametrize("number", range(0, len(matrix.actors()), 2), ids=lambda n: matrix.actors()[n].name)
def test_r2_the_matrix_has_no_mismatch_and_every_404_looks_the_same(stage: Stage, number: int) -> None:
    play(stage, number)
