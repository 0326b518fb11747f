"""Two readings of one event are suggested with reasons; what cannot be one event is never put together."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm, PointForm
from ikrar.core.reading.form import PersonForm, ReadingForm
from ikrar.core.reading.same_event import (
    DAYS,
    Sketch,
    Verdict,
    compare,
    joins,
    overlap,
    sketch,
    traces,
)

DAY = date(2024, 8, 16)
ONE = Sketch(
    "a",
    "declaration",
    "35.28",
    DAY,
    None,
    "pilkada-2024",
    "pendopo",
    frozenset({"damai", "jujur"}),
    frozenset({"wira", "sari"}),
)
BARE = Sketch("b", "declaration")
STORY = "Komisi pemilihan umum menggelar deklarasi damai di pendopo bersama calon dan aparat keamanan setempat. " * 3

days = st.none() | st.integers(0, 20).map(lambda n: DAY + timedelta(days=n))
sketches = st.builds(
    Sketch,
    ref=st.text("abcdefgh", min_size=3, max_size=6),
    kind=st.sampled_from(["", "none", "declaration", "relay_handover"]),
    area_code=st.sampled_from(["", "35", "35.28", "35.28.01", "35.2", "36.04"]),
    event_date=days,
    published=days,
    election=st.sampled_from(["", "pilkada-2024", "pemilu-2024"]),
    place=st.sampled_from(["", "pendopo", "aula"]),
    points=st.frozensets(st.sampled_from("pqrs"), max_size=3),
    persons=st.frozensets(st.sampled_from("xyz"), max_size=3),
    traces=st.sampled_from([(), traces(STORY), traces("lain sekali isi berita ini, tidak ada yang sama")]),
)


def test_all_that_agrees_makes_one_event_and_every_step_has_its_reason() -> None:
    found = compare(ONE, replace(ONE, ref="b"))
    assert found.verdict is Verdict.SAME
    assert found.score == sum(why.weight for why in found.reasons) == 12.5
    assert [why.message.format(**why.params) for why in found.reasons] == [
        "Tanggal acaranya sama.",
        "Wilayahnya sama.",
        "Jenis peristiwanya sama.",
        "Pemilihannya sama.",
        "Tempat acaranya sama.",
        "Poin ikrarnya sama.",
        "Ada 2 orang yang disebut di keduanya.",
    ]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"event_date": None}, Verdict.UNSURE),
        ({"event_date": None, "published": DAY}, Verdict.UNSURE),
        ({"area_code": ""}, Verdict.UNSURE),
        ({"area_code": "35"}, Verdict.SAME),
        ({"area_code": "35.28.01"}, Verdict.SAME),
        ({"kind": "relay_handover"}, Verdict.SAME),
        ({"kind": "none"}, Verdict.OTHER),
        ({"event_date": DAY + timedelta(days=1)}, Verdict.SAME),
        ({"event_date": DAY + timedelta(days=DAYS + 1)}, Verdict.OTHER),
        ({"area_code": "36.04", "event_date": DAY + timedelta(days=1)}, Verdict.OTHER),
        ({"area_code": "36.04"}, Verdict.UNSURE),
        ({"election": "pemilu-2024", "points": frozenset({"lain"}), "persons": frozenset()}, Verdict.UNSURE),
        ({"election": "", "points": frozenset(), "persons": frozenset({"sari"}), "place": ""}, Verdict.SAME),
    ],
)
def test_what_is_missing_or_differs_makes_it_less_sure(changes: dict[str, object], verdict: Verdict) -> None:
    assert compare(ONE, replace(ONE, ref="b", **changes)).verdict is verdict  # type: ignore[arg-type]


def test_articles_published_near_one_another_may_tell_of_one_event_whose_day_is_unknown() -> None:
    one = replace(ONE, event_date=None, published=DAY, points=frozenset(), persons=frozenset(), place="")
    assert compare(one, replace(one, ref="b")).verdict is Verdict.UNSURE
    assert compare(one, replace(one, ref="b", published=DAY + timedelta(days=9))).score < compare(one, one).score


def test_two_provinces_alone_say_little() -> None:
    assert "Provinsinya sama." in {why.message for why in compare(replace(ONE, area_code="35"), ONE).reasons}


def test_a_text_printed_again_is_the_same_event_even_where_nothing_else_is_known() -> None:
    again = replace(BARE, kind="none", traces=traces(STORY + "Editor: Sari."))
    assert compare(replace(BARE, kind="none", traces=traces(STORY)), again).verdict is Verdict.SAME
    far = replace(ONE, traces=traces(STORY)), replace(ONE, event_date=DAY + timedelta(days=9), traces=traces(STORY))
    assert compare(*far).verdict is Verdict.UNSURE, "one of the two days was read wrongly, or it is another event"


def test_part_of_the_same_words_counts_for_less() -> None:
    half = traces(STORY + "Sesudah itu rombongan berangkat ke alun-alun dan membagikan bunga kepada warga. " * 2)
    assert 0.35 <= overlap(traces(STORY), half) < 0.8
    assert compare(replace(BARE, traces=traces(STORY)), replace(BARE, traces=half)).score == 3.0


def test_an_empty_text_is_like_no_other() -> None:
    assert traces(" .") == ()
    assert overlap((), traces(STORY)) == overlap((), ()) == 0.0
    assert len(traces("damai")) == 1


def test_a_form_is_sketched_as_it_stands() -> None:
    form = ReadingForm(
        declaration=DeclarationForm(
            area="35.28", event_date="2024-08-16", points=(PointForm("Damai!"), PointForm(" "))
        ),
        persons=(PersonForm(" Wira  ADINATA"), PersonForm("")),
        kind="declaration",
    )
    made = sketch("a", form, published=DAY, traces=[1])
    assert (made.points, made.persons) == (frozenset({"damai"}), frozenset({"wira adinata"}))
    assert (made.area_code, made.event_date, made.published, made.traces) == ("35.28", DAY, DAY, (1,))


@given(sketches, sketches)
def test_it_does_not_matter_which_of_two_comes_first(one: Sketch, other: Sketch) -> None:
    assert compare(one, other) == compare(other, one)


@given(sketches, sketches)
def test_different_regencies_on_different_days_are_never_one_event(one: Sketch, other: Sketch) -> None:
    one = replace(one, area_code="35.28", event_date=DAY)
    other = replace(other, area_code="36.04", event_date=DAY + timedelta(days=1))
    assert compare(one, other).verdict is Verdict.OTHER
    assert joins(one, {"g": [other]}) is None
    assert joins(one, {"g": [replace(one, ref="z"), other]}) is None, "not even beside one that is alike"


@given(sketches, st.lists(sketches, max_size=6))
def test_the_order_of_what_is_known_does_not_change_the_suggestion(new: Sketch, known: list[Sketch]) -> None:
    groups: dict[str, list[Sketch]] = {}
    for n, one in enumerate(known):
        groups.setdefault(f"g{n % 3}", []).append(one)
    turned = {ref: list(reversed(members)) for ref, members in reversed(groups.items())}
    assert joins(new, groups) == joins(new, turned)


@given(st.lists(sketches, max_size=7, unique_by=lambda one: one.ref))
def test_drafts_that_arrive_one_by_one_never_stand_beside_one_that_excludes_them(arriving: list[Sketch]) -> None:
    groups: dict[str, list[Sketch]] = {}
    for one in arriving:
        groups.setdefault(joins(one, groups) or one.ref, []).append(one)
    for members in groups.values():
        for one, other in itertools.combinations(members, 2):
            if one.event_date and other.event_date and one.event_date != other.event_date:
                areas = sorted((one.area_code, other.area_code), key=len)
                assert not areas[0] or areas[0] == areas[1] or areas[1].startswith(areas[0] + ".")


def test_the_likest_group_is_suggested_and_nothing_where_nothing_is_alike() -> None:
    near = replace(ONE, ref="b", points=frozenset(), persons=frozenset())
    assert joins(ONE, {"x": [near], "y": [replace(ONE, ref="c")], "z": [BARE]}) == "y"
    assert joins(ONE, {"z": [BARE]}) is None
    assert joins(ONE, {}) is None
