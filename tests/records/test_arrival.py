"""What came from a file stands in every list, count and index as if it had been frozen here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm
from ikrar.core.declaration.search import Wanted
from ikrar.records.declaration import actions, queries
from ikrar.records.declaration.models import Declaration, Listing, Point, Version
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.wording.models import Use
from tests import cast
from tests.records.test_intake_of_declarations import copy, following, take, wording
from tests.store import STORE

KEPT = (
    (Listing, ("province", "regency", "district", "village", "words", "rule", "institution_id")),
    (Use, ("n", "code", "example", "area", "regency", "election", "institutions", "day", "text__text")),
    (Point, ("n", "text", "kinds__code")),
)


def kept() -> list[list[tuple[Any, ...]]]:
    """Return what lists and counts hold, without the keys of rows and the moment of the act."""
    return [sorted(model.objects.values_list(*names), key=repr) for model, names in KEPT]


def test_lists_counts_and_points_are_those_that_freezing_makes(database: Path) -> None:
    ref = cast.frozen(cast.at_desk(cast.DEWI)).declaration_id
    taken, frozen = queries.copy_of(ref), kept()
    STORE.restore()
    take(taken)
    assert kept() == frozen
    assert frozen[0]
    assert frozen[1]


def test_only_the_newest_of_several_versions_is_listed_and_counted(database: Path) -> None:
    first = wording()
    second = following(first, place="Aula")
    take(copy("A" * 26, first))
    take(copy("A" * 26, first, second, following(second, place="Balai")))
    assert [row.version.number for row in Listing.objects.select_related("version")] == [3]
    assert set(Use.objects.values_list("version__number", flat=True)) == {3}


def test_what_came_from_a_file_is_final(database: Path) -> None:
    take(copy())
    version = Version.objects.get()
    for change in ({"title": "Lain"}, {"operation": "Lain"}, {"frozen_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.create(version=version, n=9, text="Lain")


def test_examples_that_came_from_a_file_can_be_erased_and_real_ones_stay(database: Path) -> None:
    example = wording(area="98.01", title="CONTOH Ikrar", election=None)
    take(copy("E" * 26, example, institution="98.01/kpu", example=True), copy())
    assert actions.erase_examples(by="35.28/kpu", now=timezone.now()) == 1
    assert list(Declaration.objects.values_list("ref", flat=True)) == ["A" * 26]
    assert [v.declaration_id for v in queries.register_after(limit=9)] == ["A" * 26]
    assert Leaf.objects.filter(type="declaration.imported").count() == 2
    assert Opening.objects.filter(leaf__type="declaration.imported").count() == 1


def test_it_is_found_by_its_words_its_kind_its_election_and_who_registered_it(database: Path) -> None:
    take(copy())
    for wanted in (
        Wanted(words="politik uang"),
        Wanted(kind="NO_MONEY_POLITICS"),
        Wanted(election="pilkada-2024"),
        Wanted(institution="35.28/kpu"),
        Wanted(area="35.28"),
    ):
        assert queries.register_refs(wanted, limit=9) == ["A" * 26]
    assert queries.register_refs(Wanted(kind="NO_HOAX"), limit=9) == []


def test_it_can_be_followed_by_a_declaration_that_is_frozen_here(database: Path) -> None:
    take(copy())
    offices = (OfficeForm("Camat", "Kecamatan Tlanakan"),)
    below = cast.frozen(cast.at_desk(cast.DEWI), parent="A" * 26, area="35.28.01", title="Turunan", offices=offices)
    assert below.parent is not None
    assert below.parent.declaration_id == "A" * 26
    assert [child.ref for child in queries.registered("A" * 26).children] == [below.declaration_id]
