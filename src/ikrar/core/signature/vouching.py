"""When a key is an office's: its institution and another one vouched for it, by two people (decision 15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ikrar.core.errors import Refused


class Standing(StrEnum):
    """What a signature's key is known to be: the office's, or of whoever held the link."""

    OFFICE = "office"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Vouch:
    """One vouch: the institution for which it was given, and the account of the person who gave it."""

    institution: str
    person: int


def standing(own: str, vouches: Iterable[Vouch]) -> Standing:
    """Say what a key of institution ``own`` is: the office's when two people vouched, one for it, one for another."""
    given = tuple(vouches)
    mine = {vouch.person for vouch in given if vouch.institution == own and own}
    other = {vouch.person for vouch in given if vouch.institution != own}
    two = any(a != b for a in mine for b in other)
    return Standing.OFFICE if two else Standing.HOLDER


def check_vouch(own: str, vouches: Iterable[Vouch], new: Vouch) -> None:
    """Pass when ``new`` may join ``vouches`` for a key of institution ``own``; raises Refused with the reason.

    One person vouches once, one institution vouches once, and after two there is nothing left to vouch for.
    """
    given = tuple(vouches)
    if any(vouch.person == new.person for vouch in given):
        raise Refused("Anda sudah menjamin kunci ini. Penjamin kedua harus orang lain dari lembaga lain.")
    if any(vouch.institution == new.institution for vouch in given):
        raise Refused("Lembaga ini sudah menjamin kunci ini. Penjamin kedua harus dari lembaga lain.")
    if given and own not in {new.institution, *(vouch.institution for vouch in given)}:
        raise Refused("Salah satu penjamin harus petugas lembaga pemilik jabatan ini.")
    if len(given) >= 2:
        raise Refused("Kunci ini sudah dijamin dua lembaga.")


def check_attestation(given: Iterable[Vouch], new: Vouch) -> None:
    """Pass when ``new`` may join the attestations of a signing by hand; raises Refused with the reason.

    Two people of two institutions saw it (decision 9); after two it is a signature.
    """
    for one in given:
        if one.person == new.person:
            raise Refused("Anda sudah menyaksikan tanda tangan ini. Saksi kedua harus orang lain dari lembaga lain.")
        if one.institution == new.institution:
            raise Refused("Lembaga ini sudah menyaksikan. Saksi kedua harus dari lembaga lain.")


def same_office(pledged: str, institution: str, registered: str) -> bool:
    """Say whether an office as a text names it is the registered one: "Ketua" of "KPU X" is "Ketua KPU X" too."""
    wanted = _plain(registered)
    return wanted != "" and wanted in {_plain(pledged), _plain(f"{pledged} {institution}")}


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
