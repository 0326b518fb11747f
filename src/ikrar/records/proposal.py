"""What one institution proposes and another decides (R8): who, in whose name, when, and where it stands."""

from __future__ import annotations

from django.db import models

from ikrar.core.account.request import State


class Proposal(models.Model):
    """The columns of every act that needs two people of two institutions."""

    ref = models.CharField(max_length=26, primary_key=True)
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

    class Meta:
        abstract = True
