"""A meeting called, changed and cancelled reaches the office's calendar, and what the calendar answers reaches it."""

from __future__ import annotations

import email
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone
from icalendar import Calendar

from ikrar.channels.email import inbox
from ikrar.cli import main
from ikrar.environment import Mail
from ikrar.records.account.access import Holder
from ikrar.records.meeting import actions
from ikrar.records.meeting.models import Envelope, Meeting
from tests import cast, meetings
from tests.channels.email.server import HOST, Box, serving

pytestmark = pytest.mark.usefixtures("database")
GUEST = "bawaslu@lembaga.example"
OURS = "rapat@ikrar.example"
AHEAD = "2090-08-16"  # what waits is sent by the clock of the machine, and nobody is invited to a day that is past


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def work(box: Box, maildir: Path, monkeypatch: pytest.MonkeyPatch) -> EmailMessage | None:
    """Do a round of `ikrar work` with a server and a Maildir; the newest letter that arrived."""
    known = settings.ENVIRONMENT
    parts = {name: getattr(known, name) for name in known.__dataclass_fields__}
    before = len(box.letters)
    with serving(box) as port, monkeypatch.context() as patch:
        told = parts | {"mail": Mail(HOST, port, "none", OURS), "mail_in": maildir}
        patch.setattr(settings, "ENVIRONMENT", SimpleNamespace(**told))
        assert main.main(["work", "--once"]) == 0
    if len(box.letters) == before:
        return None
    return email.message_from_bytes(bytes(box.letters[-1].content or b""), policy=policy.default)  # type: ignore[return-value]


def event_in(message: EmailMessage | None) -> tuple[str, Calendar]:
    """The method and the event of a letter."""
    assert message is not None
    part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(str(part.get_content()))
    assert part.get_param("method") == str(calendar["METHOD"])
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def answer(event: Calendar, partstat: str, *, at: str, by: str = GUEST, name: str = "1") -> bytes:
    """What a calendar answers to an event: its UID and SEQUENCE, one attendee."""
    return (
        f"From: {by}\nMessage-ID: <{name}@lembaga.example>\nContent-Type: text/calendar; method=REPLY\n\n"
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REPLY\nBEGIN:VEVENT\n"
        f"UID:{event['UID']}\nDTSTAMP:{at}\nSEQUENCE:{event['SEQUENCE']}\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{by}\nCOMMENT:{partstat}\nEND:VEVENT\nEND:VCALENDAR\n"
    ).encode()


def standing() -> tuple[str, str]:
    row = Envelope.objects.get(mailbox=GUEST)
    return row.partstat, row.comment


def test_a_meeting_goes_out_changes_and_is_cancelled_and_its_answers_come_back(
    dewi: Holder, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box()
    made = meetings.called(dewi, now=timezone.now(), day=AHEAD)
    method, event = event_in(work(box, maildir, monkeypatch))
    assert (method, int(event["SEQUENCE"]), str(event["ORGANIZER"])) == ("REQUEST", 0, f"mailto:{OURS}")
    assert box.letters[0].rcpt_tos == [GUEST]  # the police are invited on paper

    (maildir / "new" / "1").write_bytes(answer(event, "ACCEPTED", at="20240810T020000Z", by=GUEST.upper()))
    assert work(box, maildir, monkeypatch) is None
    assert standing() == ("ACCEPTED", "ACCEPTED")

    changed = replace(meetings.form(), day=AHEAD, start="10:00")
    edition = Meeting.objects.get(pk=made.pk).minutes.edition
    actions.change(dewi, made.ref, edition=edition, form=changed, mailbox="kpu@lembaga.example", now=timezone.now())
    method, second = event_in(work(box, maildir, monkeypatch))
    assert (method, second["UID"]) == ("REQUEST", event["UID"])
    assert int(second["SEQUENCE"]) > int(event["SEQUENCE"])

    (maildir / "new" / "2").write_bytes(answer(event, "DECLINED", at="20990101T000000Z", name="2"))
    work(box, maildir, monkeypatch)
    assert standing()[0] == "ACCEPTED"  # it answers what the meeting was before

    (maildir / "new" / "3").write_bytes(answer(second, "TENTATIVE", at="20240811T020000Z", name="3"))
    work(box, maildir, monkeypatch)
    assert standing()[0] == "TENTATIVE"

    actions.cancel(dewi, made.ref, reason="Pendopo dipakai.", now=timezone.now())
    method, third = event_in(work(box, maildir, monkeypatch))
    assert (method, third["UID"], str(third["STATUS"])) == ("CANCEL", event["UID"], "CANCELLED")
    assert int(third["SEQUENCE"]) > int(second["SEQUENCE"])
    assert list((maildir / "new").iterdir()) == []


def test_an_answer_of_somebody_who_was_not_invited_changes_nothing_and_is_set_aside(
    dewi: Holder, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Box()
    meetings.called(dewi, now=timezone.now(), day=AHEAD)
    _method, event = event_in(work(box, maildir, monkeypatch))
    (maildir / "new" / "1").write_bytes(answer(event, "DECLINED", at="20240810T020000Z", by="x@lain.example"))
    work(box, maildir, monkeypatch)
    assert standing() == ("", "")
    assert len(list((maildir / inbox.BESIDE / "cur").iterdir())) == 1


def test_the_command_takes_letters_and_a_maildir_and_says_what_became_of_each(
    dewi: Holder, maildir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    box = Box()
    meetings.called(dewi, now=timezone.now(), day=AHEAD)
    _method, event = event_in(work(box, maildir, monkeypatch))
    file = tmp_path / "jawaban.eml"
    file.write_bytes(answer(event, "ACCEPTED", at="20240810T020000Z"))
    (maildir / "new" / "2").write_bytes(b"Subject: halo\n\nhalo")
    capsys.readouterr()
    assert main.main(["import", "mail", str(file), str(maildir)]) == 0
    assert capsys.readouterr().out == "jawaban.eml: jawaban diterima\n2: bukan jawaban dari kalender\n"
    assert standing()[0] == "ACCEPTED"
    assert main.main(["import", "mail", str(file)]) == 1
    assert "sudah pernah diterima" in capsys.readouterr().out
    assert main.main(["import", "mail", str(maildir)]) == 0  # nothing new is nothing wrong
    assert main.main(["import", "mail", str(tmp_path / "tidak-ada.eml")]) == 2
