"""The command ``ikrar``: one subcommand a module, imported only when it is asked for."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from ikrar import __version__
from ikrar.cli.language import translator
from ikrar.core.errors import IkrarError

COMMANDS: dict[str, str] = {
    "read": "read press articles into draft records (offline, no database)",
    "demo": "serve the whole product with a fictional regency on this machine",
    "setup": "begin an installation: the next election, two institutions, their administrators",
    "serve": "serve an installation configured by IKRAR_* settings",
    "work": "do the waiting jobs: sequence the ledger, erase what is past its date",
    "check": "check the installation and say what is wrong and how to mend it",
    "database": "prepare a PostgreSQL database as its owner: tables, rights, row policies",
    "backup": "write everything of this installation into one sealed file, while it goes on serving",
    "restore": "put a backup in place, or rehearse that in a scratch place",
    "import": "bring in data of your own: institutions, map packs",
    "export": "write data to a file, and record that it was done",
    "ledger": "verify a proof without server or network; audit a whole ledger",
    "witness": "witness the ledgers of others: make a key, run a server, or look from time to time",
    "build": "compile the message catalogues",
}


MODULES = {"import": "importing", "export": "exporting"}  # a module cannot bear the name of a keyword


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Command(Protocol):
    """What every module in :mod:`ikrar.cli` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return the exit status: 0 done, 1 nothing found or check failed, 2 bad input."""


def command(name: str) -> Command:
    """Return the module of a subcommand."""
    return cast(Command, importlib.import_module(f"ikrar.cli.{MODULES.get(name, name)}"))


def parser_of(name: str) -> argparse.ArgumentParser:
    """Return the parser of one subcommand."""
    parser = argparse.ArgumentParser(prog=f"ikrar {name}", description=COMMANDS[name])
    command(name).add_arguments(parser)
    return parser


def _usage() -> str:
    rows = "\n".join(f"  {name:8} {what}" for name, what in COMMANDS.items())
    return (
        f"usage: ikrar COMMAND [OPTION...]\n\n{rows}\n\nikrar COMMAND --help tells more. ikrar --version: {__version__}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; an error raised on purpose becomes one sentence in the reader's language and exit 2.

    A reader that went away (a closed pipe) ends the work quietly with exit 0; a full disk is said in one sentence.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _open_closed_streams()
    try:
        status = _answer(words)
        sys.stdout.flush()
    except IkrarError as error:
        print(f"ikrar: {translator()(error.message).format(**error.params)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in _FULL:
            raise
        print(
            f"ikrar: {translator()('Tempat simpan penuh. Kosongkan dahulu, lalu ulangi perintah ini.')}",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def _open_closed_streams() -> None:
    """Put the null device where a shell closed a standard stream (``>&-``): Python gives None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - stays open


def _answer(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help"}:
        print(_usage())
        return 0 if words else 2
    if words[0] == "--version":
        print(__version__)
        return 0
    if words[0] not in COMMANDS:
        print(f"ikrar: {words[0]!r} is no command. Try: ikrar --help", file=sys.stderr)
        return 2
    return command(words[0]).run(parser_of(words[0]).parse_args(words[1:]))
