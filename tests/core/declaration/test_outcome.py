"""The four values of a point are told with their rule; until cases exist only one of them can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration import kind
from ikrar.core.declaration.outcome import Lack, Outcome, lack, meanings

KINDS = kind.load()
ATTITUDES = {one.code for one in KINDS if one.attitude}
CODES = st.sets(st.sampled_from([one.code for one in KINDS]), max_size=4)


def test_each_value_is_told_once_in_both_languages_beginning_with_unknown() -> None:
    told = meanings()
    assert [one.outcome for one in told] == list(Outcome)
    assert told[0].outcome is Outcome.UNKNOWN
    for one in told:
        assert all(set(words) == {"id", "en"} for words in (one.name, one.meaning, one.rule))
        assert all(text.endswith(".") for words in (one.meaning, one.rule) for text in words.values())


def test_the_rules_of_the_decision_are_said() -> None:
    rule = {one.outcome: one.rule for one in meanings()}
    assert "sunyi" in rule[Outcome.KEPT]["id"]
    assert "silence" in rule[Outcome.KEPT]["en"]
    assert "<5" in rule[Outcome.TESTED]["id"]
    assert "putusan manusia" in rule[Outcome.BROKEN]["id"]
    assert "without a count" in rule[Outcome.BROKEN]["en"]


def test_what_is_missing_depends_on_what_was_pledged() -> None:
    assert lack([], attitudes=ATTITUDES) is Lack.NO_KIND
    assert lack(["UNITY_NKRI"], attitudes=ATTITUDES) is Lack.ATTITUDE
    assert lack(["NO_HOAX"], attitudes=ATTITUDES) is Lack.NO_REPORT
    assert lack(["UNITY_NKRI", "NO_HOAX"], attitudes=ATTITUDES) is Lack.NO_REPORT


@given(CODES, CODES)
def test_a_further_kind_never_makes_a_point_harder_to_know(first: set[str], more: set[str]) -> None:
    order = list(Lack)
    assert order.index(lack(first | more, attitudes=ATTITUDES)) >= order.index(lack(first, attitudes=ATTITUDES))


def test_what_a_resident_can_do_is_said_for_every_kind_and_promises_nothing_of_the_program() -> None:
    for one in KINDS:
        assert set(one.resident) == {"id", "en"}
        for text in one.resident.values():
            assert text.endswith(".")
            assert "!" not in text
            assert "lapor" not in text.lower() or "Bawaslu" in text
            assert "kepada Ikrar" not in text
            assert "to Ikrar" not in text


def test_danger_is_sent_to_the_emergency_line_and_speech_never_to_the_police() -> None:
    by_code = {one.code: one.resident["id"] for one in KINDS}
    assert all("110" in by_code[code] for code in ("PEACE_SAFE", "SUPPORT_SECURITY", "NO_INTIMIDATION"))
    for speech in ("NO_HOAX", "NO_SARA", "NO_HATE_SPEECH", "NO_PROVOCATION", "NO_BLACK_CAMPAIGN"):
        assert "110" not in by_code[speech]
        assert "polisi" not in by_code[speech].lower()
