"""Elections and their participants."""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref


class Election(models.Model):
    """One election; ``ends`` is the last day a grant may reach. A demo dates the fictional one itself."""

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(null=True)
    voting_day = models.DateField(null=True)
    ends = models.DateField(null=True)
    area = models.ForeignKey("place.Area", null=True, on_delete=models.PROTECT, related_name="+")
    fictional = models.BooleanField(default=False)
    ledger_ref = models.CharField(max_length=26, default=new_ref)


class Participant(models.Model):
    """A party on the ballot of an election under its official number; with an area only there (as Aceh's parties)."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="participants")
    number = models.PositiveSmallIntegerField()
    short_name = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    area = models.ForeignKey("place.Area", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "area", "number"], name="participant_number_in_area"),
            models.UniqueConstraint(
                fields=["election", "number"], condition=models.Q(area__isnull=True), name="participant_number"
            ),
        ]
