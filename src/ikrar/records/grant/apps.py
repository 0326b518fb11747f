"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class GrantConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.grant"
    label = "grant"
