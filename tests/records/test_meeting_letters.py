"""What invited offices are told, letter by letter, and which of their calendars' answers count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from ikrar.channels.email import letter
from ikrar.channels.email.invite import Head
from ikrar.core.errors import IllegalMove, InvalidField, Missing
from ikrar.core.job.delivery import Kind
from ikrar.core.meeting.move import State
from ikrar.core.meeting.reply import Partstat, Reply, Taken
from ikrar.records.account.access import Holder
from ikrar.records.job.models import Delivery
from ikrar.records.meeting import access, actions, attendance, invitation
from ikrar.records.meeting.erasure import forget_examples
from ikrar.records.meeting.models import Attendance, Envelope, Invitee, Meeting
from ikrar.records.meeting.reply import take
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
DAY = datetime(2024, 8, 14, 5, tzinfo=UTC)
LATER = DAY + timedelta(days=1)
AFTER = datetime(2024, 8, 16, 17, tzinfo=UTC)  # midnight in Pamekasan after the day of the meeting
HOST = "kpu@lembaga.example"


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def changed(made: Meeting, start: str = "08:00", now: datetime | None = None) -> None:
    """Let the host change when a meeting begins."""
    edition = Meeting.objects.get(pk=made.pk).minutes.edition
    form = meetings.form(start=start)
    actions.change(dewi(), made.ref, edition=edition, form=form, mailbox=HOST, now=now or timezone.now())


def reply(made: Meeting, **changes: object) -> Reply:
    given: dict[str, object] = {
        "uid": invitation.uid_of(made),
        "recurrence_id": None,
        "attendee": "mailto:Bawaslu@lembaga.example",
        "sequence": 0,
        "stamp": DAY,
        "partstat": Partstat.ACCEPTED,
        "comment": "Hadir.",
    }
    return Reply(**(given | changes))  # type: ignore[arg-type]


def kept() -> Envelope:
    return Envelope.objects.exclude(mailbox="").get()


def test_a_reply_is_kept_as_the_newest_word_of_its_mailbox() -> None:
    made = meetings.called(dewi())
    assert take(reply(made)) is Taken.NEW
    assert (kept().partstat, kept().comment, kept().stamp) == ("ACCEPTED", "Hadir.", DAY)
    assert take(reply(made)) is Taken.REPEATED
    older = reply(made, stamp=DAY - timedelta(hours=1), partstat=Partstat.DECLINED)
    assert take(older) is Taken.OLDER
    newer = reply(made, stamp=DAY + timedelta(hours=1), partstat=Partstat.DECLINED)
    assert take(newer) is Taken.NEW
    assert kept().partstat == "DECLINED"


def test_a_reply_to_an_earlier_sequence_changes_nothing() -> None:
    made = meetings.called(dewi())
    changed(made)
    assert take(reply(made)) is Taken.OLDER
    assert take(reply(made, sequence=2)) is Taken.AHEAD
    assert kept().partstat == ""
    assert take(reply(made, sequence=1)) is Taken.NEW


@pytest.mark.parametrize(
    "changes",
    [
        {"attendee": "lain@lembaga.example"},
        {"uid": "meeting-x@lain.example"},
        {"uid": "relay-x"},
    ],
)
def test_a_reply_of_a_stranger_or_to_no_meeting_of_ours_is_left(changes: dict[str, object]) -> None:
    made = meetings.called(dewi())
    assert take(reply(made, **changes)) is Taken.STRANGER
    assert kept().partstat == ""


def test_a_draft_takes_no_reply() -> None:
    assert take(reply(meetings.draft(dewi()))) is Taken.STRANGER


def test_an_invitation_tells_the_meeting_as_it_is_now() -> None:
    made = meetings.called(dewi())
    row = made.invitees.get(institution="35.28/bawaslu")
    told = invitation.invitation(made.ref, row.ref)
    assert (told.uid, told.sequence, told.organiser) == (invitation.uid_of(made), 0, "kpu@lembaga.example")
    assert told.attendee == "bawaslu@lembaga.example"
    assert (told.start.hour, told.zone) == (9, "Asia/Jakarta")
    assert told.description.startswith("1. Pembukaan")
    assert told.attendee_name == "Kepala, Bawaslu Kabupaten Pamekasan"
    actions.cancel(dewi(), made.ref, reason="Ditunda.", now=timezone.now())
    gone = invitation.invitation(made.ref, row.ref)
    assert (gone.status, gone.sequence) == ("CANCELLED", 1)
    assert gone.description == "Alasan pembatalan: Ditunda."
    with pytest.raises(Missing):
        invitation.invitation(made.ref, made.invitees.get(institution="35.28/polres").ref)


def test_the_host_alone_sees_mailboxes_and_answers() -> None:
    made = meetings.called(dewi())
    row = made.invitees.get(institution="35.28/bawaslu")
    assert access.envelope(dewi(), row.ref).mailbox == "bawaslu@lembaga.example"
    with pytest.raises(Missing):
        access.envelope(cast.at_desk(cast.INTAN), row.ref)


def letters() -> list[tuple[str, str, int, str]]:
    rows = Delivery.objects.order_by("made_at", "pk")
    return [(row.to, row.payload["status"], row.payload["sequence"], row.state) for row in rows]


def test_invitations_go_to_the_mailboxes_of_called_meetings_and_tell_every_change() -> None:
    made = meetings.draft(dewi())
    assert letters() == []
    actions.call(dewi(), made.ref, edition=1, now=DAY)
    to = "bawaslu@lembaga.example"
    assert letters() == [(to, "CONFIRMED", 0, "waiting")]
    actions.change(
        dewi(), made.ref, edition=1, form=meetings.form(start="08:00"), mailbox="kpu@lembaga.example", now=LATER
    )
    assert letters() == [(to, "CONFIRMED", 0, "replaced"), (to, "CONFIRMED", 1, "waiting")]
    actions.invite(
        dewi(), made.ref, institution="36.04/kpu", office="Ketua", mailbox="serang@lembaga.example", now=LATER
    )
    assert len(letters()) == 3
    row = made.invitees.get(institution="36.04/kpu")
    actions.uninvite(dewi(), made.ref, row.ref, now=LATER + timedelta(hours=1))
    assert letters()[-1] == ("serang@lembaga.example", "CANCELLED", 3, "waiting")  # RFC 5546 §3.2.5: one higher
    assert Delivery.objects.latest("made_at").payload["description"] == "Lembaga Anda tidak diundang lagi ke rapat ini."
    actions.cancel(dewi(), made.ref, reason="Ditunda.", now=LATER + timedelta(hours=2))
    assert letters()[-1] == (to, "CANCELLED", 4, "waiting")
    assert Delivery.objects.filter(to=to).latest("made_at").payload["description"] == "Alasan pembatalan: Ditunda."


def test_a_meeting_opened_by_mistake_is_cancelled_and_everybody_is_told_why() -> None:
    ref = meetings.written(dewi()).ref
    code = attendance.open_door(dewi(), ref, now=timezone.now())
    gone = actions.cancel(dewi(), ref, reason="Dibuka karena keliru.", now=timezone.now())
    assert (gone.state, gone.steps.get(move="cancel").old) == ("cancelled", "held")
    assert letters()[-1] == ("bawaslu@lembaga.example", "CANCELLED", 1, "waiting")
    assert Delivery.objects.latest("made_at").payload["description"] == "Alasan pembatalan: Dibuka karena keliru."
    assert not gone.editions.exists()
    assert not Attendance.objects.exists()
    with pytest.raises(Missing):
        attendance.behind(code)
    with pytest.raises(IllegalMove):
        actions.freeze(dewi(), ref, edition=2, now=timezone.now())


def test_frozen_minutes_are_not_cancelled() -> None:
    ref = meetings.frozen(dewi()).ref
    with pytest.raises(IllegalMove):
        actions.cancel(dewi(), ref, reason="Keliru.", now=timezone.now())
    assert letters()[-1][1] == "CONFIRMED"


def test_nobody_is_invited_to_a_meeting_whose_day_is_past_but_who_was_told_hears_of_changes() -> None:
    late = meetings.draft(dewi())
    actions.call(dewi(), late.ref, edition=1, now=AFTER)
    assert letters() == []
    assert kept().told is None
    actions.cancel(dewi(), late.ref, reason="Keliru.", now=AFTER)
    assert letters() == []
    made = meetings.called(dewi())
    invited(made, 0, AFTER)
    assert [row.to for row in sent(made)] == ["bawaslu@lembaga.example"]
    actions.cancel(dewi(), made.ref, reason="Tidak jadi.", now=AFTER)
    assert [(row.to, row.payload["status"]) for row in sent(made)] == [
        ("bawaslu@lembaga.example", "CONFIRMED"),
        ("bawaslu@lembaga.example", "CANCELLED"),
    ]


def test_a_meeting_without_a_mailbox_sends_nothing() -> None:
    made = meetings.draft(dewi())
    actions.change(dewi(), made.ref, edition=1, form=meetings.form(), now=DAY)
    actions.call(dewi(), made.ref, edition=2, now=DAY)
    assert letters() == []


# --- one by one -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occurrence", "taken"),
    [
        (datetime(2024, 8, 16, 2, tzinfo=UTC), Taken.NEW),  # the start of the meeting, 09.00 in Pamekasan
        (datetime(2024, 8, 16, 9, tzinfo=timezone.get_fixed_timezone(420)), Taken.NEW),
        (datetime(2024, 8, 16, 9), Taken.NEW),  # noqa: DTZ001 - a time without a zone is the place's
        (date(2024, 8, 16), Taken.NEW),
        (datetime(2024, 8, 23, 2, tzinfo=UTC), Taken.ELSEWHEN),
        (datetime(2024, 8, 16, 2), Taken.ELSEWHEN),  # noqa: DTZ001
        (date(2024, 8, 17), Taken.ELSEWHEN),
    ],
)
def test_a_meeting_of_a_series_is_answered_by_itself_and_its_start_is_its_name(
    occurrence: date | datetime, taken: Taken
) -> None:
    made = meetings.called(dewi(), follow=actions.Follow(title="Rapat mingguan"))
    assert take(reply(made, recurrence_id=occurrence)) is taken
    assert kept().partstat == ("ACCEPTED" if taken is Taken.NEW else "")


def test_each_meeting_of_a_series_has_a_name_and_answers_of_its_own() -> None:
    first = meetings.called(dewi(), follow=actions.Follow(title="Rapat mingguan"))
    second = meetings.called(dewi(), follow=actions.Follow(series=first.series_id or ""), day="2024-08-23")
    assert take(reply(second)) is Taken.NEW
    answers = {row.invitee.meeting_id: row.partstat for row in Envelope.objects.exclude(mailbox="")}
    assert answers == {first.ref: "", second.ref: "ACCEPTED"}
    assert take(reply(first, recurrence_id=second.starts)) is Taken.ELSEWHEN


def test_an_answer_from_another_address_is_kept_with_that_mark() -> None:
    made = meetings.called(dewi())
    assert take(reply(made, other=True)) is Taken.NEW
    assert kept().other
    assert take(reply(made, stamp=LATER)) is Taken.NEW
    assert not kept().other


def test_who_was_told_nothing_by_letter_answers_nothing() -> None:
    made = meetings.draft(dewi())
    actions.change(dewi(), made.ref, edition=1, form=meetings.form(), now=DAY)
    actions.call(dewi(), made.ref, edition=2, now=DAY)
    assert take(reply(made)) is Taken.AHEAD


def test_whom_others_are_invited_beside_does_not_make_an_answer_older() -> None:
    made = meetings.called(dewi())
    invited(made, 0, DAY)
    actions.uninvite(dewi(), made.ref, guest(made, 0).ref, now=LATER)
    assert take(reply(made)) is Taken.NEW


def test_one_mailbox_is_invited_once_for_it_has_one_answer() -> None:
    made = meetings.called(dewi())
    with pytest.raises(InvalidField) as error:
        actions.invite(
            dewi(), made.ref, institution="36.04/kpu", office="Ketua", mailbox="BAWASLU@Lembaga.example", now=DAY
        )
    assert error.value.field == "mailbox"
    actions.invite(dewi(), made.ref, institution="36.04/kpu", office="Ketua", mailbox="", now=DAY)


def test_what_was_told_by_letter_is_changed_by_letter() -> None:
    made = meetings.called(dewi())
    with pytest.raises(InvalidField) as error:
        actions.change(dewi(), made.ref, edition=1, form=meetings.form(start="08:00"), now=DAY)
    assert error.value.field == "mailbox"
    assert Meeting.objects.get(pk=made.pk).sequence == 0


def test_a_host_that_names_its_mailbox_later_invites_by_letter_from_then_on() -> None:
    made = meetings.draft(dewi())
    actions.change(dewi(), made.ref, edition=1, form=meetings.form(), now=DAY)
    actions.call(dewi(), made.ref, edition=2, now=DAY)
    changed(made, now=LATER)
    assert letters() == [("bawaslu@lembaga.example", "CONFIRMED", 1, "waiting")]
    assert Delivery.objects.get().payload["again"] is False


def test_the_first_letter_is_an_invitation_and_the_next_one_a_change_also_for_who_is_invited_again() -> None:
    made = meetings.called(dewi())
    invited(made, 0, DAY)
    changed(made, now=LATER)
    actions.uninvite(dewi(), made.ref, guest(made, 0).ref, now=LATER)
    invited(made, 0, LATER)
    told = [row.payload["again"] for row in sent(made) if row.to == BOXES[0]]
    assert told == [False, True, True, False]


# --- every sequence of acts -------------------------------------------------------------------------------------------

OTHERS = ("36.04/kpu", "35.28/kpu", "98.01/kpu")
BOXES = tuple(f"tu{n}@lembaga.example" for n in range(len(OTHERS)))
#: Days go forwards and, should a server's clock be set, backwards.
ACTS = st.tuples(st.sampled_from(("invite", "uninvite", "change")), st.integers(0, 2), st.integers(-3, 20))


@dataclass
class Received:
    """A calendar that does as RFC 5546 says: one event, its edition, and whether it stands."""

    edition: tuple[int, datetime] | None = None
    event: dict[str, object] = field(default_factory=dict)
    stands: bool = False

    def take(self, message: Message) -> None:
        """Take a letter: what is older than what is known changes nothing (§2.1.5); a CANCEL of nothing is none."""
        part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        (event,) = calendar.walk("VEVENT")
        edition = (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        if self.edition is not None and edition < self.edition:
            return
        if calendar["METHOD"] == "CANCEL":
            self.stands = False
            self.edition = edition if self.edition is not None else None
            return
        self.edition, self.stands = edition, True
        self.event = {"start": event["DTSTART"].dt, "end": event["DTEND"].dt, "title": str(event["SUMMARY"])}


def guest(made: Meeting, n: int) -> Invitee:
    return made.invitees.get(institution=OTHERS[n])


def invited(made: Meeting, n: int, now: datetime) -> None:
    actions.invite(dewi(), made.ref, institution=OTHERS[n], office="Ketua", mailbox=BOXES[n], now=now)


def sent(made: Meeting) -> list[Delivery]:
    """The letters about a meeting in the order in which they were written: that of their numbers."""
    rows = Delivery.objects.filter(payload__uid=invitation.uid_of(made))
    return sorted(rows, key=lambda row: (row.payload["sequence"], row.to))


def act(made: Meeting, what: str, n: int, now: datetime) -> None:
    there = made.invitees.filter(institution=OTHERS[n]).exists()
    if what == "change":
        changed(made, f"{7 + n:02}:00", now)
    elif what == "invite" and not there:
        invited(made, n, now)
    elif what == "uninvite" and there:
        actions.uninvite(dewi(), made.ref, guest(made, n).ref, now=now)


@settings(max_examples=8, phases=[Phase.generate])  # a failing walk is short as it is; making it shorter takes minutes
@given(st.lists(ACTS, min_size=3, max_size=9), st.booleans(), st.randoms(use_true_random=False))
def test_what_each_office_is_sent_rises_and_its_calendar_ends_as_the_record_stands(
    acts: list[tuple[str, int, int]], off: bool, chance: Any
) -> None:
    made, now = meetings.called(dewi()), meetings.BEFORE
    for what, n, hours in acts:
        now += timedelta(hours=hours)
        act(made, what, n, now)
    if off:
        actions.cancel(dewi(), made.ref, reason="Ditunda.", now=now)
    made.refresh_from_db()
    for box in (*BOXES, "bawaslu@lembaga.example"):
        letters = [row for row in sent(made) if row.to == box]
        numbers = [row.payload["sequence"] for row in letters]
        assert numbers == sorted(set(numbers))  # each higher than the one before
        stamps = [row.payload["stamp"] for row in letters]
        assert stamps == sorted(stamps)
        calendar = Received()
        for at, row in enumerate(letters):
            for one in (row, chance.choice(letters[: at + 1])):  # and one again, late, as mail may do
                head = Head("rapat@ikrar.example", one.ref, "ikrar.example", one.made_at)
                calendar.take(letter.write(Kind(one.kind), one.payload, head))
        row = Envelope.objects.filter(invitee__meeting=made, mailbox=box).first()
        assert calendar.stands is (row is not None and made.state == State.CALLED.value)
        if row is not None:
            assert calendar.edition is not None
            assert calendar.edition[0] == row.told
            assert calendar.event == {"start": made.starts, "end": made.ends, "title": made.title}


def test_a_cancelled_meeting_is_not_reinstated_by_any_letter() -> None:
    made = meetings.called(dewi())
    actions.cancel(dewi(), made.ref, reason="Ditunda.", now=DAY)
    before = len(sent(made))
    for again in (lambda: changed(made), lambda: invited(made, 0, LATER)):
        with pytest.raises(actions.IllegalMove):
            again()
    assert len(sent(made)) == before


def test_letters_about_an_example_go_with_it_also_those_to_offices_taken_off_the_list() -> None:
    made = meetings.called(dewi(), area="98.01", election="")
    invited(made, 0, DAY)
    actions.uninvite(dewi(), made.ref, guest(made, 0).ref, now=LATER)
    kept = meetings.called(dewi())
    assert forget_examples() == 1
    assert not sent(made)
    assert sent(kept)
