"""Take the letters of a Maildir or of files: each once, each moved out of the way, with a word on what became of it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ikrar.channels.email import receive
from ikrar.core.errors import IkrarError
from ikrar.core.job.arrival import ASIDE, Fate, fate_of
from ikrar.core.meeting.reply import Reply, Taken
from ikrar.records.job import actions
from ikrar.records.meeting import reply as meeting

ROUND = 500  # letters of one round of a Maildir
BESIDE = ".Ikrar-disisihkan"  # a folder of the Maildir that mail programs show beside the others

Answer = Callable[[Reply, datetime], Taken]


def to_meeting(reply: Reply, _now: datetime) -> Taken:
    """Hand a reply to the one noun that invites so far."""
    return meeting.take(reply)


@dataclass(frozen=True)
class Came:
    """A letter that came: the name of its file, and what became of it."""

    name: str
    fate: Fate


def take_files(paths: list[Path], answer: Answer, now: datetime) -> Iterator[Came]:
    """Take letters from files, which stay where they are. Raises OSError for one that cannot be read."""
    for path in paths:
        yield Came(path.name, take(_bytes(path), answer, now))


def take_maildir(folder: Path, answer: Answer, now: datetime) -> Iterator[Came]:
    """Take what is new in a Maildir: what was read moves to ``cur`` as seen, what a person should look at beside it.

    Stopped at any step, the next round goes on: a letter is moved after it was taken, and taken once. Raises OSError
    where the Maildir itself cannot be read or written.
    """
    for path in sorted((folder / "new").iterdir())[:ROUND]:
        if path.is_symlink() or not path.is_file():
            continue
        try:
            data = _bytes(path)
        except FileNotFoundError:  # another process was faster
            continue
        except OSError:  # a file that this user may not open, or a disk that fails
            data = None
        fate = Fate.UNREADABLE if data is None else take(data, answer, now)
        _put_away(folder, path, aside=fate in ASIDE)
        yield Came(path.name, fate)


def take(data: bytes, answer: Answer, now: datetime) -> Fate:
    """Take one letter: hand its reply to the noun it answers, once for each Message-ID, and say what became of it."""
    letter = receive.read(data)
    reply = letter.reply
    if reply is None:
        return letter.fate
    try:
        return actions.take(digest(letter.id, data), lambda: fate_of(answer(reply, now)), now)
    except IkrarError:  # the noun has no use for it; a person looks at the letter
        return Fate.UNREADABLE


def digest(name: str, data: bytes) -> str:
    """Return the keyed digest of a letter's Message-ID, or of its bytes when it has none: nothing of it is kept."""
    key = hashlib.blake2s(b"ikrar/mail/v1", key=settings.SECRET_KEY.encode()[:32]).digest()
    return hmac.new(key, name.encode() or data, hashlib.sha256).hexdigest()


def _bytes(path: Path) -> bytes:
    """Read a letter, but no more than tells that it is too large."""
    with path.open("rb") as file:
        return file.read(receive.LARGEST + 1)


def _put_away(folder: Path, path: Path, *, aside: bool) -> None:
    """Move a letter out of ``new``: with the flag S (seen) into ``cur``, or unseen into the folder beside."""
    place = folder / BESIDE if aside else folder
    for part in ("new", "cur", "tmp"):
        (place / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    name = path.name.partition(":2,")[0]
    with suppress(FileNotFoundError):
        path.replace(place / "cur" / (f"{name}:2," if aside else f"{name}:2,S"))
