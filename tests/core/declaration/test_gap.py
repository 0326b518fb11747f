"""What is not known about a declaration follows from its facts, and is always told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice
from ikrar.core.declaration.gap import Gap, Told, gaps

CHAIR = PledgingOffice("Ketua KPU", "KPU Kabupaten Pamekasan", None, None)
BODY = PledgingOffice(None, "Partai Melati", None, None)
WHOLE = DeclarationText(
    title="Deklarasi",
    election="pilkada-2024",
    area="35.28",
    event_date=date(2024, 8, 16),
    place="Ballroom",
    language="id",
    preamble=None,
    points=("Satu.", "Dua."),
    closing=None,
    pledging_offices=(CHAIR,),
    parent=None,
    supersedes=None,
)
KINDS = (("NO_HOAX",), ("UNITY_NKRI",))
ALWAYS = {Gap.OUTCOME, Gap.SCAN}


def told(text: DeclarationText = WHOLE, kinds: object = KINDS, source: str = "", superseded: bool = False) -> set[Gap]:
    return {one.gap for one in gaps(text, kinds=kinds, source=source, superseded=superseded)}  # type: ignore[arg-type]


def test_of_a_whole_declaration_only_what_nobody_keeps_yet_is_unknown() -> None:
    assert told(source="https://example.org/a") == {*ALWAYS, Gap.SIGNATURES, Gap.ARTICLE}


def test_each_missing_fact_is_told() -> None:
    bare = replace(WHOLE, event_date=None, place=None, election=None, pledging_offices=())
    assert told(bare) == {*ALWAYS, Gap.SIGNERS, Gap.DAY, Gap.PLACE, Gap.ELECTION, Gap.SOURCE}


def test_points_without_a_kind_and_bodies_without_an_office_are_counted() -> None:
    found = gaps(
        replace(WHOLE, pledging_offices=(CHAIR, BODY, BODY)), kinds=((), ("NO_HOAX",)), source="", superseded=False
    )
    assert Told(Gap.BODIES, 2) in found
    assert Told(Gap.KINDS, 1) in found


def test_a_replaced_version_says_so_last() -> None:
    assert gaps(WHOLE, kinds=KINDS, source="", superseded=True)[-1] == Told(Gap.OUTDATED)


@given(st.booleans(), st.booleans(), st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_the_outcome_is_never_left_out_and_no_gap_is_told_twice(
    source: bool, superseded: bool, offices: int, bodies: int, kind: bool
) -> None:
    text = replace(WHOLE, pledging_offices=(CHAIR,) * offices + (BODY,) * bodies)
    found = gaps(text, kinds=[["NO_HOAX"] if kind else []], source="x" if source else "", superseded=superseded)
    names = [one.gap for one in found]
    assert len(set(names)) == len(names)
    assert set(names) >= ALWAYS
    assert (Gap.SOURCE in names) != (Gap.ARTICLE in names)
    assert (Gap.SIGNERS in names) != (Gap.SIGNATURES in names)
    assert names == [gap for gap in Gap if gap in names]
