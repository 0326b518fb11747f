"""What every test can ask for; the installation it runs in is made by :mod:`tests.installation`.

``database`` is a real one with the product's own options and real transactions, on SQLite or PostgreSQL
(``tests/store.py``): each test gets a fresh copy of a template with the tables, the small list of areas
(``tests/world.py``) and the elections in it. (Django's own flushing
between tests cannot work here: the triggers forbid it, and that is a promise.)
"""

from __future__ import annotations

import shutil
import sys
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.installation import FOLDER, SAMPLED

PAGES = ("tests/web/", "tests/api/")
ONE_IN = 3


#: The files that take longest, begun first, so that no worker is left alone with one at the end (decision 38).
LONG = (
    "tests/house/test_matrix_first.py",
    "tests/house/test_matrix_second.py",
    "tests/house/test_canaries.py",
    "tests/api/test_contract.py",
    "tests/journeys/",
    "tests/house/test_access.py",
    "tests/records/test_faults.py",
    "tests/web/test_headers.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long files first; where a sample is asked, keep one in three tests of pages, always the same."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG)))
    if not SAMPLED:
        return
    left = [item for item in items if not _in_sample(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if _in_sample(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let the tracer of coverage rest during an unwatched test.

    pytest-cov's own mark does not: in a worker it starts two tracers, and where one rests the other one goes on.
    """
    tracer = sys.gettrace()
    if tracer is None or item.get_closest_marker("unwatched") is None:
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


def _in_sample(item: pytest.Item) -> bool:
    asked = not item.nodeid.startswith(PAGES) or any(item.iter_markers("skipif"))
    return asked or zlib.crc32(item.nodeid.encode()) % ONE_IN == 0


@pytest.fixture(autouse=True)
def indonesian() -> None:
    """Begin every test in Indonesian: a page asked for in English leaves its language behind in the thread."""
    from django.utils import translation

    translation.activate("id")


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
    from django.contrib.auth.hashers import Argon2PasswordHasher as Hasher

    from tests import world
    from tests.store import STORE

    # The same hash with its smallest costs: some hundred guesses are tried, and what one costs is argon2's promise.
    Hasher.time_cost, Hasher.memory_cost, Hasher.parallelism = 1, 8, 1
    with django_db_blocker.unblock():
        STORE.make(world.furnish)


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a test a fresh database with real transactions, and take it away again."""
    from django.core.cache import cache

    from ikrar.api.access import METER
    from ikrar.web.public import exchange
    from tests.store import STORE

    with django_db_blocker.unblock():
        STORE.restore()
        cache.clear()
        METER.forget()
        exchange.METER.forget()
        for name in ("ledger", "ledger-keys"):
            shutil.rmtree(FOLDER / name, ignore_errors=True)
        yield STORE.place()
        STORE.leave()


@pytest.fixture
def demo(settings: object) -> object:
    """Turn the settings into those of a demo on this machine."""
    settings.DEMO = True
    settings.ORIGIN = "http://localhost:8000"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "files.localhost"]
    settings.CSRF_TRUSTED_ORIGINS = ["http://localhost:8000"]
    return settings
