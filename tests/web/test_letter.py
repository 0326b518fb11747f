"""Letters at the desk: where each stands in plain words, each as a file, failed ones sent again."""

from __future__ import annotations

import email
from email import policy
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone
from icalendar import Calendar

from ikrar.core.job.delivery import CUT_OFF, Cause, Kind, Outcome, Result, State
from ikrar.core.meeting.invitation import to_record
from ikrar.environment import Mail
from ikrar.records.job import actions, queries
from ikrar.records.ref import new_ref
from ikrar.web.parts.templatetags.job_words import CAUSE_NAMES, STATE_NAMES, letter_cause, letter_state
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
    assert ("Tidak ada surat dalam keadaan ini" in text) is not shown


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


@pytest.mark.parametrize("name", ["surat.eml", "undangan.ics"])
def test_what_makes_no_letter_is_no_file(name: str) -> None:
    ref = send(start="besok")
    assert cast.sign_in(cast.DEWI).get(f"{PAGE}{ref}/{name}").status_code == 404


def test_a_failed_letter_is_sent_again_once() -> None:
    ref = send(REFUSED)
    browser = cast.sign_in(cast.DEWI)
    assert "1 surat gagal dikirim" in browser.get("/meja/").content.decode()
    assert browser.post(f"{PAGE}{ref}/lagi/").status_code == 303
    answer = browser.post(f"{PAGE}{ref}/lagi/")
    assert answer.status_code == 422
    assert "Hanya surat yang gagal" in answer.content.decode()
    counts = queries.letters(cast.at_desk(cast.DEWI)).counts
    assert counts == {State.FAILED: 1, State.WAITING: 1}


def test_other_roles_and_institutions_find_nothing_here() -> None:
    ref = send(REFUSED)
    for who in (cast.PUTRI, cast.SARI, cast.JOKO):
        browser = cast.sign_in(who)
        assert ref not in browser.get(PAGE).content.decode()
        for path in ("surat.eml", "undangan.ics"):
            assert browser.get(f"{PAGE}{ref}/{path}").status_code == 404
        assert browser.post(f"{PAGE}{ref}/lagi/").status_code == 404


def test_every_state_and_cause_has_a_name() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(CAUSE_NAMES) == {cause for cause in Cause if cause}
    assert (letter_state("x"), letter_cause("")) == ("x", "")


def test_the_time_of_the_next_try_is_not_told_before_the_first() -> None:
    send()
    assert "dicoba lagi" not in page()
