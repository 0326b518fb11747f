"""What the stages of one file owe each other: no code twice, no hole, no gap, no forbidden overlap, no circle, no day
that cannot be. Rows may lack what was found wrong in them: the rest is checked all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from datetime import date
from itertools import pairwise
from typing import Any, Final

from ikrar.core.errors import BadInput
from ikrar.core.stage.count import Unit, reach
from ikrar.core.stage.holiday import Cover, cover, covered
from ikrar.core.stage.lines import Path
from ikrar.core.stage.rule import EDGES, Plan, Reading, Rule, Settled, point, settle
from ikrar.core.stage.shape import Fault, near

#: Stages no election is without: what the pages, the review days and the ledger's light hang on. Each begins the day
#: after the one before it ends, as in every calendar of domain §1; that it must is general knowledge.
REQUIRED: Final = ("CAMPAIGN", "QUIET", "VOTE")
#: How far from the vote a stage may lie, in days: a planning phase begins some twenty months before.
FARTHEST: Final = 4 * 366


def faults(content: Mapping[str, Any], voting_day: date | None, told: Set[Path] = frozenset()) -> Iterator[Fault]:
    """Yield every fault between the rows of a file. ``told`` are the places of what was found wrong in them before."""
    yield from _doubled(content)
    yield from _holes(content, told)
    yield from _unknown(content, told)
    yield from _circles(content)
    yield from _days(content, voting_day)


def _doubled(content: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("anchor", "stage"):
        codes = [row.get("code", "") for row in content.get(name, ())]
        counts = Counter(codes)
        for number, code in enumerate(codes):
            if code and counts[code] > 1 and number != codes.index(code):
                yield (name, number, "code"), BadInput("Kode {name} sudah dipakai di atas.", name=code)


def _holes(content: Mapping[str, Any], told: Set[Path]) -> Iterator[Fault]:
    codes = _codes(content, "stage")
    for code in REQUIRED:
        if content["stage"] and codes is not None and code not in codes:
            yield (), BadInput("Tahapan {name} harus ada di setiap pemilihan.", name=code)
    for number, row in enumerate(content["stage"]):
        at = ("stage", number)
        if "last" in row or (*at, "last") in told:
            continue
        if "rule" not in row and (*at, "rule") not in told:
            yield at, BadInput("Tulis hari terakhirnya, atau aturannya dengan kata-kata (rule).")
        if "first" in row:
            yield (*at, "first"), BadInput("Hari pertama tanpa hari terakhir tidak dapat dipakai.")


def _codes(content: Mapping[str, Any], name: str) -> set[str] | None:
    """Return the codes of a list of rows; None where a row has none that can be used: nothing is unknown then."""
    rows = content.get(name, ())
    return {row["code"] for row in rows} if all("code" in row for row in rows) else None


def _unknown(content: Mapping[str, Any], told: Set[Path]) -> Iterator[Fault]:
    anchors = None if ("anchor",) in told else _codes(content, "anchor")
    codes = None if ("stage",) in told else _codes(content, "stage")
    for number, row in enumerate(content["stage"]):
        for at, rule in _rules(number, row):
            for name in rule.of:
                yield from _named(at, name, anchors, codes)
        for key, among in (("parent", codes), ("follows", codes), ("only_if", anchors)):
            if row.get(key) and among is not None and row[key] not in among:
                yield ("stage", number, key), _nowhere(row[key], among)
    for name in ("duty", "risk"):
        for number, row in enumerate(content.get(name, ())):
            if codes is not None and row.get("stage", next(iter(codes), "")) not in codes:
                yield (name, number, "stage"), _nowhere(row["stage"], codes)


def _nowhere(name: str, among: Set[str]) -> BadInput:
    found = near(name, among)
    if found:
        return BadInput("{name} tidak ada di berkas ini; mungkin {near}.", name=name, near=found)
    return BadInput("{name} tidak ada di berkas ini.", name=name)


def _named(at: Path, name: str, anchors: Set[str] | None, codes: Set[str] | None) -> Iterator[Fault]:
    code, dot, edge = name.partition(".")
    if not dot and anchors is not None and name not in anchors:
        found = near(name, anchors)
        if found:
            text = "Peristiwa {name} tidak ada di bagian [[anchor]]; mungkin {near}."
            yield at, BadInput(text, name=name, near=found)
        else:
            yield at, BadInput("Peristiwa {name} tidak ada di bagian [[anchor]].", name=name)
    if dot and ((codes is not None and code not in codes) or edge not in EDGES):
        yield at, BadInput("{name} bukan hari pertama (.first) atau terakhir (.last) suatu tahapan.", name=name)


def _rules(number: int, row: Mapping[str, Any]) -> Iterator[tuple[Path, Rule]]:
    tables: list[tuple[Path, Mapping[str, Any]]] = [(("stage", number), row)]
    tables += [(("stage", number, "reading", n), one) for n, one in enumerate(row.get("reading", ()))]
    for at, table in tables:
        for key in EDGES:
            read_point = point(table.get(key))
            if isinstance(read_point, Rule):
                yield (*at, key), read_point


def _circles(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield each stage from which its rules, its predecessors or its parents lead back to itself."""
    rows = content["stage"]
    ways: dict[str, dict[str, set[str]]] = {"rules": {}, "follows": {}, "parent": {}}
    for row in rows:
        code = row.get("code", "")
        ways["rules"].setdefault(code, set()).update(
            name.split(".")[0] for _at, rule in _rules(0, row) for name in rule.of if "." in name
        )
        for key in ("follows", "parent"):
            ways[key].setdefault(code, set()).update({row[key]} if row.get(key) else set())
    for key, way in ways.items():
        for number, row in enumerate(rows):
            circle = _back(row.get("code", ""), way)
            if circle:
                edges = [at for at, rule in _rules(number, row) if any("." in name for name in rule.of)]
                at = edges[0] if key == "rules" and edges else ("stage", number, key)
                yield at, BadInput("Aturan tahapan ini berputar: {way}.", way=" → ".join(circle))


def _back(code: str, way: Mapping[str, set[str]]) -> list[str]:
    """Return the way from a code back to itself; empty when there is none."""
    stack = [[code]]
    seen: set[str] = set()
    while stack:
        path = stack.pop()
        for following in sorted(way.get(path[-1], ())):
            if following == code:
                return [*path, code]
            if following not in seen:
                seen.add(following)
                stack.append([*path, following])
    return []


def _days(content: Mapping[str, Any], voting_day: date | None) -> Iterator[Fault]:
    """Yield what is wrong with the days as they come out, every anchor without a day."""
    rows = content["stage"]
    some = {row["only_if"]: voting_day for row in rows if row.get("only_if") and voting_day}
    first_of = {row.get("code", ""): number for number, row in reversed(list(enumerate(rows)))}
    plans = [Plan(_name(row, number, first_of), _readings(row)) for number, row in enumerate(rows)]
    settled = settle(plans, voting_day, some)
    for number, (row, plan) in enumerate(zip(rows, plans, strict=True)):
        one, at = settled[plan.code], ("stage", number)
        yield from _own(at, row, one, voting_day)
        whole = settled.get(row.get("parent", ""))
        if whole and not _inside((one.first, one.last), (whole.first, whole.last)):
            yield (*at, "parent"), BadInput("Tahapan ini keluar dari hari-hari {name}.", name=row["parent"])
        before = settled.get(_before(row, first_of))
        if before:
            key = "follows" if row.get("follows") else "first"
            yield from _joint((*at, key), _before(row, first_of), before.last, one.first)
        yield from _uncounted(number, row, settled, voting_day)


def _name(row: Mapping[str, Any], number: int, first_of: Mapping[str, int]) -> str:
    """Return what a row's days are kept by: its code, or its number where another row had that code before."""
    code: str = row.get("code", "")
    return code if first_of[code] == number and code else f"#{number}"


def _readings(row: Mapping[str, Any]) -> tuple[Reading, ...]:
    tables = [row, *row.get("reading", ())]
    return tuple(Reading(point(one.get("first")), point(one.get("last")), "", {}) for one in tables)


def _before(row: Mapping[str, Any], first_of: Mapping[str, int]) -> str:
    """Return the stage that ends the day before a row begins: as the row says, or as no election does without."""
    usual = {after: before for before, after in pairwise(REQUIRED)}
    return row.get("follows") or usual.get(row.get("code", ""), "")


def _own(at: Path, row: Mapping[str, Any], one: Settled, voting_day: date | None) -> Iterator[Fault]:
    """Yield what is wrong with the days of a stage by themselves."""
    if one.first and one.last and one.last < one.first:
        text = "Hari pertama {first} sesudah hari terakhir {last}."
        yield (*at, "first"), BadInput(text, first=one.first, last=one.last)
    if not voting_day:
        return
    for key, day in (("first", one.first), ("last", one.last)):
        if day and abs((day - voting_day).days) > FARTHEST:
            text = "{day} terlalu jauh dari hari pemungutan suara {vote}."
            yield (*at, key), BadInput(text, day=day, vote=voting_day)
    if row.get("code") == "VOTE" and one.first and one.first != voting_day:
        text = "Pemungutan suara mulai {first}, bukan pada hari pemungutan suara {vote}."
        yield (*at, "first"), BadInput(text, first=one.first, vote=voting_day)


def _joint(at: Path, code: str, last: date | None, first: date | None) -> Iterator[Fault]:
    """Yield a gap or an overlap between a stage and the one before it."""
    if not last or not first:
        return
    between = (first - last).days - 1
    if between > 0:
        text = "Tahapan ini mulai {first}, padahal {name} berakhir {last}: ada celah {n} hari."
        yield at, BadInput(text, first=first, name=code, last=last, n=between)
    if between < 0:
        text = "Tahapan ini mulai {first}, padahal {name} berakhir {last}: keduanya tidak boleh bertindih."
        yield at, BadInput(text, first=first, name=code, last=last)


def _inside(inner: tuple[date | None, date | None], outer: tuple[date | None, date | None]) -> bool:
    (first, last), (begin, end) = inner, outer
    return not (first and begin and first < begin) and not (last and end and last > end)


def _uncounted(
    number: int, row: Mapping[str, Any], settled: Mapping[str, Settled], voting_day: date | None
) -> Iterator[Fault]:
    """Yield rules in working days that run through a year whose holidays nobody knows; an event is near the vote."""
    for at, rule in _rules(number, row):
        start = next((day for name in rule.of if (day := _edge(name, settled))), voting_day)
        if rule.unit is not Unit.WORKING or start is None:
            continue
        end = reach(start, rule.number, rule.unit).plain
        for year in range(min(start, end).year, max(start, end).year + 1):
            if cover(year) is Cover.OUTSIDE:
                begin, _decreed, last = covered()
                text = (
                    "Hari libur tahun {year} tidak tercakup ({begin} sampai {last}): hari kerja tidak dapat dihitung."
                )
                yield at, BadInput(text, year=year, begin=begin, last=last)


def _edge(name: str, settled: Mapping[str, Settled]) -> date | None:
    code, _dot, edge = name.partition(".")
    found = settled.get(code)
    return (found.first if edge == EDGES[0] else found.last) if found else None
