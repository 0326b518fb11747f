"""What a declaration follows, and what is registered beside its text: kept, shown, and erased with the examples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.cascade import DEEPEST
from ikrar.core.declaration.form import PointForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import InvalidField, Refused
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions, queries
from ikrar.records.declaration.models import Translation, Version, Witness
from tests import cast

TOLD = TranslationForm("en", "Peaceful declaration", "We pledge:", ("Keep unity.", "No money politics."), "So be it.")
SEEN = (WitnessForm("Camat Pamekasan"), WitnessForm("", "Kodim Pamekasan", "mewakili komandan"))


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(replace(cast.DEWI, areas=("35", "98")))


def frozen(who: Holder, area: str = "35.28", **changes: object) -> Version:
    place = f"Balai {Version.objects.count()}"  # no text is registered twice
    return cast.frozen(who, **({"area": area, "place": place} | changes))


def again(who: Holder, ref: str, **changes: object) -> Version:
    """Freeze the next version of a declaration with other fields."""
    new = actions.supersede(who, ref, reason="Disusun ulang.", now=timezone.now())
    actions.save(who, ref, edition=1, form=replace(queries.form_in(new), **changes))
    return cast.freeze(who, ref)


def test_the_digest_of_the_newest_frozen_version_of_what_is_followed_stands_in_the_text(dewi: Holder) -> None:
    top = frozen(dewi, "35")
    newest = again(dewi, top.declaration_id, closing="Sekian.")
    actions.supersede(dewi, top.declaration_id, reason="Belum selesai.", now=timezone.now())
    child = frozen(dewi, parent=top.declaration_id)
    shown = queries.registered(child.declaration_id)
    assert shown.text.parent == newest.digest
    assert shown.parent == queries.Parent(top.declaration_id, 2, newest.title, False)


def test_a_newer_version_of_what_is_followed_is_told_and_changes_nothing(dewi: Holder) -> None:
    top = frozen(dewi, "35")
    child = frozen(dewi, parent=top.declaration_id)
    again(dewi, top.declaration_id, closing="Sekian.")
    shown = queries.registered(child.declaration_id)
    assert shown.parent is not None
    assert (shown.parent.number, shown.parent.superseded, shown.text.parent) == (1, True, top.digest)


def test_whatever_follows_any_version_is_named_by_place_and_once(dewi: Holder) -> None:
    top = frozen(dewi, "35")
    first = frozen(dewi, "35.28.02", parent=top.declaration_id)
    again(dewi, top.declaration_id, closing="Sekian.")
    second = frozen(dewi, "35.28.01", parent=top.declaration_id)
    again(dewi, first.declaration_id, closing="Sekian.")
    left = frozen(dewi, "35.28.01", parent=top.declaration_id)
    again(dewi, left.declaration_id, parent="")
    found = queries.registered(top.declaration_id).children
    assert [(c.ref, c.number, c.area) for c in found] == [
        (second.declaration_id, 1, "35.28.01"),
        (first.declaration_id, 2, "35.28.02"),
    ]
    assert all(c.title and c.area_name for c in found)


@pytest.mark.parametrize(
    ("parent", "child", "says"),
    [
        ("35.28.01", "35.28", "di atasnya"),
        ("35.28.02", "35.28.01", "di atasnya"),
        ("98", "35", "contoh"),
        ("98", "98", ""),
    ],
)
def test_the_rules_of_the_cascade_are_asked_when_freezing(dewi: Holder, parent: str, child: str, says: str) -> None:
    ref = frozen(dewi, parent).declaration_id
    if not says:
        assert frozen(dewi, child, parent=ref).parent_id
        return
    with pytest.raises(InvalidField) as refused:
        frozen(dewi, child, parent=ref)
    assert (refused.value.field, says in str(refused.value)) == ("parent", True)


def test_nothing_follows_itself_not_even_through_an_older_version_of_another(dewi: Holder) -> None:
    one = frozen(dewi)
    two = frozen(dewi, parent=one.declaration_id)
    again(dewi, two.declaration_id, parent="")
    for ref in (one.declaration_id, two.declaration_id):
        with pytest.raises(InvalidField):
            again(dewi, one.declaration_id, parent=ref)
        actions.discard(dewi, one.declaration_id, edition=2, now=timezone.now())


def test_the_cascade_has_an_end(dewi: Holder) -> None:
    above = ""
    for _ in range(DEEPEST):
        above = frozen(dewi, parent=above).declaration_id
    with pytest.raises(InvalidField) as refused:
        frozen(dewi, parent=above)
    assert "bertingkat" in str(refused.value)


@pytest.mark.parametrize("ref", ["A" * 26, "draft"])
def test_what_is_not_registered_cannot_be_followed(dewi: Holder, ref: str) -> None:
    parent = cast.registered(dewi).ref if ref == "draft" else ref
    with pytest.raises(InvalidField) as refused:
        frozen(dewi, parent=parent)
    assert refused.value.field == "parent"


def test_what_stands_beside_the_text_is_kept_and_shown_and_is_not_under_the_digest(dewi: Holder) -> None:
    made = frozen(dewi, operation=" Operasi  Rekaan ", witnesses=(*SEEN, WitnessForm()), translation=TOLD)
    shown = queries.registered(made.declaration_id)
    assert (shown.operation, shown.witnesses, shown.translations) == ("Operasi Rekaan", SEEN, (TOLD,))
    for word in (b"Operasi", b"Camat", b"Peaceful"):
        assert word not in shown.canonical
    plain = queries.registered(frozen(dewi).declaration_id)
    assert (plain.parent, plain.children, plain.operation, plain.witnesses, plain.translations) == (
        None,
        (),
        "",
        (),
        (),
    )


def test_the_next_version_starts_with_all_of_it(dewi: Holder) -> None:
    top = frozen(dewi, "35")
    made = frozen(dewi, parent=top.declaration_id, operation="Operasi Rekaan", witnesses=SEEN, translation=TOLD)
    new = actions.supersede(dewi, made.declaration_id, reason="Perbaikan.", now=timezone.now())
    form = queries.form_in(new)
    assert (form.parent, form.operation, form.witnesses, form.translation) == (
        top.declaration_id,
        "Operasi Rekaan",
        SEEN,
        TOLD,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"operation": "Operasi Wira Adinata"},
        {"witnesses": (WitnessForm("AKBP Wira Adinata"),)},
        {"translation": replace(TOLD, closing="Read by Wira Adinata.")},
    ],
)
def test_r56_a_name_from_the_article_beside_the_text_stops_freezing(dewi: Holder, changes: dict[str, object]) -> None:
    with pytest.raises(Refused):
        frozen(dewi, persons=("Wira Adinata",), **changes)
    assert not Witness.objects.exists()


def test_the_page_of_a_declaration_takes_the_same_few_queries_however_much_follows_it(dewi: Holder) -> None:
    top = frozen(dewi, "35")
    counts = []
    for n in range(3):
        frozen(dewi, f"35.28.0{n + 1}", parent=top.declaration_id, witnesses=SEEN[:n], translation=TOLD)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.registered(top.declaration_id)
        counts.append(len(asked))
    assert counts == [9, 9, 9]


def test_examples_are_erased_with_all_that_stands_beside_them_and_real_ones_stay(dewi: Holder) -> None:
    top = frozen(dewi, "98")
    points = (PointForm("Menjaga persatuan."), PointForm("Menolak politik uang."))
    frozen(dewi, "98.01", parent=top.declaration_id, points=points, witnesses=SEEN, translation=TOLD)
    real = frozen(dewi, witnesses=SEEN[:1], translation=TOLD)
    assert actions.erase_examples(by="98.01/kpu", now=timezone.now()) == 2
    assert Witness.objects.get().version_id == Translation.objects.get().version_id == real.pk
