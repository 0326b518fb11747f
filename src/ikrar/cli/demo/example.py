"""The example declarations of the fictional regency, dated around a fictional election that is running now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import resources

from django.utils import timezone

from ikrar.cli.demo import meeting, signing, stage, texts
from ikrar.cli.demo import relay as example_relay
from ikrar.cli.demo.cast import PROVINCE
from ikrar.cli.demo.life import MORNING, Life
from ikrar.cli.demo.texts import ELECTION
from ikrar.core.declaration.form import DeclarationForm, OfficeForm
from ikrar.core.declaration.search import Wanted
from ikrar.core.reading.form import ReadingForm, form_from_json
from ikrar.core.text.written import DAYS
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration import queries as register
from ikrar.records.election import actions as election_actions
from ikrar.records.election import queries as election
from ikrar.records.institution import queries as institution
from ikrar.records.reading import actions as reading
from ikrar.records.relay import actions as relay

INSTITUTION = "98.01/kpu"
VOTING_IN = timedelta(days=40)
#: Days before the vote of the ceremony that the example article tells of, and of the one that is only read.
READ_BEFORE, LEFT_BEFORE = 49, 41
#: A reading is erased after thirty days; one of an example is never older than this.
FRESH = timedelta(days=20)
OFFICES = {
    "KPU": "Ketua KPU Kabupaten Lembah Arunika",
    "Bawaslu": "Ketua Bawaslu Kabupaten Lembah Arunika",
    "Polres": "Kapolres Lembah Arunika",
    "Pemerintah": "Bupati Lembah Arunika",
    "Partai": "Ketua Partai Melati Lembah Arunika",
}
#: Article -> the key under which its draft is kept once, however often a start is repeated.
SUBMISSIONS = {"lembah-arunika": "0EXAMP1E000000000000000000", "balai-nelayan": "0EXAMP1E000000000000000001"}


def article(name: str, held: date) -> str:
    """Return a press text of the examples, dated so that the demo is always in its election."""
    text = resources.files("ikrar.cli.demo").joinpath(f"articles/{name}.txt").read_text(encoding="utf-8")
    return text.format(weekday=DAYS[held.weekday()], day=held.day, month=held.month, year=held.year)


def outdated(now: datetime) -> bool:
    """Say whether the fictional election is over, so that "now" is no longer inside it."""
    day = election.voting_day(ELECTION)
    return day is not None and timezone.localdate(now) > day


def remove(now: datetime) -> None:
    """Erase the examples; what people entered themselves stays."""
    relay.erase_examples(by=INSTITUTION, now=now)
    declaration.erase_examples(by=INSTITUTION, now=now)


def bring(now: datetime) -> None:
    """Make every example in the order of its days; does nothing when the register already shows them all.

    Where some are missing (a start that was interrupted, a demo of an earlier Ikrar) the examples are built anew.
    """
    voting = election.voting_day(ELECTION)
    if voting is None or outdated(now):
        voting = timezone.localdate(now) + VOTING_IN
        election_actions.set_voting_day(ELECTION, voting)
    examples = texts.load()
    wanted = sum(not one.stop for one in examples) + 1
    if register.register_page(Wanted(area=PROVINCE)).paginator.count >= wanted:
        return
    remove(now)
    life = Life(institution.records(texts.units_named(examples)), voting, now)
    acts = [act for one in examples for act in life.acts(one)]
    held = voting - timedelta(days=READ_BEFORE)
    acts.append((held, lambda: _from_article(life, held)))
    for _day, act in sorted(acts, key=lambda one: one[0]):
        act()
    signing.bring(life)
    example_relay.bring(life)
    meeting.bring(life)
    stage.bring(life)
    _read("balai-nelayan", voting - timedelta(days=LEFT_BEFORE), life)


def _read(name: str, held: date, life: Life) -> tuple[str, ReadingForm, int, datetime]:
    """Let Dewi read an article the day after its ceremony; returns the draft, left as it is, and the moment."""
    dewi, moment = life.person("dewi"), max(life.at(held + timedelta(days=1), MORNING), life.now - FRESH)
    text, key = article(name, held), SUBMISSIONS[name]
    draft = reading.start(dewi, text=text, published=None, source_url="", submission=key, now=moment)
    return draft.ref, form_from_json(draft.form), draft.edition, moment


def _from_article(life: Life, held: date) -> None:
    """Let Dewi read the article of a ceremony, complete and confirm its draft, and freeze the declaration."""
    dewi, (ref, form, edition, moment) = life.person("dewi"), _read("lembah-arunika", held, life)
    form = replace(form, declaration=_completed(form.declaration))
    reading.save(dewi, ref, edition=edition, form=form)
    made = reading.confirm(dewi, ref, institution=INSTITUTION, now=moment)
    life.refs["artikel"] = made.ref
    life.freeze("artikel", INSTITUTION, held + timedelta(days=1), edition=1)


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
