"""Groups of near-identical texts, and counts that are kept as declarations come and go.

Everything is derived from frozen versions and can be counted anew from them. Examples and real declarations share no
row (decision 11).
"""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref


def world(example: bool) -> dict[str, list[bool]]:
    """Return the filter for the rows of examples or of real declarations.

    A list of one, since Django writes the plain condition as ``NOT example``, for which SQLite uses no index.
    """
    return {"example__in": [example]}


class Group(models.Model):
    """Near-identical texts; one that was joined with another keeps its row, so that its address leads there."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    example = models.BooleanField()
    text = models.TextField(blank=True)
    joined = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")


class Wording(models.Model):
    """What is compared of a text, once for all texts that differ in nothing that counts."""

    example = models.BooleanField()
    key = models.CharField(max_length=64)
    said = models.TextField()
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["example", "key"], name="wording_once")]


class Band(models.Model):
    """A key under which a wording is found by those that may be near it."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="bands")
    example = models.BooleanField()
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["example", "number"], name="band_number")]


class Text(models.Model):
    """One exact text of points, and in how many points of current versions it stands."""

    example = models.BooleanField()
    digest = models.CharField(max_length=64)
    text = models.TextField()
    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="texts")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="texts", db_index=False)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["example", "digest"], name="text_once")]
        indexes = [models.Index(fields=["group", "-uses"], name="text_of_group")]


class Use(models.Model):
    """A point of a current version with one of its kinds, and what its page counts by."""

    version = models.ForeignKey("declaration.Version", on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    example = models.BooleanField()
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+", db_index=False)
    area = models.CharField(max_length=13)
    regency = models.CharField(max_length=5)
    election = models.CharField(max_length=40, blank=True)
    institutions = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "n", "code"], name="use_once")]
        indexes = [
            models.Index(fields=["example", "code", "regency"], name="use_in_regency"),
            models.Index(fields=["group", "-day", "-id"], name="use_of_group"),
            models.Index(fields=["code", "-frozen_at", "-version"], name="use_newest_of_kind"),
        ]


class Tally(models.Model):
    """How many current declarations count in one cell (``core/declaration/spread.py``)."""

    example = models.BooleanField()
    code = models.CharField(max_length=40)
    area = models.CharField(max_length=2, blank=True)
    election = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=12)
    value = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["example", "code", "area", "election", "side", "value"], name="tally_once"),
        ]
        indexes = [
            models.Index(fields=["example", "code", "area", "election", "side", "-count"], name="tally_by_count"),
            models.Index(fields=["value", "code"], name="tally_of_value"),
        ]
