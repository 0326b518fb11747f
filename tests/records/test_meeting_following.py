"""A change of one meeting of a series goes into the later open ones, each by itself; what cannot be is named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ikrar.core.errors import Conflict
from ikrar.records.account.access import Holder
from ikrar.records.job.models import Delivery
from ikrar.records.meeting import actions, queries
from ikrar.records.meeting.models import Meeting, Minutes
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")
DAYS = ("2030-08-16", "2030-09-16", "2030-10-16")


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def series(*more: str) -> list[Meeting]:
    """Return called meetings of one series, a month between them."""
    first = meetings.called(dewi(), follow=actions.Follow(title="Rakor"), day=DAYS[0])
    follow = actions.Follow(series=first.series_id or "")
    return [first, *(meetings.called(dewi(), follow=follow, day=day) for day in (*DAYS[1:], *more))]


def changed(made: Meeting, edition: int = 1, **changes: Any) -> actions.Followed:
    form = replace(queries.form_in(made), **changes)
    terms = {"mailbox": "kpu@lembaga.example", "now": timezone.now()}
    return actions.change_following(dewi(), made.ref, edition=edition, form=form, **terms)


def now(made: Meeting) -> Meeting:
    return Meeting.objects.select_related("minutes").get(pk=made.pk)


def test_place_hours_and_agenda_go_along_and_each_keeps_its_day_and_all_else() -> None:
    earlier, made, later = series()
    Minutes.objects.filter(meeting=later).update(materials="Bahan sendiri")
    found = changed(made, place="Aula", start="13:00", end="15:00", agenda=("Satu",), title="Judul", materials="x")
    assert ([one.ref for one in found.changed], found.refused) == ([later.ref], ())
    form = queries.form_in(now(later))
    assert (form.place, form.start, form.end, form.agenda) == ("Aula", "13:00", "15:00", ("Satu",))
    assert (form.day, form.title, form.materials) == (DAYS[2], later.title, "Bahan sendiri")
    assert queries.form_in(now(earlier)) == queries.form_in(earlier)
    assert [now(one).sequence for one in (earlier, made, later)] == [0, 1, 1]
    for one, told in ((earlier, {0}), (made, {0, 1}), (later, {0, 1})):
        letters = Delivery.objects.filter(about__in=one.invitees.values("ref"))
        assert {row.payload["sequence"] for row in letters} == told
    assert now(later).steps.filter(move="change").count() == 1


def test_what_did_not_change_is_not_carried_and_who_has_it_already_is_not_told_again() -> None:
    first, second, third = series()
    changed(second, place="Aula")
    before = {one.pk: now(one).sequence for one in (second, third)}
    assert changed(first, title="Lain").changed == ()
    assert changed(first, 2, place="Aula").changed == ()
    assert {one.pk: now(one).sequence for one in (second, third)} == before


def test_one_that_cannot_be_changed_is_left_and_named_and_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = series()
    Minutes.objects.filter(meeting=second).update(mailbox="")  # its offices were told: without a sender nobody would be
    found = changed(first, place="Aula")
    assert [one.ref for one in found.changed] == [third.ref]
    ((left, why),) = found.refused
    assert (left.ref, "Isi alamat pengundang" in str(why)) == (second.ref, True)
    assert (now(second).place, now(second).sequence) == (second.place, 0)
    page = cast.sign_in(cast.DEWI).post(
        reverse("meeting-change", args=[first.ref]), posted(first, edition="2", place="Pendopo", then="following")
    )
    said = re.sub(r"\s+", " ", page.content.decode())
    assert (page.status_code, "1 rapat berikutnya ikut diubah." in said) == (200, True)
    assert "Yang ini tidak diubah:" in said
    assert "Isi alamat pengundang" in said
    assert now(third).place == "Pendopo"


def test_a_stale_edition_changes_none_of_them() -> None:
    first, second, _ = series()
    with pytest.raises(Conflict):
        changed(first, 7, place="Aula")
    assert {now(one).place for one in (first, second)} == {first.place}


def posted(made: Meeting, **more: str) -> dict[str, str]:
    form = queries.form_in(made)
    words = {name: getattr(form, name) for name in ("title", "day", "start", "end", "area", "place", "election")}
    return words | {"agenda": "\n".join(form.agenda), "mailbox": "kpu@lembaga.example"} | more


def test_the_form_offers_it_where_there_are_later_open_ones_alone() -> None:
    first, second, third = series()
    single, offer = meetings.called(dewi()), "Simpan, juga untuk rapat berikutnya"
    actions.cancel(dewi(), third.ref, reason="Batal.", now=timezone.now())
    browser = cast.sign_in(cast.DEWI)
    for one, offered in ((first, True), (second, False), (single, False)):
        assert (offer in browser.get(reverse("meeting-change", args=[one.ref])).content.decode()) is offered
    page = browser.post(
        reverse("meeting-change", args=[first.ref]), posted(first, edition="1", place="Aula", then="following")
    )
    assert "1 rapat berikutnya ikut diubah." in page.content.decode()
    assert (now(second).place, now(third).place) == ("Aula", third.place)
