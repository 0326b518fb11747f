"""Canaries in what offices enter of stages: all of it public."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from ikrar.records.stage.models import Anchoring, Note


def plant(word: Callable[[str], str]) -> None:
    """Put a word into every field of text."""
    now, seat = timezone.now(), {"election_id": "pilkada-2024", "area_id": "35.28", "institution_id": "35.28/kpu"}
    source = word("stage.Anchoring.source")
    Anchoring.objects.create(code="MK_BRPK", day=timezone.localdate(), source=source, entered_at=now, **seat)
    words = {part: word(f"stage.Note.{part}") for part in ("text", "source")}
    Note.objects.create(key="kenari", stage="VOTE", what="risk", entered_at=now, **words, **seat)
