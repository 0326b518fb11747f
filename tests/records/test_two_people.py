"""R8: whatever people do through the real actions, no grant comes, grows, moves or resets without two institutions.

The machine plays four administrators of three institutions (one person serves in two) and an officer. Beside the
database stands a model of its own: who proposed what in whose name. After each step the database may hold no grant and
no later last day that two different people of two different institutions did not agree on.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

import ikrar
from ikrar.core.account.role import Role
from ikrar.core.errors import IkrarError
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant, User
from ikrar.records.grant import actions
from ikrar.records.grant.actions import Terms
from ikrar.records.grant.models import Request
from ikrar.records.invitation import actions as invitation
from ikrar.records.invitation import queries
from ikrar.records.ledger.models import Leaf
from tests import cast
from tests.store import STORE

BOTH = replace(cast.JOKO, username="rangkap")  # administrator of the KPU who is an officer of Bawaslu as well
TONI = replace(cast.JOKO, username="toni", institution="35.28/polres")
ACTORS = (cast.JOKO, cast.NILA, BOTH, TONI, cast.SARI)
NAMES = ("joko", "nila", "rangkap", "toni", "sari", "baru", "lain")
INSTITUTIONS = ("35.28/kpu", "35.28/bawaslu", "35.28/polres", "35.28/pemantau")

OPEN = "a password's hash, which nobody needs to know here"
REACHED: Counter[str] = Counter()

who = st.sampled_from(range(len(ACTORS)))
roles = st.sampled_from([Role.OFFICER, Role.ADMINISTRATOR])


class TwoPeople(RuleBasedStateMachine):
    """Everything an administrator can do, by everybody, with anything."""

    requests: Bundle[str] = Bundle("requests")

    @initialize()
    def begin(self) -> None:
        STORE.restore()
        self.today = timezone.localdate()
        cast.voting(self.today + timedelta(days=200))
        self.users = [cast.employ(person) for person in ACTORS]
        cast.employ(replace(BOTH, role=Role.OFFICER, institution="35.28/bawaslu"))
        self.given = dict(Grant.objects.values_list("ref", "ends"))
        User.objects.update(password=OPEN)
        for user in self.users:
            Authenticator.objects.create(user=user, type="totp", data={})

    def _at_desk(self, number: int) -> Holder | None:
        from ikrar.records.account.access import holder

        return holder(self.users[number].pk, timezone.now())

    def _try(self, number: int, act: object) -> object:
        """Do something as somebody; what is refused changes nothing, which the invariants see."""
        found = self._at_desk(number)
        if found is None:
            return multiple()
        try:
            done = act(found)
        except IkrarError:
            return multiple()
        return done.ref if isinstance(done, Request) else multiple()

    def _anybody(self, first: int, act: object) -> object:
        """Let everybody try in turn, so that something is done whenever anybody at all may do it."""
        for number in range(len(self.users)):
            done = self._try((first + number) % len(self.users), act)
            if isinstance(done, str):
                return done
        return multiple()

    def _approved(self, first: int, made: object) -> object:
        """Let everybody try to approve what was just proposed; half of all proposals would wait for ever otherwise."""
        if (
            isinstance(made, str)
            and self._anybody(first, lambda h: actions.approve(h, made, now=timezone.now())) == made
        ):
            REACHED[Request.objects.get(ref=made).act] += 1
        return made

    def _terms(self, institution: str, role: Role, days: int) -> Terms:
        return Terms(role, institution, frozenset({"35.28"}), self.today, self.today + timedelta(days=days))

    @rule(
        target=requests,
        person=who,
        name=st.sampled_from(NAMES),
        institution=st.sampled_from(INSTITUTIONS),
        role=roles,
        days=st.sampled_from([90, 190, 200, 201]),
    )
    def propose(self, person: int, name: str, institution: str, role: Role, days: int) -> object:
        terms = self._terms(institution, role, days)
        return self._approved(
            person,
            self._anybody(person, lambda h: actions.propose_grant(h, username=name, terms=terms, now=timezone.now())),
        )

    @rule(target=requests, person=who, index=st.integers(0, 20), days=st.sampled_from([90, 190, 200, 201]))
    def extend(self, person: int, index: int, days: int) -> object:
        ends = self.today + timedelta(days=days)
        return self._approved(
            person,
            self._anybody(
                person, lambda h: actions.propose_extension(h, self._grant(index), ends=ends, now=timezone.now())
            ),
        )

    @rule(
        target=requests,
        person=who,
        index=st.integers(0, 20),
        institution=st.sampled_from(INSTITUTIONS),
        role=roles,
    )
    def transfer(self, person: int, index: int, institution: str, role: Role) -> object:
        terms = self._terms(institution, role, 100)
        return self._approved(
            person,
            self._anybody(
                person, lambda h: actions.propose_transfer(h, self._grant(index), terms=terms, now=timezone.now())
            ),
        )

    @rule(target=requests, person=who, index=st.integers(0, 20))
    def reset(self, person: int, index: int) -> object:
        return self._approved(
            person, self._anybody(person, lambda h: actions.propose_reset(h, self._grant(index), now=timezone.now()))
        )

    def _grant(self, index: int) -> str:
        refs = list(Grant.objects.order_by("id").values_list("ref", flat=True))
        return refs[index % len(refs)]

    @rule(person=who, index=st.integers(0, 3))
    def approve(self, person: int, index: int) -> None:
        waiting = list(Request.objects.filter(state="open").order_by("-proposed_at").values_list("ref", flat=True))
        if not waiting:
            return
        ref = waiting[index % len(waiting)]
        if self._anybody(person, lambda h: actions.approve(h, ref, now=timezone.now())) == ref:
            REACHED[Request.objects.get(ref=ref).act] += 1

    @rule(person=who, ref=requests)
    def approve_late(self, person: int, ref: str) -> None:
        before = Request.objects.get(ref=ref).state
        self._try(person, lambda h: actions.approve(h, ref, now=timezone.now() + timedelta(days=15)))
        assert Request.objects.get(ref=ref).state == before

    @rule(person=who, ref=requests, withdraw=st.booleans())
    def close(self, person: int, ref: str, withdraw: bool) -> None:
        if withdraw:
            self._try(person, lambda h: actions.withdraw(h, ref, now=timezone.now()))
        else:
            self._try(person, lambda h: actions.refuse(h, ref, reason="Belum jelas.", now=timezone.now()))

    @rule(person=who, index=st.integers(0, 20))
    def end(self, person: int, index: int) -> None:
        self._try(person, lambda h: actions.end(h, self._grant(index), reason="moved", now=timezone.now()))

    @rule(person=who, index=st.integers(0, 20))
    def attest(self, person: int, index: int) -> None:
        self._try(person, lambda h: actions.attest(h, [self._grant(index)], now=timezone.now()))

    @rule(person=who, index=st.integers(0, 20))
    def invite(self, person: int, index: int) -> None:
        grant = Grant.objects.select_related("user").get(ref=self._grant(index))
        was_open = queries.opened(grant.user)

        def act(holder: Holder) -> None:
            _row, code = invitation.issue(holder, grant.ref, now=timezone.now())
            assert not was_open, "one person opened an account that was open"
            invitation.accept(code, name="Nama", now=timezone.now())

        self._try(person, act)

    # --- what must always hold ---

    @invariant()
    def every_approval_is_of_two_people_of_two_institutions(self) -> None:
        if not hasattr(self, "given"):
            return
        for row in Request.objects.filter(state="approved").select_related("proposer", "decider"):
            assert row.decider is not None
            assert row.proposer_id != row.decider_id
            assert row.proposed_as_id != row.decided_as_id
            assert row.beneficiary not in {row.proposer.username, row.decider.username}
            leaves = list(Leaf.objects.filter(ref=row.ref).order_by("id").values_list("type", "by"))
            assert leaves[:2] == [("grant.proposed", row.proposed_as_id), ("grant.approved", row.decided_as_id)]

    @invariant()
    def every_grant_and_every_last_day_was_given_at_the_start_or_approved(self) -> None:
        if not hasattr(self, "given"):
            return
        approved = list(Request.objects.filter(state="approved"))
        gifts = [(r.beneficiary, r.institution_id, r.role, r.ends) for r in approved if r.act in {"give", "transfer"}]
        longer = {(r.grant_id, r.ends) for r in approved if r.act == "extend"}
        new = Grant.objects.exclude(ref__in=self.given).select_related("user")
        assert new.count() == len(gifts)
        for grant in Grant.objects.select_related("user"):
            terms = (grant.user.username, grant.institution_id, grant.role, grant.ends)
            assert self.given.get(grant.ref) == grant.ends or terms in gifts or (grant.pk, grant.ends) in longer

    @invariant()
    def no_account_was_locked_out_without_an_approved_reset(self) -> None:
        if not hasattr(self, "given"):
            return
        reset = set(Request.objects.filter(state="approved", act="reset").values_list("beneficiary", flat=True))
        for user in User.objects.filter(username__in=[p.username for p in ACTORS]):
            locked = user.password != OPEN or not Authenticator.objects.filter(user=user).exists()
            assert not locked or user.username in reset

    @invariant()
    def somebody_can_still_approve(self) -> None:
        if not hasattr(self, "given"):
            return
        from ikrar.core.account.request import can_still_approve
        from ikrar.records.grant.access import administrators

        assert can_still_approve(administrators(self.today))


TwoPeople.TestCase.settings = settings(stateful_step_count=20, max_examples=max(15, settings.default.max_examples // 2))
TestTwoPeople = pytest.mark.usefixtures("database")(TwoPeople.TestCase)


def test_r8_the_machine_does_reach_approvals_of_several_kinds() -> None:
    assert len(REACHED) >= 2, REACHED
    assert sum(REACHED.values()) >= 10, REACHED


#: What gives, changes or opens without asking a second person; each has its own callers, and no page is among them.
UNGATED = re.compile(
    r"\b(give_grant|extend_grant|account\.end_grant|set_second_factor|invitations?\.first|recover\(|installation\.begin\()"
)


def test_r8_no_page_calls_what_acts_without_a_second_person() -> None:
    web = Path(ikrar.__file__ or "").parent / "web"
    found = {p.name: UNGATED.findall(p.read_text(encoding="utf-8")) for p in web.rglob("*.py")}
    assert {name: calls for name, calls in found.items() if calls} == {}
    assert UNGATED.search("actions.give_grant(user)")
    assert UNGATED.search("installation.recover(institution=x)")
