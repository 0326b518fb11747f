"""The queue of drafts below its page: columns that repeat the form, choices, and the same gate for all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from ikrar.core.errors import BadInput, Conflict, InvalidField, Missing
from ikrar.core.reading.doubt import LOOKED_AT
from ikrar.records.account.access import Holder
from ikrar.records.reading import actions, queries
from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref
from tests import cast

DOUBTS = [
    {
        "field": "event_date",
        "message": "Dua tanggal.",
        "params": {},
        "alternatives": [{"value": "2024-08-16", "evidence": [[0, 4]]}, {"value": "2024-08-17", "evidence": []}],
    },
    {
        "field": "regency",
        "message": "Dua wilayah.",
        "params": {},
        "alternatives": [{"value": "36.04", "evidence": []}, {"value": "Lembah", "evidence": []}],
    },
]


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


@pytest.fixture
def unsure(dewi: Holder) -> Reading:
    """A draft whose day and place are each in doubt."""
    made = cast.draft(dewi)
    Reading.objects.filter(pk=made.pk).update(found=made.found | {"doubts": DOUBTS})
    return Reading.objects.get(pk=made.pk)


def choose(who: Holder, made: Reading, number: int, taken: int, **changes: int) -> int:
    values = {"edition": Reading.objects.get(pk=made.pk).edition} | changes
    return actions.choose(who, made.ref, form=queries.form_in(made), number=number, taken=taken, **values)


def test_what_the_queue_searches_by_follows_the_form(dewi: Holder) -> None:
    made = Reading.objects.get(pk=cast.draft(dewi).pk)
    assert (made.area_code, made.event_date) == ("35.28", date(2024, 8, 16))
    form = queries.form_in(made)
    changed = replace(form.declaration, title="Ikrar  Bersama", area="x", event_date="kemarin")
    actions.save(dewi, made.ref, edition=made.edition, form=replace(form, declaration=changed))
    kept = Reading.objects.get()
    assert (kept.title, kept.area_code, kept.event_date) == ("Ikrar Bersama", "", None)


def test_a_choice_is_kept_with_its_value_and_leaves_the_other_doubt_open(dewi: Holder, unsure: Reading) -> None:
    edition = choose(dewi, unsure, 0, 1)
    kept = Reading.objects.get()
    assert (kept.edition, kept.chosen, kept.event_date) == (edition, {"0": 1}, date(2024, 8, 17))
    assert kept.doubtful == " regency "
    choose(dewi, kept, 1, 0)
    assert (Reading.objects.get().area_code, Reading.objects.get().doubtful) == ("36.04", "")
    assert [q.taken for q in queries.questions(Reading.objects.get())] == [1, 0]


def test_a_doubt_that_was_looked_at_leaves_the_form_as_it_is(dewi: Holder, unsure: Reading) -> None:
    choose(dewi, unsure, 0, LOOKED_AT)
    assert Reading.objects.get().form == unsure.form


@pytest.mark.parametrize(
    ("number", "taken", "edition", "error"),
    [(0, 1, 1, Conflict), (5, 0, 2, BadInput), (0, 9, 2, BadInput), (1, 1, 2, InvalidField)],
)
def test_a_choice_that_cannot_be_made_changes_nothing(
    dewi: Holder, unsure: Reading, number: int, taken: int, edition: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        choose(dewi, unsure, number, taken, edition=edition)
    kept = Reading.objects.get()
    assert (kept.chosen, kept.edition, kept.form) == ({}, unsure.edition, unsure.form)


@pytest.mark.parametrize("other", [cast.LASTRI, cast.INTAN, cast.SARI, cast.JOKO], ids=lambda p: p.username)
def test_r2_nobody_else_chooses_in_a_draft_or_counts_it(dewi: Holder, unsure: Reading, other: cast.Person) -> None:
    who = cast.at_desk(other)
    with pytest.raises(Missing):
        choose(who, unsure, 0, 1)
    assert queries.counts(who) == dict.fromkeys(["all", *queries.STATES], 0)
    assert queries.queue(who).groups == ()


def test_r42_what_is_past_its_date_is_not_counted_and_what_goes_soonest_comes_first(dewi: Holder) -> None:
    now = timezone.now()
    late, soon, gone = (
        actions.start(dewi, text=cast.ARTICLE, published=None, source_url="", submission=new_ref(), now=now)
        for _ in range(3)
    )
    for made, days in ((late, 6), (soon, 1), (gone, -1)):
        Reading.objects.filter(pk=made.pk).update(expires=now + timedelta(days=days), event=made.pk)
    assert queries.counts(dewi)["expiring"] == queries.counts(dewi)["all"] == 2
    assert [row.pk for (row,) in queries.queue(dewi, state="expiring").groups] == [soon.pk, late.pk]


def test_r36_a_search_looks_for_a_limited_number_of_words(dewi: Holder) -> None:
    cast.draft(dewi)
    assert queries.queue(dewi, words="damai " * queries.WORDS + "tidakada").count == 1
    assert queries.queue(dewi, words="damai tidakada").count == 0


def test_drafts_from_before_the_queue_get_their_columns(dewi: Holder, unsure: Reading) -> None:
    broken = cast.draft(dewi)
    Reading.objects.update(title="", area_code="", event_date=None, doubtful="")
    form = broken.form | {"declaration": {"event_date": "kemarin"}}
    Reading.objects.filter(pk=broken.pk).update(form=form, found={})
    import_module("ikrar.records.reading.migrations.0002_queue")._fill(apps, None)
    old, other = Reading.objects.get(pk=unsure.pk), Reading.objects.get(pk=broken.pk)
    assert (old.area_code, old.event_date, old.doubtful) == ("35.28", date(2024, 8, 16), " event_date regency ")
    assert (other.title, other.area_code, other.event_date, other.doubtful) == ("", "", None, "")
