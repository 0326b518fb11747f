"""One-time links to sign with, signatures, what attests them, refusals and withdrawals. Rows are never changed."""

from __future__ import annotations

from django.db import models

from ikrar.core.signature.challenge import Act, Acting
from ikrar.core.signature.vouching import Standing
from ikrar.records.ref import new_ref

PASSKEY, HAND = "passkey", "hand"
METHODS = [(PASSKEY, PASSKEY), (HAND, HAND)]
ACTS = [(one.value, one.value) for one in Act]


class SigningLink(models.Model):
    """A link with which one pledging office answers for one frozen version, kept as the hash of its code.

    ``nonce`` and what was asked with it belong to the newest question; an answer to it, or another question, ends it.
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    pledge = models.ForeignKey("declaration.PledgingOffice", on_delete=models.PROTECT, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    made_key = models.ForeignKey("enrolment.Key", null=True, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=43, blank=True)
    asked_at = models.DateTimeField(null=True)
    act = models.CharField(max_length=8, blank=True, choices=ACTS)
    acting = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Acting])
    on_behalf_of = models.CharField(max_length=200, blank=True)


class Signature(models.Model):
    """That a pledging office signed: with a key, the assertion kept whole, or by hand.

    ``name`` is the signatory's own entry, with consent (decision 3); it alone may be emptied later.
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    pledge = models.OneToOneField("declaration.PledgingOffice", on_delete=models.PROTECT, related_name="signature")
    method = models.CharField(max_length=8, choices=METHODS)
    standing = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Standing])
    institution = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=220, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    name = models.CharField(max_length=120, blank=True)
    key = models.ForeignKey("enrolment.Key", null=True, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=43, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    rp_id = models.CharField(max_length=253, blank=True)
    client_data = models.BinaryField(null=True)
    authenticator_data = models.BinaryField(null=True)
    assertion = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method=HAND, key__isnull=True)
                | models.Q(
                    method=PASSKEY,
                    key__isnull=False,
                    client_data__isnull=False,
                    authenticator_data__isnull=False,
                    assertion__isnull=False,
                ),
                name="signature_whole",
            )
        ]


class Attestation(models.Model):
    """An institution's word that a pledging office signed by hand, with the officer who saw it; two make a signature.

    ``ref`` is shared by the attestations of one hand signing and becomes its signature's.
    """

    ref = models.CharField(max_length=26)
    pledge = models.ForeignKey("declaration.PledgingOffice", on_delete=models.PROTECT, related_name="attestations")
    scan = models.ForeignKey("scan.Scan", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("ikrar_account.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge", "institution"], name="attestation_once_an_institution")
        ]


class Refusal(models.Model):
    """That an office declared, through its own link, not to sign; it may change its mind, and this row stays."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    pledge = models.ForeignKey("declaration.PledgingOffice", on_delete=models.PROTECT, related_name="refusals")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)


class Withdrawal(models.Model):
    """That a signature was withdrawn, why, and by whom: the key that signed, or an institution at its desk."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="withdrawal", primary_key=True)
    at = models.DateTimeField()
    reason = models.TextField()
    institution = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=43, blank=True)
    client_data = models.BinaryField(null=True)
    authenticator_data = models.BinaryField(null=True)
    assertion = models.BinaryField(null=True)
