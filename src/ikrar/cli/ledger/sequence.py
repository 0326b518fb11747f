"""``ikrar ledger sequence``: one round of the sequencer; ``ikrar work`` does one every few seconds."""

from __future__ import annotations

import argparse
import logging
import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ikrar.cli.language import translator
from ikrar.core.errors import IkrarError, Refused

if TYPE_CHECKING:
    from ikrar.records.ledger.cosigning import Answer, Question
    from ikrar.records.ledger.recovery import Recovery
    from ikrar.records.ledger.sequence import Round

FIRST_PAUSE: Final = 10.0  # seconds until a witness that did not cosign is asked again; doubled each time
LONGEST_PAUSE: Final = 300.0
FURTHER: Final = 2  # questions more that a witness may cause by remembering another size


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This act has no options."""


def run(args: argparse.Namespace) -> int:
    """Number what waits, sign, ask the witnesses, and print where the ledger stands; 1 when it may not sign."""
    from ikrar.cli.installation import start_django  # here, for `ikrar ledger verify` loads this module too (R50)

    start_django()
    from django.utils import timezone

    say = translator()
    done = Sequencer().round(timezone.now())
    values = {"numbered": done.numbered, "size": done.checkpoint.size}
    print(say("{numbered} daun diberi nomor; titik periksa terbaru memuat {size} daun.").format(**values))
    return 0


class Sequencer:
    """Does the rounds of one process, and remembers which witnesses did not answer."""

    def __init__(self) -> None:
        self.first = True
        self.silent: dict[str, tuple[float, float]] = {}  # by key: the pause so far, and when to ask again

    def round(self, now: datetime) -> Round:
        """Do one round. Raises Refused when the log may not sign; pages then say why.

        In the first round every tile is compared with the database and every witness is asked before anything is
        signed, as after a restore (R51).
        """
        from ikrar.records.ledger import recovery, sequence

        with sequence.alone():
            try:
                self._prepare(now)
                done = sequence.advance(now)
                self._ask(now)
            except IkrarError as error:
                recovery.note_stopped(error)
                raise
            recovery.note_stopped(None)
        return done

    def _prepare(self, now: datetime) -> None:
        from ikrar.records.ledger import recovery

        found = self._recovered(now)
        if self.first or recovery.restored():
            self._ask(now, again=True)
            found = recovery.recover(now)
            recovery.settled()
            self.first = False
        if found.replayed:
            logging.getLogger("ikrar.ledger").warning("took %d leaves back from tiles", found.replayed)

    def _recovered(self, now: datetime) -> Recovery:
        """Recover; a witness that was ahead may have erred, and is asked what it says today before the log stands."""
        from ikrar.records.ledger import recovery

        try:
            return recovery.recover(now, whole=self.first)
        except Refused:
            if not recovery.ahead():
                raise
            self._ask(now, only=recovery.ahead())
        return recovery.recover(now, whole=self.first)

    def _ask(self, now: datetime, *, again: bool = False, only: str | None = None) -> None:
        """Ask the witnesses that lack the newest checkpoint or whose word ages; ``again``: all; ``only``: one."""
        from ikrar.channels.ledger.ask import ask_all
        from ikrar.records.ledger import cosigning, queries

        left = cosigning.questions(now, active=queries.in_active_stage(now), again=again or only is not None)
        left = [one for one in left if only in {None, one.party.name} and (again or self._due(one))]
        for _ in range(1 + FURTHER):
            asked, left = ask_all(left), []
            for question, answer in asked:
                further = self._take(question, answer, now)
                left += [further] if further else []

    def _due(self, question: Question) -> bool:
        return time.monotonic() >= self.silent.get(question.party.key.text(), (0.0, 0.0))[1]

    def _take(self, question: Question, answer: Answer, now: datetime) -> Question | None:
        from ikrar.records.ledger import cosigning, recovery

        name = question.party.key.text()
        try:
            said = cosigning.take(question, answer, now)
        except IkrarError as error:
            pause = min(LONGEST_PAUSE, 2 * self.silent.get(name, (FIRST_PAUSE / 2, 0.0))[0])
            self.silent[name] = (pause, time.monotonic() + pause)
            logging.getLogger("ikrar.ledger").warning("%s", error)
            return None
        self.silent.pop(name, None)
        if isinstance(said, cosigning.Ahead):
            recovery.note_ahead(said.name, said.size)
            return None
        if answer.status == 200:
            recovery.note_level(question.party.name)
        return said
