"""Shortest ways to enrol an office's phone and to sign with it; everything goes through product actions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from ikrar.core.ledger.leaf import opens
from ikrar.core.scan.scan import USUAL, What
from ikrar.core.signature.challenge import Act, Acting
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.institution.models import Office
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Opening
from ikrar.records.scan import actions as scan
from ikrar.records.signature import actions
from ikrar.records.signature.models import Signature
from tests import cast
from tests.phone import SITE, Phone

KPU, BAWASLU = "35.28/kpu", "35.28/bawaslu"


@dataclass(frozen=True)
class Enrolled:
    """An office's key and the phone that holds its private half."""

    ref: str
    phone: Phone


def office(institution: str = KPU) -> str:
    """Return the reference of an institution's head."""
    return str(Office.objects.get(institution=institution, kind="head").ref)


def link(who: Holder, institution: str = KPU, *, now: datetime | None = None, **terms: Any) -> str:
    """Let an officer issue an enrolment link; returns its code."""
    moment = now or timezone.now()
    return enrolment.issue(who, office(institution), enrolment.Terms(**terms), now=moment)[1]


def make(code: str, phone: Phone | None = None, *, now: datetime | None = None) -> Enrolled:
    """Let a phone make a key with an enrolment link."""
    phone, moment = phone or Phone(), now or timezone.now()
    enrolment.ask(code, now=moment)
    row = enrolment.make(code, phone.new, challenge=enrolment.asked(code, now=moment), now=moment)
    return Enrolled(row.ref, phone)


def enrolled(*, vouched: int = 2, institution: str = KPU, phone: Phone | None = None, **terms: Any) -> Enrolled:
    """Enrol a head's phone; Sari of the KPU and Bima of Bawaslu vouch for it, or as many of them as ``vouched``."""
    sari, bima = cast.at_desk(cast.SARI), cast.at_desk(cast.BIMA)
    own = sari if institution == KPU else bima
    made = make(link(own, institution, **terms), phone)
    for who in (sari, bima)[:vouched]:
        enrolment.vouch(who, made.ref, now=timezone.now())
    return made


def code_for(who: Holder, ref: str, n: int = 1, *, now: datetime | None = None, life: str = "") -> str:
    """Let a secretary issue the signing link of one office; returns its code."""
    return actions.issue(who, ref, offices=frozenset({n}), life=life, now=now or timezone.now())[n]


def sign(code: str, phone: Phone, *, acting: Acting = Acting.HOLDER, name: str = "", **options: Any) -> Signature:
    """Let a phone whose key the office enrolled sign through a link."""
    now = options.pop("now", None) or timezone.now()
    asked = actions.ask(code, Act.SIGN, acting=acting, now=now, **options)
    return actions.sign(code, phone.answer(asked.challenge), SITE, name=name, now=now)


def sign_as_holder(code: str, phone: Phone | None = None, **options: Any) -> Signature:
    """Let a phone without an enrolled key make one on the spot and sign with it."""
    phone, now = phone or Phone(), timezone.now()
    asked = actions.ask(code, Act.SIGN, now=now)
    again = actions.bring_key(code, phone.new, nonce=actions.unpadded(asked.challenge), now=now)
    return actions.sign(code, phone.answer(again.challenge), SITE, now=now, **options)


def withdraw(code: str, phone: Phone, *, reason: str = "Keliru menandatangani.") -> Any:
    """Let the phone that signed withdraw through a link."""
    asked = actions.ask(code, Act.WITHDRAW, now=timezone.now())
    return actions.withdraw_by_key(code, phone.answer(asked.challenge), SITE, reason=reason, now=timezone.now())


def board(who: Holder, ref: str, what: What = What.BOARD) -> str:
    """Let a secretary seal a picture, of the signed board; returns its reference."""
    until = who.today + USUAL
    return str(scan.keep(who, ref, picture=b"papan", what=what, until=until, now=timezone.now()).ref)


def record_of(ref: str, number: int = -1) -> dict[str, object]:
    """Return what a leaf commits to, when its opening opens it."""
    leaf = ledger.leaves_of(ref)[number]
    with identity.system():
        opening = Opening.objects.get(leaf=leaf)
    record: dict[str, object] = json.loads(bytes(opening.record))
    assert opens(leaf.com, bytes(opening.r), record)
    return record
