"""``ikrar database prepare``: bring a PostgreSQL database up to date as its owner."""

from __future__ import annotations

import argparse

from ikrar.cli.installation import start_django
from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, Refused
from ikrar.environment import Database, parse_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do and as whom."""
    parser.add_argument("what", choices=["prepare"], help="make or migrate the tables, grant rights, set row policies")
    parser.add_argument(
        "--as",
        dest="owner",
        required=True,
        metavar="URL",
        help="the owner's address of the database, without a password (peer, PGPASSFILE): postgresql://OWNER@/NAME",
    )


def run(args: argparse.Namespace) -> int:
    """Prepare the database of IKRAR_DATABASE; 0 when it is ready for the application's role.

    The owner need not reach the folder or the key of the installation: only the address of its database counts here.
    """
    start_django()
    role = prepare_as(args.owner)
    print(translator()("Basis data siap untuk peran {role}.").format(role=role))
    return 0


def prepare_as(url: str) -> str:
    """Migrate as the owner, then grant and set policies for the role of IKRAR_DATABASE; returns it.

    Raises BadInput for an address that is none, Refused on SQLite, when owner and application are one role, or when
    the database does not answer.
    """
    from django.conf import settings
    from django.db import DatabaseError

    from ikrar.records import policy

    owner, mine = owner_of(url), settings.ENVIRONMENT.database
    if mine is None:
        raise Refused(
            "IKRAR_DATABASE kosong atau keliru. Tulis seperti postgresql://ikrar@/ikrar; SQLite tidak perlu disiapkan."
        )
    if owner.role == mine.role or owner.name != mine.name:
        raise Refused("Pemilik harus peran lain daripada peran aplikasi, pada basis data yang sama.")
    try:
        policy.prepare(entries_of(owner), mine.role)
    except DatabaseError as error:
        raise Refused("Basis data tidak menjawab: {reason}", reason=str(error).strip()) from error
    return mine.role


def owner_of(url: str) -> Database:
    """Read an owner's address; raises BadInput for one that is none."""
    owner = parse_database(url)
    if owner is None:
        raise BadInput("Alamat pemilik basis data bukan seperti postgresql://ikrar_owner@/ikrar.")
    return owner


def entries_of(owner: Database) -> dict[str, object]:
    """Return the entries of the connection's settings that make it the owner's."""
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"] | dict(owner.options)
    entries: dict[str, object] = {"NAME": owner.name, "USER": owner.role, "PASSWORD": ""}
    return entries | {"HOST": owner.host, "PORT": owner.port, "OPTIONS": options}
