"""Minutes have one sequence of bytes; decisions and attendance are read strictly."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from ikrar.core.declaration.canonical import digest
from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.core.meeting import attendance, decision, minutes
from ikrar.core.meeting.attendance import Presence
from ikrar.core.meeting.form import DecisionForm, MinutesForm, call_of
from ikrar.core.meeting.move import Deed, Standing
from tests.core.meeting.test_form import FORM

HOST, GUEST = "35.28/kpu", "35.28/polres"
TYPED = MinutesForm(
    ("Dibuka pukul  09.00", ""),
    "Selesai.",
    (
        DecisionForm("Patroli di  tiga kecamatan.", GUEST, "Kabag Ops", "2024-08-30", "", "kampanye", "TPS 3"),
        DecisionForm("Jadwal dikirim.", HOST, public=True),
    ),
)
DAY = date(2024, 8, 30)


def frozen(typed: MinutesForm = TYPED) -> minutes.Minutes:
    return minutes.minutes_of(
        typed, meeting="X" * 26, call=call_of(FORM), zone="Asia/Jakarta", host=HOST, invited=[GUEST], present=[GUEST]
    )


def test_minutes_are_written_in_one_form_with_every_key() -> None:
    data = minutes.canonical_bytes(frozen())
    found = minutes.parse(data)
    assert found["v"] == "ikrar.id/minutes/v1"
    assert found["agenda"] == [
        {"n": 1, "notes": "Dibuka pukul 09.00", "title": "Pembukaan"},
        {"n": 2, "notes": None, "title": "Keputusan"},
    ]
    assert found["decisions"][0]["text"] == "Patroli di tiga kecamatan."
    assert (found["decisions"][0]["due"], found["decisions"][1]["due"]) == ("2024-08-30", None)
    assert found["decisions"][0]["public"] is False
    assert digest(data) == digest(minutes.canonical_bytes(frozen()))


@pytest.mark.parametrize("field", ["text", "office", "stage", "station", "declaration", "case"])
@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\ud800"])
def test_no_part_of_a_decision_hides_a_sign_under_the_digest(field: str, sign: str) -> None:
    with pytest.raises(BadInput):
        frozen(replace(TYPED, decisions=(replace(TYPED.decisions[0], **{field: f"a{sign}b"}),)))


def test_another_word_another_digest() -> None:
    other = replace(TYPED, closing="Selesai sekali.")
    assert minutes.canonical_bytes(frozen(other)) != minutes.canonical_bytes(frozen())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "decisions.1.text"),
        ({"owner": "36.04/kpu"}, "decisions.1.owner"),
        ({"owner": ""}, "decisions.1.owner"),
        ({"due": "besok"}, "decisions.1.due"),
    ],
)
def test_a_decision_needs_a_text_an_invited_owner_and_a_readable_day(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        minutes.decided(replace(TYPED.decisions[0], **changes), 1, [HOST, GUEST])
    assert caught.value.field == field


def test_bytes_that_no_minutes_have_are_refused() -> None:
    data = minutes.canonical_bytes(frozen())
    for wrong in (b"\xff", b"[]", b"{}", data + b"\n", json.dumps(json.loads(data)).encode()):
        with pytest.raises(BadInput):
            minutes.parse(wrong)


def test_minutes_beyond_the_limit_or_of_a_code_that_is_none_are_refused() -> None:
    with pytest.raises(InvalidField):
        minutes.canonical_bytes(replace(frozen(), present=("Orang",)))
    with pytest.raises(TooLarge):
        minutes.canonical_bytes(replace(frozen(), closing="x" * minutes.MAX_BYTES))


def test_a_decision_is_overdue_after_its_day_while_it_is_open() -> None:
    assert decision.is_overdue(Standing.OPEN, date(2024, 8, 29), DAY)
    assert not decision.is_overdue(Standing.OPEN, DAY, DAY)
    assert not decision.is_overdue(Standing.OPEN, None, DAY)
    assert not decision.is_overdue(Standing.CLOSED, date(2024, 8, 1), DAY)


def test_decisions_are_counted_by_where_they_stand() -> None:
    rows = [(Standing.OPEN, date(2024, 8, 1)), (Standing.OPEN, None), (Standing.CLOSED, None), (Standing.DROPPED, None)]
    found = decision.count(rows, DAY)
    assert found == decision.Count(open=2, overdue=1, closed=1, dropped=1)
    assert found.all == 4


def test_a_decision_ends_with_words() -> None:
    assert decision.words_of(" Sudah  dikirim. ", Deed.CLOSE) == "Sudah dikirim."
    with pytest.raises(TooLarge):
        decision.words_of("x" * 2_001, Deed.CLOSE)


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (Deed.CLOSE, "hasilnya"),
        (Deed.DROP, "tidak dijalankan"),
        (Deed.PROGRESS, "sampai di mana"),
        (Deed.REOPEN, "alasannya"),
    ],
)
def test_each_deed_asks_for_its_words(deed: Deed, why: str) -> None:
    with pytest.raises(InvalidField, match=why):
        decision.words_of(" ", deed)


def test_who_came_is_an_office_of_an_invited_institution_or_of_a_guest() -> None:
    came = attendance.presence_of(Presence(HOST, "x", " Ketua ", ""), [HOST])
    assert came == Presence(HOST, "", "Ketua", "")
    guest = attendance.presence_of(Presence("", "Radio Warga", "Redaktur", ""), [HOST])
    assert guest.guest == "Radio Warga"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Presence("36.04/kpu", "", "Ketua", ""), "who"),
        (Presence("", "", "Ketua", ""), "who"),
        (Presence(HOST, "", " ", ""), "office"),
    ],
)
def test_a_row_without_institution_or_office_is_refused(row: Presence, field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        attendance.presence_of(row, [HOST])
    assert caught.value.field == field


def test_a_row_that_is_too_long_is_refused_and_a_list_has_one_digest() -> None:
    with pytest.raises(TooLarge):
        attendance.presence_of(Presence(HOST, "", "x" * 201, ""), [HOST])
    rows = [Presence(HOST, "", "Ketua", ""), Presence("", "Radio", "Redaktur", "Pemimpin")]
    assert attendance.digest(rows) != attendance.digest(rows[::-1])
    assert len(attendance.digest([])) == 64
