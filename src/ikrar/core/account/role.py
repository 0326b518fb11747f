"""The closed list of roles (decision 12) and one sentence of meaning for each.

A role says what somebody may do; a grant (``grant.py``) says where, for which institution and until when.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """What a person or device may be in Ikrar; nothing outside this list exists."""

    RESIDENT = "resident"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    LIAISON = "liaison"
    PLANNER = "planner"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    MACHINE = "machine"


#: Roles that a grant can give. A resident has no account; a reviewer is an officer of another institution for
#: one given act, never a standing role (decision 12).
GRANTABLE: Final[frozenset[Role]] = frozenset(Role) - {Role.RESIDENT, Role.REVIEWER}


def _meaning(indonesian: str, english: str) -> Mapping[str, str]:
    return MappingProxyType({"id": indonesian, "en": english})


#: Role -> language ("id", "en") -> one sentence for the people who read the register of roles.
MEANING: Final[Mapping[Role, Mapping[str, str]]] = MappingProxyType(
    {
        Role.RESIDENT: _meaning(
            "Warga melapor, bertanya, dan memeriksa tanpa akun dan tanpa menyebut nama.",
            "A resident reports, asks and checks without an account and without giving a name.",
        ),
        Role.OFFICER: _meaning(
            "Petugas mengerjakan antrean meja lembaganya sendiri di wilayahnya.",
            "An officer works the queue of the own institution's desk in the own territory.",
        ),
        Role.REVIEWER: _meaning(
            "Penelaah adalah petugas lembaga lain yang menyetujui satu tindakan tertentu.",
            "A reviewer is an officer of another institution who approves one given act.",
        ),
        Role.LIAISON: _meaning(
            "Penghubung partai melihat ikrar dan perkara terbit partainya sendiri dan menanggapinya.",
            "A party liaison sees the own party's pledges and published cases and replies to them.",
        ),
        Role.PLANNER: _meaning(
            "Perencana menyusun tahapan, tempat, personel, dan perintah pengamanan.",
            "A planner arranges stages, stations, personnel and orders.",
        ),
        Role.SECRETARY: _meaning(
            "Sekretaris menyiapkan deklarasi, upacara, kirab, rapat, dan berita acara.",
            "A secretary prepares declarations, ceremonies, the relay, meetings and minutes.",
        ),
        Role.AUDITOR: _meaning(
            "Auditor memeriksa angka, data terbuka, dan bukti buku besar.",
            "An auditor checks figures, open data and ledger proofs.",
        ),
        Role.ADMINISTRATOR: _meaning(
            "Administrator mengurus akun, kunci, dan cadangan, dan tidak pernah membaca perkara atau kontak.",
            "An administrator keeps accounts, keys and backups and never reads a case or a contact.",
        ),
        Role.MACHINE: _meaning(
            "Mesin mengirim data dengan token perangkat dan tidak pernah memutuskan apa pun.",
            "A machine sends data with a device token and never decides anything.",
        ),
    }
)
