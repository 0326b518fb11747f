"""The Django app of this noun."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class StageConfig(AppConfig):
    """Registers the noun under its own label, and tells core where this installation keeps its own elections."""

    name = "ikrar.records.stage"
    label = "stage"

    def ready(self) -> None:
        """Add the folder of elections that were taken in from files."""
        from ikrar.core.data import files
        from ikrar.records.stage.folder import NAME

        folder = Path(settings.ENVIRONMENT.data) / NAME
        if folder not in files.ADDED:
            files.ADDED.append(folder)
