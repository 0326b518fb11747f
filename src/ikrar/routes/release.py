"""Press releases: every address with the rule it declares."""

from __future__ import annotations

from django.urls import URLPattern

from ikrar.core.account.role import Role
from ikrar.web.access import desk, route
from ikrar.web.desk import release

PUBLIC_RECORD = "what is public of declarations, meetings and hand-overs"

PAGES: list[URLPattern] = [
    route(
        "meja/rilis/<str:kind>/<str:ref>/",
        release.page,
        desk("GET", "POST", roles=(Role.SECRETARY,), scope=PUBLIC_RECORD),
        name="release",
    ),
]
