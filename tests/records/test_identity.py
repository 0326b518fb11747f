"""R5, R6: what the database itself shows to whom, asked as the application's role (PostgreSQL only).

The tests act as the system for the length of each session; ``nobody`` takes even that away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone

from ikrar import checks
from ikrar.core.job.arrival import Fate
from ikrar.core.meeting.move import Deed
from ikrar.core.scan.scan import USUAL, What
from ikrar.records import identity, policy
from ikrar.records.account.access import Holder
from ikrar.records.account.models import User
from ikrar.records.declaration.models import (
    Declaration,
    PledgingOffice,
    Point,
    PointKind,
    Step,
    Translation,
    Version,
    Witness,
)
from ikrar.records.edition.models import Edition
from ikrar.records.identity import Kind
from ikrar.records.job.models import Arrival, Delivery, Try
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.meeting import actions, decision
from ikrar.records.meeting import models as meeting
from ikrar.records.reading import actions as reading
from ikrar.records.reading.models import Origin, Reading
from ikrar.records.relay import photos
from ikrar.records.relay.models import PhotoBox
from ikrar.records.review.models import Review
from ikrar.records.scan import actions as scan
from ikrar.records.scan.models import Box, Scan
from ikrar.records.tables import TABLES, Policy
from ikrar.records.turn import take_turn
from tests import cast, meetings, postgres, relaying
from tests.installation import DATABASE, on_postgresql

pytestmark = on_postgresql

PROTECTED = sorted(name for name, rule in TABLES.items() if isinstance(rule, Policy))
FILLED = (Declaration, Version, Point, PointKind, PledgingOffice, Step, Reading, Origin, Opening)
FILLED += (Witness, Translation, Edition, Review, Box, Scan, PhotoBox)
FILLED += (meeting.Approval, meeting.Attendance, meeting.Decision, meeting.Envelope, meeting.Invitee)
FILLED += (meeting.Minutes, meeting.Series, meeting.Sight, meeting.Step, meeting.Meeting, meeting.Thread)
FILLED += (meeting.Done, meeting.Edition)


@pytest.fixture
def world(database: Path) -> Version:
    """A frozen declaration, a draft one, readings and a merged one of Dewi's, and the same of Intan's elsewhere."""
    for who in (cast.DEWI, cast.INTAN):
        holder = cast.at_desk(who)
        _beside(holder, cast.registered(holder).ref)
        one, other = cast.draft(holder), cast.draft(holder, title="Judul lain")
        picks = {"title": other.ref}
        reading.merge(holder, one.ref, edition=one.edition, others={other.ref: other.edition}, picks=picks)
        moved = relaying.planned(holder, organiser=who.institution, holder=who.institution)
        relaying.opened(moved, who=who)
        until = holder.today + USUAL
        photos.keep(holder, moved.ref, 1, picture=b"x", until=until, now=timezone.now())
        version = cast.frozen(holder, title=f"Deklarasi {who.institution}")
    made = meetings.frozen(cast.at_desk(cast.DEWI), follow=actions.Follow(title="Rakor"))
    actions.approve(cast.at_desk(cast.DEWI), made.ref, now=timezone.now())
    meetings.written(cast.at_desk(cast.DEWI))
    told = made.decisions.get(n=1).ref
    decision.do(cast.at_desk(cast.DEWI), told, Deed.PROGRESS, words="x", now=timezone.now())
    _letters()
    return version


def _letters() -> None:
    """Keep one letter that goes out, a try to send it, and one that came in."""
    now = timezone.now()
    letter = Delivery.objects.create(
        kind="invitation", about="x", institution_id="35.28/kpu", to="tu@x.example", payload={}, made_at=now, due_at=now
    )
    Try.objects.create(delivery=letter, number=1, began_at=now)
    Arrival.objects.create(digest="x", at=now, fate=next(iter(Fate)))


def _beside(holder: Holder, ref: str) -> None:
    """Keep what can stand beside a draft: a witness, a translation, an earlier edition, a sealed picture."""
    now = timezone.now()
    draft = Version.objects.get(declaration=ref)
    Witness.objects.create(version=draft, n=1, office="Camat")
    Translation.objects.create(version=draft, language="en", title="x", points=[])
    Edition.objects.get_or_create(version=draft, n=99, defaults={"edition": 99, "form": {}, "begun": now, "at": now})
    scan.keep(holder, ref, picture=b"x", what=What.BOARD, until=holder.today + USUAL, now=now)


@pytest.fixture
def nobody(world: Version) -> Iterator[None]:
    """Take the session's identity away: what a forgotten identity would meet."""
    run("SELECT set_config('ikrar.kind', '', false)")
    yield
    connection.close()


def run(sql: str, *values: object) -> object:
    """Run a statement on the application's connection; give the first value it answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchone()[0] if cursor.description else None


def counted() -> dict[str, int]:
    """Count the rows seen of each protected table."""
    return {table: int(str(run(f"SELECT count(*) FROM {table}"))) for table in PROTECTED}


def user(person: cast.Person) -> int:
    return User.objects.get(username=person.username).pk


def test_r5_the_tests_themselves_act_as_a_role_that_neither_owns_nor_passes_by(world: Version) -> None:
    assert run("SELECT current_user") == run("SELECT session_user") == postgres.APPLICATION
    assert run(checks.TOO_MIGHTY) is False
    assert run(checks.UNFORCED, PROTECTED) == ""
    assert {m._meta.db_table for m in FILLED} <= set(PROTECTED)
    assert all(model.objects.exists() for model in FILLED)


def test_r5_without_an_identity_no_protected_row_is_seen_changed_or_added(nobody: None) -> None:
    assert set(counted().values()) == {0}
    assert Leaf.objects.exists(), "public tables stay public"
    for model in FILLED:
        assert model.objects.all().delete()[0] == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        Declaration.objects.create(institution_id="35.28/kpu")


def test_r5_an_unknown_kind_of_identity_sees_nothing(nobody: None) -> None:
    run("SELECT set_config('ikrar.kind', 'administrator', false)")
    assert set(counted().values()) == {0}


def test_r5_the_owner_too_is_held_by_the_policies_because_they_are_forced(world: Version) -> None:
    with closing(psycopg.connect(postgres.url(postgres.OWNER, DATABASE), autocommit=True)) as owner:
        for table in PROTECTED:
            assert owner.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            seen = owner.execute(f"SELECT count(*) FROM {table}").fetchone()
            owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            assert seen is not None
            assert seen[0] > 0, f"{table}: without FORCE the owner sees all"


def test_r5_the_identity_is_gone_with_its_transaction(nobody: None) -> None:
    with identity.identity(Kind.PERSON, user(cast.DEWI)):
        assert Version.objects.exists()
    assert set(counted().values()) == {0}
    assert run("SELECT current_setting('ikrar.kind', true)") == ""
    assert run("SELECT current_setting('ikrar.user', true)") == ""


def test_r5_the_next_user_of_a_connection_inherits_nothing(nobody: None) -> None:
    first, second, pid = cast.Browser(), cast.Browser(), run("SELECT pg_backend_pid()")
    with identity.system():
        cast.sign_in(cast.DEWI, browser=first)
        cast.sign_in(cast.INTAN, browser=second)
        mine = _reading(cast.DEWI)
        theirs = _reading(cast.INTAN)
    for browser, own, other in ((first, mine, theirs), (second, theirs, mine), (first, mine, theirs)):
        assert browser.get(f"/meja/bacaan/{own}/").status_code == 200
        assert browser.get(f"/meja/bacaan/{other}/").status_code == 404
        assert set(counted().values()) == {0}
    assert run("SELECT pg_backend_pid()") == pid, "all of it on one connection"


def _reading(who: cast.Person) -> str:
    return str(Reading.objects.filter(author=user(who)).order_by("ref").values_list("ref", flat=True)[0])


def test_r5_a_setting_for_the_session_would_stay_which_is_why_none_is_made(nobody: None) -> None:
    run("SELECT set_config('ikrar.kind', 'system', false)")
    assert Reading.objects.exists()
    source = Path(identity.__file__).read_text(encoding="utf-8") + Path(policy.__file__).read_text(encoding="utf-8")
    assert source.count(", false)") == 1, "the owner's own short session in policy.prepare, closed with it"


def test_r5_anonymous_sees_what_is_frozen_and_nothing_else(world: Version) -> None:
    with identity.request():
        assert {v.frozen_at is None for v in Version.objects.all()} == {False}
        assert Declaration.objects.count() == Version.objects.count() == 2
        assert not Reading.objects.exists()
        assert not Opening.objects.exists()
        assert Point.objects.count() == 4
        assert Step.objects.exclude(version__frozen_at__isnull=False).count() == 0


def test_r5_a_person_sees_the_drafts_of_their_institution_and_their_own_readings(world: Version) -> None:
    with identity.identity(Kind.PERSON, user(cast.DEWI)):
        assert {v.declaration.institution_id for v in Version.objects.filter(frozen_at__isnull=True)} == {"35.28/kpu"}
        assert {r.author_id for r in Reading.objects.all()} == {user(cast.DEWI)}
        assert not Opening.objects.exists()


def test_r5_a_person_cannot_write_another_institutions_draft_nor_for_another_author(world: Version) -> None:
    with identity.system():
        theirs = Version.objects.get(declaration__institution="35.28/bawaslu", frozen_at__isnull=True)
        reading = Reading.objects.filter(author=user(cast.INTAN)).first()
    with identity.identity(Kind.PERSON, user(cast.DEWI)):
        assert Version.objects.filter(pk=theirs.pk).update(title="lain") == 0
        assert Version.objects.filter(frozen_at__isnull=False, declaration__institution="35.28/bawaslu").exists()
        frozen = Version.objects.get(declaration__institution="35.28/bawaslu")
        assert Version.objects.filter(pk=frozen.pk).update(edition=9) == 0, (
            "what is everybody's to read is not to write"
        )
        assert Reading.objects.filter(pk=reading.pk).delete()[0] == 0
    with pytest.raises(ProgrammingError, match="row-level security"), identity.identity(Kind.PERSON, user(cast.DEWI)):
        Declaration.objects.create(institution_id="35.28/bawaslu")
    reading.pk, reading.submission = "x", "x"
    with pytest.raises(ProgrammingError, match="row-level security"), identity.identity(Kind.PERSON, user(cast.DEWI)):
        reading.save(force_insert=True)


def test_r8_the_host_itself_adds_no_approval_decision_guest_or_row_of_who_came_to_frozen_minutes(
    world: Version,
) -> None:
    with identity.system():
        made = meeting.Meeting.objects.get(frozen_at__isnull=False)
        agus = cast.at_desk(cast.AGUS).user_id
    terms = {"meeting": made, "institution_id": "35.28/polres"}
    rows = (
        meeting.Approval(officer_id=agus, at=timezone.now(), **terms),
        meeting.Decision(
            meeting=made, n=9, text="x", owner_id="35.28/polres", standing="open", sorts=timezone.localdate()
        ),
        meeting.Invitee(meeting=made, n=9, institution_id="36.04/kpu", office="Ketua"),
        meeting.Attendance(how="list", data=b"x", at=timezone.now(), **terms),
    )
    for row in rows:
        with pytest.raises(DatabaseError), identity.identity(Kind.PERSON, user(cast.DEWI)):
            row.save(force_insert=True)
    with identity.identity(Kind.PERSON, user(cast.DEWI)):
        assert meeting.Attendance.objects.filter(meeting=made).exists(), "the host reads what it sealed"
        assert meeting.Decision.objects.update(published="real") == 0
        assert meeting.Minutes.objects.filter(meeting=made).update(door_hash="x") == 0


def test_r9_a_grant_that_ended_reaches_nothing_more(world: Version) -> None:
    dewi = User.objects.get(username="dewi")
    dewi.grants.update(ended_on=timezone.localdate())
    with identity.identity(Kind.PERSON, dewi.pk):
        assert not Version.objects.filter(frozen_at__isnull=True).exists()
        assert not Reading.objects.exists()


def test_an_identity_within_another_gives_it_back_also_after_an_error(world: Version) -> None:
    with identity.identity(Kind.PERSON, user(cast.DEWI)):
        with identity.system():
            assert Opening.objects.exists()
        assert not Opening.objects.exists()
        with pytest.raises(DatabaseError), identity.system():
            run("SELECT 1/0")
        assert not Opening.objects.exists()
        assert run("SELECT ikrar_user()") == user(cast.DEWI)


def test_an_identity_is_only_raised_within_a_transaction(database: Path) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        identity.become(1)


def test_an_error_rolls_a_request_back_and_a_swallowed_one_is_not_reported_as_done(database: Path) -> None:

    def write_and_fail(caught: type[Exception] | tuple[()]) -> None:
        with identity.request():
            User.objects.create(username="hilang", name="x")
            with suppress(*([caught] if caught else [])):
                run("SELECT 1/0")

    with pytest.raises(DatabaseError, match="division by zero"):
        write_and_fail(())
    with pytest.raises(identity.Undone):
        write_and_fail(DatabaseError)
    with identity.request():
        User.objects.create(username="hilang", name="x")
        identity.undo()
    assert not User.objects.exists()


def test_r36_a_statement_of_a_request_ends_after_five_seconds_and_only_of_a_request(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with identity.request():
        assert run("SHOW statement_timeout") == identity.REQUEST_TIMEOUT
    assert run("SHOW statement_timeout") == "0"
    monkeypatch.setattr(identity, "REQUEST_TIMEOUT", "20ms")
    with pytest.raises(OperationalError, match="statement timeout"), identity.request():
        run("SELECT pg_sleep(5)")


def test_two_acts_on_one_subject_take_turns(database: Path) -> None:
    order: list[str] = []
    begun = threading.Event()

    def second() -> None:
        begun.wait()
        try:
            with transaction.atomic():
                take_turn("satu")
                order.append("second")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        take_turn("satu")
        begun.set()
        with transaction.atomic():
            take_turn("satu")
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


# --- R6: what a unique key could tell ---------------------------------------------------------------------------------

#: Unique key of a protected table -> why meeting it tells nothing about a row one may not see.
TELLS_NOTHING = {
    "declaration_declaration(ledger_ref)": "random, 130 bits",
    "declaration_declaration(ref)": "random, 130 bits",
    "declaration_pledgingoffice(version_id,n)": "rows of a version whose writer reaches the version",
    "declaration_point(version_id,n)": "rows of a version whose writer reaches the version",
    "declaration_pointkind(point_id,code)": "rows of a point whose writer reaches the version",
    "declaration_translation(version_id,language)": "rows of a version whose writer reaches the version",
    "declaration_witness(version_id,n)": "rows of a version whose writer reaches the version",
    "edition_edition(version_id,n)": "rows of a version whose writer reaches the version",
    "review_approval(version_id)": "one for each frozen version, which is public",
    "review_review(ledger_ref)": "random, 130 bits",
    "review_review(ref)": "random, 130 bits",
    "scan_box(scan_id)": "one for each picture, whose reference is random",
    "scan_scan(ref)": "random, 130 bits",
    "declaration_version(declaration_id,number)": "within one declaration; its writer holds the declaration",
    "declaration_version(digest)": "of frozen texts, which are public",
    "declaration_version(supersedes_id)": "within one declaration; its writer holds the declaration",
    "job_arrival(digest)": "written by the system alone; a keyed digest",
    "job_delivery(ref)": "random, 130 bits; written by the system alone",
    "job_try(delivery_id,number)": "written by the system alone",
    "meeting_approval(meeting_id,institution_id)": "rows of a meeting whose writer takes part in it",
    "meeting_decision(ledger_ref)": "random, 130 bits",
    "meeting_decision(meeting_id,n)": "rows of a meeting whose writer hosts it",
    "meeting_decision(ref)": "random, 130 bits",
    "meeting_edition(meeting_id,n)": "rows of a meeting whose writer hosts it",
    "meeting_envelope(invitee_id)": "one for each invitee, whose reference is random",
    "meeting_invitee(meeting_id,institution_id)": "rows of a meeting whose writer hosts it",
    "meeting_invitee(ref)": "random, 130 bits",
    "meeting_meeting(attendance_ref)": "random, 130 bits",
    "meeting_meeting(ledger_ref)": "random, 130 bits",
    "meeting_meeting(ref)": "random, 130 bits",
    "meeting_minutes(meeting_id)": "one for each meeting, whose reference is random",
    "meeting_series(ref)": "random, 130 bits",
    "meeting_sight(meeting_id,institution_id)": "written by triggers alone, as the system",
    "meeting_tally(thread_id,published)": "written by triggers alone, as the system",
    "meeting_thread(ref)": "random, 130 bits; written by triggers alone",
    "ledger_opening(leaf_id)": "written by the system alone, one for each leaf",
    "reading_origin(reading_id,field,source_id)": "within one draft; its writer holds the draft",
    "reading_reading(author_id,submission)": "the author's own",
    "reading_reading(ref)": "random, 130 bits",
    "relay_photobox(sealed_id)": "one for each picture, whose reference is random",
}
UNIQUE = """
SELECT c.conrelid::regclass || '(' || string_agg(a.attname, ',' ORDER BY k.place) || ')'
FROM pg_constraint c CROSS JOIN unnest(c.conkey) WITH ORDINALITY k(number, place)
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
WHERE c.contype IN ('u', 'p') AND c.conrelid::regclass::text = ANY(%s)
GROUP BY c.oid, c.conrelid HAVING NOT (c.contype = 'p' AND bool_or(a.attidentity <> ''))
"""


def test_r6_no_unique_key_reveals_a_row_of_somebody_else(database: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNIQUE, [PROTECTED])
        found = {name for (name,) in cursor.fetchall()}
    assert found == set(TELLS_NOTHING), "say why a unique key tells nothing, or make the institution part of it"


def test_r5_every_protected_table_has_its_policies_and_every_other_has_none(database: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, count(*) FROM pg_policies GROUP BY 1")
        found = dict(cursor.fetchall())
    assert found == dict.fromkeys(PROTECTED, 4) | dict.fromkeys(policy.INDEXES, 1)
    assert {m._meta.db_table for m in apps.get_models(include_auto_created=True)} == set(TABLES)
