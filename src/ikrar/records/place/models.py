"""Areas of the country, the decrees that change them, and what follows what."""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref


class Decree(models.Model):
    """One list of areas taken into the table: the bundled one (``baseline``), or a decree with the day it holds from.

    The references of all rows together are the stamp by which an index in memory knows that it is out of date.
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    title = models.CharField(max_length=200)
    day = models.DateField(null=True)
    taken_at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64, blank=True)
    baseline = models.BooleanField(default=False)


class Area(models.Model):
    """One area by its official code (a string: ``91.10`` is not ``91.1``), with the days it is valid for.

    A code that a decree took away stays as a row with its last day; what followed it stands in :class:`Succession`.
    """

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
    fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="area_key"),
            models.Index(fields=["level", "key"], name="area_level_key"),
        ]


class Succession(models.Model):
    """One code that follows another from a day on; a split or a merger has several rows."""

    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="followers")
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="followed")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new", "day"], name="one_succession_a_day")]


class FormerName(models.Model):
    """An official name an area bore until a day."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    until = models.DateField()
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "until"], name="one_name_until_a_day")]
