"""Who came is kept by office, sealed with the minutes, erased on its day; the leaf stays and opens to nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ikrar.core.errors import BadInput, IllegalMove, InvalidField, Missing, Refused
from ikrar.core.ledger.leaf import leaf_hash
from ikrar.core.meeting.attendance import LINGERS, How, Presence
from ikrar.core.meeting.move import Standing
from ikrar.records.account.access import Holder
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.meeting import access, actions, attendance, decision, queries
from ikrar.records.meeting.models import Attendance, Meeting
from ikrar.records.meeting.register import Register, Wanted, after_decision
from ikrar.records.meeting.tally import counted
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
CHAIR = Presence("35.28/polres", "", "Kabag Ops", "Kapolres")
GUEST = Presence("", "Radio Warga", "Redaktur", "")
DAY = datetime(2024, 8, 16, 5, tzinfo=UTC)
LATER = DAY + timedelta(days=1)


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def came(ref: str) -> list[Presence]:
    return [row for _, row, _ in attendance.rows(Meeting.objects.get(ref=ref))]


def marks(ref: str) -> list[str]:
    return [attendance.mark_of(row) for row, _, _ in attendance.rows(Meeting.objects.get(ref=ref))]


def test_an_office_checks_in_once_with_the_code_of_the_door() -> None:
    ref = meetings.called(dewi()).ref
    code = attendance.open_door(dewi(), ref, now=timezone.now())
    for row in (CHAIR, CHAIR, GUEST):
        attendance.check_in(code, row, now=timezone.now())
    assert came(ref) == [CHAIR, GUEST]
    assert [how for _, _, how in attendance.rows(Meeting.objects.get())] == [How.CODE] * 2


def test_what_is_kept_of_a_row_is_encrypted() -> None:
    ref = meetings.called(dewi()).ref
    attendance.enter(dewi(), ref, GUEST, now=timezone.now())
    assert b"Redaktur" not in bytes(Attendance.objects.get().data)


def test_another_code_ends_the_one_before_and_a_shut_door_every_one() -> None:
    ref = meetings.called(dewi()).ref
    first = attendance.open_door(dewi(), ref, now=timezone.now())
    second = attendance.open_door(dewi(), ref, now=timezone.now())
    assert attendance.behind(second).ref == ref
    with pytest.raises(Missing):
        attendance.behind(first)
    attendance.shut_door(dewi(), ref)
    with pytest.raises(Missing):
        attendance.check_in(second, GUEST, now=timezone.now())


def test_the_door_ends_when_the_minutes_are_frozen_or_the_meeting_is_cancelled() -> None:
    ref = meetings.written(dewi()).ref
    code = attendance.open_door(dewi(), ref, now=timezone.now())
    actions.freeze(dewi(), ref, edition=2, now=timezone.now())
    with pytest.raises(Missing):
        attendance.behind(code)
    with pytest.raises(IllegalMove):
        attendance.open_door(dewi(), ref, now=timezone.now())
    other = meetings.called(dewi()).ref
    code = attendance.open_door(dewi(), other, now=timezone.now())
    actions.cancel(dewi(), other, reason="Ditunda.", now=timezone.now())
    with pytest.raises(Missing):
        attendance.check_in(code, GUEST, now=timezone.now())


def test_a_code_somebody_photographed_opens_nothing_the_day_after() -> None:
    ref = meetings.called(dewi()).ref
    now = timezone.now()
    code = attendance.open_door(dewi(), ref, now=now)
    attendance.check_in(code, GUEST, now=now + LINGERS)
    with pytest.raises(IllegalMove, match="tidak berlaku lagi"):
        attendance.check_in(code, CHAIR, now=now + LINGERS + timedelta(seconds=1))
    assert came(ref) == [GUEST]


def test_the_same_office_in_other_letters_is_one_row() -> None:
    ref = meetings.called(dewi()).ref
    for office in ("Redaktur", "redaktur", "REDAKTUR"):
        attendance.enter(dewi(), ref, Presence("", "Radio Warga", office, ""), now=timezone.now())
    assert len(came(ref)) == 1


def test_a_row_is_taken_off_the_list_again_and_none_that_is_not_there() -> None:
    ref = meetings.called(dewi()).ref
    for row in (CHAIR, GUEST):
        attendance.enter(dewi(), ref, row, now=timezone.now())
    first = marks(ref)[0]
    attendance.strike(dewi(), ref, first)
    assert came(ref) == [GUEST]
    for mark in (first, "", "1"):  # pressed twice, the next row stays
        with pytest.raises(Missing):
            attendance.strike(dewi(), ref, mark)
    assert came(ref) == [GUEST]


def test_only_an_invited_institution_is_no_guest_and_a_list_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ref = meetings.called(dewi()).ref
    with pytest.raises(InvalidField):
        attendance.enter(dewi(), ref, Presence("36.04/kpu", "", "Ketua", ""), now=timezone.now())
    monkeypatch.setattr(attendance, "MOST", 1)
    attendance.enter(dewi(), ref, GUEST, now=timezone.now())
    with pytest.raises(Refused):
        attendance.enter(dewi(), ref, CHAIR, now=timezone.now())


def test_whoever_has_the_code_cannot_fill_the_list_of_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    ref = meetings.called(dewi()).ref
    code = attendance.open_door(dewi(), ref, now=timezone.now())
    monkeypatch.setattr(attendance, "MOST_BY_CODE", 1)
    attendance.check_in(code, GUEST, now=timezone.now())
    with pytest.raises(Refused, match="paling banyak 1"):
        attendance.check_in(code, CHAIR, now=timezone.now())
    attendance.enter(dewi(), ref, CHAIR, now=timezone.now())
    assert came(ref) == [GUEST, CHAIR]


def test_decision9_a_list_that_is_never_sealed_goes_with_its_meeting_or_after_the_usual_time() -> None:
    off, left = meetings.called(dewi()).ref, meetings.held(dewi()).ref
    attendance.enter(dewi(), off, GUEST, now=timezone.now())
    actions.cancel(dewi(), off, reason="Ditunda.", now=timezone.now())
    assert set(Attendance.objects.values_list("meeting", flat=True)) == {left}
    attendance.erase_expired(dewi().today, timezone.now() + timedelta(days=364))
    assert Attendance.objects.exists()
    assert attendance.erase_expired(dewi().today, timezone.now() + timedelta(days=366)) == 0
    assert not Attendance.objects.exists()


def test_only_the_host_reads_and_keeps_the_list() -> None:
    ref = meetings.called(dewi()).ref
    for act in (
        lambda who: attendance.open_door(who, ref, now=timezone.now()),
        lambda who: attendance.shut_door(who, ref),
        lambda who: attendance.enter(who, ref, GUEST, now=timezone.now()),
        lambda who: attendance.strike(who, ref, ""),
    ):
        with pytest.raises(Missing):
            act(cast.at_desk(cast.INTAN))


def test_decision9_the_list_is_erased_on_its_day_and_the_leaf_stays_valid() -> None:
    made = meetings.frozen(dewi())
    until = made.attendance_until
    assert until == dewi().today + timedelta(days=365)
    sealed = Leaf.objects.get(type="attendance.sealed")
    assert Opening.objects.filter(leaf=sealed).exists()
    assert attendance.erase_expired(until, timezone.now()) == 0
    assert attendance.erase_expired(until + timedelta(days=1), timezone.now()) == 1
    assert attendance.erase_expired(until + timedelta(days=1), timezone.now()) == 0
    assert not Attendance.objects.exists()
    assert not Opening.objects.filter(leaf=sealed).exists()
    chain = ledger.leaves_of(made.attendance_ref)
    assert [leaf.type for leaf in chain] == ["attendance.sealed", "attendance.erased"]
    assert chain[1].prev == leaf_hash(bytes(sealed.data))
    assert Opening.objects.filter(leaf__type="minutes.frozen").exists(), "the minutes open as before"


def test_a_retention_day_is_read_or_refused() -> None:
    ref = meetings.written(dewi()).ref
    with pytest.raises(BadInput):
        actions.freeze(dewi(), ref, edition=2, kept="besok", now=timezone.now())
    day = dewi().today + timedelta(days=60)
    made = actions.freeze(dewi(), ref, edition=2, kept=day.isoformat(), now=timezone.now())
    assert made.attendance_until == day


# --- replies ----------------------------------------------------------------------------------------------------------


# --- decisions --------------------------------------------------------------------------------------------------------


def end(who: cast.Person, ref: str, becomes: Standing = Standing.CLOSED, words: str = "Selesai.") -> str:
    return decision.end(cast.at_desk(who), ref, becomes=becomes, words=words, now=timezone.now()).ended_by_id or ""


def test_a_decision_is_closed_by_its_owner_or_its_host_and_by_nobody_else() -> None:
    row = meetings.decision(dewi())
    with pytest.raises(Refused):
        end(cast.AGUS, row.ref)
    with pytest.raises(Missing):
        end(cast.YUDA, row.ref)
    assert end(cast.BIMA, row.ref) == "35.28/bawaslu"
    with pytest.raises(IllegalMove):
        end(cast.DEWI, row.ref)
    assert end(cast.DEWI, meetings.decision(dewi()).ref) == "35.28/kpu"


def test_only_the_host_drops_a_decision_and_with_a_reason() -> None:
    row = meetings.decision(dewi())
    with pytest.raises(Refused):
        end(cast.BIMA, row.ref, Standing.DROPPED)
    with pytest.raises(BadInput):
        end(cast.DEWI, row.ref, Standing.DROPPED, " ")
    assert end(cast.DEWI, row.ref, Standing.DROPPED, "Sudah dilarang KPU pusat.") == "35.28/kpu"
    row.refresh_from_db()
    assert (row.standing, row.result) == ("dropped", "Sudah dilarang KPU pusat.")


def test_a_late_decision_of_a_series_is_seen_by_those_who_joined_later() -> None:
    row = meetings.decision(dewi(), follow=actions.Follow(title="Rakor"))
    wati = cast.at_desk(cast.replace(cast.AGUS, username="partai", institution="35.28/partai-melati"))
    with pytest.raises(Missing):
        access.decision(wati, row.ref)
    second = meetings.called(dewi(), follow=actions.Follow(series=row.series_id or ""))
    actions.invite(
        dewi(), second.ref, institution="35.28/partai-melati", office="Ketua", mailbox="", now=timezone.now()
    )
    assert access.decision(wati, row.ref) == row


def test_the_register_narrows_by_owner_standing_day_stage_area_and_words() -> None:
    meetings.frozen(dewi())
    meetings.frozen(dewi(), area="98.01")
    today = timezone.localdate()

    def found(**wanted: object) -> int:
        return Register(dewi()).rows(Wanted(**wanted)).count()  # type: ignore[arg-type]

    assert found() == 4
    assert found(owner="35.28/bawaslu") == 2
    assert found(standing="overdue") == 2
    assert found(standing="closed") == 0
    assert found(area="98") == 2
    assert found(until=DAY.date()) == 0
    assert found(stage="kampanye") == 0
    assert found(words="patroli kecamatan") == 2
    assert counted(Register(dewi()).rows(Wanted()), today).open == 4
    assert [code for code, _ in Register(dewi()).owners()] == ["35.28/bawaslu", "35.28/kpu"]


def test_lists_go_on_after_the_last_one_that_was_shown() -> None:
    refs = [meetings.called(dewi(), day=f"2024-08-{day}").ref for day in (16, 17, 18)]
    first = queries.listed(dewi(), limit=2)
    assert [row.ref for row in first] == refs[:0:-1]
    assert [row.ref for row in queries.listed(dewi(), after=first[-1].ref, limit=2)] == refs[:1]
    assert queries.listed(dewi(), words="tidak ada", limit=2) == []
    meetings.frozen(dewi())
    rows = Register(dewi()).rows(Wanted())
    one = rows[0]
    assert list(after_decision(rows, one.ref)) == list(rows[1:])


def test_the_public_counts_say_of_which_world_and_how_many_meetings() -> None:
    today = timezone.localdate()
    assert queries.coverage(today).meetings == 0
    meetings.approved(dewi(), area="98.01", by=cast.replace(cast.BIMA, username="b", areas=("98",)))
    found = queries.coverage(today)
    assert (found.example, found.meetings, found.count.overdue) == (True, 1, 1)
    meetings.approved(dewi())
    found = queries.coverage(today)
    assert (found.example, found.meetings, found.count.open) == (False, 1, 1)
    assert len(queries.public_page(area="35", limit=9)) == 1
    assert len(queries.public_page(words="rapat", limit=9)) == 2
