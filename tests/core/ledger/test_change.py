"""Who may change what concerns the ledger itself, and what a witness policy may say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ikrar.core.account.grant import Grant
from ikrar.core.account.request import Staff
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Refused
from ikrar.core.ledger.change import approve_as, check_policy, propose_as, quorum_of, reachable
from ikrar.core.ledger.note import Kind, VerifierKey
from ikrar.core.ledger.policy import Policy

TODAY = date(2026, 3, 2)


def key(number: int, kind: Kind = Kind.COSIGNATURE) -> str:
    """Write the public key of a number."""
    return VerifierKey(f"saksi{number}.example", kind, bytes([number]) * 32).text()


def grant(institution: str, role: Role = Role.ADMINISTRATOR, days: int = 9) -> Grant:
    """Give a grant that ends in some days."""
    return Grant(role, institution, frozenset({"35.28"}), TODAY - timedelta(days=9), TODAY + timedelta(days=days))


JOKO, NILA = Staff("joko", (grant("35.28/kpu"),)), Staff("nila", (grant("35.28/bawaslu"),))


def test_an_administrator_proposes_and_one_of_another_institution_approves() -> None:
    assert propose_as(JOKO, TODAY) == "35.28/kpu"
    assert approve_as(NILA, proposer=JOKO, proposed_as="35.28/kpu", today=TODAY) == "35.28/bawaslu"


@pytest.mark.parametrize(
    ("person", "proposer"),
    [
        (JOKO, JOKO),
        (Staff("sari", (grant("35.28/kpu"),)), JOKO),
        (Staff("sari", (grant("35.28/bawaslu"), grant("35.28/kpu", Role.OFFICER))), JOKO),
        (Staff("sari", (grant("35.28/bawaslu", Role.OFFICER),)), JOKO),
        (Staff("sari", (grant("35.28/bawaslu", days=-1),)), JOKO),
        (NILA, Staff("joko", (grant("35.28/kpu", days=-1),))),
        (NILA, Staff("joko", ())),
    ],
)
def test_nobody_else_approves(person: Staff, proposer: Staff) -> None:
    with pytest.raises(Refused):
        approve_as(person, proposer=proposer, proposed_as="35.28/kpu", today=TODAY)


def test_only_an_administrator_in_force_proposes() -> None:
    for person in (Staff("x", ()), Staff("x", (grant("35.28/kpu", Role.SECRETARY),))):
        with pytest.raises(Refused):
            propose_as(person, TODAY)


def test_a_policy_with_witnesses_and_a_quorum_passes() -> None:
    text = f"witness A {key(1)} https://a.example/saksi\nwitness B {key(2)}\ngroup q any A B\nquorum q\n"
    assert set(check_policy(text).witnesses) == {"A", "B"}


@pytest.mark.parametrize(
    "text",
    [
        "quorum none\n",
        f"witness A {key(1)}\nquorum none\n",
        f"witness A {key(1)}\n",
        f"log {key(3, Kind.NOTE)}\nwitness A {key(1)}\nquorum A\n",
        f"witness A {key(1)} http://a.example/\nquorum A\n",
        "quorum?",
    ],
)
def test_a_policy_that_would_not_hold_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        check_policy(text)


def test_a_policy_has_at_most_fifty_witnesses() -> None:
    with pytest.raises(InvalidField, match="50"):
        check_policy("".join(f"witness W{n} {key(n)}\n" for n in range(1, 52)) + "quorum W1\n")


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://saksi.example/x", True),
        ("http://127.0.0.1:9001", True),
        ("http://[::1]:9001/", True),
        ("http://localhost:9001", True),
        ("http://10.0.0.4/", False),
        ("http://saksi.example", False),
        ("ftp://saksi.example", False),
        ("https://user@saksi.example", False),
        ("https://saksi.example/?x=1", False),
        ("https://saksi.example/#x", False),
        ("https://", False),
        ("http://localhost:99999999", False),
        ("saksi", False),
    ],
)
def test_r27_a_witness_is_asked_over_tls_or_on_this_machine(url: str, may: bool) -> None:
    assert reachable(url) is may


def test_a_log_without_witnesses_has_nobody_to_vouch_for_it() -> None:
    asked = Policy.parse(f"witness A {key(1)}\nquorum A\n")
    assert [quorum_of(asked), quorum_of(None), quorum_of(Policy.parse("quorum none\n"))] == [True, False, False]
