"""The Django app of outgoing deliveries and incoming letters."""

from __future__ import annotations

from django.apps import AppConfig


class JobConfig(AppConfig):
    """Job."""

    name = "ikrar.records.job"
    label = "job"
    default_auto_field = "django.db.models.BigAutoField"
