"""Log lines without clients (R38)."""

from __future__ import annotations

import logging
import re
from ipaddress import ip_address

CANDIDATE = re.compile(
    r"\bip=\S+|(?:\d{1,3}\.){3}\d{1,3}|(?<!\w)[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*(?!\w)", re.IGNORECASE
)
MARK = "[alamat]"


REFERRER = re.compile(r"((?:Referer|Origin) checking failed - )\S+")  # as Django's protection of forms words it


class NoClientFilter(logging.Filter):
    """Replaces every network address and referrer in a log line; the line itself stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message of the record, and the traceback below it."""
        record.msg = CANDIDATE.sub(_hidden, REFERRER.sub(rf"\1{MARK}", record.getMessage()))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = CANDIDATE.sub(_hidden, logging.Formatter().formatException(record.exc_info))
        return True


def _hidden(found: re.Match[str]) -> str:
    """Return the mark for a network address, and anything else (a time of day, a word with colons) as it was."""
    text = found.group()
    if text.startswith("ip=") or "." in text:
        return MARK
    core = text.rstrip(".:") if not text.endswith("::") else text
    try:
        ip_address(core)
    except ValueError:
        return text
    return MARK + text[len(core) :]
