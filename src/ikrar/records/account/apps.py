"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.account"
    label = "ikrar_account"
