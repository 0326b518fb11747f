"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.stage"
    label = "stage"
