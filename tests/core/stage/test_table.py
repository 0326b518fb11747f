"""The stages of each election are those of its regulation, and contradict nothing else that is bundled."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ikrar.core.data import files
from ikrar.core.election import table as elections
from ikrar.core.stage.table import Stage, anchors_of, name_of, recorded, stages

VOTING_DAYS = {one.code: one.voting_day for one in elections.load()}
REAL = ("pemilu-2024", "pilkada-2024")
INVENTED = "pilkada-arunika"
ANY_DAY = date(2029, 11, 28)


def of(code: str) -> dict[str, Stage]:
    return {one.code: one for one in stages(code, VOTING_DAYS.get(code) or ANY_DAY)}


@pytest.mark.parametrize("code", [*REAL, INVENTED])
def test_each_stage_stands_once_and_says_itself_in_both_languages(code: str) -> None:
    found = stages(code, VOTING_DAYS[code] or ANY_DAY)
    assert len({one.code for one in found}) == len(found)
    for one in found:
        for words in (one.name, one.resident, *([one.rule] if one.rule else [])):
            assert set(words) == {"id", "en"}
            assert all(text.strip() == text and text for text in words.values())
        assert all(text.endswith(".") for text in one.resident.values())


@pytest.mark.parametrize("code", REAL)
def test_each_stage_of_a_real_election_names_the_regulation_that_sets_it(code: str) -> None:
    assert {one.source.split()[0] for one in stages(code, VOTING_DAYS[code])} == {"PKPU"}


@pytest.mark.parametrize("code", [*REAL, INVENTED])
def test_a_stage_has_its_days_in_order_or_a_rule_instead(code: str) -> None:
    for one in of(code).values():
        assert bool(one.rule) == (one.last is None)
        assert one.first is None or (one.last is not None and one.first <= one.last)


@pytest.mark.parametrize("code", [*REAL, INVENTED])
def test_stages_come_by_their_days_and_those_without_days_last(code: str) -> None:
    found = stages(code, VOTING_DAYS[code] or ANY_DAY)
    dated = [one for one in found if one.last]
    assert found[: len(dated)] == tuple(dated)
    assert [one.first or one.last for one in dated] == sorted(day for one in dated if (day := one.first or one.last))


@pytest.mark.parametrize("code", REAL)
def test_the_stage_of_voting_is_the_voting_day_of_the_election(code: str) -> None:
    vote = of(code)["VOTE"]
    assert vote.first == vote.last == VOTING_DAYS[code]
    assert vote.days == 1


def test_the_days_by_which_the_reader_knows_the_stages_are_the_same() -> None:
    told = {("campaign", "CAMPAIGN"), ("quiet", "QUIET"), ("candidates", "NOM_SET")}
    seen = 0
    for row in files.rows("stage_days.csv"):
        for short, code in told:
            if row["stage"] == short and code in of(row["election"]):
                stage = of(row["election"])[code]
                assert (str(stage.first), str(stage.last)) == (row["first_day"], row["last_day"])
                seen += 1
    assert seen == 5  # campaign and quiet days of both, candidates of the Pilkada


@pytest.mark.parametrize(("code", "days"), [("pemilu-2024", 75), ("pilkada-2024", 60)])
def test_the_campaign_lasts_as_long_as_reported_and_the_quiet_days_stand_between_it_and_the_vote(
    code: str, days: int
) -> None:
    campaign, quiet, vote = (of(code)[name] for name in ("CAMPAIGN", "QUIET", "VOTE"))
    assert campaign.days == days
    assert quiet.days == 3
    assert campaign.last
    assert quiet.last
    assert (campaign.last + timedelta(days=1), quiet.last + timedelta(days=1)) == (quiet.first, vote.first)


def test_stages_overlap_and_leave_days_between_as_the_regulation_does() -> None:
    pilkada = of("pilkada-2024")
    assert pilkada["NOM_REG"].first == pilkada["NOM_CHECK"].first
    assert pilkada["NOM_SET"].last
    assert pilkada["CAMPAIGN"].first
    assert pilkada["CAMPAIGN"].first - pilkada["NOM_SET"].last == timedelta(days=3)  # 23 and 24 September are neither
    assert pilkada["PLAN"].first is None
    assert pilkada["PLAN"].days is None
    assert pilkada["DISPUTE"].last is None


def test_the_invented_election_keeps_the_distances_of_a_real_one_to_its_voting_day() -> None:
    real, invented = of("pilkada-2024"), of(INVENTED)
    day = VOTING_DAYS["pilkada-2024"]
    for code, one in invented.items():
        twin = real[code]
        if code != "VOTER_LIST" and twin.first and twin.last and day and one.first and one.last:
            assert (one.first - ANY_DAY, one.last - ANY_DAY) == (twin.first - day, twin.last - day), code
        assert not one.source or "CONTOH / EXAMPLE" in one.source, "what is invented follows no regulation"


def test_without_a_voting_day_what_is_counted_from_it_is_left_out() -> None:
    assert [one.code for one in stages(INVENTED, None)] == ["DISPUTE", "DETERMINE", "DETERMINE_PHP", "PROPOSE"]
    assert stages("pilkada-2029-pamekasan", None) == ()


def test_an_election_of_its_own_has_its_voting_day_alone_and_says_so() -> None:
    (vote,) = stages("pilkada-2029-pamekasan", ANY_DAY)
    assert (vote.code, vote.first, vote.last) == ("VOTE", ANY_DAY, ANY_DAY)
    assert not recorded("pilkada-2029-pamekasan")
    assert not recorded("")
    assert recorded("pilkada-2024")


def codes(election: str, **anchors: str) -> dict[str, Stage]:
    days = {code: date.fromisoformat(day) for code, day in anchors.items()}
    return {one.code: one for one in stages(election, VOTING_DAYS[election], days)}


def test_the_elected_of_a_pilkada_are_set_within_days_of_the_court_s_notice_and_the_stricter_reading_is_shown() -> None:
    before = of("pilkada-2024")["DETERMINE"]
    assert (before.last, before.waits, before.computed) == (None, ("MK_BRPK",), False)
    after = codes("pilkada-2024", MK_BRPK="2025-01-06")
    one = after["DETERMINE"]
    assert (str(one.first), str(one.last), one.computed, one.waits) == ("2025-01-06", "2025-01-09", True, ())
    assert [str(reading.last) for reading in one.readings] == ["2025-01-11", "2025-01-09"]
    assert [bool(reading.note) for reading in one.readings] == [False, True]
    assert after["DETERMINE_PHP"].waits == ("MK_RULING",)
    assert str(after["PROPOSE"].last) == "2025-01-12"  # three days after the latest day of setting


def test_what_happened_counts_before_what_was_computed() -> None:
    after = codes("pilkada-2024", MK_BRPK="2025-01-06", DETERMINED="2025-01-07")
    assert str(after["PROPOSE"].last) == "2025-01-10"
    ruled = codes("pilkada-2024", MK_BRPK="2025-01-06", MK_RULING="2025-02-24")
    assert str(ruled["DETERMINE_PHP"].last) == "2025-03-01"
    assert str(ruled["PROPOSE"].last) == "2025-03-04"


def test_in_a_pemilu_a_ruling_counts_before_a_notice_and_each_house_begins_at_the_end_of_the_last_term() -> None:
    assert str(codes("pemilu-2024", MK_NOTICE="2024-04-23")["DETERMINE"].last) == "2024-04-26"
    both = codes("pemilu-2024", MK_NOTICE="2024-04-23", MK_RULING="2024-06-10", TERM_END="2024-08-21")
    assert str(both["DETERMINE"].last) == "2024-06-13"
    assert both["OATH_DPRD"].first == both["OATH_DPRD"].last == date(2024, 8, 21)
    assert of("pemilu-2024")["OATH_DPRD"].waits == ("TERM_END",)


@pytest.mark.parametrize(
    ("code", "shown", "other"),
    [
        ("PARTY_REG", ("2022-07-29", "2022-12-13"), ("2022-06-29", "2022-12-13")),
        ("RECAP", ("2024-02-15", "2024-03-20"), ("2024-02-15", "2024-03-29")),
        ("R2_CAMPAIGN", ("2024-06-02", "2024-06-22"), ("2024-06-02", "2024-06-23")),
    ],
)
def test_where_sources_differ_both_readings_stand_and_the_shorter_span_is_shown(
    code: str, shown: tuple[str, str], other: tuple[str, str]
) -> None:
    stage = codes("pemilu-2024", SECOND_ROUND="2024-03-20")[code]
    assert (str(stage.first), str(stage.last)) == shown
    assert other in {(str(one.first), str(one.last)) for one in stage.readings}
    assert all(one.source for one in stage.readings)


def test_a_second_round_is_there_only_once_it_is_said_to_be() -> None:
    assert not [code for code in of("pemilu-2024") if code.startswith("R2_")]
    assert [code for code in codes("pemilu-2024", SECOND_ROUND="2024-03-20") if code.startswith("R2_")] == [
        "R2_CAMPAIGN",
        "R2_QUIET",
        "R2_VOTE",
    ]


def test_a_stage_may_be_part_of_another() -> None:
    pemilu = of("pemilu-2024")
    part, whole = pemilu["RALLY_ADS"], pemilu[pemilu["RALLY_ADS"].parent]
    assert whole.code == "CAMPAIGN"
    assert part.first
    assert whole.first
    assert whole.first <= part.first
    assert part.last == whole.last


def test_the_anchors_of_an_election_are_those_its_rules_hang_on() -> None:
    assert [one.code for one in anchors_of("pilkada-2024")] == ["MK_BRPK", "MK_RULING", "DETERMINED"]
    assert [one.local for one in anchors_of("pemilu-2024")] == [True, True, True, False]
    assert anchors_of("pilkada-2029-pamekasan") == ()


def test_an_election_is_added_by_a_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ADDED", [tmp_path, tmp_path / "none"])
    assert not recorded("pilkada-2031-rekaan")
    text = (
        '[election]\ncode = "pilkada-2031-rekaan"\n[[stage]]\ncode = "VOTE"\nfirst = 0\nlast = 0\nsource = ""\n'
        'name = { id = "a", en = "b" }\nresident = { id = "a", en = "b" }\n'
    )
    (tmp_path / "pilkada-2031-rekaan.toml").write_text(text, encoding="utf-8")
    (tmp_path / "pilkada-2024.toml").write_text(text, encoding="utf-8")  # a bundled one is never replaced
    assert recorded("pilkada-2031-rekaan")
    assert [one.name["id"] for one in stages("pilkada-2031-rekaan", ANY_DAY)] == ["a"]
    assert len(stages("pilkada-2024", VOTING_DAYS["pilkada-2024"])) > 10
    assert name_of("NOBODY") == {}
    assert name_of("VOTE", stages("pilkada-2031-rekaan", ANY_DAY)) == {"id": "a", "en": "b"}
