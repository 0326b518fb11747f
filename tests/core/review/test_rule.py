"""Four eyes: what freezing asks of the newest review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ikrar.core.errors import Refused
from ikrar.core.review.move import State
from ikrar.core.review.rule import Freezing, Reading, check

GOOD = Reading(State.APPROVED, edition=3, digest="a" * 64, institution="98.01/bawaslu", person=2)
FREEZING = Freezing(edition=3, digest="a" * 64, institution="98.01/kpu", person=1)


def test_an_approval_of_this_very_text_by_another_person_of_another_institution_lets_it_be_frozen() -> None:
    check(GOOD, FREEZING)


@pytest.mark.parametrize(
    ("newest", "says"),
    [
        (None, "belum ditinjau"),
        (replace(GOOD, state=State.WITHDRAWN), "belum ditinjau"),
        (replace(GOOD, state=State.RETURNED), "dikembalikan"),
        (replace(GOOD, state=State.ASKED, person=None), "menunggu"),
        (replace(GOOD, edition=2), "berubah"),
        (replace(GOOD, digest="b" * 64), "berubah"),
        (replace(GOOD, institution="98.01/kpu"), "lembaga lain"),
        (replace(GOOD, person=1), "Orang yang menyetujui"),
        (replace(GOOD, person=None), "Orang yang menyetujui"),
    ],
    ids=["none", "withdrawn", "returned", "asked", "other edition", "other text", "own house", "own hand", "nobody"],
)
def test_everything_else_is_refused_with_its_own_sentence(newest: Reading | None, says: str) -> None:
    with pytest.raises(Refused, match=says):
        check(newest, FREEZING)
