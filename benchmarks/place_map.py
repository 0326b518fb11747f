"""Maps and positions: compressed bytes of the three maps, milliseconds to draw, microseconds to look up, memory.

Also how the centres of villages fare against the simplified borders, and, when a map pack is at hand, the districts.
"""

from __future__ import annotations

import gzip
import sys
import tracemalloc
from collections import Counter
from pathlib import Path

import brotli

from benchmarks.measure import seconds, tell
from ikrar.core.place import area, atlas, drawing, pack
from ikrar.core.place.boundary import Answer, Boundaries
from ikrar.core.place.position import Position
from ikrar.core.place.topology import Topology

PACK = Path("../shared/data/boundaries/kecamatan_sederhana.topojson")
AREAS = {one.code: one for one in area.load() if not one.code.startswith(atlas.FICTIONAL)}


def main() -> None:
    """Print the figures."""
    _build()
    _maps()
    _middles()
    _villages()
    _pages()
    if PACK.is_file():
        _pack()
    else:
        print(f"map pack {PACK}: not here, left out")


def _build() -> None:
    tell(
        "read both bundled files", seconds(lambda: (atlas.regencies.__wrapped__(), atlas.provinces.__wrapped__())), "s"
    )
    tell("index 514 regencies", seconds(lambda: Boundaries([atlas.regencies()])), "s")
    tracemalloc.start()
    kept = _read()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"memory of both topologies {size / 1e6:.1f} MB (Python objects; {len(kept)} files)")
    index, here = atlas.boundaries(), Position(-7.161, 113.482)
    tell("position in a regency", seconds(lambda: index.at(here), times=1000), "µs", 1e6)


def _read() -> tuple[Topology, Topology]:
    return atlas.regencies.__wrapped__(), atlas.provinces.__wrapped__()


def _sized(name: str, drawn: drawing.Drawing) -> None:
    links = (
        f'<a href="/wilayah/{o.code}/" aria-label="{AREAS[o.code].name}"><path d="{o.path}"/></a>'
        for o in drawn.outlines
    )
    svg = (drawn.around + "".join(links)).encode()
    packed = len(gzip.compress(svg, 6)), len(brotli.compress(svg, quality=5))
    print(f"map of {name}: {len(svg)} bytes, gzip {packed[0]}, brotli {packed[1]}")


def _maps() -> None:
    nation, regencies = atlas.provinces(), atlas.regencies()
    codes = sorted(nation.shapes)
    tell("draw the country", seconds(lambda: drawing.draw(nation, codes, tolerance=atlas.NATION_TOLERANCE)), "ms", 1e3)
    _sized("the country", drawing.draw(nation, codes, tolerance=atlas.NATION_TOLERANCE))

    def province(code: str) -> drawing.Drawing:
        return drawing.draw(regencies, atlas.below(regencies, code), tolerance=atlas.PROVINCE_TOLERANCE, around=True)

    def regency(code: str) -> drawing.Drawing:
        return drawing.draw(regencies, (code,), tolerance=atlas.REGENCY_TOLERANCE, around=True)

    for kind, make, every in (("province", province, codes), ("regency", regency, sorted(regencies.shapes))):
        largest = max(every, key=lambda code, make=make: len(_text(make(code))))
        tell(f"draw the largest {kind} {largest}", seconds(lambda c=largest, m=make: m(c)), "ms", 1e3)
        _sized(f"the largest {kind} {largest}", make(largest))


def _text(drawn: drawing.Drawing) -> bytes:
    return gzip.compress((drawn.around + "".join(o.path for o in drawn.outlines)).encode())


def _middles() -> None:
    """How many centres of regencies lie in their own borders, and how many at most 2 km outside."""
    index, own, close = atlas.boundaries(), 0, 0
    for code in index.codes:
        one = AREAS[code]
        if one.lat is None or one.lng is None:
            continue
        found = {c.code: c.km for c in index.at(Position(one.lat, one.lng)).candidates}
        own += found.get(code) == 0
        close += code in found
    print(f"centres of regencies in their own borders {own} of {len(index.codes)}, in them or within 1 km {close}")


def _villages() -> None:
    """Sure and right, sure and wrong, asked with the right one among the candidates, or without."""
    index, tally = atlas.boundaries(), Counter[tuple[str, bool]]()
    for one in AREAS.values():
        if one.level == 4 and one.lat is not None and one.lng is not None:
            found = index.at(Position(one.lat, one.lng))
            tally[found.answer.value, one.code[:5] in [c.code for c in found.candidates]] += 1
    total = tally.total()
    for answer in Answer:
        right, wrong = tally[answer.value, True], tally[answer.value, False]
        print(f"village centres answered {answer.value}: right regency among them {right}, not {wrong}, of {total}")


def _pack() -> None:
    raw = PACK.read_bytes()
    districts = frozenset(code for code, one in AREAS.items() if one.level == 3)
    checked = pack.check(raw, districts)
    tell("check a map pack of 3.2 MB", seconds(lambda: pack.check(raw, districts)), "s")
    tell("index its districts", seconds(lambda: Boundaries([checked.topology])), "s")
    index = Boundaries([checked.topology])
    tell("position in a district", seconds(lambda: index.at(Position(-7.161, 113.482)), times=1000), "µs", 1e6)
    codes = [code for code in checked.topology.shapes if code.startswith("35.28.")]
    tell("draw a regency with its districts", seconds(lambda: drawing.draw(checked.topology, codes)), "ms", 1e3)
    _sized("a regency with 13 districts", drawing.draw(checked.topology, codes))
    sure = [code for code in districts if (at := _at(index, code)) and at == code]
    print(f"centres of districts answered surely and rightly {len(sure)} of {len(districts)}")


def _at(index: Boundaries, code: str) -> str | None:
    one = AREAS[code]
    return index.at(Position(one.lat, one.lng)).code if one.lat is not None and one.lng is not None else None


def _pages() -> None:
    """Whole pages with their maps, as they travel."""
    from ikrar.cli.installation import prepare

    prepare()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    for path in ("/wilayah/", "/wilayah/35/", "/wilayah/94/", "/wilayah/35.28/", "/wilayah/91.03/"):
        client = Client(headers={"accept-encoding": "br"})
        tell(f"page {path}", seconds(lambda c=client, p=path: c.get(p), times=5), "ms", 1e3)
        sizes = {
            coding: len(client.get(path, headers={"accept-encoding": coding}).content) for coding in ("br", "gzip")
        }
        print(f"page {path} with its map: brotli {sizes['br']}, gzip {sizes['gzip']} bytes")


if __name__ == "__main__":
    sys.exit(main())
