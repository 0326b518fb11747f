"""What every test can ask for; the installation it runs in is made by :mod:`tests.installation`.

``database`` is a real SQLite file with the product's own options and real transactions: each test gets a fresh copy of
a template with the tables, the small list of areas (``tests/world.py``) and the elections in it. (Django's own flushing
between tests cannot work here: the triggers forbid it, and that is a promise.)
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import FOLDER

TEMPLATE = FOLDER / "template.sqlite3"


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collect the static files once; pages name them by their hash."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: pytest.FixtureRequest, static_files: None
) -> None:
    """Bring the tables up once, furnish them, and keep the file as the template of every test's database.

    The folder is this process's own, so the database is the installation's: nothing needs another name.
    """
    from django.core.management import call_command
    from django.db import connection

    from tests import world

    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0, interactive=False)
        world.furnish()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(database_file(), TEMPLATE)


def database_file() -> Path:
    """Return the file of this worker's database."""
    from django.db import connection

    return Path(str(connection.settings_dict["NAME"]))


def restore(kept: Path = TEMPLATE) -> None:
    """Put a kept file (the template) in place of the database, with nothing left of the one before."""
    from django.db import connections

    connections.close_all()
    path = database_file()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    shutil.copyfile(kept, path)


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a test a fresh database file with real transactions, and take it away again."""
    from django.core.cache import cache

    with django_db_blocker.unblock():
        restore()
        cache.clear()
        yield database_file()
        restore()


@pytest.fixture
def demo(settings: object) -> object:
    """Turn the settings into those of a demo on this machine."""
    settings.DEMO = True
    settings.ORIGIN = "http://localhost:8000"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "files.localhost"]
    settings.CSRF_TRUSTED_ORIGINS = ["http://localhost:8000"]
    return settings
