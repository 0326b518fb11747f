"""What is kept about stages."""

from __future__ import annotations

from django.db import models


class Published(models.Model):
    """What calendars were told last of one stage, under what they know it by for ever (:mod:`ikrar.core.stage`)."""

    key = models.CharField(max_length=120, primary_key=True)
    election = models.ForeignKey("election.Election", on_delete=models.PROTECT, related_name="+")
    first = models.DateField(null=True)
    last = models.DateField()
    name = models.JSONField()
    about = models.JSONField()
    sequence = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()
    cancelled = models.BooleanField(default=False)
