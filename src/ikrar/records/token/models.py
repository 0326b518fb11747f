"""Device tokens: the hash of each, the grant it belongs to, and when it was made, last used and ended."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """What a machine shows, kept as its hash alone; as long-lived as its grant, and ended at once by one person."""

    ref = models.CharField(max_length=26, primary_key=True)
    grant = models.ForeignKey("ikrar_account.Grant", on_delete=models.PROTECT, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    used_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant"], condition=models.Q(ended_on__isnull=True), name="token_one_live_for_a_grant"
            )
        ]
