"""The public light: does the ledger still grow under the eyes of its witnesses (decision 21)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ikrar.core.ledger.policy import Policy

FRESH_ACTIVE: Final = timedelta(minutes=5)
FRESH: Final = timedelta(hours=24)
PATIENCE: Final = 12


class Light(StrEnum):
    """Green: all is as promised. Amber: a witness is missing or the checkpoint is late. Red: do not rely on it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def light(policy: Policy, cosigned: Collection[str], age: timedelta, active: bool) -> Light:
    """Judge the newest checkpoint by who of the policy cosigned it, by its age, and by whether a stage is active.

    Green: every witness of the policy cosigned it and it is at most 5 minutes old in an active stage, else 24 hours.
    Amber: the quorum cosigned it, but a witness is missing or it is up to twelve times that old. Red: anything else.
    """
    fresh = FRESH_ACTIVE if active else FRESH
    if age > PATIENCE * fresh or not policy.satisfied(cosigned):
        return Light.RED
    return Light.GREEN if age <= fresh and set(policy.witnesses) <= set(cosigned) else Light.AMBER
