"""Register institutions, change their names, territories, offices and terms, and close them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Conflict, InvalidField, Missing, Refused
from ikrar.core.institution.level import level_of
from ikrar.core.institution.office import Term as TermRule
from ikrar.core.institution.office import check_days, check_term
from ikrar.core.institution.record import OfficeRecord, Record, check, check_office, name_taken, named_anew, said_alike
from ikrar.core.institution.sheet import Entry
from ikrar.core.institution.territory import NATION, Stretch, changed, checked, taken_back
from ikrar.records.account.access import Holder
from ikrar.records.institution import access, intake, queries
from ikrar.records.institution.models import Institution, Office, Term, Territory
from ikrar.records.ledger import actions as ledger
from ikrar.records.place.models import Area


def register(
    *,
    code: str,
    kind: str,
    name: str,
    area: str,
    offices: tuple[str, ...] = (),
    level: str | None = None,
    short_name: str = "",
    parent: str | None = None,
    territory: Iterable[str] | None = None,
    by: str | None = None,
    now: datetime | None = None,
) -> Institution:
    """Write an institution and its offices, or bring an existing one up to date; a leaf if anything changed.

    Re-runnable. A new institution answers for ``territory``, or for the area it sits in; an existing one keeps its
    territory, dates and other offices. ``level`` follows the area's code unless given; ``by`` is the institution that
    acts, the registered one itself if none. Raises InvalidField for values that cannot be.
    """
    old = queries.record(code)
    wanted = Record(
        code=code,
        kind=kind,
        level=level or (old.level if old else level_of(area).value),
        name=name,
        short_name=short_name or (old.short_name if old else ""),
        area=area,
        parent=parent or (old.parent if old else None),
        valid_from=old.valid_from if old else None,
        valid_until=old.valid_until if old else None,
        offices=_more_offices(old, offices),
        territory=old.territory if old else tuple(Stretch(a) for a in sorted(checked(territory or (area,)))),
    )
    with transaction.atomic():
        return write(wanted, by=by or code, now=now or timezone.now())


def templates(area: str, *, districts: bool = False, by: str | None = None, now: datetime | None = None) -> list[str]:
    """Write the usual institutions of an area (and of its districts) that are not there yet; returns their codes.

    Re-runnable: what is there stays as it is. Each new one leaves its leaf. Raises InvalidField for an unknown area.
    """
    with transaction.atomic():
        found = queries.proposals(area, districts=districts)
        if not found:
            raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=area)
        new = [p.record for p in found if p.present is None]
        for record in new:
            above = _above(record)
            write(replace(record, parent=above), by=by or record.code, now=now or timezone.now())
    return [record.code for record in new]


def _above(record: Record) -> str | None:
    """The institution of the same kind whose seat is the next area up, if there is one."""
    around = record.area.rpartition(".")[0]
    rows = Institution.objects.filter(kind=record.kind, area_id=around, level=level_of(around).value)
    return rows.order_by("code").values_list("code", flat=True).first() if around else None


def found_usual(holder: Holder, area: str, *, districts: bool, now: datetime) -> list[str]:
    """Write the usual institutions of an area inside the person's grant; raises Missing outside it."""
    if not access.may_found(holder, area):
        raise Missing("Wilayah ini tidak ada.")
    return templates(area, districts=districts, by=holder.institution_for(Role.ADMINISTRATOR, area), now=now)


def take_in(entries: Iterable[Entry], *, holder: Holder | None, by: str | None = None, now: datetime) -> int:
    """Bring the tables to what a file says, all of it or nothing; returns how many institutions changed.

    Each changed one leaves its leaf, by the holder's institution, ``by``, or itself. Raises Refused when anything in
    the file cannot be: the dry run (``intake.compare``) says what.
    """
    with transaction.atomic():
        changes, problems = intake.compare(entries, holder)
        if problems:
            raise Refused("Ada yang harus dibetulkan di berkas ini; tidak ada yang disimpan.")
        for one in changes:
            area = one.record.area
            acting = holder.institution_for(Role.ADMINISTRATOR, area) if holder else None
            write(one.record, by=acting or by or one.record.code, now=now)
    return len(changes)


def record_export(
    *, by: str, holder: Holder | None, digest: str, rows: int, now: datetime, what: str = "institutions"
) -> None:
    """Leave the leaf of an exported file: what is in it, its SHA-256 and how many rows it has.

    Raises Missing when ``by`` is no institution, or none the person administers.
    """
    with transaction.atomic():
        row = access.editable(holder, by) if holder else Institution.objects.filter(code=by).first()
        if row is None:
            raise Missing("Lembaga ini tidak ada.")
        _leaf(row, "export.made", by=by, now=now, what=what, digest=digest, rows=rows)


def _more_offices(old: Record | None, titles: Iterable[str]) -> tuple[OfficeRecord, ...]:
    known = old.offices if old else ()
    held = {o.name for o in known}
    return (*known, *(OfficeRecord(title) for title in titles if title not in held))


def write(wanted: Record, *, by: str, now: datetime) -> Institution:
    """Bring the tables to one record, with a leaf if anything differs; inside the transaction of the caller's act.

    Offices that the record leaves out stay. Raises InvalidField for what cannot be, and for a new name that another
    institution of the same seat bears.
    """
    check(wanted)
    _check_known(wanted)
    old = queries.record(wanted.code)
    row = Institution.objects.filter(code=wanted.code).first() or Institution(code=wanted.code, edition=0)
    if old == wanted:
        return row
    _check_name(wanted, old)
    row.kind, row.level, row.name, row.short_name = wanted.kind, wanted.level, wanted.name, wanted.short_name
    row.area_id, row.parent_id = wanted.area, wanted.parent
    row.valid_from, row.valid_until, row.edition = wanted.valid_from, wanted.valid_until, row.edition + 1
    row.save()
    for office in wanted.offices:
        days = {"kind": office.kind, "valid_from": office.valid_from, "valid_until": office.valid_until}
        kept, _new = Office.objects.update_or_create(institution=row, name=office.name, defaults=days)
        _write_terms(kept, office.terms)
    if old is None or old.territory != wanted.territory:
        _write_territory(row.code, wanted.territory)
    _leaf(row, "institution.changed", by=by, now=now, **queries.plain(queries.record(row.code) or wanted))
    return row


def _write_terms(office: Office, terms: Iterable[TermRule]) -> None:
    """Bring the terms of an office to these; one that stays keeps its row and reference."""
    wanted = set(terms)
    for kept in office.terms.all():
        rule = TermRule(kept.starts, kept.ends, kept.acting)
        if rule in wanted:
            wanted.remove(rule)
        else:
            kept.delete()
    Term.objects.bulk_create(
        Term(office=office, starts=t.starts, ends=t.ends, acting=t.acting)
        for t in sorted(wanted, key=lambda t: t.starts)
    )


def _check_known(wanted: Record) -> None:
    """Refuse codes that no table knows."""
    codes = {wanted.area, *(s.area for s in wanted.territory)} - {NATION}
    known = set(Area.objects.filter(code__in=codes).values_list("code", flat=True))
    for code in sorted(codes - known):
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="territory", code=code)
    if wanted.parent and not Institution.objects.filter(code=wanted.parent).exists():
        raise InvalidField("Kode lembaga {code} tidak dikenal.", field="parent", code=wanted.parent)


def _check_name(wanted: Record, old: Record | None) -> None:
    """Refuse a new name that another one of the same seat bears: an approver could not tell the two apart (R8)."""
    if not named_anew(wanted, old):
        return
    beside = Institution.objects.filter(area_id=wanted.area).exclude(code=wanted.code).order_by("code")
    for code, name in beside.values_list("code", "name"):
        if said_alike(name) == said_alike(wanted.name):
            raise name_taken(code)


def _write_territory(code: str, stretches: Iterable[Stretch]) -> None:
    Territory.objects.filter(institution_id=code).delete()
    Territory.objects.bulk_create(
        Territory(institution_id=code, area_id=None if s.area == NATION else s.area, starts=s.starts, ends=s.ends)
        for s in stretches
    )


def _leaf(row: Institution, event: str, *, by: str, now: datetime, **record: Any) -> None:
    ledger.append(type=event, by=by, ref=row.ledger_ref, record={"act": event, **record}, now=now)


def change(
    holder: Holder, code: str, *, edition: int, name: str, short_name: str, parent: str | None, now: datetime
) -> Institution:
    """Change what an institution is called and which one it stands below; leaves a leaf.

    Raises Missing outside the person's own institutions, Conflict when somebody saved since ``edition``, InvalidField
    for values that cannot be.
    """
    with transaction.atomic():
        row = access.editable(holder, code)
        if row.edition != edition:
            raise Conflict("Lembaga ini sudah diubah orang lain. Yang Anda ketik belum disimpan; muat ulang dahulu.")
        present = _present(code)
        wanted = replace(present, name=name.strip(), short_name=short_name.strip(), parent=parent or None)
        return write(wanted, by=code, now=now)


def close(holder: Holder, code: str, *, last: date | None, now: datetime) -> Institution:
    """Set the last day of an institution, or open it again with None; leaves a leaf."""
    with transaction.atomic():
        access.editable(holder, code)
        return write(replace(_present(code), valid_until=last), by=code, now=now)


def set_territory(holder: Holder, code: str, *, areas: Iterable[str], starts: date, now: datetime) -> None:
    """Let an institution answer for ``areas`` from a day on; what held before stays as history. Leaves a leaf.

    Raises Missing outside the person's own institutions, InvalidField for a set or a day that cannot be.
    """
    with transaction.atomic():
        row = access.editable(holder, code)
        present = _present(code)
        wanted = replace(present, territory=changed(present.territory, areas, starts))
        if wanted == present:
            return
        _check_known(wanted)
        _keep_territory(row, wanted, now=now)


def take_back_territory(holder: Holder, code: str, *, now: datetime) -> None:
    """Take the newest change of a territory back; leaves a leaf. Raises Refused when there is none."""
    with transaction.atomic():
        row = access.editable(holder, code)
        present = _present(code)
        _keep_territory(row, replace(present, territory=taken_back(present.territory)), now=now)


def _keep_territory(row: Institution, wanted: Record, *, now: datetime) -> None:
    _write_territory(row.code, wanted.territory)
    row.edition += 1
    row.save(update_fields=["edition"])
    stretches = queries.plain(wanted)["territory"]
    _leaf(row, "territory.set", by=row.code, now=now, institution=row.code, territory=stretches)


def _present(code: str) -> Record:
    return queries.records([code])[code]  # access.editable found it


def set_office(holder: Holder, code: str, office: OfficeRecord, *, ref: str | None = None, now: datetime) -> Office:
    """Write a new office, or change the one with ``ref``; leaves a leaf unless nothing changed.

    Raises Missing outside the person's own institutions, InvalidField for values that cannot be or a title taken.
    """
    office = replace(office, name=office.name.strip())
    check_office(office)
    with transaction.atomic():
        row = access.editable(holder, code)
        found = _office(row, ref) if ref else Office(institution=row)
        if Office.objects.filter(institution=row, name=office.name).exclude(pk=found.pk).exists():
            raise InvalidField("Lembaga ini sudah mempunyai jabatan dengan nama itu.", field="office")
        old = (found.name, found.kind, found.valid_from, found.valid_until) if ref else None
        if old == (office.name, office.kind, office.valid_from, office.valid_until):
            return found
        found.name, found.kind = office.name, office.kind
        found.valid_from, found.valid_until = office.valid_from, office.valid_until
        found.save()
        _office_leaf(row, found, now=now)
    return found


def _office(row: Institution, ref: str) -> Office:
    found = Office.objects.filter(institution=row, ref=ref).first()
    if found is None:
        raise Missing("Jabatan ini tidak ada.")
    return found


def add_term(
    holder: Holder, code: str, ref: str, *, starts: date, ends: date | None, acting: bool, now: datetime
) -> Term:
    """Write a term of an office; leaves a leaf. Raises InvalidField when it overlaps another or its days are off."""
    with transaction.atomic():
        row = access.editable(holder, code)
        office = _office(row, ref)
        rule = TermRule(starts, ends, acting)
        check_term(rule, [TermRule(t.starts, t.ends, t.acting) for t in office.terms.all()])
        term = Term.objects.create(office=office, starts=starts, ends=ends, acting=acting)
        _office_leaf(row, office, now=now)
    return term


def end_term(holder: Holder, code: str, ref: str, *, ends: date | None, now: datetime) -> Term:
    """Set the last day of a term, or open it again with None; leaves a leaf. Raises InvalidField as ``add_term``."""
    with transaction.atomic():
        row = access.editable(holder, code)
        term = Term.objects.select_related("office").filter(office__institution=row, ref=ref).first()
        if term is None:
            raise Missing("Masa jabatan ini tidak ada.")
        check_days(term.starts, ends, field="term")
        others = term.office.terms.exclude(pk=term.pk)
        check_term(TermRule(term.starts, ends, term.acting), [TermRule(t.starts, t.ends, t.acting) for t in others])
        term.ends = ends
        term.save(update_fields=["ends"])
        _office_leaf(row, term.office, now=now)
    return term


def remove_term(holder: Holder, code: str, ref: str, *, now: datetime) -> None:
    """Take back a term that was written by mistake; leaves a leaf."""
    with transaction.atomic():
        row = access.editable(holder, code)
        term = Term.objects.select_related("office").filter(office__institution=row, ref=ref).first()
        if term is None:
            raise Missing("Masa jabatan ini tidak ada.")
        term.delete()
        _office_leaf(row, term.office, now=now)


def _office_leaf(row: Institution, office: Office, *, now: datetime) -> None:
    _leaf(row, "office.changed", by=row.code, now=now, institution=row.code, office=queries.plain_office(office))
