"""R4: in any world, what a gate lets through is what the oracle says and what the row policies show."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.records import identity
from ikrar.records.account import access as account
from ikrar.records.account.models import Grant, User
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.identity import Kind
from ikrar.records.reading import access as reading
from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref
from tests import oracle
from tests.installation import POSTGRESQL

PEOPLE = 3
INSTITUTIONS = ("35.28/kpu", "35.28/bawaslu", "36.04/kpu")
AREAS = ("35", "35.28", "35.28.01", "36", "36.04", "36.73", "98.01")
DAYS = st.integers(-2, 2)

people, institutions, areas = st.integers(0, PEOPLE - 1), st.sampled_from(INSTITUTIONS), st.sampled_from(AREAS)
grants = st.builds(
    lambda person, role, institution, areas, starts, more, ended: oracle.Grant(
        person, role, institution, areas, starts, starts + more, ended
    ),
    people,
    st.sampled_from(["secretary", "secretary", "secretary", "officer", "auditor"]),
    institutions,
    st.frozensets(areas, min_size=1, max_size=3),
    DAYS,
    st.integers(0, 3),
    st.sampled_from([False, False, False, True]),
)
worlds = st.builds(
    oracle.World,
    st.tuples(*[st.sampled_from([True, True, True, False])] * PEOPLE),
    st.lists(grants, min_size=1, max_size=6).map(tuple),
    st.lists(st.builds(oracle.Version, institutions, st.none() | areas, st.booleans()), max_size=8).map(tuple),
    st.lists(st.builds(oracle.Reading, people, st.sampled_from([-1, 1])), max_size=5).map(tuple),
)


class Kept:
    """A world as rows: the keys of people, versions and readings by their position."""

    def __init__(self, world: oracle.World) -> None:
        self.people = [User.objects.create(username=f"p{n}", is_active=on).pk for n, on in enumerate(world.active)]
        for grant in world.grants:
            self._grant(grant)
        self.versions = [self._version(version) for version in world.versions]
        self.readings = [self._reading(one) for one in world.readings]

    def _grant(self, grant: oracle.Grant) -> None:
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

    def _version(self, version: oracle.Version) -> int:
        made = Declaration.objects.create(institution_id=version.institution)
        frozen = {"canonical": b"{}", "digest": hashlib.sha256(made.ref.encode()).hexdigest()}
        frozen["frozen_at"] = timezone.now()
        more = frozen if version.frozen else {}
        return int(Version.objects.create(declaration=made, number=1, form={}, area_id=version.area, **more).pk)

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
        return str(row.pk)


@pytest.mark.usefixtures("database")
@settings(max_examples=4 * settings.default.max_examples)
@given(world=worlds)
def test_r4_the_gate_the_oracle_and_the_row_policies_show_the_same_rows(world: oracle.World) -> None:
    with transaction.atomic():
        kept = Kept(world)
        for person in range(PEOPLE):
            check_person(world, kept, person)
        check_anonymous(world, kept)
        transaction.set_rollback(True)


def check_person(world: oracle.World, kept: Kept, person: int) -> None:
    """Compare what one person reaches, in three ways."""
    versions = {kept.versions[n] for n in oracle.reached_versions(world, person)}
    readings = {kept.readings[n] for n in oracle.reached_readings(world, person)}
    public = {kept.versions[n] for n in oracle.public_versions(world)}
    holder = account.holder(kept.people[person], timezone.now())
    assert (holder is not None) is bool(oracle.in_force(world, person))
    if holder is not None:
        assert {v.pk for v in declaration.visible_to(holder)} == versions
        assert {r.pk for r in reading.visible_to(holder)} == readings
    if POSTGRESQL:
        with identity.identity(Kind.PERSON, kept.people[person]):
            assert set(Version.objects.values_list("pk", flat=True)) == versions | public
            assert set(Declaration.objects.values_list("versions", flat=True)) == versions | public
            assert set(Reading.objects.values_list("pk", flat=True)) == readings


def check_anonymous(world: oracle.World, kept: Kept) -> None:
    """Compare what everybody may read."""
    public = {kept.versions[n] for n in oracle.public_versions(world)}
    assert {v.pk for v in declaration.public()} == public
    if POSTGRESQL:
        with identity.identity(Kind.ANONYMOUS):
            assert set(Version.objects.values_list("pk", flat=True)) == public
            assert not Reading.objects.exists()


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
