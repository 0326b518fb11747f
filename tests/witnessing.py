"""Witnesses for the tests: keys made of a word, a policy of both groups, and cosigning without a network."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.db import transaction

from ikrar.core.ledger import cosignature
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.note import Kind, Signer
from ikrar.records.ledger import actions, cosigning, sequence
from ikrar.records.ledger.cosigning import Answer, Question
from ikrar.records.ledger.models import Leaf, WitnessPolicy
from ikrar.records.ref import new_ref

NOW = datetime(2026, 3, 2, 5, 17, tzinfo=UTC)
STATE, CIVIL = ("KPU", "BAWASLU", "POLRI"), ("UNIV", "PERS")


def signer(name: str) -> Signer:
    """Return the witness of that name; its key is made of the name."""
    return Signer(f"{name.lower()}.example", hashlib.sha256(name.encode()).digest(), Kind.COSIGNATURE)


def policy(*, url: bool = True) -> str:
    """Return the text of a policy: two of the state's three and one of the civil two must have witnessed."""
    at = {name: f" https://{name.lower()}.example/saksi" if url else "" for name in (*STATE, *CIVIL)}
    lines = [f"witness {name} {signer(name).key.text()}{at[name]}" for name in (*STATE, *CIVIL)]
    groups = [f"group negara 2 {' '.join(STATE)}", f"group sipil 1 {' '.join(CIVIL)}", "group q all negara sipil"]
    return "\n".join([*lines, *groups, "quorum q"]) + "\n"


def agree(now: datetime = NOW, **changes: bool) -> None:
    """Put the policy in force without asking two institutions."""
    WitnessPolicy.objects.create(text=policy(**changes), since=now)


def act(ref: str = "", count: int = 1, now: datetime = NOW) -> list[Leaf]:
    """Leave ``count`` leaves, each of a subject of its own unless one is named."""
    with transaction.atomic():
        return [
            actions.append(type="grant.ended", by="35.28/kpu", ref=ref or new_ref(), record={"n": n}, now=now)
            for n in range(count)
        ]


def answer(asked: Question, now: datetime) -> Answer:
    """Answer as a witness that saw no reason to refuse."""
    who = signer(asked.party.name)
    text = notes.read_note(asked.checkpoint.note).text
    return Answer(200, cosignature.cosign(text, who, now).line().encode())


def cosign(now: datetime, *, but: tuple[str, ...] = ()) -> int:
    """Let every witness that is asked cosign, but for some; returns how many did."""
    asked = [q for q in cosigning.questions(now, active=False) if q.party.name not in but]
    for question in asked:
        cosigning.take(question, answer(question, now), now)
    return len(asked)


def advance(now: datetime, *, but: tuple[str, ...] = ()) -> sequence.Round:
    """Sequence what waits and let the witnesses cosign."""
    done = sequence.advance(now)
    cosign(now, but=but)
    return done


def later(minutes: float) -> datetime:
    """Return a moment after NOW."""
    return NOW + timedelta(minutes=minutes)
