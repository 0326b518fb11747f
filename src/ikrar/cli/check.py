"""``ikrar check``: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import argparse

from ikrar.cli.installation import refuse_problems, start_django
from ikrar.cli.language import translator
from ikrar.core.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options."""


def run(args: argparse.Namespace) -> int:
    """Run the system checks; 0 when nothing is wrong, 1 with every id and hint otherwise."""
    start_django()
    from django.conf import settings

    say = translator()
    try:
        refuse_problems(database=settings.ENVIRONMENT.database is not None)
    except Refused as error:
        print(say(error.message).format(**error.params))
        return 1
    print(say("Instalasi ini siap."))
    return 0
