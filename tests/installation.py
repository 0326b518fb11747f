"""One installation for each test process, made before anything loads Django's settings.

Loaded as an early plugin (``-p tests.installation`` in pyproject.toml): pytest-django reads the settings before any
conftest, and a worker inherits the environment of the process that started it, so a conftest would come too late.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import ikrar.channels.spreadsheet  # noqa: F401 - before a test imports openpyxl itself
from ikrar.environment import write_secret_key
from tests import postgres

#: In memory where the machine offers it: what these tests are about survives a kill, none of them a power cut.
MEMORY = next((str(p) for p in [Path("/dev/shm")] if os.access(p, os.W_OK)), None)
FOLDER = Path(tempfile.mkdtemp(prefix="ikrar-test-", dir=MEMORY))
ORIGIN = "https://ikrar.example"
CHOICE = "IKRAR_TEST_DATABASE"  # "postgresql" runs the tests there; anything else on SQLite
POSTGRESQL = os.environ.get(CHOICE) == "postgresql"
#: On PostgreSQL a sample is asked (decision 32); `make test-all` asks for all.
SAMPLED = POSTGRESQL and os.environ.get("HYPOTHESIS_PROFILE") != "full"
DATABASE = f"ikrar_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


on_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="about PostgreSQL")
on_sqlite = pytest.mark.skipif(POSTGRESQL, reason="about SQLite's own file")


def _settle() -> None:
    """Point every setting of this process at its own folder, and at its own database on the tests' server."""
    for name in [n for n in os.environ if n.startswith("IKRAR_")]:
        del os.environ[name]
    os.environ |= {"IKRAR_DATA": str(FOLDER), "IKRAR_ORIGIN": ORIGIN, "DJANGO_SETTINGS_MODULE": "ikrar.settings"}
    if POSTGRESQL:
        os.environ |= {CHOICE: "postgresql", "IKRAR_DATABASE": postgres.url(postgres.APPLICATION, DATABASE)}
    write_secret_key(FOLDER / "secret.key")
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def _profiles() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    same = {"deadline": None, "suppress_health_check": quiet, "database": None}
    hypothesis_settings.register_profile("default", max_examples=25, derandomize=True, **same)
    hypothesis_settings.register_profile("full", max_examples=500, **same)
    hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


_settle()
_profiles()
