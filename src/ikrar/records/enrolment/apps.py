"""The Django app of this noun."""

from __future__ import annotations

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Registers the noun under its own label."""

    name = "ikrar.records.enrolment"
    label = "enrolment"
