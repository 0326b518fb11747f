"""Begin an installation with two institutions, and recover one: the only ways to a grant without two people (R8).

Both need the server's console, no page reaches them, and each leaves a leaf that everybody can see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ikrar.core.account.request import can_still_approve, check_period, check_username
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account import actions as account
from ikrar.records.account import queries as people
from ikrar.records.account.models import User
from ikrar.records.election import actions as elections
from ikrar.records.election import queries as election
from ikrar.records.grant import access as grants
from ikrar.records.institution import actions as institutions
from ikrar.records.institution.models import Institution
from ikrar.records.invitation import actions as invitations
from ikrar.records.invitation.access import is_open
from ikrar.records.ledger import actions as ledger
from ikrar.records.ref import new_ref


@dataclass(frozen=True)
class Seat:
    """An institution with its first administrator: code, kind, name, area of the institution, user name."""

    code: str
    kind: str
    name: str
    area: str
    login: str


@dataclass(frozen=True)
class Vote:
    """The next election: our code, kind, both names, voting day, last day of its grants, area (None: the nation's)."""

    code: str
    kind: str
    name_id: str
    name_en: str
    voting_day: date
    ends: date
    area: str | None


@dataclass(frozen=True)
class Invited:
    """An administrator's user name, institution, and the printed code that opens the account until a moment."""

    login: str
    institution: str
    code: str
    expires: datetime


def begin(
    vote: Vote | None, seats: tuple[Seat, Seat], *, areas: Iterable[str], ends: date, now: datetime
) -> list[Invited]:
    """Begin an installation: election, two institutions of different kinds, one administrator each, two invitations.

    ``vote`` is None when an election that is known already covers the areas. All or nothing, in one transaction.
    Raises Refused when an administrator exists already and InvalidField for a value that is off.
    """
    today, wanted = timezone.localdate(now), frozenset(areas)
    _check_apart(seats)
    with transaction.atomic():
        check_empty(now)
        for seat in seats:
            institutions.register(code=seat.code, kind=seat.kind, name=seat.name, area=seat.area, now=now)
        if vote:
            _register(vote, by=seats[0].code, now=now)
        check_period(today, ends, limit=election.last_day(wanted), today=today)
        record = {"act": "installation.begun", "institutions": [s.code for s in seats], "ends": ends.isoformat()}
        ledger.append(type="installation.begun", by=seats[0].code, ref=new_ref(), record=record, now=now)
        return [_appoint(seat.login, seat.code, wanted, ends=ends, now=now) for seat in seats]


def check_empty(now: datetime) -> None:
    """Raise Refused when the installation has an administrator in force: then it began already."""
    if grants.administrators(timezone.localdate(now)):
        raise Refused(
            "Instalasi ini sudah punya administrator. Peran baru diusulkan dan disetujui di meja. Kode yang hilang "
            "sebelum dipakai dicetak lagi dengan: ikrar setup codes"
        )


def invite_again(*, now: datetime) -> list[Invited]:
    """Invite anew each administrator who never opened the account; earlier codes die. Whoever has keys keeps them.

    For a console whose printed codes were lost or grew too old. Raises Missing when every administrator has signed in.
    """
    with transaction.atomic():
        invited = []
        for login, institution in sorted(grants.administrators(timezone.localdate(now))):
            user = people.by_username(login)
            if user and not is_open(user):
                row, code = invitations.first(user, institution=institution, now=now)
                invited.append(Invited(login, institution, code, row.expires))
    if not invited:
        raise Missing("Tidak ada administrator yang belum membuka akunnya.")
    return invited


def _register(vote: Vote, *, by: str, now: datetime) -> None:
    elections.register(
        code=vote.code,
        names={"id": vote.name_id, "en": vote.name_en},
        kind=vote.kind,
        voting_day=vote.voting_day,
        ends=vote.ends,
        area=vote.area,
        by=by,
        now=now,
    )


def recover(*, institution: str, login: str, areas: Iterable[str], ends: date, now: datetime) -> Invited:
    """Appoint an administrator of an institution, or take the keys of the one it has, when the desk cannot.

    Whoever never opened an account, and ``login``, do not count. Raises Refused while another administrator of the
    institution and one of another are left, and InvalidField for a value that is off or an unknown institution.
    """
    today, wanted = timezone.localdate(now), frozenset(areas)
    with transaction.atomic():
        if _desk_can(institution, login, today):
            raise Refused("Masih ada dua administrator dari dua lembaga. Usulkan dan setujui peran baru di meja.")
        if not Institution.objects.filter(code=institution).exists():
            raise InvalidField("Kode lembaga {code} tidak dikenal.", field="institution", code=institution)
        check_period(today, ends, limit=election.last_day(wanted), today=today)
        record = {"act": "installation.recovered", "institution": institution}
        ledger.append(type="installation.recovered", by=institution, ref=new_ref(), record=record, now=now)
        return _appoint(login, institution, wanted, ends=ends, now=now)


def _desk_can(institution: str, login: str, today: date) -> bool:
    """Say whether two people other than ``login`` could do it at the desk: one proposes, another approves (R8)."""
    appointed = {pair for pair in grants.administrators(today) if pair[0] != login}
    opened = {(name, where) for name, where in appointed if (user := people.by_username(name)) and is_open(user)}
    headless = all(where != institution for _, where in grants.administrators(today))
    return can_still_approve(opened) and (headless or any(where == institution for _, where in opened))


def _check_apart(seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    if first.code == second.code or first.kind == second.kind:
        raise InvalidField(
            "Dua lembaga pertama harus berlainan jenis, misalnya KPU dan Bawaslu: yang satu menyetujui yang lain.",
            field="institution",
        )
    if first.login == second.login:
        raise InvalidField("Kedua administrator harus dua orang yang berlainan.", field="login")


def _appoint(login: str, institution: str, areas: frozenset[str], *, ends: date, now: datetime) -> Invited:
    check_username(login)
    user = account.register(username=login, name="")
    if (login, institution) not in grants.administrators(timezone.localdate(now)):
        account.give_grant(
            user,
            role=Role.ADMINISTRATOR,
            institution=institution,
            areas=areas,
            starts=timezone.localdate(now),
            ends=ends,
            now=now,
        )
    _forget_keys(user)
    row, code = invitations.first(user, institution=institution, now=now)
    return Invited(login, institution, code, row.expires)


def _forget_keys(user: User) -> None:
    """Take password and second factors of an account that is appointed anew: whoever lost them is invited again."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
