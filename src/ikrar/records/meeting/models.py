"""Meetings, who is invited and came, minutes and who approved them, decisions. Offices of institutions, no persons."""

from __future__ import annotations

from django.db import models

from ikrar.core.meeting.attendance import How
from ikrar.core.meeting.move import Deed, Move, Standing, State
from ikrar.core.meeting.reply import Partstat
from ikrar.records.ref import new_ref
from ikrar.records.words import WordsField

REAL, EXAMPLE = "real", "example"
STATES = [(s.value, s.value) for s in State]


class Series(models.Model):
    """Meetings that follow each other; what one of them decided returns on the agenda of the next."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    example = models.BooleanField(default=False)


class Meeting(models.Model):
    """One meeting: what of it is public once its minutes are approved. ``sequence`` rises with each change of the call.

    ``attendance_ref`` is the reference of the leaf that seals the list of who came, and of the one of its erasure.
    ``words`` is what title and place are looked up by.
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    ledger_ref = models.CharField(max_length=26, unique=True, default=new_ref)
    attendance_ref = models.CharField(max_length=26, unique=True, default=new_ref)
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="meetings")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("place.Area", on_delete=models.PROTECT, related_name="+")
    election = models.ForeignKey("election.Election", null=True, on_delete=models.PROTECT, related_name="+")
    declaration = models.ForeignKey(
        "declaration.Declaration", null=True, on_delete=models.PROTECT, related_name="meetings"
    )
    example = models.BooleanField(default=False)
    title = models.CharField(max_length=310)
    place = models.CharField(max_length=300, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    zone = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=STATES)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    attendance_until = models.DateField(null=True)
    attendance_erased_on = models.DateField(null=True)
    words = WordsField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-starts", "ref"], name="meeting_by_day"),
            models.Index(fields=["-starts", "ref"], condition=models.Q(state="approved"), name="meeting_public"),
            models.Index(fields=["example"], condition=models.Q(state="approved"), name="meeting_published"),
            models.Index(fields=["institution", "-starts"], name="meeting_of_host"),
            models.Index(fields=["institution", "area", "state", "series", "ref"], name="meeting_in_sight"),
        ]


class Minutes(models.Model):
    """What is agreed and written in a meeting, for those who take part: agenda, notes, decisions in one form.

    ``door_hash`` is the hash of the code under which people check in, empty while the door is shut. It opens
    nothing after ``door_until``: a photograph of it is of no use the day after.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, primary_key=True, related_name="minutes")
    mailbox = models.CharField(max_length=254, blank=True)
    materials = models.TextField(blank=True)
    agenda = models.JSONField()
    form = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    canonical = models.BinaryField(null=True)
    door_hash = models.CharField(max_length=64, blank=True, db_index=True)
    door_until = models.DateTimeField(null=True)


class Edition(models.Model):
    """What the minutes said at an earlier time, while they are taken: rows are added, and erased with the freezing."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="editions")
    n = models.PositiveIntegerField()
    form = models.JSONField()
    officer = models.ForeignKey("ikrar_account.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    begun = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "n"], name="minutes_edition_once")]


class Invitee(models.Model):
    """An invited institution, and which of its offices is asked to come; ``present`` once the minutes are frozen."""

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitees")
    n = models.PositiveSmallIntegerField()
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    present = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "institution"], name="invitee_once")]
        indexes = [models.Index(fields=["institution", "meeting"], name="invitee_of_institution")]


class Thread(models.Model):
    """Meetings whose decisions are read together: a series, or a single meeting; ``ref`` is the one's or the other's.

    A small number stands for it in the rows that are compared by the ten thousand. Triggers make and remove the rows.
    """

    ref = models.CharField(max_length=26, unique=True)


class Sight(models.Model):
    """That an institution takes part in a meeting: its host always, the invited ones once it was ``called``.

    It repeats what the meeting and its invitees say, so that one index answers what somebody sees. Triggers keep it.
    ``scope`` is what grants are compared with, in one text: "35.28/kpu 35.28.01.". It is compared by code point on
    either database.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    institution = models.ForeignKey(
        "institution.Institution", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    area = models.ForeignKey("place.Area", on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, on_delete=models.DO_NOTHING, related_name="+")
    called = models.BooleanField()
    scope = models.CharField(max_length=100, null=True)  # noqa: DJ001 - a trigger fills it; SQLite adds no other column

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "institution"], name="sight_once")]
        indexes = [
            models.Index(fields=["scope", "called", "thread", "meeting"], name="sight_in_scope"),
            models.Index(fields=["institution", "scope", "called", "thread", "meeting"], name="sight_of_institution"),
            models.Index(fields=["thread", "institution", "scope", "called"], name="sight_of_thread"),
        ]


class Tally(models.Model):
    """How many decisions of a thread stand how, those of one world's public pages and the others apart.

    It repeats what the decisions say, so that a register is counted by its threads. Triggers keep it.
    """

    thread = models.ForeignKey(Thread, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    published = models.CharField(max_length=7, blank=True, choices=[(one, one) for one in (REAL, EXAMPLE)])
    open = models.IntegerField()
    closed = models.IntegerField()
    dropped = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "published"], name="meeting_tally_once")]
        indexes = [models.Index(fields=["published", "open", "closed", "dropped"], name="meeting_tally_published")]


class Envelope(models.Model):
    """Where an invitation goes, a functional mailbox, and what came back: unverified, anybody can write a reply.

    ``told`` is the number of the edition that was sent there last, which an answer must name; ``other`` says that the
    answer came from another address than this one.
    """

    invitee = models.OneToOneField(Invitee, on_delete=models.CASCADE, primary_key=True, related_name="envelope")
    mailbox = models.CharField(max_length=254, blank=True)
    told = models.PositiveIntegerField(null=True)
    partstat = models.CharField(max_length=12, blank=True, choices=[(p.value, p.value) for p in Partstat])
    sequence = models.PositiveIntegerField(null=True)
    stamp = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    other = models.BooleanField(default=False)


class Attendance(models.Model):
    """One row of the list of who came, sealed: office, guest and whom it stands for are encrypted in ``data``."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    institution = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=[(h.value, h.value) for h in How])
    data = models.BinaryField()
    at = models.DateTimeField()


class Approval(models.Model):
    """That an institution said the frozen minutes tell what was agreed; two make them the approved ones. Final."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="approvals")
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("ikrar_account.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "institution"], name="minutes_approved_once"),
            models.UniqueConstraint(
                fields=["meeting", "officer"],
                condition=models.Q(officer__isnull=False),  # an index: a table made anew loses its triggers
                name="minutes_approved_by_two_people",
            ),
        ]


class Decision(models.Model):
    """One decision of frozen minutes, and where it stands now: owner, due day and end change by a ``Done`` row alone.

    What the minutes themselves say stays in their canonical bytes.

    The indexes of lists have all that counting needs, so that a whole register is counted without its texts.
    ``sorts`` is the due day, or the last day of the calendar where there is none: lists are ordered by it.
    ``words`` is what the text is looked up by.
    ``published`` is empty, or the world whose public pages show it: "real" or "example".
    """

    ref = models.CharField(max_length=26, primary_key=True, default=new_ref)
    ledger_ref = models.CharField(max_length=26, unique=True, default=new_ref)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="decisions")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=2000, blank=True)
    due = models.DateField(null=True)
    rule = models.CharField(max_length=2000, blank=True)
    stage = models.CharField(max_length=2000, blank=True)
    station = models.CharField(max_length=2000, blank=True)
    declaration = models.ForeignKey("declaration.Declaration", null=True, on_delete=models.PROTECT, related_name="+")
    case = models.CharField(max_length=2000, blank=True)
    public = models.BooleanField(default=False)
    sorts = models.DateField()
    published = models.CharField(max_length=7, blank=True, choices=[(one, one) for one in (REAL, EXAMPLE)])
    standing = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Standing])
    result = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    disputed_at = models.DateTimeField(null=True)
    words = WordsField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "n"], name="decision_number_once")]
        indexes = [
            models.Index(fields=["sorts", "ref", "thread"], name="decision_in_order"),
            models.Index(fields=["standing", "sorts", "ref", "thread", "published"], name="decision_standing"),
            models.Index(fields=["owner", "sorts", "ref", "thread", "standing", "published"], name="decision_run"),
            models.Index(fields=["published", "standing", "sorts", "ref"], name="decision_published"),
            models.Index(fields=["thread", "standing", "sorts"], name="decision_of_thread"),
        ]


class Done(models.Model):
    """One deed about a decision: what, which institution, when, and what it said. Never changed, never removed.

    ``owner``, ``office`` and ``due`` are what it came to have, where the deed changed that.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="deeds")
    deed = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Deed])
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    owner = models.ForeignKey("institution.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=2000, blank=True)
    due = models.DateField(null=True)


class Step(models.Model):
    """One change of state of a meeting: old, new, when, which institution, why. Never changed, never removed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Move])
    old = models.CharField(max_length=10, blank=True, choices=STATES)
    new = models.CharField(max_length=10, choices=STATES)
    at = models.DateTimeField()
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
