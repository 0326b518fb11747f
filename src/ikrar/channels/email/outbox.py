"""A round of the outbox: every letter that is due is tried once, until none is left or the way out is shut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ikrar.channels.email import letter, send
from ikrar.channels.email.invite import Head
from ikrar.core.job.delivery import Cause, Outcome, Result
from ikrar.environment import Mail
from ikrar.records.job import actions

#: Causes that lie in the server or our settings: the next letter would meet the same.
SHUT = frozenset({Cause.UNREACHABLE, Cause.SLOW, Cause.UNTRUSTED, Cause.SIGN_IN, Cause.SENDER})
MOST = 200  # letters of one round


def advance(mail: Mail, host: str, clock: Callable[[], datetime], *, collects: bool = False) -> list[Result]:
    """Try what is due; ``host`` is the installation's, ``collects``: it reads the answers to the sender's address.

    Returns how each try ended, without any address.
    """
    results: list[Result] = []
    while len(results) < MOST and (claimed := actions.claim(clock())) is not None:
        head = Head(mail.sender, claimed.ref, host, claimed.made_at, collects)
        result = _try(mail, head, claimed)
        actions.finish(claimed, result, clock())
        results.append(result)
        if result.cause in SHUT:
            break
    return results


def _try(mail: Mail, head: Head, claimed: actions.Claimed) -> Result:
    try:
        data = letter.write(claimed.kind, claimed.payload, head).as_bytes()
    except (KeyError, TypeError, ValueError):
        return Result(Outcome.NEVER, Cause.UNREADABLE)
    return send.hand_over(mail, data, claimed.to, name=head.host)
