"""Write versions that come from a file, many at once: what :mod:`actions` does for one that is frozen here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ikrar.core.declaration.canonical import digest
from ikrar.core.declaration.exchange import moment
from ikrar.core.declaration.move import Move, State
from ikrar.records import bulk
from ikrar.records.declaration import access, listing, rows
from ikrar.records.declaration.intake import Arrival
from ikrar.records.declaration.models import (
    Declaration,
    Version,
)
from ikrar.records.ledger import actions as ledger
from ikrar.records.wording import actions as wording

Written = list[tuple[Arrival, Version]]


def write(arrivals: Sequence[Arrival], *, source: str, reason: str, now: datetime) -> int:
    """Write versions with all their rows, steps and leaves; those that are here by now are left out. Returns how many.

    Inside the transaction of the act. ``source`` is the SHA-256 of the file, ``reason`` why it was taken in.
    """
    bulk.replan()
    digests = {one.digest for one in arrivals}
    rests = {d for one in arrivals for d in (one.checked.text.supersedes, one.checked.text.parent) if d}
    known = {v.digest or "": v for v in access.public().filter(digest__in=digests | rests).defer("canonical", "form")}
    new = [one for one in arrivals if one.digest not in known]
    _declarations(new)
    written = _versions(new, known)
    contents = [rows.Content(v, one.checked.text, one.checked.form, one.checked.outside) for one, v in written]
    rows.write(contents)
    _seal(written, now)
    _steps(written, reason, now)
    ledger.append_many([_act(one, version, source, now) for one, version in written], now=now)
    superseded = {version.supersedes_id for _, version in written}
    wording.enter_many([version for _, version in written])
    listing.enter_written(one for one in contents if one.version.pk not in superseded)
    return len(written)


def _declarations(new: Iterable[Arrival]) -> None:
    wanted = {one.ref: one.copy for one in new}
    there = set(Declaration.objects.filter(ref__in=wanted).values_list("ref", flat=True))
    Declaration.objects.bulk_create(
        Declaration(ref=ref, institution_id=copy.institution, example=copy.example)
        for ref, copy in wanted.items()
        if ref not in there
    )


def _versions(new: Sequence[Arrival], known: dict[str, Version]) -> Written:
    """Write the versions as drafts, wave by wave: each after the one it supersedes and the one it follows."""
    refs = {one.ref for one in new}
    declarations = Declaration.objects.select_related("institution").in_bulk(refs)
    written: Written = []
    waiting = list(new)
    while waiting:
        wave: list[Arrival] = []
        later: list[Arrival] = []
        for one in waiting:
            rests = {one.checked.text.supersedes, one.checked.text.parent} - {None}
            (wave if rests <= known.keys() else later).append(one)
        made = Version.objects.bulk_create(_version(one, declarations[one.ref], known) for one in wave)
        known |= {one.digest: row for one, row in zip(wave, made, strict=True)}
        written += zip(wave, made, strict=True)
        waiting = later
    return written


def _version(one: Arrival, declaration: Declaration, known: dict[str, Version]) -> Version:
    text, form = one.checked.text, one.checked.form.as_json()
    parent = known.get(text.parent or "")
    if parent is not None:
        form["parent"] = parent.declaration_id
    return Version(
        declaration=declaration,
        number=one.wording.number,
        form=form,
        area_id=text.area,
        election_id=text.election,
        title=text.title,
        event_date=text.event_date,
        source_url=one.wording.source_url,
        operation=one.checked.outside.operation,
        parent=parent,
        supersedes=known.get(text.supersedes or ""),
    )


def _seal(written: Written, now: datetime) -> None:
    """Freeze the versions with the bytes of the file, at the moment they were first frozen."""
    for one, version in written:
        version.canonical, version.digest = one.wording.canonical, digest(one.wording.canonical)
        version.frozen_at = one.wording.frozen_at or now
    sealed = [(version.canonical, version.digest, version.frozen_at, version.pk) for _, version in written]
    bulk.change(Version, ("canonical", "digest", "frozen_at"), sealed)


def _steps(written: Written, reason: str, now: datetime) -> None:
    """Opened with the reason the version was made for, frozen by import with the reason the file was taken in."""
    steps = []
    for one, version in written:
        steps.append(rows.step(version, None, Move.OPEN, reason=one.wording.reason, now=now))
        steps.append(rows.step(version, State.DRAFT, Move.IMPORT, reason=reason, now=now))
        if version.supersedes is not None:
            steps.append(rows.step(version.supersedes, State.FROZEN, Move.SUPERSEDE, now=now))
    bulk.add(steps)


def _act(one: Arrival, version: Version, source: str, now: datetime) -> ledger.Act:
    declaration = version.declaration
    record = {
        "act": "declaration.imported",
        "declaration": declaration.ref,
        "version": version.number,
        "digest": version.digest,
        "frozen_at": moment(version.frozen_at or now),
        "reviewed_by": one.wording.reviewed_by,
        "source": source,
    }
    return ledger.Act("declaration.imported", declaration.institution_id, declaration.ledger_ref, record)
