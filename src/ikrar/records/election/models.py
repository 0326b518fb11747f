"""Elections."""

from __future__ import annotations

from django.db import models


class Election(models.Model):
    """One election; a fictional one is dated relative to the start of the demo."""

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(null=True)
    voting_day = models.DateField(null=True)
    area = models.ForeignKey("place.Area", null=True, on_delete=models.PROTECT, related_name="+")
    fictional = models.BooleanField(default=False)
