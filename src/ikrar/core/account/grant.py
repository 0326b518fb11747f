"""A grant: one role for one institution in a dated set of areas, and the pure oracle of access (R2, R9).

An area is a code of the Ministry of Home Affairs ("35", "35.28", "35.28.01", "35.28.01.2001"): a string,
never a number, because "91.10" is not "91.1". A territory is a set of such codes, since territories cut
across regencies (decision 14). An institution is written ``area/name``, such as "98.01/kpu".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ikrar.core.account.role import GRANTABLE, Role
from ikrar.core.errors import InvalidField

_AREA: Final = r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?"

#: Province, regency or city, district, village: 2, 4, 6 or 10 digits in dots; use with ``fullmatch``.
AREA_CODE: Final = re.compile(_AREA)

#: At most 80 characters: words of letters and at most one closing number of four digits ("kodim-0826"), so
#: that no telephone number, identity number or e-mail address fits (R47); use with ``fullmatch``.
INSTITUTION_CODE: Final = re.compile(rf"(?!.{{81}}){_AREA}/[a-z]{{2,24}}(?:-[a-z]{{1,24}}){{0,4}}(?:-[0-9]{{1,4}})?")


@dataclass(frozen=True, slots=True)
class Grant:
    """One role given to one account: for ``institution``, within ``areas``, from ``starts`` to ``ends``.

    Both dates are legal days of the place and both are valid days. Raises ``InvalidField`` when the role
    cannot be granted, a code is malformed or the last day lies before the first.
    """

    role: Role
    institution: str
    areas: frozenset[str]
    starts: date
    ends: date

    def __post_init__(self) -> None:
        if self.role not in GRANTABLE:
            raise InvalidField("Peran {role} tidak dapat diberikan sebagai mandat.", field="role", role=self.role)
        if not INSTITUTION_CODE.fullmatch(self.institution):
            raise InvalidField(
                "Kode lembaga {value} tidak dikenal bentuknya; contoh yang benar: 98.01/kpu.",
                field="institution",
                value=self.institution,
            )
        for code in sorted(self.areas):
            if not AREA_CODE.fullmatch(code):
                raise InvalidField(
                    "Kode wilayah {value} tidak dikenal bentuknya; contoh yang benar: 35.28.",
                    field="areas",
                    value=code,
                )
        if self.ends < self.starts:
            raise InvalidField("Hari terakhir mandat mendahului hari pertamanya.", field="ends")


def in_force(grant: Grant, today: date) -> bool:
    """Say whether the grant holds on the legal day ``today``; ``ends`` is its last valid day (R9)."""
    return grant.starts <= today <= grant.ends


def covers(areas: Iterable[str], code: str) -> bool:
    """Say whether ``code`` is one of ``areas`` or lies below one of them.

    Below means a longer code at a dot: "98.01" covers "98.01.02.2001" and never "98.010".
    """
    return any(code == area or code.startswith(f"{area}.") for area in areas)


def allows(grants: Iterable[Grant], *, role: Role, institution: str | None, area: str | None, today: date) -> bool:
    """Say whether one single grant gives ``role`` for this institution and area today: the oracle of R2.

    ``None`` asks without that condition (an act that belongs to no institution or to no area). Rights are
    never added up over several grants. A resident needs no grant and a reviewer's act is asked for as
    ``Role.OFFICER``, so both of these roles are always False here.
    """
    return any(
        grant.role == role
        and in_force(grant, today)
        and (institution is None or grant.institution == institution)
        and (area is None or covers(grant.areas, area))
        for grant in grants
    )
