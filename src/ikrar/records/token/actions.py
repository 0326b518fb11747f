"""Propose a device, issue its token once, and end it."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ikrar.core.account.request import device_name
from ikrar.core.account.role import Role
from ikrar.core.account.token import RANDOM_BYTES, token_from, token_hash
from ikrar.core.errors import Refused
from ikrar.records.account.access import Holder
from ikrar.records.grant import actions as grant
from ikrar.records.grant.models import Request
from ikrar.records.ledger import actions as ledger
from ikrar.records.ref import new_ref
from ikrar.records.token import access
from ikrar.records.token.models import Token


def propose(who: Holder, *, name: str, institution: str, areas: frozenset[str], ends: date, now: datetime) -> Request:
    """Propose a device of the own institution; as for any role, another institution approves (R8).

    ``name`` is a short word for the device. Raises InvalidField for a field that is off and Refused when the person
    may not propose this.
    """
    terms = grant.Terms(Role.MACHINE, institution, areas, timezone.localdate(now), ends)
    return grant.propose_grant(who, username=device_name(name), terms=terms, now=now)


def issue(who: Holder, ref: str, *, now: datetime) -> str:
    """Issue the token of an approved device; returns it, told this once only. An earlier one ends.

    Raises Missing out of reach and Refused when the grant is not in force.
    """
    token = token_from(secrets.token_bytes(RANDOM_BYTES))
    with transaction.atomic():
        row = access.device(who, ref)
        if row.ended_on is not None or not row.starts <= who.today <= row.ends:
            raise Refused("Mandat perangkat ini tidak berlaku hari ini. Usulkan perangkat baru bila perlu.")
        for old in Token.objects.filter(grant=row, ended_on__isnull=True):
            _end(old, now)
        made = Token.objects.create(ref=new_ref(), grant=row, token_hash=token_hash(token), made_on=who.today)
        _leaf("token.issued", made, now)
    return token


def end(who: Holder, ref: str, *, now: datetime) -> None:
    """End the token of a device of the own institution at once: one person is enough, for safety's sake.

    Raises Missing out of reach; a device without a live token stays as it is.
    """
    with transaction.atomic():
        for row in Token.objects.filter(grant=access.device(who, ref), ended_on__isnull=True):
            _end(row, now)


def give_back(machine: access.Machine, *, now: datetime) -> None:
    """Let a device end its own token, as when it is handed on or thrown away."""
    with transaction.atomic():
        _end(machine.token, now)


def note_use(machine: access.Machine) -> None:
    """Note the day a token was last used, once a day; no time, no address, no request."""
    today = machine.holder.today
    if machine.token.used_on != today:
        with transaction.atomic():
            Token.objects.filter(pk=machine.token.pk).update(used_on=today)


def _end(row: Token, now: datetime) -> None:
    ended = Token.objects.filter(pk=row.pk, ended_on__isnull=True).update(ended_on=timezone.localdate(now))
    if ended:
        _leaf("token.ended", row, now)


def _leaf(event: str, row: Token, now: datetime) -> None:
    """Leave a leaf: which grant, never the device's name nor anything of the token."""
    record = {"act": event, "token": row.ref, "grant": row.grant.ref}
    ledger.append(type=event, by=row.grant.institution_id, ref=row.ref, record=record, now=now)
