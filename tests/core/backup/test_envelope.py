"""The sealed envelope: opened by its key alone, and nothing of it can be changed, cut, doubled or moved unnoticed."""

from __future__ import annotations

import io

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.backup.envelope import PIECE, TAG, Header, read_header, seal, unseal
from ikrar.core.backup.key import key_id
from ikrar.core.errors import BadInput, Damaged, IkrarError, Refused

KEY, SALT = bytes(range(32)), bytes(reversed(range(32)))
HEADER = Header(key_id(KEY), "2026-11-22T13:15:00Z", SALT)
HEAD = len(HEADER.to_bytes()) + 65


def sealed(data: bytes, step: int = 10_000) -> bytes:
    """Seal data given in pieces of ``step`` bytes."""
    pieces = [data[n : n + step] for n in range(0, len(data), step)]
    return b"".join(seal(pieces, key=KEY, header=HEADER))


def opened(data: bytes, key: bytes = KEY) -> bytes:
    """Open a sealed file held in memory."""
    source = io.BytesIO(data)
    header, mac = read_header(source.read)
    return b"".join(unseal(source.read, key=key, header=header, mac=mac))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17])
@pytest.mark.parametrize("step", [9_999, PIECE, 10**6])
def test_what_is_sealed_is_opened_whatever_its_size_and_the_pieces_it_came_in(size: int, step: int) -> None:
    data = (b"ikrar damai " * (size // 12 + 1))[:size]
    assert opened(sealed(data, step)) == data


@given(data=st.binary(max_size=300), step=st.integers(1, 50))
def test_any_bytes_come_back(data: bytes, step: int) -> None:
    assert opened(sealed(data, step)) == data


def test_sealing_and_opening_hold_one_piece_at_a_time() -> None:
    given_out = 0

    def endless() -> object:
        nonlocal given_out
        while True:
            given_out += 1
            yield b"x" * PIECE

    stream = seal(endless(), key=KEY, header=HEADER)
    for _ in range(5):
        next(stream)
    assert given_out <= 6


def test_the_pieces_are_those_of_the_construction_that_is_documented() -> None:
    file = sealed(b"a" * (PIECE + 5))
    payload = HKDF(SHA256(), 32, salt=SALT, info=b"ikrar/backup/v1/payload").derive(KEY)
    first, last = file[HEAD : HEAD + PIECE + TAG], file[HEAD + PIECE + TAG :]
    cipher = ChaCha20Poly1305(payload)
    assert cipher.decrypt(bytes(12), first, None) == b"a" * PIECE
    assert cipher.decrypt(bytes(10) + b"\1\1", last, None) == b"aaaaa"


def test_nothing_of_what_is_inside_shows() -> None:
    assert b"deklarasi" not in sealed(b"deklarasi" * 1000)


@pytest.mark.parametrize("bit", range(8))
def test_one_flipped_bit_anywhere_is_noticed(bit: int) -> None:
    file = sealed(b"a" * (PIECE + 40))
    places = [*range(0, HEAD, 3), HEAD, HEAD + 1, HEAD + PIECE, HEAD + PIECE + TAG, len(file) - TAG, len(file) - 1]
    for place in places:
        changed = bytearray(file)
        changed[place] ^= 1 << bit
        with pytest.raises(IkrarError):
            opened(bytes(changed))


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, 2 * PIECE, 2 * PIECE + 1])
def test_a_file_cut_anywhere_is_noticed(size: int) -> None:
    file = sealed(b"a" * size)
    step = PIECE + TAG
    ends = {0, 5, HEAD - 1, HEAD, HEAD + 1, HEAD + step, HEAD + step + 1, HEAD + 2 * step, len(file) - 1}
    for end in sorted(end for end in ends if end < len(file)):
        with pytest.raises(IkrarError):
            opened(file[:end])


def test_pieces_in_another_order_doubled_or_from_another_file_are_noticed() -> None:
    file, step = sealed(b"a" * (3 * PIECE)), PIECE + TAG
    head, pieces = file[:HEAD], [file[HEAD + n * step : HEAD + (n + 1) * step] for n in range(3)]
    other = b"".join(seal([b"a" * (3 * PIECE)], key=KEY, header=Header(HEADER.key, HEADER.made, b"s" * 32)))
    foreign = other[len(other) - 3 * step :][:step]
    for order in ([1, 0, 2], [0, 0, 1, 2], [0, 2], [0, 1, 2, 2]):
        with pytest.raises(Damaged, match="potongan"):
            opened(head + b"".join(pieces[n] for n in order))
    with pytest.raises(Damaged, match="potongan 1 "):
        opened(head + foreign + pieces[1] + pieces[2])


def test_what_was_given_out_before_the_damage_is_only_what_was_written() -> None:
    file = bytearray(sealed(b"a" * (2 * PIECE)))
    file[-1] ^= 1
    source = io.BytesIO(bytes(file))
    header, mac = read_header(source.read)
    stream = unseal(source.read, key=KEY, header=header, mac=mac)
    assert next(stream) == b"a" * PIECE
    with pytest.raises(Damaged, match="potongan 2 "):
        next(stream)


def test_another_key_is_told_from_damage_before_anything_is_read() -> None:
    with pytest.raises(BadInput, match="tidak membuka"):
        opened(sealed(b"rahasia"), key=KEY[::-1])


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"ikrar.id/leaf/v1\n", b"x" * 2000])
def test_another_file_is_called_no_backup(data: bytes) -> None:
    with pytest.raises(BadInput, match="bukan cadangan"):
        opened(data)


def test_a_newer_form_is_told_as_such() -> None:
    with pytest.raises(Refused, match="lebih baru"):
        opened(sealed(b"x").replace(b"backup/v1", b"backup/v2", 1))


def test_a_head_that_is_not_written_as_we_write_it_is_damage() -> None:
    version, fields, rest = sealed(b"x").split(b"\n", 2)
    odd = [
        b"{}",
        b"[]",
        b"3",
        b"not json",
        fields.replace(b'{"key"', b'{ "key"'),
        fields.replace(HEADER.key.encode(), b"short"),
        fields.replace(b"2026-11-22T", b"2026-11-22 "),
        fields.replace(b'"salt":"', b'"salt":"AAAA'),
        fields.replace(b'"salt":"', b'"salt":"!'),
        b"\xff\xfe",
    ]
    for line in odd:
        with pytest.raises(Damaged, match="Kepala"):
            opened(b"\n".join([version, line, rest]))
    with pytest.raises(Damaged, match="Kepala"):
        opened(b"\n".join([version, fields, b"zz" + rest]))


def test_a_backup_of_a_passphrase_names_no_key() -> None:
    assert Header("", HEADER.made, SALT).by_passphrase
    assert not HEADER.by_passphrase
