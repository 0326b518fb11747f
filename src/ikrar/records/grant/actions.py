"""Propose, approve, refuse and withdraw what needs two people (R8); end a grant, and attest that its holder serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ikrar.core.account.grant import Grant as Rule
from ikrar.core.account.request import (
    END_REASONS,
    LIFE,
    Act,
    Move,
    State,
    after,
    can_still_approve,
    check_extension,
    check_period,
    check_role,
    check_username,
    propose_as,
    state_at,
)
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Refused
from ikrar.records.account import actions as account
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant, User
from ikrar.records.election import queries as election
from ikrar.records.grant import access
from ikrar.records.grant.models import Attestation, Request
from ikrar.records.invitation.models import Invitation
from ikrar.records.ledger import actions as ledger
from ikrar.records.place.models import Area
from ikrar.records.ref import new_ref
from ikrar.records.turn import take_turn

REASON_LENGTH = 300
SAFETY = "safety"


@dataclass(frozen=True)
class Terms:
    """What a new grant would be: role, institution, area codes, first and last day."""

    role: Role
    institution: str
    areas: frozenset[str]
    starts: date
    ends: date


def propose_grant(who: Holder, *, username: str, terms: Terms, now: datetime) -> Request:
    """Propose a grant for a user name, with or without an account so far; returns the open request.

    Raises InvalidField for a field that is off and Refused when the person may not propose this.
    """
    check_username(username)
    with transaction.atomic():
        return _propose(who, Act.GIVE, username, terms=terms, grant=None, now=now)


def propose_transfer(who: Holder, ref: str, *, terms: Terms, now: datetime) -> Request:
    """Propose that one grant ends and another begins for the same person, in one act."""
    with transaction.atomic():
        grant = _living(who, ref)
        return _propose(who, Act.TRANSFER, grant.user.username, terms=terms, grant=grant, now=now)


def propose_extension(who: Holder, ref: str, *, ends: date, now: datetime) -> Request:
    """Propose a later last day for a grant in force."""
    with transaction.atomic():
        grant = _living(who, ref)
        rule = access.rule_of(grant)
        check_extension(rule, ends)
        terms = Terms(rule.role, rule.institution, rule.areas, rule.starts, ends)
        return _propose(who, Act.EXTEND, grant.user.username, terms=terms, grant=grant, now=now)


def propose_reset(who: Holder, ref: str, *, now: datetime) -> Request:
    """Propose that the holder of a grant loses password and second factors, and is invited anew."""
    with transaction.atomic():
        grant = _living(who, ref)
        return _propose(who, Act.RESET, grant.user.username, terms=None, grant=grant, now=now)


def _living(who: Holder, ref: str) -> Grant:
    grant = access.grant_for(who, ref)
    if grant.ended_on is not None or grant.ends < who.today:
        raise Refused("Mandat ini sudah berakhir. Usulkan mandat baru untuk orang yang sama.")
    return grant


def _propose(
    who: Holder, act: Act, username: str, *, terms: Terms | None, grant: Grant | None, now: datetime
) -> Request:
    row = Request(
        ref=new_ref(),
        act=act.value,
        beneficiary=username,
        grant=grant,
        role=terms.role.value if terms else "",
        institution_id=terms.institution if terms else grant.institution_id if grant else "",
        starts=terms.starts if terms else None,
        ends=terms.ends if terms else None,
        proposer_id=who.user_id,
        proposed_at=now,
        expires=now + LIFE,
        state=after(None, Move.PROPOSE).value,
    )
    areas = terms.areas if terms else access.rule_of(grant).areas if grant else frozenset()
    if terms:
        _check_terms(terms, username, who.today)
    _refuse_double(row, now)
    rule = access.request_rule(row, who.today, areas)
    person = access.staff(User.objects.get(pk=who.user_id))
    row.proposed_as_id = propose_as(person, rule, who.today)
    row.save(force_insert=True)
    row.areas.set(Area.objects.filter(code__in=areas))
    _leaf("grant.proposed", row, by=row.proposed_as_id, now=now)
    return row


def _check_terms(terms: Terms, username: str, today: date) -> None:
    check_role(terms.role, username)
    account.check_known(Rule(terms.role, terms.institution, terms.areas, terms.starts, terms.ends))
    check_period(terms.starts, terms.ends, limit=election.last_day(terms.areas), today=today)


def _refuse_double(row: Request, now: datetime) -> None:
    same = Request.objects.filter(
        act=row.act,
        beneficiary=row.beneficiary,
        institution=row.institution_id,
        role=row.role,
        state=State.OPEN.value,
        expires__gt=now,
    )
    if same.exists():
        raise Refused("Usulan yang sama sudah menunggu persetujuan. Tarik dulu usulan itu bila ingin mengubahnya.")


def approve(who: Holder, ref: str, *, now: datetime) -> Request:
    """Approve a request as the second person and do what it asks, in one transaction.

    Raises Missing for a request out of reach, IllegalMove when it is not open any more, and Refused or InvalidField
    when what was right when it was proposed is right no longer.
    """
    with transaction.atomic():
        row, judge = _judged(who, ref, Move.APPROVE, now)
        row.save(update_fields=["state", "decider", "decided_as", "decided_at"])
        _leaf("grant.approved", row, by=judge, now=now)
        _EFFECTS[Act(row.act)](row, now)
    return row


def refuse(who: Holder, ref: str, *, reason: str, now: datetime) -> Request:
    """Refuse a request as the second person, with a reason that the proposing institution reads."""
    with transaction.atomic():
        row, judge = _judged(who, ref, Move.REFUSE, now)
        row.reason = _reason(reason)
        row.save(update_fields=["state", "decider", "decided_as", "decided_at", "reason"])
        _leaf("grant.refused", row, by=judge, now=now)
    return row


def withdraw(who: Holder, ref: str, *, now: datetime) -> Request:
    """Withdraw an open request of the own institution; any of its administrators may."""
    with transaction.atomic():
        row = _locked(who, ref)
        if row.proposed_as_id not in who.institutions(Role.ADMINISTRATOR):
            raise Refused("Hanya lembaga pengusul yang dapat menarik usulannya.")
        row.state = after(state_at(State(row.state), row.expires, now), Move.WITHDRAW).value
        row.decided_at = now
        row.save(update_fields=["state", "decided_at"])
        _leaf("grant.withdrawn", row, by=row.proposed_as_id, now=now)
    return row


def _locked(who: Holder, ref: str) -> Request:
    """Let two decisions on one request wait for each other (SQLite has one writer anyway)."""
    access.request_for(who, ref)
    Request.objects.select_for_update().get(ref=ref)
    return access.request_for(who, ref)


def _judged(who: Holder, ref: str, move: Move, now: datetime) -> tuple[Request, str]:
    row = _locked(who, ref)
    row.state = after(state_at(State(row.state), row.expires, now), move).value
    judge = access.judge_as(who, row)
    row.decider_id, row.decided_as_id, row.decided_at = who.user_id, judge, now
    return row, judge


def _terms(row: Request) -> Terms:
    if row.starts is None or row.ends is None:
        raise InvalidField("Usulan ini tidak memuat jangka waktu.", field="ends")
    areas = frozenset(a.code for a in row.areas.all())
    return Terms(Role(row.role), row.institution_id, areas, row.starts, row.ends)


def _give(row: Request, now: datetime) -> None:
    terms = _terms(row)
    _check_terms(terms, row.beneficiary, timezone.localdate(now))
    user = account.register(username=row.beneficiary, name="")
    account.give_grant(
        user,
        role=terms.role,
        institution=terms.institution,
        areas=terms.areas,
        starts=terms.starts,
        ends=terms.ends,
        now=now,
        request=row.ref,
    )


def _extend(row: Request, now: datetime) -> None:
    terms, grant = _terms(row), _still_living(row, now)
    _check_terms(terms, row.beneficiary, timezone.localdate(now))
    check_extension(access.rule_of(grant), terms.ends)
    account.extend_grant(grant, ends=terms.ends, now=now, request=row.ref)


def _transfer(row: Request, now: datetime) -> None:
    grant = _still_living(row, now)
    account.end_grant(grant, reason="transfer", now=now, request=row.ref)
    _give(row, now)
    _keep_two(timezone.localdate(now))


def _reset(row: Request, now: datetime) -> None:
    """Take password and second factors away; every session of the account ends with them."""
    user = _still_living(row, now).user
    _shut(user, now)
    _forget_keys(user)
    _leaf("factor.reset", row, by=row.institution_id, now=now)


def _shut(user: User, now: datetime) -> None:
    """End every session of an account, an enrolment among them, and let its printed codes die."""
    user.session_mark = new_ref()
    user.save(update_fields=["session_mark"])
    Invitation.objects.filter(user=user, used_at__isnull=True, voided_at__isnull=True).update(voided_at=now)


def _forget_keys(user: User) -> None:
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()


_EFFECTS = {Act.GIVE: _give, Act.EXTEND: _extend, Act.TRANSFER: _transfer, Act.RESET: _reset}


def _still_living(row: Request, now: datetime) -> Grant:
    grant = row.grant
    if grant is None or grant.ended_on is not None or grant.ends < timezone.localdate(now):
        raise Refused("Mandat yang dimaksud usulan ini sudah berakhir. Tolak usulan ini dan mintalah yang baru.")
    return grant


def end(who: Holder, ref: str, *, reason: str, now: datetime) -> Grant:
    """End a grant of the own institution today: one person is enough, for safety's sake; its next request stops (R9).

    With a person's last grant every session ends and printed codes die. Where somebody else may hold the account, its
    password and factors go too: whoever is given a role again opens it with a new sheet.
    Raises Missing out of reach, Refused when too few administrators would be left, InvalidField without a reason of
    the list.
    """
    with transaction.atomic():
        grant = access.grant_for(who, ref)
        if reason not in END_REASONS:
            raise InvalidField("Pilih alasan mandat ini diakhiri.", field="reason")
        _keep_own_institution(who, grant, reason)
        account.end_grant(grant, reason=reason, now=now)
        if grant.role == Role.ADMINISTRATOR.value:
            _keep_two(who.today)
        if not grant.user.grants.filter(ended_on__isnull=True, ends__gte=who.today).exists():
            _shut(grant.user, now)
            if reason == SAFETY:
                _forget_keys(grant.user)
    return grant


def _keep_own_institution(who: Holder, grant: Grant, reason: str) -> None:
    """Refuse that the last administrator of an institution leaves it without one, but for safety's sake."""
    mine = grant.user_id == who.user_id and grant.role == Role.ADMINISTRATOR.value
    others = {name for name, where in access.administrators(who.today) if where == grant.institution_id}
    if mine and reason != SAFETY and others == {grant.user.username}:
        raise Refused("Anda administrator terakhir lembaga ini. Angkat dulu penggantinya, lalu akhiri mandat Anda.")


def _keep_two(today: date) -> None:
    """Refuse what would leave fewer than two administrators of two institutions: nobody could approve any more."""
    take_turn("grant.administrators")
    if not can_still_approve(access.administrators(today)):
        raise Refused(
            "Sesudah ini tidak ada lagi dua administrator dari dua lembaga, dan tidak seorang pun dapat menyetujui "
            "apa pun. Angkat dulu seorang administrator lain."
        )


def attest(who: Holder, refs: Iterable[str], *, now: datetime) -> int:
    """Note that the holders of these grants still serve; returns how many were noted. Twice on a day is once."""
    noted = 0
    with transaction.atomic():
        for ref in refs:
            grant = _living(who, ref)
            if grant.user_id == who.user_id:
                raise Refused("Bahwa Anda sendiri masih bertugas dinyatakan administrator lain.")
            _row, made = Attestation.objects.get_or_create(grant=grant, day=who.today)
            if made:
                record = {"act": "grant.attested", "grant": grant.ref, "day": who.today.isoformat()}
                ledger.append(type="grant.attested", by=grant.institution_id, ref=grant.ref, record=record, now=now)
            noted += made
    return noted


def _reason(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidField("Tulis alasan penolakannya; lembaga pengusul membacanya.", field="reason")
    if len(words) > REASON_LENGTH:
        raise InvalidField("Alasan paling panjang {limit} huruf.", field="reason", limit=REASON_LENGTH)
    return words


def _leaf(event: str, row: Request, *, by: str, now: datetime) -> None:
    """Leave a leaf of the request; its record says what was asked, never for whom (R47)."""
    record = {
        "act": event,
        "request": row.ref,
        "asks": row.act,
        "grant": row.grant.ref if row.grant else None,
        "role": row.role or None,
        "institution": row.institution_id,
        "areas": sorted(a.code for a in row.areas.all()),
        "starts": row.starts.isoformat() if row.starts else None,
        "ends": row.ends.isoformat() if row.ends else None,
    }
    ledger.append(type=event, by=by, ref=row.ref, record=record, now=now)
