"""The devices of the institutions one administers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ikrar.core.account.request import DEVICE, State
from ikrar.core.account.role import Role
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant
from ikrar.records.grant import access as grants
from ikrar.records.grant.models import Request
from ikrar.records.token import access
from ikrar.records.token.models import Token


@dataclass(frozen=True)
class Device:
    """A device as its administrators see it; ``token`` is the live one, if any."""

    ref: str
    name: str
    institution: str
    areas: tuple[str, ...]
    ends: date
    in_force: bool
    token: Token | None


def devices(who: Holder) -> list[Device]:
    """Return the devices within reach that have not ended, by name. Three queries."""
    rows = access.visible_to(who).filter(ended_on__isnull=True, ends__gte=who.today)
    rows = rows.select_related("user", "institution").prefetch_related("areas", "tokens")
    return [_device(row, who.today) for row in rows.order_by("user__username", "ref")]


def device(who: Holder, ref: str) -> Device:
    """Return one device within reach; raises Missing."""
    return _device(access.device(who, ref), who.today)


def proposed(who: Holder) -> list[Request]:
    """Return the open proposals of devices by the institutions one administers, the newest first."""
    rows = grants.own_requests(who).filter(role=Role.MACHINE.value, state=State.OPEN.value)
    return list(rows.select_related("institution").order_by("-proposed_at", "ref"))


def _device(row: Grant, today: date) -> Device:
    live = next((token for token in row.tokens.all() if token.ended_on is None), None)
    return Device(
        ref=row.ref,
        name=row.user.username.removeprefix(DEVICE),
        institution=row.institution.name,
        areas=tuple(sorted(area.code for area in row.areas.all())),
        ends=row.ends,
        in_force=row.ended_on is None and row.starts <= today <= row.ends,
        token=live,
    )
