"""Erasing removes the text itself: from the rows, from the database file and from its write-ahead log (R42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading import actions as reading
from ikrar.records.reading.models import Reading
from tests import cast
from tests.installation import on_sqlite
from tests.store import STORE

CANARY = "Kenari7Zq4Xw"


def planted(who: Holder, **options: object) -> Reading:
    """Read a long article with a canary, so that it spills over many pages."""
    return cast.draft(who, text=cast.ARTICLE + f"\n{CANARY} hadir. " * 2_000, closing=CANARY, **options)


def discard_reading(who: Holder) -> None:
    reading.discard(who, planted(who).ref)


def run_out(who: Holder) -> None:
    planted(who)
    reading.erase_expired(timezone.now() + timedelta(days=31))


def discard_declaration(who: Holder) -> None:
    made = planted(who, title=CANARY, place=CANARY)
    ref = reading.confirm(who, made.ref, institution="35.28/kpu", now=timezone.now()).ref
    Reading.objects.all().delete()  # not what is looked at here: the declaration's own draft is
    declaration.discard(who, ref, edition=1, now=timezone.now())


def erase_examples(who: Holder) -> None:
    made = planted(who, title=CANARY, area="98.01", election="pilkada-arunika")
    ref = reading.confirm(who, made.ref, institution="35.28/kpu", now=timezone.now()).ref
    cast.freeze(who, ref)
    reading.discard(who, made.ref)
    declaration.supersede(who, ref, reason=CANARY, now=timezone.now())
    declaration.erase_examples(by="98.01/kpu", now=timezone.now())


@pytest.mark.parametrize("erase", [discard_reading, run_out, discard_declaration, erase_examples])
def test_r42_after_an_erasure_the_text_is_in_no_byte_of_the_database_or_its_log(
    database: Path, erase: Callable[[Holder], None]
) -> None:
    who = cast.at_desk(cast.DEWI)
    made = planted(who)
    assert CANARY.encode() in STORE.everything(), "the canary must be found while it is there"
    reading.discard(who, made.ref)
    erase(who)
    assert CANARY.encode() not in STORE.everything()


def test_r42_an_erasure_by_the_job_leaves_its_leaf(database: Path) -> None:
    run_out(cast.at_desk(cast.DEWI))
    assert Leaf.objects.filter(type="reading.erased").count() == 1


@on_sqlite
def test_folding_the_log_waits_until_the_transaction_is_over(database: Path) -> None:
    who = cast.at_desk(cast.DEWI)
    with transaction.atomic():
        planted(who)
        forget_pages()
        assert connection.in_atomic_block
    forget_pages()
    assert database.with_name(database.name + "-wal").stat().st_size == 0


def test_on_another_database_folding_does_nothing(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with CaptureQueriesContext(connection) as asked:
        forget_pages()
    assert len(asked) == 0
