"""Letters to offices with each try to send them, and what is remembered of letters that came in."""

from __future__ import annotations

from django.db import models

from ikrar.core.job.arrival import Fate
from ikrar.core.job.delivery import Cause, Kind, Outcome, State
from ikrar.records.ref import new_ref


class Delivery(models.Model):
    """A letter to one functional address, written in the transaction of the act that sends it (R18).

    ``about`` is the reference of what it tells of, ``payload`` what the channel writes it from. Its reference is the
    local part of its Message-ID: however often it is tried, it is one letter. ``asked_by`` let a letter that failed go
    once more as this one.
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    about = models.CharField(max_length=26, db_index=True)
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=254)
    payload = models.JSONField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.WAITING.value)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        "ikrar_account.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=["state", "due_at"], name="job_delivery_due"),)


class Try(models.Model):
    """One try to hand a letter over. A row without an end was cut off, or is under way; then it is unsure."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome], blank=True)
    cause = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Cause if c.value], blank=True)
    code = models.PositiveSmallIntegerField(default=0)
    unsure = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["delivery", "number"], name="job_try_number"),)


class Arrival(models.Model):
    """That a letter came in and what became of it, by the keyed digest of its Message-ID: it is taken once."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    fate = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Fate])
