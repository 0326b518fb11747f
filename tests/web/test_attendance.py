"""The list of who came at the desk: what came in by the door's code is marked, and a struck row comes back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.core.meeting.attendance import Presence
from ikrar.records.meeting import actions, attendance
from ikrar.records.meeting.models import Attendance
from tests import cast, meetings
from tests.web.test_decision import text

pytestmark = pytest.mark.usefixtures("database")
POLICE = Presence("35.28/polres", "", "Kasat", "Kapolres")


@pytest.fixture
def dewi() -> Client:
    cast.at_desk(cast.DEWI)
    return cast.sign_in(cast.DEWI)


def listed(ref: str) -> str:
    """Return the address of a list with two rows: Bawaslu's from the desk, the police's by the door's code."""
    holder = cast.at_desk(cast.DEWI)
    attendance.check_in(attendance.open_door(holder, ref, now=timezone.now()), POLICE, now=timezone.now())
    return reverse("attendance", args=[ref])


def struck(page: str) -> str:
    return re.findall(r'name="row" value="([^"]+)"', page)[0]


def test_rows_by_the_door_code_are_marked_and_counted(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    assert "lewat kode pintu" not in text(dewi.get(reverse("attendance", args=[ref])))
    page = text(dewi.get(listed(ref)))
    assert "1 baris masuk lewat kode pintu" in page
    rows = re.findall(r"<li><strong>.*?</li>", page)
    assert ["lewat kode pintu" in row for row in rows] == [False, True]


def test_a_struck_row_comes_back_as_it_was_and_once(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    address = listed(ref)
    row = Attendance.objects.get(institution="35.28/polres")
    page = text(dewi.post(address, {"act": f"strike-{attendance.mark_of(row)}"}))
    assert "Baris dihapus." in page
    assert attendance.present(row.meeting) == {"35.28/bawaslu"}
    for _ in range(2):
        assert dewi.post(address, {"act": "restore", "row": struck(page)}).status_code == 303
    kept, found, how = attendance.rows(row.meeting)[-1]
    assert (found, how.value, kept.at, kept.institution_id) == (POLICE, "code", row.at, "35.28/polres")
    assert len(attendance.rows(row.meeting)) == 2


def test_nothing_else_is_put_back(dewi: Client) -> None:
    ref = meetings.held(cast.at_desk(cast.DEWI)).ref
    address, row = listed(ref), Attendance.objects.get(institution="35.28/polres")
    word = struck(text(dewi.post(address, {"act": f"strike-{attendance.mark_of(row)}"})))
    other = meetings.held(cast.at_desk(cast.DEWI), day="2024-09-16").ref
    assert dewi.post(reverse("attendance", args=[other]), {"act": "restore", "row": word}).status_code == 404
    sealed = bytes(Attendance.objects.filter(meeting=ref).get().data).decode()  # under the same key, of no meeting
    for made_up in ("", "x", "é", word[:-4] + "AAAA", sealed):
        assert dewi.post(address, {"act": "restore", "row": made_up}).status_code == 404
    actions.cancel(cast.at_desk(cast.DEWI), ref, reason="Keliru.", now=timezone.now())
    assert dewi.post(address, {"act": "restore", "row": word}).status_code == 409
    assert not Attendance.objects.filter(meeting=ref).exists()
