"""A letter and a mail server: taken, refused, busy, silent, gone in the middle, without TLS or with a wrong one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ikrar.channels.email.send import hand_over
from ikrar.core.job.delivery import Cause, Outcome, Result
from ikrar.environment import Mail
from tests.channels.email.server import HOST, Box, certificate, free_port, scripted, serving

TO = "tu@bawaslu.example"
LETTER = b"From: rapat@ikrar.example\r\nTo: tu@bawaslu.example\r\nSubject: Rapat\r\n\r\nSatu.\r\n.dua\r\n"
SOON = timedelta(seconds=0.3)


def plain(port: int) -> Mail:
    return Mail(HOST, port, "none", "rapat@ikrar.example")


def hand(
    mail: Mail, to: str = TO, *, limit: timedelta = timedelta(seconds=20), silence: timedelta = SOON * 20
) -> Result:
    return hand_over(mail, LETTER, to, name="ikrar.example", limit=limit, silence=silence)


def test_a_letter_is_taken_as_it_was_written() -> None:
    box = Box()
    with serving(box) as port:
        assert hand(plain(port)) == Result(Outcome.TAKEN, code=250)
    (letter,) = box.letters
    assert (letter.mail_from, letter.rcpt_tos) == ("rapat@ikrar.example", [TO])
    assert letter.content == LETTER


def test_a_refused_address_is_refused_for_good_and_nothing_of_the_answer_is_kept() -> None:
    box = Box(refuses={TO: f"550 {TO} unknown"})
    with serving(box) as port:
        assert hand(plain(port)) == Result(Outcome.NEVER, Cause.REFUSED, 550)
    assert box.letters == []


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": b"450 later\r\n"}, Result(Outcome.LATER, Cause.BUSY, 450)),
        ({"RCPT": b"251 forwarded\r\n"}, Result(Outcome.TAKEN, code=250)),
        ({"RCPT": b"553 no\r\n"}, Result(Outcome.NEVER, Cause.REFUSED, 553)),
        ({"MAIL": b"451 later\r\n"}, Result(Outcome.LATER, Cause.BUSY, 451)),
        ({"MAIL": b"553 not you\r\n"}, Result(Outcome.LATER, Cause.SENDER, 553)),
        ({"DATA": b"554 no\r\n"}, Result(Outcome.NEVER, Cause.REFUSED, 554)),
        ({"DATA": b"451 later\r\n"}, Result(Outcome.LATER, Cause.BUSY, 451)),
        ({".": b"452 full\r\n"}, Result(Outcome.LATER, Cause.BUSY, 452)),
        ({".": b"554 spam\r\n"}, Result(Outcome.NEVER, Cause.REFUSED, 554)),
        ({"EHLO": None}, Result(Outcome.LATER, Cause.DROPPED)),
        ({"MAIL": None}, Result(Outcome.LATER, Cause.DROPPED)),
        ({"RCPT": None}, Result(Outcome.LATER, Cause.DROPPED)),
        ({".": None}, Result(Outcome.LATER, Cause.DROPPED, unsure=True)),
        ({"QUIT": None}, Result(Outcome.TAKEN, code=250)),
        ({"QUIT": b"500 stay\r\n"}, Result(Outcome.TAKEN, code=250)),
        ({"RCPT": b"halo dunia\r\n"}, Result(Outcome.LATER, Cause.BUSY)),
        ({"RCPT": b"2" * 9000 + b"\r\n"}, Result(Outcome.LATER, Cause.BUSY, 500)),
    ],
    ids=lambda one: str(one)[:40],
)
def test_each_answer_of_a_server_has_its_meaning(answers: dict[str, bytes | None], expected: Result) -> None:
    with scripted(answers) as port:
        assert hand(plain(port)) == expected


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        (None, Result(Outcome.LATER, Cause.UNREACHABLE)),
        (b"421 closing\r\n", Result(Outcome.LATER, Cause.BUSY, 421)),
        (b"554 not for you\r\n", Result(Outcome.LATER, Cause.BUSY, 554)),
        (b"SSH-2.0\r\n", Result(Outcome.LATER, Cause.BUSY)),
    ],
)
def test_what_is_no_greeting_of_a_mail_server_is_tried_later(greeting: bytes | None, expected: Result) -> None:
    with scripted({}, greeting=greeting) as port:
        assert hand(plain(port)) == expected


def test_a_server_that_greets_nobody_is_left_after_the_silence() -> None:
    with scripted({}, greeting=b"") as port:
        assert hand(plain(port), silence=SOON) == Result(Outcome.LATER, Cause.SLOW)


@pytest.mark.parametrize("command", ["EHLO", "RCPT", "."])
def test_a_silent_server_is_left_after_the_silence(command: str) -> None:
    with scripted({command: b""}) as port:
        found = hand(plain(port), silence=SOON)
    assert found == Result(Outcome.LATER, Cause.SLOW, unsure=command == ".")


def test_a_server_that_keeps_talking_is_left_when_the_time_of_the_try_is_over() -> None:
    with scripted({"EHLO": b"250-halo\r\n"}) as port:  # a list that never ends
        found = hand(plain(port), limit=SOON, silence=timedelta(seconds=30))
    assert found == Result(Outcome.LATER, Cause.SLOW)


def test_where_nothing_listens_the_letter_waits() -> None:
    assert hand(plain(free_port())) == Result(Outcome.LATER, Cause.UNREACHABLE)


@pytest.mark.parametrize("host", ["tidak-ada.invalid", "a" * 64 + ".example", "..", "\x00"])
def test_a_host_that_is_none_is_unreachable(host: str) -> None:
    assert hand(replace(plain(25), host=host)).cause is Cause.UNREACHABLE


# --- TLS and signing in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [False, True], ids=["starttls", "tls"])
def test_a_letter_goes_through_tls_with_a_certificate_that_holds(tmp_path: Path, whole: bool) -> None:
    context, ca = certificate(tmp_path)
    box = Box()
    with serving(box, context=context, whole=whole) as port:
        mail = Mail("localhost", port, "tls" if whole else "starttls", "rapat@ikrar.example", ca=str(ca))
        assert hand(mail) == Result(Outcome.TAKEN, code=250)
    assert len(box.letters) == 1


@pytest.mark.parametrize("whole", [False, True], ids=["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_or_of_another_name_ends_the_try_before_anything_is_said(
    tmp_path: Path, whole: bool
) -> None:
    box, how = Box(), "tls" if whole else "starttls"
    context, _ca = certificate(tmp_path)
    with serving(box, context=context, whole=whole) as port:
        unknown = Mail("localhost", port, how, "rapat@ikrar.example")
        assert hand(unknown) == Result(Outcome.LATER, Cause.UNTRUSTED)
    context, ca = certificate(tmp_path, "lain.example")
    with serving(box, context=context, whole=whole) as port:
        other = Mail("localhost", port, how, "rapat@ikrar.example", ca=str(ca))
        assert hand(other) == Result(Outcome.LATER, Cause.UNTRUSTED)
    assert box.letters == []


def test_a_server_without_starttls_gets_neither_password_nor_letter() -> None:
    box = Box()
    with serving(box) as port:
        mail = Mail(HOST, port, "starttls", "rapat@ikrar.example", user="ikrar", password="rahasia")
        assert hand(mail) == Result(Outcome.LATER, Cause.UNTRUSTED)
    assert box.letters == []


def test_the_right_password_opens(tmp_path: Path) -> None:
    context, ca = certificate(tmp_path)
    with serving(Box(), context=context, auth=True) as port:
        mail = Mail("localhost", port, "starttls", "rapat@ikrar.example", "ikrar", "rahasia", str(ca))
        assert hand(mail) == Result(Outcome.TAKEN, code=250)


def test_a_wrong_password_is_for_the_operator_to_mend() -> None:
    with scripted({"EHLO": b"250-halo\r\n250 AUTH PLAIN\r\n", "AUTH": b"535 wrong\r\n"}) as port:
        mail = replace(plain(port), user="ikrar", password="salah")
        assert hand(mail) == Result(Outcome.LATER, Cause.SIGN_IN, 535)


def test_a_server_that_knows_no_signing_in_is_told_as_such() -> None:
    with serving(Box()) as port:
        assert hand(replace(plain(port), user="ikrar", password="x")) == Result(Outcome.LATER, Cause.SIGN_IN)
