"""The Django app of relays."""

from __future__ import annotations

from django.apps import AppConfig


class RelayConfig(AppConfig):
    """Relay."""

    name = "ikrar.records.relay"
    label = "relay"
    default_auto_field = "django.db.models.BigAutoField"
