"""Signing while others act: two presses of one button, a link voided or a key revoked in the moment of waiting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from ikrar.core.errors import NotProven, Refused
from ikrar.core.signature.assertion import Fault
from ikrar.core.signature.challenge import Act
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Version
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.enrolment.models import Key
from ikrar.records.ledger.models import Leaf
from ikrar.records.signature import actions, links
from ikrar.records.signature.models import Refusal, Signature, SigningLink
from tests import cast, signing
from tests.phone import SITE, Phone
from tests.records.test_review import at_once

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


@pytest.fixture
def version(dewi: Holder) -> Version:
    return cast.frozen(dewi)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Let something happen, as another transaction, while an act waits for its turn on a subject."""

    def during(subject: str, happens: Callable[[], object]) -> None:
        left = [happens]

        def turn(asked: str) -> None:
            if asked == subject and left:
                left.pop()()

        for module in (links, actions):
            monkeypatch.setattr(module, "take_turn", turn)

    return during


def test_the_same_answer_sent_twice_at_once_is_one_signature(dewi: Holder, version: Version) -> None:
    made, now = signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, version.declaration_id)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    first, second = at_once(*[lambda: actions.sign(code, answer, SITE, now=now)] * 2)
    assert {type(first), type(second)} == {Signature, Refused}
    assert Signature.objects.count() == Leaf.objects.filter(type="signature.given").count() == 1


def test_who_signs_and_refuses_at_once_did_one_of_them(dewi: Holder, version: Version) -> None:
    made, now = signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, version.declaration_id)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    at_once(lambda: actions.sign(code, answer, SITE, now=now), lambda: actions.refuse(code, now=now))
    assert Signature.objects.count() + Refusal.objects.count() == 1


def test_a_key_enrolled_twice_at_once_with_one_link_is_one_key(dewi: Holder) -> None:
    sari, now = cast.at_desk(cast.SARI), timezone.now()
    code = signing.link(sari)
    enrolment.ask(code, now=now)
    asked = enrolment.asked(code, now=now)

    def make() -> Key:
        return enrolment.make(code, Phone().new, challenge=asked, now=now)

    assert {type(one) for one in at_once(make, make)} == {Key, Refused}
    assert Key.objects.count() == 1


@pytest.mark.parametrize("act", ["sign", "ask", "refuse"])
def test_a_link_that_was_voided_while_its_holder_waited_is_dead(
    dewi: Holder, version: Version, waiting: Callable[..., None], act: str
) -> None:
    ref, made, now = version.declaration_id, signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, ref)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    waiting(ref, lambda: SigningLink.objects.update(voided_at=now))
    acts: dict[str, Callable[[], object]] = {
        "sign": lambda: actions.sign(code, answer, SITE, now=now),
        "ask": lambda: actions.ask(code, Act.SIGN, now=now),
        "refuse": lambda: actions.refuse(code, now=now),
    }
    with pytest.raises(Refused, match="dibatalkan"):
        acts[act]()
    assert Signature.objects.count() + Refusal.objects.count() == 0


def test_a_link_waits_for_its_turn_when_it_is_voided(
    dewi: Holder, version: Version, waiting: Callable[..., None]
) -> None:
    ref, now = version.declaration_id, timezone.now()
    signing.code_for(dewi, ref)
    waiting(ref, lambda: SigningLink.objects.update(used_at=now))
    actions.void(dewi, ref, n=1, now=now)
    assert SigningLink.objects.get().voided_at is None, "what was used meanwhile is not voided afterwards"


def test_a_key_that_was_revoked_while_its_holder_waited_signs_nothing(
    dewi: Holder, version: Version, waiting: Callable[..., None]
) -> None:
    made, now = signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, version.declaration_id)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    sari = cast.at_desk(cast.SARI)
    waiting(made.ref, lambda: enrolment.revoke(sari, made.ref, reason="Ponsel hilang.", now=now))
    with pytest.raises(Refused, match="bukan milik"):
        actions.sign(code, answer, SITE, now=now)
    assert not Signature.objects.exists()


def test_a_copy_of_a_key_that_counted_further_while_it_waited_is_found(
    dewi: Holder, version: Version, waiting: Callable[..., None]
) -> None:
    made, now = signing.enrolled(phone=Phone(count=4)), timezone.now()
    code = signing.code_for(dewi, version.declaration_id)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    waiting(made.ref, lambda: Key.objects.update(count=100))
    with pytest.raises(NotProven) as caught:
        actions.sign(code, answer, SITE, now=now)
    assert caught.value.fault is Fault.COUNTER
