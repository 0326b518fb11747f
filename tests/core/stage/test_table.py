"""The stages of each election are those of its regulation, and contradict nothing else that is bundled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ikrar.core.data import files
from ikrar.core.election import table as elections
from ikrar.core.stage.table import Stage, recorded, stages

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
        assert one.source == ""


def test_without_a_voting_day_what_is_counted_from_it_is_left_out() -> None:
    assert [one.code for one in stages(INVENTED, None)] == ["DISPUTE"]
    assert stages("pilkada-2029-pamekasan", None) == ()


def test_an_election_of_its_own_has_its_voting_day_alone_and_says_so() -> None:
    (vote,) = stages("pilkada-2029-pamekasan", ANY_DAY)
    assert (vote.code, vote.first, vote.last) == ("VOTE", ANY_DAY, ANY_DAY)
    assert not recorded("pilkada-2029-pamekasan")
    assert not recorded("")
    assert recorded("pilkada-2024")
