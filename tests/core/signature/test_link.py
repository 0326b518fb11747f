"""One-time links end by being used, voided or too old, whichever came first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ikrar.core.errors import InvalidField
from ikrar.core.signature.link import LIVES, State, Times, life_of

NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("times", "state"),
    [
        (Times(NOW + HOUR), State.LIVE),
        (Times(NOW), State.EXPIRED),
        (Times(NOW - HOUR), State.EXPIRED),
        (Times(NOW + HOUR, used=NOW - HOUR), State.USED),
        (Times(NOW - HOUR, used=NOW - 2 * HOUR), State.USED),
        (Times(NOW + HOUR, voided=NOW - HOUR), State.VOIDED),
        (Times(NOW - HOUR, voided=NOW - 2 * HOUR), State.VOIDED),
    ],
)
def test_where_a_link_stands(times: Times, state: State) -> None:
    assert times.state(NOW) is state


def test_how_long_a_link_lives_is_one_of_a_few_choices() -> None:
    assert life_of("") == life_of("1d") == timedelta(days=1)
    assert {life_of(word) for word in LIVES} == set(LIVES.values())
    with pytest.raises(InvalidField):
        life_of("1y")
