"""The body of an e-mail: what was forwarded in it, without the lines around it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from ikrar.core.text import date

_FORWARDED: Final = re.compile(
    r"^[>\s]*(?:-{2,}\s*(?:forwarded message|original message|pesan (?:terusan|yang diteruskan|asli))\s*-{2,}"
    r"|begin forwarded message:|mulai (?:meneruskan )?pesan(?: terusan)?:)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER: Final = re.compile(
    r"^[>*\s]*(?P<name>from|sent|date|to|cc|bcc|subject|reply-to|dari|dikirim|tanggal|kepada|kpd|untuk|tembusan|perihal|subjek|judul)"
    r"\s*\*?\s*:\*?(?P<value>.*)$",
    re.IGNORECASE,
)
_DAYS: Final = frozenset({"sent", "date", "dikirim", "tanggal"})
_SUBJECTS: Final = frozenset({"subject", "subjek", "perihal", "judul"})
_SENDERS: Final = frozenset({"from", "dari"})
_SIGNATURE: Final = re.compile(r"^(?:-- ?|_{5,}|(?:dikirim|sent) (?:dari|from) .{2,40})$", re.IGNORECASE | re.MULTILINE)
_QUOTED: Final = re.compile(r"^(?:> ?)+", re.MULTILINE)
_FEWEST_HEADERS: Final = 3
_STORY: Final = 200


@dataclass(frozen=True)
class Letter:
    """The text of a message; ``subject`` and ``day`` are those of the message forwarded in it, where one is."""

    text: str
    subject: str | None = None
    day: datetime.date | None = None


def opened(body: str) -> Letter:
    """Take the lines of the mail program off a message: quote marks, the header of a forwarded message, the signature.

    What stands before a forwarded message goes when the message is a story of its own (200 characters or more).
    """
    lines = _unquoted(body).split("\n")
    at = _header(lines)
    if at is None:
        return Letter(_unsigned("\n".join(lines)))
    start, end = at
    told = [found for line in lines[start:end] if (found := _HEADER.match(line))]
    before = _FORWARDED.sub("", "\n".join(lines[:start])).strip()
    after = "\n".join(lines[end:]).strip()
    text = after if len(after) >= _STORY or not before else f"{before}\n\n{after}"
    subject = next((one["value"].strip() for one in told if one["name"].lower() in _SUBJECTS), None)
    day = next((day for one in told if one["name"].lower() in _DAYS and (day := _day(one["value"]))), None)
    return Letter(_unsigned(text), subject or None, day)


def _header(lines: list[str]) -> tuple[int, int] | None:
    """Find the last header of a forwarded message: three lines or more that begin with its names, one the sender's."""
    last = None
    start = 0
    for at, line in enumerate([*lines, ""]):
        if _HEADER.match(line):
            continue
        names = {str(_HEADER.match(one)["name"]).lower() for one in lines[start:at]}  # type: ignore[index]
        if len(names) >= _FEWEST_HEADERS and names & _SENDERS:
            last = start, at
        start = at + 1
    return last


def _unquoted(body: str) -> str:
    """Take off the marks of a quotation when most of the message is one."""
    lines = [line for line in body.replace("\r\n", "\n").split("\n") if line.strip()]
    quoted = sum(line.startswith(">") for line in lines)
    text = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").split("\n"))
    return _QUOTED.sub("", text) if quoted * 2 > len(lines) else text


def _unsigned(text: str) -> str:
    """Cut the signature off: all after the line "-- ", when a story stands before it."""
    found = next((one for one in _SIGNATURE.finditer(text) if one.start() >= _STORY), None)
    return (text[: found.start()] if found else text).strip()


def _day(value: str) -> datetime.date | None:
    found = next((one for one in date.find(value) if one.year), None)
    return found.on(found.year) if found and found.year else None
