"""The Django app of sealed pictures."""

from __future__ import annotations

from django.apps import AppConfig


class ScanConfig(AppConfig):
    """Scan."""

    name = "ikrar.records.scan"
    label = "scan"
    default_auto_field = "django.db.models.BigAutoField"
