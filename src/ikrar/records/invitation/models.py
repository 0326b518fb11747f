"""Invitations: the hash of a printed code, whose account it opens, and until when."""

from __future__ import annotations

from django.db import models


class Invitation(models.Model):
    """A printed code, kept as its hash alone; used once by POST, dead after seven days or a newer one."""

    ref = models.CharField(max_length=26, primary_key=True)
    user = models.ForeignKey("ikrar_account.User", on_delete=models.CASCADE, related_name="+", db_index=False)
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
