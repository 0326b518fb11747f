"""What about the ledger itself needs two people of two institutions: who witnesses, and the log's key (R8).

The ledger belongs to no area, so here every administrator in force counts; the two share no institution. What a policy
may say is checked before anybody is asked: whoever approves reads a policy that would work.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from ikrar.core.account.request import Staff
from ikrar.core.errors import InvalidField, Refused
from ikrar.core.ledger.policy import NONE, Policy

MAX_WITNESSES = 50
_FIELD = "policy"


class Kind(StrEnum):
    """What is changed."""

    POLICY = "policy"
    KEY = "key"


def propose_as(person: Staff, today: date) -> str:
    """Give the institution in whose name ``person`` may propose a change. Raises ``Refused`` without one."""
    mine = person.administers((), today)
    if not mine:
        raise Refused("Hanya administrator yang bertugas yang dapat mengusulkan dan memutuskan perubahan buku besar.")
    return min(mine)


def approve_as(person: Staff, *, proposer: Staff, proposed_as: str, today: date) -> str:
    """Give the institution in whose name ``person`` may approve or refuse a change. Raises ``Refused`` otherwise."""
    if person.username == proposer.username:
        raise Refused("Persetujuan harus datang dari orang lain daripada pengusulnya.")
    if person.institutions(today) & (proposer.institutions(today) | {proposed_as}):
        raise Refused("Persetujuan harus datang dari lembaga lain daripada lembaga pengusul.")
    if proposed_as not in proposer.administers((), today):
        raise Refused("Pengusulnya bukan administrator lagi. Mintalah usulan baru dari administrator yang bertugas.")
    return propose_as(person, today)


def check_policy(text: str) -> Policy:
    """Read the witnesses, groups and quorum of a policy that is to be in force; the log's own lines are added by us.

    Raises ``InvalidField`` for a text that is no policy, that names a log, no witness or no quorum, or whose witnesses
    would be reached without TLS outside this machine.
    """
    policy = Policy.parse(text)
    if policy.logs:
        raise InvalidField("Baris log ditambahkan sendiri oleh Ikrar; tuliskan hanya saksi dan kuorum.", field=_FIELD)
    if not policy.witnesses or policy.quorum == NONE:
        raise InvalidField("Kebijakan saksi menyebut sedikitnya satu saksi dan satu kuorum.", field=_FIELD)
    if len(policy.witnesses) > MAX_WITNESSES:
        raise InvalidField("Paling banyak {limit} saksi.", field=_FIELD, limit=MAX_WITNESSES)
    for name, party in policy.witnesses.items():
        if party.url and not reachable(party.url):
            raise InvalidField(
                "Alamat saksi {name} harus https, atau http di mesin ini sendiri.", field=_FIELD, name=name
            )
    return policy


def reachable(url: str) -> bool:
    """Say whether a witness may be asked at this address: over https, or over http on this machine alone (R27)."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.query or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _loopback(host))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def quorum_of(policy: Policy | None) -> bool:
    """Say whether a policy asks for any witness at all: without one nobody but the server vouches for the ledger."""
    return policy is not None and bool(policy.witnesses) and policy.quorum != NONE
