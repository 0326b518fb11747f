"""A map pack: the borders of districts, which an installation imports for itself because they are not ours to ship."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from ikrar.core.errors import BadInput
from ikrar.core.place import topology
from ikrar.core.place.topology import Topology


@dataclass(frozen=True)
class Pack:
    """The usable borders, an error for each area that was left out, and the known districts without borders."""

    topology: Topology
    faults: tuple[BadInput, ...]
    missing: tuple[str, ...]


def check(raw: bytes, districts: Set[str]) -> Pack:
    """Read a map pack against the codes of the districts that are valid now.

    Raises BadInput when the file as a whole cannot be used, or when none of its areas can.
    """
    found, wrong = topology.read(raw)
    unknown = sorted(set(found.shapes) - districts)
    faults = (*wrong, *(BadInput("Kode {code} bukan kecamatan yang berlaku sekarang.", code=code) for code in unknown))
    shapes = {code: shape for code, shape in found.shapes.items() if code in districts}
    if not shapes:
        raise BadInput("Tidak ada batas kecamatan yang dapat dipakai dalam berkas ini.")
    return Pack(Topology(found.arcs, shapes), faults, tuple(sorted(districts - set(shapes))))
