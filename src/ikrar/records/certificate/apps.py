"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class CertificateConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.certificate"
    label = "certificate"
    default_auto_field = "django.db.models.BigAutoField"
