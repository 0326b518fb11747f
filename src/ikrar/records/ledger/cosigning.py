"""Who witnesses, what is asked of them, and keeping what they answer (c2sp.org/tlog-witness).

Nothing here opens a connection: :mod:`ikrar.channels.ledger` carries a question to a witness, and a witness that pulls
brings its cosignature to us. Either way the signature is the right to be kept, by the policy in force.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from ikrar.core.errors import Missing, Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger import cosignature, tree
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.note import Signature, VerifierKey
from ikrar.core.ledger.policy import NONE, Party, Policy
from ikrar.core.ledger.tile import reader
from ikrar.records.ledger import sequence, store
from ikrar.records.ledger.models import Checkpoint, Cosignature, Key, Sighting, WitnessPolicy
from ikrar.records.turn import take_turn

#: How long ago a witness may have cosigned before it is asked for a fresh cosignature under the same checkpoint.
RENEW_ACTIVE: Final = timedelta(minutes=2)
RENEW: Final = timedelta(hours=1)
#: How far a witness's clock may be ahead of ours.
AHEAD: Final = timedelta(minutes=5)


def policy_text() -> str:
    """Return the policy in force as a file (c2sp.org/tlog-policy): the log's keys, newest first, and who witnesses."""
    keys = Key.objects.filter(begun_at__isnull=False).order_by("-id")
    row = WitnessPolicy.objects.order_by("-id").first()
    lines = "".join(f"log {key.verifier}\n" for key in keys)
    return lines + (row.text.rstrip("\n") + "\n" if row else f"quorum {NONE}\n")


def policy() -> Policy:
    """Return the policy in force; before any is decided on, one without witnesses that asks for none."""
    return Policy.parse(policy_text())


@dataclass(frozen=True)
class Question:
    """What one witness is to be asked: at which address, with which bytes; the size it is thought to have last seen."""

    party: Party
    checkpoint: Checkpoint
    old: int
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What a witness said: the status of HTTP (0 when nobody answered) and the body."""

    status: int
    body: bytes = b""


@dataclass(frozen=True)
class Ahead:
    """A witness has cosigned more leaves than we know of: this database is older than what the world has seen."""

    name: str
    size: int


def questions(now: datetime, *, active: bool, again: bool = False) -> list[Question]:
    """Return what to ask now of each witness that is asked: those that lack the newest checkpoint or whose word ages.

    ``again`` asks all of them, whatever they said before.
    """
    last = sequence.newest()
    if last is None:
        return []
    known = policy().witnesses.values()
    seen = _seen()
    fresh = now - (RENEW_ACTIVE if active else RENEW)
    made = dict(last.cosignatures.filter(at__gt=fresh).values_list("verifier", "at"))
    asked = [p for p in known if p.url and (again or p.key.text() not in made)]
    return [question(party, last, seen.get(party.key.text(), 0)) for party in asked]


def _seen() -> dict[str, int]:
    return dict(Sighting.objects.values_list("verifier", "size"))


def question(party: Party, last: Checkpoint, old: int) -> Question:
    """Write the request add-checkpoint of c2sp.org/tlog-witness: the old size, the proof, the checkpoint."""
    read = reader(store.local().read, last.size)
    steps = "".join(f"{b64encode(step).decode()}\n" for step in tree.consistency(read, old, last.size))
    return Question(party, last, old, f"old {old}\n{steps}\n{last.note}".encode())


def take(asked: Question, answer: Answer, now: datetime) -> Question | Ahead | None:
    """Keep a witness's answer; returns what to ask next if it remembers another size than we thought.

    Returns Ahead when that is more leaves than this database has; raises Refused for every other answer that is no
    cosignature.
    """
    if answer.status == 409:
        size = checkpoints.read_size(answer.body.decode("ascii", "replace").strip())
        if size is not None and size > asked.checkpoint.size:
            return Ahead(asked.party.name, size)
        return question(asked.party, asked.checkpoint, size) if size not in {None, asked.old} else None
    if answer.status != 200:
        says = "Saksi {name} menjawab {status}." if answer.status else "Saksi {name} tidak menjawab."
        raise Refused(says, name=asked.party.name, status=answer.status)
    text = notes.read_note(asked.checkpoint.note).text
    for line in answer.body.decode("utf-8", "replace").splitlines():
        made = notes.read_signature(line)
        if made.name == asked.party.key.name and asked.party.key.signed(text, made):
            keep(asked.checkpoint, {asked.party.key: made}, now)
            return None
    raise Refused("Saksi {name} tidak memberi tanda tangan yang sah.", name=asked.party.name)


def receive(data: bytes, now: datetime) -> int:
    """Keep the cosignatures of a checkpoint that a witness brings; returns how many are its witnesses'.

    Raises Missing for another log or a checkpoint we never signed, Refused without a valid line of the log and of a
    witness of the policy, BadInput for what is no checkpoint.
    """
    rule = policy()
    found = checkpoints.parse(notes.read_note(data).text)
    if not rule.logs or found.origin != rule.log.key.name:
        raise Missing("Buku besar ini tidak dikenal di sini.")
    note = notes.open_note(data, rule.keys())
    logs = {party.key.id: party.key for party in rule.logs}
    signed = [logs[s.id].text() for s in note.verified if s.id in logs]
    row = Checkpoint.objects.filter(size=found.size, root=found.root.hex(), key__verifier__in=signed).last()
    if row is None:
        raise Refused("Titik periksa ini tidak ditandatangani buku besar ini.")
    made = {s.id: s for s in note.verified}
    fresh = {p.key: made[p.key.id] for p in rule.witnesses.values() if p.key.id in made and p.key.id not in logs}
    if not fresh:
        raise Refused("Tidak ada tanda tangan saksi dari kebijakan yang berlaku.")
    keep(row, fresh, now)
    return len(fresh)


def keep(row: Checkpoint, made: Mapping[VerifierKey, Signature], now: datetime) -> None:
    """Keep verified cosignatures of a checkpoint, the newest of each witness, and note when they were enough.

    Raises Refused for one whose moment lies ahead of our clock: it would look fresh for longer than it is.
    """
    rule = policy()
    with transaction.atomic():
        take_turn("ledger.cosignature")
        for key, signature in made.items():
            _keep_one(row, key, signature, now)
        have = set(row.cosignatures.values_list("verifier", flat=True))
        names = {name for name, party in rule.witnesses.items() if party.key.text() in have}
        if rule.witnesses and rule.satisfied(names):
            Checkpoint.objects.filter(pk=row.pk, quorum_at__isnull=True).update(quorum_at=now)


def _keep_one(row: Checkpoint, key: VerifierKey, signature: Signature, now: datetime) -> None:
    at = cosignature.moment(signature)
    if at > now + AHEAD:
        raise Refused("Waktu saksi {name} berada di depan jam server ini.", name=key.name)
    kept = Cosignature.objects.filter(checkpoint=row, verifier=key.text()).first()
    if kept is None:
        kept = Cosignature(checkpoint=row, verifier=key.text(), at=at)
    elif kept.at >= at:
        return
    kept.line, kept.at = signature.line(), at
    kept.save()
    sighting = Sighting.objects.filter(verifier=key.text()).first() or Sighting(verifier=key.text(), size=0, at=at)
    if (row.size, at) >= (sighting.size, sighting.at):
        sighting.size, sighting.at = row.size, at
        sighting.save()
