"""What a file of relays would bring, and what in it cannot be; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField
from ikrar.core.institution.sheet import Problem
from ikrar.core.relay import sheet
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.plan import Plan
from ikrar.core.relay.sheet import Code, Entry
from ikrar.records.account.access import Holder
from ikrar.records.election.models import Election
from ikrar.records.institution.models import Institution
from ikrar.records.place.models import Area
from ikrar.records.relay import actions, arrival, queries
from ikrar.records.relay.arrival import Arrival
from ikrar.records.relay.models import Relay

#: What a code is one of -> what is said of one that is not known.
_MESSAGES: Final = {
    "institution": "Kode lembaga {code} tidak dikenal.",
    "area": "Kode wilayah {code} tidak dikenal.",
    "election": "Pemilihan {code} tidak dikenal.",
}


@dataclass(frozen=True)
class Compared:
    """What would come, how many relays are here already from the same rows, and everything that cannot be."""

    arrivals: tuple[Arrival, ...]
    present: int
    problems: tuple[Problem, ...]

    @property
    def legs(self) -> int:
        """How many hand-overs would come."""
        return sum(len(one.plan.legs) for one in self.arrivals)


def _quiet() -> None:
    """Tell nobody how far it is."""


def _unseen(relays: int) -> Callable[[], None]:
    """Begin what nobody watches."""
    return _quiet


def compare(
    entries: Iterable[Entry],
    holder: Holder | None = None,
    *,
    codes: Iterable[Code] = (),
    now: datetime | None = None,
    advance: Callable[[], None] = _quiet,
) -> Compared:
    """Return what a file would bring; six queries for any file, ``advance`` called for each relay.

    ``codes`` stand in rows of which no relay could be made; they are looked up too, so that all is told at once.

    With a ``holder`` only relays that the person's own institutions organise may come. A relay that is here already
    from other rows cannot come again: what happened to a baton is final. With ``now`` nothing may be told of a day on
    which it cannot have been; keeping the file refuses it anyway, this names the row.
    """
    entries = tuple(entries)
    own = None if holder is None else set(holder.institutions(Role.SECRETARY))
    kept = {(r.series, r.baton, r.institution_id): r for r in Relay.objects.select_related(None)}
    known = {
        "institution": set(Institution.objects.values_list("code", flat=True)),
        "area": set(Area.objects.values_list("code", flat=True)),
        "election": set(Election.objects.values_list("code", flat=True)) | {""},
    }
    arrivals, problems, present = [], [_no_such(one) for one in codes if one.code not in known[one.what]], 0
    same = _as_they_stand([kept[key] for entry in entries if (key := _key(entry.plan)) in kept])
    for entry in entries:
        advance()
        found = [*_unknown(entry, known, own), *(_wrong_days(entry, now) if now else ())]
        there = kept.get(_key(entry.plan))
        if there is not None and entry.source in {there.source, same[there.ref]}:
            present += 1
            continue
        if there is not None:
            error = InvalidField("Kirab dan tongkat ini sudah tercatat di sini dengan isi lain.", field="tongkat")
            found.append(Problem(entry.rows[0], "tongkat", error))
        problems += found
        arrivals.append(Arrival(entry.plan, entry.told, entry.source))
    return Compared(tuple(arrivals), present, tuple(problems))


def tried(
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    problems: Iterable[Problem] = (),
    holder: Holder | None = None,
    *,
    now: datetime,
    begin: Callable[[int], Callable[[], None]] = _unseen,
) -> Compared:
    """Return what the rows of a file would bring and everything wrong with them, in their order.

    ``problems`` are those that reading the file found already. ``begin`` is told how many relays there are, and returns
    what is called for each; the rest is as :func:`compare` has it.
    """
    entries, wrong = sheet.from_rows(columns, rows)
    codes = sheet.codes(columns, rows, entries, wrong)
    found = compare(entries, holder, codes=codes, now=now, advance=begin(len(entries)))
    return replace(found, problems=tuple(sorted((*problems, *wrong, *found.problems), key=lambda one: one.row)))


def _wrong_days(entry: Entry, now: datetime) -> Iterable[Problem]:
    """Yield a problem for each hand-over that is told of a day on which it cannot have been."""
    for n, error in arrival.wrong_days(entry.plan, entry.told, now):
        yield Problem(entry.rows[n - 1], "hari_sebenarnya", error)


def _as_they_stand(rows: list[Relay]) -> dict[str, str]:
    """Return the digest of what each relay would go out as now: a file of our own changes nothing. Two queries."""
    told: dict[str, list[tuple[str, ...]]] = {row.ref: [] for row in rows}
    for relay, leg, why in queries.told_legs(rows) if rows else ():
        out = sheet.to_row(queries.plan_of(relay, ()), queries.leg_plan(leg), State(leg.state), leg.actual_on, why)
        told[relay.ref].append(out)
    return {ref: sheet.digest(lines) for ref, lines in told.items()}


def _key(one: Plan) -> tuple[str, str, str]:
    """Return what a relay is kept as; the title of a fictional one bears the mark of an example."""
    return actions.title_of(one), one.baton, one.organiser


def _no_such(one: Code) -> Problem:
    error = InvalidField(_MESSAGES[one.what], field=one.column, code=one.code)
    return Problem(one.row, one.column, error)


def _unknown(entry: Entry, known: Mapping[str, set[str]], own: set[str] | None) -> Iterable[Problem]:
    one, first = entry.plan, entry.rows[0]
    if own is not None and one.organiser not in own:
        error = InvalidField("Kirab ini bukan milik lembaga Anda; hanya penyelenggaranya memasukkannya.", field="x")
        yield Problem(first, "penyelenggara", error)
    legs = list(zip(one.legs, entry.rows, strict=True))
    for column, code, row in (
        ("penyelenggara", one.organiser, first),
        ("pemegang_awal", one.holder, first),
        *(("penerima", leg.receiver, row) for leg, row in legs),
        ("wilayah_awal", one.area, first),
        *(("wilayah", leg.area, row) for leg, row in legs),
        ("pemilihan", one.election, first),
    ):
        what = sheet.CODES[column]
        if code not in known[what]:
            yield _no_such(Code(row, column, what, code))
