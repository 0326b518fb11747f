"""Policies are read as c2sp.org/tlog-policy says, and no state body alone and no civil body alone makes a quorum."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.light import FRESH, FRESH_ACTIVE, PATIENCE, Light, light
from ikrar.core.ledger.policy import MAX_BYTES, MAX_GROUPS, Policy
from tests.core.ledger import keys

POLICY = Policy.parse(keys.policy_text())
LOG, W1, W2 = keys.log_signer().key.text(), *(keys.witness_signer(name).key.text() for name in ("KPU", "PERS"))
ONE = f"witness A {W1}\nwitness B {W2}\n"


def test_the_policy_names_its_log_and_its_witnesses() -> None:
    assert POLICY.log.key == keys.log_signer().key
    assert list(POLICY.witnesses) == list(keys.WITNESSES)
    assert POLICY.witnesses["KPU"].key == keys.witness_signer("KPU").key
    assert len(POLICY.keys()) == 6


def test_the_quorum_needs_two_of_the_state_and_one_of_the_others() -> None:
    enough = {names for count in range(6) for names in combinations(keys.WITNESSES, count) if POLICY.satisfied(names)}
    assert len(enough) == 4 * 3
    assert all(len({"KPU", "BAWASLU", "POLRI"} & {*names}) >= 2 and {"UNIV", "PERS"} & {*names} for names in enough)
    assert not POLICY.satisfied({"negara", "sipil"})


@pytest.mark.parametrize(
    ("rules", "names", "expected"),
    [
        ("quorum none", "", True),
        ("quorum A", "", False),
        ("quorum A", "A", True),
        ("quorum A", "B", False),
        ("group g any A B\nquorum g", "B", True),
        ("group g all A B\nquorum g", "B", False),
        ("group g 2 A B\nquorum g", "AB", True),
        ("group g 1 A\ngroup h all g B\nquorum h", "AB", True),
        ("group g 1 A\ngroup h all g B\nquorum h", "B", False),
        ("quorum A\n# after\n \t \n\tgroup\tg  any A B ", "A", True),
    ],
)
def test_quorums_are_counted(rules: str, names: str, expected: bool) -> None:
    assert Policy.parse(f"{ONE}{rules}\n").satisfied(set(names)) is expected


def test_a_log_and_a_witness_may_have_an_address() -> None:
    policy = Policy.parse(f"log {LOG} https://a.contoh/l\nwitness A {W1} https://b.contoh/\nquorum A")
    assert (policy.log.url, policy.witnesses["A"].url) == ("https://a.contoh/l", "https://b.contoh/")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("log x\nquorum none\n", 1),
        (f"log {W1}\nquorum none\n", 1),
        (f"log {LOG}\nlog {LOG}\nquorum none\n", 2),
        (f"log {LOG} a b\nquorum none\n", 1),
        (f"witness A {LOG}\nquorum A\n", 1),
        (f"witness A {W1} a b\nquorum A\n", 1),
        (f"witness A {W1}\nwitness B {W1}\nquorum A\n", 2),
        (f"witness A {W1}\nwitness A {W2}\nquorum A\n", 2),
        (f"witness none {W1}\nquorum none\n", 1),
        (f"{ONE}group g 0 A B\nquorum g\n", 3),
        (f"{ONE}group g 3 A B\nquorum g\n", 3),
        (f"{ONE}group g 01 A B\nquorum g\n", 3),
        (f"{ONE}group g some A B\nquorum g\n", 3),
        (f"{ONE}group g all\nquorum g\n", 3),
        (f"{ONE}group g all A A\nquorum g\n", 3),
        (f"{ONE}group A any B\nquorum A\n", 3),
        (f"{ONE}group g any none\nquorum g\n", 3),
        (f"{ONE}group g any h\ngroup h any A\nquorum g\n", 3),
        (f"{ONE}group g any A\ngroup h any A\nquorum g\n", 4),
        (f"{ONE}quorum g\ngroup g any A\n", 3),
        (f"{ONE}quorum A\nquorum B\n", 4),
        (f"{ONE}quorum A B\n", 3),
        (f"{ONE}quota A\n", 3),
        (f"{ONE}witness C\u00a0D {W1}\nquorum A\n", 3),
        (f"witness A {W1} # near\nquorum A\n", 1),
    ],
)
def test_the_line_that_breaks_the_syntax_is_named(text: str, line: int) -> None:
    with pytest.raises(InvalidField) as found:
        Policy.parse(text)
    assert found.value.params["line"] == line


@pytest.mark.parametrize("text", ["", "# nothing\n", ONE, f"{ONE}quorum A\r\n", "\x00", "a" * (MAX_BYTES + 1)])
def test_a_policy_without_a_quorum_or_with_control_characters_is_none(text: str) -> None:
    with pytest.raises(InvalidField):
        Policy.parse(text)


def test_groups_of_groups_have_an_end() -> None:
    chain = [f"group g{n + 1} any g{n}" for n in range(1, MAX_GROUPS)]
    text = "\n".join([ONE, "group g1 any A", *chain])
    assert Policy.parse(f"{text}\nquorum g{MAX_GROUPS}\n").satisfied({"A"})
    with pytest.raises(InvalidField):
        Policy.parse(f"{text}\ngroup last any B\nquorum last\n")


def test_a_policy_may_name_no_log_but_then_has_none() -> None:
    policy = Policy.parse("quorum none\n")
    with pytest.raises(InvalidField):
        _ = policy.log


ALL, QUORUM, TOO_FEW = {*keys.WITNESSES}, {"KPU", "POLRI", "PERS"}, {"KPU", "POLRI", "BAWASLU"}
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize(
    ("names", "times", "later", "expected"),
    [
        (ALL, 1, False, Light.GREEN),
        (ALL, 1, True, Light.AMBER),
        (ALL, PATIENCE, False, Light.AMBER),
        (ALL, PATIENCE, True, Light.RED),
        (QUORUM, 0, False, Light.AMBER),
        (QUORUM, PATIENCE, False, Light.AMBER),
        (QUORUM, PATIENCE, True, Light.RED),
        (TOO_FEW, 0, False, Light.RED),
        (set(), 0, False, Light.RED),
    ],
)
def test_R48_the_light_is_green_amber_or_red(
    names: set[str], times: int, later: bool, expected: Light, active: bool
) -> None:
    age = times * (FRESH_ACTIVE if active else FRESH) + later * SECOND
    assert light(POLICY, names, age, active) is expected
