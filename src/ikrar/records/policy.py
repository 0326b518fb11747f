"""Row policies of PostgreSQL: the second line behind the gates, written from the table of :mod:`ikrar.records.tables`.

The owner applies them after each migration, all anew in one transaction; the schema remembers their fingerprint, so
that a start with other policies than this version's is refused. Functions that look rows up do it as the system: their
answer must not depend on what the asker may see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from ikrar.records.tables import TABLES, Policy

FEW = 2_000  # rows found by their words that are told by their references
ZONE = "Asia/Jakarta"  # the installation's legal day, as in settings.TIME_ZONE

#: In PL/pgSQL, which keeps the plan of its query with the connection; SQL would plan it anew in each statement.
_LOOKING = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET ikrar.kind = 'system'"
_PLAIN = "LANGUAGE sql STABLE PARALLEL SAFE"
_GRANT = (
    "g.user_id = ikrar_user() AND g.role IN ({roles}) AND g.ended_on IS NULL AND u.is_active"
    f" AND (ikrar_now() AT TIME ZONE '{ZONE}')::date BETWEEN g.starts AND g.ends"
)
_HELD = f"SELECT 1 FROM ikrar_account_grant g JOIN ikrar_account_user u ON u.id = g.user_id WHERE {_GRANT}"
_WRITES = "'secretary'"
_GRANTS = _HELD.format(roles=_WRITES)
_TAKE_PART = "'officer', 'secretary'"
_READS = _HELD.format(roles=_TAKE_PART)
#: What the scopes in which somebody has one of these roles begin with: institution, area, a dot.
_SCOPES = (
    "SELECT coalesce(array_agg(DISTINCT g.institution_id || ' ' || a.area_id || '.'), '{{}}')"
    " FROM ikrar_account_grant g JOIN ikrar_account_user u ON u.id = g.user_id"
    f" JOIN ikrar_account_grant_areas a ON a.grant_id = g.id WHERE {_GRANT}"
)
_COVERS = (
    "({area} IS NULL OR EXISTS (SELECT 1 FROM ikrar_account_grant_areas a WHERE a.grant_id = g.id"
    " AND ({area} = a.area_id OR starts_with({area}, a.area_id || '.'))))"
)

# ruff: noqa: S608 - the parts below are constants of this module and of records/tables.py
#: Signature, what it returns, how, and the query that answers.
FUNCTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("ikrar_kind()", "text", _PLAIN, "SELECT current_setting('ikrar.kind', true)"),
    ("ikrar_user()", "bigint", _PLAIN, "SELECT nullif(current_setting('ikrar.user', true), '')::bigint"),
    ("ikrar_now()", "timestamptz", _PLAIN, "SELECT nullif(current_setting('ikrar.now', true), '')::timestamptz"),
    ("ikrar_sees_much()", "boolean", _PLAIN, "SELECT current_setting('ikrar.sees_much', true) = 'true'"),
    ("ikrar_is_secretary()", "boolean", _LOOKING, f"SELECT EXISTS ({_GRANTS})"),
    (
        "ikrar_reaches(of_declaration text, in_area text)",
        "boolean",
        _LOOKING,
        f"SELECT EXISTS ({_GRANTS} AND g.institution_id ="
        " (SELECT d.institution_id FROM declaration_declaration d WHERE d.ref = of_declaration)"
        f" AND {_COVERS.format(area='in_area')})",
    ),
    (
        "ikrar_holds(declaration text, of_institution text)",
        "boolean",
        _LOOKING,
        f"SELECT EXISTS ({_GRANTS} AND g.institution_id = of_institution AND ("
        "NOT EXISTS (SELECT 1 FROM declaration_version v WHERE v.declaration_id = declaration)"
        " OR EXISTS (SELECT 1 FROM declaration_version v WHERE v.declaration_id = declaration"
        f" AND {_COVERS.format(area='v.area_id')})))",
    ),
    (
        "ikrar_serves(of_institution text, in_area text)",
        "boolean",
        _LOOKING,
        f"SELECT in_area IS NOT NULL AND EXISTS ({_READS} AND g.institution_id = of_institution"
        f" AND {_COVERS.format(area='in_area')})",
    ),
    (
        "ikrar_keeps(of_institution text)",
        "boolean",
        _LOOKING,
        f"SELECT EXISTS ({_GRANTS} AND g.institution_id = of_institution)",
    ),
    (
        "ikrar_reviews(of_version bigint, in_area text)",
        "boolean",
        _LOOKING,
        "SELECT EXISTS (SELECT 1 FROM review_review r WHERE r.version_id = of_version AND r.state <> 'withdrawn'"
        " AND ikrar_serves(r.asked_id, in_area))",
    ),
    (
        "ikrar_is_newest(of_declaration text, than integer)",
        "boolean",
        _LOOKING,
        "SELECT NOT EXISTS (SELECT 1 FROM declaration_version v WHERE v.declaration_id = of_declaration"
        " AND v.number > than AND v.discarded_at IS NULL)",
    ),
    (
        "ikrar_hosts(of_institution text, in_area text)",
        "boolean",
        _LOOKING,
        f"SELECT EXISTS ({_GRANTS} AND g.institution_id = of_institution AND {_COVERS.format(area='in_area')})",
    ),
    (
        "ikrar_invites(of_invitee text)",
        "boolean",
        _LOOKING,
        "SELECT EXISTS (SELECT 1 FROM meeting_invitee i JOIN meeting_meeting m ON m.ref = i.meeting_id"
        " WHERE i.ref = of_invitee AND ikrar_hosts(m.institution_id, m.area_id))",
    ),
    (
        "ikrar_writes_for()",
        "text[]",
        _LOOKING,
        "SELECT coalesce(array_agg(DISTINCT g.institution_id), '{}') FROM ikrar_account_grant g"
        f" JOIN ikrar_account_user u ON u.id = g.user_id WHERE {_GRANT.format(roles=_WRITES)}",
    ),
    (
        "ikrar_acts_for()",
        "text[]",
        _LOOKING,
        "SELECT coalesce(array_agg(DISTINCT g.institution_id), '{}') FROM ikrar_account_grant g"
        f" JOIN ikrar_account_user u ON u.id = g.user_id WHERE {_GRANT.format(roles=_TAKE_PART)}",
    ),
    ("ikrar_sees()", "text[]", _LOOKING, _SCOPES.format(roles=_TAKE_PART)),
    ("ikrar_drafts()", "text[]", _LOOKING, _SCOPES.format(roles=_WRITES)),
    *(
        (
            f"{rows}_saying(query tsquery)",
            "text[]",
            "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp",
            f"WITH found AS MATERIALIZED (SELECT w.ref FROM {rows}_word w WHERE w.words @@ query LIMIT {FEW} + 1)"
            f" SELECT CASE WHEN (SELECT count(*) FROM found) <= {FEW} THEN ARRAY("
            f"SELECT r.ref FROM {rows} r WHERE r.ref IN (SELECT f.ref FROM found f)) END",
        )
        for rows in ("meeting_meeting", "meeting_decision")
    ),
    (  # what the policies show a person, counted, of it what scopes reach; as cases: a hashed list, asked row by row
        "ikrar_counts(scopes text[], of_officers text[], today date)",
        "bigint[]",
        _LOOKING,
        "WITH seen AS MATERIALIZED (SELECT s.thread_id FROM meeting_sight s"
        " WHERE s.institution_id = ANY ((SELECT ikrar_acts_for())::text[])"
        " AND s.scope ^@ ANY (CASE WHEN s.called THEN (SELECT ikrar_sees()) ELSE (SELECT ikrar_drafts()) END)"
        " AND (s.scope ^@ ANY (scopes) OR s.called AND s.scope ^@ ANY (of_officers)))"
        " SELECT ARRAY[coalesce(sum(t.open), 0), (SELECT count(*) FROM meeting_decision d WHERE d.standing = 'open'"
        " AND d.sorts < today AND CASE WHEN d.thread_id IN (SELECT thread_id FROM seen) THEN true ELSE false END),"
        " coalesce(sum(t.closed), 0), coalesce(sum(t.dropped), 0)] FROM meeting_tally t"
        " WHERE CASE WHEN t.thread_id IN (SELECT thread_id FROM seen) THEN true ELSE false END",
    ),
)

#: Tables of words beside protected ones. Their policies are not forced upon the owner: an index of words serves nobody
#: behind a policy, so that the functions which look words up read them as the owner, and the rows as whoever asks.
INDEXES = ("meeting_meeting_word", "meeting_decision_word")
#: What earlier versions had.
GONE = ("ikrar_meets(text)", "ikrar_follows(text)")
GONE_POLICIES = ("system", "everybody")


def statements(role: str) -> Iterator[str]:
    """Yield every statement that gives the application's role its rights and puts the policies in force."""
    yield from (f"DROP FUNCTION IF EXISTS {signature} CASCADE" for signature in GONE)  # with policies, which come anew
    for signature, returns, how, query in FUNCTIONS:
        body = f"BEGIN RETURN ({query}); END" if how == _LOOKING else query
        yield f"CREATE OR REPLACE FUNCTION {signature} RETURNS {returns} {how} AS $$ {body} $$"
    quoted = '"' + role.replace('"', '""') + '"'
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {quoted}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {quoted}"
    yield f"GRANT SELECT ON django_migrations TO {quoted}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"
    for table, rule in TABLES.items():
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}"
        if isinstance(rule, Policy):
            yield from _policies(table, rule)
    for table in INDEXES:
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS ikrar_system ON {table}"
        yield f"CREATE POLICY ikrar_system ON {table} FOR ALL USING ({_case(person='false')})"


def _policies(table: str, rule: Policy) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    everybody = "" if rule.everybody == "false" else rule.everybody
    reads = " OR ".join(f"({one})" for one in (everybody, rule.person_reads) if one)
    conditions = {
        "reads": ("SELECT", "USING", _case(person=reads, anonymous=everybody)),
        "adds": ("INSERT", "WITH CHECK", _case(person=rule.write)),
        "changes": ("UPDATE", "USING", _case(person=rule.write)),
        "removes": ("DELETE", "USING", _case(person=rule.write)),
    }
    for name in (*conditions, *GONE_POLICIES):
        yield f"DROP POLICY IF EXISTS ikrar_{name} ON {table}"
    for name, (verb, clause, condition) in conditions.items():
        yield f"CREATE POLICY ikrar_{name} ON {table} FOR {verb} {clause} ({condition})"


def _case(*, person: str, anonymous: str = "") -> str:
    """Return the rule of one verb: the system's is true, every other kind of identity has its own or none.

    As one case, and not as ``kind = … AND rule``: PostgreSQL takes that for true once in two hundred rows, believes
    that the whole table holds a handful, and asks every further rule of it row by row; of a case it assumes half. The
    kind is asked for in a sub-select of its own, once a statement: a setting looked up row by row takes longer than
    the rules.
    """
    rules = {"system": "true", "person": person, "anonymous": anonymous}
    told = "".join(f" WHEN '{kind}' THEN {rule}" for kind, rule in rules.items() if rule)
    return f"CASE (SELECT ikrar_kind()){told} ELSE false END"


def fingerprint() -> str:
    """Return the SHA-256 (hex) of the statements for a role without a name: what this version would put in force."""
    return hashlib.sha256("\n".join(statements("")).encode("utf-8")).hexdigest()


def fingerprint_in_force() -> str:
    """Return the fingerprint that the owner left with the schema; empty when there is none."""
    return str(_value("SELECT obj_description('public'::regnamespace)") or "")


def prepare(owner: Mapping[str, Any], role: str) -> None:
    """Bring the tables up to date as the owner, and put rights and policies in force for the application's role.

    ``owner`` replaces entries of the connection's settings for as long as this takes.
    """
    with as_owner(owner):
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            put_in_force(role)


@contextmanager
def as_owner(owner: Mapping[str, Any]) -> Iterator[None]:
    """Be the owner, who acts as the system, until the block ends; ``owner`` replaces entries of the settings."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(owner)
    try:
        _value("SELECT set_config('ikrar.kind', 'system', false)")
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


def put_in_force(role: str) -> None:
    """Give the application's role its rights and put the policies in force, as the owner in one transaction."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON SCHEMA public IS '{fingerprint()}'")


def _value(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return (cursor.fetchone() or (None,))[0]
