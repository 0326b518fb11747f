"""What a file of declarations would register, and what in it cannot be; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db.models import Model, QuerySet

from ikrar.core.declaration import cascade, kind
from ikrar.core.declaration.canonical import needs_example_mark, normalise
from ikrar.core.declaration.exchange import REF, Checked, Copy, Wording, check
from ikrar.core.declaration.sheet import Entry, Problem, column_of
from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.institution.record import LONGEST_NAME
from ikrar.records.declaration import access
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.election.models import Election
from ikrar.records.institution.models import Institution
from ikrar.records.place.models import Area
from ikrar.records.ref import new_ref

AT_ONCE = 5_000  # values of one question
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A version to be registered, under the reference its declaration has or will have here."""

    ref: str
    copy: Copy
    wording: Wording
    checked: Checked
    digest: str
    entry: Entry
    row: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would register, each after what it rests on, and how many of its versions are here already."""

    arrivals: tuple[Arrival, ...]
    present: int


@dataclass(slots=True)
class _Here:
    """What is known here of the institutions, codes, declarations and versions a file speaks of."""

    institutions: set[str]
    areas: set[str]
    elections: set[str]
    kinds: frozenset[str]
    digests: dict[str, Version]
    declarations: dict[str, Declaration]
    versions: dict[str, dict[int, Version]]


@dataclass(slots=True)
class _Plan:
    """The plan as it grows."""

    here: _Here
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    refs: dict[str, Entry] = field(default_factory=dict)
    present: int = 0

    def fault(self, entry: Entry, row: int, error: BadInput) -> None:
        """Keep what is wrong, with the column of the file it is about."""
        column = column_of(error) if entry.sheet else str(getattr(error, "field", ""))
        self.problems.append(Problem(entry.sheet, row, column, error))


def compare(
    entries: Sequence[Entry], *, now: datetime, advance: Callable[[], None] = lambda: None
) -> tuple[Plan, tuple[Problem, ...]]:
    """Return what a file would register, parents and earlier versions first, and what in it cannot be.

    ``advance`` is called for each declaration. A dozen questions for every ``AT_ONCE`` values, whatever the file holds.
    """
    plan = _Plan(_look(entries), now)
    for entry in entries:
        _declaration(plan, entry)
        advance()
    _cascade(plan)
    ordered = () if plan.problems else tuple(_in_order(plan.arrivals))
    return Plan(ordered, plan.present), tuple(sorted(plan.problems, key=lambda p: (p.sheet, p.row)))


def _look(entries: Sequence[Entry]) -> _Here:
    texts = [(entry.copy, one) for entry in entries for one in entry.copy.versions]
    digests = {v.digest or "": v for v in _asked(access.public(), "digest", {one.digest for _, one in texts})}
    refs = {copy.ref for copy, _ in texts} | {v.declaration_id for v in digests.values()}
    versions: dict[str, dict[int, Version]] = defaultdict(dict)
    for version in _asked(Version.objects.all(), "declaration_id", refs):
        versions[version.declaration_id][version.number] = version
    return _Here(
        institutions=set(Institution.objects.values_list("code", flat=True)),
        areas=set(Area.objects.values_list("code", flat=True)),
        elections=set(Election.objects.values_list("code", flat=True)),
        kinds=frozenset(one.code for one in kind.load()),
        digests=digests,
        declarations={d.ref: d for d in _asked(Declaration.objects.all(), "ref", refs)},
        versions=versions,
    )


def _asked(rows: QuerySet[M], name: str, values: Iterable[str]) -> Iterator[M]:
    rest = iter(sorted(values))
    while some := list(islice(rest, AT_ONCE)):
        yield from rows.filter(**{f"{name}__in": some})


def _declaration(plan: _Plan, entry: Entry) -> None:
    """Take one declaration of the file into the plan, or say what is wrong with it, version by version."""
    copy, here = entry.copy, plan.here
    known = [here.digests[one.digest] for one in copy.versions if one.digest in here.digests]
    ref = copy.ref if REF.fullmatch(copy.ref) else known[0].declaration_id if known else new_ref()
    try:
        _check_declaration(plan, entry, ref)
    except BadInput as error:
        plan.fault(entry, entry.rows[0], error)
        return
    plan.refs[ref] = entry
    before = _newest(here.versions.get(ref, {}))
    for one, row in zip(copy.versions, entry.rows, strict=True):
        try:
            arrival = _version(plan, entry, ref, one, before)
        except BadInput as error:
            plan.fault(entry, row, error)
            return  # what follows rests on it
        if arrival is None:
            plan.present += 1
        else:
            plan.arrivals[arrival.digest] = replace(arrival, row=row)
            before = (one.number, arrival.digest)


def _newest(versions: dict[int, Version]) -> tuple[int, str]:
    """Return the number and digest of the newest frozen version that is here."""
    frozen = [v for v in versions.values() if v.frozen_at]
    newest = max(frozen, key=lambda v: v.number, default=None)
    return (newest.number, newest.digest or "") if newest else (0, "")


def _check_declaration(plan: _Plan, entry: Entry, ref: str) -> None:
    copy, there = entry.copy, plan.here.declarations.get(ref)
    if ref in plan.refs:
        raise InvalidField("Deklarasi ini sudah ada di baris {row}.", field="ref", row=plan.refs[ref].rows[0])
    if copy.institution not in plan.here.institutions:
        raise InvalidField(
            "Lembaga {code} belum terdaftar di sini. Daftarkan dahulu dengan: ikrar import institutions",
            field="registered_by",
            code=copy.institution[:80],
        )
    if len(copy.institution_name) > LONGEST_NAME:  # only the first cell of a longer one would be looked at
        raise InvalidField("Nama lembaga paling panjang {limit} huruf.", field="institution_name", limit=LONGEST_NAME)
    if there is not None and there.institution_id != copy.institution:
        raise InvalidField(
            "Deklarasi {ref} di sini milik {code}.", field="registered_by", ref=ref, code=there.institution_id
        )
    if there is not None and there.example is not copy.example:
        raise InvalidField("Deklarasi sungguhan dan contoh tidak boleh tercampur.", field="example")
    numbers = [one.number for one in copy.versions]
    if numbers != sorted(set(numbers)) or not 1 <= numbers[0] <= numbers[-1] <= 9_999:
        raise InvalidField("Nomor versi harus naik dari 1, tanpa yang sama.", field="number")


def _version(plan: _Plan, entry: Entry, ref: str, one: Wording, before: tuple[int, str]) -> Arrival | None:
    """Return the version to be registered, None when it is here already; raises the first BadInput in the way."""
    here, found = plan.here, one.digest
    registered = here.digests.get(found)
    if registered is not None:
        if (registered.declaration_id, registered.number) == (ref, one.number):
            return None
        raise InvalidField(
            "Naskah yang persis sama sudah terdaftar sebagai {ref} versi {number}.",
            field="digest",
            ref=registered.declaration_id,
            number=registered.number,
        )
    if found in plan.arrivals:
        raise InvalidField(
            "Naskah yang persis sama sudah ada di baris {row}.", field="digest", row=plan.arrivals[found].row
        )
    taken = here.versions.get(ref, {}).get(one.number)
    if taken is not None:
        said = "Versi ini di sini berisi naskah lain, bersidik {digest}." if taken.digest else _DRAFTED
        raise InvalidField(said, field="number", digest=taken.digest)
    checked = check(one)
    _check_codes(here, checked)
    _check_world(entry.copy, checked)
    _check_follows(one, checked, before)
    if one.frozen_at is not None and one.frozen_at > plan.now:
        raise InvalidField("Waktu pembekuan ini belum tiba.", field="frozen_at")
    tidy = replace(one, reason=normalise(one.reason, field="reason"))
    return Arrival(ref, entry.copy, tidy, checked, found, entry, 0)


_DRAFTED = "Nomor versi ini dipakai rancangan di sini. Bekukan atau buang rancangan itu dahulu."


def _check_codes(here: _Here, checked: Checked) -> None:
    text = checked.text
    if text.area not in here.areas:
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=text.area)
    if text.election is not None and text.election not in here.elections:
        raise InvalidField("Kode pemilihan {code} tidak dikenal.", field="election", code=text.election)
    unknown = {code for point in checked.form.points for code in point.kinds} - here.kinds
    if unknown:
        kinds = ", ".join(sorted(unknown))[:200]
        raise InvalidField("Jenis komitmen {kinds} tidak dikenal.", field="kinds", kinds=kinds)


def _check_world(copy: Copy, checked: Checked) -> None:
    if needs_example_mark(checked.text.area or "") is not copy.example:
        raise InvalidField(
            "Deklarasi dari wilayah rekaan adalah contoh, dan yang lain bukan: betulkan tandanya.", field="example"
        )


def _check_follows(one: Wording, checked: Checked, before: tuple[int, str]) -> None:
    number, found = before
    if one.number < number:
        raise InvalidField("Di sini sudah ada versi {number}, yang lebih baru.", field="number", number=number)
    if (checked.text.supersedes or "") != found:
        raise InvalidField(
            "Versi {number} tidak mengganti versi sebelumnya. Sertakan semua versi deklarasi ini, dari yang pertama.",
            field="supersedes",
            number=one.number,
        )


# --- parents ----------------------------------------------------------------------------------------------------------


def _cascade(plan: _Plan) -> None:
    """Check what follows what, once all of the file is known."""
    wanted = {a.checked.text.parent or "" for a in plan.arrivals.values()} - {""} - plan.arrivals.keys()
    there = {v.digest or "": v for v in _asked(access.public(), "digest", wanted)}
    places = {d: cascade.Place(a.ref, a.checked.text.area or "") for d, a in plan.arrivals.items()}
    places |= {d: cascade.Place(v.declaration_id, v.area_id or "") for d, v in there.items()}
    above = _Above(plan, places)
    for arrival in list(plan.arrivals.values()):
        parent = arrival.checked.text.parent
        if parent is None:
            continue
        try:
            if parent not in places:
                raise InvalidField(
                    "Deklarasi yang diikuti, bersidik {digest}, tidak ada di berkas ini maupun di sini.",
                    field="parent",
                    digest=parent,
                )
            cascade.check(places[arrival.digest], places[parent], above=above.levels(places[parent].ref))
        except BadInput as error:
            plan.fault(arrival.entry, arrival.row, error)


class _Above:
    """Which declarations stand above one, by the file and by what is registered."""

    def __init__(self, plan: _Plan, places: Mapping[str, cascade.Place]) -> None:
        self.followed: dict[str, set[str]] = defaultdict(set)
        self.asked: set[str] = set()
        for arrival in plan.arrivals.values():
            parent = places.get(arrival.checked.text.parent or "")
            if parent is not None:
                self.followed[arrival.ref].add(parent.ref)

    def levels(self, ref: str) -> list[set[str]]:
        """Return what a declaration follows, then what those follow, level by level."""
        levels: list[set[str]] = []
        seen, front = {ref}, {ref}
        while front and len(levels) < cascade.DEEPEST:
            self._ask(front)
            front = set().union(*(self.followed[one] for one in front)) - seen
            seen |= front
            if front:
                levels.append(front)
        return levels

    def _ask(self, refs: set[str]) -> None:
        new = refs - self.asked
        self.asked |= new
        rows = access.public().filter(declaration_id__in=new, parent__isnull=False) if new else Version.objects.none()
        for ref, parent in rows.values_list("declaration_id", "parent__declaration_id"):
            self.followed[ref].add(parent)


def _in_order(arrivals: dict[str, Arrival]) -> Iterator[Arrival]:
    """Yield the versions so that each comes after the one it supersedes and the one it follows; no recursion."""
    done: set[str] = set()
    for digest in arrivals:
        waiting = [digest]
        while waiting:
            one = waiting[-1]
            text = arrivals[one].checked.text
            first = [d for d in (text.supersedes, text.parent) if d in arrivals and d not in done]
            if first:
                waiting += first
                continue
            waiting.pop()
            if one not in done:
                done.add(one)
                yield arrivals[one]
