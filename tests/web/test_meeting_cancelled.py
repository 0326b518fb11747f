"""A cancelled meeting leads to what was written in it, where anything could be."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.records.meeting import actions
from tests import cast, meetings
from tests.web.test_decision import text

pytestmark = pytest.mark.usefixtures("database")
LINK, SAID = "Baca catatan yang sudah ditulis", "Rapat ini dibatalkan. Yang tertulis di sini catatan saja"


@pytest.mark.parametrize(("begin", "held"), [(meetings.called, False), (meetings.written, True)])
def test_notes_of_a_cancelled_meeting_are_found_by_those_who_could_read_them(begin: object, held: bool) -> None:
    made = begin(cast.at_desk(cast.DEWI))  # type: ignore[operator]
    page, notes = reverse("desk-meeting", args=[made.ref]), reverse("minutes", args=[made.ref])
    browsers: list[Client] = [cast.sign_in(cast.DEWI)]
    cast.at_desk(cast.BIMA)
    browsers.append(cast.sign_in(cast.BIMA))
    for browser in browsers:
        assert LINK not in text(browser.get(page))
        assert SAID not in text(browser.get(notes))
    actions.cancel(cast.at_desk(cast.DEWI), made.ref, reason="Keliru dibuka.", now=timezone.now())
    for browser in browsers:
        assert (LINK in text(browser.get(page))) is held
    if held:
        assert all(
            "Disampaikan." in text(browser.get(notes)) and SAID in text(browser.get(notes)) for browser in browsers
        )
