"""The stage on which the access matrix is played, and one actor's part of it."""

from __future__ import annotations

from tests.house import figures, matrix, subjects
from tests.installation import SAMPLED
from tests.store import STORE


class Stage:
    """The matrix' world in the database, and the way back to it."""

    def __init__(self) -> None:
        self.world = subjects.furnish()
        self.kept = STORE.keep("stage")

    def again(self) -> None:
        """Put the database back to the moment after furnishing."""
        STORE.restore(self.kept)


def play(stage: Stage, number: int) -> None:
    """Let one actor ask for every address by every method, and compare with the oracle.

    On PostgreSQL each actor asks for a fifth of the addresses (decision 32); `make test-all` asks for all.
    """
    places = matrix.addresses(stage.world)
    if SAMPLED:
        places = matrix.sample(places, number)
    outcome = matrix.run([matrix.actors()[number]], places, again=stage.again, written=STORE.written)
    assert outcome.mismatches == []
    assert len(outcome.pages_404) == len({where for where, _body in outcome.pages_404})
    for where, headers in outcome.headers_404.items():
        assert len(headers) == 1, where
    figures.note("access matrix cells", outcome.cells)
