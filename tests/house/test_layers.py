"""The arrows of the house hold, and each contract that says so can be seen to fail."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house import rules

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / ".importlinter"
PREFIX = "importlinter:contract:"


def contracts() -> dict[str, str]:
    """Return the name of each contract of the configuration by its id."""
    parser = configparser.ConfigParser()
    parser.read(CONFIG, encoding="utf-8")
    return {section.removeprefix(PREFIX): parser[section]["name"] for section in parser if section.startswith(PREFIX)}


def public_actions(text: str) -> set[str]:
    """Return the modules of records that a line of the contract ``public-reads`` lets through (decision 24)."""
    parser = configparser.ConfigParser()
    parser.read_string(text)
    lines = parser[f"{PREFIX}public-reads"].get("ignore_imports", "").split("\n")
    return {line.split("->")[1].strip() for line in lines if line.strip()}


def broken(source: Path) -> set[str]:
    """Run every contract over the package below ``source`` and return the names of those that are broken."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", str(CONFIG)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert set(verdicts) == set(contracts().values()), done.stdout + done.stderr
    assert (done.returncode == 0) == ("BROKEN" not in verdicts.values())
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def test_all_contracts_hold() -> None:
    assert broken(ROOT / "src") == set()


class Plant(NamedTuple):
    """A line that breaks exactly one contract when it is added to a module."""

    contract: str
    module: str
    line: str


PLANTS = [
    Plant("layers", "records/place/queries.py", "import ikrar.web.headers"),
    Plant("layers", "records/place/queries.py", "def late():\n    from ikrar.web import headers"),
    Plant("layers", "core/errors.py", "import ikrar.records"),
    Plant("layers", "core/errors.py", "import ikrar.environment"),
    Plant("layers", "web/headers.py", "import ikrar.cli.language"),
    Plant("layers", "helper/__init__.py", "A_PACKAGE_WITHOUT_A_PLACE = True"),
    Plant("layers", "api/page.py", "import ikrar.web.access"),
    Plant("layers", "web/headers.py", "import ikrar.api.page"),
    Plant("layers", "door/rule.py", "import ikrar.web.access"),
    Plant("composition", "web/headers.py", "from ikrar import settings"),
    Plant("composition", "records/place/queries.py", "import ikrar.settings"),
    Plant("composition", "cli/work.py", "import ikrar.urls"),
    Plant("pure-core", "core/errors.py", "from django.utils.timezone import now"),
    Plant("pure-core", "core/place/area.py", "import sqlite3"),
    Plant("pure-core", "core/text/source.py", "def late():\n    import socket"),
    Plant("core-files", "core/errors.py", "import ikrar.durable"),
    Plant("core-nouns", "core/account/role.py", "import ikrar.core.ledger.leaf"),
    Plant("public-reads", "web/public/home.py", "from ikrar.records.declaration import actions"),
    Plant("public-reads", "web/public/home.py", "from ikrar.records.declaration.access import *"),
    Plant("public-reads", "web/parts/frame.py", "from ikrar.records.reading import actions"),
    Plant("public-reads", "api/v1/place.py", "from ikrar.records.place import actions"),
    Plant("private-models", "web/desk/home.py", "from ikrar.records.place.models import Area"),
    Plant("private-models", "cli/work.py", "def late():\n    from ikrar.records.place import models"),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of all Python files of the package, to plant into."""
    source = tmp_path_factory.mktemp("planted") / "src"
    for path in (ROOT / "src" / "ikrar").rglob("*.py"):
        target = source / path.relative_to(ROOT / "src")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return source


@pytest.mark.parametrize("plant", PLANTS, ids=[f"{p.contract}: {p.module}: {p.line}" for p in PLANTS])
def test_each_contract_sees_a_planted_violation(copied: Path, plant: Plant) -> None:
    target = copied / "ikrar" / plant.module
    before = target.read_bytes() if target.exists() else None
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"{(before or b'').decode()}\n{plant.line}\n", encoding="utf-8")
    try:
        assert broken(copied) == {contracts()[plant.contract]}
    finally:
        if before is None:
            shutil.rmtree(target.parent)
        else:
            target.write_bytes(before)


def test_every_contract_has_a_planted_violation() -> None:
    assert {plant.contract for plant in PLANTS} == set(contracts())


def test_decision24_public_pages_import_only_queries_and_the_named_public_actions() -> None:
    allowed = public_actions(CONFIG.read_text(encoding="utf-8"))
    found = {
        path.name: names
        for folder in ("public", "parts")
        for path in (ROOT / "src" / "ikrar" / "web" / folder).rglob("*.py")
        if (names := rules.not_queries(path.read_text(encoding="utf-8"), allowed))
    }
    assert found == {}


def test_decision24_exactly_these_public_actions_exist() -> None:
    assert public_actions(CONFIG.read_text(encoding="utf-8")) == {
        "ikrar.records.enrolment.actions",
        "ikrar.records.ledger.cosigning",
        "ikrar.records.meeting.attendance",
        "ikrar.records.signature.actions",
    }


def test_decision24_a_named_public_action_is_let_through_and_no_other() -> None:
    named = public_actions(
        f"[{PREFIX}public-reads]\nignore_imports =\n    ikrar.web.public.report -> ikrar.records.report.actions\n"
    )
    source = "from ikrar.records.report import actions\nfrom ikrar.records.case import actions as case"
    assert named == {"ikrar.records.report.actions"}
    assert rules.not_queries(source, named) == ["2: ikrar.records.case.actions"]


IMPORT_CORE_WITHOUT_DJANGO = """
import importlib, pkgutil, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "allauth", "gunicorn", "whitenoise", "sqlite3", "socket", "polib"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import ikrar.core
for module in pkgutil.walk_packages(ikrar.core.__path__, "ikrar.core."):
    importlib.import_module(module.name)
    print(module.name)
"""


def test_core_is_imported_with_django_absent() -> None:
    command = [sys.executable, "-I", "-W", "error", "-c", IMPORT_CORE_WITHOUT_DJANGO]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ikrar.core.declaration.canonical" in done.stdout.split()
