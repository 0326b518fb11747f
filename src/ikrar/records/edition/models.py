"""What a draft said at earlier times."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """One state of a draft worth going back to; exactly one of a draft's is where it stands now."""

    version = models.ForeignKey("declaration.Version", on_delete=models.PROTECT, related_name="editions")
    n = models.PositiveIntegerField()
    edition = models.PositiveIntegerField()
    form = models.JSONField()
    begun = models.DateTimeField()
    at = models.DateTimeField()
    current = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "n"], name="edition_number_once")]
