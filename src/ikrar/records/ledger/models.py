"""Leaves and the openings of their commitments."""

from __future__ import annotations

from django.db import models


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
