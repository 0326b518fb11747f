"""``ikrar work``: the jobs that wait for their time."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ikrar.cli.installation import start_django
from ikrar.core.errors import IkrarError

if TYPE_CHECKING:
    from ikrar.cli.ledger.sequence import Sequencer

PAUSE = 600  # seconds between two rounds of the jobs
BEAT = 3  # seconds between two rounds of the ledger: how long an act waits for its place there


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the single round."""
    parser.add_argument("--once", action="store_true", help="one round, then stop")


def run(args: argparse.Namespace) -> int:
    """Sequence the ledger every few seconds and erase what is past its date every ten minutes, until stopped.

    An error is logged and the next round comes.
    """
    start_django()
    from ikrar.cli.ledger.sequence import Sequencer

    sequencer, due = Sequencer(), time.monotonic()
    while True:
        jobs = [lambda: _sequence(sequencer)]
        if time.monotonic() >= due:
            due, jobs = due + PAUSE, [*jobs, _round]
        for job in jobs:
            _try(job, args.once)
        if args.once:
            return 0
        time.sleep(BEAT)


def _try(job: Callable[[], None], once: bool) -> None:
    try:
        job()
    except Exception:
        if once:
            raise
        logging.getLogger("ikrar.work").exception("a round failed; the next one follows")


def _sequence(sequencer: Sequencer) -> None:
    """Do a round of the ledger; why it may not sign is said once, not every few seconds."""
    from django.utils import timezone

    from ikrar.records.ledger import recovery

    before = recovery.stopped()
    try:
        sequencer.round(timezone.now())
    except IkrarError as error:
        if recovery.stopped() != before:
            logging.getLogger("ikrar.ledger").warning("the ledger signs nothing: %s", error)


def _round() -> None:
    from django.utils import timezone

    from ikrar.records import identity
    from ikrar.records.reading import actions as reading
    from ikrar.records.scan import actions as scan

    now = timezone.now()
    with identity.system():
        drafts, pictures = reading.erase_expired(now), scan.erase_expired(timezone.localdate(now), now)
    if drafts or pictures:
        logging.getLogger("ikrar.work").info("erased %d drafts and %d pictures past their date", drafts, pictures)
