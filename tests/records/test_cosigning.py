"""Witnesses: what they are asked, which answers are kept, and what the light makes of it."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.core.errors import BadInput, Missing, Refused
from ikrar.core.ledger import cosignature, tree
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.checkpoint import Checkpoint as Text
from ikrar.core.ledger.light import Light
from ikrar.core.ledger.note import Kind, Signer
from ikrar.records.election.models import Election, Participant
from ikrar.records.ledger import cosigning, queries, sequence
from ikrar.records.ledger.cosigning import Ahead, Answer
from ikrar.records.ledger.models import Checkpoint, Cosignature, Key, Sighting, WitnessPolicy
from tests.store import STORE
from tests.witnessing import CIVIL, NOW, STATE, act, advance, agree, answer, cosign, later, policy, signer

ALL = (*STATE, *CIVIL)


def brought(name: str = "UNIV", at: datetime = NOW) -> bytes:
    """Write the note a witness brings: the newest checkpoint with its cosignature."""
    note = notes.read_note(Checkpoint.objects.latest("id").note)
    return cosignature.added(note, [cosignature.cosign(note.text, signer(name), at)]).encode()


def quiet() -> None:
    """Leave no election, so that no stage runs."""
    Participant.objects.all().delete()
    Election.objects.all().delete()
    assert not queries.in_active_stage(NOW)


# --- asking ---------------------------------------------------------------------------------------------------------


def test_before_the_first_checkpoint_nobody_is_asked(database: Path) -> None:
    agree()
    assert cosigning.questions(NOW, active=True) == []


def test_a_question_holds_the_old_size_the_proof_and_the_checkpoint(database: Path) -> None:
    agree()
    act(count=5)
    advance(NOW)
    before = Checkpoint.objects.get()
    act(count=4)
    now = sequence.advance(later(1)).checkpoint
    asked = cosigning.questions(later(1), active=False)
    assert [q.party.name for q in asked] == list(ALL)
    head, _blank, note = asked[0].body.decode().partition("\n\n")
    old, *steps = head.split("\n")
    assert (old, note) == ("old 5", now.note)
    path = [b64decode(step) for step in steps]
    tree.check_consistency(5, bytes.fromhex(before.root), 9, bytes.fromhex(now.root), path)


def test_who_cosigned_is_not_asked_again_until_the_word_ages(database: Path) -> None:
    agree()
    act()
    advance(NOW)
    assert cosigning.questions(later(59), active=False) == []
    assert cosigning.questions(later(1.9), active=True) == []
    assert [q.old for q in cosigning.questions(later(2.1), active=True)] == [1] * 5
    assert len(cosigning.questions(later(61), active=False)) == 5
    assert len(cosigning.questions(NOW, active=False, again=True)) == 5


def test_witnesses_without_an_address_are_never_asked(database: Path) -> None:
    agree(url=False)
    act()
    sequence.advance(NOW)
    assert cosigning.questions(NOW, active=True) == []


def test_a_witness_that_remembers_less_is_asked_again_from_there(database: Path) -> None:
    agree()
    act(count=5)
    advance(NOW)
    act(count=4)
    sequence.advance(later(1))
    first = cosigning.questions(later(1), active=False)[0]
    again = cosigning.take(first, Answer(409, b"3\n"), later(1))
    assert isinstance(again, cosigning.Question)
    assert again.body.startswith(b"old 3\n")
    assert cosigning.take(again, answer(again, later(1)), later(1)) is None
    assert Sighting.objects.get(verifier=first.party.key.text()).size == 9


@pytest.mark.parametrize("body", [b"9", b"x", b"", b"-1", b"\xff"])
def test_a_conflict_that_says_nothing_new_ends_the_asking(database: Path, body: bytes) -> None:
    agree()
    act(count=9)
    advance(NOW)
    asked = cosigning.questions(NOW, active=False, again=True)[0]
    assert cosigning.take(asked, Answer(409, body), NOW) is None


def test_a_witness_that_has_seen_more_leaves_than_there_are_is_told_apart(database: Path) -> None:
    agree()
    act()
    sequence.advance(NOW)
    asked = cosigning.questions(NOW, active=False)[0]
    assert cosigning.take(asked, Answer(409, b"12\n"), NOW) == Ahead("KPU", 12)


@pytest.mark.parametrize(
    ("status", "says"), [(0, "tidak menjawab"), (403, "menjawab 403"), (404, "404"), (422, "422"), (500, "500")]
)
def test_any_other_answer_is_refused_with_its_number(database: Path, status: int, says: str) -> None:
    agree()
    act()
    sequence.advance(NOW)
    asked = cosigning.questions(NOW, active=False)[0]
    with pytest.raises(Refused, match=says):
        cosigning.take(asked, Answer(status), NOW)
    assert not Cosignature.objects.exists()


def test_a_signature_of_another_key_or_of_another_text_is_not_kept(database: Path) -> None:
    agree()
    act()
    sequence.advance(NOW)
    asked = cosigning.questions(NOW, active=False)[0]
    text = notes.read_note(asked.checkpoint.note).text
    other = cosignature.cosign(text, signer("PERS"), NOW).line().encode()
    false = cosignature.cosign(text.replace("\n1\n", "\n2\n"), signer("KPU"), NOW).line().encode()
    for body in (other, false, b""):
        with pytest.raises(Refused, match="tanda tangan yang sah"):
            cosigning.take(asked, Answer(200, body), NOW)
    with pytest.raises(BadInput):
        cosigning.take(asked, Answer(200, b"halo"), NOW)
    assert not Cosignature.objects.exists()


def test_a_cosignature_from_the_future_is_refused(database: Path) -> None:
    agree()
    act()
    sequence.advance(NOW)
    asked = cosigning.questions(NOW, active=False)[0]
    with pytest.raises(Refused, match="di depan jam"):
        cosigning.take(asked, answer(asked, later(6)), NOW)
    cosigning.take(asked, answer(asked, later(4)), NOW)
    assert Cosignature.objects.get().at == later(4)


# --- bringing -------------------------------------------------------------------------------------------------------


def test_a_witness_that_pulls_brings_its_cosignature(database: Path) -> None:
    agree(url=False)
    act()
    sequence.advance(NOW)
    for name in ("KPU", "POLRI", "UNIV"):
        assert cosigning.receive(brought(name), NOW) == 1
    assert Checkpoint.objects.get().quorum_at == NOW
    assert queries.newest_note().count("—") == 4


def test_bringing_it_again_keeps_the_newer_word_alone(database: Path) -> None:
    agree()
    act()
    sequence.advance(NOW)
    for minutes in (0, 3, 1):
        cosigning.receive(brought("UNIV", later(minutes)), later(5))
    kept = Cosignature.objects.get()
    assert kept.at == later(3) == Sighting.objects.get().at


def test_a_word_on_an_earlier_checkpoint_does_not_hide_the_newer_one(database: Path) -> None:
    agree()
    act()
    sequence.advance(NOW)
    old = brought("UNIV", later(2))
    act()
    sequence.advance(later(1))
    cosigning.receive(brought("UNIV", later(1)), later(3))
    cosigning.receive(old, later(3))
    assert Cosignature.objects.count() == 2
    assert Sighting.objects.get().size == 2


def test_another_log_is_unknown_here(database: Path) -> None:
    agree()
    with pytest.raises(Missing):
        cosigning.receive(_foreign("lain.example/ledger", Signer("lain.example/ledger", bytes(32))), NOW)
    act()
    sequence.advance(NOW)
    with pytest.raises(Missing):
        cosigning.receive(_foreign("lain.example/ledger", Signer("lain.example/ledger", bytes(32))), NOW)


def _foreign(origin: str, by: Signer) -> bytes:
    return notes.sign(Text(origin, 1, bytes(32)).text(), [by]).encode()


def test_what_the_log_never_signed_or_no_witness_of_the_policy_cosigned_is_refused(database: Path) -> None:
    agree()
    act()
    sequence.advance(NOW)
    name = "ikrar.example/ledger"
    stranger = Signer(name, bytes(32))
    outsider = Signer("asing.example", b"x" * 32, Kind.COSIGNATURE)
    note = notes.read_note(queries.newest_note())
    text = Text(name, 1, bytes(32)).text()
    witnessed = notes.joined(text, [cosignature.cosign(text, signer("UNIV"), NOW)])
    for data in (
        _foreign(name, stranger),
        witnessed.encode(),
        queries.newest_note().encode(),
        cosignature.added(note, [cosignature.cosign(note.text, outsider, NOW)]).encode(),
        brought().replace("— univ.example ".encode(), "— pers.example ".encode()),
    ):
        with pytest.raises(Refused):
            cosigning.receive(data, NOW)
    assert not Cosignature.objects.exists()


def test_what_is_no_checkpoint_is_no_checkpoint(database: Path) -> None:
    for data in (b"", b"halo", b"\xff" * 9, b"a\n1\nb\n\n\xe2\x80\x94 x AAAAAAAA\n"):
        with pytest.raises(BadInput):
            cosigning.receive(data, NOW)


# --- the policy -----------------------------------------------------------------------------------------------------


def test_the_policy_file_names_all_keys_of_the_log_and_its_witnesses(database: Path) -> None:
    assert cosigning.policy_text() == "quorum none\n"
    agree()
    act()
    sequence.advance(NOW)
    from ikrar.records.ledger import key

    key.make(NOW)
    assert len(cosigning.policy().logs) == 1, "a key that signs nothing yet is not in the file"
    sequence.advance(later(1))
    keys = [row.verifier for row in Key.objects.order_by("-id")]
    assert [party.key.text() for party in cosigning.policy().logs] == keys
    assert cosigning.policy_text().endswith(policy())


# --- the light ------------------------------------------------------------------------------------------------------


def test_nobody_witnesses_and_the_light_is_red(database: Path) -> None:
    assert queries.head(NOW).light is Light.RED
    act()
    sequence.advance(NOW)
    found = queries.head(NOW)
    assert (found.light, found.at, found.size, found.witnesses) == (Light.RED, None, 1, ())


def test_r48_the_light_follows_the_age_of_the_newest_words(database: Path) -> None:
    quiet()
    agree()
    act()
    advance(NOW)
    for hours, light in ((0, Light.GREEN), (24, Light.GREEN), (25, Light.AMBER), (12 * 24, Light.AMBER)):
        assert queries.head(NOW + timedelta(hours=hours)).light is light, hours
    assert queries.head(NOW + timedelta(hours=12 * 24 + 1)).light is Light.RED


def test_r48_in_an_active_stage_five_minutes_count(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "in_active_stage", lambda now: True)
    agree()
    act()
    advance(NOW)
    for minutes, light in ((5, Light.GREEN), (6, Light.AMBER), (60, Light.AMBER), (61, Light.RED)):
        assert queries.head(later(minutes)).light is light, minutes


def test_a_stage_runs_on_its_days_in_the_zone_of_its_place(database: Path) -> None:
    day = Election.objects.exclude(voting_day=None).latest("voting_day").voting_day
    assert day is not None
    assert queries.in_active_stage(datetime(day.year, day.month, day.day, 5, tzinfo=UTC))
    quiet()


@pytest.mark.parametrize(
    ("missing", "light"),
    [
        ((), Light.GREEN),
        (("POLRI",), Light.AMBER),
        (("POLRI", "UNIV"), Light.AMBER),
        (("POLRI", "KPU"), Light.RED),
        (CIVIL, Light.RED),
        (ALL, Light.RED),
    ],
)
def test_r48_witnesses_that_fall_silent_are_seen_in_the_light(
    database: Path, missing: tuple[str, ...], light: Light
) -> None:
    quiet()
    agree()
    act()
    advance(NOW, but=missing)
    found = queries.head(later(2))
    assert found.light is light
    assert {w.name for w in found.witnesses if w.at is None} == set(missing)
    assert {w.name: w.group for w in found.witnesses} == dict.fromkeys(STATE, "negara") | dict.fromkeys(CIVIL, "sipil")


def test_a_witness_that_stopped_long_ago_turns_it_amber_and_no_redder(database: Path) -> None:
    quiet()
    agree()
    act()
    advance(NOW)
    cosign(NOW + timedelta(hours=300), but=("UNIV",))
    assert queries.head(NOW + timedelta(hours=301)).light is Light.AMBER


def test_a_new_checkpoint_has_a_minute_to_find_its_witnesses(database: Path) -> None:
    quiet()
    agree()
    act()
    advance(NOW)
    act()
    sequence.advance(later(5))
    soon = queries.head(later(5.5))
    assert (soon.light, soon.size, soon.numbered) == (Light.GREEN, 1, 2)
    assert queries.head(later(7)).light is Light.RED
    cosign(later(7), but=("PERS",))
    found = queries.head(later(7))
    assert (found.light, found.size) == (Light.AMBER, 2)


def test_leaves_that_wait_are_counted(database: Path) -> None:
    agree()
    advance(NOW)
    act(count=3)
    assert queries.head(NOW).waiting == 3


def test_the_head_and_a_proof_cost_the_same_however_long_the_log_is(database: Path) -> None:
    agree()
    costs = []
    for count in (1, 30):
        leaf = act(count=count)[0]
        advance(NOW)
        for ask in (lambda: queries.head(NOW), lambda leaf=leaf: queries.proof(leaf.hash)):
            with CaptureQueriesContext(connection) as captured:
                ask()
            costs.append(len(STORE.own(captured)))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 10


def test_the_newest_policy_is_the_one_in_force(database: Path) -> None:
    agree()
    WitnessPolicy.objects.create(text=f"witness A {signer('A').key.text()}\nquorum A\n", since=later(1))
    assert set(cosigning.policy().witnesses) == {"A"}
