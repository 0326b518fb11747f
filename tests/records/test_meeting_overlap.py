"""Two meetings at one hour with the same institutions: told to whom it concerns, as far as both are seen."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.records.account.access import Holder
from ikrar.records.meeting import access, actions, overlap
from ikrar.records.meeting.models import Meeting
from tests import cast, meetings
from tests.web.test_decision import text

pytestmark = pytest.mark.usefixtures("database")
SAID = "Pada jam yang sama ada rapat lain yang Anda lihat."


def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


def beside(made: Meeting, who: Holder) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.meeting.title, one.both) for one in overlap.beside(who, made, access.parties(made))]


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ({"start": "09:00", "end": "12:00"}, True),
        ({"start": "11:59", "end": "13:00"}, True),
        ({"start": "07:00", "end": "09:01"}, True),
        ({"start": "10:00", "end": "10:30"}, True),
        ({"start": "12:00", "end": "13:00"}, False),
        ({"start": "07:00", "end": "09:00"}, False),
        ({"day": "2024-08-17"}, False),
    ],
)
def test_meetings_of_one_host_overlap_where_they_share_a_moment(hours: dict[str, str], found: bool) -> None:
    made = meetings.draft(dewi())
    other = meetings.called(dewi(), title="Rapat lain", **hours)
    both = ("Bawaslu Kabupaten Pamekasan", "KPU Kabupaten Pamekasan", "Polres Pamekasan")
    assert beside(made, dewi()) == ([(other.title, both)] if found else [])


def test_an_invited_office_in_two_places_is_told_and_only_what_the_asker_sees() -> None:
    hosted = meetings.called(dewi(), title="Rapat KPU")
    intan = cast.at_desk(cast.INTAN)
    own = meetings.called(intan, title="Rapat Bawaslu")  # the police are invited to both, KPU to one of them alone
    assert beside(own, intan) == [("Rapat KPU", ("Bawaslu Kabupaten Pamekasan", "Polres Pamekasan"))]
    assert beside(hosted, dewi()) == []
    actions.uninvite(dewi(), hosted.ref, hosted.invitees.get(institution="35.28/bawaslu").ref, now=timezone.now())
    assert beside(own, intan) == []  # Bawaslu sees that meeting no more


def test_what_takes_nobodys_time_any_more_is_no_overlap() -> None:
    made = meetings.draft(dewi())
    off = meetings.called(dewi(), title="Batal")
    meetings.frozen(dewi(), title="Selesai")
    assert [title for title, _ in beside(made, dewi())] == ["Batal"]
    actions.cancel(dewi(), off.ref, reason="Ditunda.", now=timezone.now())
    assert beside(made, dewi()) == []


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: object) -> None:
    made, who = meetings.draft(dewi()), dewi()
    for n in range(3):
        meetings.called(who, title=f"Rapat {n}")
    parties = access.parties(made)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(overlap.beside(who, made, parties)) == 3


def test_the_host_reads_it_on_the_meetings_page_and_calls_it_all_the_same() -> None:
    made, other = meetings.draft(dewi()), meetings.called(dewi(), title="Rapat lain")
    browser: Client = cast.sign_in(cast.DEWI)
    address = reverse("desk-meeting", args=[made.ref])
    page = text(browser.get(address))
    assert SAID in page
    assert reverse("desk-meeting", args=[other.ref]) in page
    assert "16 Agustus 2024 09.00–12.00 WIB · di kedua rapat: Bawaslu Kabupaten Pamekasan, KPU" in page
    posted = browser.post(reverse("meeting-move", args=[made.ref]), {"move": "call", "edition": "1"})
    assert posted.status_code == 303
    assert SAID in text(browser.get(address))
    cast.at_desk(cast.BIMA)
    assert SAID not in text(cast.sign_in(cast.BIMA).get(address))
    actions.hold(dewi(), made.ref, now=timezone.now())
    assert SAID not in text(browser.get(address))
