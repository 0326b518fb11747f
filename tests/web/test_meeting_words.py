"""What pages say of meetings: every state in both languages, times of the place, rules in words, and few questions."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from ikrar.core.meeting.move import Standing, State
from ikrar.core.meeting.reply import Partstat
from ikrar.records.institution.models import Institution
from ikrar.records.meeting.models import Decision
from ikrar.web.parts.templatetags import meeting_words as words
from tests import cast, meetings
from tests.installation import on_sqlite

SAID = {
    "draft": ("rancangan", "draft"),
    "called": ("undangan keluar", "called"),
    "held": ("sedang dicatat", "minutes being taken"),
    "frozen": ("menunggu persetujuan", "waiting for approval"),
    "approved": ("notulen disetujui", "minutes approved"),
    "cancelled": ("dibatalkan", "cancelled"),
}
STANDS = {
    "open": ("terbuka", "open"),
    "closed": ("selesai", "finished"),
    "dropped": ("tidak dijalankan", "dropped"),
    "overdue": ("lewat tenggat", "overdue"),
}


@pytest.mark.parametrize("state", sorted(SAID))
def test_every_state_of_a_meeting_is_said_in_both_languages(state: str) -> None:
    assert words.meeting_state(state) == SAID[state][0]
    with translation.override("en"):
        assert words.meeting_state(state) == SAID[state][1]


def test_no_state_standing_or_answer_lacks_its_words() -> None:
    assert set(SAID) == {state.value for state in State}
    assert set(STANDS) == {standing.value for standing in Standing} | {"overdue"}
    assert all(words.answer_name(partstat.value) for partstat in Partstat)


@pytest.mark.parametrize("standing", sorted(STANDS))
def test_every_standing_of_a_decision_is_said_in_both_languages(standing: str) -> None:
    assert words.standing_name(standing) == STANDS[standing][0]
    with translation.override("en"):  # a decision is finished, a stage is over: one word in Indonesian
        assert words.standing_name(standing) == STANDS[standing][1]


def test_a_calendar_rule_is_said_in_the_language_of_the_page_and_other_words_stay() -> None:
    assert words.rule_words("QUIET:first:-1:days") == "sebelum masa tenang"
    assert words.rule_words("sebelum lebaran") == "sebelum lebaran"
    with translation.override("en"):
        assert words.rule_words("QUIET:first:-1:days").startswith("before ")


def test_a_decision_is_late_the_day_after_its_due_day() -> None:
    row = Decision(standing="open", due=date(2024, 8, 30))
    assert not words.is_late(row, date(2024, 8, 30))
    assert words.is_late(row, date(2024, 8, 31))


def test_a_row_of_a_decision_says_who_until_when_by_which_rule_and_with_what_result() -> None:
    row = Decision(owner=Institution(code="35.28/kpu", name="KPU Pamekasan"), standing="open")
    assert words.decision_words(row) == " · KPU Pamekasan"
    row.office, row.due, row.result = "Ketua", date(2024, 8, 30), "Sudah."
    assert words.decision_words(row) == " · KPU Pamekasan · Ketua · tenggat Jumat, 30 Agustus 2024 · Sudah."
    row.rule = "QUIET:first:-1:days"
    assert " · tenggat Jumat, 30 Agustus 2024 (sebelum masa tenang) · " in words.decision_words(row)
    with translation.override("en"):
        assert " · due Friday, 30 August 2024 (before " in words.decision_words(row)


@on_sqlite
@pytest.mark.parametrize("name", ["desk-meetings", "decisions", "meetings"])
def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(database: object, name: str) -> None:
    dewi = cast.at_desk(cast.DEWI)
    browser = cast.sign_in(cast.DEWI) if name != "meetings" else cast.Browser()
    asked = []
    for more in (1, 3):
        for _ in range(more):
            meetings.approved(dewi)
        browser.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get(reverse(name)).status_code == 200
        asked.append(len(caught))
    assert asked[0] == asked[1]


def test_pages_of_meetings_speak_english_under_their_english_address(database: object) -> None:
    dewi = cast.at_desk(cast.DEWI)
    ref = meetings.approved(dewi).ref
    browser = cast.sign_in(cast.DEWI)
    with translation.override("en"):
        expected = {
            reverse("meetings"): "Published decisions: 1",
            reverse("meeting", args=[ref]): "Published decisions",
            reverse("desk-meetings"): "Call a meeting",
            reverse("desk-meeting", args=[ref]): "minutes approved",
            reverse("minutes", args=[ref]): "Minutes",
            reverse("attendance", args=[ref]): "Attendance list",
            reverse("decisions"): "Register of decisions",
            reverse("meeting-new"): "Agenda, one item a line",
        }
    for path, said in expected.items():
        assert path.startswith("/en/")
        assert said in browser.get(path).content.decode(), path
