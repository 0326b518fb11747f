"""A tree that holds every node of its complete subtrees: what the tests of proofs read from, built once a process."""

from __future__ import annotations

from functools import cache

from ikrar.core.ledger.tree import Frontier, Read, hash_leaf


class Grown:
    """The nodes of a tree of ``size`` leaves, each holding the four bytes of its number, and the root at each size."""

    def __init__(self, size: int) -> None:
        self.leaves = [hash_leaf(n.to_bytes(4)) for n in range(size)]
        self.nodes: dict[tuple[int, int], bytes] = {}
        frontier = Frontier()
        self.roots = [frontier.root()]
        for leaf in self.leaves:
            for node in frontier.append(leaf):
                self.nodes[node.level, node.index] = node.hash
            self.roots.append(frontier.root())

    @property
    def read(self) -> Read:
        """The function that proofs are made with."""
        return lambda level, index: self.nodes[level, index]


@cache
def grown(size: int) -> Grown:
    """Return the tree of that size, the same each time."""
    return Grown(size)
