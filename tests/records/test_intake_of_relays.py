"""Files of relays: tried whole, told row by row, kept whole or not at all; and what comes out goes in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ikrar.core.errors import InvalidField
from ikrar.core.institution.sheet import Problem
from ikrar.core.relay import sheet
from ikrar.core.relay.custody import Leg as State
from ikrar.records.account.access import Holder
from ikrar.records.relay import arrival, intake, queries
from ikrar.records.relay.models import Relay
from tests import cast
from tests.relaying import PLAN, handed_over, planned

pytestmark = pytest.mark.usefixtures("database")
TOLD = ((State.TOLD, date(2026, 3, 2), ""), (State.SKIPPED, None, "Banjir."), (State.PLANNED, None, ""))


def read(wanted: object = PLAN, told: object = TOLD) -> tuple[sheet.Entry, ...]:
    rows = [sheet.to_row(wanted, leg, *one) for leg, one in zip(wanted.legs, told, strict=True)]  # type: ignore[attr-defined, call-overload]
    entries, problems = sheet.from_rows(sheet.COLUMNS, rows)
    assert problems == ()
    return entries


def take_in(entries: tuple[sheet.Entry, ...], holder: Holder | None = None) -> int:
    compared = intake.compare(entries, holder)
    assert compared.problems == ()
    return arrival.take_in(compared.arrivals, now=timezone.now())


def test_what_comes_out_goes_in_again_and_is_then_there_already() -> None:
    assert take_in(read()) == 3
    relay = Relay.objects.get()
    out = [
        sheet.to_row(queries.plan_of(row, ()), queries.leg_plan(leg), State(leg.state), leg.actual_on, why)
        for row, leg, why in queries.told_legs([relay])
    ]
    entries, problems = sheet.from_rows(sheet.COLUMNS, out)
    assert problems == ()
    assert entries == read()
    again = intake.compare(entries)
    assert (again.arrivals, again.present, again.problems) == ((), 1, ())


def test_a_relay_that_is_here_with_other_rows_does_not_come_again() -> None:
    handed_over(planned())
    found = intake.compare(read())
    assert [(one.row, one.column) for one in found.problems] == [(2, "tongkat")]


def test_a_hand_over_told_of_a_day_to_come_is_named_with_its_row() -> None:
    ahead = (TOLD[0], (State.TOLD, timezone.localdate() + timedelta(days=2), ""), TOLD[2])
    found = intake.compare(read(told=ahead), now=timezone.now())
    assert [(one.row, one.column) for one in found.problems] == [(3, "hari_sebenarnya")]
    assert intake.compare(read(), now=timezone.now()).problems == ()


def test_days_of_a_file_keep_the_order_of_hand_overs_and_lie_near_their_plan() -> None:
    first, _, last = TOLD
    back = (first, (State.TOLD, date(2026, 3, 1), ""), last)
    (found,) = intake.compare(read(told=back), now=timezone.now()).problems
    assert (found.row, found.column, str(found.error)[:30]) == (3, "hari_sebenarnya", "Hari ini tidak sesuai dengan u")
    with pytest.raises(InvalidField, match="urutan"):
        arrival.take_in(intake.compare(read(told=back)).arrivals, now=timezone.now())
    far = ((State.TOLD, date(2024, 3, 2), ""), *TOLD[1:])
    assert [one.row for one in intake.compare(read(told=far), now=timezone.now()).problems] == [2]
    assert not Relay.objects.exists()


def test_every_unknown_code_is_told_with_its_row() -> None:
    last = replace(PLAN.legs[2], receiver="99.99/kpu", area="99.99")
    wrong = replace(PLAN, holder="99.98/kpu", area="99.98", election="pemilu-2099", legs=(*PLAN.legs[:2], last))
    found = intake.compare(read(wrong))
    assert {(one.row, one.column) for one in found.problems} == {
        (2, "pemegang_awal"),
        (2, "wilayah_awal"),
        (2, "pemilihan"),
        (4, "penerima"),
        (4, "wilayah"),
    }


def test_at_the_desk_only_the_own_institution_s_relays_come_in() -> None:
    dewi, intan = cast.at_desk(cast.DEWI), cast.at_desk(cast.INTAN)
    assert [one.column for one in intake.compare(read(), intan).problems] == ["penyelenggara"]
    assert intake.compare(read(), dewi).legs == 3
    assert take_in(read(), dewi) == 3


def test_a_file_is_tried_at_the_desk_and_on_the_command_line_by_one_function_that_tells_all_in_order() -> None:
    good = [sheet.to_row(PLAN, leg, *one) for leg, one in zip(PLAN.legs, TOLD, strict=True)]
    known = {name: n for n, name in enumerate(sheet.COLUMNS)}
    bad = [list(row) for row in good]
    bad[1][known["hari_rencana"]], bad[2][known["penerima"]] = "besok", "99.99/kpu"
    begun: list[int] = []

    def begin(relays: int) -> Callable[[], None]:
        begun.append(relays)
        return lambda: begun.append(0)

    unread = Problem(1, "", InvalidField("Lembar kedua.", field="x"))
    told = {"now": timezone.now(), "begin": begin}
    found = intake.tried(sheet.COLUMNS, tuple(map(tuple, bad)), (unread,), cast.at_desk(cast.INTAN), **told)
    assert [one.row for one in found.problems] == sorted(one.row for one in found.problems)
    assert {one.row for one in found.problems} >= {1, 3, 4}
    found = intake.tried(sheet.COLUMNS, tuple(good), (), None, **told)
    assert (found.problems, found.legs) == ((), 3)
    assert begun[-2:] == [1, 0]


def test_progress_is_told_for_each_relay() -> None:
    told: list[int] = []
    intake.compare((*read(), *read(replace(PLAN, baton="Lain"))), advance=lambda: told.append(1))
    assert len(told) == 2
