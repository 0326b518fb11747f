"""R4: who reaches what of enrolment and signing, person by person, against answers that were written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Version
from ikrar.records.enrolment import access as enrolment
from ikrar.records.enrolment import actions as enrolling
from ikrar.records.enrolment import queries as keys
from ikrar.records.signature import access, actions, queries
from ikrar.records.signature.models import Signature
from tests import cast, signing

pytestmark = pytest.mark.usefixtures("database")

KPU, BAWASLU, POLRES, SERANG = "35.28/kpu", "35.28/bawaslu", "35.28/polres", "36.04/kpu"
PROVINCE = replace(cast.BIMA, username="ratu", name="Ratu", areas=("35",))
DISTRICT = replace(cast.BIMA, username="ujang", name="Ujang", areas=("35.28.01",))
LEFT = replace(cast.BIMA, username="lama", name="Lama")

#: Who -> may issue for the KPU, sees the KPU's key, may attest in Pamekasan, may issue signing links for KPU's text.
REACH: dict[str, tuple[cast.Person, tuple[bool, bool, bool, bool]]] = {
    "secretary of the institution": (cast.DEWI, (True, True, True, True)),
    "second secretary of it": (cast.LASTRI, (True, True, True, True)),
    "officer of the institution": (cast.SARI, (True, True, True, False)),
    "officer of another institution there": (cast.BIMA, (False, True, True, False)),
    "secretary of another institution there": (cast.INTAN, (False, True, True, False)),
    "officer of the police there": (cast.AGUS, (False, True, True, False)),
    "officer of a wider area": (PROVINCE, (False, True, True, False)),
    "officer of a narrower area": (DISTRICT, (False, False, False, False)),
    "secretary of another regency": (cast.YUDA, (False, False, False, False)),
    "liaison of a party": (cast.RINA, (False, False, False, False)),
    "auditor": (cast.WATI, (False, False, False, False)),
    "planner": (cast.TONO, (False, False, False, False)),
    "administrator of the institution": (cast.JOKO, (False, False, False, False)),
    "administrator of another": (cast.NILA, (False, False, False, False)),
}


def may(act: Callable[[], object]) -> bool:
    """Say whether a gate lets somebody through; what lies behind it may still refuse."""
    try:
        act()
    except Missing:
        return False
    except Refused:
        return True
    return True


@pytest.fixture
def version() -> Version:
    return cast.frozen(cast.at_desk(cast.DEWI))


@pytest.mark.parametrize("name", REACH)
def test_each_person_reaches_what_the_table_says_and_nothing_else(version: Version, name: str) -> None:
    person, wanted = REACH[name]
    key, ref, now = signing.enrolled(vouched=0), version.declaration_id, timezone.now()
    who = cast.at_desk(person)
    found = (
        may(lambda: enrolling.issue(who, signing.office(), enrolling.Terms(), now=now)),
        may(lambda: keys.key(who, key.ref, now)),
        may(lambda: access.attestable(who, ref)),
        may(lambda: actions.issue(who, ref, offices=frozenset({1}), now=now)),
    )
    assert found == wanted
    assert ([one.ref for one in keys.keys(who, now)] == [key.ref]) is wanted[1]
    assert may(lambda: enrolling.vouch(who, key.ref, now=now)) is wanted[1]
    assert may(lambda: queries.live_links(who, ref, now)) is wanted[3]
    assert may(lambda: actions.void(who, ref, n=1, now=now)) is wanted[3]
    assert (version in access.visible_to(who)) is wanted[2]


def gone(person: cast.Person, **terms: Any) -> Holder:
    """Return somebody as they were at the desk while a grant that is over by now was in force."""
    found = cast.at_desk(person)
    return replace(found, grants=tuple(replace(grant, **terms) for grant in found.grants))


def test_somebody_without_a_grant_for_officers_reaches_nothing(version: Version) -> None:
    key = signing.enrolled(vouched=0)
    nobody = gone(LEFT, role=Role.AUDITOR)
    assert not enrolment.visible_to(nobody).exists()
    assert enrolment.served(nobody) == ()
    assert enrolment.speakers(nobody, enrolment.Key.objects.get(ref=key.ref)) == ()
    assert not access.visible_to(nobody).exists()
    assert access.speakers(nobody, version) == ()
    assert keys.offices(nobody, nobody.today) == []
    assert keys.links(nobody, timezone.now()) == []
    assert queries.to_attest(nobody) == []


@pytest.mark.parametrize(
    ("person", "speaks"),
    [
        (cast.SARI, (KPU,)),
        (cast.BIMA, (BAWASLU,)),
        (cast.AGUS, (POLRES,)),
        (PROVINCE, (BAWASLU,)),
        (cast.YUDA, ()),
        (cast.JOKO, ()),
    ],
)
def test_a_person_speaks_for_the_institutions_they_serve_there(
    version: Version, person: cast.Person, speaks: tuple[str, ...]
) -> None:
    ref = signing.enrolled(vouched=0).ref
    who = cast.at_desk(person)
    assert enrolment.speakers(who, enrolment.Key.objects.get(ref=ref)) == speaks
    assert access.speakers(who, version) == speaks


def test_the_key_of_a_mere_link_holder_is_nobodys_to_vouch_for(version: Version) -> None:
    dewi = cast.at_desk(cast.DEWI)
    made = signing.sign_as_holder(signing.code_for(dewi, version.declaration_id))
    assert made.key is not None
    assert enrolment.speakers(dewi, made.key) == ()
    for ask in (
        lambda: keys.key(dewi, made.key.ref, timezone.now()),
        lambda: keys.public_key(made.key.ref, timezone.now()),
        lambda: enrolling.vouch(dewi, made.key.ref, now=timezone.now()),
        lambda: enrolling.revoke(dewi, made.key.ref, reason="x", now=timezone.now()),
    ):
        with pytest.raises(Missing):
            ask()


#: Whose signature -> who may record its withdrawal at the desk.
WITHDRAWERS = {
    1: ({"dewi", "sari", "lastri"}, KPU),
    2: ({"bima", "intan"}, BAWASLU),
}


@pytest.mark.parametrize("n", WITHDRAWERS)
def test_only_people_of_the_signing_institution_record_its_withdrawal(version: Version, n: int) -> None:
    people = (cast.DEWI, cast.LASTRI, cast.SARI, cast.BIMA, cast.INTAN, cast.AGUS, cast.YUDA, cast.WATI, cast.JOKO)
    made = signing.sign_as_holder(signing.code_for(cast.at_desk(cast.DEWI), version.declaration_id, n))
    wanted, institution = WITHDRAWERS[n]
    reached = {one.username for one in people if may(lambda: access.signature_for(cast.at_desk(one), made.ref))}  # noqa: B023
    assert reached == wanted
    assert Signature.objects.get().institution_id == institution


def test_a_key_signs_until_the_end_of_its_last_day_and_no_longer(version: Version) -> None:
    dewi = cast.at_desk(cast.DEWI)
    key = signing.enrolled(ends=dewi.today)
    row = enrolment.Key.objects.get(ref=key.ref)
    assert enrolment.usable(row, timezone.now())
    assert not enrolment.usable(row, timezone.now() + timedelta(days=1))
    code = signing.code_for(dewi, version.declaration_id, now=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="bukan milik"):
        signing.sign(code, key.phone, now=timezone.now() + timedelta(days=1))
