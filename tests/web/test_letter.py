"""Letters at the desk: where each stands in plain words, each as a file, failed ones sent again."""

from __future__ import annotations

import csv
import email
from datetime import timedelta
from email import policy
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from ikrar.core.job.delivery import CUT_OFF, Cause, Kind, Outcome, Result, Sort, State
from ikrar.core.meeting.invitation import to_record
from ikrar.environment import Mail
from ikrar.records.job import actions, queries
from ikrar.records.job.models import Delivery
from ikrar.records.ref import new_ref
from ikrar.web.parts.templatetags.job_words import (
    CAUSE_NAMES,
    SORT_NAMES,
    STATE_NAMES,
    letter_asked,
    letter_cause,
    letter_sort,
    letter_state,
)
from tests import cast
from tests.core.meeting.test_invitation import INVITATION

pytestmark = pytest.mark.usefixtures("database")
PAGE = "/meja/surat/"
REFUSED = Result(Outcome.NEVER, Cause.REFUSED, 550)


def send(result: Result | None = None, **more: object) -> str:
    now, by = timezone.now(), cast.DEWI.institution
    made = actions.send(
        "tu@bawaslu.example", Kind.INVITATION, new_ref(), to_record(INVITATION) | more, now, institution=by
    )
    if result is not None:
        claimed = actions.claim(now)
        assert claimed is not None
        actions.finish(claimed, result, now)
    return made.ref


def page(query: str = "") -> str:
    return cast.sign_in(cast.DEWI).get(PAGE + query).content.decode()


def test_before_the_first_letter_the_page_says_when_one_comes() -> None:
    text = page()
    assert "Belum ada surat" in text
    assert "belum mengenal server surel" in text


def test_a_secretary_sees_where_each_letter_stands_and_why() -> None:
    send(REFUSED)
    send(Result(Outcome.LATER, Cause.BUSY, 451))
    text = page()
    assert INVITATION.title in text
    assert "tu@bawaslu.example" in text
    assert "server surel menolak surat atau alamat ini (550)" in text
    assert "server surel meminta menunggu (451)" in text
    assert "dicoba lagi" in text


def test_a_letter_that_may_be_there_twice_says_so() -> None:
    send()
    now = timezone.now()
    assert actions.claim(now) is not None
    claimed = actions.claim(now + CUT_OFF)
    assert claimed is not None
    actions.finish(claimed, Result(Outcome.TAKEN, code=250), now + CUT_OFF)
    assert "mungkin tiba dua kali" in page()


def test_a_letter_given_up_after_it_was_handed_over_may_have_arrived_and_says_so() -> None:
    send()
    now = timezone.now()
    assert actions.claim(now) is not None
    claimed = actions.claim(now + CUT_OFF)
    assert claimed is not None
    actions.finish(claimed, REFUSED, now + CUT_OFF)
    assert "mungkin tetap tiba" in page()


@pytest.mark.parametrize(("asked", "shown"), [("failed", True), ("sent", False), ("waiting", False), ("x", True)])
def test_letters_are_filtered_by_where_they_stand(asked: str, shown: bool) -> None:
    ref = send(REFUSED)
    text = page(f"?keadaan={asked}&sesudah=%00")
    assert (ref in text) is shown
    assert ("Tidak ada surat yang cocok" in text) is not shown


def test_more_letters_than_a_page_has_come_by_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    refs = {send(), send()}
    text = page()
    (after,) = {ref for ref in refs if f"sesudah={ref}" in text}
    assert f"/{after}/surat.eml" not in page(f"?sesudah={after}")


def test_a_letter_comes_as_the_message_that_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    ref = send()
    browser = cast.sign_in(cast.DEWI)
    answer = browser.get(f"{PAGE}{ref}/surat.eml")
    message = email.message_from_bytes(answer.content, policy=policy.default)
    assert answer["Content-Type"] == "message/rfc822"
    assert f"surat-{ref.lower()}.eml" in answer["Content-Disposition"]
    assert "sekretariat@kpu.example" in message["From"]  # without a mail server, the organiser's own
    known = settings.ENVIRONMENT
    parts = {name: getattr(known, name) for name in known.__dataclass_fields__}
    mail = Mail("surel.example", 587, "starttls", "rapat@ikrar.example")
    monkeypatch.setattr(settings, "ENVIRONMENT", SimpleNamespace(**parts | {"mail": mail}))
    message = email.message_from_bytes(browser.get(f"{PAGE}{ref}/surat.eml").content, policy=policy.default)
    assert "rapat@ikrar.example" in message["From"]
    assert "belum mengenal server surel" not in browser.get(PAGE).content.decode()


def test_an_invitation_comes_as_a_calendar() -> None:
    ref = send(organiser="")
    answer = cast.sign_in(cast.DEWI).get(f"{PAGE}{ref}/undangan.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["UID"] == INVITATION.uid
    assert str(event["ORGANIZER"]).startswith("mailto:ikrar@")


@pytest.mark.parametrize("name", ["", "surat.eml", "undangan.ics"])
def test_what_makes_no_letter_is_no_file(name: str) -> None:
    ref = send(start="besok")
    assert cast.sign_in(cast.DEWI).get(f"{PAGE}{ref}/{name}").status_code == 404


def test_a_failed_letter_is_sent_again_once() -> None:
    ref = send(REFUSED)
    browser = cast.sign_in(cast.DEWI)
    assert f"/{ref}/lagi/" in browser.get(f"{PAGE}{ref}/").content.decode()
    assert "1 surat gagal dikirim" in browser.get("/meja/").content.decode()
    assert browser.post(f"{PAGE}{ref}/lagi/").status_code == 303
    answer = browser.post(f"{PAGE}{ref}/lagi/")
    assert answer.status_code == 422
    assert "Hanya surat yang gagal" in answer.content.decode()
    assert "dikirim ulang oleh Anda" in browser.get(PAGE).content.decode()
    counts = queries.letters(cast.at_desk(cast.DEWI)).counts
    assert counts == {State.FAILED: 1, State.WAITING: 1}


def test_other_roles_and_institutions_find_nothing_here() -> None:
    ref = send(REFUSED)
    for who in (cast.PUTRI, cast.SARI, cast.JOKO):
        browser = cast.sign_in(who)
        assert ref not in browser.get(PAGE).content.decode()
        assert ref not in browser.get(f"{PAGE}surat.csv").getvalue().decode()
        for path in ("", "surat.eml", "undangan.ics"):
            assert browser.get(f"{PAGE}{ref}/{path}").status_code == 404
        assert browser.post(f"{PAGE}{ref}/lagi/").status_code == 404


def test_every_state_and_cause_has_a_name() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(SORT_NAMES) == set(Sort)
    assert (letter_sort("x"), letter_asked("")) == ("x", "")
    assert set(CAUSE_NAMES) == {cause for cause in Cause if cause}
    assert (letter_state("x"), letter_cause("")) == ("x", "")


def test_the_time_of_the_next_try_is_not_told_before_the_first() -> None:
    send()
    assert "dicoba lagi" not in page()


SORTED = [("undangan", {}), ("perubahan", {"again": True}), ("pembatalan", {"status": "CANCELLED", "again": True})]


@pytest.mark.parametrize(("asked", "shown"), [("invited", 0), ("changed", 1), ("off", 2)])
def test_letters_are_filtered_by_what_they_tell(asked: str, shown: int) -> None:
    refs = [send(**more) for _name, more in SORTED]
    text = page(f"?jenis={asked}")
    assert [ref in text for ref in refs] == [n == shown for n in range(3)]
    assert f"· {SORTED[shown][0]}" in text
    assert all(ref in page("?jenis=x") for ref in refs)


@pytest.mark.parametrize(
    ("words", "found"), [("KOORDINASI", 2), ("tu@bawaslu", 2), ("kapolres", 1), ("kapolres zz", 0)]
)
def test_letters_are_found_by_meeting_office_and_address(words: str, found: int) -> None:
    refs = [send(), send(attendee_name="Kapolres, Polres Contoh")]
    text = page(f"?q={words}")
    assert sum(ref in text for ref in refs) == found


def test_a_filter_goes_along_to_the_next_page_and_into_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    kept, other = {send(again=True), send(again=True)}, send()
    text = page("?jenis=changed&q=rapat")
    (after,) = {ref for ref in kept if f"?jenis=changed&amp;q=rapat&amp;sesudah={ref}" in text}
    assert "/meja/surat/surat.csv?jenis=changed&amp;q=rapat" in text
    text = page(f"?jenis=changed&q=rapat&sesudah={after}")
    assert [f"/{ref}/surat.eml" in text for ref in (*kept - {after}, after, other)] == [True, False, False]


def test_the_file_says_where_each_letter_stands_and_begins_no_formula() -> None:
    send(REFUSED, title="=HYPERLINK(1)")
    answer = cast.sign_in(cast.DEWI).get(f"{PAGE}surat.csv?keadaan=failed")
    rows = list(csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert answer["Content-Disposition"] == 'attachment; filename="surat.csv"'
    (row,) = rows
    assert (row["jenis"], row["keadaan"], row["kode"], row["alamat"]) == (
        "undangan",
        "gagal",
        "550",
        "tu@bawaslu.example",
    )
    assert not row["perihal"].startswith("=")


def test_the_file_holds_every_letter_once_and_keeps_its_language_while_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "TOGETHER", 2)
    send(REFUSED)
    for n in range(4):
        send(title=f"Rapat ke-{n}")
    answer = cast.sign_in(cast.DEWI).get(f"/en{PAGE}surat.csv")
    with override("id"):
        rows = list(csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert sorted(row["perihal"] for row in rows) == [*(f"Rapat ke-{n}" for n in range(4)), INVITATION.title]
    assert {row["keadaan"] for row in rows} == {"waiting", "failed"}


def test_the_files_rows_say_what_may_be_there_twice_and_who_sent_it_again() -> None:
    ref = send(REFUSED)
    actions.again(cast.at_desk(cast.DEWI), ref, now=timezone.now())
    now = timezone.now()
    assert actions.claim(now) is not None
    claimed = actions.claim(now + CUT_OFF)
    assert claimed is not None
    actions.finish(claimed, Result(Outcome.TAKEN, code=250), now + CUT_OFF)
    answer = cast.sign_in(cast.DEWI).get(f"{PAGE}surat.csv?keadaan=sent")
    (row,) = csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines())
    assert (row["mungkin_dua_kali"], row["dikirim_ulang_oleh"], row["percobaan"]) == ("ya", "Anda", "2")


def test_a_letter_is_shown_as_its_addressee_reads_it_with_each_try() -> None:
    ref = send(Result(Outcome.LATER, Cause.BUSY, 451), description="1. Pembukaan<script>")
    text = cast.sign_in(cast.DEWI).get(f"{PAGE}{ref}/").content.decode()
    assert "Undangan rapat: " + INVITATION.title in text
    assert "<dt>Perihal</dt>" in text
    assert "Senin, 30 November 2026 pukul 09.00 sampai 11.00 WIB" in text
    assert "Pembukaan&lt;script&gt;" in text
    assert "server surel meminta menunggu (451)" in text
    assert "belum dikirim" in text  # no mail server is named
    assert "/lagi/" not in text
    english = cast.sign_in(cast.DEWI).get(f"/en{PAGE}{ref}/").content.decode()
    assert "What the addressee reads" in english
    assert "Undangan rapat: " in english  # letters are in Indonesian


def test_before_the_first_try_the_page_of_a_letter_says_so() -> None:
    text = cast.sign_in(cast.DEWI).get(f"{PAGE}{send()}/").content.decode()
    assert "Belum pernah dicoba" in text


def test_a_letter_sent_again_by_a_colleague_names_nobody() -> None:
    ref = send(REFUSED)
    made = actions.again(cast.at_desk(cast.DEWI), ref, now=timezone.now())
    Delivery.objects.filter(pk=made.ref).update(asked_by=cast.at_desk(cast.SARI).user_id)
    text = page()
    assert "dikirim ulang oleh rekan di lembaga Anda" in text
    assert cast.SARI.name not in text


def test_a_failed_letter_that_a_newer_invitation_followed_is_not_sent_again() -> None:
    ref = send(REFUSED, status="CANCELLED")  # taken off the list, and invited again: another invitation, the same event
    send()
    answer = cast.sign_in(cast.DEWI).post(f"{PAGE}{ref}/lagi/")
    assert answer.status_code == 422


def test_a_letter_whose_day_is_past_says_that_it_is_not_sent_and_has_no_button_for_it() -> None:
    failed, off, waits = send(REFUSED, uid="meeting-X@ikrar.example"), send(REFUSED, status="CANCELLED"), send()
    browser = cast.sign_in(cast.DEWI)
    assert "sudah lewat" not in browser.get(f"{PAGE}{waits}/").content.decode()
    Delivery.objects.update(made_at=INVITATION.end - timedelta(days=1))
    with time_machine.travel(INVITATION.end + timedelta(days=1)):
        browser = cast.sign_in(cast.DEWI)
        listed = browser.get(PAGE).content.decode()
        assert listed.count("hari rapatnya sudah lewat") == 1  # of the one that waits; the other failed for a reason
        for ref in (waits, failed):
            text = browser.get(f"{PAGE}{ref}/").content.decode()
            assert "Hari rapat ini sudah lewat, jadi suratnya tidak dikirim lagi." in text
            assert "/lagi/" not in text
            assert f"{ref}/lagi/" not in listed
        assert f"{off}/lagi/" in listed
        answer = browser.post(f"{PAGE}{failed}/lagi/")
        assert (answer.status_code, "tidak dikirim lagi" in answer.content.decode()) == (422, True)
