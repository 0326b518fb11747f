"""The authenticator app of the people in a journey: it gives each code once, as the product takes each once."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD: Final = 30  # seconds a code stands on the screen


def shown(secret: str, period: int) -> str:
    """Return the six digits that an app with this secret shows in a period."""
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), period)))


@dataclass
class App:
    """What was given last is kept for each secret, so that nobody is handed a code that somebody used."""

    given: dict[str, int] = field(default_factory=dict)

    def code(self, secret: str) -> str:
        """Return six digits of this period or, when they were given, of the next one, which the product takes as well.

        When both were given it waits until the next period has begun: at most as long as a code stands.
        """
        period = max(int(time.time()) // PERIOD, self.given.get(secret, 0) + 1)
        self.given[secret] = period
        threading.Event().wait(max(0.0, (period - 1) * PERIOD - time.time()))
        return shown(secret, period)
