"""Relays, their legs, every act in its order, and sealed pictures. A relay is public from the moment it is planned."""

from __future__ import annotations

from django.db import models

from ikrar.core.relay.custody import PASSING, Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.records.ref import new_ref

PLANNED, UNDERWAY, DONE, CANCELLED = "planned", "underway", "done", "cancelled"
STATES = [(one, one) for one in (PLANNED, UNDERWAY, DONE, CANCELLED)]


class Relay(models.Model):
    """The way of one baton. ``holder``, ``next``, ``state``, ``done`` follow from its acts written with them."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    series = models.CharField(max_length=160)
    baton = models.CharField(max_length=80)
    election = models.ForeignKey("election.Election", null=True, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    start = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("place.Area", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    items = models.JSONField(default=list)
    made_at = models.DateTimeField()
    source = models.CharField(max_length=64, blank=True)  # SHA-256 of the rows it came from in a file
    example = models.BooleanField(default=False)
    holder = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=PLANNED)
    next = models.PositiveSmallIntegerField(default=1)
    legs_count = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-starts_on", "ref"], name="relay_newest")]


class Leg(models.Model):
    """One leg of a relay by its number; it ends in a hand-over to ``receiver``. ``sequence`` counts its changes."""

    relay = models.ForeignKey(Relay, on_delete=models.PROTECT, related_name="legs")
    n = models.PositiveSmallIntegerField()
    receiver = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("place.Area", on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(max_length=200, blank=True)
    planned_on = models.DateField()
    planned_at = models.TimeField(null=True)
    programme = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State], default=State.PLANNED)
    giver = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    actual_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relay", "n"], name="leg_once")]


class Act(models.Model):
    """One act on a relay, by an institution: its number is its place in the order; ``leg`` 0 concerns the whole.

    ``officer`` is whose account it was, so that one person is not both sides; none for what a file tells. ``at`` is the
    told time, ``bent`` when the server's order replaced it; ``key`` the client's word for the request.
    """

    relay = models.ForeignKey(Relay, on_delete=models.PROTECT, related_name="acts")
    n = models.PositiveIntegerField()
    leg = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    by = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        "ikrar_account.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    office = models.CharField(max_length=160, blank=True)
    to = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    bent = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    witnesses = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    changes = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relay", "n"], name="act_in_order"),
            models.UniqueConstraint(fields=["relay", "key"], condition=~models.Q(key=""), name="act_once"),
            models.UniqueConstraint(
                fields=["relay", "leg"], condition=models.Q(kind__in=sorted(PASSING)), name="leg_passed_once"
            ),
        ]


class Photo(models.Model):
    """A sealed picture of a hand-over and whose it is, without the picture."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    relay = models.ForeignKey(Relay, on_delete=models.PROTECT, related_name="photos")
    leg = models.PositiveSmallIntegerField()
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    sealed_on = models.DateField()
    kept_until = models.DateField()
    erased_on = models.DateField(null=True)


class PhotoBox(models.Model):
    """The picture, encrypted under the installation's key; the row goes when the picture is erased."""

    sealed = models.OneToOneField(Photo, on_delete=models.CASCADE, primary_key=True, related_name="box")
    data = models.BinaryField()
