"""R47: no leaf of any kind of act, nor the record it commits to, says who a person is; references are chance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.leaf import parse
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.verify import Opened, verify
from ikrar.records.account.models import User
from ikrar.records.election.models import Election
from ikrar.records.erasure import forget_pages
from ikrar.records.institution.models import Institution
from ikrar.records.ledger import actions, queries
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.ref import new_ref
from ikrar.records.signature.models import Signature
from tests import cast, signing, witnessing
from tests.phone import Phone
from tests.records.acts import ACTS
from tests.store import STORE

SIGNATORY, ATTENDING, IN_ARTICLE = "Ratna Kusumawardani", "Hendra Gunawan Saputra", "Wira Adinata Sukmaraga"
PEOPLE = (*cast.CAST, cast.LASTRI, cast.INTAN, cast.YUDA, cast.PUTRI)
NAMES = (SIGNATORY, ATTENDING, IN_ARTICLE, *(person.name for person in PEOPLE))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Between signs that no digest, key or commitment is written with: chance makes runs of digits in those.
BEFORE, AFTER = r"(?<![0-9A-Za-z+/=_-])", r"(?![0-9A-Za-z+/=_-])"
WORDS = "|".join(sorted({word for name in NAMES for word in name.split()}))
DETECTORS = {
    "identity number": re.compile(rf"{BEFORE}(?:[0-9]{{16}}|[0-9]{{2}}(?:[ .][0-9]{{2,4}}){{4,6}}){AFTER}"),
    "telephone number": re.compile(rf"{BEFORE}(?:\+?62[ -]?|0)8[0-9]{{1,3}}(?:[ -]?[0-9]{{3,4}}){{2,3}}{AFTER}"),
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "name": re.compile(rf"\b(?:{WORDS})\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class Kept:
    """What one leaf says to everybody, and what its commitment covers."""

    event: str
    data: bytes
    record: str


def persons_in(text: str) -> list[str]:
    """Return what the detectors find in a text."""
    return [f"{what}: {hit.group()}" for what, detector in DETECTORS.items() for hit in detector.finditer(text)]


def public_part(data: bytes) -> str:
    """Return what an act chose of a leaf; the other three are of fixed length and made by chance or a hash."""
    leaf = parse(data)
    return f"{leaf.type}\n{leaf.time}\n{leaf.by}"


def kept() -> Iterator[Kept]:
    """Yield every leaf of the database with its record."""
    records = {row.leaf_id: bytes(row.record).decode() for row in Opening.objects.all()}
    for row in Leaf.objects.order_by("id"):
        yield Kept(row.type, bytes(row.data), records.get(row.pk, ""))


def sign_with_names() -> None:
    """A declaration from an article that names a person, signed by a person who lets their name be shown."""
    dewi = cast.at_desk(cast.DEWI)
    ref = cast.frozen(dewi, persons=(IN_ARTICLE,)).declaration_id
    made = signing.enrolled()
    signing.sign(signing.code_for(dewi, ref), made.phone, name=SIGNATORY)
    signing.sign_as_holder(signing.code_for(dewi, ref, 2), Phone(), name=ATTENDING)
    assert {row.name for row in Signature.objects.all()} == {SIGNATORY, ATTENDING}


def test_r47_no_leaf_and_no_record_of_any_kind_of_act_says_who_a_person_is(database: Path) -> None:
    leaves: list[Kept] = []
    known = {ref for model in (Institution, Election) for ref in model.objects.values_list("ledger_ref", flat=True)}
    for event in sorted(EVENTS):
        STORE.restore()
        ACTS[event]()()
        leaves.extend(kept())
    STORE.restore()
    sign_with_names()
    assert set(User.objects.values_list("name", flat=True)) >= {cast.DEWI.name, cast.SARI.name, cast.BIMA.name}
    leaves.extend(kept())
    assert {leaf.event for leaf in leaves} == set(EVENTS)
    for leaf in leaves:
        assert not persons_in(public_part(leaf.data)), leaf
        assert not persons_in(leaf.data.decode()), leaf
        assert not persons_in(leaf.record), leaf
    first = [
        leaf.ref for leaf in map(parse, (one.data for one in leaves)) if leaf.prev == "-" and leaf.ref not in known
    ]
    assert len(first) == len(set(first)) > len(EVENTS), "two subjects have one reference"
    assert first != sorted(first)


@pytest.mark.parametrize(
    "text",
    [
        "3528011203850004",
        "NIK: 3528011203850004.",
        "hubungi 081234567890",
        '{"reason":"telepon +62 812-3456-7890"}',
        "+6281234567890",
        "0812 3456 7890",
        "sari.w@kpu.example",
        "by   35.28/dewi",
        f'{{"name":"{SIGNATORY}"}}',
        "oleh HENDRA",
    ],
)
def test_r47_the_detectors_find_what_they_are_for(text: str) -> None:
    assert persons_in(text)


@pytest.mark.parametrize(
    "text", ["f3528011203850004e" * 3, "98.01/kpu", "2024-08-16T03:15Z", "35.28.01.2001", "AB+3528011203850004/C="]
)
def test_r47_the_detectors_pass_over_digests_codes_and_times(text: str) -> None:
    assert not persons_in(text)


def test_r47_references_are_chance_in_every_bit_and_tell_no_order_in_time() -> None:
    many = 4_000
    refs = [new_ref() for _ in range(many)]
    assert {len(ref) for ref in refs} == {26}
    assert set("".join(refs)) == set(ALPHABET)
    assert len(set(refs)) == many
    numbers = [sum(ALPHABET.index(sign) << 5 * place for place, sign in enumerate(reversed(ref))) for ref in refs]
    # Each of the 130 bits is set in half of them: the bounds are twelve times what chance strays.
    shares = [sum(number >> bit & 1 for number in numbers) / many for bit in range(130)]
    assert 0.4 < min(shares) < max(shares) < 0.6
    rising = sum(one < other for one, other in pairwise(numbers))
    assert abs(rising - many / 2) < 220
    assert refs != sorted(refs)


def test_r47_the_same_acts_done_twice_have_other_references_and_other_commitments(database: Path) -> None:
    found = []
    for _ in range(2):
        STORE.restore()
        ACTS["signature.refused"]()()
        found.append([parse(leaf.data) for leaf in kept()])
    one, other = found
    assert [leaf.type for leaf in one] == [leaf.type for leaf in other]
    assert not {leaf.ref for leaf in one} & {leaf.ref for leaf in other}
    assert not {leaf.com for leaf in one} & {leaf.com for leaf in other}


def test_r47_a_proof_fetched_before_an_erasure_verifies_after_it_and_the_record_opens_no_more(database: Path) -> None:
    witnessing.agree()
    ACTS["signature.refused"]()()
    witnessing.act(count=5)
    witnessing.advance(witnessing.NOW)
    leaf = Leaf.objects.get(type="signature.refused")
    opening = Opened(bytes(leaf.data), bytes(leaf.opening.r), json.loads(bytes(leaf.opening.record)))
    policy = Policy.parse(queries.policy_text() or "")
    fetched = queries.proof(leaf.hash)
    assert fetched is not None
    before = verify(fetched.text(), policy, record=opening)
    assert (before.holds, before.opened) == (True, True)

    assert actions.forget(leaf.ref) == 1
    forget_pages()
    witnessing.act(count=3)
    witnessing.advance(witnessing.later(5))
    newer = queries.proof(leaf.hash)
    assert newer is not None
    for proof in (fetched, newer):
        after = verify(proof.text(), policy)
        assert (after.holds, after.included, after.quorum, after.opened) == (True, True, True, None)
    # What the record said is known to whoever was there; without the 32 bytes it can no more be shown to be this one.
    assert not Opening.objects.filter(leaf=leaf).exists()
    assert opening.r not in STORE.everything()
    guessed = verify(fetched.text(), policy, record=replace(opening, r=bytes(32)))
    assert (guessed.included, guessed.opened) == (True, False)
