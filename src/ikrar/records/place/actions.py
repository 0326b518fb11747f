"""Fill and refresh the table of areas: from the bundled list, and from the list of a later decree."""

from __future__ import annotations

import gzip
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ikrar.core.errors import BadInput, Refused
from ikrar.core.ledger.event import EVENTS
from ikrar.core.place import decree as decrees
from ikrar.core.place import pack
from ikrar.core.place.area import BASELINE, fold, load
from ikrar.core.place.area import Area as Listed
from ikrar.core.place.listing import Listing
from ikrar.core.place.pack import Pack
from ikrar.records.institution.models import Institution
from ikrar.records.ledger import actions as ledger
from ikrar.records.place import borders, intake, queries
from ikrar.records.place.models import Area, Decree, FormerName, Succession

FICTIONAL = "98"
TITLE_LIMIT = 200
COLUMNS = ("code", "level", "kind", "name", "key", "parent_id", "lat", "lng", "fictional")
UPSERT = (
    f"INSERT INTO place_area ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608 - constants
    f"ON CONFLICT (code) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])}"
)
EVENT = EVENTS["place.imported"].type


def load_areas() -> int:
    """Write every bundled area (91,599 and the fictional ones), replacing what is there by code; returns the count.

    Re-runnable: a second run changes nothing. Once a later decree was imported, the bundled list is the older one: then
    only the fictional areas are written. One transaction and one prepared statement, no model instance a row.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        later = Decree.objects.filter(baseline=False).exists()
        rows = [_row(area) for area in load() if not later or area.code.startswith(FICTIONAL)]
        cursor.executemany(UPSERT, rows)
        Decree.objects.filter(baseline=True).delete()
        Decree.objects.create(title=BASELINE, baseline=True)
    return len(rows)


def _row(area: Listed) -> tuple[str | int | float | bool | None, ...]:
    place = (area.code, area.level, area.kind, area.name, fold(area.name), area.parent or None, area.lat, area.lng)
    return (*place, area.code.startswith(FICTIONAL))


def import_areas(
    listing: Listing, *, title: str, day: date, by: str, now: datetime, shrink: bool = False
) -> decrees.Change:
    """Take the list of a decree that holds from ``day``, in one transaction; returns what it changed.

    Codes that are no longer in the list keep their rows with ``day`` less one as their last day; what followed them is
    kept, former names too. The leaf is left in the name of ``by``, the institution that answers for this installation.
    A list that changes nothing writes nothing. Raises BadInput for a list with problems, an unknown institution or an
    empty title, Refused when a later decree is in the table already, and, unless ``shrink``, when so many codes vanish
    that the list seems cut off.
    """
    with transaction.atomic():
        _refuse(listing, title, day, by)
        change = intake.changes(listing)
        if change.empty:
            return change
        cut_off = None if shrink else intake.shrinkage(change)
        if cut_off is not None:
            raise cut_off
        decree = Decree.objects.create(title=title.strip(), day=day, digest=listing.digest)
        _add(change.added, day)
        _end(change.ended, day)
        _rename(change.renamed, day, decree)
        _move(change.moved)
        Succession.objects.bulk_create(
            Succession(old_id=link.old, new_id=link.new, kind=link.kind.value, day=day, decree=decree)
            for link in change.links
        )
        ledger.append(type=EVENT, by=by, ref=decree.ref, record=_record(decree, change), now=now)
    return change


def _refuse(listing: Listing, title: str, day: date, by: str) -> None:
    problems = intake.problems(listing)
    if problems:
        raise problems[0]
    if not 0 < len(title.strip()) <= TITLE_LIMIT:
        raise BadInput("Tulis nama keputusannya, paling panjang {limit} huruf.", limit=TITLE_LIMIT)
    if not Institution.objects.filter(code=by).exists():
        message = "Lembaga {code} tidak terdaftar. Sebut lembaga penanggung jawab instalasi ini, misalnya 98.01/kpu."
        raise BadInput(message, code=by)
    last = Decree.objects.filter(baseline=False).order_by("-day").first()
    if last is not None and last.day is not None and last.day > day:
        message = "Keputusan yang berlaku {day} sudah dimuat; keputusan yang lebih lama tidak dapat menggantinya."
        raise Refused(message, day=last.day.isoformat())


def _add(areas: tuple[Listed, ...], day: date) -> None:
    """Write new codes, wider areas first; a code that was valid before becomes valid again."""
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, [_row(area) for area in sorted(areas, key=lambda area: area.level)])
    _update([area.code for area in areas], valid_from=day, valid_until=None)


def _end(areas: tuple[Listed, ...], day: date) -> None:
    _update([area.code for area in areas], valid_until=day - timedelta(days=1))


def _update(codes: list[str], **values: date | None) -> None:
    for start in range(0, len(codes), queries.MANY):
        Area.objects.filter(code__in=codes[start : start + queries.MANY]).update(**values)


def _rename(renamed: tuple[tuple[Listed, Listed], ...], day: date, decree: Decree) -> None:
    until = day - timedelta(days=1)
    changed = [(old, new) for old, new in renamed if old.name != new.name]
    FormerName.objects.bulk_create(
        FormerName(area_id=old.code, name=old.name, until=until, decree=decree) for old, _ in changed
    )
    _move(tuple(new for _, new in renamed))


def _move(areas: tuple[Listed, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, [_row(area) for area in areas])


def _record(decree: Decree, change: decrees.Change) -> dict[str, object]:
    counts = {"added": len(change.added), "ended": len(change.ended), "renamed": len(change.renamed)}
    links = {kind.value: len(change.linked(kind)) for kind in decrees.Kind}
    day = decree.day.isoformat() if decree.day else ""
    return {"act": EVENT, "decree": decree.title, "day": day, "sha256": decree.digest, **counts, **links}


def check_boundaries(raw: bytes) -> Pack:
    """Read a map pack and say what could be used of it; keeps nothing. Raises BadInput for a file that is no map."""
    codes = Area.objects.filter(level=3, fictional=False, valid_until=None).values_list("code", flat=True)
    return pack.check(raw, frozenset(codes))


def keep_boundaries(raw: bytes, *, leave_out: bool) -> Pack:
    """Keep a map pack in place of an earlier one; the file is there whole or not at all.

    Raises BadInput for a file that is no map, Refused when areas in it cannot be used and ``leave_out`` does not say
    that they may be left out.
    """
    checked = check_boundaries(raw)
    if checked.faults and not leave_out:
        raise Refused(
            "{n} wilayah di berkas ini tidak dapat dipakai. Perbaiki, atau ulangi dengan --leave-out.",
            n=len(checked.faults),
        )
    path = Path(settings.ENVIRONMENT.data) / borders.PACK
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(gzip.compress(raw, 6, mtime=0))
    beside.replace(path)
    return checked
