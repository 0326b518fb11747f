"""A new witness policy or a new key of the log: one institution proposes, another one decides (R8)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from ikrar.core.account.request import LIFE, Move, State, after, state_at
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.core.ledger.change import Kind, approve_as, check_policy, propose_as
from ikrar.core.ledger.note import VerifierKey
from ikrar.records.account.access import Holder
from ikrar.records.account.models import User
from ikrar.records.grant.access import staff
from ikrar.records.ledger import actions, key
from ikrar.records.ledger.models import Change, Key, WitnessPolicy
from ikrar.records.ref import new_ref
from ikrar.records.turn import take_turn

TURN = "ledger.change"


def visible_to(holder: Holder) -> QuerySet[Change]:
    """Return every change for an administrator: the ledger belongs to all institutions; nothing for others."""
    return Change.objects.all() if Role.ADMINISTRATOR in holder.roles else Change.objects.none()


def change_for(holder: Holder, ref: str) -> Change:
    """Return one change. Raises Missing for anything else."""
    rows = visible_to(holder).select_related("proposer", "proposed_as", "decided_as")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Missing("Halaman ini tidak ada.")
    return found


def changes(holder: Holder) -> list[Change]:
    """Return the changes, the newest first."""
    return list(visible_to(holder).select_related("proposed_as", "decided_as").order_by("-proposed_at", "ref")[:50])


def state_of(row: Change, now: datetime) -> State:
    """Return where a change stands at ``now``; an open one past its date has lapsed."""
    return state_at(State(row.state), row.expires, now)


def may_decide(holder: Holder, row: Change, now: datetime) -> bool:
    """Say whether a change waits for this very person."""
    try:
        _decide_as(holder, row, holder.today)
    except Refused:
        return False
    return state_of(row, now) is State.OPEN


def _decide_as(holder: Holder, row: Change, today: date) -> str:
    person = staff(User.objects.get(pk=holder.user_id))
    return approve_as(person, proposer=staff(row.proposer), proposed_as=row.proposed_as_id, today=today)


def propose(who: Holder, kind: Kind, *, text: str = "", now: datetime) -> Change:
    """Propose a witness policy (its ``text`` without log lines) or a new key; returns the open change.

    Raises InvalidField for a text that would not work, Refused for somebody who may not propose or while another
    change of this kind is open.
    """
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")) + "\n"
    if kind is Kind.POLICY:
        check_policy(text)
        _refuse_own_keys(text)
    with transaction.atomic():
        take_turn(TURN)
        if Change.objects.filter(kind=kind.value, state=State.OPEN.value, expires__gt=now).exists():
            raise Refused("Masih ada usulan sejenis yang menunggu. Putuskan atau tarik dulu usulan itu.")
        person = staff(User.objects.get(pk=who.user_id))
        return Change.objects.create(
            ref=new_ref(),
            kind=kind.value,
            text=text if kind is Kind.POLICY else "",
            proposer_id=who.user_id,
            proposed_as_id=propose_as(person, who.today),
            proposed_at=now,
            expires=now + LIFE,
            state=after(None, Move.PROPOSE).value,
        )


def _refuse_own_keys(text: str) -> None:
    """Refuse a witness with a key of the log itself: it would vouch for what it signs."""
    own = {VerifierKey.parse(row.verifier).public for row in Key.objects.all()}
    if any(party.key.public in own for party in check_policy(text).witnesses.values()):
        raise InvalidField("Kunci buku besar ini sendiri tidak dapat menjadi saksi.", field="policy")


def withdraw(who: Holder, ref: str, *, now: datetime) -> Change:
    """Take one's own institution's proposal back. Raises Missing out of reach, IllegalMove once it is decided."""
    with transaction.atomic():
        row = _open(who, ref, Move.WITHDRAW, now)
        if row.proposed_as_id not in who.institutions(Role.ADMINISTRATOR):
            raise Refused("Hanya lembaga pengusul yang dapat menarik usulannya.")
        return _close(row, who, row.proposed_as_id, Move.WITHDRAW, now)


def refuse(who: Holder, ref: str, *, now: datetime) -> Change:
    """Refuse a change in the name of another institution."""
    with transaction.atomic():
        row = _open(who, ref, Move.REFUSE, now)
        return _close(row, who, _decide_as(who, row, who.today), Move.REFUSE, now)


def approve(who: Holder, ref: str, *, now: datetime) -> Change:
    """Approve a change in the name of another institution, and carry it out with its leaf.

    A policy is in force at once; a new key signs from the sequencer's next round on, after the old one's last
    checkpoint. Raises Missing, IllegalMove, Refused.
    """
    with transaction.atomic():
        row = _open(who, ref, Move.APPROVE, now)
        institution = _decide_as(who, row, who.today)
        _close(row, who, institution, Move.APPROVE, now)
        if row.kind == Kind.POLICY.value:
            _put_in_force(row, now)
        else:
            _make_key(row, now)
    return row


def _open(who: Holder, ref: str, move: Move, now: datetime) -> Change:
    change_for(who, ref)
    take_turn(TURN)
    row = Change.objects.select_related("proposer").get(ref=ref)
    after(state_of(row, now), move)
    return row


def _close(row: Change, who: Holder, institution: str, move: Move, now: datetime) -> Change:
    row.state = after(State(row.state), move).value
    row.decider_id, row.decided_as_id, row.decided_at = who.user_id, institution, now
    row.save()
    return row


def _put_in_force(row: Change, now: datetime) -> None:
    _refuse_own_keys(row.text)
    WitnessPolicy.objects.create(text=row.text, since=now)
    record = {"text": row.text, "sha256": hashlib.sha256(row.text.encode()).hexdigest()}
    _leaf("ledger.policy", row, record, now)


def _make_key(row: Change, now: datetime) -> None:
    old = key.current(now)
    if key.successor() is not None:
        raise Refused("Kunci baru yang sudah disetujui belum mulai dipakai. Jalankan ikrar work dulu.")
    _leaf("ledger.key", row, {"old": old.verifier, "new": key.make(now).verifier}, now)


def _leaf(event: str, row: Change, record: dict[str, str], now: datetime) -> None:
    """Leave the leaf of a change, by the institution that proposed it; its record names both."""
    named = {"act": event, "proposed_by": row.proposed_as_id, "approved_by": row.decided_as_id, **record}
    actions.append(type=event, by=row.proposed_as_id, ref=row.ref, record=named, now=now)
