"""Policies (c2sp.org/tlog-policy): which logs one trusts, who witnesses, and which of them together are enough."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.note import Kind, VerifierKey

NONE: Final = "none"
MAX_BYTES: Final = 100_000
MAX_GROUPS: Final = 100

_ALLOWED: Final = re.compile(r"[\t\n\x20-\x7e\x80-\U0010ffff]*")
_SPACE: Final = re.compile(r"[ \t]+")
_COUNT: Final = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its name in the policy (a log's is its key's), its key, where it is reached or nothing."""

    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Members (witnesses or groups) of which ``least`` must have witnessed."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The logs, the witnesses by name, the groups by name, and the name that must have witnessed (or ``none``)."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    groups: Mapping[str, Group]
    quorum: str

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Read the text of a policy. Raises ``InvalidField`` with the number of the line that breaks the syntax."""
        if len(text) > MAX_BYTES or not _ALLOWED.fullmatch(text):
            raise InvalidField("Kebijakan saksi ini bukan teks biasa.", field="policy")
        reader = _Reader()
        for number, line in enumerate(text.split("\n"), 1):
            words = _SPACE.split(line.strip(" \t"))
            if words[0] and not words[0].startswith("#") and not reader.take(words):
                raise InvalidField("Baris {line} kebijakan saksi tidak sah.", field="policy", line=number)
        if not reader.quorum:
            raise InvalidField("Kebijakan saksi tidak menyebut kuorum.", field="policy")
        return cls(
            tuple(reader.logs), MappingProxyType(reader.witnesses), MappingProxyType(reader.groups), reader.quorum
        )

    @property
    def log(self) -> Party:
        """The first log. Raises ``InvalidField`` when the policy names none."""
        if not self.logs:
            raise InvalidField("Kebijakan saksi tidak menyebut buku besar.", field="policy")
        return self.logs[0]

    def keys(self) -> tuple[VerifierKey, ...]:
        """Return the keys of all logs and witnesses."""
        return tuple(party.key for party in (*self.logs, *self.witnesses.values()))

    def satisfied(self, names: Collection[str]) -> bool:
        """Say whether the witnesses of those names are enough."""
        return self.quorum == NONE or self._witnessed(self.quorum, names)

    def _witnessed(self, name: str, names: Collection[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in names
        return sum(self._witnessed(member, names) for member in group.members) >= group.least


class _Reader:
    """Takes a policy's lines in their order, so that a name stands only for what was defined above it."""

    def __init__(self) -> None:
        self.logs: list[Party] = []
        self.witnesses: dict[str, Party] = {}
        self.groups: dict[str, Group] = {}
        self.quorum = ""
        self._members: set[str] = set()

    def take(self, words: list[str]) -> bool:
        """Take one line, split at its spaces; False when it may not stand here."""
        match words:
            case ["log", key, *url]:
                return self._log(key, url)
            case ["witness", name, key, *url]:
                return self._witness(name, key, url)
            case ["group", name, least, *members]:
                return self._group(name, least, members)
            case ["quorum", name]:
                known = not self.quorum and (name == NONE or name in self.witnesses or name in self.groups)
                self.quorum = name if known else self.quorum
                return known
        return False

    def _log(self, text: str, url: list[str]) -> bool:
        key = self._key(text, Kind.NOTE, [log.key for log in self.logs])
        if key is None or len(url) > 1:
            return False
        self.logs.append(Party(key.name, key, *url))
        return True

    def _witness(self, name: str, text: str, url: list[str]) -> bool:
        key = self._key(text, Kind.COSIGNATURE, [witness.key for witness in self.witnesses.values()])
        if key is None or len(url) > 1 or not self._free(name):
            return False
        self.witnesses[name] = Party(name, key, *url)
        return True

    def _group(self, name: str, least: str, members: list[str]) -> bool:
        count = {"any": 1, "all": len(members)}.get(least) or (int(least) if _COUNT.fullmatch(least) else 0)
        fresh = set(members) <= {*self.witnesses, *self.groups} - self._members and len(set(members)) == len(members)
        if not (fresh and 1 <= count <= len(members) and self._free(name)) or len(self.groups) >= MAX_GROUPS:
            return False
        self._members |= set(members)
        self.groups[name] = Group(count, tuple(members))
        return True

    def _free(self, name: str) -> bool:
        return name != NONE and name not in self.witnesses and name not in self.groups

    def _key(self, text: str, kind: Kind, others: list[VerifierKey]) -> VerifierKey | None:
        try:
            key = VerifierKey.parse(text)
        except InvalidField:
            return None
        return key if key.kind is kind and key.public not in {other.public for other in others} else None
