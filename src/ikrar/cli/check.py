"""``ikrar check``: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from ikrar.cli.installation import refuse_problems, start_django
from ikrar.cli.language import translator
from ikrar.core.errors import IkrarError, Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options."""


def run(args: argparse.Namespace) -> int:
    """Run the system checks; 0 when nothing is wrong, 1 with every id and hint otherwise."""
    start_django()
    from django.conf import settings

    from ikrar.checks import ledger_stands_still

    say = translator()
    try:
        refuse_problems(database=settings.ENVIRONMENT.database is not None)
    except Refused as error:
        print(say(error.message).format(**error.params))
        return 1
    stopped = _ledger()
    if stopped is not None:
        problem = ledger_stands_still(_sentence(stopped))
        print(f"{problem.id}: {problem.message} {problem.hint}")
        return 1
    print(say("Instalasi ini siap."))
    return 0


def _sentence(error: IkrarError) -> str:
    return translator()(error.message).format(**error.params)


def _ledger() -> IkrarError | None:
    """Compare the ledger's tiles with the database, all of them; what is wrong, None when nothing is.

    While `ikrar work` is in the middle of a round, the outcome of its last one counts.
    """
    from django.utils import timezone

    from ikrar.records.ledger import recovery, sequence

    stopped = recovery.stopped()
    if stopped is not None:
        said, params = stopped
        return Refused(said, **params)
    with ExitStack() as stack:
        try:
            stack.enter_context(sequence.alone())
        except Refused:
            return None
        try:
            recovery.recover(timezone.now(), whole=True)
        except IkrarError as error:
            return error
    return None
