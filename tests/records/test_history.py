"""The state read from a version's columns agrees with the history of its steps, whatever people do (Hypothesis)."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ikrar.core.declaration.move import State
from ikrar.core.errors import Conflict, IkrarError, IllegalMove, Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access, actions, queries
from ikrar.records.declaration.models import Version
from ikrar.records.ledger.models import Leaf
from tests import cast
from tests.store import STORE


class Life(RuleBasedStateMachine):
    """One declaration in the hands of two secretaries; a list of states stands beside the database as the model."""

    @initialize()
    def begin(self) -> None:
        STORE.restore()
        self.people = [cast.at_desk(cast.DEWI), cast.at_desk(cast.LASTRI)]
        self.ref = cast.registered(self.people[0]).ref
        self.model: list[State] = [State.DRAFT]
        self.edition = 1
        self.approved: int | None = None
        self.word, self.frozen_word = "", ""

    def _newest(self) -> int | None:
        alive = [i for i, state in enumerate(self.model) if state is not State.DISCARDED]
        return alive[-1] if alive else None

    def _expect(self, wanted: State, edition: int | None) -> type[IkrarError] | None:
        newest = self._newest()
        if newest is None:
            return Missing
        if self.model[newest] is not wanted:
            return IllegalMove
        return Conflict if edition not in (None, self.edition) else None

    def _try(self, error: type[IkrarError] | None, act: object) -> bool:
        if error is None:
            act()
            return True
        with pytest.raises(error):
            act()
        return False

    @rule(who=st.integers(0, 1), stale=st.booleans(), word=st.sampled_from(["damai", "jujur", "adil"]))
    def save(self, who: int, stale: bool, word: str) -> None:
        edition, form = self.edition - stale, cast.form(closing=word)
        holder = self.people[who]
        if self._try(
            self._expect(State.DRAFT, edition), lambda: actions.save(holder, self.ref, edition=edition, form=form)
        ):
            self.edition += word != self.word  # a form that says the same is no new edition
            self.word = word

    @rule(who=st.integers(0, 1))
    def approve(self, who: int) -> None:
        if self._try(self._expect(State.DRAFT, None), lambda: _approve(self.people[who], self.ref)):
            self.approved = self.edition

    @rule(who=st.integers(0, 1), stale=st.booleans())
    def freeze(self, who: int, stale: bool) -> None:
        edition, holder = self.edition - stale, self.people[who]
        newest = self._newest()
        unread = None if self.approved == self.edition else Refused
        if self._try(self._expect(State.DRAFT, edition) or unread, lambda: _freeze(holder, self.ref, edition)):
            older = [i for i, state in enumerate(self.model) if state is State.FROZEN]
            for i in older:
                self.model[i] = State.SUPERSEDED
            self.model[newest] = State.FROZEN
            self.frozen_word = self.word

    @rule(who=st.integers(0, 1), stale=st.booleans())
    def discard(self, who: int, stale: bool) -> None:
        edition, holder = self.edition - stale, self.people[who]
        newest = self._newest()
        if self._try(self._expect(State.DRAFT, edition), lambda: _discard(holder, self.ref, edition)):
            self.model[newest] = State.DISCARDED

    @rule(who=st.integers(0, 1))
    def supersede(self, who: int) -> None:
        holder = self.people[who]
        if self._try(self._expect(State.FROZEN, None), lambda: _supersede(holder, self.ref)):
            self.model.append(State.DRAFT)
            self.edition, self.approved, self.word = 1, None, self.frozen_word

    @invariant()
    def columns_steps_and_model_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        versions = list(Version.objects.order_by("number"))
        assert [queries.state_of(v) for v in versions] == self.model
        for version in versions:
            history = list(version.steps.order_by("id"))
            assert history[-1].new == queries.state_of(version).value
            assert [s.old for s in history] == ["", *(s.new for s in history[:-1])]

    @invariant()
    def the_register_shows_the_newest_frozen_version_and_every_freeze_left_one_leaf(self) -> None:
        if not hasattr(self, "model"):
            return
        frozen = [i for i, s in enumerate(self.model, 1) if s in {State.FROZEN, State.SUPERSEDED}]
        assert sorted(access.public().values_list("number", flat=True)) == frozen
        assert Leaf.objects.filter(type="declaration.frozen").count() == len(frozen)
        if frozen:
            assert queries.registered(self.ref).number == frozen[-1]


def _approve(holder: Holder, ref: str) -> None:
    found = access.editable(holder, ref)
    if queries.state_of(found) is not State.DRAFT:
        raise IllegalMove("frozen", move="ask")
    cast.approved(holder, ref)


def _freeze(holder: Holder, ref: str, edition: int) -> None:
    actions.freeze(holder, ref, edition=edition, now=timezone.now())


def _discard(holder: Holder, ref: str, edition: int) -> None:
    actions.discard(holder, ref, edition=edition, now=timezone.now())


def _supersede(holder: Holder, ref: str) -> None:
    actions.supersede(holder, ref, reason="Perbaikan.", now=timezone.now())


Life.TestCase.settings = settings(stateful_step_count=12, max_examples=max(12, settings.default.max_examples // 2))
TestLife = pytest.mark.usefixtures("database")(Life.TestCase)
