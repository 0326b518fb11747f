"""Sealed pictures: kept encrypted, given only to their secretaries, erased on their day, with leaves that stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import InvalidToken
from django.utils import timezone

from ikrar.core.errors import Missing, Refused
from ikrar.core.ledger.leaf import opens
from ikrar.core.scan.scan import MOST, USUAL, What
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Opening
from ikrar.records.scan import actions, queries, seal
from ikrar.records.scan.models import Box, Scan
from tests import cast

pytestmark = pytest.mark.usefixtures("database")
CANARY = b"KENARI papan tanda tangan"


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


@pytest.fixture
def ref(dewi: Holder) -> str:
    return cast.frozen(dewi).declaration_id


@pytest.fixture
def as_system() -> Iterator[None]:
    """Look at every row, as a test may and a person may not."""
    with identity.system():
        yield


def keep(who: Holder, ref: str, picture: bytes = CANARY, days: int = USUAL.days) -> Scan:
    until = who.today + timedelta(days=days)
    return actions.keep(who, ref, picture=picture, what=What.BOARD, until=until, now=timezone.now())


def test_a_picture_is_given_back_to_its_secretary_as_it_was_sealed(dewi: Holder, ref: str) -> None:
    assert queries.picture(dewi, keep(dewi, ref).ref) == CANARY


def test_what_is_kept_at_rest_does_not_hold_the_picture(dewi: Holder, ref: str, as_system: None) -> None:
    scan = keep(dewi, ref)
    assert CANARY not in bytes(Box.objects.get(scan=scan).data)


def test_a_box_under_another_key_or_changed_does_not_open(dewi: Holder, ref: str, settings: object) -> None:
    closed = seal.close(CANARY)
    with pytest.raises(InvalidToken):
        seal.open_box(closed[:-4] + b"AAA=")
    settings.SECRET_KEY = "sebuah-kunci-lain-yang-cukup-panjang-untuk-uji-ini"
    with pytest.raises(InvalidToken):
        seal.open_box(closed)


def test_the_leaf_commits_to_the_picture_and_opens_with_its_record(dewi: Holder, ref: str, as_system: None) -> None:
    scan = keep(dewi, ref)
    (leaf,) = ledger.leaves_of(scan.ref)
    opening = Opening.objects.get(leaf=leaf)
    record = json.loads(bytes(opening.record))
    assert record["declaration"] == ref
    assert record["until"] == scan.kept_until.isoformat()
    assert opens(leaf.com, bytes(opening.r), record)
    assert queries.of(ref)[0].commitment == leaf.com


def test_the_same_picture_sent_twice_is_kept_once(dewi: Holder, ref: str) -> None:
    assert keep(dewi, ref) == keep(dewi, ref)
    assert len(queries.of(ref)) == 1


def test_no_more_pictures_than_an_office_needs_are_kept_at_one_time(dewi: Holder, ref: str) -> None:
    for number in range(MOST):
        keep(dewi, ref, picture=bytes([number]))
    with pytest.raises(Refused, match="Hapus salah satu"):
        keep(dewi, ref, picture=b"lagi")
    actions.erase(dewi, queries.of(ref)[0].ref, now=timezone.now())
    keep(dewi, ref, picture=b"lagi")


@pytest.mark.parametrize("who", [cast.INTAN, cast.YUDA, cast.SARI])
def test_r2_nobody_else_seals_opens_or_erases(dewi: Holder, ref: str, who: cast.Person) -> None:
    scan, other = keep(dewi, ref), cast.at_desk(who)
    with pytest.raises(Missing):
        keep(other, ref)
    with pytest.raises(Missing):
        queries.picture(other, scan.ref)
    with pytest.raises(Missing):
        actions.erase(other, scan.ref, now=timezone.now())


def test_erasing_takes_picture_and_opening_and_leaves_that_it_was_there(
    dewi: Holder, ref: str, as_system: None
) -> None:
    scan = keep(dewi, ref)
    assert actions.erase(dewi, scan.ref, now=timezone.now()) == ref
    (told,) = queries.of(ref)
    assert told.erased_on == dewi.today
    assert [leaf.type for leaf in ledger.leaves_of(scan.ref)] == ["scan.sealed", "scan.erased"]
    assert not Box.objects.exists()
    assert [bytes(o.record) for o in Opening.objects.filter(leaf__ref=scan.ref)] == [
        json.dumps({"act": "scan.erased", "scan": scan.ref}, separators=(",", ":")).encode()
    ]
    with pytest.raises(Missing):
        actions.erase(dewi, scan.ref, now=timezone.now())


def test_a_picture_is_erased_the_day_after_its_last(dewi: Holder, ref: str) -> None:
    scan = keep(dewi, ref, days=40)
    now = timezone.now()
    assert actions.erase_expired(scan.kept_until, now) == 0
    assert actions.erase_expired(scan.kept_until + timedelta(days=1), now) == 1
    assert actions.erase_expired(scan.kept_until + timedelta(days=1), now) == 0
    assert queries.of(ref)[0].erased_on == scan.kept_until + timedelta(days=1)


def test_a_draft_given_up_takes_its_pictures_along(dewi: Holder, as_system: None) -> None:
    ref = cast.registered(dewi).ref
    keep(dewi, ref)
    declaration.discard(dewi, ref, edition=1, now=timezone.now())
    assert queries.of(ref)[0].erased_on == dewi.today
    assert not Box.objects.exists()


def test_a_replacement_given_up_leaves_the_pictures_of_the_registered_text(dewi: Holder, ref: str) -> None:
    scan = keep(dewi, ref)
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=timezone.now())
    declaration.discard(dewi, ref, edition=1, now=timezone.now())
    assert queries.picture(dewi, scan.ref) == CANARY


def test_erasing_the_examples_erases_their_pictures(dewi: Holder, as_system: None) -> None:
    ref = cast.frozen(dewi, area="98.01").declaration_id
    kept = keep(dewi, ref).ref
    declaration.erase_examples(by="35.28/kpu", now=timezone.now())
    assert not Scan.objects.exists()
    assert not Box.objects.exists()
    assert not Opening.objects.filter(leaf__ref=kept).exists()


def test_a_declaration_without_pictures_asks_nothing_of_the_ledger(ref: str, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.of(ref) == ()
