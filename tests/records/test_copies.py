"""Declarations taken out of the register: all frozen versions, nothing of a draft, few questions however many."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration import exchange
from ikrar.core.declaration.form import PointForm
from ikrar.core.declaration.outside import WitnessForm
from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions, copies, queries
from tests import cast


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def refs(**search: object) -> list[str]:
    return queries.register_refs(Wanted(**search), limit=100)


def test_a_copy_holds_what_was_frozen_and_who_registered_it(dewi: Holder) -> None:
    version = cast.frozen(dewi)
    copy = queries.copy_of(version.declaration_id)
    assert (copy.ref, copy.institution, copy.institution_name) == (
        version.declaration_id,
        "35.28/kpu",
        "KPU Kabupaten Pamekasan",
    )
    (one,) = copy.versions
    assert (one.number, one.digest, one.frozen_at) == (1, version.digest, version.frozen_at)
    assert (one.reason, one.source_url) == ("", "https://berita.example/pamekasan")
    assert exchange.check(one).form == queries.form_in(version)


def test_a_point_without_a_kind_has_none_and_several_kinds_are_sorted(dewi: Holder) -> None:
    points = tuple(PointForm(f"Butir {n}.", kinds) for n, kinds in enumerate([(), ("NO_MONEY_POLITICS", "NO_HOAX")]))
    copy = queries.copy_of(cast.frozen(dewi, points=points).declaration_id)
    assert copy.versions[0].kinds == ((), ("NO_HOAX", "NO_MONEY_POLITICS"))


def test_witnesses_stand_in_their_order(dewi: Holder) -> None:
    witnesses = (WitnessForm("Camat", "", "saksi"), WitnessForm("", "Forum Warga", ""))
    assert queries.copy_of(cast.frozen(dewi, witnesses=witnesses).declaration_id).versions[0].witnesses == witnesses


def test_drafts_and_discarded_versions_are_in_no_copy(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    actions.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    assert [v.number for v in queries.copy_of(ref).versions] == [1]
    actions.discard(dewi, ref, edition=1, now=timezone.now())
    draft = cast.registered(dewi, title="Deklarasi lain").ref
    assert [copy.ref for copy in queries.copies([draft, ref, "X"])] == [ref]
    with pytest.raises(Missing):
        queries.copy_of(draft)


def test_the_register_tells_its_references_in_order_and_how_many_match(dewi: Holder) -> None:
    old = cast.frozen(dewi, title="Deklarasi lama", event_date="2020-01-01").declaration_id
    new = cast.frozen(dewi, title="Deklarasi baru").declaration_id
    assert refs() == [new, old]
    assert refs(words="lama") == [old]
    assert refs(area="36") == []
    assert queries.register_refs(limit=1) == [new]


def test_copies_come_in_the_order_asked_for_over_several_readings(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "CHUNK", 2)
    made = [cast.frozen(dewi, title=f"Deklarasi {n}").declaration_id for n in range(5)]
    for order in (made, made[::-1]):
        assert [copy.ref for copy in queries.copies(order)] == order


def test_one_copy_costs_as_many_questions_as_three(dewi: Holder) -> None:
    made, counts = [], []
    for n in range(3):
        made.append(cast.frozen(dewi, title=f"Deklarasi {n}", witnesses=(WitnessForm("Camat"),)).declaration_id)
        with CaptureQueriesContext(connection) as found:
            assert len(list(queries.copies(made))) == len(made)
        counts.append(len(found))
    assert len(set(counts)) == 1
