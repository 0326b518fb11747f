"""Issued certificates: what was issued, which never changes, and the PDF itself, which may have to go."""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref

LANGUAGES = [("id", "id"), ("en", "en")]


class Certificate(models.Model):
    """A certificate that was issued for a version: its code, its number, and the SHA-256 of its PDF (decision 19)."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    declaration = models.ForeignKey("declaration.Declaration", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("declaration.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    sha256 = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "number"], name="certificate_number_once")]


class Paper(models.Model):
    """The PDF as it was issued; the row goes when a name on it is taken back, and the certificate stays."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="paper", primary_key=True)
    data = models.BinaryField()
