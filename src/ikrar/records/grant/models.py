"""Requests about grants and accounts, and when somebody last said that a holder still serves."""

from __future__ import annotations

from django.db import models

from ikrar.core.account.request import Act
from ikrar.core.account.role import Role
from ikrar.records.proposal import Proposal


class Request(Proposal):
    """What one person proposed and another decides: an act, whom it concerns, and what it would leave in force.

    ``beneficiary`` is a user name and not a row: the account is made when the request is approved.
    """

    act = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Act])
    beneficiary = models.CharField(max_length=60)
    grant = models.ForeignKey("ikrar_account.Grant", null=True, on_delete=models.PROTECT, related_name="requests")
    role = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in Role])
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    areas = models.ManyToManyField("place.Area", related_name="+")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)


class Attestation(models.Model):
    """An administrator said on a day that the holder of a grant still serves; who said so is not kept."""

    grant = models.ForeignKey("ikrar_account.Grant", on_delete=models.CASCADE, related_name="attestations")
    day = models.DateField()
