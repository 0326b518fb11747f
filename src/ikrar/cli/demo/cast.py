"""The people and institutions of the demo; every one of them is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.records.account import actions, queries
from ikrar.records.institution import actions as institution

REGENCY = "98.01"
GRANT_DAYS = 365


@dataclass(frozen=True)
class Person:
    """A member of the cast: user name, shown name, role, institution and territory."""

    username: str
    name: str
    role: Role
    institution: str
    areas: tuple[str, ...] = (REGENCY,)


#: Beside the usual institutions of a regency, which come from the templates.
INSTITUTIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("98.01/partai-melati", "party", "Partai Melati Lembah Arunika", ("Ketua Partai Melati Lembah Arunika",)),
    ("98.01/pemantau", "cso", "Jaringan Pemantau Lembah Arunika", ()),
)
CAST: tuple[Person, ...] = (
    Person("dewi", "Dewi", Role.SECRETARY, "98.01/kpu", (REGENCY, "35.28")),
    Person("sari", "Sari", Role.OFFICER, "98.01/kpu"),
    Person("bima", "Bima", Role.OFFICER, "98.01/bawaslu", (REGENCY, "35.28")),
    Person("agus", "Agus", Role.OFFICER, "98.01/polres"),
    Person("rina", "Rina", Role.LIAISON, "98.01/partai-melati"),
    Person("wati", "Wati", Role.AUDITOR, "98.01/pemantau"),
    Person("tono", "Tono", Role.PLANNER, "98.01/polres"),
    Person("joko", "Joko", Role.ADMINISTRATOR, "98.01/kpu", (REGENCY, "35.28")),
    Person("nila", "Nila", Role.ADMINISTRATOR, "98.01/bawaslu", (REGENCY, "35.28")),
)


def bring(now: datetime) -> None:
    """Register institutions, people and one grant each; whoever already holds a grant in force keeps it."""
    institution.templates(REGENCY, now=now)
    for code, kind, name, offices in INSTITUTIONS:
        institution.register(code=code, kind=kind, name=name, area=REGENCY, offices=offices)
    today = timezone.localdate(now)
    for person in CAST:
        user = actions.register(username=person.username, name=person.name)
        if queries.has_grant(user, today):
            continue
        actions.give_grant(
            user,
            role=person.role,
            institution=person.institution,
            areas=person.areas,
            starts=today,
            ends=today + timedelta(days=GRANT_DAYS),
            now=now,
        )
