"""What a file of institutions would change, and what in it cannot be; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ikrar.core.errors import InvalidField
from ikrar.core.institution.record import OfficeRecord, Record, name_taken, named_anew, said_alike
from ikrar.core.institution.sheet import Entry, Problem, column_of
from ikrar.core.institution.territory import NATION, Stretch
from ikrar.records.account.access import Holder
from ikrar.records.institution import access
from ikrar.records.institution.queries import records
from ikrar.records.place.models import Area


@dataclass(frozen=True)
class Change:
    """What an import would do to one institution: the row of the file, the record after, the one before (None: new)."""

    row: int
    record: Record
    old: Record | None


def compare(entries: Iterable[Entry], holder: Holder | None = None) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """Return what a file would change, parents first, and what in it cannot be; four queries for any file.

    With a ``holder`` the person's reach counts: own institutions may be changed, new ones founded in the granted areas.
    """
    entries = tuple(entries)
    present = records()
    areas = {e.record.area for e in entries} | {s.area for e in entries for s in e.record.territory}
    known = set(Area.objects.filter(code__in=areas).values_list("code", flat=True)) | {NATION}
    listed = {e.record.code for e in entries} | set(present)
    names = _names((*present.values(), *(e.record for e in entries)))
    changes, problems = [], []
    for entry in entries:
        old = present.get(entry.record.code)
        record = _merged(entry.record, old)
        error = _impossible(record, old, known, listed, holder) or _taken(record, old, names)
        if error is not None:
            problems.append(Problem(entry.row, column_of(error), error))
        elif record != old:
            changes.append(Change(entry.row, record, old))
    return _parents_first(changes), tuple(problems)


def _merged(record: Record, old: Record | None) -> Record:
    """Add what a file leaves out: offices that are there already, their terms, and the territory."""
    titles = {o.name: o for o in record.offices}
    kept = tuple(_with_terms(titles.pop(o.name, o), o) for o in old.offices) if old else ()
    territory = record.territory or (old.territory if old else (Stretch(record.area),))
    return replace(record, offices=(*kept, *titles.values()), territory=territory)


def _with_terms(office: OfficeRecord, old: OfficeRecord) -> OfficeRecord:
    """Keep the terms of an office that the file gives no rows for."""
    return office if office.terms else replace(office, terms=old.terms)


def _impossible(
    record: Record, old: Record | None, known: set[str], listed: set[str], holder: Holder | None
) -> InvalidField | None:
    for code in sorted({record.area, *(s.area for s in record.territory)} - known):
        return InvalidField("Kode wilayah {code} tidak dikenal.", field="territory", code=code)
    if record.parent and record.parent not in listed:
        return InvalidField("Kode lembaga {code} tidak dikenal.", field="parent", code=record.parent)
    if holder is None or record == old or access.may_write(holder, record, old):
        return None
    return InvalidField(
        "Lembaga ini di luar mandat Anda: hanya pengurusnya sendiri yang mengubahnya, dan lembaga baru hanya "
        "di wilayah mandat Anda.",
        field="institution",
    )


def _names(every: Iterable[Record]) -> Mapping[tuple[str, str], set[str]]:
    """Return who bears a name at a seat, now or by the file: rows are written one by one, so both count."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in every:
        names[(record.area, said_alike(record.name))].add(record.code)
    return names


def _taken(record: Record, old: Record | None, names: Mapping[tuple[str, str], set[str]]) -> InvalidField | None:
    others = names[(record.area, said_alike(record.name))] - {record.code}
    return name_taken(min(others)) if others and named_anew(record, old) else None


def _parents_first(changes: list[Change]) -> tuple[Change, ...]:
    waiting = {c.record.code: c for c in changes}
    ordered: list[Change] = []

    def put(change: Change) -> None:
        above = waiting.pop(change.record.parent or "", None)
        if above is not None:
            put(above)
        ordered.append(change)

    while waiting:
        put(waiting.pop(next(iter(waiting))))
    return tuple(ordered)
