"""Checkpoints and cosignatures: those of public logs and witnesses are read; a time is part of what is signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ikrar.core.errors import InvalidField, Refused
from ikrar.core.ledger.checkpoint import Checkpoint, parse, read_size
from ikrar.core.ledger.cosignature import added, cosign, cosigned, moment
from ikrar.core.ledger.note import Signature, VerifierKey, open_note, read_note, read_signature, sign
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.tree import EMPTY_ROOT
from tests.core.ledger import keys

NOW = datetime(2026, 11, 22, 6, 0, 7, tzinfo=UTC)
POINT = Checkpoint(keys.ORIGIN, 3, b"r" * 32)
POLICY = Policy.parse(keys.policy_text())
NOTE = sign(POINT.text(), [keys.log_signer()])


def test_a_checkpoint_has_three_lines() -> None:
    assert POINT.text() == "ikrar.contoh/ledger\n3\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n"
    assert parse(POINT.text()) == POINT
    assert parse("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n") == Checkpoint("a", 0, EMPTY_ROOT)


def test_extension_lines_of_other_logs_are_kept() -> None:
    assert parse(f"{POINT.text()}one\ntwo\n").extensions == ("one", "two")
    assert parse(f"{POINT.text()}one\n").text() == f"{POINT.text()}one\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        POINT.text()[:-1],
        f"{POINT.text()}\n",
        POINT.text().replace("\n3\n", "\n03\n"),
        POINT.text().replace("\n3\n", "\n-3\n"),
        POINT.text().replace("\n3\n", f"\n{1 << 63}\n"),
        POINT.text().replace("cnJ", "cn", 1),
        POINT.text().replace("I=", "J="),
        POINT.text().replace("ikrar.contoh/ledger", ""),
        "a\n0\ncnJy\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        parse(text)


@pytest.mark.parametrize(("text", "size"), [("0", 0), ("7", 7), (str((1 << 63) - 1), (1 << 63) - 1)])
def test_a_size_is_read(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "00", "07", "+7", " 7", "7 ", "٧", str(1 << 63), "9" * 20])
def test_a_size_has_one_spelling(text: str) -> None:
    assert read_size(text) is None


def test_the_checkpoint_of_a_public_log_opens_with_the_cosignature_of_a_public_witness() -> None:
    log, witness = VerifierKey.parse(keys.REAL_LOG), VerifierKey.parse(keys.REAL_WITNESS)
    note = open_note(keys.REAL_CHECKPOINT, [log, witness])
    assert note.names() == {log.name, witness.name}
    assert len(note.unverified) == 4
    assert (parse(note.text).origin, parse(note.text).size) == (log.name, 1_432_088_532)
    policy = Policy.parse(f"log {keys.REAL_LOG}\nwitness W {keys.REAL_WITNESS}\nquorum W\n")
    assert cosigned(note, policy) == {"W": datetime.fromtimestamp(keys.REAL_TIME, UTC)}
    for changed in ("1432088532", "U7WM79"):
        with pytest.raises(Refused):
            open_note(keys.REAL_CHECKPOINT.replace(changed, changed[::-1], 1), [witness])


def test_the_cosignature_of_the_specification_bears_its_time() -> None:
    signature = read_signature(keys.SPEC_COSIGNATURE)
    assert signature.line() == f"{keys.SPEC_COSIGNATURE}\n"
    assert moment(signature).timestamp() == 1_679_315_147
    assert len(signature.data) == 72


def test_a_witness_cosigns_and_the_policy_names_it() -> None:
    lines = [cosign(POINT.text(), keys.witness_signer(name), NOW) for name in ("KPU", "PERS")]
    note = open_note(added(read_note(NOTE), lines), POLICY.keys())
    assert cosigned(note, POLICY) == {"KPU": NOW, "PERS": NOW}
    assert note.names() == {keys.ORIGIN, "kpu.contoh/saksi", "pers.contoh/saksi"}


def test_a_time_that_was_changed_makes_the_cosignature_false() -> None:
    line = cosign(POINT.text(), keys.witness_signer("KPU"), NOW)
    later = Signature(line.name, line.id, (int.from_bytes(line.data[:8]) + 1).to_bytes(8) + line.data[8:])
    with pytest.raises(Refused):
        open_note(added(read_note(NOTE), [later]), POLICY.keys())


def test_a_newer_cosignature_takes_the_place_of_the_older() -> None:
    first, second = (cosign(POINT.text(), keys.witness_signer("KPU"), NOW + timedelta(hours=n)) for n in (0, 1))
    text = added(open_note(added(read_note(NOTE), [first]), POLICY.keys()), [second])
    assert cosigned(open_note(text, POLICY.keys()), POLICY) == {"KPU": NOW + timedelta(hours=1)}
    assert text.count("kpu.contoh/saksi") == 1


def test_a_key_of_a_log_cosigns_nothing() -> None:
    with pytest.raises(InvalidField):
        cosign(POINT.text(), keys.log_signer(), NOW)


def test_a_time_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(InvalidField):
        moment(Signature("a", b"abcd", b"\xff" * 72))
