"""Leaves and the openings of their commitments; checkpoints, who cosigned them, the log's keys and who witnesses."""

from __future__ import annotations

from django.db import models

from ikrar.core.ledger.change import Kind
from ikrar.records.proposal import Proposal


class Leaf(models.Model):
    """One leaf, its bytes final in the transaction of its act; ``number`` is given later by the sequencer."""

    type = models.CharField(max_length=64)
    time = models.CharField(max_length=20)
    by = models.CharField(max_length=80)
    ref = models.CharField(max_length=26)
    prev = models.CharField(max_length=64)
    com = models.CharField(max_length=44)
    data = models.BinaryField()
    hash = models.CharField(max_length=64, unique=True)
    number = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["ref", "id"], name="leaf_ref")]
        # Two leaves of one ref can never claim the same predecessor: the chain has no fork.
        constraints = [models.UniqueConstraint(fields=["ref", "prev"], name="leaf_ref_prev")]


class Opening(models.Model):
    """What opens a leaf's commitment; erasing it leaves the leaf valid and opening to nothing."""

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT)
    r = models.BinaryField()
    record = models.BinaryField()


class Key(models.Model):
    """A key the log signs with, signed with, or will sign with (``begun_at`` empty); only the public half is here."""

    verifier = models.CharField(max_length=400, unique=True)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class WitnessPolicy(models.Model):
    """Who witnesses and which of them together are enough, from a moment on; the newest row is in force."""

    text = models.TextField()
    since = models.DateTimeField()


class Checkpoint(models.Model):
    """What the log signed: how many leaves, which root. ``quorum_at``: when enough witnesses had cosigned it."""

    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    key = models.ForeignKey(Key, on_delete=models.PROTECT)
    note = models.TextField()
    signed_at = models.DateTimeField()
    quorum_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["size", "key"], name="checkpoint_once")]


class Cosignature(models.Model):
    """A witness's newest signature under a checkpoint, with the moment it bears."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    verifier = models.CharField(max_length=400)
    line = models.CharField(max_length=600)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "verifier"], name="cosignature_once")]


class Sighting(models.Model):
    """The newest thing a witness said: how many leaves it had seen, and when."""

    verifier = models.CharField(max_length=400, unique=True)
    size = models.BigIntegerField()
    at = models.DateTimeField()


class Change(Proposal):
    """A new witness policy or a new key of the log, proposed by one institution and decided by another (R8)."""

    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    text = models.TextField(blank=True)
