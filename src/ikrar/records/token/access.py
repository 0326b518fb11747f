"""Who a machine is: the token it shows, as long as the token and its grant of the role machine are in force (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ikrar.core.account.grant import Grant
from ikrar.core.account.role import Role
from ikrar.core.account.token import token_hash, token_in
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder, holder
from ikrar.records.account.models import Grant as GrantRow
from ikrar.records.grant import access as grants
from ikrar.records.token.models import Token


@dataclass(frozen=True)
class Machine:
    """A device whose token is in force, with the one grant that it stands on; it may send, and never decides."""

    token: Token
    holder: Holder
    grant: Grant


def bearer(header: str, now: datetime) -> Machine | None:
    """Return the machine of an ``Authorization`` header; None for no token, an unknown, ended or expired one alike.

    Four queries for a known token, one for an unknown one.
    """
    token = token_in(header)
    if token is None:
        return None
    row = Token.objects.select_related("grant").filter(token_hash=token_hash(token), ended_on__isnull=True).first()
    found = holder(row.grant.user_id, now) if row else None
    if row is None or found is None or row.grant.ended_on is not None:
        return None
    mine = (row.grant.role, row.grant.institution_id, row.grant.starts, row.grant.ends)
    for grant in found.grants:
        if grant.role is Role.MACHINE and (grant.role.value, grant.institution, grant.starts, grant.ends) == mine:
            return Machine(row, found, grant)
    return None


def visible_to(who: Holder) -> QuerySet[GrantRow]:
    """Return the devices within reach, each the grant its tokens stand on: a token is reached through it alone."""
    return grants.visible_to(who).filter(role=Role.MACHINE.value)


def device(who: Holder, ref: str) -> GrantRow:
    """Return a grant of role machine of the institution one administers; raises Missing for anything else."""
    row = visible_to(who).select_related("user", "institution").filter(ref=ref).first()
    if row is None:
        raise Missing("Halaman ini tidak ada.")
    return row
