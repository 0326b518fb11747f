"""Earlier editions of minutes: kept with each saving, gone back to without losing the newer, erased when frozen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ikrar.core.declaration.history import KEPT, TOGETHER
from ikrar.core.errors import Conflict, IllegalMove, Missing
from ikrar.records.account.access import Holder
from ikrar.records.meeting import access, actions, erasure, history, queries
from ikrar.records.meeting.models import Edition, Meeting
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
NOW = timezone.now()


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def saved(who: Holder, ref: str, closing: str, seconds: int = 0) -> int:
    """Save minutes that end like this, so many seconds after the beginning."""
    edition = access.own(who, ref).minutes.edition
    form, at = meetings.minutes(closing=closing), NOW + timedelta(seconds=seconds)
    return actions.save_minutes(who, ref, edition=edition, form=form, now=at)


def closings(ref: str) -> list[str]:
    return [row.form["closing"] for row in Edition.objects.filter(meeting=ref).order_by("n")]


def test_typing_on_goes_into_one_edition_and_a_pause_begins_another() -> None:
    ref = meetings.held(dewi()).ref
    for words, seconds in (("S", 0), ("Se", 5), ("Sele", 10), ("Selesai", 10 + TOGETHER)):
        saved(dewi(), ref, words, seconds)
    assert closings(ref) == ["S", "Sele", "Selesai"]


def test_what_two_people_write_are_two_editions_however_near_in_time() -> None:
    ref, lastri = meetings.held(dewi()).ref, cast.at_desk(cast.LASTRI)
    for who, words in ((dewi(), "a"), (dewi(), "ab"), (lastri, "abc"), (lastri, "abcd")):
        saved(who, ref, words)
    assert closings(ref) == ["a", "ab", "abcd"]
    rows = history.kept(dewi(), access.own(dewi(), ref))
    assert [(row.n, row.mine, row.current) for row in rows] == [(3, False, True), (2, True, False), (1, True, False)]
    changed = rows[0].changed
    assert [(one.path, one.mine, one.theirs) for one in changed] == [("closing", "abcd", "ab")]


def test_going_back_keeps_the_newer_editions() -> None:
    ref = meetings.held(dewi()).ref
    saved(dewi(), ref, "lama")
    edition = saved(dewi(), ref, "baru", 2 * TOGETHER)
    assert history.go_back(dewi(), ref, edition=edition, to=1, now=NOW) == edition + 1
    assert queries.minutes_in(access.own(dewi(), ref)).closing == "lama"
    assert closings(ref) == ["lama", "baru", "lama"]
    assert history.go_back(dewi(), ref, edition=edition + 1, to=2, now=NOW) == edition + 2
    assert queries.minutes_in(access.own(dewi(), ref)).closing == "baru"


def test_going_back_is_refused_when_somebody_wrote_on_or_the_edition_is_gone() -> None:
    ref = meetings.held(dewi()).ref
    with pytest.raises(IllegalMove):
        history.go_back(dewi(), ref, edition=1, to=1, now=NOW)
    edition = saved(dewi(), ref, "satu")
    with pytest.raises(IllegalMove):
        history.go_back(dewi(), ref, edition=edition, to=9, now=NOW)
    with pytest.raises(Conflict):
        history.go_back(dewi(), ref, edition=edition - 1, to=1, now=NOW)
    with pytest.raises(Missing):
        history.go_back(cast.at_desk(cast.BIMA), ref, edition=edition, to=1, now=NOW)


def test_the_newest_editions_are_kept() -> None:
    ref = meetings.held(dewi()).ref
    row = access.own(dewi(), ref)
    terms = {"officer_id": dewi().user_id, "begun": NOW, "at": NOW}
    Edition.objects.bulk_create(Edition(meeting=row, n=n, form=row.minutes.form, **terms) for n in range(1, KEPT + 1))
    saved(dewi(), ref, "baru", 2 * TOGETHER)
    numbers = Edition.objects.filter(meeting=ref).order_by("n").values_list("n", flat=True)
    assert (numbers[0], len(numbers)) == (2, KEPT)


def test_freezing_and_rebuilding_examples_erase_what_was_struck_out() -> None:
    meetings.frozen(dewi())
    assert not Edition.objects.exists()
    meetings.written(dewi(), area="98.01")
    assert Edition.objects.count() == 1
    erasure.forget_examples()
    assert not Edition.objects.exists()
    assert Meeting.objects.count() == 1
