"""What a file of relays would bring, and what in it cannot be; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField
from ikrar.core.institution.sheet import Problem
from ikrar.core.relay.sheet import Entry
from ikrar.records.account.access import Holder
from ikrar.records.election.models import Election
from ikrar.records.institution.models import Institution
from ikrar.records.place.models import Area
from ikrar.records.relay.arrival import Arrival
from ikrar.records.relay.models import Relay


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


def compare(
    entries: Iterable[Entry], holder: Holder | None = None, *, advance: Callable[[], None] = _quiet
) -> Compared:
    """Return what a file would bring; five queries for any file, ``advance`` called for each relay.

    With a ``holder`` only relays that the person's own institutions organise may come. A relay that is here already
    from other rows cannot come again: what happened to a baton is final.
    """
    entries = tuple(entries)
    own = None if holder is None else set(holder.institutions(Role.SECRETARY))
    kept = {(r.series, r.baton, r.institution_id): r.source for r in Relay.objects.only("series", "baton", "source")}
    known = (
        set(Institution.objects.values_list("code", flat=True)),
        set(Area.objects.values_list("code", flat=True)),
        set(Election.objects.values_list("code", flat=True)) | {""},
    )
    arrivals, problems, present = [], [], 0
    for entry in entries:
        advance()
        found = list(_unknown(entry, known, own))
        there = next((kept[key] for key in _keys(entry) if key in kept), None)
        if there is not None and there == entry.source:
            present += 1
            continue
        if there is not None:
            error = InvalidField("Kirab dan tongkat ini sudah tercatat di sini dengan isi lain.", field="tongkat")
            found.append(Problem(entry.rows[0], "tongkat", error))
        problems += found
        arrivals.append(Arrival(entry.plan, entry.told, entry.source))
    return Compared(tuple(arrivals), present, tuple(problems))


def _keys(entry: Entry) -> list[tuple[str, str, str]]:
    """Return what a relay may be kept as: a fictional one got the mark of an example."""
    one = entry.plan
    return [(title, one.baton, one.organiser) for title in (one.series, f"CONTOH {one.series}")]


def _unknown(entry: Entry, known: tuple[set[str], set[str], set[str]], own: set[str] | None) -> Iterable[Problem]:
    institutions, areas, elections = known
    one, first = entry.plan, entry.rows[0]
    if own is not None and one.organiser not in own:
        error = InvalidField("Kirab ini bukan milik lembaga Anda; hanya penyelenggaranya memasukkannya.", field="x")
        yield Problem(first, "penyelenggara", error)
    for column, code, row in (
        ("penyelenggara", one.organiser, first),
        ("pemegang_awal", one.holder, first),
        *(("penerima", leg.receiver, row) for leg, row in zip(one.legs, entry.rows, strict=True)),
    ):
        if code not in institutions:
            error = InvalidField("Kode lembaga {code} tidak dikenal.", field="receiver", code=code)
            yield Problem(row, column, error)
    for column, code, row in (
        ("wilayah_awal", one.area, first),
        *(("wilayah", leg.area, row) for leg, row in zip(one.legs, entry.rows, strict=True)),
    ):
        if code not in areas:
            yield Problem(row, column, InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=code))
    if one.election not in elections:
        error = InvalidField("Pemilihan {code} tidak dikenal.", field="election", code=one.election)
        yield Problem(first, "pemilihan", error)
