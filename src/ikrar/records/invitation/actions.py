"""Issue, use and void printed invitations."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from ikrar.core.account.code import RANDOM_BYTES, code_from
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant, User
from ikrar.records.grant import access as grants
from ikrar.records.invitation import access
from ikrar.records.invitation.models import Invitation
from ikrar.records.invitation.queries import hash_of
from ikrar.records.ledger import actions as ledger
from ikrar.records.ref import new_ref

LIFE = timedelta(days=7)
NAME_LENGTH = 120


def issue(who: Holder, ref: str, *, now: datetime) -> tuple[Invitation, str]:
    """Issue an invitation for the holder of a grant within reach; returns its row and the code, told this once only.

    An earlier one dies. Raises Missing out of reach and Refused for an account that is open: opening it again would
    be a reset, which takes two people (R8).
    """
    with transaction.atomic():
        grant = grants.grant_for(who, ref)
        if grant.ended_on is not None or grant.ends < who.today:
            raise Refused("Mandat ini sudah berakhir. Usulkan mandat baru untuk orang yang sama.")
        if grant.role == Role.MACHINE.value:
            raise Refused("Perangkat tidak masuk dengan akun. Terbitkan tokennya pada halaman Perangkat.")
        if access.is_open(grant.user):
            raise Refused(
                "Akun ini sudah dibuka pemiliknya. Bila kuncinya hilang, usulkan penyetelan ulang; itu memerlukan dua "
                "lembaga."
            )
        return first(grant.user, institution=grant.institution_id, now=now)


def issue_first(who: Holder, request_ref: str, *, now: datetime) -> tuple[Invitation, str, Grant]:
    """Issue an invitation for the first administrator of an institution that the person's own proposed and another
    approved; returns its row, the code, told this once only, and the grant.

    Raises Missing for a request out of reach and Refused when it is none of these or the account is open.
    """
    with transaction.atomic():
        grant = grants.first_of(who, grants.request_for(who, request_ref))
        if grant is None or access.is_open(grant.user):
            raise Refused("Undangan ini dicetak administrator lembaga itu sendiri, dari halaman mandatnya.")
        row, code = first(grant.user, institution=grant.institution_id, now=now)
    return row, code, grant


def first(user: User, *, institution: str, now: datetime) -> tuple[Invitation, str]:
    """Issue an invitation without a gate: for :func:`issue` and for the setting up of an installation."""
    code = code_from(secrets.token_bytes(RANDOM_BYTES))
    with transaction.atomic():
        for old in access.live(now).filter(user=user):
            _void(old, now)
        user.set_unusable_password()  # of somebody who began to set up keys and never came to a second factor
        user.save(update_fields=["password"])
        row = Invitation.objects.create(
            ref=new_ref(),
            user=user,
            institution_id=institution,
            code_hash=hash_of(code),
            issued_at=now,
            expires=now + LIFE,
        )
        _leaf("invitation.issued", row, now)
    return row, code


def void(who: Holder, ref: str, *, now: datetime) -> None:
    """Void an invitation of the own institution; one that is used, dead or voided already stays as it is."""
    with transaction.atomic():
        row = access.own(who, ref)
        if row.used_at is None and row.voided_at is None:
            _void(row, now)


def _void(row: Invitation, now: datetime) -> None:
    Invitation.objects.filter(pk=row.pk).update(voided_at=now)
    _leaf("invitation.voided", row, now)


def accept(code: str, *, name: str, now: datetime) -> User:
    """Use a code up and set the person's own name; returns the account, whose keys its owner sets up next.

    Raises Missing, with one sentence for every reason, when the code opens nothing, and InvalidField for an empty or
    overlong name.
    """
    own_name = " ".join(name.split())
    if not own_name or len(own_name) > NAME_LENGTH:
        raise InvalidField("Tulis nama Anda, paling panjang {limit} huruf.", field="name", limit=NAME_LENGTH)
    with transaction.atomic():
        row = access.behind(hash_of(code), now)
        if row is None or not access.live(now).filter(pk=row.pk).update(used_at=now):
            raise Missing("Kode ini tidak berlaku. Mintalah undangan baru kepada administrator lembaga Anda.")
        user = row.user
        user.name = own_name
        user.save(update_fields=["name"])
        _leaf("invitation.used", row, now)
    return user


def _leaf(event: str, row: Invitation, now: datetime) -> None:
    record = {"act": event, "invitation": row.ref, "expires": row.expires.date().isoformat()}
    ledger.append(type=event, by=row.institution_id, ref=row.ref, record=record, now=now)
