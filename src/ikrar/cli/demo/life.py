"""The life of the fictional regency up to today: every example made by the acts of a secretary and a second office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from ikrar.cli.demo import texts
from ikrar.cli.demo.cast import CAST
from ikrar.cli.demo.texts import Example, Later, Units
from ikrar.core.errors import Missing
from ikrar.records.account import queries as account
from ikrar.records.account.access import Holder, holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration import queries as register
from ikrar.records.review import actions as review

#: Who registers for an institution, and who reads for another one before anything is frozen.
SECRETARIES = {"98/kpu": "gita", "98.01/kpu": "dewi", "98.01/bawaslu": "intan", "98.01/polres": "ratna"}
READERS = {"98/kpu": "fajar", "98.01/kpu": "bima", "98.01/bawaslu": "sari", "98.01/polres": "bima"}
INSTITUTIONS = {person.username: person.institution for person in CAST}
MORNING, NOON, AFTERNOON = time(9), time(12), time(15)

Act = Callable[[], None]


def at_desk(username: str, now: datetime) -> Holder:
    """Return a member of the cast as the gates see them; raises Missing when they hold no grant any more."""
    user = account.by_username(username)
    found = holder(user.pk, now) if user else None
    if found is None:
        raise Missing("{name} tidak punya mandat; mulai lagi dengan: make demo FRESH=1", name=username.capitalize())
    return found


@dataclass
class Life:
    """What was registered so far, by the examples' keys; ``voting`` is the fictional day of the vote."""

    units: Units
    voting: date
    now: datetime
    refs: dict[str, str] = field(default_factory=dict)
    people: dict[str, Holder] = field(default_factory=dict)

    def acts(self, example: Example) -> list[tuple[date, Act]]:
        """Return what happens to an example, each with its day: it is registered, then replaced as often as it says."""
        held = self.voting - timedelta(days=example.before)
        found: list[tuple[date, Act]] = [(held, partial(self.register, example))]
        for version in example.later:
            found.append((held + timedelta(days=version.after), partial(self.replace, example, version)))
        return found

    def register(self, example: Example) -> None:
        """Open a draft the day after the ceremony, and take it as far as it went."""
        by, day = example.by, self.voting - timedelta(days=example.before - 1)
        form = texts.form(example, self.units, voting=self.voting, parent=self.refs.get(example.parent, ""))
        made = declaration.begin(self._secretary(by), institution=by, form=form, now=self.at(day, MORNING))
        self.refs[example.key] = made.ref
        if not example.stop:
            self.freeze(example.key, by, day, edition=1)
            return
        asked = self._ask(example.key, by, day, edition=1)
        if example.stop == "returned":
            review.send_back(self.person(READERS[by]), asked, reason=example.remark, now=self.at(day, AFTERNOON))

    def replace(self, example: Example, version: Later) -> None:
        """Supersede the frozen text with its reason, change what the new version changes, and freeze that."""
        day = self.voting - timedelta(days=example.before - version.after)
        ref, secretary = self.refs[example.key], self._secretary(example.by)
        opened = declaration.supersede(secretary, ref, reason=version.reason, now=self.at(day, MORNING))
        form = texts.changed(register.form_in(opened), version, self.units)
        edition = declaration.save(secretary, ref, edition=opened.edition, form=form)
        self.freeze(example.key, example.by, day, edition=edition)

    def freeze(self, key: str, by: str, day: date, *, edition: int) -> None:
        """Let an officer of another institution read and approve a draft, and its secretary freeze it the next day."""
        asked = self._ask(key, by, day, edition=edition)
        review.approve(self.person(READERS[by]), asked, remark="", now=self.at(day, AFTERNOON))
        last = self.at(day + timedelta(days=1), MORNING)
        declaration.freeze(self._secretary(by), self.refs[key], edition=edition, now=last)

    def _ask(self, key: str, by: str, day: date, *, edition: int) -> str:
        reader, noon = INSTITUTIONS[READERS[by]], self.at(day, NOON)
        row = review.ask(self._secretary(by), self.refs[key], edition=edition, institution=reader, now=noon)
        return str(row.ref)

    def _secretary(self, by: str) -> Holder:
        return self.person(SECRETARIES[by])

    def person(self, username: str) -> Holder:
        """Return a member of the cast, asked for once."""
        if username not in self.people:
            self.people[username] = at_desk(username, self.now)
        return self.people[username]

    def at(self, day: date, hour: time) -> datetime:
        """A moment of a day in the installation's zone, never after the present."""
        return min(datetime.combine(day, hour, tzinfo=timezone.get_current_timezone()), self.now)
