"""The desk's first page tells each institution what others wait for: an answer, an approval, a decision, a meeting."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.meeting.move import Standing
from ikrar.records.meeting import actions, decision
from tests import cast, meetings, relaying

pytestmark = pytest.mark.usefixtures("database")
ANSWER, APPROVE, LATE = "serah terima menunggu jawaban", "notulen menunggu persetujuan", "lewat tenggat"
COMING = "Rapat yang akan datang"


def desk(person: cast.Person, prefix: str = "") -> str:
    """Return the words of the first page at somebody's desk."""
    cast.at_desk(person)
    page = cast.sign_in(person).get(f"{prefix}/meja/").content.decode()
    main = html.unescape(page).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_receiver_is_told_that_a_handover_waits_for_the_answer_and_the_giver_is_not() -> None:
    relay = relaying.planned()
    assert ANSWER not in desk(cast.YUDA)
    opened = relaying.opened(relay)
    page = desk(cast.YUDA)
    assert ANSWER in page
    assert "Kirab Pemilu Uji · Tongkat A" in page
    assert "dari KPU Kabupaten Pamekasan kepada KPU Kabupaten Serang" in page
    assert ANSWER not in desk(cast.DEWI)
    relaying.actions.acknowledge(
        cast.at_desk(cast.YUDA), relay.ref, 1, relaying.told(), answers=opened.n, now=timezone.now()
    )
    assert ANSWER not in desk(cast.YUDA)


def test_minutes_wait_for_every_institution_that_has_not_spoken_and_for_nobody_twice() -> None:
    dewi = cast.at_desk(cast.DEWI)
    ref = meetings.frozen(dewi).ref
    for person in (cast.DEWI, cast.SARI, cast.BIMA, cast.AGUS):
        assert APPROVE in desk(person)
    for person in (cast.YUDA, cast.TONO, cast.RINA):
        assert APPROVE not in desk(person)
    actions.approve(dewi, ref, now=timezone.now())
    assert APPROVE not in desk(cast.DEWI)
    assert APPROVE not in desk(cast.SARI), "her institution has spoken"
    assert APPROVE in desk(cast.BIMA)
    actions.approve(cast.at_desk(cast.BIMA), ref, now=timezone.now())
    assert APPROVE not in desk(cast.AGUS), "two institutions are enough"


def test_who_runs_a_decision_is_told_when_its_day_is_past() -> None:
    dewi = cast.at_desk(cast.DEWI)
    made = meetings.decision(dewi)
    page = desk(cast.BIMA)
    assert LATE in page
    assert "tenggat Jumat, 30 Agustus 2024 · Rapat koordinasi lintas sektoral" in page
    assert "Semua keputusan yang lewat tenggat" in page
    assert LATE not in desk(cast.DEWI), "another institution runs it"
    assert LATE not in desk(cast.AGUS)
    decision.end(cast.at_desk(cast.BIMA), made.ref, becomes=Standing.CLOSED, words="Sudah.", now=timezone.now())
    assert LATE not in desk(cast.BIMA)


def test_a_decision_without_a_day_is_never_late() -> None:
    made = meetings.decision(cast.at_desk(cast.DEWI), 1)
    assert (made.owner_id, made.due) == ("35.28/kpu", None)
    assert LATE not in desk(cast.DEWI)


def test_who_is_invited_sees_the_meetings_to_come_and_none_that_is_over() -> None:
    dewi = cast.at_desk(cast.DEWI)
    day = timezone.localdate() + timedelta(days=9)
    meetings.called(dewi)  # of 2024
    assert COMING not in desk(cast.BIMA)
    meetings.called(dewi, day=day.isoformat(), title="Rapat kesiapan")
    meetings.draft(dewi, day=day.isoformat(), title="Rapat rancangan")
    for person in (cast.DEWI, cast.BIMA, cast.AGUS):
        page = desk(person)
        assert COMING in page
        assert "Rapat kesiapan" in page
        assert "09.00 WIB · KPU Kabupaten Pamekasan" in page
        assert "Rapat rancangan" not in page
    assert COMING not in desk(cast.YUDA)
    assert "Meetings to come" in desk(cast.BIMA, "/en")


def test_the_first_page_asks_the_same_number_of_questions_however_much_waits() -> None:
    dewi = cast.at_desk(cast.DEWI)

    def asked() -> int:
        browser = cast.sign_in(cast.BIMA)
        browser.get("/meja/")
        with CaptureQueriesContext(connection) as found:
            browser.get("/meja/")
        return len(found)

    cast.at_desk(cast.BIMA)
    before = asked()
    for _ in range(3):
        meetings.frozen(dewi)
        meetings.called(dewi, day=(timezone.localdate() + timedelta(days=2)).isoformat())
    assert asked() == before
