"""The Django app of the web layer."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers templates' tags and, when everything is loaded, the system checks."""

    name = "ikrar.web"
    label = "web"

    def ready(self) -> None:
        """Import the checks so that they register."""
        import ikrar.checks  # noqa: F401 - the import registers them
