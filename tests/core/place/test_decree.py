"""What a new list of areas changes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.place.area import Area
from ikrar.core.place.decree import Change, Kind, Link, apply, compare

KINDS = ("provinsi", "kabupaten", "kecamatan", "desa")


def areas(**names: str) -> list[Area]:
    """Make areas from ``p91_01="Kabupaten Jaya"``: the code with underscores, the name."""
    codes = {key[1:].replace("_", "."): name for key, name in names.items()}
    return [area(code, name) for code, name in codes.items()]


def area(code: str, name: str, lat: float | None = None) -> Area:
    level = code.count(".") + 1
    return Area(code, level, KINDS[level - 1], name, code.rpartition(".")[0], lat, lat)


#: By the pattern of 2022, when three provinces were made of one; the names are invented.
BEFORE = areas(
    p91="Awan",
    p91_01="Kabupaten Bening",
    p91_01_01="Cerah",
    p91_01_01_2001="Damai",
    p91_01_01_2002="Embun",
    p91_01_02="Fajar",
    p91_01_02_2001="Damai",
    p91_02="Kabupaten Gema",
    p91_02_01="Hening",
)


def test_a_new_province_takes_regencies_along_under_new_codes() -> None:
    after = areas(
        p91="Awan",
        p91_02="Kabupaten Gema",
        p91_02_01="Hening",
        p93="Awan Selatan",
        p93_01="Kabupaten Bening",
        p93_01_01="Cerah",
        p93_01_01_2001="Damai",
        p93_01_01_2002="Embun",
        p93_01_02="Fajar",
        p93_01_02_2001="Damai",
    )
    change = compare(BEFORE, after)
    assert change.linked(Kind.SPLIT) == (Link("91", "93", Kind.SPLIT),)
    assert Link("91.01.02.2001", "93.01.02.2001", Kind.RECODED) in change.linked(Kind.RECODED)
    assert len(change.linked(Kind.RECODED)) == 6
    assert change.new == change.vanished == ()


def test_a_regency_that_gives_a_district_to_a_new_regency_was_split_and_goes_on() -> None:
    after = [a for a in BEFORE if not a.code.startswith("91.01.02")]
    after += areas(p91_03="Kabupaten Indah", p91_03_01="Fajar", p91_03_01_2001="Damai")
    change = compare(BEFORE, after)
    assert change.linked(Kind.SPLIT) == (Link("91.01", "91.03", Kind.SPLIT),)
    assert {link.new for link in change.linked(Kind.RECODED)} == {"91.03.01", "91.03.01.2001"}
    assert change.new == ()


def test_a_regency_that_vanishes_into_two_was_split() -> None:
    after = [a for a in BEFORE if not a.code.startswith("91.01")]
    after += areas(p91_03="Kabupaten Indah", p91_03_01="Cerah", p91_04="Kabupaten Jernih", p91_04_01="Fajar")
    change = compare(BEFORE, after)
    assert {(link.old, link.new) for link in change.linked(Kind.SPLIT)} == {("91.01", "91.03"), ("91.01", "91.04")}
    assert {a.code for a in change.vanished} == {"91.01.01.2001", "91.01.01.2002", "91.01.02.2001"}


def test_a_regency_taken_up_by_its_neighbour_was_merged() -> None:
    after = [a for a in BEFORE if not a.code.startswith("91.01")]
    after += areas(p91_02_02="Cerah", p91_02_03="Fajar")
    change = compare(BEFORE, after)
    assert Link("91.01", "91.02", Kind.RECODED) in change.links
    both = [a for a in BEFORE if a.code == "91"] + areas(
        p91_05="Kabupaten Kencana", p91_05_01="Cerah", p91_05_02="Hening"
    )
    merged = compare(BEFORE, both)
    assert {(link.old, link.new) for link in merged.linked(Kind.MERGED)} == {("91.01", "91.05"), ("91.02", "91.05")}


def test_a_district_that_keeps_its_villages_is_followed_though_name_and_code_changed() -> None:
    after = [a for a in BEFORE if not a.code.startswith("91.01.01")]
    after += areas(p91_01_09="Baru Sekali", p91_01_09_2001="Damai", p91_01_09_2002="Embun")
    before = [a for a in BEFORE if a.code != "91.01.02.2001"]
    change = compare(before, [a for a in after if a.code != "91.01.02.2001"])
    assert Link("91.01.01", "91.01.09", Kind.RECODED) in change.links


def test_a_renamed_area_keeps_its_code_and_a_moved_point_is_no_new_name() -> None:
    after = [replace(a, name="Kabupaten Bening Raya") if a.code == "91.01" else a for a in BEFORE]
    after = [replace(a, lat=1.5, lng=2.5) if a.code == "91.02" else a for a in after]
    change = compare(BEFORE, after)
    assert [(old.name, new.name) for old, new in change.renamed] == [("Kabupaten Bening", "Kabupaten Bening Raya")]
    assert [a.code for a in change.moved] == ["91.02"]
    assert change.links == change.added == change.ended == ()


def test_a_known_point_stays_when_the_new_list_has_none_and_goes_with_a_new_code() -> None:
    before = [area("91", "Awan", 1.0), area("91.01", "Kabupaten Bening", 2.0)]
    assert compare(before, areas(p91="Awan", p91_01="Kabupaten Bening")).empty
    recoded = compare(before, areas(p91="Awan", p91_07="Kabupaten Bening"))
    assert recoded.added[0].lat == 2.0


def test_names_that_occur_twice_are_never_matched_by_guessing() -> None:
    before = areas(p91="Awan", p91_01="Kabupaten A", p91_01_01="Sama", p91_01_02="Sama")
    after = areas(p91="Awan", p91_01="Kabupaten A", p91_01_03="Sama")
    change = compare(before, after)
    assert change.links == ()
    assert [a.code for a in change.new] == ["91.01.03"]
    assert [a.code for a in change.vanished] == ["91.01.01", "91.01.02"]


def test_origins_that_the_file_states_stand_over_what_names_suggest() -> None:
    after = [*BEFORE, *areas(p91_01_01_2003="Embun Baru")]
    change = compare(BEFORE, after, {"91.01.01.2003": ("91.01.01.2002",)})
    assert change.links == (Link("91.01.01.2002", "91.01.01.2003", Kind.SPLIT),)
    merged = [a for a in BEFORE if not a.code.startswith("91.01.01.")] + areas(p91_01_01_2009="Damai Embun")
    change = compare(BEFORE, merged, {"91.01.01.2009": ("91.01.01.2001", "91.01.01.2002")})
    assert {link.kind for link in change.links} == {Kind.MERGED}


def test_the_same_list_changes_nothing() -> None:
    assert compare(BEFORE, list(reversed(BEFORE))) == Change()
    assert Change().empty


@st.composite
def lists(draw: st.DrawFn) -> list[Area]:
    """A small whole list: every area has its parent; few names, so that they collide."""
    found: dict[str, Area] = {}
    for code in draw(st.lists(st.sampled_from(CODES), max_size=14)):
        parts = code.split(".")
        for end in range(1, len(parts) + 1):
            one = ".".join(parts[:end])
            found.setdefault(one, area(one, draw(st.sampled_from("ABCDE")), draw(st.sampled_from((None, 1.0, 2.0)))))
    return list(found.values())


CODES = [f"{p}.{r}.{d}.{v}" for p in ("91", "93") for r in ("01", "02") for d in ("01", "02") for v in ("2001", "2002")]


@given(lists(), lists())
def test_the_change_leads_from_one_list_to_the_other(before: list[Area], after: list[Area]) -> None:
    change = compare(before, after)
    reached = apply(before, change)
    assert {a.code: (a.name, a.kind) for a in reached.values()} == {a.code: (a.name, a.kind) for a in after}
    for wanted in after:
        assert wanted.lat in (None, reached[wanted.code].lat)
    assert compare(reached.values(), after).empty
    codes_before, codes_after = {a.code for a in before}, {a.code for a in after}
    assert all(link.old in codes_before and link.new in codes_after for link in change.links)
    assert len({(link.old, link.new) for link in change.links}) == len(change.links)
    ended, added = {a.code for a in change.ended}, {a.code for a in change.added}
    assert all(link.old in ended or link.new in added for link in change.links)
    assert {a.code for a in change.vanished} | {link.old for link in change.links} >= ended
    assert {a.code for a in change.new} | {link.new for link in change.links} >= added


@given(lists())
def test_no_list_changes_itself(same: list[Area]) -> None:
    assert compare(same, same).empty


def test_more_than_one_code_in_twenty_gone_without_a_successor_looks_like_a_list_cut_off() -> None:
    old = [area(f"91.{n:02}", f"Kabupaten {n}") for n in range(1, 41)]
    assert not compare(old, old[:-2]).shrinks
    assert compare(old, old[:-3]).shrinks
    followed = {"91.77": ("91.40",)}
    assert not compare(old, [*old[:-3], area("91.77", "Kabupaten Baru")], followed).shrinks
    assert not compare([], old).shrinks
