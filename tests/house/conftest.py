"""What the tests of the house can ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.stage import Stage


@pytest.fixture
def stage(database: Path) -> Stage:
    """Furnish the matrix' world."""
    return Stage()
