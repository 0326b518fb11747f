"""``ikrar setup``: the first two institutions and their administrators, on the server's console alone.

Afterwards every mandate needs two people of different institutions (R8). ``codes`` prints new codes for administrators
who never opened their account; ``recover`` appoints one when no two are left who could approve each other's proposals.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ikrar.cli.installation import prepare
from ikrar.cli.language import translator
from ikrar.core.errors import InvalidField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ikrar.cli.setup.plan import Plan
    from ikrar.records.installation.actions import Invited


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do; without options the command asks."""
    parser.add_argument(
        "what", nargs="?", default="begin", choices=["begin", "codes", "recover"], help="default: begin"
    )
    parser.add_argument("--file", type=Path, help="with begin: the answers as a TOML file instead of questions")
    parser.add_argument("--institution", default="", help="with recover: code of the institution, such as 35.28/kpu")
    parser.add_argument("--login", default="", help="with recover: user name of its new administrator")
    parser.add_argument("--area", default="", help="with recover: code of the area, the institution's own by default")
    parser.add_argument("--until", default="", help="with recover: last day, YYYY-MM-DD; the election's by default")


def run(args: argparse.Namespace) -> int:
    """Begin, print codes anew, or recover; 0 when done."""
    prepare()
    from ikrar.records.identity import system

    with system():
        if args.what == "codes":
            invited: Iterable[Invited] = _codes()
        elif args.what == "recover":
            invited = [_recover(args)]
        else:
            invited = _begin(args.file)
    _tell(list(invited))
    return 0


def _begin(file: Path | None) -> list[Invited]:
    from django.utils import timezone

    from ikrar.cli.setup import ask, plan
    from ikrar.records.installation import actions
    from ikrar.records.institution import actions as institution

    actions.check_empty(timezone.now())
    made: Plan = plan.read(file) if file else ask.plan()
    now = timezone.now()
    invited = actions.begin(made.vote, made.seats, areas=[made.area], ends=made.ends, now=now)
    if made.templates:
        institution.templates(made.area, by=made.seats[0].code, now=now)
    return invited


def _codes() -> list[Invited]:
    from django.utils import timezone

    from ikrar.records.installation import actions

    return actions.invite_again(now=timezone.now())


def _recover(args: argparse.Namespace) -> Invited:
    from django.utils import timezone

    from ikrar.records.election import queries as election
    from ikrar.records.installation import actions

    area = args.area or args.institution.partition("/")[0]
    ends = _day(args.until) if args.until else election.last_day(frozenset({area}))
    return actions.recover(
        institution=args.institution, login=args.login, areas=[area], ends=ends or date.min, now=timezone.now()
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidField(
            "Tanggal {value} tidak terbaca; tulis seperti 2029-11-28.", field="ends", value=text
        ) from None


def _tell(invited: list[Invited]) -> None:
    """Print each invitation, to be copied on paper; a code is shown this once."""
    from django.conf import settings
    from django.utils import timezone

    from ikrar.core.account.code import grouped

    say = translator()
    for one in invited:
        until = timezone.localtime(one.expires).strftime("%d-%m-%Y %H.%M")
        print()
        print(say("Undangan administrator {institution}").format(institution=one.institution))
        print(say("  Alamat         {address}").format(address=f"{settings.ORIGIN}/masuk/undangan/"))
        print(say("  Nama pengguna  {login}").format(login=one.login))
        print(say("  Kode           {code}").format(code=grouped(one.code)))
        print(say("  Berlaku sampai {until}").format(until=until))
    print()
    print(say("Serahkan setiap kode kepada orangnya di atas kertas. Kode hanya ditampilkan sekali ini."))
    print(say("Sesudah ini setiap peran diusulkan satu lembaga dan disetujui lembaga lain, di meja."))
