"""The way of a letter from its row to a real server, also when the process is killed in the middle."""

from __future__ import annotations

import email
import logging
from datetime import timedelta
from email import policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from ikrar.channels.email import outbox
from ikrar.cli import main, work
from ikrar.core.job.delivery import CUT_OFF, Cause, Kind, Outcome, Result, State
from ikrar.core.meeting.invitation import to_record
from ikrar.environment import Mail
from ikrar.records.account.access import Holder
from ikrar.records.job import actions, queries
from ikrar.records.ref import new_ref
from tests import cast
from tests.channels.email.server import HOST, Box, free_port, scripted, serving
from tests.core.meeting.test_invitation import INVITATION

pytestmark = pytest.mark.usefixtures("database")
TO = "tu@bawaslu.example"


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def send(to: str = TO, **more: object) -> str:
    coming = timezone.now() + timedelta(days=90)
    payload = to_record(INVITATION) | {"start": coming.isoformat(), "end": coming.isoformat()} | more
    by = cast.DEWI.institution
    return actions.send(to, Kind.INVITATION, new_ref(), payload, timezone.now(), institution=by).ref


def advance(port: int, later: timedelta = timedelta()) -> list[Result]:
    mail = Mail(HOST, port, "none", "rapat@ikrar.example")
    return outbox.advance(mail, "ikrar.example", lambda: timezone.now() + later)


def ids(box: Box) -> list[str]:
    found = [email.message_from_bytes(bytes(one.content or b""), policy=policy.default) for one in box.letters]
    return [str(one["Message-ID"]) for one in found]


def test_all_that_is_due_goes_each_to_its_own_address_and_no_one_sees_another(dewi: Holder) -> None:
    box = Box()
    first, second = send(), send("sekretariat@polres.example")
    with serving(box) as port:
        assert [one.outcome for one in advance(port)] == [Outcome.TAKEN] * 2
        assert advance(port) == []
    assert sorted(ids(box)) == sorted(f"<{ref}@ikrar.example>" for ref in (first, second))
    assert [one.rcpt_tos for one in box.letters] == [[TO], ["sekretariat@polres.example"]]
    assert b"polres" not in bytes(box.letters[0].content or b"")
    assert queries.letters(dewi).counts == {State.SENT: 2}


def test_a_refused_letter_does_not_keep_the_next_one(dewi: Holder) -> None:
    box = Box(refuses={TO: "550 unknown"})
    refused, taken = send(), send("sekretariat@polres.example")
    with serving(box) as port:
        assert [one.outcome for one in advance(port)] == [Outcome.NEVER, Outcome.TAKEN]
    assert queries.letter(dewi, refused).state is State.FAILED
    assert queries.letter(dewi, taken).state is State.SENT


def test_where_no_server_is_one_letter_learns_it_for_all(dewi: Holder) -> None:
    refs = [send(), send()]
    assert [one.cause for one in advance(free_port())] == [Cause.UNREACHABLE]
    assert sorted(queries.letter(dewi, ref).tries for ref in refs) == [0, 1]


def test_what_makes_no_letter_fails_and_is_told(dewi: Holder) -> None:
    ref = send(start="besok")
    with serving(Box()) as port:
        assert [one.cause for one in advance(port)] == [Cause.UNREADABLE]
    assert queries.letter(dewi, ref).cause is Cause.UNREADABLE


def test_killed_between_the_server_and_the_commit_it_arrives_twice_with_one_message_id_and_says_so(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, ref = Box(), send()

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with serving(box) as port:
        with monkeypatch.context() as patch:
            patch.setattr(actions, "finish", killed)
            with pytest.raises(KeyboardInterrupt):
                advance(port)
        assert advance(port) == []  # not before it is sure that nobody is at it
        assert [one.outcome for one in advance(port, CUT_OFF)] == [Outcome.TAKEN]
        assert advance(port, timedelta(days=9)) == []
    assert ids(box) == [f"<{ref}@ikrar.example>"] * 2
    assert box.letters[0].content == box.letters[1].content
    assert queries.letter(dewi, ref).doubled


def test_killed_before_the_server_was_reached_it_arrives_once(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    box, ref = Box(), send()

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with serving(box) as port:
        with monkeypatch.context() as patch:
            patch.setattr(outbox.send, "hand_over", killed)
            with pytest.raises(KeyboardInterrupt):
                advance(port)
        advance(port, CUT_OFF)
    assert len(box.letters) == 1
    assert queries.letter(dewi, ref).doubled  # it cannot be known, so it is said


def test_a_server_that_falls_silent_after_taking_it_may_have_it_twice(dewi: Holder) -> None:
    ref = send()
    with scripted({".": None}) as port:
        assert [one.unsure for one in advance(port)] == [True]
    with serving(Box()) as port:
        advance(port, timedelta(minutes=2))
    assert queries.letter(dewi, ref).doubled


# --- ikrar work -------------------------------------------------------------------------------------------------------


def told(monkeypatch: pytest.MonkeyPatch, mail: Mail | None, **more: Any) -> None:
    """Let this installation have other mail settings."""
    known = settings.ENVIRONMENT
    parts = {name: getattr(known, name) for name in known.__dataclass_fields__} | {"mail": mail} | more
    monkeypatch.setattr(settings, "ENVIRONMENT", SimpleNamespace(**parts))


def test_a_round_of_the_jobs_sends_letters_and_logs_no_address(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    box = Box(refuses={TO: f"550 {TO} is unknown here"})
    refs = [send(), send("sekretariat@polres.example")]
    with serving(box) as port:
        told(monkeypatch, Mail(HOST, port, "none", "rapat@ikrar.example"))
        assert main.main(["work", "--once"]) == 0
    assert [queries.letter(dewi, ref).state for ref in refs] == [State.FAILED, State.SENT]
    log = capfd.readouterr().err
    assert "1 letters were taken, 1 were not" in log
    assert "550" in log
    assert "bawaslu" not in log
    assert "polres" not in log


def test_without_a_mail_server_letters_wait_for_one(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = send()
    told(monkeypatch, None)
    assert main.main(["work", "--once"]) == 0
    assert queries.letter(dewi, ref).state is State.WAITING


def test_a_wrong_password_is_told_without_it_and_no_letter_is_lost(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ref = send()
    with scripted({"EHLO": b"250-halo\r\n250 AUTH PLAIN\r\n", "AUTH": b"535 kata-sandi-salah is wrong\r\n"}) as port:
        told(monkeypatch, Mail(HOST, port, "none", "rapat@ikrar.example", "ikrar", "kata-sandi-salah"))
        assert main.main(["work", "--once"]) == 0
    log = capfd.readouterr()
    page = cast.sign_in(cast.DEWI).get("/meja/surat/").content.decode()
    assert "sign_in 535" in log.err
    assert "menolak masuknya instalasi ini" in page
    assert "kata-sandi" not in log.err + log.out + page
    assert queries.letter(dewi, ref).state is State.WAITING


def test_a_maildir_that_is_gone_is_told_once_and_letters_still_go_out(
    dewi: Holder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ref = send()
    said: set[str] = set()
    warned: list[str] = []
    monkeypatch.setattr(logging.getLogger("ikrar.mail"), "warning", lambda _form, why: warned.append(why))
    with serving(Box()) as port:
        told(monkeypatch, Mail(HOST, port, "none", "rapat@ikrar.example"), mail_in=tmp_path / "hilang")
        for _ in range(3):
            work._letters(said)
        (tmp_path / "hilang" / "new").mkdir(parents=True)
        work._letters(said)
    assert queries.letter(dewi, ref).state is State.SENT
    assert warned == ["the Maildir of IKRAR_MAIL_IN cannot be read or written: No such file or directory"]
    assert said == set()
