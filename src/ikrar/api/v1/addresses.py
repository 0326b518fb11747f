"""Every address of the first edition."""

from __future__ import annotations

from django.urls import URLPattern

from ikrar.api.operation import routes
from ikrar.api.v1 import declaration, election, institution, place, stage, token

NOUNS = (place, institution, election, stage, declaration, token)


def operations() -> list[URLPattern]:
    """Return one URL pattern for each address, each with its rule; importing the nouns declared them."""
    return routes()
