"""Declarations and their versions."""

from __future__ import annotations

from django.db import models

from ikrar.core.declaration.move import Move, State
from ikrar.records.ref import new_ref
from ikrar.records.words import WordsField


class Declaration(models.Model):
    """One pledge through all its versions; it belongs to the institution that registered it."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    ledger_ref = models.CharField(max_length=26, unique=True, default=new_ref)
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    example = models.BooleanField(default=False)


class Version(models.Model):
    """One wording: a draft keeps its form; freezing fills columns, rows, bytes and digest; then nothing changes."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    form = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    area = models.ForeignKey("place.Area", null=True, on_delete=models.PROTECT, related_name="+")
    election = models.ForeignKey("election.Election", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    event_date = models.DateField(null=True)
    source_url = models.URLField(max_length=500, blank=True)
    operation = models.CharField(max_length=200, blank=True, default="", db_default="")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    canonical = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - absent until frozen, unique then
    frozen_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True, canonical__isnull=True, digest__isnull=True)
                | models.Q(frozen_at__isnull=False, canonical__isnull=False, digest__isnull=False),
                name="version_frozen_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["-event_date", "id"], name="version_event_date"),
            models.Index(fields=["-frozen_at", "-id"], name="version_newest"),
            models.Index(
                fields=["-frozen_at", "-id"], condition=models.Q(supersedes__isnull=False), name="version_correction"
            ),
        ]


class Point(models.Model):
    """One numbered point of a frozen version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="points")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "n"], name="point_number_once")]


class PointKind(models.Model):
    """A commitment kind a person gave a point; outside the registered text."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="kinds")
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "code"], name="point_kind_once")]


class PledgingOffice(models.Model):
    """An office that pledges, as registered, in signing order."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="offices")
    n = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "n"], name="office_number_once")]


class Witness(models.Model):
    """An office that saw the pledge and did not make it; outside the registered text."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="witnesses")
    n = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=200, blank=True)
    institution = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "n"], name="witness_number_once")]


class Translation(models.Model):
    """An unofficial translation; outside the registered text. ``points`` are strings in the order of the points."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=3)
    title = models.TextField()
    preamble = models.TextField(blank=True)
    points = models.JSONField()
    closing = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="translation_language_once")]


class Step(models.Model):
    """One change of state of a version: old, new, when, which institution, why. Never changed, never removed."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Move])
    old = models.CharField(max_length=20, blank=True, choices=[(s.value, s.value) for s in State])
    new = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State])
    at = models.DateTimeField()
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)


class Listing(models.Model):
    """A declaration as the register lists and finds it: its newest frozen version. Derived; written by listing.py.

    ``key`` orders the register, oldest event first: the day's number and below it the version's. The areas are the
    codes around its place, empty where it lies higher. ``rule`` says by which release's rule the row was made.
    """

    key = models.BigIntegerField(primary_key=True)
    declaration = models.OneToOneField(Declaration, on_delete=models.CASCADE, related_name="+")
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey("institution.Institution", on_delete=models.CASCADE, related_name="+")
    province = models.CharField(max_length=2)
    regency = models.CharField(max_length=5, blank=True)
    district = models.CharField(max_length=8, blank=True)
    village = models.CharField(max_length=13, blank=True)
    words = WordsField()
    rule = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["province", "regency", "district", "village"], name="listing_places")]
