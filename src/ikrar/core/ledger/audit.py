"""What anybody can check over a whole log: its leaves make its root, no reference's chain has a gap, acts are in order.

Rebuilding never needs a record: leaves alone are read. Leaves come one by one, so a log of any size is checked with
what is kept for each reference: the hash of its last leaf and the types it has had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import BadInput, Refused
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.leaf import Leaf, leaf_hash, parse
from ikrar.core.ledger.tree import Frontier, hash_leaf

MAX_FAULTS: Final = 100

#: What must have happened to a reference before an act of this type can follow; types that are not here may come first.
AFTER: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "grant.approved": frozenset({"grant.proposed"}),
        "grant.refused": frozenset({"grant.proposed"}),
        "grant.withdrawn": frozenset({"grant.proposed"}),
        "grant.extended": frozenset({"grant.given"}),
        "grant.attested": frozenset({"grant.given"}),
        "grant.ended": frozenset({"grant.given"}),
        "token.ended": frozenset({"token.issued"}),
        "invitation.used": frozenset({"invitation.issued"}),
        "invitation.voided": frozenset({"invitation.issued"}),
        "scan.erased": frozenset({"scan.sealed"}),
        "enrolment.vouched": frozenset({"enrolment.made"}),
        "enrolment.revoked": frozenset({"enrolment.made"}),
        "signature.withdrawn": frozenset({"signature.given", "signature.attested"}),
        "signature.unnamed": frozenset({"signature.given"}),
    }
)


@dataclass(slots=True)
class Audit:
    """What was found: the number of leaves and of references, how many leaves of each type, at most 100 faults."""

    size: int = 0
    refs: int = 0
    types: Counter[str] = field(default_factory=Counter)
    faults: list[Refused] = field(default_factory=list)
    root: bytes = b""

    @property
    def holds(self) -> bool:
        """Say whether nothing was found wrong."""
        return not self.faults

    def fault(self, error: Refused) -> None:
        """Note a fault, unless there are too many already."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(error)


def audit(leaves: Iterable[bytes], point: Checkpoint, older: Sequence[Checkpoint] = ()) -> Audit:
    """Rebuild the tree from its leaves and compare it with a checkpoint and with older ones, and check every chain.

    What is wrong is in the result's ``faults``; nothing is raised.
    """
    found, frontier = Audit(), Frontier()
    earlier = sorted(older, key=lambda one: one.size)
    last: dict[str, str] = {}
    seen: dict[str, set[str]] = {}
    for data in leaves:
        while earlier and earlier[0].size <= frontier.size:
            _same(found, earlier.pop(0), frontier)
        _chained(found, frontier.size + 1, data, last, seen)
        frontier.append(hash_leaf(data))
    for one in [*earlier, point]:
        _same(found, one, frontier)
    found.size, found.refs, found.root = frontier.size, len(last), frontier.root()
    if frontier.size > point.size:
        found.fault(Refused("Ada {count} daun lebih daripada yang ditandatangani.", count=frontier.size - point.size))
    return found


def _same(found: Audit, point: Checkpoint, frontier: Frontier) -> None:
    if frontier.size < point.size:
        found.fault(
            Refused(
                "Titik periksa dengan {size} daun tidak tercapai: hanya ada {count} daun.",
                size=point.size,
                count=frontier.size,
            )
        )
    elif frontier.size == point.size and frontier.root() != point.root:
        found.fault(Refused("Akar pada {size} daun berbeda dari yang ditandatangani.", size=point.size))


def _chained(found: Audit, number: int, data: bytes, last: dict[str, str], seen: dict[str, set[str]]) -> None:
    leaf = _read(found, data, number)
    found.types[leaf.type if leaf else "?"] += 1
    if leaf is None:
        return
    if leaf.prev != last.get(leaf.ref, "-"):
        found.fault(Refused("Daun {number} tidak melanjutkan daun sebelumnya dari rujukannya.", number=number))
    before = seen.setdefault(leaf.ref, set())
    if leaf.type in AFTER and not AFTER[leaf.type] & before:
        found.fault(
            Refused("Daun {number} ({type}) mendahului yang harus ada lebih dulu.", number=number, type=leaf.type)
        )
    before.add(leaf.type)
    last[leaf.ref] = leaf_hash(data)


def _read(found: Audit, data: bytes, number: int) -> Leaf | None:
    try:
        return parse(data)
    except BadInput:
        found.fault(Refused("Daun {number} bukan daun yang dikenal.", number=number))
        return None
