"""Signed notes are those of c2sp.org/signed-note: its example opens, a false line of a known key spoils a note."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField, Refused, TooLarge
from ikrar.core.ledger.note import (
    MAX_BYTES,
    MAX_SIGNATURES,
    Kind,
    Note,
    Signature,
    Signer,
    VerifierKey,
    joined,
    open_note,
    read_note,
    sign,
    unbase64,
)
from tests.core.ledger import keys

PETER = VerifierKey.parse(keys.GO_KEY)
OTHER = Signer("lain.contoh/kunci", b"o" * 32)


@pytest.mark.parametrize("text", [keys.SPEC_KEY, keys.GO_KEY, keys.REAL_LOG, *keys.WITNESS_KEYS])
def test_keys_of_other_programs_are_read_and_written_back(text: str) -> None:
    key = VerifierKey.parse(text)
    assert key.text() == text
    assert key.kind in set(Kind)
    assert text.split("+")[1] == key.id.hex()


def mangled(text: str) -> Iterator[str]:
    """The reference's own manglings: every piece of the key, every character one higher."""
    yield from (text[a:b] for a in range(len(text)) for b in range(a, len(text) + 1) if b - a < len(text))
    yield from (text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text)))


@pytest.mark.parametrize(
    "text", [*keys.GO_NO_KEYS, keys.GO_KEY.replace("c74f20a3", "C74F20A3"), "a b+1+AA", "+1+A", ""]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        VerifierKey.parse(text)


def test_a_key_that_lost_or_changed_anything_is_refused() -> None:
    for text in mangled(keys.GO_KEY):
        with pytest.raises(InvalidField):
            VerifierKey.parse(text)


@pytest.mark.parametrize(
    ("name", "public"), [("a b", b"k" * 32), ("a+b", b"k" * 32), ("", b"k" * 32), ("a", b"k" * 31)]
)
def test_a_name_that_no_line_could_bear_and_a_short_key_are_refused(name: str, public: bytes) -> None:
    with pytest.raises(InvalidField):
        VerifierKey(name, Kind.NOTE, public)
    with pytest.raises(InvalidField):
        _ = Signer(name or "a", public[:31]).key


@pytest.mark.parametrize(("key", "note"), [(keys.SPEC_KEY, keys.SPEC_NOTE), (keys.GO_KEY, keys.GO_NOTE)])
def test_notes_of_other_programs_open(key: str, note: str) -> None:
    opened = open_note(note, [VerifierKey.parse(key)])
    assert opened.text + "\n" + opened.verified[0].line() == note
    assert opened.write() == note
    assert opened.unverified == ()
    assert opened.names() == {VerifierKey.parse(key).name}


def test_signing_gives_the_bytes_that_the_reference_gives() -> None:
    assert keys.GO_SIGNER.key == PETER
    assert sign(keys.GO_TEXT, [keys.GO_SIGNER]) == keys.GO_NOTE
    assert "private" not in repr(keys.GO_SIGNER).lower().replace("signer object", "")


@pytest.mark.parametrize(
    "data", [*keys.GO_NO_NOTES, b"", b"\n\n", b"a\n\n\xe2\x80\x94 x AAAA\n", b"a\n\nx y AAAAAAAA\n"]
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidField):
        open_note(data, [PETER])


def test_a_note_of_a_key_nobody_named_proves_nothing() -> None:
    with pytest.raises(Refused):
        open_note(keys.GO_NOTE, [])
    with pytest.raises(Refused):
        open_note(keys.GO_NOTE, [OTHER.key])


def test_a_false_signature_of_a_known_key_spoils_the_note() -> None:
    false = keys.GO_LINE.replace("RyyBwJnAM=", "RyyBwJnBM=")
    for note in (f"{keys.GO_TEXT}\n{false}", keys.GO_NOTE.replace("problem", "Problem")):
        with pytest.raises(Refused):
            open_note(note, [PETER])


def test_the_first_signature_of_a_key_counts_and_its_others_are_left_out() -> None:
    false = keys.GO_LINE.replace("RyyBwJnAM=", "RyyBwJnBM=")
    assert open_note(keys.GO_NOTE + false, [PETER]).write() == keys.GO_NOTE
    with pytest.raises(Refused):
        open_note(f"{keys.GO_TEXT}\n{false}{keys.GO_LINE}", [PETER])


def test_signatures_of_unknown_keys_are_kept_apart() -> None:
    opened = open_note(sign(keys.GO_TEXT, [OTHER, keys.GO_SIGNER]), [PETER])
    assert opened.names() == {"PeterNeumann"}
    assert [signature.name for signature in opened.unverified] == ["lain.contoh/kunci"]
    assert opened.write() == sign(keys.GO_TEXT, [keys.GO_SIGNER, OTHER])


def test_a_key_of_the_same_name_is_another_key() -> None:
    swapped = Signer("PeterNeumann", b"x" * 32)
    with pytest.raises(Refused):
        open_note(sign(keys.GO_TEXT, [swapped]), [PETER])
    assert not swapped.key.signed(keys.GO_TEXT, read_note(keys.GO_NOTE).unverified[0])


@pytest.mark.parametrize("data", [b"", b"x" * 63, b"x" * 65, b"x" * 64])
def test_a_signature_of_another_length_is_false(data: bytes) -> None:
    assert not PETER.signed(keys.GO_TEXT, Signature(PETER.name, PETER.id, data))


def test_a_point_that_is_no_key_signs_nothing() -> None:
    nowhere = VerifierKey("a", Kind.NOTE, b"\xff" * 32)
    assert not nowhere.signed(keys.GO_TEXT, Signature("a", nowhere.id, b"x" * 64))


def test_a_note_has_a_limit_of_bytes_and_of_signatures() -> None:
    assert len(read_note(keys.GO_TEXT + "\n" + keys.GO_LINE * MAX_SIGNATURES).unverified) == MAX_SIGNATURES
    with pytest.raises(InvalidField):
        read_note(keys.GO_TEXT + "\n" + keys.GO_LINE * (MAX_SIGNATURES + 1))
    with pytest.raises(TooLarge):
        read_note("a" * (MAX_BYTES + 1))


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", "half \ud800\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(InvalidField):
        sign(text, [OTHER])
    with pytest.raises(InvalidField):
        joined("text\n", [])


@pytest.mark.parametrize("text", ["QUJDQUJD=", "QUJDQUJD==", "QUJD=QUJD", "QUJD\n", "QR==", "Q", "é"])
def test_base64_has_one_spelling(text: str) -> None:
    assert unbase64(text) is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.binary(min_size=32, max_size=32))
def test_any_text_signed_opens_again(text: str, seed: bytes) -> None:
    signer = Signer("kunci.contoh/é", seed)
    opened = open_note(sign(f"{text}\n", [signer]).encode(), [signer.key])
    assert opened == Note(f"{text}\n", (signer.sign(f"{text}\n"),))


def test_a_private_key_is_written_as_go_writes_it() -> None:
    text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # golang.org/x/mod
    assert keys.GO_SIGNER.secret() == text
    assert Signer.parse(text) == keys.GO_SIGNER
    witness = keys.witness_signer("KPU")
    assert Signer.parse(witness.secret()) == witness


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+PeterNeumann+c74f20a3+ZYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEK",
        "PRIVATE+KEY+PeterNeumann",
    ],
)
def test_what_is_no_private_key_is_refused_and_never_repeated(text: str) -> None:
    with pytest.raises(InvalidField) as found:
        Signer.parse(text)
    assert "AYEK" not in str(found.value)
