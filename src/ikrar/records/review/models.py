"""Who was asked to read a draft and what they answered; and, for what was frozen, which institution approved it."""

from __future__ import annotations

from django.db import models

from ikrar.core.review.move import State
from ikrar.records.ref import new_ref


class Review(models.Model):
    """One institution asked to read one edition of a draft; erased when the draft is discarded."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    ledger_ref = models.CharField(max_length=26, unique=True, default=new_ref)
    version = models.ForeignKey("declaration.Version", on_delete=models.PROTECT, related_name="reviews")
    edition = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    asked = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    reviewer = models.ForeignKey(
        "ikrar_account.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["asked", "state"], name="review_of_institution")]
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=models.Q(state="asked"), name="review_one_open"),
        ]

    @property
    def tells_title(self) -> bool:
        """Whether readers may be told the title: the draft is as they read it, or public. A changed one is not."""
        return self.version.frozen_at is not None or self.edition == self.version.edition


class Approval(models.Model):
    """Which institution read and approved a frozen version, and when; part of the public record, final like it."""

    version = models.OneToOneField("declaration.Version", on_delete=models.PROTECT, related_name="approval")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
