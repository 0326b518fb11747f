"""``ikrar setup``: begin an installation with two institutions and their administrators, or recover one.

Everything is asked first and written last, in one transaction: whoever stops in between leaves nothing behind.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ikrar.cli.installation import prepare
from ikrar.cli.language import translator
from ikrar.core.account.code import grouped
from ikrar.core.account.request import check_username
from ikrar.core.errors import BadInput, IkrarError, InvalidField

if TYPE_CHECKING:
    from ikrar.records.installation.actions import Invited, Seat, Vote

AFTER_VOTING = timedelta(days=180)
KINDS = (("kpu", "KPU"), ("bawaslu", "Bawaslu"))


@dataclass(frozen=True)
class Plan:
    """What an installation begins with: areas, last day of the first grants, election if a new one, two seats."""

    areas: tuple[str, ...]
    ends: date
    vote: Vote | None
    seats: tuple[Seat, Seat]
    templates: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file of answers, and the way back when nobody is left who could approve."""
    parser.add_argument("--file", type=Path, help="answers as TOML instead of questions (docs/howto/accounts.md)")
    parser.add_argument("--recover", metavar="INSTITUTION", help="appoint an administrator when no two are left")
    parser.add_argument("--login", default="", help="with --recover: the administrator's user name")
    parser.add_argument("--areas", default="", help="with --recover: area codes, separated by commas")
    parser.add_argument("--ends", default="", help="with --recover: last day, such as 2029-12-31")


def run(args: argparse.Namespace) -> int:
    """Prepare the installation, take the answers, write everything at once, print the invitations."""
    prepare()
    from django.utils import timezone

    from ikrar.records.installation import actions

    now = timezone.now()
    if args.recover:
        areas = [code.strip() for code in args.areas.split(",") if code.strip()]
        terms = {"institution": args.recover, "login": args.login, "areas": areas, "ends": _day(args.ends)}
        with _system():
            _print_invitations([actions.recover(now=now, **terms)])
        return 0
    with _system():
        actions.check_empty(now)
    plan = _from_file(args.file) if args.file else _asked()
    with _system():
        invited = actions.begin(plan.vote, plan.seats, areas=plan.areas, ends=plan.ends, now=now)
        _write_templates(plan)
    _print_invitations(invited)
    return 0


def _system() -> AbstractContextManager[None]:
    from ikrar.records import identity

    return identity.system()


def _write_templates(plan: Plan) -> None:
    from ikrar.records.institution import actions as institutions

    if plan.templates:
        for area in plan.areas:
            institutions.templates(area, by=plan.seats[0].code)


def _print_invitations(invited: list[Invited]) -> None:
    """Print each code once; it is kept nowhere but as its hash."""
    from django.conf import settings
    from django.utils import timezone

    say = translator()
    print(say("Cetak atau salin sekarang: tiap kode hanya tampil sekali, berlaku tujuh hari, dan terpakai sekali."))
    for one in invited:
        until = timezone.localtime(one.expires).strftime("%Y-%m-%d %H:%M")
        print(f"\n  {one.login}  ·  {one.institution}  ·  {until}")
        print(f"  {settings.ORIGIN}/masuk/undangan/")
        print(f"  {grouped(one.code)}")


# --- answers from a file ----------------------------------------------------------------------------------------------


def _from_file(path: Path) -> Plan:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise BadInput("Berkas {path} tidak dapat dibaca.", path=path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise BadInput("Berkas {path} bukan TOML yang benar.", path=path) from None
    try:
        return _plan(table)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise BadInput("Berkas {path} tidak lengkap. Contohnya ada di docs/howto/accounts.md.", path=path) from None


def _plan(table: dict[str, Any]) -> Plan:
    from ikrar.records.installation.actions import Seat, Vote

    areas = tuple(str(code) for code in table["areas"])
    first, second = (
        Seat(row["code"], row["kind"], row["name"], row["code"].partition("/")[0], row["administrator"])
        for row in table["institution"]
    )
    asked = table.get("election")
    vote = None
    if asked:
        voting, ends = _whole_day(asked["voting_day"]), _whole_day(asked["ends"])
        english = asked.get("name_en", asked["name"])
        vote = Vote(asked["code"], asked["kind"], asked["name"], english, voting, ends, asked.get("area"))
    last = _whole_day(table["ends"]) if "ends" in table else vote.ends if vote else None
    return Plan(areas, last or _limit(areas), vote, (first, second), bool(table.get("templates", False)))


def _whole_day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(value)
    return value


def _limit(areas: tuple[str, ...]) -> date:
    from ikrar.records.election import queries

    found = queries.last_day(frozenset(areas))
    if found is None:
        raise BadInput("Belum ada pemilihan yang mencakup wilayah itu. Tambahkan bagian [election].")
    return found


# --- answers from a person --------------------------------------------------------------------------------------------


def ask(question: str, default: str = "", check: Callable[[str], Any] = str) -> Any:
    """Ask until the answer passes ``check``, whose result is returned; an empty answer takes the default."""
    while True:
        print(f"{question}{f' [{default}]' if default else ''}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise BadInput("Tidak ada jawaban. Tulis jawabannya dalam berkas, lalu: ikrar setup --file setup.toml")
        try:
            return check(line.strip() or default)
        except IkrarError as error:
            print(translator()(error.message).format(**error.params), file=sys.stderr)


def _asked() -> Plan:
    """Ask for everything; nothing is written before the last answer."""
    from django.utils import timezone

    from ikrar.records.election import queries as election

    say = translator()
    area = ask(say("Kode wilayah instalasi ini, misalnya 35.28"), check=_area)
    limit, vote = election.last_day(frozenset({area})), None
    if limit is None or limit < timezone.localdate():
        vote = _asked_vote(area)
        limit = vote.ends
    first = _asked_seat(area, *KINDS[0])
    second = _asked_seat(area, *KINDS[1])
    ends = ask(say("Hari terakhir mandat kedua administrator"), limit.isoformat(), _day)
    templates = ask(say("Tulis juga lembaga-lembaga yang lazim di wilayah ini? ya/tidak"), "tidak", _yes)
    if not ask(say("Mulai instalasi dengan jawaban ini? ya/tidak"), "tidak", _yes):
        raise BadInput("Tidak ada yang ditulis.")
    return Plan((area,), ends, vote, (first, second), templates)


def _asked_vote(area: str) -> Vote:
    from ikrar.records.installation.actions import Vote

    say = translator()
    kind = ask(say("Jenis pemilihan berikutnya, pilkada atau pemilu"), "pilkada", _kind)
    day = ask(say("Hari pemungutan suara, misalnya 2029-02-14"), check=_day)
    ends = ask(say("Hari terakhir mandat untuk pemilihan itu"), (day + AFTER_VOTING).isoformat(), _day)
    name = ask(say("Nama pemilihan"), f"{kind.capitalize()} {day.year}", _words)
    english = ask(say("Nama pemilihan dalam bahasa Inggris"), name, _words)
    code = f"{kind}-{day.year}-{area.replace('.', '-')}"
    return Vote(code, kind, name, english, day, ends, area)


def _asked_seat(area: str, kind: str, short: str) -> Seat:
    from ikrar.records.installation.actions import Seat
    from ikrar.records.place import queries as place

    found, say = place.find(area), translator()
    kind = ask(say("Jenis lembaga"), kind, _words)
    name = ask(say("Nama lembaga"), f"{short} {found.name if found else area}", _words)
    login = ask(say("Nama pengguna administratornya, misalnya joko"), check=_login)
    return Seat(f"{area}/{kind}", kind, name, area, login)


def _area(text: str) -> str:
    from ikrar.records.place import queries

    if queries.find(text) is None:
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=text)
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2029-02-14.") from None


def _kind(text: str) -> str:
    if text not in {"pilkada", "pemilu"}:
        raise BadInput("Jenis pemilihan adalah pemilu atau pilkada.")
    return text


def _words(text: str) -> str:
    if not text.strip():
        raise BadInput("Jawaban ini tidak boleh kosong.")
    return " ".join(text.split())


def _login(text: str) -> str:
    check_username(text)
    return text


def _yes(text: str) -> bool:
    answers = {"ya": True, "y": True, "yes": True, "tidak": False, "t": False, "n": False, "no": False}
    if text.lower() not in answers:
        raise BadInput("Jawab ya atau tidak.")
    return answers[text.lower()]
