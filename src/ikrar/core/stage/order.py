"""What the stages of one file owe each other: no code twice, no hole, no gap, no circle, no day that cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from ikrar.core.errors import BadInput
from ikrar.core.stage.lines import Path
from ikrar.core.stage.rule import EDGES, Rule, point
from ikrar.core.stage.table import of_sheet, read

#: Stages no election is without: what the pages, the review days and the ledger's light hang on.
REQUIRED: Final = ("CAMPAIGN", "QUIET", "VOTE")
#: How far from the vote a stage may lie, in days: a planning phase begins some twenty months before.
FARTHEST: Final = 4 * 366

Fault = tuple[Path, BadInput]


def faults(content: Mapping[str, Any], voting_day: date | None) -> Iterator[Fault]:
    """Yield every fault between the rows of a file whose rows are well by themselves."""
    known = [*_doubled(content), *_holes(content), *_unknown(content)]
    yield from known
    circles = list(_circles(content)) if not known else []
    yield from circles
    if not known and not circles and voting_day:
        yield from _days(content, voting_day)


def _doubled(content: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("anchor", "stage"):
        codes = [row["code"] for row in content.get(name, ())]
        counts = Counter(codes)
        for number, code in enumerate(codes):
            if counts[code] > 1 and number != codes.index(code):
                yield (name, number, "code"), BadInput("Kode {name} sudah dipakai di atas.", name=code)


def _holes(content: Mapping[str, Any]) -> Iterator[Fault]:
    codes = {row["code"] for row in content["stage"]}
    for code in REQUIRED:
        if code not in codes:
            yield (), BadInput("Tahapan {name} harus ada di setiap pemilihan.", name=code)
    for number, row in enumerate(content["stage"]):
        if "last" not in row and "rule" not in row:
            yield ("stage", number), BadInput("Tulis hari terakhirnya, atau aturannya dengan kata-kata (rule).")
        if "first" in row and "last" not in row:
            yield ("stage", number, "first"), BadInput("Hari pertama tanpa hari terakhir tidak dapat dipakai.")


def _unknown(content: Mapping[str, Any]) -> Iterator[Fault]:
    anchors = {row["code"] for row in content.get("anchor", ())}
    codes = {row["code"] for row in content["stage"]}
    for number, row in enumerate(content["stage"]):
        for at, rule in _rules(number, row):
            for name in rule.of:
                yield from _named(at, name, anchors, codes)
        for key, among in (("parent", codes), ("follows", codes), ("only_if", anchors)):
            if row.get(key) and row[key] not in among:
                text = "{name} tidak ada di berkas ini."
                yield ("stage", number, key), BadInput(text, name=row[key])


def _named(at: Path, name: str, anchors: set[str], codes: set[str]) -> Iterator[Fault]:
    code, dot, edge = name.partition(".")
    if not dot and name not in anchors:
        yield at, BadInput("Peristiwa {name} tidak ada di bagian [[anchor]].", name=name)
    if dot and (code not in codes or edge not in EDGES):
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
    ways = {
        "rules": {r["code"]: {n.split(".")[0] for _, rule in _rules(0, r) for n in rule.of if "." in n} for r in rows},
        "follows": {r["code"]: {r["follows"]} if r.get("follows") else set() for r in rows},
        "parent": {r["code"]: {r["parent"]} if r.get("parent") else set() for r in rows},
    }
    for key, way in ways.items():
        for number, row in enumerate(rows):
            circle = _back(row["code"], way)
            if circle:
                edges = [at for at, rule in _rules(number, row) if any("." in name for name in rule.of)]
                at = edges[0] if key == "rules" else ("stage", number, key)
                yield at, BadInput("Aturan tahapan ini berputar: {way}.", way=" → ".join(circle))


def _back(code: str, way: Mapping[str, set[str]]) -> list[str]:
    """Return the way from a code back to itself; empty when there is none."""
    stack = [[code]]
    seen: set[str] = set()
    while stack:
        path = stack.pop()
        for following in sorted(way[path[-1]]):
            if following == code:
                return [*path, code]
            if following not in seen:
                seen.add(following)
                stack.append([*path, following])
    return []


def _days(content: Mapping[str, Any], voting_day: date) -> Iterator[Fault]:
    """Yield what is wrong with the days as they come out, every anchor without a day."""
    sheet = read(content)
    some = {row["only_if"]: voting_day for row in content["stage"] if row.get("only_if")}
    days = {one.code: one for one in of_sheet(sheet, voting_day, some)}
    for number, row in enumerate(content["stage"]):
        one, at = days[row["code"]], ("stage", number)
        if one.first and one.last and one.last < one.first:
            yield (
                (*at, "first"),
                BadInput("Hari pertama {first} sesudah hari terakhir {last}.", first=one.first, last=one.last),
            )
        for key, day in (("first", one.first), ("last", one.last)):
            if day and abs((day - voting_day).days) > FARTHEST:
                text = "{day} terlalu jauh dari hari pemungutan suara {vote}."
                yield (*at, key), BadInput(text, day=day, vote=voting_day)
        if row["code"] == "VOTE" and one.first != voting_day:
            text = "Pemungutan suara mulai {first}, bukan pada hari pemungutan suara {vote}."
            yield (*at, "first"), BadInput(text, first=one.first, vote=voting_day)
        before, whole = days.get(row.get("follows", "")), days.get(row.get("parent", ""))
        if before:
            yield from _gap((*at, "follows"), before.code, before.last, one.first)
        if whole and not _inside((one.first, one.last), (whole.first, whole.last)):
            yield (*at, "parent"), BadInput("Tahapan ini keluar dari hari-hari {name}.", name=whole.code)


def _gap(at: Path, code: str, last: date | None, first: date | None) -> Iterator[Fault]:
    if last and first and first != last + timedelta(days=1):
        text = "Tahapan ini mulai {first}, padahal {name} berakhir {last}: harus sehari sesudahnya."
        yield at, BadInput(text, first=first, name=code, last=last)


def _inside(inner: tuple[date | None, date | None], outer: tuple[date | None, date | None]) -> bool:
    (first, last), (begin, end) = inner, outer
    return not (first and begin and first < begin) and not (last and end and last > end)
