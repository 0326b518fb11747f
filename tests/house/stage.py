"""The stage on which the access matrix is played, and one actor's part of it."""

from __future__ import annotations

import copy
import shutil
from functools import cache

import pytest

from tests.house import figures, matrix, subjects
from tests.installation import FOLDER, SAMPLED
from tests.store import STORE

#: Whose walks are watched for coverage: one of each way to come in, and who may do most. Watching doubles a test's
#: time, and the others walk the same code (decision 38).
WATCHED = {
    "resident",
    "the author herself",
    "administrator of 35.28/kpu in 35.28",
    "officer of 35.28/kpu in 35.28",
    "machine with a token that is live",
}
BESIDE = ("ledger", "ledger-keys")  # what furnishing leaves beside the database


class Stage:
    """The matrix' world in the database, furnished once by each worker, and the way back to it."""

    def __init__(self) -> None:
        world, self.kept = _furnished()
        self.world = copy.deepcopy(world)
        self.again()
        for name in BESIDE:
            shutil.copytree(FOLDER / f"stage-{name}", FOLDER / name, dirs_exist_ok=True)

    def again(self) -> None:
        """Put the database back to the moment after furnishing."""
        STORE.restore(self.kept)


@cache
def _furnished() -> tuple[subjects.World, str]:
    """Furnish the database as the first test finds it, and keep it and the folders beside it."""
    world = subjects.furnish()
    for name in BESIDE:
        shutil.copytree(FOLDER / name, FOLDER / f"stage-{name}")
    return world, STORE.keep("stage")


def every_second(first: int) -> list[object]:
    """Return the numbers of every second actor from the first or the second, as parameters of a test."""
    people = list(enumerate(matrix.actors()))[first::2]
    unwatched = pytest.mark.unwatched
    return [pytest.param(n, id=a.name, marks=() if a.name in WATCHED else unwatched) for n, a in people]


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
