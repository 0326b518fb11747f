"""Earlier editions of a draft: undoing, doing again, how many are kept, and that nothing of them outlives the draft."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ikrar.core.declaration.form import PointForm
from ikrar.core.declaration.history import KEPT, TOGETHER
from ikrar.core.errors import Conflict, IllegalMove, Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access, actions
from ikrar.records.declaration import queries as register
from ikrar.records.declaration.models import Declaration
from ikrar.records.edition import queries
from ikrar.records.edition.models import Edition
from tests import cast
from tests.store import STORE


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def say(who: Holder, ref: str, place: str, **changes: Any) -> int:
    """Save another place, long after whatever was typed before."""
    Edition.objects.update(begun=timezone.now() - timedelta(seconds=TOGETHER))
    return type_on(who, ref, place, **changes)


def type_on(who: Holder, ref: str, place: str, **changes: Any) -> int:
    edition = access.editable(who, ref).edition
    return actions.save(who, ref, edition=edition, form=cast.form(place=place, **changes))


def go(who: Holder, ref: str, to: int | None) -> int:
    assert to is not None
    return actions.go_to(who, ref, edition=access.editable(who, ref).edition, to=to)


def place(who: Holder, ref: str) -> str:
    return register.form_in(access.editable(who, ref)).place


def steps(who: Holder, ref: str) -> queries.Steps:
    return queries.steps(access.editable(who, ref))


def test_steps_are_undone_and_done_again_one_by_one(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    first = place(dewi, ref)
    assert steps(dewi, ref) == queries.Steps(None, None)
    say(dewi, ref, "Alun-alun")
    say(dewi, ref, "Pendopo")
    for expected in ("Alun-alun", first):
        go(dewi, ref, steps(dewi, ref).back)
        assert place(dewi, ref) == expected
    assert steps(dewi, ref).back is None
    for expected in ("Alun-alun", "Pendopo"):
        go(dewi, ref, steps(dewi, ref).forward)
        assert place(dewi, ref) == expected
    assert steps(dewi, ref).forward is None
    assert access.editable(dewi, ref).edition == 7, "every step is a new edition, so that nobody overwrites it"


def test_a_change_after_undoing_gives_up_what_was_undone(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    say(dewi, ref, "Alun-alun")
    go(dewi, ref, steps(dewi, ref).back)
    say(dewi, ref, "Lapangan")
    assert steps(dewi, ref).forward is None
    assert [k.current for k in queries.kept(access.editable(dewi, ref))] == [True, False]


def test_typing_on_stays_one_step_and_a_row_that_comes_is_another(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    for word in ("A", "Al", "Alun-alun"):
        type_on(dewi, ref, word)
    assert Edition.objects.count() == 2
    type_on(dewi, ref, "Alun-alun", points=(PointForm("Satu."),))
    assert Edition.objects.count() == 3
    type_on(dewi, ref, "Alun-alun", points=(PointForm("Satu saja."),))
    assert Edition.objects.count() == 4
    go(dewi, ref, steps(dewi, ref).back)
    assert [p.text for p in register.form_in(access.editable(dewi, ref)).points] == ["Satu."]
    go(dewi, ref, steps(dewi, ref).back)
    assert (place(dewi, ref), len(register.form_in(access.editable(dewi, ref)).points)) == ("Alun-alun", 2)
    go(dewi, ref, steps(dewi, ref).back)
    assert place(dewi, ref) == cast.form().place


def test_the_list_says_what_changed_and_leads_to_any_of_them(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    say(dewi, ref, "Alun-alun")
    say(dewi, ref, "Alun-alun", closing="Sekian.")
    kept = queries.kept(access.editable(dewi, ref))
    assert [(k.n, k.changed, k.current) for k in kept] == [
        (3, ("closing",), True),
        (2, ("place",), False),
        (1, (), False),
    ]
    go(dewi, ref, 1)
    assert register.form_in(access.editable(dewi, ref)) == cast.form()


def test_the_newest_are_kept_and_older_ones_given_up(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    for number in range(KEPT + 3):
        say(dewi, ref, f"Balai {number}")
    assert Edition.objects.count() == KEPT
    with pytest.raises(IllegalMove, match="tidak tersimpan lagi"):
        go(dewi, ref, 1)
    assert place(dewi, ref) == f"Balai {KEPT + 2}"


def test_undoing_obeys_the_same_gates_as_saving(dewi: Holder) -> None:
    ref = cast.registered(dewi, area="98.01", election="").ref
    say(dewi, ref, "Alun-alun", area="35.28")
    assert not Declaration.objects.get().example
    with pytest.raises(Conflict):
        actions.go_to(dewi, ref, edition=1, to=1)
    with pytest.raises(Missing):
        actions.go_to(cast.at_desk(cast.INTAN), ref, edition=2, to=1)
    narrow = cast.at_desk(cast.replace(cast.LASTRI, areas=("35.28",)))
    with pytest.raises(Refused):
        actions.go_to(narrow, ref, edition=2, to=1)
    assert (place(dewi, ref), steps(dewi, ref).forward) == ("Alun-alun", None)
    go(dewi, ref, 1)
    assert Declaration.objects.get().example


def test_r42_nothing_of_an_earlier_edition_outlives_freezing_or_discarding(dewi: Holder) -> None:
    for end in (lambda ref: cast.freeze(dewi, ref), lambda ref: _discard(dewi, ref)):
        ref = cast.registered(dewi, place=f"Balai {end}").ref
        say(dewi, ref, "KenariTerbang")
        say(dewi, ref, "Alun-alun Arek Lancor")
        assert b"KenariTerbang" in STORE.everything(), "the canary must be found while it is there"
        end(ref)
        assert not Edition.objects.exists()
        assert b"KenariTerbang" not in STORE.everything()


def test_erasing_examples_erases_the_editions_of_their_drafts(dewi: Holder) -> None:
    ref = cast.frozen(dewi, area="98.01").declaration_id
    actions.supersede(dewi, ref, reason="Perbaikan.", now=timezone.now())
    say(dewi, ref, "Alun-alun", area="98.01")
    assert Edition.objects.exists()
    actions.erase_examples(by="98.01/kpu", now=timezone.now())
    assert not Edition.objects.exists()


def _discard(who: Holder, ref: str) -> None:
    actions.discard(who, ref, edition=access.editable(who, ref).edition, now=timezone.now())
