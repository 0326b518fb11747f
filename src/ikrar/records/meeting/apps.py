"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.meeting"
    label = "meeting"
