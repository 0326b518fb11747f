"""The demo's witnesses: agreed on by two administrators, real answers, other ports when theirs are taken."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from socket import socket

import pytest
from django.utils import timezone

from ikrar.cli.demo import cast as demo_cast
from ikrar.cli.demo import witnesses
from ikrar.cli.ledger.sequence import Sequencer
from ikrar.core.ledger.light import Light
from ikrar.records.ledger import cosigning, queries
from ikrar.records.ledger.models import Change, WitnessPolicy


@pytest.fixture
def folder(database: Path, tmp_path: Path) -> Path:
    """A demo with its cast."""
    demo_cast.bring(timezone.now())
    return tmp_path / "witnesses"


def test_r8_two_administrators_agree_on_five_witnesses_and_they_cosign(folder: Path) -> None:
    witnesses.settle(folder, timezone.now())
    row = Change.objects.get()
    assert (row.proposed_as_id, row.decided_as_id, row.state) == ("98.01/kpu", "98.01/bawaslu", "approved")
    assert list(cosigning.policy().witnesses) == [*witnesses.STATE, *witnesses.CIVIL]
    threading.Thread(target=witnesses.serve, args=[folder], daemon=True).start()
    Sequencer().round(timezone.now())
    found = queries.head(timezone.now())
    assert found.light is Light.GREEN
    assert found.waiting == 0


def test_a_second_start_changes_nothing_and_a_port_that_is_taken_is_replaced(folder: Path) -> None:
    witnesses.settle(folder, timezone.now())
    ports = json.loads((folder / witnesses.PORTS).read_text())
    witnesses.settle(folder, timezone.now())
    assert WitnessPolicy.objects.count() == 1
    with socket() as other:
        other.bind(("127.0.0.1", ports[0]))
        other.listen()
        witnesses.settle(folder, timezone.now())
    assert ports[0] not in json.loads((folder / witnesses.PORTS).read_text())
    assert WitnessPolicy.objects.count() == 2
    assert len({party.key.text() for party in cosigning.policy().witnesses.values()}) == 5
