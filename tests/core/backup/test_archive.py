"""Members in one stream: each comes back whole, none needs to be known before it is written."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.backup import archive
from ikrar.core.backup.archive import BLOCK, MANIFEST, Member
from ikrar.core.errors import Damaged

NAMES = st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8}){0,2}", fullmatch=True)


def written(members: list[tuple[str, list[bytes]]], manifest: bytes = b"{}") -> bytes:
    """Write members and a manifest that does not depend on them."""
    return b"".join(archive.write(members, lambda found: manifest))


def taken(data: bytes, step: int = 1000) -> dict[str, bytes]:
    """Read all members, the packed stream given in pieces of ``step`` bytes."""
    pieces = (data[n : n + step] for n in range(0, len(data), step))
    return {name: b"".join(blocks) for name, blocks in archive.read(pieces)}


@given(st.dictionaries(NAMES, st.lists(st.binary(max_size=40), max_size=4), max_size=4), st.integers(1, 60))
def test_every_member_comes_back_and_the_manifest_last(found: dict[str, list[bytes]], step: int) -> None:
    data = written(list(found.items()))
    back = taken(data, step)
    assert back == {name: b"".join(pieces) for name, pieces in found.items()} | {MANIFEST: b"{}"}
    assert list(back)[-1] == MANIFEST


def test_the_manifest_is_made_from_what_was_really_written() -> None:
    seen: list[Member] = []

    def last(members: tuple[Member, ...]) -> bytes:
        seen.extend(members)
        return b"daftar isi"

    b"".join(archive.write([("a", [b"x", b"", b"yz"]), ("b/c", [])], last))
    empty = hashlib.sha256(b"").hexdigest()
    assert seen == [Member("a", 3, hashlib.sha256(b"xyz").hexdigest()), Member("b/c", 0, empty)]


def test_a_long_member_passes_in_blocks() -> None:
    data = b"".join(archive.write([("besar", [b"x" * (2 * BLOCK + 5)])], lambda found: b""))
    assert len(data) < BLOCK
    blocks = {name: [len(one) for one in found] for name, found in archive.read([data])}
    assert blocks == {"besar": [BLOCK, BLOCK, 5], MANIFEST: []}


def test_a_member_that_is_not_read_is_passed_over() -> None:
    data = written([("a", [b"1" * 5000]), ("b", [b"2"])])
    assert [name for name, _ in archive.read([data])] == ["a", "b", MANIFEST]


def test_a_stream_cut_anywhere_is_not_whole() -> None:
    data = written([("a", [b"satu"]), ("b", [b"dua"])])
    for end in range(len(data)):
        with pytest.raises(Damaged, match="tidak lengkap"):
            taken(data[:end])


def plain(*parts: bytes) -> bytes:
    """Pack a stream that our own writer would not write."""
    return zlib.compress(b"".join(parts))


@pytest.mark.parametrize(
    "data",
    [
        b"not packed at all",
        plain(b"X"),
        plain(),
        plain(b"M\0\5ab"),
        plain(b"E", b"more"),
        plain(b"E") + b"after the end",
        plain(b"M\0\1a", (BLOCK + 1).to_bytes(4), b"x" * (BLOCK + 1), bytes(4), b"E"),
    ],
)
def test_what_our_writer_would_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged, match="tidak lengkap"):
        taken(data)


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a\\b", "a\0b", "a\nb", "x" * 1001, "a/"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    encoded = name.encode()
    with pytest.raises(Damaged, match="nama berkas"):
        taken(plain(b"M", len(encoded).to_bytes(2), encoded, bytes(4), b"E"))


def test_a_name_that_is_no_text_is_refused() -> None:
    assert not archive.is_safe("..")
    assert archive.is_safe("ledger/tile/0/x001/234.p/5")
    with pytest.raises(Damaged):
        taken(plain(b"M\0\2\xff\x0a", bytes(4), b"E"))
