"""A half-configured start is stopped at the door, with an id, what is wrong and what to do."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection, connections

import ikrar
from ikrar import checks, environment
from ikrar.environment import Environment, read_environment, write_secret_key
from ikrar.records import policy
from tests import postgres
from tests.installation import DATABASE, POSTGRESQL, on_postgresql, on_sqlite


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """The environment of a sound installation."""
    write_secret_key(tmp_path / "secret.key")
    return {"IKRAR_DATA": str(tmp_path), "IKRAR_ORIGIN": "https://ikrar.example"}


def ids(found: Environment) -> set[str]:
    for problem in found.problems:
        assert problem.message
        assert problem.hint
    return {p.id for p in found.problems}


def test_a_sound_installation_has_no_problem(told: dict[str, str]) -> None:
    found = read_environment(told)
    assert ids(found) == set()
    assert (found.origin, found.host, found.https, found.demo) == (
        "https://ikrar.example",
        "ikrar.example",
        True,
        False,
    )
    assert len(found.secret_key) >= environment.KEY_LENGTH


MAIL = {"IKRAR_MAIL_HOST": "surel.example", "IKRAR_MAIL_FROM": "rapat@contoh.example"}


@pytest.mark.parametrize(
    ("id", "changes"),
    [
        ("E001", {"IKRAR_BEHIND_PROXY": "yes"}),
        ("E001", {"IKRAR_DEMO": "ya"}),
        ("E002", {"IKRAR_ORIGIN": "ikrar.example"}),
        ("E002", {"IKRAR_ORIGIN": "https://ikrar.example/meja"}),
        ("E002", {"IKRAR_ORIGIN": "https://ikrar.example/?x=1"}),
        ("E002", {"IKRAR_ORIGIN": "https://ikrar.example/#x"}),
        ("E002", {"IKRAR_ORIGIN": "ftp://ikrar.example"}),
        ("E002", {"IKRAR_ORIGIN": "https://[::1"}),
        ("E002", {"IKRAR_ORIGIN": "https://ikrar.example:port"}),
        ("E002", {"IKRAR_ORIGIN": "https://orang:sandi@ikrar.example"}),
        ("E002", {"IKRAR_ORIGIN": ""}),
        ("E003", {"IKRAR_DEMO": "1"}),
        ("E004", {"IKRAR_ORIGIN": "http://ikrar.example"}),
        ("E005", {"IKRAR_DEMO": "1", "IKRAR_BEHIND_PROXY": "1", "IKRAR_ORIGIN": "http://localhost:8000"}),
        ("E011", {"IKRAR_DATABASE": "sqlite:///ikrar"}),
        ("E011", {"IKRAR_DATABASE": "postgresql:///ikrar"}),
        ("E011", {"IKRAR_DATABASE": "postgresql://ikrar@/"}),
        ("E011", {"IKRAR_DATABASE": "postgresql://ikrar@/ikrar/lain"}),
        ("E011", {"IKRAR_DATABASE": "postgresql://ikrar:sandi@db.example/ikrar"}),
        ("E011", {"IKRAR_DATABASE": "postgresql://ikrar@/ikrar?options=-csynchronous_commit=off"}),
        ("E011", {"IKRAR_DATABASE": "postgresql://ikrar@/ikrar?host"}),
        ("E011", {"IKRAR_DATABASE": "postgresql://ikrar@db.example:porta/ikrar"}),
        ("E012", {"IKRAR_DATABASE": "postgresql://ikrar@/ikrar", "IKRAR_DATABASE_PASSWORD_FILE": "/nirgends/sandi"}),
        ("E006", {"IKRAR_SECRET_KEY_FILE": "/nirgends/secret.key"}),
        ("E012", MAIL | {"IKRAR_MAIL_USER": "ikrar", "IKRAR_MAIL_PASSWORD_FILE": "/nirgends/sandi"}),
        ("E018", MAIL | {"IKRAR_MAIL_TLS": "none"}),
        ("E018", MAIL | {"IKRAR_MAIL_TLS": "none", "IKRAR_MAIL_HOST": "localhost.example"}),
        ("E019", {"IKRAR_MAIL_HOST": "surel.example"}),
        ("E019", MAIL | {"IKRAR_MAIL_FROM": "KPU <kpu@contoh.example>"}),
        ("E019", MAIL | {"IKRAR_MAIL_FROM": "kpu@contoh.example, lain@contoh.example"}),
        ("E019", MAIL | {"IKRAR_MAIL_PORT": "0"}),
        ("E019", MAIL | {"IKRAR_MAIL_PORT": "65536"}),
        ("E019", MAIL | {"IKRAR_MAIL_PORT": "²"}),
        ("E019", MAIL | {"IKRAR_MAIL_TLS": "ssl"}),
        ("E019", MAIL | {"IKRAR_MAIL_TLS": "ssl", "IKRAR_MAIL_PORT": "465"}),
        ("E019", MAIL | {"IKRAR_MAIL_CA": "/nirgends/ca.pem"}),
        ("E020", {"IKRAR_MAIL_IN": "/nirgends/Maildir"}),
    ],
    ids=str,
)
def test_each_wrong_setting_has_its_check(told: dict[str, str], id: str, changes: dict[str, str]) -> None:  # noqa: A002
    assert ids(read_environment(told | changes)) == {f"ikrar.{id}"}


@pytest.mark.parametrize(
    ("id", "content", "mode"),
    [("E007", "k" * 60, 0o640), ("E007", "k" * 60, 0o604), ("E008", "kunci", 0o600), ("E008", "", 0o600)],
)
def test_a_key_others_can_read_or_that_is_too_short_is_a_problem(
    told: dict[str, str],
    tmp_path: Path,
    id: str,  # noqa: A002
    content: str,
    mode: int,
) -> None:
    file = tmp_path / "secret.key"
    file.write_text(content, encoding="utf-8")
    file.chmod(mode)
    assert ids(read_environment(told)) == {f"ikrar.{id}"}


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://ikrar@/ikrar", ("ikrar", "ikrar", "", "", ())),
        ("postgresql://ikrar@db.example:5433/satu", ("ikrar", "satu", "db.example", "5433", ())),
        ("postgresql://ikrar@/ikrar?host=/run/postgresql&port=5433", ("ikrar", "ikrar", "/run/postgresql", "5433", ())),
        (
            "postgresql://ik%20rar@db.example/ikrar?sslmode=verify-full",
            ("ik rar", "ikrar", "db.example", "", (("sslmode", "verify-full"),)),
        ),
    ],
)
def test_the_address_of_a_database_is_taken_apart(told: dict[str, str], url: str, parts: tuple[object, ...]) -> None:
    found = read_environment(told | {"IKRAR_DATABASE": url})
    assert found.database is not None
    assert ids(found) == set()
    assert (found.database.role, found.database.name, found.database.host) == parts[:3]
    assert (found.database.port, found.database.options) == parts[3:]


def test_without_an_address_the_database_is_sqlite(told: dict[str, str]) -> None:
    assert read_environment(told).database is None
    assert read_environment(told | {"IKRAR_DATABASE_PASSWORD_FILE": "/nirgends/sandi"}).problems == ()


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_a_password_comes_from_a_file_of_its_owner_alone_and_is_never_shown(
    told: dict[str, str], tmp_path: Path, mode: int
) -> None:
    file = tmp_path / "sandi"
    file.write_text("rahasia-sekali\n", encoding="utf-8")
    file.chmod(mode)
    given = {"IKRAR_DATABASE": "postgresql://ikrar@/ikrar", "IKRAR_DATABASE_PASSWORD_FILE": str(file)}
    found = read_environment(told | given)
    assert found.database is not None
    assert (found.database.password, ids(found)) == (
        ("rahasia-sekali", set()) if mode == 0o600 else ("", {"ikrar.E012"})
    )
    assert "rahasia" not in repr(found)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("surel.example", 587, "starttls")),
        ({"IKRAR_MAIL_TLS": "tls"}, ("surel.example", 465, "tls")),
        ({"IKRAR_MAIL_TLS": "tls", "IKRAR_MAIL_PORT": "10465"}, ("surel.example", 10465, "tls")),
        ({"IKRAR_MAIL_TLS": "none", "IKRAR_MAIL_HOST": "127.0.0.1"}, ("127.0.0.1", 25, "none")),
    ],
)
def test_a_mail_server_is_reached_at_the_port_of_its_kind(
    told: dict[str, str], changes: dict[str, str], expected: tuple[str, int, str]
) -> None:
    found = read_environment(told | MAIL | changes)
    assert ids(found) == set()
    assert found.mail is not None
    assert (found.mail.host, found.mail.port, found.mail.tls) == expected


def test_without_a_mail_server_none_is_there_and_what_else_is_told_of_one_does_not_matter(told: dict[str, str]) -> None:
    found = read_environment(told | {"IKRAR_MAIL_TLS": "none", "IKRAR_MAIL_FROM": "x"})
    assert (found.mail, found.mail_in, ids(found)) == (None, None, set())


def test_the_password_of_the_mail_server_is_read_and_never_shown(told: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "sandi"
    file.write_text("rahasia-sekali\n", encoding="utf-8")
    file.chmod(0o600)
    found = read_environment(told | MAIL | {"IKRAR_MAIL_USER": "ikrar", "IKRAR_MAIL_PASSWORD_FILE": str(file)})
    assert found.mail is not None
    assert (found.mail.user, found.mail.password, ids(found)) == ("ikrar", "rahasia-sekali", set())
    assert "rahasia" not in repr(found)


def test_a_maildir_is_taken_where_its_three_folders_are(told: dict[str, str], tmp_path: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (tmp_path / "surat" / part).mkdir(parents=True)
    found = read_environment(told | {"IKRAR_MAIL_IN": str(tmp_path / "surat")})
    assert (found.mail_in, ids(found)) == (tmp_path / "surat", set())


def test_reading_settings_never_raises_not_even_for_a_key_of_odd_bytes(told: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(bytes(range(128, 256)))
    assert read_environment(told).secret_key
    assert read_environment({}).problems is not None


def test_a_key_is_written_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "neu" / "secret.key"
    write_secret_key(file)
    first = file.read_text(encoding="utf-8")
    write_secret_key(file)
    assert file.read_text(encoding="utf-8") == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(first.strip()) >= environment.KEY_LENGTH


def test_r38_error_mail_stops_the_start(settings: object) -> None:
    assert checks.error_mail_is_off(None) == []
    for name, value in (("ADMINS", [("A", "a@x.example")]), ("MANAGERS", [("A", "a@x.example")])):
        setattr(settings, name, value)
        assert [m.id for m in checks.error_mail_is_off(None)] == ["ikrar.E009"]
        setattr(settings, name, [])
    mailer = {"handlers": {"mail": {"class": "django.utils.log.AdminEmailHandler"}}}
    settings.LOGGING = mailer
    assert checks.error_mail_is_off(None)[0].hint


@on_postgresql
def test_r11_a_server_that_could_lose_an_acknowledged_commit_stops_the_start(database: Path) -> None:
    """The tests' own server keeps nothing safe: fsync is off, and just that is what the check must say."""
    (found,) = checks.database_is_durable(None, databases=["default"])
    assert (found.id, found.hint != "") == ("ikrar.E010", True)
    assert "fsync=off, full_page_writes=off." in found.msg
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    (found,) = checks.database_is_durable(None, databases=["default"])
    assert "synchronous_commit=off." in found.msg
    connection.close()


@on_postgresql
def test_r11_a_server_as_shipped_passes(safe: None, database: Path) -> None:
    assert checks.database_is_durable(None, databases=["default"]) == []
    assert [m for m in run_checks(databases=["default"]) if m.is_serious()] == []


def _until_fsync_is(value: str) -> None:
    """Ask anew until the server has read its settings: a connection is made with those of its moment."""
    for _ in range(1000):
        with closing(psycopg.connect(postgres.url("postgres", "postgres"))) as server:
            if server.execute("SHOW fsync").fetchone() == (value,):
                return
    raise AssertionError("the server does not read its settings")


@pytest.fixture
def safe() -> Iterator[None]:
    """Have the tests' server keep every commit for the length of a test: both settings are read anew on a signal."""
    for value in ("on", "off"):
        names = ("fsync", "full_page_writes")
        postgres.administer(*(f"ALTER SYSTEM SET {name} = {value}" for name in names), "SELECT pg_reload_conf()")
        connections.close_all()
        _until_fsync_is(value)
        if value == "on":
            yield


@on_postgresql
def test_r5_a_role_that_could_pass_by_the_policies_stops_the_start(database: Path) -> None:
    assert checks.database_is_guarded(None, databases=["default"]) == []
    for give, take in (
        (f"GRANT {postgres.OWNER} TO {postgres.APPLICATION}", f"REVOKE {postgres.OWNER} FROM {postgres.APPLICATION}"),
        (f"ALTER ROLE {postgres.APPLICATION} BYPASSRLS", f"ALTER ROLE {postgres.APPLICATION} NOBYPASSRLS"),
        (f"ALTER ROLE {postgres.APPLICATION} SUPERUSER", f"ALTER ROLE {postgres.APPLICATION} NOSUPERUSER"),
    ):
        postgres.administer(give)
        found = checks.database_is_guarded(None, databases=["default"])
        postgres.administer(take)
        assert [m.id for m in found] == ["ikrar.E014"], give


@on_postgresql
@pytest.mark.parametrize(
    ("id", "harm", "mend"),
    [
        ("E015", "ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY", "ALTER TABLE {0} FORCE ROW LEVEL SECURITY"),
        ("E015", "ALTER TABLE {0} DISABLE ROW LEVEL SECURITY", "ALTER TABLE {0} ENABLE ROW LEVEL SECURITY"),
        ("E015", "COMMENT ON SCHEMA public IS 'older'", "COMMENT ON SCHEMA public IS '{1}'"),
        (
            "E013",
            "UPDATE django_migrations SET name = name || '!' WHERE app = 'ledger'",
            "UPDATE django_migrations SET name = rtrim(name, '!') WHERE app = 'ledger'",
        ),
    ],
)
def test_r5_tables_or_policies_of_another_version_stop_the_start(
    database: Path,
    id: str,  # noqa: A002
    harm: str,
    mend: str,
) -> None:
    postgres.within(DATABASE, harm.format("reading_reading"))
    found = checks.database_is_guarded(None, databases=["default"])
    postgres.within(DATABASE, mend.format("reading_reading", policy.fingerprint()))
    assert [m.id for m in found] == [f"ikrar.{id}"]
    assert checks.database_is_guarded(None, databases=["default"]) == []


@pytest.fixture
def weakened(database: Path) -> Iterator[object]:
    """Set one pragma of the open connection otherwise, and close the connection at the end."""

    def weaken(pragma: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")

    yield weaken
    connection.close()


@on_sqlite
@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "secure_delete=OFF", "journal_mode=DELETE"])
def test_r11_a_database_that_could_lose_or_keep_what_it_must_not_stops_the_start(weakened: object, pragma: str) -> None:
    assert checks.database_is_durable(None, databases=["default"]) == []
    weakened(pragma)
    (found,) = checks.database_is_durable(None, databases=["default"])
    assert (found.id, found.hint != "") == ("ikrar.E010", True)
    assert pragma.split("=")[0] in found.msg


@on_sqlite
def test_r11_the_shipped_database_options_are_in_force(database: Path) -> None:
    with connection.cursor() as cursor:
        values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in checks.DURABLE}
    assert values == checks.DURABLE
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_without_a_database_to_ask_the_check_says_nothing() -> None:
    assert checks.database_is_durable(None, databases=None) == []
    assert checks.database_is_guarded(None, databases=None) == []
    assert POSTGRESQL or checks.database_is_guarded(None, databases=["default"]) == []


@on_sqlite
def test_this_installation_passes_every_check_and_reports_what_its_environment_says(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [m for m in run_checks(databases=["default"]) if m.is_serious()] == []
    problem = environment.Problem("ikrar.E001", "apa", "cara")
    monkeypatch.setattr(settings, "ENVIRONMENT", type("E", (), {"problems": (problem,)}))
    (found,) = checks.environment_is_usable(None)
    assert (found.id, found.msg, found.hint) == ("ikrar.E001", "apa", "cara")


def test_the_list_of_checks_documents_exactly_those_that_exist() -> None:
    source = "".join(inspect.getsource(module) for module in (checks, environment))
    raised = {
        node.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Problem"
        for node in call.args[:1]
        if isinstance(node, ast.Constant)
    }
    assert raised == set(checks.CHECKS) == {f"ikrar.E{n:03}" for n in range(1, 22)}
    assert all(meaning.endswith(".") for meaning in checks.CHECKS.values())
    package = Path(ikrar.__file__ or "").parent
    elsewhere = [
        path.name
        for path in package.rglob("*.py")
        if path.name not in {"checks.py", "environment.py"} and re.search(r"ikrar\.[EW]\d{3}", path.read_text("utf-8"))
    ]
    assert elsewhere == []


@on_postgresql
def test_r5_a_database_that_orders_by_a_language_stops_the_start(database: Path) -> None:
    """Gates ask for ranges of area codes, which only the order of code points holds together."""
    name = connection.settings_dict["NAME"]
    where = f"WHERE datname = '{name}'"
    postgres.administer(f"UPDATE pg_database SET datcollate = 'C.UTF-8' {where}")
    found = checks.database_is_guarded(None, databases=["default"])
    postgres.administer(f"UPDATE pg_database SET datcollate = 'C' {where}")
    assert [m.id for m in found] == ["ikrar.E021"]
    assert "C.UTF-8" in found[0].msg
