"""Acts of stages that leave a leaf, for ``acts``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ikrar.core.stage.duty import Line, What
from ikrar.records.stage import actions
from ikrar.records.stage.folder import NAME
from tests import cast
from tests.core.stage.sample import SAMPLE


def anchoring() -> Callable[[], Any]:
    """A planner at the desk."""
    tono, now = cast.at_desk(cast.TONO), timezone.now()
    terms = {"code": "MK_BRPK", "day": date(2025, 1, 6), "source": "Surat MK", "seen": "", "now": now}
    return lambda: actions.anchor(tono, "pilkada-2024", "35.28", **terms)


def noting() -> Callable[[], Any]:
    """A planner at the desk, and a new risk."""
    tono, now = cast.at_desk(cast.TONO), timezone.now()
    line = Line("", "VOTE", What.RISK, "", {"id": "Banjir di TPS."}, "BPBD", "35.28")
    return lambda: actions.note(tono, "pilkada-2024", line, seen="", now=now)


def scheduling() -> Callable[[], Any]:
    """A file of an election that was never taken in."""
    cast.at_desk(cast.DEWI)
    (Path(settings.ENVIRONMENT.data) / NAME / "pilkada-2031-rekaan.toml").unlink(missing_ok=True)
    return lambda: actions.take_in(SAMPLE.encode(), by="35.28/kpu", now=timezone.now())


ACTS: dict[str, Callable[[], Callable[[], Any]]] = {
    "stage.anchored": anchoring,
    "stage.noted": noting,
    "stage.scheduled": scheduling,
}
