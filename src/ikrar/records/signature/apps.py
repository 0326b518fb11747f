"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class SignatureConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.signature"
    label = "signature"
