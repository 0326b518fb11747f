"""Requests about grants and accounts, and when somebody last said that a holder still serves."""

from __future__ import annotations

from django.db import models

from ikrar.core.account.request import Act, State
from ikrar.core.account.role import Role


class Request(models.Model):
    """What one person proposed and another decides: an act, whom it concerns, and what it would leave in force.

    ``beneficiary`` is a user name and not a row: the account is made when the request is approved.
    """

    ref = models.CharField(max_length=26, primary_key=True)
    act = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Act])
    beneficiary = models.CharField(max_length=60)
    grant = models.ForeignKey("ikrar_account.Grant", null=True, on_delete=models.PROTECT, related_name="requests")
    role = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in Role])
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    areas = models.ManyToManyField("place.Area", related_name="+")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    proposer = models.ForeignKey("ikrar_account.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_as = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    decider = models.ForeignKey(
        "ikrar_account.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_as = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)


class Attestation(models.Model):
    """An administrator said on a day that the holder of a grant still serves; who said so is not kept."""

    grant = models.ForeignKey("ikrar_account.Grant", on_delete=models.CASCADE, related_name="attestations")
    day = models.DateField()
