"""Log lines without clients (R38)."""

from __future__ import annotations

import logging
import re

CLIENT = re.compile(r"(\bip=)\S+|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b", re.IGNORECASE)


class NoClientFilter(logging.Filter):
    """Replaces every network address in a log line; the line itself stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message of the record."""
        record.msg = CLIENT.sub("[alamat]", record.getMessage())
        record.args = None
        return True
