"""Enter what declarations pledge into groups and counts when they are frozen, and take it out when they are replaced.

Called inside the transaction of the act that freezes, imports or erases; nothing here is an act of its own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from ikrar.core.declaration import spread, wording
from ikrar.core.declaration.canonical import PledgingOffice as Pledger
from ikrar.core.declaration.spread import Carried, Cell, Side
from ikrar.records import bulk
from ikrar.records.declaration.models import PledgingOffice, PointKind, Version
from ikrar.records.declaration.rows import Content
from ikrar.records.prepared import Prepared
from ikrar.records.turn import take_turn
from ikrar.records.wording.models import Band, Group, Tally, Text, Use, Wording, world

CHUNK = 500  # versions entered at a time, and rows written in one query
ASKED = 5_000  # values asked for in one query
#: Wordings of one group kept under one key: a template with 50,000 variants must not be compared with each of them.
KEPT = 40

ADD = (
    "INSERT INTO wording_tally (example, code, area, election, side, value, count) VALUES",
    "ON CONFLICT (example, code, area, election, side, value)"
    " DO UPDATE SET count = wording_tally.count + excluded.count",
)
KEEP = "INSERT INTO wording_band (wording_id, example, number) VALUES"
MOST_USED = (
    "SELECT text, uses FROM wording_text"
    " WHERE group_id = %s AND uses = (SELECT MAX(uses) FROM wording_text WHERE group_id = %s)"
    " ORDER BY id LIMIT 500"
)
SHOW = "UPDATE wording_group SET text = %s WHERE ref = %s"
EMPTY = "DELETE FROM wording_tally WHERE count = 0"
UNUSE = "DELETE FROM wording_use WHERE id IN"
RAISE = "UPDATE wording_text SET uses = uses + %s WHERE id IN"
TAKE = (
    "UPDATE wording_tally SET count = count - %s WHERE example = %s AND code = %s AND area = %s AND election = %s"
    " AND side = %s AND value = %s"
)


def enter(content: Content) -> None:
    """Enter a version that was just frozen, from what it was written with; the one it supersedes leaves the counts.

    As ``enter_many`` does, without reading again what the caller's transaction wrote.
    """
    take_turn("wording")
    version = content.version
    groups = _leave([version.supersedes_id] if version.supersedes_id else [])
    rows = [(version.pk, n, text, code) for n, text, code in content.said]
    offices = [Pledger(one.office or "", one.institution or "", None, None) for one in content.text.pledging_offices]
    groups |= _write([version], rows, {version.pk: _kinds_of(offices)}, version.declaration.example)
    _name(groups)


def enter_many(versions: Sequence[Version]) -> None:
    """Enter versions that were frozen with their points, kinds and offices, in the caller's transaction.

    What they supersede leaves the counts; one that is itself superseded by a frozen version is not entered. Versions
    of examples and real ones may be mixed. Each is entered once: a second time it is left as it is.
    """
    take_turn("wording")
    for start in range(0, len(versions), CHUNK):
        chunk = [version.pk for version in versions[start : start + CHUNK]]
        groups = _leave(list(Version.objects.filter(superseded_by__in=chunk).values_list("pk", flat=True)))
        later = Version.objects.filter(supersedes=OuterRef("pk"), frozen_at__isnull=False)
        entered = Use.objects.filter(version=OuterRef("pk"))
        current = Version.objects.filter(pk__in=chunk, frozen_at__isnull=False).exclude(Exists(later) | Exists(entered))
        here = list(current.select_related("declaration"))
        for example in {version.declaration.example for version in here}:
            groups |= _enter([version for version in here if version.declaration.example is example], example)
        _name(groups)


def erase_examples() -> None:
    """Erase every group, text and count of examples; real ones cannot be reached from here."""
    for model in (Use, Tally, Text, Band, Wording):
        model.objects.filter(example=True).delete()
    Group.objects.filter(example=True).update(joined=None)
    Group.objects.filter(example=True).delete()


def catch_up() -> int:
    """Enter the current versions that were frozen before groups were kept; returns how many."""
    carries = PointKind.objects.filter(point__version=OuterRef("pk"))
    later = Version.objects.filter(supersedes=OuterRef("pk"), frozen_at__isnull=False)
    entered = Use.objects.filter(version=OuterRef("pk"))
    missing = Version.objects.filter(Exists(carries), frozen_at__isnull=False).exclude(Exists(later) | Exists(entered))
    with transaction.atomic():
        versions = list(missing.only("pk"))
        enter_many(versions)
    return len(versions)


def _enter(versions: Sequence[Version], example: bool) -> set[str]:
    """Enter versions of one world; returns the groups whose texts are used more now."""
    said = PointKind.objects.filter(point__version__in=[v.pk for v in versions])
    rows = list(said.order_by("point__version_id", "point__n", "code").values_list(*_POINT))
    return _write(versions, rows, _pledging(versions), example)


_POINT = ("point__version_id", "point__n", "point__text", "code")
Said = tuple[int, int, str, str]  # version, number, words and kind of a point


def _write(versions: Sequence[Version], rows: Sequence[Said], pledging: Mapping[int, str], example: bool) -> set[str]:
    if not rows:
        return set()
    texts = _texts({text for _, _, text, _ in rows}, example)
    own = {v.pk: v for v in versions}
    uses = [_use(own[pk], n, code, texts[text], pledging[pk]) for pk, n, text, code in rows]
    bulk.add(uses)
    _add(_cells(uses))
    _use_texts(uses, 1)
    return {use.group_id for use in uses}


def _use(version: Version, n: int, code: str, text: Text, institutions: str) -> Use:
    return Use(
        version=version,
        n=n,
        code=code,
        example=version.declaration.example,
        text=text,
        group_id=text.group_id,
        area=version.area_id or "",
        regency=spread.part(version.area_id or "", 2),
        election=version.election_id or "",
        institutions=institutions,
        day=version.event_date,  # type: ignore[misc]  # a frozen version has its day and time
        frozen_at=version.frozen_at,
    )


def _pledging(versions: Sequence[Version]) -> dict[int, str]:
    """Return the kinds of institution that pledge in each version, as one word list."""
    offices: dict[int, list[Pledger]] = {v.pk: [] for v in versions}
    for row in PledgingOffice.objects.filter(version__in=list(offices)):
        offices[row.version_id].append(Pledger(row.office, row.institution, None, None))
    return {pk: _kinds_of(rows) for pk, rows in offices.items()}


def _kinds_of(offices: Iterable[Pledger]) -> str:
    return " ".join(sorted(spread.institution_kinds(offices)))[:300]


_USES = Prepared(lambda pk: Use.objects.filter(version=pk), 4_000_000_000)


def _leave(versions: Sequence[int]) -> set[str]:
    """Take versions out of the counts; their texts stay in the groups, so that no group ever falls apart.

    Returns the groups whose texts are used less now.
    """
    uses = list(Use.objects.filter(version__in=versions)) if len(versions) != 1 else _USES.objects(*versions)
    if not uses:
        return set()
    _take_off(_cells(uses))
    _use_texts(uses, -1)
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
    _each_key(UNUSE, [use.pk for use in uses])
    return {use.group_id for use in uses}


def _use_texts(uses: Iterable[Use], sign: int) -> None:
    """Keep in how many points each text stands; a point with two kinds is one point."""
    points = {(use.version_id, use.n): use.text_id for use in uses}
    used = Counter(points.values())
    for count in sorted(set(used.values())):
        _each_key(RAISE, sorted(pk for pk, n in used.items() if n == count), sign * count)


def _each_key(statement: str, keys: Sequence[int], *before: int) -> None:
    """Run a statement that ends with the keys of its rows, for ``ASKED`` of them at a time."""
    with connection.cursor() as cursor:
        for start in range(0, len(keys), ASKED):
            some = keys[start : start + ASKED]
            cursor.execute(f"{statement} ({', '.join(['%s'] * len(some))})", [*before, *some])


# --- counts -----------------------------------------------------------------------------------------------------------


def carried(uses: Iterable[Use]) -> Iterator[Carried]:
    """Yield what each version carries of each kind, from all its uses of it."""

    def of(use: Use) -> tuple[int, str]:
        return (use.version_id, use.code)

    for _key, same in groupby(sorted(uses, key=of), key=of):
        points = list(same)
        one = points[0]
        groups, kinds = frozenset(use.group_id for use in points), frozenset(one.institutions.split())
        yield Carried(one.code, one.example, one.area, one.election, one.day, kinds, groups)


def _cells(uses: Sequence[Use]) -> Iterator[Cell]:
    for one in carried(uses):
        yield from spread.cells(one)
    groups: dict[tuple[int, bool, str], set[str]] = {}
    for use in uses:
        groups.setdefault((use.version_id, use.example, use.area), set()).add(use.group_id)
    for (_version, example, area), own in groups.items():
        yield from spread.template_cells(example, area, own)


def _add(found: Iterable[Cell]) -> None:
    """Add to the counts; always in the same order, as below, so that no two acts wait for each other."""
    head, tail = ADD
    bulk.values(head, [(*cell, n) for cell, n in sorted(Counter(found).items())], tail)


def _take_off(found: Iterable[Cell]) -> None:
    rows = [(n, *cell) for cell, n in sorted(Counter(found).items())]
    with connection.cursor() as cursor:
        cursor.executemany(TAKE, rows)


# --- groups -----------------------------------------------------------------------------------------------------------


def _texts(said: set[str], example: bool) -> dict[str, Text]:
    """Return the row of each text with its group, made where it is new."""
    digests = {_digest(text): text for text in said}
    found = {row.digest: row for row in _each(Text, "digest", list(digests), example)}
    new = sorted(digest for digest in digests if digest not in found)
    if new:
        wordings = _wordings({d: wording.read(digests[d]) for d in new}, example)
        rows = [
            Text(example=example, digest=d, text=digests[d], wording=wordings[d], group_id=wordings[d].group_id)
            for d in new
        ]
        bulk.add(rows)
        # A join of groups above may have changed the group of a text that was known.
        found = {row.digest: row for row in _each(Text, "digest", list(digests), example)}
    return {digests[digest]: row for digest, row in found.items()}


def _wordings(read: dict[str, wording.Wording], example: bool) -> dict[str, Wording]:
    """Return the row of each wording by the digest of its text, linked to what is near and made where it is new."""
    keys = {digest: one.key for digest, one in read.items()}
    by_key = {one.key: one for one in read.values()}
    found = {row.key: row for row in _each(Wording, "key", list(by_key), example)}
    new = {key: one for key, one in by_key.items() if key not in found}
    if new:
        numbers = {key: wording.bands(one) for key, one in new.items()}
        near = _near(numbers, example)
        linked = wording.link(new, {row.key: (wording.heard(row.said), row.group_id) for row in near.values()})
        _join(linked.merged)
        names = {name: Group.objects.create(example=example).ref for name in set(linked.groups.values()) & set(new)}
        made = [
            Wording(example=example, key=key, said=new[key].said, group_id=names.get(group, group))
            for key, group in sorted(linked.groups.items())
        ]
        bulk.add(made)
        found = {row.key: row for row in _each(Wording, "key", list(by_key), example)}
        _keep_bands([found[key] for key in sorted(new)], numbers, example)
    return {digest: found[key] for digest, key in keys.items()}


def _near(numbers: dict[str, tuple[int, ...]], example: bool) -> dict[int, Wording]:
    """Return the known wordings that share a key with any new one."""
    wanted = sorted({n for own in numbers.values() for n in own})
    keys: set[int] = set()
    for start in range(0, len(wanted), ASKED):
        asked = Band.objects.filter(**world(example), number__in=wanted[start : start + ASKED])
        keys.update(asked.values_list("wording_id", flat=True).distinct())
    return {row.pk: row for row in _each(Wording, "pk", sorted(keys), example)}


def _keep_bands(made: Sequence[Wording], numbers: dict[str, tuple[int, ...]], example: bool) -> None:
    """Write the keys of new wordings, at most ``KEPT`` wordings of one group under each."""
    wanted = sorted({n for row in made for n in numbers[row.key]})
    kept: Counter[tuple[int, str]] = Counter()
    for start in range(0, len(wanted), ASKED):
        asked = Band.objects.filter(**world(example), number__in=wanted[start : start + ASKED])
        kept.update(asked.values_list("number", "wording__group_id"))
    bands = []
    for row in made:
        for number in numbers[row.key]:
            place = (number, row.group_id)
            if kept[place] < KEPT:
                kept[place] += 1
                bands.append((row.pk, example, number))
    bulk.values(KEEP, bands)


def _join(merged: dict[str, str]) -> None:
    """Let groups go up in others: their rows point there, and what counts by group is counted anew."""
    for old, to in sorted(merged.items()):
        for model in (Wording, Text, Use):
            model.objects.filter(group=old).update(group=to)
        Group.objects.filter(joined=old).update(joined=to)
        Group.objects.filter(pk=old).update(joined=to, text="")
    for to in sorted(set(merged.values())):
        olds = [old for old, target in merged.items() if target == to]
        Tally.objects.filter(side=Side.GROUP, value__in=[to, *olds]).delete()
        cells = _cells(list(Use.objects.filter(group=to)))
        _add(cell for cell in cells if cell.side == Side.GROUP)


def _name(groups: set[str]) -> None:
    """Let each group be shown by its most used text; one that went up in another meanwhile has none."""
    with connection.cursor() as cursor:
        for ref in sorted(groups):
            cursor.execute(MOST_USED, [ref, ref])
            alike: list[tuple[str, int]] = cursor.fetchall()
            if alike:
                cursor.execute(SHOW, [wording.spokesman(alike), ref])


def _each(model: Any, column: str, values: Sequence[object], example: bool) -> Iterator[Any]:
    for start in range(0, len(values), ASKED):
        yield from model.objects.filter(**{f"{column}__in": values[start : start + ASKED]}, **world(example))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
