"""What offices enter: each change is a row, the newest of a subject counts, and what stood before stays readable."""

from __future__ import annotations

from django.db import models

from ikrar.core.stage.duty import LONGEST, LONGEST_SOURCE, What
from ikrar.records.ref import new_ref


class Anchoring(models.Model):
    """The day of an event in an area (none: the whole election); ``day`` None takes back what was entered."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    election = models.ForeignKey("election.Election", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("place.Area", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    day = models.DateField(null=True)
    source = models.CharField(max_length=LONGEST_SOURCE)
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["election", "area", "code"], name="anchoring_subject")]


class Note(models.Model):
    """A duty or risk of a stage as a region says it; ``key`` stays the same through its changes."""

    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    election = models.ForeignKey("election.Election", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("place.Area", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    stage = models.CharField(max_length=30)
    what = models.CharField(max_length=4, choices=[(w.value, w.value) for w in What])
    who = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=LONGEST)
    source = models.CharField(max_length=LONGEST_SOURCE)
    removed = models.BooleanField(default=False)
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["election", "area"], name="note_subject")]


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
