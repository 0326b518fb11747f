"""The tree of RFC 6962: every proof of every small tree holds, every mutation of it fails, two other programs agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField, Refused
from ikrar.core.ledger import leaf, tree
from ikrar.core.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency,
    hash_leaf,
    hash_node,
    inclusion,
    root,
)
from tests.core.ledger.grown import grown

#: Leaves, roots and proofs of the test data of Certificate Transparency: github.com/transparency-dev/merkle
#: (testonly/constants.go, rfc6962/rfc6962_test.go), the ones that come from google/certificate-transparency.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_CONSISTENCY = {
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
SMALL, LARGE = 130, 100_000


def nodes_of(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    frontier = Frontier()
    return {(node.level, node.index): node.hash for data in leaves for node in frontier.append(hash_leaf(data))}


def flipped(path: tuple[bytes, ...], at: int) -> tuple[bytes, ...]:
    return (*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1 :])


def mutations(path: tuple[bytes, ...]) -> Iterator[tuple[bytes, ...]]:
    """Every hash with one bit flipped, the path cut and made longer at either end, one hash too short."""
    yield from (flipped(path, at) for at in range(len(path)))
    if path:
        yield from (path[1:], path[:-1], (path[0][:-1], *path[1:]))
    yield from ((*path, b"\x00" * 32), (b"\x00" * 32, *path))


def test_leaves_are_hashed_as_the_leaf_says() -> None:
    assert hash_leaf(b"daun").hex() == leaf.leaf_hash(b"daun")
    assert hash_node(b"\x01" * 32, b"\x02" * 32) == hashlib.sha256(b"\x01" + b"\x01" * 32 + b"\x02" * 32).digest()


def test_the_roots_are_those_of_certificate_transparency() -> None:
    frontier = Frontier()
    assert EMPTY_ROOT.hex() == CT_ROOTS[0]
    for data, expected in zip([None, *CT_LEAVES], CT_ROOTS, strict=True):
        if data is not None:
            frontier.append(hash_leaf(data))
        assert frontier.root().hex() == expected


@pytest.mark.parametrize("sizes", CT_CONSISTENCY)
def test_the_consistency_proofs_are_those_of_certificate_transparency(sizes: tuple[int, int]) -> None:
    nodes = nodes_of(CT_LEAVES)
    path = consistency(lambda level, index: nodes[level, index], *sizes)
    assert tuple(step.hex() for step in path) == CT_CONSISTENCY[sizes]


def test_a_node_is_told_when_it_is_complete_and_never_before() -> None:
    frontier = Frontier()
    assert [[(n.level, n.index) for n in frontier.append(hash_leaf(b""))] for _ in range(4)] == [
        [(0, 0)],
        [(0, 1), (1, 0)],
        [(0, 2)],
        [(0, 3), (1, 1), (2, 0)],
    ]
    assert (frontier.size, len(frontier.hashes)) == (4, 1)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 64, 100, 130])
def test_a_tree_goes_on_from_its_size_and_its_edge(size: int) -> None:
    whole = grown(SMALL)
    opened = Frontier.open(whole.read, size)
    again = Frontier(opened.size, opened.hashes)
    for hash_ in whole.leaves[size:]:
        again.append(hash_)
    assert again.root() == whole.roots[SMALL]
    assert root(whole.read, size) == whole.roots[size]


@pytest.mark.parametrize(("size", "count"), [(3, 1), (4, 2), (-1, 0), (1 << 63, 1)])
def test_an_edge_that_does_not_fit_its_size_is_refused(size: int, count: int) -> None:
    with pytest.raises(InvalidField):
        Frontier(size, [EMPTY_ROOT] * count)


def test_R46_every_inclusion_proof_up_to_130_leaves_holds_and_every_mutation_is_refused() -> None:
    whole, proofs, mutated = grown(SMALL), 0, 0
    for size in range(1, SMALL + 1):
        expected = whole.roots[size]
        for index in range(size):
            path, own = inclusion(whole.read, index, size), whole.leaves[index]
            check_inclusion(own, index, size, path, expected)
            proofs += 1
            wrong = [tree.climb(own, index, size, other) for other in mutations(path)]
            wrong += [tree.climb(own, i, size, path) for i in {index ^ 1, index + 1, index - 1} if 0 <= i < size]
            assert expected not in wrong
            mutated += len(wrong)
    print(f"{proofs} inclusion proofs held, {mutated} mutations refused")
    assert (proofs, mutated) == (8_515, 114_899)


def test_R46_every_consistency_proof_up_to_130_leaves_holds_and_every_mutation_is_refused() -> None:
    whole, proofs, verdicts = grown(SMALL), 0, []
    for new in range(1, SMALL + 1):
        for old in range(new + 1):
            path = consistency(whole.read, old, new)
            check_consistency(old, whole.roots[old], new, whole.roots[new], path)
            proofs += 1
            holds = partial(tree._goes_on, old, whole.roots[old], new, whole.roots[new])
            verdicts += [holds(wrong) for wrong in mutations(path)]
            verdicts.append(tree._goes_on(old, b"\x00" * 32, new, whole.roots[new], path))
            if old:  # the empty tree is the beginning of every tree, whatever its root
                verdicts.append(tree._goes_on(old, whole.roots[old], new, b"\x00" * 32, path))
    print(f"{proofs} consistency proofs held, {len(verdicts)} mutations refused")
    assert (proofs, len(verdicts), any(verdicts)) == (8_645, 114_377, False)


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [(0, 0, ()), (-1, 2, (EMPTY_ROOT,)), (2, 2, (EMPTY_ROOT,)), (0, 1, (EMPTY_ROOT,)), (0, 2, (b"short",)), (0, 2, ())],
)
def test_no_path_leads_where_no_leaf_stands(index: int, size: int, path: tuple[bytes, ...]) -> None:
    with pytest.raises(Refused):
        check_inclusion(EMPTY_ROOT, index, size, path, EMPTY_ROOT)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [(2, 1, ()), (-1, 1, ()), (1, 1, (EMPTY_ROOT,)), (0, 1, (EMPTY_ROOT,)), (2, 4, (b"short",)), (2, 3, ())],
)
def test_no_path_leads_from_a_tree_that_is_none_of_the_new_ones(old: int, new: int, path: tuple[bytes, ...]) -> None:
    with pytest.raises(Refused):
        check_consistency(old, EMPTY_ROOT, new, EMPTY_ROOT, path)


def test_the_same_size_needs_the_same_root_and_nothing_the_root_of_nothing() -> None:
    check_consistency(3, b"r" * 32, 3, b"r" * 32, ())
    check_consistency(0, EMPTY_ROOT, 3, b"r" * 32, ())
    for old, old_root in ((3, b"q" * 32), (0, b"q" * 32)):
        with pytest.raises(Refused):
            check_consistency(old, old_root, 3, b"r" * 32, ())


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(InvalidField):
        inclusion(grown(SMALL).read, index, size)


@pytest.mark.parametrize(("old", "new"), [(4, 3), (-1, 3)])
def test_a_larger_tree_is_no_beginning(old: int, new: int) -> None:
    with pytest.raises(InvalidField):
        consistency(grown(SMALL).read, old, new)


@given(st.data())
def test_R46_proofs_of_trees_up_to_a_hundred_thousand_leaves_hold_and_their_mutations_fail(data: st.DataObject) -> None:
    whole = grown(LARGE)
    size = data.draw(st.integers(1, LARGE))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = inclusion(whole.read, index, size)
    check_inclusion(whole.leaves[index], index, size, path, whole.roots[size])
    assert tree.climb(whole.leaves[index], index ^ 1, size, path) != whole.roots[size] or size == 1
    assert all(tree.climb(whole.leaves[index], index, size, wrong) != whole.roots[size] for wrong in mutations(path))
    between = consistency(whole.read, old, size)
    holds = partial(tree._goes_on, old, whole.roots[old], size, whole.roots[size])
    assert holds(between)
    assert not any(holds(wrong) for wrong in mutations(between))


def test_R46_pymerkle_finds_the_same_roots_and_the_same_hashes_in_each_path() -> None:
    whole, other = grown(SMALL), pymerkle.InmemoryTree(algorithm="sha256")
    for size in range(1, SMALL + 1):
        other.append_entry((size - 1).to_bytes(4))
        assert other.get_root() == whole.roots[size]
        for index in {0, size // 3, size - 1}:
            theirs = {bytes.fromhex(step) for step in other.prove_inclusion(index + 1, size).serialize()["path"]}
            assert theirs - {whole.leaves[index]} == set(inclusion(whole.read, index, size))
    for size in (1, 2, 64, 77, 130):
        pymerkle.verify_consistency(whole.roots[size], whole.roots[SMALL], other.prove_consistency(size, SMALL))
