"""R4: in any world, what a gate lets through is what the oracle says and what the row policies show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.account import request as request_rule
from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records import identity
from ikrar.records.account import access as account
from ikrar.records.account.models import Grant, User
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration.models import Declaration, Translation, Version, Witness
from ikrar.records.grant import access as grant
from ikrar.records.grant import queries as grant_queries
from ikrar.records.grant.models import Request
from ikrar.records.identity import Kind
from ikrar.records.invitation import access as invitation
from ikrar.records.invitation.models import Invitation
from ikrar.records.ledger import access as ledger
from ikrar.records.ledger.models import Leaf
from ikrar.records.meeting import access as meeting
from ikrar.records.meeting import queries as meeting_queries
from ikrar.records.meeting.models import (
    Attendance,
    Decision,
    Done,
    Edition,
    Envelope,
    Invitee,
    Meeting,
    Minutes,
    Series,
    Step,
)
from ikrar.records.reading import access as reading
from ikrar.records.reading.models import Origin, Reading
from ikrar.records.ref import new_ref
from ikrar.records.relay import access as relay
from ikrar.records.relay.models import Photo, PhotoBox, Relay
from ikrar.records.scan import access as scan
from ikrar.records.scan.models import Box, Scan
from ikrar.records.token import access as token
from ikrar.records.token.models import Token
from tests import oracle
from tests.house import figures
from tests.installation import POSTGRESQL

PEOPLE = 3
INSTITUTIONS = ("35.28/kpu", "35.28/bawaslu", "36.04/kpu")
AREAS = ("35", "35.28", "35.28.01", "36", "36.04", "36.73", "98.01")
DAYS = st.integers(-2, 2)

ROLES = ("secretary", "secretary", "officer", "auditor", "administrator", "administrator", "administrator", "machine")

people, institutions, areas = st.integers(0, PEOPLE - 1), st.sampled_from(INSTITUTIONS), st.sampled_from(AREAS)
territories = st.frozensets(areas, min_size=1, max_size=3)
seldom = st.sampled_from([False, False, False, True])
grants = st.builds(
    lambda person, role, institution, areas, starts, more, ended: oracle.Grant(
        person, role, institution, areas, starts, starts + more, ended
    ),
    *(people, st.sampled_from(ROLES), institutions, territories, DAYS, st.integers(0, 3), seldom),
)
requests = st.builds(
    oracle.Request,
    proposer=people,
    proposed_as=institutions,
    beneficiary=st.none() | people,
    institution=institutions,
    areas=territories,
    moves=st.none() | st.just(0),
    left=st.sampled_from([1, 1, 1, -1]),
    state=st.sampled_from(["open", "open", "open", "approved", "refused", "withdrawn"]),
    decided_as=st.none() | institutions,
)


@st.composite
def judged(draw: st.DrawFn) -> oracle.World:
    """Worlds in which somebody was entitled to propose, so that the second person is what is asked about."""
    mine, other = draw(st.permutations(INSTITUTIONS).map(lambda found: found[:2]))
    proposer = oracle.Grant(0, "administrator", mine, draw(territories) | {"35", "36"}, -1, 1, False)
    days = draw(st.sampled_from([(-1, 1), (-1, 0), (0, 0), (-2, -1), (1, 2)]))
    reach = draw(territories) | draw(st.sampled_from([frozenset(), frozenset({"35", "36"})]))
    second = oracle.Grant(1, "administrator", other, reach, *days, draw(seldom))
    third = draw(st.lists(grants, max_size=3))
    asked = oracle.Request(
        0,
        mine,
        draw(st.none() | people),
        draw(st.sampled_from([mine, mine, other])),
        draw(st.frozensets(st.sampled_from(["35", "35.28", "35.28.01", "36.73"]), min_size=1, max_size=2)),
        draw(st.sampled_from([None, None, 0, 1])),
        draw(st.sampled_from([1, 1, 1, -1])),
        "open",
        None,
    )
    active = (True, draw(st.sampled_from([True, True, True, False])), True)
    return oracle.World(active, (proposer, second, *third), requests=(asked,))


worlds = st.builds(
    oracle.World,
    st.tuples(*[st.sampled_from([True, True, True, False])] * PEOPLE),
    st.lists(grants, min_size=1, max_size=6).map(tuple),
    st.lists(st.builds(oracle.Version, institutions, st.none() | areas, st.booleans()), max_size=6).map(tuple),
    st.lists(st.builds(oracle.Reading, people, st.sampled_from([-1, 1])), max_size=4).map(tuple),
    st.lists(requests, max_size=3).map(tuple),
    st.lists(st.builds(oracle.Invitation, people, institutions), max_size=3).map(tuple),
    st.lists(institutions, max_size=3).map(tuple),
    st.lists(
        st.builds(
            oracle.Meeting,
            institutions,
            areas,
            st.frozensets(institutions, max_size=2),
            st.sampled_from(["draft", "called", "approved"]),
            st.sampled_from([None, 0]),
        ),
        max_size=4,
    ).map(tuple),
)


class Kept:
    """A world as rows: the keys of what is kept by their position in the world."""

    def __init__(self, world: oracle.World) -> None:
        self.people = [User.objects.create(username=f"p{n}", is_active=on).pk for n, on in enumerate(world.active)]
        self.grants = [self._grant(one) for one in world.grants]
        self.versions = [self._version(version) for version in world.versions]
        self.readings = [self._reading(one) for one in world.readings]
        self.requests = [self._request(one) for one in world.requests]
        self.invitations = [self._invitation(one) for one in world.invitations]
        self.leaves = [self._leaf(by) for by in world.leaves]
        self.series = Series.objects.create(institution_id=INSTITUTIONS[0], title="x")
        self.meetings = [self._meeting(one) for one in world.meetings]
        self.photos = {institution: self._photo(institution) for institution in INSTITUTIONS}

    def _grant(self, grant: oracle.Grant) -> str:
        today = timezone.localdate()
        row = Grant.objects.create(
            ref=new_ref(),
            user_id=self.people[grant.person],
            role=grant.role,
            institution_id=grant.institution,
            starts=oracle.day(today, grant.starts),
            ends=oracle.day(today, grant.ends),
            ended_on=today if grant.ended else None,
        )
        row.areas.set(grant.areas)
        if grant.role == "machine":
            Token.objects.create(ref=new_ref(), grant=row, token_hash=_hash(row.ref), made_on=today)
        return row.ref

    def _version(self, version: oracle.Version) -> int:
        made = Declaration.objects.create(institution_id=version.institution)
        frozen = {"canonical": b"{}", "digest": _hash(made.ref)}
        frozen["frozen_at"] = timezone.now()
        row = Version.objects.create(declaration=made, number=1, form={}, area_id=version.area)
        Witness.objects.create(version=row, n=1, office="Camat")
        Translation.objects.create(version=row, language="en", title="x", points=[])
        if version.frozen:
            Version.objects.filter(pk=row.pk).update(**frozen)
        today = timezone.localdate()
        Box.objects.create(
            scan=Scan.objects.create(declaration=made, what="board", sealed_on=today, kept_until=today), data=b"x"
        )
        return int(row.pk)

    def _reading(self, one: oracle.Reading) -> str:
        now = timezone.now()
        row = Reading.objects.create(
            author_id=self.people[one.author],
            institution_id=INSTITUTIONS[0],
            submission=new_ref(),
            text="x",
            found={},
            form={},
            created=now,
            expires=now + timedelta(days=one.left),
        )
        Origin.objects.create(reading=row, field="title", source=row, before={})
        return str(row.pk)

    def _request(self, one: oracle.Request) -> str:
        now = timezone.now()
        moved = None if one.moves is None else Grant.objects.get(ref=self.grants[one.moves])
        row = Request.objects.create(
            ref=new_ref(),
            act="give" if moved is None else "transfer",
            beneficiary="baru" if one.beneficiary is None else f"p{one.beneficiary}",
            grant=moved,
            role="officer",
            institution_id=one.institution,
            proposer_id=self.people[one.proposer],
            proposed_as_id=one.proposed_as,
            proposed_at=now,
            expires=now + timedelta(days=one.left),
            state=one.state,
            decided_as_id=one.decided_as,
        )
        row.areas.set(one.areas)
        return row.ref

    def _invitation(self, one: oracle.Invitation) -> str:
        ref, now = new_ref(), timezone.now()
        kept = {"user_id": self.people[one.person], "institution_id": one.institution, "code_hash": _hash(ref)}
        return str(Invitation.objects.create(ref=ref, issued_at=now, expires=now, **kept).ref)

    def _meeting(self, one: oracle.Meeting) -> str:
        now, approved = timezone.now(), one.state == "approved"
        held = {"starts": now, "ends": now, "zone": "Asia/Jakarta", "changed_at": now, "title": "x"}
        series = None if one.series is None else self.series
        row = Meeting.objects.create(
            institution_id=one.host,
            area_id=one.area,
            series=series,
            state=one.state,
            approved_at=now if approved else None,
            **held,
        )
        Minutes.objects.create(meeting=row, agenda=[], form={})
        for n, code in enumerate(sorted(one.invited)):
            invitee = Invitee.objects.create(meeting=row, n=n, institution_id=code, office="Ketua")
            Envelope.objects.create(invitee=invitee)
        Attendance.objects.create(meeting=row, how="list", data=b"x", at=now)
        said = {"text": "x", "standing": "open", "sorts": now.date(), "published": "real" if approved else ""}
        thread = meeting_queries.thread_of(row)
        made = Decision.objects.create(meeting=row, series=series, thread_id=thread, n=1, owner_id=one.host, **said)
        Done.objects.create(decision=made, deed="progress", institution_id=one.host, at=now, words="x")
        Edition.objects.create(meeting=row, n=1, form={}, officer_id=self.people[0], begun=now, at=now)
        Step.objects.create(meeting=row, move="open", new="draft", at=now, institution_id=one.host)
        return row.ref

    def _photo(self, institution: str) -> str:
        """Keep a picture that an institution sealed; which relay it shows changes nothing."""
        now, today = timezone.now(), timezone.localdate()
        sides = {"institution_id": institution, "start_id": institution, "holder_id": institution}
        relay = Relay.objects.create(series="x", area_id="35.28", starts_on=today, made_at=now, legs_count=1, **sides)
        days = {"sealed_on": today, "kept_until": today}
        photo = Photo.objects.create(relay=relay, leg=1, institution_id=institution, **days)
        PhotoBox.objects.create(sealed=photo, data=b"x")
        return str(photo.ref)

    def _leaf(self, by: str) -> int:
        ref = new_ref()
        made = {"type": "grant.ended", "time": "2026-01-01T00:00:00Z", "prev": "", "com": "", "data": b"{}"}
        return int(Leaf.objects.create(by=by, ref=ref, hash=_hash(ref), **made).pk)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep_and_check(world: oracle.World) -> int:
    """Put a world into the database, compare for everybody, and take it out again; return how many were compared."""
    with transaction.atomic():
        kept = Kept(world)
        for person in range(PEOPLE):
            check_person(world, kept, person)
        check_anonymous(world, kept)
        transaction.set_rollback(True)
    figures.note("worlds compared with the oracle", 1)
    figures.note(
        "requests found waiting for a second person", sum(len(oracle.waiting_requests(world, n)) for n in range(PEOPLE))
    )
    return len(kept.people)


@pytest.mark.usefixtures("database")
@given(world=worlds)
def test_r4_the_gates_the_oracle_and_the_row_policies_show_the_same_rows(world: oracle.World) -> None:
    assert keep_and_check(world) == PEOPLE


@pytest.mark.usefixtures("database")
@given(world=judged())
def test_r4_a_request_waits_for_exactly_those_whom_the_oracle_names(world: oracle.World) -> None:
    assert keep_and_check(world) == PEOPLE


def check_person(world: oracle.World, kept: Kept, person: int) -> None:
    """Compare what one person reaches, in three ways."""
    versions = {kept.versions[n] for n in oracle.reached_versions(world, person)}
    readings = {kept.readings[n] for n in oracle.reached_readings(world, person)}
    public = {kept.versions[n] for n in oracle.public_versions(world)}
    photos = {kept.photos[one] for one in oracle.secretary_for(world, person)}
    holder = account.holder(kept.people[person], timezone.now())
    assert (holder is not None) is bool(oracle.in_force(world, person))
    if holder is not None:
        assert {v.pk for v in declaration.visible_to(holder)} == versions
        assert set(scan.visible_to(holder).values_list("declaration__versions", flat=True)) == versions
        assert {r.pk for r in reading.visible_to(holder)} == readings
        assert {row.ref for row in relay.visible_to(holder)} == photos
        check_people(world, kept, person, holder)
    check_meetings(world, kept, person, holder)
    if POSTGRESQL:
        with identity.identity(Kind.PERSON, kept.people[person]):
            assert set(Version.objects.values_list("pk", flat=True)) == versions | public
            assert set(Declaration.objects.values_list("versions", flat=True)) == versions | public
            assert set(Witness.objects.values_list("version", flat=True)) == versions | public
            assert set(Translation.objects.values_list("version", flat=True)) == versions | public
            assert set(Scan.objects.values_list("declaration__versions", flat=True)) == versions | public
            assert set(Box.objects.values_list("scan__declaration__versions", flat=True)) == versions
            assert set(Reading.objects.values_list("pk", flat=True)) == readings
            assert set(Origin.objects.values_list("reading", flat=True)) == readings
            assert set(PhotoBox.objects.values_list("sealed", flat=True)) == photos


def check_people(world: oracle.World, kept: Kept, person: int, holder: account.Holder) -> None:
    """Compare what one person reaches of grants, devices, requests, invitations and the trail, in pages and by ref."""
    grants = {kept.grants[n] for n in oracle.reached_grants(world, person)}
    assert {row.ref for row in grant.visible_to(holder)} == grants
    assert {row.ref for row in grant_queries.people(holder, ended=True)} == grants
    assert reached(kept.grants, lambda ref: grant.grant_for(holder, ref)) == grants
    devices = {kept.grants[n] for n in oracle.reached_devices(world, person)}
    assert {row.ref for row in token.visible_to(holder)} == devices
    assert reached(kept.grants, lambda ref: token.device(holder, ref)) == devices
    own = {kept.requests[n] for n in oracle.own_requests(world, person)}
    waiting = {kept.requests[n] for n in oracle.waiting_requests(world, person)}
    assert {row.ref for row in grant_queries.proposed(holder)} == own
    assert {row.ref for row in grant_queries.waiting(holder, timezone.now())} == waiting
    assert reached(kept.requests, lambda ref: grant.request_for(holder, ref)) == own | waiting
    invitations = {kept.invitations[n] for n in oracle.reached_invitations(world, person)}
    assert {row.ref for row in invitation.visible_to(holder)} == invitations
    assert reached(kept.invitations, lambda ref: invitation.own(holder, ref)) == invitations
    leaves = {kept.leaves[n] for n in oracle.reached_leaves(world, person)}
    assert set(ledger.visible_to(holder).filter(pk__in=kept.leaves).values_list("pk", flat=True)) == leaves


def check_meetings(world: oracle.World, kept: Kept, person: int, holder: account.Holder | None) -> None:
    """Compare what one person reaches of meetings, of what is said in them and of what they decided."""
    hosted = {kept.meetings[n] for n in oracle.hosted_meetings(world, person)}
    attended = {kept.meetings[n] for n in oracle.attended_meetings(world, person)}
    followed = {kept.meetings[n] for n in oracle.followed_meetings(world, person)}
    public = {kept.meetings[n] for n in oracle.public_meetings(world)}
    if holder is not None:
        assert set(meeting.hosted(holder).values_list("pk", flat=True)) == hosted
        assert set(meeting.visible_to(holder).values_list("pk", flat=True)) == attended
        assert set(meeting.decisions_visible_to(holder).values_list("meeting", flat=True)) == followed
    if POSTGRESQL:
        with identity.identity(Kind.PERSON, kept.people[person]):
            assert set(Meeting.objects.values_list("pk", flat=True)) == attended | public
            assert set(Minutes.objects.values_list("pk", flat=True)) == attended
            assert set(Step.objects.values_list("meeting", flat=True)) == attended
            assert set(Decision.objects.values_list("meeting", flat=True)) == followed | public
            assert set(Done.objects.values_list("decision__meeting", flat=True)) == followed
            assert set(Attendance.objects.values_list("meeting", flat=True)) == hosted
            assert set(Edition.objects.values_list("meeting", flat=True)) == hosted
            assert set(Envelope.objects.values_list("invitee__meeting", flat=True)) <= hosted


def reached(refs: list[str], ask: Callable[[str], object]) -> set[str]:
    """Return the references a gate lets through one by one."""
    found = set()
    for ref in refs:
        with suppress(Missing):
            ask(ref)
            found.add(ref)
    return found


def check_anonymous(world: oracle.World, kept: Kept) -> None:
    """Compare what everybody may read."""
    public = {kept.versions[n] for n in oracle.public_versions(world)}
    assert {v.pk for v in declaration.public()} == public
    if POSTGRESQL:
        with identity.identity(Kind.ANONYMOUS):
            assert set(Version.objects.values_list("pk", flat=True)) == public
            assert set(Witness.objects.values_list("version", flat=True)) == public
            assert set(Translation.objects.values_list("version", flat=True)) == public
            assert set(Scan.objects.values_list("declaration__versions", flat=True)) == public
            assert not Box.objects.exists()
            approved = {kept.meetings[n] for n in oracle.public_meetings(world)}
            assert set(Meeting.objects.values_list("pk", flat=True)) == approved
            assert set(Decision.objects.values_list("meeting", flat=True)) == approved
            assert not Minutes.objects.exists()
            assert not Envelope.objects.exists()
            assert not Attendance.objects.exists()
            assert not Done.objects.exists()
            assert not Edition.objects.exists()
            assert not PhotoBox.objects.exists()
            assert not Reading.objects.exists()
            assert not Origin.objects.exists()


@pytest.mark.parametrize(
    ("area", "territory", "inside"),
    [
        ("35.28", {"35"}, True),
        ("35.28", {"35.28"}, True),
        ("35.28", {"35.28.01"}, False),
        ("35.28", {"35.2"}, False),
        ("35.28.01", {"36", "35.28"}, True),
    ],
)
def test_the_oracle_itself_compares_areas_part_by_part(area: str, territory: set[str], inside: bool) -> None:
    assert oracle.lies_in(area, frozenset(territory)) is inside


def test_the_oracle_lets_the_second_person_judge_only_within_their_areas_and_from_another_institution() -> None:
    """The worlds above may agree with a rule that is wrong: here the answers are written by hand."""
    asked = oracle.Request(0, "35.28/kpu", None, "35.28/kpu", frozenset({"35.28"}), None, 1, "open", None)

    def judges(institution: str, areas: set[str], **more: int) -> bool:
        first = oracle.Grant(0, "administrator", "35.28/kpu", frozenset({"35"}), -1, 1, False)
        days = {"starts": -1, "ends": 1} | more
        second = oracle.Grant(1, "administrator", institution, frozenset(areas), ended=False, **days)
        return oracle.waiting_requests(oracle.World((True, True), (first, second), requests=(asked,)), 1) == {0}

    assert judges("35.28/bawaslu", {"35.28"})
    assert not judges("35.28/kpu", {"35.28"}), "the same institution"
    assert not judges("36.04/kpu", {"36.04"}), "out of territory"
    assert not judges("35.28/bawaslu", {"35.28.01", "35.28.02"}), "to overlap is not to cover"
    assert not judges("35.28/bawaslu", {"35.28"}, ends=-1), "expired"
    assert not judges("35.28/bawaslu", {"35.28"}, starts=1), "not begun"


# --- planted holes ----------------------------------------------------------------------------------------------------


def _grant(person: int, role: str, institution: str, area: str, *, ends: int = 1) -> oracle.Grant:
    return oracle.Grant(person, role, institution, frozenset({area}), -1, ends, False)


FULL = oracle.World(
    active=(True, True, True),
    grants=(
        _grant(0, "administrator", "35.28/kpu", "35"),
        _grant(1, "administrator", "35.28/bawaslu", "35.28.01"),
        _grant(1, "secretary", "35.28/bawaslu", "35.28.01"),
        _grant(2, "machine", "35.28/bawaslu", "35.28"),
        _grant(2, "administrator", "36.04/kpu", "36.04"),
    ),
    versions=(oracle.Version("35.28/bawaslu", "35.28", False), oracle.Version("35.28/kpu", "35.28.01", False)),
    readings=(oracle.Reading(0, 1), oracle.Reading(1, -1)),
    requests=(oracle.Request(0, "35.28/kpu", None, "35.28/kpu", frozenset({"35.28"}), None, 1, "open", None),),
    invitations=(oracle.Invitation(2, "35.28/kpu"),),
    leaves=("35.28/kpu",),
    meetings=(oracle.Meeting("35.28/kpu", "35.28.01", frozenset({"35.28/bawaslu"}), "draft", None),),
)


def _all_of(model: Any) -> Callable[[object], object]:
    return lambda holder: model.objects.all()


GATES = [
    (declaration, Version),
    (reading, Reading),
    (relay, Photo),
    (grant, Grant),
    (invitation, Invitation),
    (ledger, Leaf),
    (meeting, Meeting),
]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("module", "model"), GATES, ids=[m.__name__.split(".")[2] for m, _ in GATES])
def test_r4_a_gate_that_lets_everything_through_is_found(
    module: Any, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_and_check(FULL)
    monkeypatch.setattr(module, "visible_to", _all_of(model))
    with pytest.raises(AssertionError):
        keep_and_check(FULL)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("where", "name", "careless"),
    [
        (grant, "own_requests", lambda holder: Request.objects.all()),
        (grant, "may_judge", lambda holder, row: holder.may(Role.ADMINISTRATOR)),
        (request_rule, "covers", lambda areas, code: any(a.startswith(code) or code.startswith(a) for a in areas)),
        (token, "visible_to", grant.visible_to),
    ],
    ids=["own requests", "whoever administers judges", "to overlap is enough", "every grant is a device"],
)
def test_r4_a_gate_that_forgets_a_part_is_found(
    where: Any, name: str, careless: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_and_check(FULL)
    monkeypatch.setattr(where, name, careless)
    with pytest.raises(AssertionError):
        keep_and_check(FULL)
