"""What happened to a baton is final: the database itself refuses, whoever writes the statement."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ikrar.core.relay.custody import Kind
from ikrar.records.relay.models import Act, Leg, Relay
from tests.relaying import handed_over, opened, planned

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def relay() -> Relay:
    return planned()


def test_what_happened_to_a_baton_is_never_changed_nor_removed(relay: Relay) -> None:
    opened(relay)
    for change in (
        lambda: Act.objects.update(reason="lain"),
        lambda: Act.objects.all().delete(),
        lambda: Leg.objects.all().delete(),
        lambda: Relay.objects.update(start="36.04/kpu"),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()


def test_the_database_itself_passes_a_leg_once_and_counts_without_doubles(relay: Relay) -> None:
    row = handed_over(relay)
    for changed in ({"n": row.n}, {"n": 9, "key": row.key}, {"n": 9, "key": "lain", "kind": Kind.SKIPPED}):
        row = Act.objects.get(relay=relay, kind=Kind.ACKNOWLEDGED)
        row.pk = None
        for name, value in ({"key": "baru"} | changed).items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_who_gave_and_received_is_not_changed_by_a_statement(relay: Relay) -> None:
    handed_over(relay)
    rows = Leg.objects.filter(relay=relay, n=1)
    for change in (
        {"receiver": "35.28/bawaslu"},
        {"giver": "36.04/kpu"},
        {"giver": None},
        {"state": "planned"},
        {"venue": "Tempat lain"},
        {"planned_on": date(2026, 3, 9)},
        {"n": 9},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    Leg.objects.filter(relay=relay, n=2).update(venue="Masih rencana")


def test_no_row_takes_the_place_of_another(relay: Relay) -> None:
    handed_over(relay)
    verb = "INSERT" if connection.vendor == "postgresql" else "INSERT OR REPLACE"
    for model in (Relay, Leg, Act):
        table, columns = model._meta.db_table, [field.column for field in model._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        before = list(model.objects.order_by("pk").values())
        with pytest.raises(IntegrityError, match="baton"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{verb} INTO {table} ({names}) SELECT {names} FROM {table}")
        assert list(model.objects.order_by("pk").values()) == before
