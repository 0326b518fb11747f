"""``ikrar work``: the jobs that wait for their time."""

from __future__ import annotations

import argparse
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ikrar.cli.installation import start_django
from ikrar.core.errors import IkrarError

if TYPE_CHECKING:
    from ikrar.cli.ledger.sequence import Sequencer

PAUSE = 600  # seconds between two rounds of the jobs
BEAT = 3  # seconds between two rounds of the ledger: how long an act waits for its place there
POST = 15  # seconds between two rounds of the letters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the single round."""
    parser.add_argument("--once", action="store_true", help="one round, then stop")


def run(args: argparse.Namespace) -> int:
    """Sequence the ledger every few seconds, send letters, and erase what is past its date, until stopped.

    An error is logged and the next round comes. Letters go in a thread of their own: a mail server that does not
    answer must not keep the ledger from signing.
    """
    start_django()
    from ikrar.cli.ledger.sequence import Sequencer

    sequencer, due = Sequencer(), time.monotonic()
    if not args.once:
        threading.Thread(target=_post, name="letters", daemon=True).start()
    while True:
        jobs = [lambda: _sequence(sequencer)]
        if time.monotonic() >= due:
            due, jobs = due + PAUSE, [*jobs, _round]
        if args.once:
            jobs.append(lambda: _letters(set()))
        for job in jobs:
            _try(job, args.once)
        if args.once:
            return 0
        time.sleep(BEAT)


def _try(job: Callable[[], None], once: bool) -> None:
    try:
        job()
    except Exception:  # a database or a disk that is gone for a while raises anything; the service outlives it
        if once:
            raise
        logging.getLogger("ikrar.work").exception("a round failed; the next one follows")


def _post() -> None:
    """Send and take letters until the process ends; cut off in the middle, the next process goes on."""
    said: set[str] = set()
    while True:
        _try(lambda: _letters(said), once=False)
        time.sleep(POST)


def _letters(said: set[str]) -> None:
    """Send what is due and take what came; ``said`` remembers what was logged, so that it is logged once."""
    from django.conf import settings
    from django.db import close_old_connections
    from django.utils import timezone

    from ikrar.channels.email import inbox, outbox
    from ikrar.core.job.arrival import ASIDE
    from ikrar.core.job.delivery import Outcome
    from ikrar.records.job import actions

    close_old_connections()  # of this thread, should the database have gone meanwhile
    environment, log = settings.ENVIRONMENT, logging.getLogger("ikrar.mail")
    lapsed = actions.give_up_lapsed(timezone.now()) + actions.give_up_past(timezone.now())
    results = []
    if environment.mail:
        collects = environment.mail_in is not None
        results = outbox.advance(environment.mail, environment.host, timezone.now, collects=collects)
    for result in results:
        if result.outcome is not Outcome.TAKEN:  # without an address: the desk knows whose letter it is
            log.warning("a letter was not taken: %s %s %s", result.outcome, result.cause, result.code or "")
    if results or lapsed:
        taken = sum(result.outcome is Outcome.TAKEN for result in results)
        log.info("%d letters were taken, %d were not, %d lapsed", taken, len(results) - taken, lapsed)
    if environment.mail_in:
        try:
            came = [one.fate for one in inbox.take_maildir(environment.mail_in, inbox.to_meeting, timezone.now())]
        except OSError as error:
            why = f"the Maildir of IKRAR_MAIL_IN cannot be read or written: {error.strerror}"
            if why not in said:
                log.warning("%s", why)
            said.add(why)
            return
        said.clear()
        if came:
            aside = sum(fate in ASIDE for fate in came)
            log.info("%d letters came in, %d of them were set aside", len(came), aside)


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
    from ikrar.records.job import actions as job
    from ikrar.records.meeting import attendance
    from ikrar.records.reading import actions as reading
    from ikrar.records.relay import photos
    from ikrar.records.scan import actions as scan
    from ikrar.records.stage import published

    now = timezone.now()
    with identity.system():
        job.forget(now)
        today = timezone.localdate(now)
        drafts, pictures = reading.erase_expired(now), scan.erase_expired(today, now)
        pictures += photos.erase_expired(today, now)
        lists = attendance.erase_expired(today, now)
        published.bring_up_to_date(now)
    if drafts or pictures:
        logging.getLogger("ikrar.work").info("erased %d drafts and %d pictures past their date", drafts, pictures)
    if lists:
        logging.getLogger("ikrar.work").info("erased %d attendance lists past their date", lists)
