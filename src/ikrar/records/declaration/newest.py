"""Which version is a declaration's newest: a fact that must not depend on which versions the asker may see."""

from __future__ import annotations

from django.db import connection
from django.db.models import BooleanField, Exists, Func, OuterRef, QuerySet

from ikrar.records.declaration.models import Version


class _IsNewest(Func):
    """On PostgreSQL a function answers as the system: a row policy could hide the later version."""

    function = "ikrar_is_newest"
    output_field = BooleanField()


def newest() -> QuerySet[Version]:
    """Return the newest version that was not discarded of each declaration."""
    standing = Version.objects.filter(discarded_at__isnull=True)
    if connection.vendor == "postgresql":
        return standing.filter(_IsNewest("declaration_id", "number"))
    later = Version.objects.filter(
        declaration=OuterRef("declaration"), number__gt=OuterRef("number"), discarded_at__isnull=True
    )
    return standing.filter(~Exists(later))
