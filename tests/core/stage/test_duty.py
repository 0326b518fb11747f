"""What a region says of duties and risks stands before what is said around it, and that before the templates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.errors import InvalidField, Refused
from ikrar.core.institution.kind import kinds
from ikrar.core.stage import anchoring, duty
from ikrar.core.stage.anchoring import check as check_anchor
from ikrar.core.stage.anchoring import day_of
from ikrar.core.stage.duty import LONGEST, Entry, Line, What, check, inherited, templates
from ikrar.core.stage.table import anchors_of, name_of
from tests.core.stage.sample import SAMPLE

KEYS = st.sampled_from(["a", "b", "c"])
AREAS = st.sampled_from(["35", "35.28", "35.28.01"])
LINES = st.builds(lambda key, area: Line(key, "VOTE", What.RISK, "", {"id": f"{key} {area}"}, "s", area), KEYS, AREAS)
ENTRIES = st.lists(st.builds(Entry, LINES, st.booleans()), max_size=6)


def line(**values: object) -> Line:
    return Line(
        **(
            {"key": "", "stage": "VOTE", "what": What.RISK, "who": "", "text": {"id": "Banjir."}, "source": "BPBD"}
            | values
        )  # type: ignore[arg-type]
    )


def test_every_template_names_a_known_stage_and_office_says_itself_in_both_languages_and_names_its_source() -> None:
    found = templates("pilkada-2024")
    assert len({one.key for one in found}) == len(found) > 25
    for one in found:
        assert name_of(one.stage), one.key
        assert bool(one.who) == (one.what is What.DUTY)
        assert not one.who or one.who in kinds()
        assert set(one.text) == {"id", "en"}
        assert one.source
        assert len(one.key) <= 30


def test_no_template_about_speech_names_the_police() -> None:
    for one in templates("pemilu-2024"):
        if any(word in one.text["id"].lower() for word in ("hoaks", "ujaran", "provokasi")):
            assert one.who != "polri"


def test_an_election_may_bring_lines_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ADDED", [tmp_path])
    (tmp_path / "pilkada-2031-rekaan.toml").write_text(SAMPLE, encoding="utf-8")
    own = [one for one in templates("pilkada-2031-rekaan") if one.key.startswith("e-")]
    assert [(one.key, one.who) for one in own] == [("e-duty-0", "bawaslu"), ("e-risk-0", "")]


@given(ENTRIES)
def test_the_narrowest_region_has_the_last_word(said: list[Entry]) -> None:
    usual = (line(key="a", text={"id": "a"}), line(key="d", text={"id": "d"}))
    found = {one.key: one for one in inherited(usual, said)}
    assert found["d"].area == ""
    for key in "abc":
        words = [one for one in said if one.line.key == key]
        if not words:
            assert (key in found) == (key == "a")
            continue
        widest = max(len(one.line.area) for one in words)
        last = [one for one in words if len(one.line.area) == widest][-1]
        assert found.get(key) == (None if last.removed else last.line)


def test_lines_keep_their_order_and_new_ones_follow() -> None:
    usual = (line(key="a"), line(key="b"))
    said = [Entry(line(key="new", area="35.28"), removed=False), Entry(line(key="b", area="35"), removed=False)]
    assert [one.key for one in inherited(usual, said)] == ["a", "b", "new"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"stage": "NOTHING"}, "stage"),
        ({"what": What.DUTY}, "who"),
        ({"what": What.DUTY, "who": "satgas"}, "who"),
        ({"who": "kpu"}, "who"),
        ({"text": {"id": ""}}, "text"),
        ({"text": {"en": "Flood."}}, "text"),
        ({"text": {"id": "a" * (LONGEST + 1)}}, "text"),
        ({"text": {"id": "a\nb"}}, "text"),
        ({"source": ""}, "source"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_field(values: dict[str, object], field: str) -> None:
    check(line(), ["VOTE"])
    check(line(what=What.DUTY, who="kpu"), ["VOTE"])
    with pytest.raises(InvalidField) as refusal:
        check(line(**values), ["VOTE"])
    assert refusal.value.field == field


def test_an_event_is_one_of_its_election_on_a_day_that_can_be_and_with_a_source() -> None:
    anchors, vote = anchors_of("pilkada-2024"), date(2024, 11, 27)
    assert check_anchor(anchors, "MK_BRPK", date(2025, 1, 6), "Surat MK", vote).local
    assert check_anchor(anchors, "MK_BRPK", date(1999, 1, 6), "Surat MK", None).code == "MK_BRPK"
    assert check_anchor(anchors, "MK_BRPK", None, "Keliru", vote).code == "MK_BRPK"
    for code, day, source, field in (
        ("NOTHING", vote, "s", "code"),
        ("MK_BRPK", date(2034, 1, 1), "s", "day"),
        ("MK_BRPK", vote, "", "source"),
    ):
        with pytest.raises(InvalidField) as refusal:
            check_anchor(anchors, code, day, source, vote)
        assert refusal.value.field == field


def test_a_day_is_read_as_a_form_sends_it() -> None:
    assert day_of(" 2025-01-06 ") == date(2025, 1, 6)
    for text in ("", "besok", "2025-02-30", "2025-01-06T10:00"):
        with pytest.raises(InvalidField, match="tanggal"):
            day_of(text)


def test_every_kind_of_institution_moves_deadlines_or_not_and_the_commission_has_the_last_word() -> None:
    def may(kind: str, holds: str) -> bool:
        try:
            anchoring.check_who(kind, holds)
        except Refused:
            return False
        return True

    enters = {kind for kind in kinds() if may(kind, "")}
    assert set(kinds()) - enters == anchoring.OUTSIDE
    assert {kind for kind in kinds() if may(kind, "kpu")} == {"kpu"}
    assert {kind for kind in kinds() if may(kind, "bawaslu")} == enters


def test_a_party_alone_writes_no_duties() -> None:
    for kind in set(kinds()) - {"party"}:
        duty.check_who(kind)
    with pytest.raises(Refused, match="peserta"):
        duty.check_who("party")
