"""What needs two people of different institutions, and who these two may be (R8, K26).

A request is proposed by an administrator of the institution concerned (or, while that institution has no other
administrator, of another one) and approved by an administrator of another institution. The two share no institution,
neither is the one concerned, and each acts through one single grant whose areas cover all areas of the request: to
overlap is not enough, for then a village's administrator could approve a province's grant.

People are told apart by user name; a person with grants in two institutions is one person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ikrar.core.account.grant import Grant, covers, in_force
from ikrar.core.account.role import GRANTABLE, Role
from ikrar.core.errors import IllegalMove, InvalidField, Refused

#: How long a request waits for its second person before it lapses.
LIFE: Final = timedelta(days=14)

#: What a person can be asked to serve as; a device has the role machine alone, and shows a token instead of signing in.
ROLES: Final[frozenset[Role]] = GRANTABLE - {Role.MACHINE}

#: How the account name of every device begins, and that of no person.
DEVICE: Final = "perangkat."

#: 3 to 30 small letters and digits in words, at most three digits in a row: a telephone or identity number is none.
USERNAME: Final = re.compile(r"(?=.{3,30}$)(?!.*[0-9]{4})[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")

#: Why a grant may end before its last day: a closed list, so that no name slips into the record (R47).
END_REASONS: Final = ("moved", "left", "mistake", "safety")

#: After how many days an administrator is asked again whether the holder of a grant still serves.
ATTEST_AFTER: Final = timedelta(days=90)


class Act(StrEnum):
    """What a request asks for; nothing else needs (or gets) a second person this way."""

    GIVE = "give"
    EXTEND = "extend"
    TRANSFER = "transfer"
    RESET = "reset"


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Move(StrEnum):
    """What can be done to a request; ``lapse`` is done by the clock."""

    PROPOSE = "propose"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


#: (state before, or None for a request that does not exist; move) -> state after. Nothing else is allowed.
ALLOWED: Final[Mapping[tuple[State | None, Move], State]] = MappingProxyType(
    {
        (None, Move.PROPOSE): State.OPEN,
        (State.OPEN, Move.APPROVE): State.APPROVED,
        (State.OPEN, Move.REFUSE): State.REFUSED,
        (State.OPEN, Move.WITHDRAW): State.WITHDRAWN,
        (State.OPEN, Move.LAPSE): State.LAPSED,
    }
)

_CLOSED: Final[Mapping[State | None, str]] = MappingProxyType(
    {
        None: "Usulan ini belum ada; ajukan dulu.",
        State.OPEN: "Usulan ini sudah diajukan dan menunggu jawaban.",
        State.APPROVED: "Usulan ini sudah disetujui; tidak ada lagi yang dapat diubah padanya.",
        State.REFUSED: "Usulan ini sudah ditolak; ajukan usulan baru bila perlu.",
        State.WITHDRAWN: "Usulan ini sudah ditarik; ajukan usulan baru bila perlu.",
        State.LAPSED: "Usulan ini sudah lewat waktunya; ajukan usulan baru bila perlu.",
    }
)


def after(state: State | None, move: Move) -> State:
    """Give the state after ``move``; ``None`` is the state of a request that does not exist yet.

    Raises ``IllegalMove`` with a sentence that says what to do for every pair outside ``ALLOWED``.
    """
    try:
        return ALLOWED[state, move]
    except KeyError:
        raise IllegalMove(_CLOSED[state]) from None


def state_at(stored: State, expires: datetime, now: datetime) -> State:
    """Give the state at ``now``: an open request lapses at ``expires`` without anybody's doing."""
    return after(stored, Move.LAPSE) if stored is State.OPEN and now >= expires else stored


@dataclass(frozen=True, slots=True)
class Staff:
    """One person by user name, with all grants of that person; those not in force on the day count for nothing."""

    username: str
    grants: tuple[Grant, ...]

    def institutions(self, today: date) -> frozenset[str]:
        """Give the institutions this person holds any grant in force for."""
        return frozenset(g.institution for g in self.grants if in_force(g, today))

    def administers(self, areas: Iterable[str], today: date) -> frozenset[str]:
        """Give the institutions for which one grant as administrator in force covers all ``areas``."""
        wanted = tuple(areas)
        return frozenset(
            g.institution
            for g in self.grants
            if g.role is Role.ADMINISTRATOR and in_force(g, today) and all(covers(g.areas, code) for code in wanted)
        )


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: the act, whom it concerns, the institution and areas that the act will leave in force.

    ``old`` is the grant that an extension prolongs or a transfer ends. ``headless`` says, for each institution that
    has no administrator in force other than the one concerned, that another institution may step in.
    """

    act: Act
    beneficiary: str
    institution: str
    areas: frozenset[str]
    old: Grant | None = None
    headless: frozenset[str] = frozenset()

    @property
    def home(self) -> str:
        """The institution whose administrator proposes: for a transfer the one that lets its officer go."""
        return self.old.institution if self.act is Act.TRANSFER and self.old else self.institution

    @property
    def home_areas(self) -> frozenset[str]:
        """The areas the proposer must cover; an officer who leaves for another institution leaves the old ones."""
        if self.act is Act.TRANSFER and self.old:
            return self.old.areas | (self.areas if self.old.institution == self.institution else frozenset())
        return self.areas

    @property
    def leaves(self) -> bool:
        """Whether the act moves an officer from one institution to another."""
        return self.home != self.institution


def propose_as(person: Staff, request: Request, today: date) -> str:
    """Give the institution in whose name ``person`` may propose; raises ``Refused`` with the reason.

    An institution without an administrator of its own (``headless``) may be helped by any other one.
    """
    if person.username == request.beneficiary:
        raise Refused("Tidak seorang pun dapat mengusulkan sesuatu untuk dirinya sendiri. Mintalah administrator lain.")
    mine = person.administers(request.home_areas, today)
    if request.home in mine:
        return request.home
    if request.home not in request.headless:
        raise Refused("Hanya administrator lembaga itu sendiri, di wilayah itu, yang dapat mengusulkannya.")
    if not mine:
        raise Refused("Wilayah yang diusulkan harus seluruhnya berada di dalam wilayah Anda sebagai administrator.")
    return min(mine)


def approve_as(person: Staff, request: Request, *, proposer: Staff, proposed_as: str, today: date) -> str:
    """Give the institution in whose name ``person`` may approve or refuse; raises ``Refused`` with the reason.

    The proposer must still be the administrator who was entitled to propose. An officer who moves to another
    institution is received by that institution's own administrator, if it has one.
    """
    if person.username in {proposer.username, request.beneficiary}:
        raise Refused("Persetujuan harus datang dari orang lain: bukan pengusul dan bukan yang diusulkan.")
    if person.institutions(today) & (proposer.institutions(today) | {proposed_as}):
        raise Refused("Persetujuan harus datang dari lembaga lain daripada lembaga pengusul.")
    if proposed_as not in proposer.administers(request.home_areas, today):
        raise Refused("Pengusulnya bukan administrator lagi. Mintalah usulan baru dari administrator yang bertugas.")
    mine = person.administers(request.areas, today)
    if request.leaves and request.institution not in request.headless:
        mine &= {request.institution}
    if not mine:
        raise Refused("Wilayah yang diusulkan harus seluruhnya berada di dalam wilayah Anda sebagai administrator.")
    return min(mine)


def check_period(starts: date, ends: date, *, limit: date | None, today: date) -> None:
    """Refuse a period that is over, or that reaches beyond ``limit``, the last day of an election there (R9).

    ``limit`` is None when no election covers the areas. Raises ``InvalidField`` for the field ``ends``.
    """
    if limit is None:
        raise InvalidField(
            "Belum ada pemilihan yang mencakup wilayah itu, jadi hari terakhir mandat belum dapat ditentukan.",
            field="ends",
        )
    if ends > limit:
        raise InvalidField(
            "Mandat paling lama berlaku sampai {limit}, hari terakhir pemilihan di wilayah itu.",
            field="ends",
            limit=limit.isoformat(),
        )
    if ends < today:
        raise InvalidField("Hari terakhir mandat sudah lewat; pilih hari ini atau sesudahnya.", field="ends")
    if ends < starts:
        raise InvalidField("Hari terakhir mandat mendahului hari pertamanya.", field="ends")


def check_username(username: str) -> None:
    """Refuse a user name nobody could type or that would carry a number of a person; raises ``InvalidField``."""
    if not USERNAME.fullmatch(username):
        raise InvalidField(
            "Nama pengguna terdiri dari 3 sampai 30 huruf kecil dan angka, misalnya dewi atau dewi.kpu; paling banyak "
            "tiga angka berurutan.",
            field="login",
        )


def device_name(name: str) -> str:
    """Return the account name of a device by its short name; raises ``InvalidField`` for one nobody could type."""
    whole = DEVICE + name.strip().lower()
    if not USERNAME.fullmatch(whole):
        raise InvalidField(
            "Nama perangkat terdiri dari huruf kecil dan angka, paling panjang 20, misalnya gudang-1; paling banyak "
            "tiga angka berurutan.",
            field="name",
        )
    return whole


def check_role(role: Role, username: str) -> None:
    """Refuse a role that no account can hold, or that is for devices or for people only; raises ``InvalidField``."""
    fits = role is Role.MACHINE if username.startswith(DEVICE) else role in ROLES
    if not fits:
        raise InvalidField("Peran {role} tidak dapat diberikan kepada akun ini.", field="role", role=role.value)


def check_extension(old: Grant, ends: date) -> None:
    """Refuse an "extension" that does not reach beyond the grant's present last day."""
    if ends <= old.ends:
        raise InvalidField(
            "Perpanjangan harus melewati hari terakhir yang sekarang, {ends}.", field="ends", ends=old.ends.isoformat()
        )


def can_still_approve(administrators: Iterable[tuple[str, str]]) -> bool:
    """Say whether two people of two institutions are left; ``administrators`` are (user name, institution) in force."""
    pairs = set(administrators)
    return any(a != b and i != j for a, i in pairs for b, j in pairs)
