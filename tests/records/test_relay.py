"""Relays as they are kept: custody in one order, two at once, late answers, leaves in a chain, rows that stay."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.core.account.role import Role
from ikrar.core.errors import IkrarError, InvalidField, Late, Missing, Refused
from ikrar.core.relay import custody
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.handover import conditions
from ikrar.core.relay.plan import Leg as PlanLeg
from ikrar.records import identity
from ikrar.records.account.models import User
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Opening
from ikrar.records.relay import access, actions, arrival, photos
from ikrar.records.relay.arrival import Arrival
from ikrar.records.relay.models import CANCELLED, DONE, PLANNED, UNDERWAY, Act, Leg, Photo, PhotoBox, Relay
from ikrar.records.scan import kept
from tests import cast, relaying
from tests.relaying import PLAN, handed_over, opened, planned, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def relay() -> Relay:
    return planned()


def acknowledge(relay: Relay, n: int, answers: int, who: cast.Person = cast.YUDA, **more: Any) -> Act:
    now = more.pop("now", None) or timezone.now()
    return actions.acknowledge(cast.at_desk(who), relay.ref, n, told(**more), answers=answers, now=now)


def leg(relay: Relay, n: int = 1) -> Leg:
    return Leg.objects.get(relay=relay, n=n)


def test_a_relay_goes_there_and_back_over_the_same_border_until_it_has_arrived(relay: Relay) -> None:
    assert relay.state == PLANNED
    handed_over(relay)
    relay.refresh_from_db()
    assert (relay.holder_id, relay.state, relay.next, relay.done) == ("36.04/kpu", UNDERWAY, 2, 1)
    handed_over(relay, 2, cast.YUDA, cast.DEWI)
    handed_over(relay, 3)
    relay.refresh_from_db()
    assert (relay.holder_id, relay.state, relay.next, relay.done) == ("36.04/kpu", DONE, 4, 3)
    assert [(one.giver_id, one.receiver_id) for one in relay.legs.order_by("n")] == [
        ("35.28/kpu", "36.04/kpu"),
        ("36.04/kpu", "35.28/kpu"),
        ("35.28/kpu", "36.04/kpu"),
    ]


def test_the_ledger_chain_of_a_relay_is_its_order_of_custody(relay: Relay) -> None:
    handed_over(relay)
    leaves = ledger.leaves_of(relay.ref)
    assert [one.type for one in leaves] == ["relay.planned", "handover.opened", "handover.acknowledged"]
    assert [one.by for one in leaves] == ["35.28/kpu", "35.28/kpu", "36.04/kpu"]
    assert len(leaves[1].time) == len("2026-03-02T05:00Z"), "ceremonies by the minute"


def test_the_actual_day_is_the_legal_day_of_the_place(relay: Relay) -> None:
    night = cast.NOON.replace(hour=17, minute=30)  # after midnight in Jakarta
    handed_over(relay, now=night)
    row = leg(relay)
    assert (row.planned_on, row.actual_on) == (date(2026, 3, 2), date(2026, 3, 3))
    assert (row.state, row.sequence) == (State.DONE, 2)


def test_a_stated_day_is_kept_beside_the_one_that_was_planned(relay: Relay) -> None:
    handed_over(relay)
    why = told(reason="Dicatat sehari kemudian.")
    actions.enter_day(cast.at_desk(cast.YUDA), relay.ref, 1, date(2026, 3, 1), why, now=timezone.now())
    assert leg(relay).actual_on == date(2026, 3, 1)
    assert Act.objects.get(relay=relay, kind=Kind.DATED).changes == {"actual_on": "2026-03-01"}
    tomorrow = timezone.localdate() + timedelta(days=2)
    with pytest.raises(InvalidField, match="belum tiba"):
        actions.enter_day(cast.at_desk(cast.YUDA), relay.ref, 1, tomorrow, why, now=timezone.now())


def test_a_refusal_with_its_reason_leaves_the_baton_with_its_giver(relay: Relay) -> None:
    answers = opened(relay).n
    assert leg(relay).state == State.OPEN
    why = told(reason="Dua bendera belum ada.", conditions=conditions(relaying.ITEMS, {}))
    row = actions.refuse(cast.at_desk(cast.YUDA), relay.ref, 1, why, answers=answers, now=timezone.now())
    relay.refresh_from_db()
    assert (relay.holder_id, row.reason, leg(relay).state) == ("35.28/kpu", "Dua bendera belum ada.", State.PLANNED)
    handed_over(relay)


@pytest.mark.parametrize("verb", [actions.refuse, actions.withdraw])
def test_refusing_and_taking_back_need_a_reason(relay: Relay, verb: Any) -> None:
    answers, who = opened(relay).n, cast.YUDA if verb is actions.refuse else cast.DEWI
    with pytest.raises(IkrarError, match="alasannya"):
        verb(cast.at_desk(who), relay.ref, 1, told(), answers=answers, now=timezone.now())
    assert leg(relay).state == State.OPEN


def test_nobody_acknowledges_what_they_opened_though_they_be_secretary_of_both_sides(relay: Relay) -> None:
    terms = {"role": Role.SECRETARY, "institution": "36.04/kpu", "areas": ("36.04",), "now": timezone.now()}
    cast.at_desk(cast.DEWI)
    today = timezone.localdate()
    cast.account.give_grant(User.objects.get(username="dewi"), starts=today, ends=today, **terms)
    answers = opened(relay).n
    with pytest.raises(Refused, match="orang lain"):
        acknowledge(relay, 1, answers, cast.DEWI)
    row = Act.objects.get(n=answers)
    row.pk, row.n, row.kind, row.key, row.answers = None, 2, Kind.ACKNOWLEDGED, "lain", answers
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    relay.refresh_from_db()
    assert relay.holder_id == "35.28/kpu"
    acknowledge(relay, 1, answers)
    assert Act.objects.latest("n").officer.username == "yuda"


def test_what_both_sides_say_of_the_objects_and_who_saw_it_is_kept(relay: Relay) -> None:
    found = conditions(relaying.ITEMS, {"condition.2": "damaged", "note.2": "Satu sobek."})
    row = opened(relay, conditions=found, witnesses=("Bupati Serang",), office=relaying.SARI_SIDE)
    assert row.conditions[1] == {"item": relaying.ITEMS[1], "condition": "damaged", "note": "Satu sobek."}
    assert (row.witnesses, row.office) == (["Bupati Serang"], relaying.SARI_SIDE)
    assert acknowledge(relay, 1, row.n, office=relaying.YUDA_SIDE).office == relaying.YUDA_SIDE


def test_only_an_office_of_the_own_institution_signs_off(relay: Relay) -> None:
    for name in (relaying.YUDA_SIDE, "Bapak Somad"):
        with pytest.raises(InvalidField, match="daftar lembaga"):
            opened(relay, office=name)
    assert not Act.objects.exists()


def test_a_request_sent_again_is_kept_once(relay: Relay) -> None:
    first = opened(relay, key="ponsel-1")
    assert opened(relay, key="ponsel-1") == first
    assert Act.objects.count() == 1
    with pytest.raises(InvalidField, match="terlalu panjang"):
        opened(relay, key="x" * 41)


def test_an_acknowledgement_from_offline_is_kept_with_its_own_hour(relay: Relay) -> None:
    answers, pressed = opened(relay).n, timezone.now()
    row = acknowledge(relay, 1, answers, at=pressed, now=pressed + timedelta(hours=9))
    assert (row.at, row.bent) == (pressed, False)
    assert row.kept_at == pressed + timedelta(hours=9)


def test_an_acknowledgement_that_comes_too_late_is_told_what_happened(relay: Relay) -> None:
    answers = opened(relay).n
    withdrawn = told(reason="Salah hari.")
    actions.withdraw(cast.at_desk(cast.DEWI), relay.ref, 1, withdrawn, answers=answers, now=timezone.now())
    before = Act.objects.count()
    with pytest.raises(Late, match="menarik kembali"):
        acknowledge(relay, 1, answers)
    assert Act.objects.count() == before


def test_two_who_press_at_once_make_one_hand_over(relay: Relay) -> None:
    answers, outcomes, gate = opened(relay).n, [], threading.Barrier(2)
    cast.at_desk(cast.YUDA)

    def press(number: int) -> None:
        try:
            with identity.system():
                gate.wait()
                acknowledge(relay, 1, answers, key=f"jendela-{number}")
            outcomes.append("kept")
        except Refused as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    windows = [threading.Thread(target=press, args=(number,)) for number in range(2)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert sorted(outcomes) == ["kept", "late"]
    assert Act.objects.filter(kind=Kind.ACKNOWLEDGED).count() == 1


PRESSES = st.lists(
    st.tuples(st.sampled_from(["open", "take", "refuse", "withdraw", "skip"]), st.integers(1, 3)), max_size=9
)


@settings(max_examples=6)
@given(presses=PRESSES)
def test_in_whatever_order_everybody_presses_the_rows_tell_one_order_of_custody(presses: list[tuple[str, int]]) -> None:
    verbs = {"take": actions.acknowledge, "refuse": actions.refuse, "withdraw": actions.withdraw}
    with transaction.atomic():
        relay = planned()
        for verb, n in presses:
            answers = Act.objects.filter(relay=relay, kind=Kind.OPENED).count() and relay.acts.latest("n").n
            for who in (cast.DEWI, cast.YUDA):
                with suppress(Refused):
                    if verb in verbs:
                        why = told(reason="Uji.")
                        verbs[verb](cast.at_desk(who), relay.ref, n, why, answers=answers, now=timezone.now())
                    else:
                        act = actions.open_handover if verb == "open" else actions.skip
                        act(cast.at_desk(who), relay.ref, n, told(reason="Uji."), now=timezone.now())
        relay.refresh_from_db()
        standing = custody.fold(actions.plan_of(relay), actions.acts_of(relay))
        assert (relay.holder_id, relay.next) == (standing.holder, standing.next)
        moved = list(relay.acts.filter(kind=Kind.ACKNOWLEDGED).order_by("n").values_list("by", flat=True))
        assert relay.holder_id == ([relay.start_id, *moved])[-1]
        transaction.set_rollback(True)


def test_a_skipped_leg_is_passed_over_by_its_holder(relay: Relay) -> None:
    actions.skip(cast.at_desk(cast.DEWI), relay.ref, 1, told(reason="Banjir."), now=timezone.now())
    relay.refresh_from_db()
    assert (relay.holder_id, relay.next, leg(relay).state) == ("35.28/kpu", 2, State.SKIPPED)
    with pytest.raises(Refused, match="Lewati ruas ini"):
        opened(relay, 2)


def test_a_plan_changed_overnight_keeps_what_it_said_before(relay: Relay) -> None:
    later = replace(PLAN.legs[0], venue="Alun-alun Serang", planned_on=date(2026, 3, 3), planned_at=None, programme=())
    dewi = cast.at_desk(cast.DEWI)
    row = actions.change_leg(dewi, relay.ref, later, told(reason="Hujan."), now=timezone.now())
    assert row.changes == {
        "venue": "Batas Kabupaten Serang",
        "planned_on": "2026-03-02",
        "planned_at": "09:00:00",
        "programme": "2026-03-02 09.30 Pawai kendaraan; Alun-alun Serang",
    }
    changed = leg(relay)
    assert (changed.venue, changed.planned_on, changed.sequence) == ("Alun-alun Serang", date(2026, 3, 3), 1)


@pytest.mark.parametrize(("column", "value"), [("receiver", "99.99/kpu"), ("area", "99.99")])
def test_an_unknown_code_is_refused_in_a_change_and_in_a_plan(relay: Relay, column: str, value: str) -> None:
    changed = replace(PLAN.legs[0], **{column: value})
    with pytest.raises(InvalidField, match="tidak dikenal"):
        actions.change_leg(cast.at_desk(cast.DEWI), relay.ref, changed, told(reason="x"), now=timezone.now())
    with pytest.raises(InvalidField, match="tidak dikenal"):
        planned(legs=(changed,))


def test_an_unknown_election_is_refused() -> None:
    with pytest.raises(InvalidField, match="Pemilihan pemilu-2099"):
        planned(election="pemilu-2099")
    assert planned(election="").election_id is None


def test_cancelling_asks_the_same_number_of_questions_however_many_legs_are_left(relay: Relay) -> None:
    def asked(name: str, legs: tuple[PlanLeg, ...]) -> int:
        row = planned(series=name, legs=legs)
        with CaptureQueriesContext(connection) as found:
            actions.cancel(cast.at_desk(cast.DEWI), row.ref, told(reason="Banjir."), now=timezone.now())
        assert set(row.legs.values_list("state", "sequence")) == {("cancelled", 1)}
        return len(found)

    first, second = PLAN.legs[:2]
    many = tuple(replace((first, second)[n % 2], n=n + 1, planned_on=relaying.DAY) for n in range(12))
    assert asked("Kirab pendek", (first,)) == asked("Kirab panjang", many)


def test_a_cancelled_relay_leaves_the_baton_and_cancels_what_was_to_come(relay: Relay) -> None:
    handed_over(relay)
    actions.cancel(cast.at_desk(cast.DEWI), relay.ref, told(reason="Bencana."), now=timezone.now())
    relay.refresh_from_db()
    assert (relay.holder_id, relay.state) == ("36.04/kpu", CANCELLED)
    assert [one.state for one in relay.legs.order_by("n")] == [State.DONE, State.CANCELLED, State.CANCELLED]
    assert [one.sequence for one in relay.legs.order_by("n")] == [2, 1, 1]


def test_r2_whoever_takes_no_part_finds_nothing_and_nobody_plans_for_another(relay: Relay) -> None:
    intan = cast.at_desk(cast.INTAN)
    with pytest.raises(Missing):
        actions.skip(intan, relay.ref, 1, told(reason="x"), now=timezone.now())
    with pytest.raises(Missing):
        actions.plan(intan, PLAN, now=timezone.now())
    with pytest.raises(Missing):
        access.published("0" * 26)
    with pytest.raises(Missing, match="Ruas"):
        opened(relay, 9)
    assert access.published(relay.ref) == relay


def test_a_side_that_has_no_part_in_an_act_is_refused(relay: Relay) -> None:
    with pytest.raises(Refused, match="tidak memegang"):
        opened(relay, who=cast.YUDA)


def test_a_fictional_relay_bears_its_mark_and_can_be_erased_and_a_real_one_cannot(relay: Relay) -> None:
    example = planned(area="98.01")
    assert example.series == "CONTOH Kirab Pemilu Uji"
    handed_over(example)
    dewi = cast.at_desk(cast.DEWI)
    photos.keep(dewi, example.ref, 1, picture=b"x", until=dewi.today, now=timezone.now())
    assert actions.erase_examples(by="35.28/kpu", now=timezone.now()) == 1
    assert actions.erase_examples(by="35.28/kpu", now=timezone.now()) == 0
    assert list(Relay.objects.all()) == [relay]
    assert not Opening.objects.filter(leaf__ref=example.ref).exists()
    assert not PhotoBox.objects.exists()


def test_a_request_that_comes_again_with_other_words_changes_nothing(relay: Relay) -> None:
    dewi, now = cast.at_desk(cast.DEWI), timezone.now()
    actions.change_leg(dewi, relay.ref, PLAN.legs[0], told(reason="Uji.", key="satu"), now=now)
    handed_over(relay)
    forged = replace(PLAN.legs[0], receiver="35.28/bawaslu", venue="Tempat lain")
    actions.change_leg(dewi, relay.ref, forged, told(reason="Uji.", key="satu"), now=now)
    assert (leg(relay).receiver_id, leg(relay).venue) == ("36.04/kpu", "Batas Kabupaten Serang")
    today = leg(relay).actual_on
    planned_day = date(2026, 3, 1)
    actions.enter_day(dewi, relay.ref, 1, planned_day, told(reason="Uji.", key="dua"), now=now)
    actions.enter_day(dewi, relay.ref, 1, today, told(reason="Uji.", key="dua"), now=now)
    assert leg(relay).actual_on == planned_day
    assert Act.objects.filter(relay=relay, kind__in=[Kind.CHANGED, Kind.DATED]).count() == 2


def test_a_stated_day_keeps_the_order_of_custody_and_stays_near_its_plan(relay: Relay) -> None:
    handed_over(relay)
    handed_over(relay, 2, cast.YUDA, cast.DEWI)
    dewi, now = cast.at_desk(cast.DEWI), timezone.now()
    actions.enter_day(dewi, relay.ref, 1, date(2026, 3, 2), told(reason="Uji."), now=now)
    actions.enter_day(dewi, relay.ref, 2, date(2026, 3, 4), told(reason="Uji."), now=now)
    for n, day in ((2, date(2026, 3, 1)), (1, date(2026, 3, 5))):
        with pytest.raises(InvalidField, match="urutan"):
            actions.enter_day(dewi, relay.ref, n, day, told(reason="Uji."), now=now)
    with pytest.raises(InvalidField, match="terlalu jauh"):
        actions.enter_day(dewi, relay.ref, 1, date(2024, 3, 5), told(reason="Uji."), now=now)
    assert [leg(relay, n).actual_on for n in (1, 2)] == [date(2026, 3, 2), date(2026, 3, 4)]


def test_a_skipped_leg_has_no_actual_day(relay: Relay) -> None:
    actions.skip(cast.at_desk(cast.DEWI), relay.ref, 1, told(reason="Banjir."), now=timezone.now())
    with pytest.raises(Refused, match="sudah berlangsung"):
        actions.enter_day(
            cast.at_desk(cast.YUDA), relay.ref, 1, relaying.DAY, told(reason="Tetap datang."), now=timezone.now()
        )
    assert leg(relay).actual_on is None


def test_the_first_opening_is_not_told_to_be_long_before_the_relay_set_out(relay: Relay) -> None:
    row = opened(relay, at=cast.NOON - timedelta(days=9_000))
    assert (row.at, row.bent) == (actions.since_when(relay), True)
    assert row.at.date() == date(2026, 1, 30)


FAKE = replace(PLAN.legs[0], receiver="98.01/kpu")


def test_what_names_anything_fictional_is_an_example_and_a_real_one_never_becomes_one(relay: Relay) -> None:
    for changes in ({"legs": (FAKE,)}, {"legs": (replace(PLAN.legs[0], area="98.01"),)}, {"holder": "98.01/kpu"}):
        made = planned(**changes)
        assert (made.example, made.series) == (True, "CONTOH Kirab Pemilu Uji"), changes
    for changed in (FAKE, replace(PLAN.legs[0], area="98.01")):
        with pytest.raises(InvalidField, match="rekaan"):
            actions.change_leg(cast.at_desk(cast.DEWI), relay.ref, changed, told(reason="x"), now=timezone.now())


# --- from a file ------------------------------------------------------------------------------------------------------

DAYS = ((State.TOLD, date(2026, 3, 2), ""), (State.SKIPPED, None, "Banjir."))


def test_a_relay_of_a_file_is_told_and_goes_on_here() -> None:
    assert arrival.take_in([Arrival(PLAN, DAYS, "f" * 64)], now=timezone.now()) == 3
    relay = Relay.objects.get()
    assert (relay.holder_id, relay.next, relay.done, relay.state) == ("36.04/kpu", 3, 1, UNDERWAY)
    assert [one.state for one in relay.legs.order_by("n")] == [State.TOLD, State.SKIPPED, State.PLANNED]
    actions.skip(cast.at_desk(cast.YUDA), relay.ref, 3, told(reason="Sudah di sana."), now=timezone.now())
    relay.refresh_from_db()
    assert relay.state == DONE
    assert [one.type for one in ledger.leaves_of(relay.ref)] == ["relay.imported", "relay.skipped"]


def test_a_relay_of_a_file_may_be_over_or_only_planned() -> None:
    over = (*DAYS, (State.SKIPPED, None, "Selesai."))
    arrival.take_in([Arrival(PLAN, over, "a" * 64), Arrival(PLAN, (), "b" * 64)], now=timezone.now())
    assert set(Relay.objects.values_list("state", flat=True)) == {DONE, PLANNED}


def test_nothing_is_told_of_a_day_to_come() -> None:
    ahead = ((State.TOLD, timezone.localdate() + timedelta(days=2), ""),)
    with pytest.raises(InvalidField, match="belum tiba"):
        arrival.take_in([Arrival(PLAN, ahead, "c" * 64)], now=timezone.now())
    assert not Relay.objects.exists()


@pytest.mark.parametrize("area", ["35.28", "98.01"])
def test_the_same_relay_is_told_once_in_both_worlds(area: str) -> None:
    dewi, wanted = cast.at_desk(cast.DEWI), replace(PLAN, area=area)
    arrival.enter(dewi, wanted, DAYS, now=timezone.now())
    with pytest.raises(Refused, match="sudah tercatat"):
        arrival.enter(dewi, wanted, DAYS, now=timezone.now())
    assert Relay.objects.count() == 1


# --- sealed pictures --------------------------------------------------------------------------------------------------


def seal(relay: Relay, who: cast.Person = cast.DEWI, picture: bytes = b"KENARI", n: int = 1) -> Photo:
    holder = cast.at_desk(who)
    until = holder.today + timedelta(days=40)
    return photos.keep(holder, relay.ref, n, picture=picture, until=until, now=timezone.now())


def test_a_picture_is_given_back_to_the_side_that_sealed_it_alone(relay: Relay) -> None:
    opened(relay)
    mine, theirs = seal(relay), seal(relay, cast.YUDA)
    assert photos.picture(cast.at_desk(cast.DEWI), mine.ref) == b"KENARI"
    assert b"KENARI" not in bytes(PhotoBox.objects.get(sealed=mine).data)
    for who in (cast.YUDA, cast.INTAN):
        with pytest.raises(Missing):
            photos.picture(cast.at_desk(who), mine.ref)
    told_of = photos.of(relay.ref, 1)
    assert {one.institution for one in told_of} == {"35.28/kpu", "36.04/kpu"}
    assert {one.commitment for one in told_of} == {ledger.leaves_of(one.ref)[0].com for one in (mine, theirs)}
    assert photos.of(relay.ref, 2) == ()


def test_pictures_are_of_a_hand_over_that_happens_and_of_its_sides(relay: Relay) -> None:
    with pytest.raises(Refused, match="dibuka"):
        seal(relay)
    with pytest.raises(Missing):
        seal(relay, n=9)
    other = planned(
        organiser="35.28/kpu",
        legs=(*PLAN.legs, replace(PLAN.legs[1], n=4, receiver="35.28/bawaslu", planned_on=date(2026, 3, 9))),
    )
    opened(other)
    with pytest.raises(Missing):
        seal(other, cast.INTAN)


def test_the_same_picture_is_kept_once_and_not_too_many(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(relay)
    assert seal(relay) == seal(relay)
    monkeypatch.setattr(kept, "MOST", 1)
    with pytest.raises(Refused, match="Hapus salah satu"):
        seal(relay, picture=b"lain")


def test_erasing_takes_the_picture_and_its_opening_and_leaves_that_it_was_there(relay: Relay) -> None:
    opened(relay)
    one, other = seal(relay), seal(relay, cast.YUDA)
    photos.erase(cast.at_desk(cast.DEWI), one.ref, now=timezone.now())
    assert photos.erase_expired(timezone.localdate() + timedelta(days=41), timezone.now()) == 1
    assert photos.erase_expired(timezone.localdate() + timedelta(days=41), timezone.now()) == 0
    assert not PhotoBox.objects.exists()
    assert [leaf.type for leaf in ledger.leaves_of(other.ref)] == ["scan.sealed", "scan.erased"]
    assert all(one.erased_on for one in photos.of(relay.ref, 1))
