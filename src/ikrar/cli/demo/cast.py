"""The people and institutions of the demo; every one of them is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.records.account import actions, queries
from ikrar.records.institution import actions as institution

PROVINCE = "98"
REGENCY = "98.01"
VILLAGES = tuple(f"98.01.{district:02}.{2000 + village}" for district in (1, 2, 3) for village in (1, 2, 3))
GRANT_DAYS = 365
#: Everybody's grant began before the earliest example, so that it was theirs to register.
BEGAN = timedelta(days=200)
EARLIEST = timedelta(days=140)


@dataclass(frozen=True)
class Person:
    """A member of the cast: user name, shown name, role, institution and territory."""

    username: str
    name: str
    role: Role
    institution: str
    areas: tuple[str, ...] = (REGENCY,)


#: Beside the usual institutions of province, regency, districts and villages, which come from the templates. The
#: candidates are offices without persons, the parties those of the fictional election.
INSTITUTIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("98.01/partai-melati", "party", "Partai Melati Lembah Arunika", ("Ketua Partai Melati Lembah Arunika",)),
    ("98.01/partai-kenanga", "party", "Partai Kenanga Lembah Arunika", ("Ketua Partai Kenanga Lembah Arunika",)),
    ("98.01/partai-cempaka", "party", "Partai Cempaka Lembah Arunika", ("Ketua Partai Cempaka Lembah Arunika",)),
    ("98.01/partai-teratai", "party", "Partai Teratai Lembah Arunika", ("Ketua Partai Teratai Lembah Arunika",)),
    ("98.01/paslon-1", "other", "Pasangan Calon Nomor Urut 1 Lembah Arunika",
     ("Calon Bupati Nomor Urut 1", "Calon Wakil Bupati Nomor Urut 1")),
    ("98.01/paslon-2", "other", "Pasangan Calon Nomor Urut 2 Lembah Arunika",
     ("Calon Bupati Nomor Urut 2", "Calon Wakil Bupati Nomor Urut 2")),
    ("98.01/pemantau", "cso", "Jaringan Pemantau Lembah Arunika", ("Koordinator Jaringan Pemantau Lembah Arunika",)),
    ("98.01/karang-taruna", "cso", "Karang Taruna Lembah Arunika", ("Ketua Karang Taruna Lembah Arunika",)),
    ("98.01/perempuan", "cso", "Forum Perempuan Lembah Arunika", ("Ketua Forum Perempuan Lembah Arunika",)),
    ("98.01/disabilitas", "cso", "Himpunan Penyandang Disabilitas Lembah Arunika",
     ("Ketua Himpunan Penyandang Disabilitas Lembah Arunika",)),
    ("98.01/pedagang", "cso", "Paguyuban Pedagang Pasar Cempaluna", ("Ketua Paguyuban Pedagang Pasar Cempaluna",)),
    ("98.01/pengemudi", "cso", "Paguyuban Pengemudi Lembah Arunika", ("Ketua Paguyuban Pengemudi Lembah Arunika",)),
    ("98.01/paguyuban-kades", "other", "Paguyuban Kepala Desa Lembah Arunika",
     ("Ketua Paguyuban Kepala Desa Lembah Arunika",)),
    ("98.01/adat", "other", "Lembaga Adat Lembah Arunika", ("Ketua Lembaga Adat Lembah Arunika",)),
    ("98.01/pemuka-agama", "faith", "Persaudaraan Pemuka Agama Lembah Arunika",
     ("Ketua Persaudaraan Pemuka Agama Lembah Arunika",)),
    ("98.01/wartawan", "press", "Forum Wartawan Lembah Arunika", ("Ketua Forum Wartawan Lembah Arunika",)),
    ("98.01/universitas", "university", "Universitas Lembah Arunika",
     ("Ketua Badan Eksekutif Mahasiswa Universitas Lembah Arunika",)),
    ("98.01/sma", "other", "SMA Negeri Lembah Arunika", ("Ketua OSIS SMA Negeri Lembah Arunika",)),
)  # fmt: skip
CAST: tuple[Person, ...] = (
    Person("dewi", "Dewi", Role.SECRETARY, "98.01/kpu", (REGENCY, "35.28")),
    Person("sari", "Sari", Role.OFFICER, "98.01/kpu"),
    Person("bima", "Bima", Role.OFFICER, "98.01/bawaslu", (REGENCY, "35.28")),
    Person("intan", "Intan", Role.SECRETARY, "98.01/bawaslu"),
    Person("agus", "Agus", Role.OFFICER, "98.01/polres"),
    Person("ratna", "Ratna", Role.SECRETARY, "98.01/polres"),
    Person("gita", "Gita", Role.SECRETARY, "98/kpu", (PROVINCE,)),
    Person("fajar", "Fajar", Role.OFFICER, "98/bawaslu", (PROVINCE,)),
    Person("rina", "Rina", Role.LIAISON, "98.01/partai-melati"),
    Person("wati", "Wati", Role.AUDITOR, "98.01/pemantau"),
    Person("tono", "Tono", Role.PLANNER, "98.01/polres"),
    Person("joko", "Joko", Role.ADMINISTRATOR, "98.01/kpu", (REGENCY, "35.28")),
    Person("nila", "Nila", Role.ADMINISTRATOR, "98.01/bawaslu", (REGENCY, "35.28")),
)


def bring(now: datetime) -> None:
    """Register institutions, people and one grant each; whoever already holds a grant in force keeps it."""
    began = now - BEGAN
    for area in (PROVINCE, REGENCY, *VILLAGES):
        institution.templates(area, districts=area == REGENCY, now=began)
    for code, kind, name, offices in INSTITUTIONS:
        institution.register(code=code, kind=kind, name=name, area=REGENCY, offices=offices, now=began)
    today = timezone.localdate(now)
    for person in CAST:
        user = actions.register(username=person.username, name=person.name)
        if queries.has_grant(user, today) and queries.has_grant(user, today - EARLIEST):
            continue
        actions.give_grant(
            user,
            role=person.role,
            institution=person.institution,
            areas=person.areas,
            starts=today - BEGAN,
            ends=today + timedelta(days=GRANT_DAYS),
            now=began,
        )
