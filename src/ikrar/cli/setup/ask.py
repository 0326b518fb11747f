"""Asks for what a new installation begins with: defaults shown, bad answers asked again, nothing written on Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import TypeVar

from django.utils import timezone

from ikrar.cli.language import translator
from ikrar.cli.setup.plan import Plan, election_code, usual_seat
from ikrar.core.account.request import check_username
from ikrar.core.election.table import KINDS
from ikrar.core.errors import BadInput, IkrarError, InvalidField
from ikrar.records.election import queries as election
from ikrar.records.installation.actions import Seat, Vote
from ikrar.records.institution import queries as institution
from ikrar.records.place import queries as place

AFTERMATH = timedelta(days=180)  # disputes, oath and handing over follow the vote; the answer can be another
Answer = TypeVar("Answer")


def plan() -> Plan:
    """Ask for area, election, two institutions with their administrators, and whether to add the usual ones."""
    say = translator()
    print(say("Ikrar dimulai dengan dua lembaga yang saling menyetujui. Enter menerima yang ada di dalam [kurung]."))
    area = _area()
    vote = _vote(area)
    known = vote.ends if vote else election.last_day(frozenset({area}))
    print(say("Dua lembaga pertama harus berlainan jenis."))
    first = _seat(area, say("Lembaga pertama"), "kpu")
    second = _seat(area, say("Lembaga kedua"), "kpu" if first.kind == "bawaslu" else "bawaslu", beside=first)
    ends = _ask(say("Hari terakhir mandat kedua administrator"), _date, str(known))
    templates = _yes(say("Catat juga lembaga lain yang lazim di wilayah ini (Polres, pemerintah, Kodim, …)?"))
    made = Plan(area, vote, (first, second), ends, templates)
    _summary(made)
    if not _yes(say("Benar semua?")):
        raise BadInput("Tidak ada yang disimpan. Jalankan lagi: ikrar setup")
    return made


def _ask(question: str, read: Callable[[str], Answer], default: str = "") -> Answer:
    """Ask until the answer can be read; an error is said in one sentence. Raises BadInput when the input ends."""
    say = translator()
    while True:
        try:
            typed = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
        except EOFError:
            raise BadInput("Masukan berakhir sebelum semua pertanyaan dijawab; tidak ada yang disimpan.") from None
        try:
            return read(typed)
        except IkrarError as error:
            print(f"  {say(error.message).format(**error.params)}", file=sys.stderr)


def _yes(question: str) -> bool:
    return _ask(question, _yes_or_no, "y")


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"y", "ya", "yes", "t", "tidak", "n", "no"}:
        raise BadInput("Jawab y atau t.")
    return text.lower() in {"y", "ya", "yes"}


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidField(
            "Tanggal {value} tidak terbaca; tulis seperti 2029-11-28.", field="ends", value=text
        ) from None


def _text(text: str) -> str:
    if not text:
        raise BadInput("Jawaban ini tidak boleh kosong.")
    return text


def _area() -> str:
    """Ask for a regency, city or province by name or code; several of one name are listed and asked again."""
    say = translator()
    return _ask(say("Wilayah (nama atau kode, misalnya Kabupaten Pamekasan atau 35.28)"), _found)


def _found(words: str) -> str:
    found = place.look_up(_text(words))
    wide = [p for p in found.places if p.level <= 2 and p.valid_until is None]
    sure = wide[:1] if found.sure and wide and wide[0].code == found.places[0].code else []
    if not sure and len(wide) != 1:
        names = "; ".join(f"{p.code} {p.label}" for p in wide) or "-"
        raise BadInput("Sebut satu kabupaten, kota, atau provinsi. Yang mirip: {names}", names=names)
    chosen = (sure or wide)[0]
    print(f"  {chosen.code} {chosen.label}")
    return chosen.code


def _vote(area: str) -> Vote | None:
    """Ask for the next election unless one that is known still runs there."""
    say = translator()
    known = election.last_day(frozenset({area}))
    if known and known >= timezone.localdate():
        print(say("Sudah ada pemilihan yang mencakup wilayah ini, sampai {day}.").format(day=known))
        return None
    print(say("Pemilihan yang disiapkan:"))
    kind = _ask(say("Jenis (pemilu atau pilkada)"), _kind, "pilkada")
    day = _ask(say("Hari pemungutan suara (TTTT-BB-HH)"), _coming)
    nation = kind == "pemilu"
    name = _ask(say("Nama"), _text, f"{kind.capitalize()} {day.year}")
    english = _ask(say("Nama dalam bahasa Inggris"), _text, f"{'General' if nation else 'Local'} election {day.year}")
    ends = _ask(say("Hari terakhir mandat untuk pemilihan ini"), _date, str(day + AFTERMATH))
    where = None if nation else area
    return Vote(election_code(kind, day, where), kind, name, english, day, ends, where)


def _kind(text: str) -> str:
    if text.lower() not in KINDS:
        raise BadInput("Jawab pemilu atau pilkada.")
    return text.lower()


def _coming(text: str) -> date:
    day = _date(text)
    if day < timezone.localdate():
        raise InvalidField("Hari itu sudah lewat.", field="voting_day")
    return day


def _seat(area: str, which: str, default: str, beside: Seat | None = None) -> Seat:
    """Ask for an institution and its administrator; the second differs from the one ``beside`` in kind and person."""
    say = translator()
    taken = beside.kind if beside else ""
    usual = {p.record.kind: p.record for p in institution.proposals(area) if p.record.kind != taken}
    kinds = ", ".join(usual)
    kind = _ask(say("{which}: jenis ({kinds})").format(which=which, kinds=kinds), _one_of(usual), default)
    name = _ask(say("  Nama lembaga"), _text, usual[kind].name)
    login = _ask(say("  Nama pengguna administratornya, misalnya joko"), _other_than(beside.login if beside else ""))
    return usual_seat(area, kind, login, name=name)


def _one_of(known: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in known:
            raise BadInput("Pilih salah satu: {kinds}.", kinds=", ".join(known))
        return text.lower()

    return read


def _other_than(taken: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        check_username(text)
        if text == taken:
            raise BadInput("Kedua administrator harus dua orang yang berlainan.")
        return text

    return read


def _summary(made: Plan) -> None:
    say = translator()
    print()
    print(say("Wilayah        {area}").format(area=made.area))
    if made.vote:
        vote = say("Pemilihan      {name}, pemungutan suara {day}")
        print(vote.format(name=made.vote.name_id, day=made.vote.voting_day))
    for seat in made.seats:
        print(say("Administrator  {login}, {name} ({code})").format(login=seat.login, name=seat.name, code=seat.code))
    print(say("Sampai         {day}").format(day=made.ends))
