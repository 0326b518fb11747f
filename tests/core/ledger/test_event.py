"""The table of ledger events is closed and says in both languages what each leaf means."""

from __future__ import annotations

import re

import pytest

from ikrar.core.ledger.event import EVENTS, Event, Grain


def test_R47_exactly_these_events_exist() -> None:
    assert set(EVENTS) == {
        "declaration.frozen",
        "declaration.imported",
        "review.approved",
        "review.returned",
        "grant.given",
        "grant.ended",
        "place.imported",
        "grant.proposed",
        "grant.approved",
        "grant.refused",
        "grant.withdrawn",
        "grant.extended",
        "grant.attested",
        "factor.reset",
        "participants.set",
        "token.ended",
        "token.issued",
        "invitation.issued",
        "invitation.used",
        "invitation.voided",
        "installation.begun",
        "installation.recovered",
        "scan.sealed",
        "scan.erased",
        "reading.erased",
        "example.erased",
        "institution.changed",
        "territory.set",
        "office.changed",
        "election.registered",
        "stage.anchored",
        "stage.noted",
        "stage.scheduled",
        "export.made",
        "meeting.called",
        "meeting.cancelled",
        "minutes.frozen",
        "minutes.approved",
        "decision.made",
        "decision.closed",
        "decision.noted",
        "attendance.sealed",
        "attendance.erased",
        "ledger.key",
        "ledger.policy",
        "factor.changed",
        "enrolment.made",
        "enrolment.vouched",
        "enrolment.revoked",
        "signature.given",
        "signature.attested",
        "signature.refused",
        "signature.withdrawn",
        "signature.unnamed",
        "certificate.issued",
        "relay.planned",
        "relay.changed",
        "relay.skipped",
        "relay.dated",
        "relay.cancelled",
        "relay.imported",
        "handover.opened",
        "handover.acknowledged",
        "handover.refused",
        "handover.withdrawn",
    }


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_each_event_has_a_noun_a_verb_a_grain_and_a_sentence_in_both_languages(event: Event) -> None:
    assert EVENTS[event.type] is event
    assert re.fullmatch(r"[a-z]+\.[a-z]+", event.type)
    assert event.grain in Grain
    assert set(event.meaning) == {"id", "en"}
    for sentence in event.meaning.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_the_table_cannot_be_changed_at_run_time() -> None:
    with pytest.raises(TypeError):
        EVENTS["case.verdict"] = EVENTS["grant.given"]  # type: ignore[index]
    assert len({*EVENTS.values()}) == len(EVENTS)
