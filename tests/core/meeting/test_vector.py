"""The bytes of minutes, written by hand: another program that follows decision 0036 must arrive at the same ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.canonical import digest
from ikrar.core.errors import BadInput, ForbiddenText
from ikrar.core.meeting import minutes
from ikrar.core.meeting.form import DecisionForm, MeetingForm, MinutesForm, call_of, minutes_from_json, tidy

CALL = MeetingForm(
    title="Rapat koordinasi",
    day="2024-08-16",
    start="09:00",
    end="11:30",
    area="35.28",
    agenda=("Pembukaan", "Keputusan"),
)
TYPED = MinutesForm(
    notes=("Dibuka.", ""),
    closing="",
    decisions=(
        DecisionForm(
            text="Patroli bersama.",
            owner="35.28/polres",
            office="Kabag Ops",
            due="2024-11-23",
            rule="sebelum masa tenang",
            stage="QUIET",
            station="TPS 3 Barurambat Kota",
            case="",
            public=True,
        ),
        DecisionForm(text="Jadwal dikirim.", owner="35.28/kpu"),
    ),
)
BY_HAND = {
    "agenda": [
        {"n": 1, "notes": "Dibuka.", "title": "Pembukaan"},
        {"n": 2, "notes": None, "title": "Keputusan"},
    ],
    "area": "35.28",
    "closing": None,
    "day": "2024-08-16",
    "decisions": [
        {
            "case": None,
            "declaration": None,
            "due": "2024-11-23",
            "n": 1,
            "office": "Kabag Ops",
            "owner": "35.28/polres",
            "public": True,
            "rule": "sebelum masa tenang",
            "stage": "QUIET",
            "station": "TPS 3 Barurambat Kota",
            "text": "Patroli bersama.",
        },
        {
            "case": None,
            "declaration": None,
            "due": None,
            "n": 2,
            "office": None,
            "owner": "35.28/kpu",
            "public": False,
            "rule": None,
            "stage": None,
            "station": None,
            "text": "Jadwal dikirim.",
        },
    ],
    "election": None,
    "end": "11:30",
    "host": "35.28/kpu",
    "invited": ["35.28/bawaslu", "35.28/polres"],
    "meeting": "7K3M7K3M7K3M7K3M7K3M7K3M7K",
    "place": None,
    "present": ["35.28/polres"],
    "start": "09:00",
    "title": "Rapat koordinasi",
    "v": "ikrar.id/minutes/v1",
    "zone": "Asia/Jakarta",
}


def of(typed: MinutesForm) -> minutes.Minutes:
    return minutes.minutes_of(
        typed,
        meeting="7K3M7K3M7K3M7K3M7K3M7K3M7K",
        call=call_of(CALL),
        zone="Asia/Jakarta",
        host="35.28/kpu",
        invited=["35.28/polres", "35.28/bawaslu"],
        present=["35.28/polres"],
    )


def test_the_bytes_are_those_written_by_hand() -> None:
    by_hand = json.dumps(BY_HAND, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    found = minutes.canonical_bytes(of(TYPED))
    assert found == by_hand
    assert digest(found) == hashlib.sha256(by_hand).hexdigest()
    assert minutes.parse(found) == BY_HAND


@pytest.mark.parametrize("field", ["text", "office", "rule", "station"])
def test_what_cannot_be_seen_does_not_enter_a_decision(field: str) -> None:
    hidden = replace(TYPED.decisions[0], **{field: "Patroli\u200b bersama"})
    with pytest.raises(ForbiddenText):
        of(replace(TYPED, decisions=(hidden,)))


def test_what_cannot_be_seen_does_not_enter_the_notes() -> None:
    for typed in (replace(TYPED, notes=("a\u202e", "")), replace(TYPED, closing="\x00")):
        with pytest.raises(ForbiddenText):
            of(typed)


@pytest.mark.parametrize("key", sorted(BY_HAND))
def test_bytes_that_lack_a_key_or_spell_it_otherwise_have_another_digest(key: str) -> None:
    changed = {name: value for name, value in BY_HAND.items() if name != key}
    data = json.dumps(changed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert digest(data) != digest(minutes.canonical_bytes(of(TYPED)))


def test_a_number_that_jcs_writes_otherwise_is_no_minutes() -> None:
    data = minutes.canonical_bytes(of(TYPED)).replace(b'"n":1', b'"n":1.0')
    with pytest.raises(BadInput):
        minutes.parse(data)


plain = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=30)
forms = st.builds(DecisionForm, *[plain] * 9, st.booleans())


@given(st.lists(plain, max_size=4), plain, st.lists(forms, max_size=4))
def test_whatever_is_typed_travels_and_is_tidied_once(notes: list[str], closing: str, rows: list[DecisionForm]) -> None:
    typed = MinutesForm(tuple(notes), closing, tuple(rows))
    assert minutes_from_json(json.loads(json.dumps(typed.as_json()))) == typed
    kept = tidy(typed, 2)
    assert tidy(kept, 2) == kept
    assert len(kept.notes) == 2
    assert all(not one.is_blank for one in kept.decisions)
