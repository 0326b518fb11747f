"""Groups and counts of wordings: kept as declarations are frozen, replaced and erased, always as counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration import spread, wording
from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Version
from ikrar.records.wording import actions, queries
from ikrar.records.wording.models import Band, Group, Tally, Text, Use, Wording
from tests import cast

HOAX = "Menolak hoaks dan ujaran kebencian di media sosial"
FIRST = "Kami siap menjaga keamanan dan ketertiban"
MIDDLE = "Kami siap menjaga keamanan dan ketertiban desa"
LAST = "Kami semua siap menjaga keamanan dan ketertiban desa tercinta"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def freeze(who: Holder, *texts: str, kinds: tuple[str, ...] = ("NO_HOAX",), **changes: object) -> Version:
    """Freeze a declaration with these points, each of the kinds, and a title of its own."""
    points = tuple(PointForm(text, kinds) for text in texts)
    form = cast.form(points=points, title=f"Deklarasi {Version.objects.count()}", **changes)
    made = declaration.start(institution="35.28/kpu", form=form, now=timezone.now())
    return cast.freeze(who, made.ref)


def replaced(who: Holder, version: Version, *texts: str) -> Version:
    """Supersede a version with other points."""
    ref = version.declaration_id
    declaration.supersede(who, ref, reason="Salah ketik.", now=timezone.now())
    form = replace(declaration.from_json(version.form), points=tuple(PointForm(t, ("NO_HOAX",)) for t in texts))
    declaration.save(who, ref, edition=1, form=form)
    return cast.freeze(who, ref)


def groups() -> set[frozenset[str]]:
    """Return the texts of each group that is in use."""
    found: dict[str, set[str]] = {}
    for text in Text.objects.filter(uses__gt=0):
        found.setdefault(text.group_id, set()).add(text.text)
    return {frozenset(texts) for texts in found.values()}


def recounted(uses: Iterable[Use]) -> Counter[spread.Cell]:
    return Counter(actions._cells(list(uses)))


def kept() -> Counter[spread.Cell]:
    fields = ("example", "code", "area", "election", "side", "value", "count")
    return Counter({spread.Cell(*row[:-1]): row[-1] for row in Tally.objects.values_list(*fields)})


# --- entering ---------------------------------------------------------------------------------------------------------


def test_freezing_enters_each_point_with_each_of_its_kinds_and_what_pages_count_by(dewi: Holder) -> None:
    version = freeze(dewi, HOAX, kinds=("NO_HOAX", "NO_HATE_SPEECH"))
    assert list(Use.objects.order_by("code").values_list("version", "n", "code")) == [
        (version.pk, 1, "NO_HATE_SPEECH"),
        (version.pk, 1, "NO_HOAX"),
    ]
    use = Use.objects.first()
    assert use is not None
    assert (use.area, use.regency, use.election, use.institutions) == ("35.28", "35.28", "pilkada-2024", "bawaslu kpu")
    assert (use.day, use.frozen_at, use.example) == (date(2024, 8, 16), version.frozen_at, False)
    assert [(t.text, t.uses) for t in Text.objects.all()] == [(HOAX, 1)]
    assert Group.objects.get().text == HOAX
    assert kept() == recounted(Use.objects.all())


def test_points_without_a_kind_enter_nothing(dewi: Holder) -> None:
    freeze(dewi, HOAX, kinds=())
    assert not Use.objects.exists()
    assert not Group.objects.exists()


def test_near_texts_of_two_declarations_are_one_group_and_others_are_not(dewi: Holder) -> None:
    freeze(dewi, HOAX, "Menolak politik uang dalam segala bentuknya")
    freeze(dewi, "menolak HOAX dan ujaran kebencian, di media sosial!", area="35.28.01")
    assert groups() == {
        frozenset({HOAX, "menolak HOAX dan ujaran kebencian, di media sosial!"}),
        frozenset({"Menolak politik uang dalam segala bentuknya"}),
    }
    assert Wording.objects.count() == 2
    assert Band.objects.count() == 2 * wording.BANDS


@pytest.mark.parametrize("order", [(FIRST, LAST, MIDDLE), (MIDDLE, LAST, FIRST), (LAST, FIRST, MIDDLE)])
def test_the_order_in_which_declarations_come_changes_neither_groups_nor_counts(
    dewi: Holder, order: tuple[str, ...]
) -> None:
    for text in order:
        freeze(dewi, text, HOAX)
    assert groups() == {frozenset(order), frozenset({HOAX})}
    assert kept() == recounted(Use.objects.all())
    assert {row.count for row in Tally.objects.filter(side="group")} == {3}


def test_a_group_that_went_up_in_another_one_still_leads_there(dewi: Holder) -> None:
    freeze(dewi, FIRST)
    freeze(dewi, LAST)
    apart = {group.ref for group in Group.objects.all()}
    freeze(dewi, MIDDLE)
    (gone,) = Group.objects.filter(joined__isnull=False)
    assert {gone.ref, gone.joined_id} == apart
    assert queries.joined_with(gone.ref) == gone.joined_id
    with pytest.raises(Missing):
        queries.group(gone.ref)
    assert queries.group(gone.joined_id).count == 3


def test_a_group_that_goes_up_in_another_as_its_text_is_replaced_shows_nothing_of_its_own(dewi: Holder) -> None:
    versions = {
        Text.objects.get(text=v.form["points"][0]["text"]).group_id: v
        for v in [freeze(dewi, FIRST), freeze(dewi, LAST)]
    }
    stays, goes = sorted(versions)
    replaced(dewi, versions[goes], MIDDLE)
    gone = Group.objects.get(ref=goes)
    assert (gone.joined_id, gone.text) == (stays, "")
    assert Group.objects.get(ref=stays).text in {FIRST, MIDDLE, LAST}
    assert kept() == recounted(Use.objects.all())


def test_many_at_once_is_the_same_as_one_by_one(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = [freeze(dewi, text, HOAX) for text in (FIRST, LAST, MIDDLE, FIRST)]
    versions.append(replaced(dewi, versions[0], MIDDLE))
    one_by_one, counted = groups(), Counter(c._replace(value="") for c in kept().elements())
    for model in (Use, Tally, Text, Band, Wording, Group):
        model.objects.all().delete()
    monkeypatch.setattr(actions, "CHUNK", 2)
    actions.enter_many(versions)
    actions.enter_many(versions)
    assert groups() == one_by_one
    assert Counter(c._replace(value="") for c in kept().elements()) == counted
    assert kept() == recounted(Use.objects.all())


def test_a_freeze_does_not_read_again_what_it_wrote_or_knows(dewi: Holder) -> None:
    ref = freeze(dewi, FIRST, HOAX).declaration_id
    declaration.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    cast.approved(dewi, ref)
    with CaptureQueriesContext(connection) as found:
        declaration.freeze(dewi, ref, edition=1, now=timezone.now())
    reads = [line["sql"] for line in found if line["sql"].startswith("SELECT")]
    for table in ("declaration_pledgingoffice", "declaration_pointkind", "institution_institution"):
        assert not [sql for sql in reads if f'FROM "{table}"' in sql], table
    assert len([sql for sql in reads if 'FROM "declaration_point"' in sql]) == 1  # the keys for the kinds
    assert len([sql for sql in reads if 'FROM "place_area"' in sql]) == 1  # whether the code is known
    assert kept() == recounted(Use.objects.all())


def test_a_version_without_kinds_enters_no_group(dewi: Holder) -> None:
    freeze(dewi, FIRST, kinds=())
    assert not Use.objects.exists()
    assert not Group.objects.exists()


def test_of_a_template_with_many_variants_only_some_are_kept_to_compare_with(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "KEPT", 3)
    for word in ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh"):
        freeze(dewi, f"{HOAX} demi warga {word}")
    assert len(groups()) == 1
    under = Counter(Band.objects.values_list("number", flat=True))
    assert max(under.values()) == 3


def test_what_was_frozen_before_groups_were_kept_is_caught_up_with_once(dewi: Holder) -> None:
    freeze(dewi, HOAX)
    freeze(dewi, FIRST, kinds=())
    for model in (Use, Tally, Text, Band, Wording, Group):
        model.objects.all().delete()
    assert actions.catch_up() == 1
    assert actions.catch_up() == 0
    assert groups() == {frozenset({HOAX})}


# --- leaving ----------------------------------------------------------------------------------------------------------


def test_a_replaced_version_leaves_the_counts_and_its_texts_keep_the_group_together(dewi: Holder) -> None:
    middle = freeze(dewi, MIDDLE)
    freeze(dewi, FIRST)
    freeze(dewi, LAST)
    replaced(dewi, middle, HOAX)
    assert kept() == recounted(Use.objects.all())
    assert groups() == {frozenset({FIRST, LAST}), frozenset({HOAX})}
    assert {row.version.number for row in Use.objects.filter(text__text=HOAX)} == {2}
    assert not Tally.objects.filter(count=0).exists()


def test_a_group_nobody_uses_any_more_has_no_page(dewi: Holder) -> None:
    version = freeze(dewi, FIRST)
    ref = Group.objects.get().ref
    replaced(dewi, version, HOAX)
    with pytest.raises(Missing):
        queries.group(ref)


def test_decision_11_examples_share_no_group_and_no_count_and_are_erased_whole(dewi: Holder) -> None:
    freeze(dewi, HOAX, FIRST)
    real = (groups(), kept())
    freeze(dewi, HOAX, area="98.01")
    freeze(dewi, FIRST, area="98.01")
    freeze(dewi, LAST, area="98.01")
    freeze(dewi, MIDDLE, area="98.01")
    assert Text.objects.filter(text=HOAX).values("group").distinct().count() == 2
    assert queries.totals(example=False) == {"NO_HOAX": 1}
    assert queries.totals(example=True) == {"NO_HOAX": 4}
    declaration.erase_examples(by="35.28/kpu", now=timezone.now())
    assert (groups(), kept()) == real
    for model in (Use, Tally, Text, Band, Wording, Group):
        assert not model.objects.filter(example=True).exists()


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_kind_is_counted_by_area_institution_month_and_group(dewi: Holder) -> None:
    freeze(dewi, HOAX)
    freeze(dewi, HOAX, area="35.28.01", event_date="2024-09-01", election="")
    found = queries.narrowed("NO_HOAX", area="", election="", example=False)
    assert found.spread.total == 2
    assert [(p.code, n) for p, n in found.areas] == [("35", 2)]
    assert found.spread.institutions == {"bawaslu": 2, "kpu": 2}
    assert found.spread.months == {"2024-08": 1, "2024-09": 1}
    (row,) = found.groups
    assert (row.text, row.count, row.texts, row.first_day) == (HOAX, 2, 1, date(2024, 8, 16))
    assert row.first is not None
    assert row.first.area_id == "35.28"
    assert found.more_groups == 0
    assert queries.elections("NO_HOAX", example=False) == ["pilkada-2024"]


@pytest.mark.parametrize(
    ("area", "election", "total", "areas"),
    [
        ("35", "", 3, {"35.28": 3}),
        ("35", "pilkada-2024", 2, {"35.28": 2}),
        ("35.28", "", 3, {"35.28": 1, "35.28.01": 2}),
        ("35.28", "pilkada-2024", 2, {"35.28": 1, "35.28.01": 1}),
        ("35.28.01", "", 2, {"35.28.01": 2}),
        ("36.04", "", 0, {}),
        ("36", "", 0, {}),
    ],
)
def test_a_kind_is_narrowed_by_area_and_election_from_the_nation_to_a_district(
    dewi: Holder, area: str, election: str, total: int, areas: dict[str, int]
) -> None:
    freeze(dewi, HOAX)
    freeze(dewi, HOAX, area="35.28.01")
    freeze(dewi, FIRST, area="35.28.01", election="")
    found = queries.narrowed("NO_HOAX", area=area, election=election, example=False)
    assert found.spread.total == total
    assert {p.code: n for p, n in found.areas} == areas
    assert sum(row.count for row in found.groups) == total


def test_only_the_first_groups_are_listed_and_the_others_counted(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "GROUPS", 1)
    freeze(dewi, HOAX, FIRST)
    freeze(dewi, FIRST)
    for area in ("", "35.28"):
        found = queries.narrowed("NO_HOAX", area=area, election="", example=False)
        assert [row.text for row in found.groups] == [FIRST]
        assert found.more_groups == 1


def test_a_group_shows_its_texts_and_what_differs_in_them_word_by_word(dewi: Holder) -> None:
    freeze(dewi, FIRST)
    freeze(dewi, FIRST, area="35.28.01", event_date="2024-08-01")
    freeze(dewi, MIDDLE)
    ref = Group.objects.get(joined=None).ref
    found = queries.group(ref)
    assert (found.text, found.count, found.example, found.codes) == (FIRST, 3, False, ("NO_HOAX",))
    assert [(t.text, t.uses) for t in found.texts] == [(FIRST, 2), (MIDDLE, 1)]
    assert found.texts[0].pieces == ()
    assert [p.sign.value for p in found.texts[1].pieces] == ["same", "new"]
    assert [(p.code, n) for p, n in found.areas] == [("35", 3)]
    assert found.first.day == date(2024, 8, 1)
    assert [(u.version.area_id, u.n) for u in found.uses] == [("35.28", 1), ("35.28", 1), ("35.28.01", 1)]
    with pytest.raises(Missing):
        queries.group("0" * 26)


def test_the_newest_declarations_of_a_kind_come_first_and_once(dewi: Holder) -> None:
    freeze(dewi, HOAX, FIRST)
    second = freeze(dewi, HOAX)
    assert [v.pk for v in queries.newest("NO_HOAX", limit=1)] == [second.pk]
    assert len(queries.newest("NO_HOAX", limit=9)) == 2
    assert queries.newest("NETRAL", limit=9) == []


def test_pages_ask_as_often_with_many_declarations_as_with_one(dewi: Holder) -> None:
    def asked() -> tuple[int, ...]:
        counts = []
        for act in (
            lambda: queries.narrowed("NO_HOAX", area="", election="", example=False),
            lambda: queries.narrowed("NO_HOAX", area="35.28", election="pilkada-2024", example=False),
            lambda: list(queries.group(str(Use.objects.values_list("group", flat=True)[0])).uses),
            lambda: queries.newest("NO_HOAX", limit=20),
            lambda: queries.totals(example=False),
        ):
            with CaptureQueriesContext(connection) as found:
                act()
            counts.append(len(found))
        return tuple(counts)

    freeze(dewi, HOAX, offices=(OfficeForm("Ketua", "KPU"),))
    before = asked()
    for text in (FIRST, MIDDLE, LAST, HOAX):
        freeze(dewi, text, area="35.28.01")
    assert asked() == before
    assert max(before) <= 12
