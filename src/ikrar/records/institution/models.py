"""Institutions, the areas they answer for, their offices and the terms of those."""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref


class Institution(models.Model):
    """A body that can pledge, by its public code such as ``98.01/kpu``; ``valid_until`` is its last day."""

    code = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=10, default="regency")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80, blank=True, default="")
    area = models.ForeignKey("place.Area", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1)
    ledger_ref = models.CharField(max_length=26, default=new_ref)

    class Meta:
        indexes = [models.Index(fields=["kind", "level"], name="institution_kind_level")]


class Territory(models.Model):
    """One area an institution answers for, from ``starts`` to ``ends`` (both days included); no area: the nation."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="territory")
    area = models.ForeignKey("place.Area", null=True, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)


class Office(models.Model):
    """An office (jabatan) within an institution; who holds it is not kept."""

    ref = models.CharField(max_length=26, default=new_ref, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, default="head")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="office_once")]


class Term(models.Model):
    """One stretch in which an office is held, acting or not; never by whom."""

    ref = models.CharField(max_length=26, default=new_ref, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="terms")
    starts = models.DateField()
    ends = models.DateField(null=True)
    acting = models.BooleanField(default=False)
