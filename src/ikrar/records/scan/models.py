"""Sealed pictures: what is public of them, and the box with the picture itself."""

from __future__ import annotations

from django.db import models

from ikrar.core.scan.scan import What
from ikrar.records.ref import new_ref


class Scan(models.Model):
    """A sealed picture of a declaration: what it shows, and from when until when it is kept. Without the picture."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    declaration = models.ForeignKey("declaration.Declaration", on_delete=models.PROTECT, related_name="scans")
    what = models.CharField(max_length=20, choices=[(w.value, w.value) for w in What])
    sealed_on = models.DateField()
    kept_until = models.DateField()
    erased_on = models.DateField(null=True)


class Box(models.Model):
    """The picture, encrypted under the installation's key; the row goes when the picture is erased."""

    scan = models.OneToOneField(Scan, on_delete=models.CASCADE, primary_key=True)
    data = models.BinaryField()
