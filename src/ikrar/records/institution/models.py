"""Institutions and offices."""

from __future__ import annotations

from django.db import models


class Institution(models.Model):
    """A body that can pledge, by its public code such as ``98.01/kpu``."""

    code = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    area = models.ForeignKey("place.Area", on_delete=models.PROTECT, related_name="+")


class Office(models.Model):
    """An office (jabatan) within an institution; who holds it is not kept."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="office_once")]
