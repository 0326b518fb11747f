"""Areas of the country."""

from __future__ import annotations

from django.db import models


class Area(models.Model):
    """One area by its official code (a string: ``91.10`` is not ``91.1``), with the dates it is valid for."""

    code = models.CharField(max_length=13, primary_key=True)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    replaced_by = models.CharField(max_length=13, blank=True, default="")
    fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="area_key"),
            models.Index(fields=["level", "key"], name="area_level_key"),
        ]
