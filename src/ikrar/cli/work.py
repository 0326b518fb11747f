"""``ikrar work``: the jobs that wait for their time."""

from __future__ import annotations

import argparse
import logging
import time

from ikrar.cli.installation import start_django

PAUSE = 600  # seconds between two rounds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the single round."""
    parser.add_argument("--once", action="store_true", help="one round, then stop")


def run(args: argparse.Namespace) -> int:
    """Erase what is past its date, every ten minutes until stopped; an error is logged and the next round comes."""
    start_django()
    while True:
        try:
            _round()
        except Exception:
            if args.once:
                raise
            logging.getLogger("ikrar.work").exception("a round failed; the next one follows")
        if args.once:
            return 0
        time.sleep(PAUSE)


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
