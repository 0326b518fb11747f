"""Tiles and bundles are those of c2sp.org/tlog-tiles, and a tree is read from them as from its own nodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.tile import (
    ENTRIES,
    MAX_ENTRY,
    WIDTH,
    Tile,
    bundles,
    decode,
    decode_entries,
    encode,
    encode_entries,
    entries_path,
    parse_path,
    path,
    reader,
    tiles,
)
from ikrar.core.ledger.tree import EMPTY_ROOT, Frontier, consistency, inclusion
from tests.core.ledger.grown import grown

LARGE = 100_000


@pytest.mark.parametrize(
    ("level", "index", "width", "expected"),
    [
        (0, 1_234_067, WIDTH, "tile/0/x001/x234/067"),  # the specification's own
        (0, 0, WIDTH, "tile/0/000"),
        (1, 1000, WIDTH, "tile/1/x001/000"),
        (3, 999, 7, "tile/3/999.p/7"),
        (63, 999_999_999_999_999_999, 255, "tile/63/x999/x999/x999/x999/x999/999.p/255"),  # transparency-dev/tessera
        (ENTRIES, 273, 112, "tile/entries/273.p/112"),
    ],
)
def test_paths_are_written_and_read(level: int, index: int, width: int, expected: str) -> None:
    assert path(level, index, width) == expected
    assert parse_path(expected) == Tile(level, index, width)


def test_the_path_of_a_bundle() -> None:
    assert entries_path(1_234_067) == "tile/entries/x001/x234/067"
    assert entries_path(0, 5) == "tile/entries/000.p/5"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/../000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/data/000",
        "/tile/0/000",
    ],
)
def test_no_other_spelling_is_a_path(text: str) -> None:
    with pytest.raises(InvalidField):
        parse_path(text)


def test_a_log_of_70000_leaves_has_the_tiles_of_the_specification() -> None:
    found = list(tiles(70_000))
    assert [tile for tile in found if tile.width != WIDTH] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert [sum(t.level == level and t.width == WIDTH for t in found) for level in (0, 1, 2)] == [273, 1, 0]
    assert list(tiles(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles(0)) == list(bundles(0)) == []
    assert list(bundles(300)) == [Tile(ENTRIES, 0), Tile(ENTRIES, 1, 44)]


def test_only_what_is_new_is_told_when_a_log_grew() -> None:
    assert list(tiles(300, 256)) == [Tile(0, 1, 44)]
    assert list(tiles(512, 300)) == [Tile(0, 1), Tile(1, 0, 2)]
    assert list(bundles(301, 300)) == [Tile(ENTRIES, 1, 45)]
    assert list(tiles(300, 300)) == list(bundles(300, 300)) == []


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_a_bundle_read_back_holds_the_same_leaves(leaves: list[bytes]) -> None:
    assert decode_entries(encode_entries(leaves), len(leaves)) == tuple(leaves)


def test_a_bundle_is_lengths_and_leaves() -> None:
    assert encode_entries([b"", b"abc"]) == b"\x00\x00\x00\x03abc"
    assert len(encode_entries([b"x" * MAX_ENTRY])) == MAX_ENTRY + 2
    with pytest.raises(InvalidField):
        encode_entries([b"x" * (MAX_ENTRY + 1)])


@pytest.mark.parametrize(
    ("data", "width"), [(b"\x00\x03ab", 1), (b"\x00", 1), (b"", 1), (b"\x00\x01a", 2), (b"\x00\x00\x00\x00", 1)]
)
def test_a_bundle_with_a_length_that_does_not_fit_is_refused(data: bytes, width: int) -> None:
    with pytest.raises(InvalidField):
        decode_entries(data, width)


def test_a_tile_has_exactly_its_hashes() -> None:
    assert decode(encode([EMPTY_ROOT, b"h" * 32]), 2) == (EMPTY_ROOT, b"h" * 32)
    for data, width in ((b"h" * 64, 1), (b"h" * 31, 1), (b"", 1)):
        with pytest.raises(InvalidField):
            decode(data, width)


def stored(tile: Tile) -> bytes:
    """The tile of the large tree, as a server would keep it."""
    first = tile.index * WIDTH
    return encode([grown(LARGE).nodes[8 * tile.level, first + n] for n in range(tile.width)])


@given(st.integers(1, LARGE), st.data())
def test_a_tree_is_opened_and_proven_from_its_tiles(size: int, data: st.DataObject) -> None:
    whole, asked = grown(LARGE), []

    def fetch(tile: Tile) -> bytes:
        asked.append(tile)
        return stored(tile)

    read = reader(fetch, size)
    assert Frontier.open(read, size).root() == whole.roots[size]
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert inclusion(read, index, size) == inclusion(whole.read, index, size)
    assert consistency(read, old, size) == consistency(whole.read, old, size)
    assert len(asked) == len(set(asked)) <= 12
    assert set(asked) <= set(tiles(size))


@pytest.mark.parametrize(("level", "index"), [(0, 300), (1, 150), (9, 0), (8, 1), (0, -1)])
def test_a_subtree_that_the_tree_does_not_have_is_not_read(level: int, index: int) -> None:
    with pytest.raises(InvalidField):
        reader(stored, 300)(level, index)


def test_a_tile_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(InvalidField):
        reader(lambda tile: b"h" * 32, 300)(0, 0)
