"""What may be read of the ledger: the trail of the desk, the newest checkpoint, the proof of one leaf."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from ikrar.core.errors import Missing
from ikrar.core.ledger import cosignature, tree
from ikrar.core.ledger import light as lights
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.light import Light
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.proof import Proof
from ikrar.core.ledger.tile import HEIGHT, WIDTH, Tile, reader
from ikrar.core.stage.standing import Phase, legal_day, phase
from ikrar.core.stage.table import stages
from ikrar.records.account.access import Holder
from ikrar.records.election.models import Election
from ikrar.records.ledger import access, cosigning, recovery, store
from ikrar.records.ledger.models import Checkpoint, Leaf, Sighting

PAGE_SIZE = 50
EXPORTED = 10_000  # leaves of one file


def leaves_of(ref: str) -> list[Leaf]:
    """Return the leaves of one subject, oldest first."""
    return list(Leaf.objects.filter(ref=ref).order_by("id"))


def trail(
    holder: Holder, *, event: str = "", ref: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Leaf]:
    """Return the leaves of a person's concern, the newest first; both days are days of UTC, as the leaves' hours."""
    rows = access.visible_to(holder).order_by("-id")
    if event:
        rows = rows.filter(type=event)
    if ref:
        rows = rows.filter(ref=ref)
    if since:
        rows = rows.filter(time__gte=since.isoformat())
    if until:
        rows = rows.filter(time__lt=(until + timedelta(days=1)).isoformat())
    return rows


def trail_page(rows: QuerySet[Leaf], number: int) -> Page[Leaf]:
    """Return a page of the trail."""
    return Paginator(rows, PAGE_SIZE).get_page(number)


#: A checkpoint this young may still wait for its witnesses without the light saying so.
GRACE = timedelta(minutes=1)


@dataclass(frozen=True)
class Seen:
    """One witness of the policy: its name there, the group it stands in, and when it last cosigned how many leaves."""

    name: str
    group: str
    at: datetime | None
    size: int


@dataclass(frozen=True)
class Head:
    """Where the ledger stands.

    ``checkpoint`` is the newest one that enough witnesses cosigned (without any such: the newest signed), ``note`` it
    with all its signatures, ``size`` its leaves, ``numbered`` those of the newest signed one, ``waiting`` how many have
    no number yet; ``at`` is when enough witnesses had last cosigned, None when never; ``light`` follows decision 21.
    """

    checkpoint: Checkpoint | None
    note: str
    size: int
    numbered: int
    waiting: int
    at: datetime | None
    active: bool
    light: Light
    witnesses: tuple[Seen, ...]


def head(now: datetime) -> Head:
    """Return where the ledger stands at a moment, and the public light. A constant number of queries."""
    rule = cosigning.policy()
    rows = _recent()
    newest, best = (rows[-1] if rows else None), _best(rows)
    active = in_active_stage(now)
    witnesses = _witnesses(rule)
    return Head(
        checkpoint=best,
        note=joined(best),
        size=best.size if best else 0,
        numbered=newest.size if newest else 0,
        waiting=Leaf.objects.filter(number__isnull=True).count(),
        at=_enough_at(rule, witnesses, 0),
        active=active,
        light=_light(rule, witnesses, active=active, now=now),
        witnesses=witnesses,
    )


def newest_note() -> str:
    """Return the newest signed checkpoint with the cosignatures it has so far; empty before the first."""
    row = Checkpoint.objects.prefetch_related("cosignatures").order_by("-id").first()
    return joined(row)


def policy_text() -> str | None:
    """Return the witness policy in force as a file (c2sp.org/tlog-policy); None while nobody witnesses."""
    return cosigning.policy_text() if cosigning.policy().witnesses else None


def proof(name: str) -> Proof | None:
    """Return the proof of a leaf by its hash (hex), under the newest checkpoint that enough witnesses cosigned.

    Where none of those has the leaf yet, the newest signed one counts; None while the leaf waits or is unknown. The
    leaf's own bytes travel as the proof's extra bytes. A constant number of queries.
    """
    return _proofs([name]).get(name)


def proofs(names: Collection[str]) -> dict[str, str]:
    """Return the texts of several leaves' proofs by their hashes, as :func:`proof` does; those that wait are absent."""
    return {name: found.text() for name, found in _proofs(names).items()}


def _proofs(names: Collection[str]) -> dict[str, Proof]:
    numbered = Leaf.objects.filter(hash__in=names, number__isnull=False)
    rows: Iterable[tuple[str, Any, Any]] = numbered.values_list("hash", "number", "data")
    found: dict[str, Proof] = {}
    points = _recent()
    reads = {row.pk: (reader(store.local().read, row.size), joined(row)) for row in points}
    for name, number, data in rows:
        point = _best([row for row in points if row.size > number])
        if point is not None:
            read, note = reads[point.pk]
            found[name] = Proof(number, tree.inclusion(read, number, point.size), note, bytes(data))
    return found


def leaf(name: str) -> Leaf | None:
    """Return a leaf by its hash (hex), None when there is none."""
    return Leaf.objects.filter(hash=name).first()


def is_signed(found: Leaf) -> bool:
    """Say whether a checkpoint was signed that has this leaf, so that it can be proven."""
    row = _newest()
    return found.number is not None and row is not None and row.size > found.number


def newest_leaves(limit: int) -> list[Leaf]:
    """Return the leaves written last, newest first; those without a number among them."""
    return list(Leaf.objects.order_by("-id")[:limit])


def tile(wanted: Tile) -> bytes:
    """Return a tile or bundle under a signed checkpoint. Raises Missing for one that nothing signed covers."""
    row = _newest()
    if row is None or (wanted.index * WIDTH + wanted.width) << (HEIGHT * max(wanted.level, 0)) > row.size:
        raise Missing("Ubin buku besar ini tidak ada.")
    return store.local().read(wanted)


def stopped() -> tuple[str, dict[str, str]] | None:
    """Return why the log signs nothing, as a sentence to look up and its values; None when all is well."""
    return recovery.stopped()


def joined(row: Checkpoint | None) -> str:
    """Return a checkpoint's note with its cosignatures in the order of their keys; empty for none."""
    if row is None:
        return ""
    lines = sorted((one.verifier, one.line) for one in row.cosignatures.all())
    return cosignature.added(notes.read_note(row.note), [notes.read_signature(line.rstrip()) for _key, line in lines])


def _recent() -> list[Checkpoint]:
    """Return the newest signed checkpoint and the newest that enough witnesses cosigned, oldest first; they may be one.

    Only checkpoints since the newest with a quorum can be newer than it, so these two are all that is asked for.
    """
    ids = Checkpoint.objects.order_by("-id").values("id")[:1]
    enough = Checkpoint.objects.filter(quorum_at__isnull=False).order_by("-id").values("id")[:1]
    rows = Checkpoint.objects.filter(Q(id__in=ids) | Q(id__in=enough)).order_by("id")
    return list(rows.select_related("key").prefetch_related("cosignatures"))


def _best(rows: list[Checkpoint]) -> Checkpoint | None:
    enough = [row for row in rows if row.quorum_at]
    return (enough or rows)[-1] if rows else None


def _witnesses(rule: Policy) -> tuple[Seen, ...]:
    groups = {member: name for name, group in rule.groups.items() for member in group.members}
    said = {row.verifier: row for row in Sighting.objects.all()}
    found = []
    for name, party in rule.witnesses.items():
        row = said.get(party.key.text())
        found.append(Seen(name, groups.get(name, ""), row.at if row else None, row.size if row else 0))
    return tuple(found)


def _enough_at(rule: Policy, witnesses: Iterable[Seen], size: int) -> datetime | None:
    """Return since when the newest words of enough witnesses on at least ``size`` leaves stand, None without enough."""
    names: set[str] = set()
    for seen in sorted((w for w in witnesses if w.at and w.size >= size), key=_moment, reverse=True):
        names.add(seen.name)
        if rule.satisfied(names):
            return seen.at
    return None


def _moment(seen: Seen) -> datetime:
    return seen.at or datetime.min.replace(tzinfo=UTC)


def _light(rule: Policy, witnesses: tuple[Seen, ...], *, active: bool, now: datetime) -> Light:
    """Judge by decision 21. A log that nobody is asked to witness is never better than red.

    A checkpoint younger than ``GRACE`` may still be on its way to the witnesses; the one before it is judged then.
    """
    asked = Checkpoint.objects.filter(signed_at__lte=now - GRACE).order_by("-id").first() or _newest()
    if not rule.witnesses or asked is None:
        return Light.RED
    at = _enough_at(rule, witnesses, asked.size)
    if at is None:
        return Light.RED
    age = max(now - at, timedelta(0))
    fresh = max(age, lights.FRESH_ACTIVE if active else lights.FRESH)
    names = [w.name for w in witnesses if w.at and w.size >= asked.size and now - w.at <= fresh]
    return lights.light(rule, names, age, active)


def _newest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-id").first()


def in_active_stage(now: datetime) -> bool:
    """Say whether a stage of any election of this installation runs today. One query."""
    for row in Election.objects.all():
        day = legal_day(now, row.area_id)
        if any(phase(stage, day) is Phase.RUNNING for stage in stages(row.code, row.voting_day)):
            return True
    return False
