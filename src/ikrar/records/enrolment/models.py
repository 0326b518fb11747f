"""One-time links to enrol with, the keys made through them, and who vouched for those."""

from __future__ import annotations

from django.db import models

from ikrar.core.signature.challenge import Acting
from ikrar.records.ref import new_ref

ACTING = [(one.value, one.value) for one in Acting]


class EnrolmentLink(models.Model):
    """A link with which an office's representative makes a key, kept as the hash of its code; used once, by POST."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    office = models.ForeignKey("institution.Office", on_delete=models.PROTECT, related_name="+")
    acting = models.CharField(max_length=8, blank=True, choices=ACTING)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    ends = models.DateField(null=True)
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    challenge = models.CharField(max_length=43, blank=True)
    asked_at = models.DateTimeField(null=True)


class Key(models.Model):
    """A passkey that may sign for an office: its public half and counter; ``office`` is None for a mere link holder."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    office = models.ForeignKey("institution.Office", null=True, on_delete=models.PROTECT, related_name="+")
    acting = models.CharField(max_length=8, blank=True, choices=ACTING)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    ends = models.DateField(null=True)
    credential = models.BinaryField()
    spki = models.BinaryField()
    spki_hash = models.CharField(max_length=64, unique=True)
    count = models.BigIntegerField()
    synced = models.BooleanField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)


class Vouch(models.Model):
    """An institution's word that a key is its office's, with the officer who gave it."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="vouches")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("ikrar_account.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "institution"], name="vouch_once_an_institution")]
