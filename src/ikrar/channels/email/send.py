"""Hand one letter to the operator's mail server (RFC 5321, RFC 6409), and say how that ended without its words.

A server's answer usually repeats the address, so only its three digits and our own word for the cause leave here.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from ikrar.core.job.delivery import LONGEST, Cause, Outcome, Result
from ikrar.environment import Mail

#: How long the server may be silent between two steps; the whole try has a limit of its own.
SILENCE = timedelta(seconds=20)


@dataclass
class _Course:
    """How far a try came, and whether our own clock ended it."""

    met: bool = False
    handed: bool = False
    late: bool = False


class _Stopped(Exception):
    """A try is over, with its result."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__()


def hand_over(
    mail: Mail, data: bytes, to: str, *, name: str, limit: timedelta = LONGEST, silence: timedelta = SILENCE
) -> Result:
    """Hand a letter (bytes with CRLF) to the mail server for one address; never raises for what a server does.

    ``name`` is the host we greet with. The try ends within ``limit``, whatever the server does.
    """
    course = _Course()
    try:
        with _client(mail, name, silence) as client, _clock(client, limit, course):
            code, _words = client.connect(mail.host, mail.port)
            course.met = True
            if code != 220:
                return Result(Outcome.LATER, Cause.BUSY, _digits(code))
            _greet(client, mail)
            _envelope(client, mail, to)
            return _content(client, data, course)
    except _Stopped as stopped:
        return stopped.result
    except smtplib.SMTPResponseException as error:  # to our greeting: about us, not about this letter
        return Result(Outcome.LATER, Cause.BUSY, _digits(error.smtp_code))
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        return Result(Outcome.LATER, _cause(error, course), unsure=course.handed)


@contextmanager
def _client(mail: Mail, name: str, silence: timedelta) -> Iterator[smtplib.SMTP]:
    seconds = silence.total_seconds()
    client = (
        smtplib.SMTP_SSL(local_hostname=name, timeout=seconds, context=_trust(mail))
        if mail.tls == "tls"
        else smtplib.SMTP(local_hostname=name, timeout=seconds)
    )
    client._host = mail.host  # type: ignore[attr-defined] # what the certificate must name; smtplib sets it only when it connects by itself
    try:
        yield client
    finally:
        client.close()


def _trust(mail: Mail) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=mail.ca or None)


@contextmanager
def _clock(client: smtplib.SMTP, limit: timedelta, course: _Course) -> Iterator[None]:
    """End the connection when the time is over: a server that sends a byte now and then is never silent."""

    def cut() -> None:
        course.late = True
        if client.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(client.sock, socket.SHUT_RDWR)  # not TLS's own, which would free what is read

    timer = threading.Timer(limit.total_seconds(), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _greet(client: smtplib.SMTP, mail: Mail) -> None:
    """Say who we are, go over to TLS and sign in, as the settings say; never go on without what they ask for."""
    client.ehlo_or_helo_if_needed()
    if mail.tls == "starttls":
        if not client.has_extn("starttls"):
            raise _Stopped(Result(Outcome.LATER, Cause.UNTRUSTED))
        client.starttls(context=_trust(mail))
        client.ehlo()
    if mail.user:
        try:
            client.login(mail.user, mail.password)
        except smtplib.SMTPAuthenticationError as error:
            raise _Stopped(Result(Outcome.LATER, Cause.SIGN_IN, error.smtp_code)) from None
        except smtplib.SMTPNotSupportedError:
            raise _Stopped(Result(Outcome.LATER, Cause.SIGN_IN)) from None


def _envelope(client: smtplib.SMTP, mail: Mail, to: str) -> None:
    code, _words = client.mail(mail.sender)
    if code != 250:  # about ourselves, not about this letter: the operator may mend it
        raise _Stopped(Result(Outcome.LATER, Cause.BUSY if code < 500 else Cause.SENDER, code))
    code, _words = client.rcpt(to)
    if code not in {250, 251}:
        raise _Stopped(_answer(code))


def _content(client: smtplib.SMTP, data: bytes, course: _Course) -> Result:
    course.handed = True
    try:
        code, _words = client.data(data)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    if code != 250:
        return _answer(code)
    with suppress(smtplib.SMTPException, OSError):
        client.quit()
    return Result(Outcome.TAKEN, code=code)


def _answer(code: int) -> Result:
    """What digits mean for this letter: 5xx is for good, all else is for now (RFC 5321 §4.2.1)."""
    if 500 <= code < 600:
        return Result(Outcome.NEVER, Cause.REFUSED, code)
    return Result(Outcome.LATER, Cause.BUSY, _digits(code))


def _digits(code: int) -> int:
    """Return an answer's code, 0 for one that is none."""
    return code if 200 <= code < 600 else 0


def _cause(error: Exception, course: _Course) -> Cause:
    if course.late or isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Cause.SLOW
    if isinstance(error, ssl.SSLError) and not course.handed:
        return Cause.UNTRUSTED
    return Cause.DROPPED if course.met else Cause.UNREACHABLE
