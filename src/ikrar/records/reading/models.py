"""Reading drafts."""

from __future__ import annotations

from django.db import models

from ikrar.records.ref import new_ref


class Reading(models.Model):
    """An article, what the reader made of it, and what its author made of that; erased when ``expires`` is over.

    ``title``, ``area_code``, ``event_date`` and ``doubtful`` (names of fields between spaces) repeat what stands in
    ``form`` and ``found``, for the queue to search and count by; ``chosen`` is what was taken for each doubt, by
    number. Drafts with the same ``event`` are suggested to tell of one event, by what their forms and the ``traces`` of
    their texts say. A draft that is ``merged_into`` another is a source of it, and is erased together with it.
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
    event = models.CharField(max_length=26, default=new_ref)
    traces = models.JSONField(default=list)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="sources")
    edition = models.PositiveIntegerField(default=1)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    declaration = models.ForeignKey("declaration.Declaration", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "submission"], name="reading_submitted_once")]
        indexes = [
            models.Index(fields=["expires"], name="reading_expires"),
            models.Index(fields=["author", "-created"], name="reading_queue"),
            models.Index(fields=["event"], name="reading_event"),
        ]


class Origin(models.Model):
    """That a field of a merged draft holds what a source of it holds; ``before`` is a form with the value it had."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="origins")
    field = models.CharField(max_length=20)
    source = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "field", "source"], name="origin_once")]
