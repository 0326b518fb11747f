"""Reading drafts."""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref


class Reading(models.Model):
    """An article, what the reader made of it, and what its author made of that; erased when ``expires`` is over.

    ``title``, ``area_code``, ``event_date`` and ``doubtful`` (names of fields between spaces) repeat what stands in
    ``form`` and ``found``, for the queue to search and count by; ``chosen`` is what was taken for each doubt, by
    number.
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    author = models.ForeignKey("ikrar_account.User", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    submission = models.CharField(max_length=26)
    text = models.TextField()
    published = models.DateField(null=True)
    found = models.JSONField()
    form = models.JSONField()
    chosen = models.JSONField(default=dict)
    title = models.CharField(max_length=300, blank=True, default="")
    area_code = models.CharField(max_length=13, blank=True, default="")
    event_date = models.DateField(null=True)
    doubtful = models.CharField(max_length=400, blank=True, default="")
    edition = models.PositiveIntegerField(default=1)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    declaration = models.ForeignKey("declaration.Declaration", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "submission"], name="reading_submitted_once")]
        indexes = [
            models.Index(fields=["expires"], name="reading_expires"),
            models.Index(fields=["author", "-created"], name="reading_queue"),
        ]
