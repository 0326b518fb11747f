"""What a declaration's page cannot say: gaps that follow from its own facts, told beside what it says.

Silence on a page is read as "nothing to tell"; every gap here is one sentence that says what silence means instead.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ikrar.core.declaration.canonical import DeclarationText


class Gap(StrEnum):
    """What is not known about a declaration; the order is that of telling."""

    OUTCOME = "outcome"  # nothing is recorded on what happened afterwards
    SIGNATURES = "signatures"  # of some who are named no signature is here
    SIGNERS = "signers"  # nobody is named at all
    BODIES = "bodies"  # some who pledged are named without their office
    DAY = "day"
    PLACE = "place"
    ELECTION = "election"
    KINDS = "kinds"  # some points have no commitment kind
    SOURCE = "source"  # no article is named
    ARTICLE = "article"  # one is; whether it still stands there is not looked at
    SCAN = "scan"  # no picture of the signed paper was compared
    OUTDATED = "outdated"  # a newer version replaced this one


@dataclass(frozen=True, slots=True)
class Told:
    """A gap and how many points or offices it concerns (0 where it does not count)."""

    gap: Gap
    count: int = 0


def gaps(
    text: DeclarationText, *, kinds: Sequence[Collection[str]], source: str, superseded: bool, signed: int = 0
) -> tuple[Told, ...]:
    """Return what is not known about a registered text, in the order of telling.

    ``kinds`` are the commitment kinds of each point, ``source`` the address of its article or empty, ``signed`` how
    many offices' signatures stand. That outcome and scan are unknown holds for every declaration until the parts that
    keep them exist.
    """
    unsigned = max(0, len(text.pledging_offices) - signed)
    unnamed = sum(1 for one in text.pledging_offices if not one.office)
    unkind = sum(1 for one in kinds if not one)
    holds = {
        Gap.OUTCOME: True,
        Gap.SIGNATURES: unsigned > 0,
        Gap.SIGNERS: not text.pledging_offices,
        Gap.BODIES: unnamed > 0,
        Gap.DAY: text.event_date is None,
        Gap.PLACE: not text.place,
        Gap.ELECTION: text.election is None,
        Gap.KINDS: unkind > 0,
        Gap.SOURCE: not source,
        Gap.ARTICLE: bool(source),
        Gap.SCAN: True,
        Gap.OUTDATED: superseded,
    }
    counts = {Gap.BODIES: unnamed, Gap.KINDS: unkind, Gap.SIGNATURES: unsigned}
    return tuple(Told(gap, counts.get(gap, 0)) for gap, told in holds.items() if told)
