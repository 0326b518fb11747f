"""The people of the tests, and the shortest ways to let them act. Everything they do goes through product actions."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.reading.form import PersonForm, form_from_json
from ikrar.records.account import actions as account
from ikrar.records.account.access import Holder, holder
from ikrar.records.account.models import Grant, User
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.election.models import Election
from ikrar.records.grant import actions as grant
from ikrar.records.reading import actions as reading
from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref
from ikrar.records.review import actions as review
from ikrar.records.review.models import Review
from ikrar.records.token import actions as token
from ikrar.web.access import SEEN

HOST = "ikrar.example"


@dataclass(frozen=True)
class Person:
    """A member of the cast: user name, own name, role, institution, territory."""

    username: str
    name: str
    role: Role
    institution: str
    areas: tuple[str, ...] = ("35.28",)


DEWI = Person("dewi", "Dewi Rengganis", Role.SECRETARY, "35.28/kpu", ("35.28", "98.01"))
SARI = Person("sari", "Sari Wulandari", Role.OFFICER, "35.28/kpu")
BIMA = Person("bima", "Bima Prakoso", Role.OFFICER, "35.28/bawaslu")
AGUS = Person("agus", "Agus Wiratama", Role.OFFICER, "35.28/polres")
RINA = Person("rina", "Rina Maharani", Role.LIAISON, "35.28/partai-melati")
WATI = Person("wati", "Wati Anggraini", Role.AUDITOR, "35.28/pemantau")
TONO = Person("tono", "Tono Hadiprana", Role.PLANNER, "35.28/polres")
JOKO = Person("joko", "Joko Santika", Role.ADMINISTRATOR, "35.28/kpu")
NILA = Person("nila", "Nila Larasati", Role.ADMINISTRATOR, "35.28/bawaslu")
CAST = (DEWI, SARI, BIMA, AGUS, RINA, WATI, TONO, JOKO, NILA)  # and a resident, who has no name and no account

#: A second secretary of Dewi's own institution, one of another institution there, one of another regency.
LASTRI = replace(DEWI, username="lastri", name="Lastri Kusuma")
INTAN = Person("intan", "Intan Permata", Role.SECRETARY, "35.28/bawaslu")
YUDA = Person("yuda", "Yuda Pranata", Role.SECRETARY, "36.04/kpu", ("36.04",))

#: An officer of a third institution whom everybody's drafts can be given to read before they are frozen.
PUTRI = Person("putri", "Putri Anjani", Role.OFFICER, "35.28/polres", ("35", "36", "98"))

ARTICLE = """Forkopimda Pamekasan Gelar Deklarasi Pilkada Damai 2024

PAMEKASAN – KPU Kabupaten Pamekasan dan Bawaslu Kabupaten Pamekasan menandatangani Deklarasi Pilkada Damai di
Pendopo Ronggosukowati, Jumat (16/8/2024).

Kapolres Pamekasan, AKBP Wira Adinata Sukmaraga, S.I.K., membacakan naskah deklarasi yang berisi 2 poin.

Pertama, menjaga persatuan dan kesatuan di Kabupaten Pamekasan.

Kedua, menolak politik uang dalam bentuk apa pun.
"""


def employ(person: Person, **terms: Any) -> User:
    """Register a person with a grant in force for a year around today; ``terms`` replace parts of the grant."""
    user = account.register(username=person.username, name=person.name)
    today = timezone.localdate()
    given = {
        "role": person.role,
        "institution": person.institution,
        "areas": person.areas,
        "starts": today - timedelta(days=180),
        "ends": today + timedelta(days=180),
        "now": timezone.now(),
    }
    account.give_grant(user, **(given | terms))
    return user


def at_desk(person: Person) -> Holder:
    """Return a person as the gates see them, employed first if need be."""
    user = User.objects.filter(username=person.username).first() or employ(person)
    found = holder(user.pk, timezone.now())
    assert found is not None
    return found


def voting(day: date) -> None:
    """Let there be an election of the whole nation on a day, so that grants may reach until then."""
    Election.objects.update_or_create(
        code="pemilu-uji",
        defaults={
            "kind": "pemilu",
            "name_id": "Pemilu Uji",
            "name_en": "Test election",
            "voting_day": day,
            "ends": day,
        },
    )


def device(name: str = "gudang-1", *, areas: tuple[str, ...] = ("35.28",), days: int = 90) -> str:
    """Let Joko propose a device of the KPU and Nila of Bawaslu approve it; returns the reference of its grant."""
    today, now = timezone.localdate(), timezone.now()
    voting(today + timedelta(days=300))
    joko, nila = at_desk(JOKO), at_desk(NILA)
    ends = today + timedelta(days=days)
    row = token.propose(joko, name=name, institution="35.28/kpu", areas=frozenset(areas), ends=ends, now=now)
    grant.approve(nila, row.ref, now=now)
    return str(Grant.objects.get(user__username=f"perangkat.{name}").ref)


def issued(ref: str) -> str:
    """Let Joko issue the token of a device; returns what the device is told once."""
    return token.issue(at_desk(JOKO), ref, now=timezone.now())


class Browser(Client):
    """Django's test client on the installation's own https address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(SERVER_NAME=HOST, **options)

    def generic(self, method: str, path: str, *args: Any, **options: Any) -> HttpResponse:
        """Send every request over https."""
        return super().generic(method, path, *args, **(options | {"secure": True}))


def sign_in(
    person: Person | User, *, factors: tuple[str, ...] = ("link", "mfa"), browser: Client | None = None
) -> Client:
    """Return a browser with a live session, as after ``factors``; test_account.py tests the real way."""
    user = person if isinstance(person, User) else User.objects.filter(username=person.username).first()
    user = user or employ(person)
    browser = browser or Browser()
    browser.force_login(user)
    now = time.time()
    session = browser.session
    session["account_authentication_methods"] = [{"method": m, "at": now} for m in factors]
    session["account_authentication_methods_user"] = str(user.pk)
    session[SEEN] = now
    session.save()
    return browser


def form(**changes: Any) -> DeclarationForm:
    """Return a declaration complete enough to freeze, in Pamekasan."""
    complete = DeclarationForm(
        title="Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan",
        election="pilkada-2024",
        area="35.28",
        event_date="2024-08-16",
        place="Pendopo Ronggosukowati",
        preamble="Kami yang bertanda tangan di bawah ini berikrar:",
        closing="Demikian ikrar ini kami ucapkan.",
        source_url="https://berita.example/pamekasan",
        points=(
            PointForm("Menjaga persatuan dan kesatuan.", ("UNITY_NKRI",)),
            PointForm("Menolak politik uang dalam bentuk apa pun.", ("NO_MONEY_POLITICS",)),
        ),
        offices=(
            OfficeForm("Ketua", "KPU Kabupaten Pamekasan", "penyelenggara", "seluruh jajaran"),
            OfficeForm("", "Bawaslu Kabupaten Pamekasan"),
        ),
    )
    return replace(complete, **changes)


def draft(who: Holder, *, text: str = ARTICLE, persons: tuple[str, ...] = (), **changes: Any) -> Reading:
    """Let a secretary read an article and fill the form in; returns the kept reading draft."""
    now = timezone.now()
    made = reading.start(who, text=text, published=None, source_url="", submission=new_ref(), now=now)
    people = tuple(PersonForm(name) for name in persons)
    filled = replace(form_from_json(made.form), declaration=form(**changes), persons=people)
    reading.save(who, made.ref, edition=made.edition, form=filled)
    made.refresh_from_db()
    return made


def registered(who: Holder, *, institution: str = "", **draft_options: Any) -> Declaration:
    """Let a secretary confirm a reading; returns the declaration, whose first version is a draft of edition 1."""
    made = draft(who, **draft_options)
    where = institution or who.institutions(Role.SECRETARY)[0]
    return reading.confirm(who, made.ref, institution=where, now=timezone.now())


def asked(who: Holder, ref: str, *, reader: Person = PUTRI) -> Review:
    """Let a secretary ask a reader's institution to read a draft as it is now; returns the open review."""
    at_desk(reader)
    edition = Version.objects.get(declaration=ref, frozen_at=None, discarded_at=None).edition
    return review.ask(who, ref, edition=edition, institution=reader.institution, now=timezone.now())


def approved(who: Holder, ref: str, *, reader: Person = PUTRI) -> int:
    """Let a reader of another institution approve a draft as it is now; returns its edition, ready to be frozen."""
    made = asked(who, ref, reader=reader)
    return review.approve(at_desk(reader), made.ref, remark="", now=timezone.now()).edition


def frozen(who: Holder, **draft_options: Any) -> Version:
    """Let a secretary freeze a declaration that a second office approved; returns the frozen version."""
    return freeze(who, registered(who, **draft_options).ref)


def freeze(who: Holder, ref: str) -> Version:
    """Let a second office approve a draft as it is now and a secretary freeze it; returns the frozen version."""
    return declaration.freeze(who, ref, edition=approved(who, ref), now=timezone.now())


NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # noon in Jakarta, for tests that travel
