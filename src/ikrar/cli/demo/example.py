"""The example declaration of the fictional regency, made by the same acts a secretary uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources

from django.utils import timezone

from ikrar.cli.demo.cast import REGENCY
from ikrar.core.declaration.form import DeclarationForm, OfficeForm
from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import Missing
from ikrar.core.reading.form import form_from_json
from ikrar.records.account import queries as account
from ikrar.records.account.access import Holder, holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration import queries as register
from ikrar.records.election import actions as election_actions
from ikrar.records.election import queries as election
from ikrar.records.reading import actions as reading
from ikrar.records.review import actions as review

ELECTION = "pilkada-arunika"
INSTITUTION = "98.01/kpu"
REVIEWER = "98.01/bawaslu"
VOTING_IN = timedelta(days=40)
HELD_BEFORE = timedelta(days=9)
SUBMISSION = "0EXAMP1E000000000000000000"
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
OFFICES = {
    "KPU": "Ketua KPU Kabupaten Lembah Arunika",
    "Bawaslu": "Ketua Bawaslu Kabupaten Lembah Arunika",
    "Polres": "Kapolres Lembah Arunika",
    "Pemerintah": "Bupati Lembah Arunika",
    "Partai": "Ketua Partai Melati Lembah Arunika",
}


def article(now: datetime) -> str:
    """Return the example's press text, dated a few days before ``now`` so that the demo is always in its election."""
    held = timezone.localdate(now) - HELD_BEFORE
    text = resources.files("ikrar.cli.demo").joinpath("articles/lembah-arunika.txt").read_text(encoding="utf-8")
    return text.format(weekday=WEEKDAYS[held.weekday()], day=held.day, month=held.month, year=held.year)


def outdated(now: datetime) -> bool:
    """Say whether the fictional election is over, so that "now" is no longer inside it."""
    day = election.voting_day(ELECTION)
    return day is not None and timezone.localdate(now) > day


def remove(now: datetime) -> None:
    """Erase the examples; what people entered themselves stays."""
    declaration.erase_examples(by=INSTITUTION, now=now)


def bring(now: datetime) -> None:
    """Read, confirm and freeze the example as Dewi would; does nothing when the register already shows an example."""
    if election.voting_day(ELECTION) is None or outdated(now):
        election_actions.set_voting_day(ELECTION, timezone.localdate(now) + VOTING_IN)
    if register.register_page(Wanted(area=REGENCY)).paginator.count:
        return
    dewi = holder_of("dewi", now)
    draft = reading.start(dewi, text=article(now), published=None, source_url="", submission=SUBMISSION, now=now)
    form = form_from_json(draft.form)
    form = replace(form, declaration=_completed(form.declaration))
    reading.save(dewi, draft.ref, edition=draft.edition, form=form)
    made = reading.confirm(dewi, draft.ref, institution=INSTITUTION, now=now)
    freeze(dewi, made.ref, now=now)


def freeze(secretary: Holder, ref: str, *, now: datetime) -> None:
    """Let Bima of Bawaslu read and approve a draft of its first edition, and its secretary freeze it."""
    approve(secretary, ref, now=now)
    declaration.freeze(secretary, ref, edition=1, now=now)


def approve(secretary: Holder, ref: str, *, now: datetime) -> None:
    """Let Bima of Bawaslu read and approve a draft of its first edition."""
    asked = review.ask(secretary, ref, edition=1, institution=REVIEWER, now=now)
    review.approve(holder_of("bima", now), asked.ref, remark="", now=now)


def holder_of(username: str, now: datetime) -> Holder:
    """Return a member of the cast as the gates see them; raises Missing when they hold no grant any more."""
    user = account.by_username(username)
    found = holder(user.pk, now) if user else None
    if found is None:
        raise Missing("{name} tidak punya mandat; mulai lagi dengan: make demo FRESH=1", name=username.capitalize())
    return found


def _completed(form: DeclarationForm) -> DeclarationForm:
    """Add what the article does not say: the office that signed for each institution."""
    offices = tuple(
        OfficeForm(
            office=next((o for start, o in OFFICES.items() if row.institution.startswith(start)), ""),
            institution=row.institution,
        )
        for row in form.offices
    )
    return replace(form, offices=offices)
