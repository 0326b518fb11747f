"""The list of roles is closed (decision 12)."""

from __future__ import annotations

import pytest

from ikrar.core.account.role import GRANTABLE, MEANING, Role


def test_decision12_exactly_these_roles_exist() -> None:
    assert [role.value for role in Role] == [
        "resident",
        "officer",
        "reviewer",
        "liaison",
        "planner",
        "secretary",
        "auditor",
        "administrator",
        "machine",
    ]


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_sentence_in_both_languages(role: Role) -> None:
    assert set(MEANING[role]) == {"id", "en"}
    for sentence in MEANING[role].values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_decision12_nobody_is_granted_residence_or_standing_review() -> None:
    assert set(Role) - GRANTABLE == {Role.RESIDENT, Role.REVIEWER}
