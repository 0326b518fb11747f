"""The house numbers and the rules that a machine can read hold over the whole tree (architecture.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import measure, rules

FIGURES = measure.figures()
ALL = measure.python_files()
MIGRATIONS = sorted(path for path in measure.SOURCE.rglob("migrations/*.py") if path.name != "__init__.py")
CORE = [path for path in ALL if path.is_relative_to(measure.SOURCE / "core")]
ACTIONS = [path for path in ALL if path.name == "actions.py"]
OUTSIDE_RECORDS = [path for path in ALL if not path.is_relative_to(measure.SOURCE / "records")]
TEMPLATES = sorted(path for path in measure.SOURCE.rglob("*") if path.suffix in {".html", ".txt", ".svg"})


@pytest.mark.parametrize("figure", FIGURES, ids=[figure.name for figure in FIGURES])
def test_each_house_number_stays_within_its_budget(figure: measure.Figure) -> None:
    assert figure.kept(), figure.line()


def functions_without_sentence(source: str) -> list[str]:
    return rules.without_sentence(source, classes=False)


RULES: list[tuple[str, Callable[[str], list[str]], list[Path]]] = [
    ("no assert outside tests", rules.asserts, [*ALL, *MIGRATIONS]),
    ("every public function and class of core says what it does", rules.without_sentence, CORE),
    ("every action says what it does", functions_without_sentence, ACTIONS),
    ("core reads no clock", rules.clocks, CORE),
    ("core draws no chance", rules.chance, CORE),
    ("core reads no environment", rules.environment, CORE),
    ("core imports only the standard library and the packages named here", rules.impure_imports, CORE),
    ("R30 nothing switches off escaping or a check", rules.unsafe_python, ALL),
    ("R30 no template switches off escaping", rules.unsafe_template, TEMPLATES),
]


@pytest.mark.parametrize(("rule", "paths"), [row[1:] for row in RULES], ids=[row[0] for row in RULES])
def test_each_rule_holds_over_the_tree(rule: Callable[[str], list[str]], paths: list[Path]) -> None:
    assert paths
    assert measure.found(rule, paths) == []


#: Where data is reached past the gates, each with its reason: only ever fewer.
UNGATED = {"src/ikrar/checks.py cursor"}  # the start-up check reads SQLite's pragmas back (R11); no row is read


def test_R4_data_outside_records_is_reached_through_its_gates() -> None:
    parts = {path.relative_to(measure.SOURCE).parts[0] for path in OUTSIDE_RECORDS}
    assert {"api", "channels", "cli", "core", "door", "web"} <= parts
    found = {re.sub(r":[0-9]+:", "", place) for place in measure.found(rules.raw_data, OUTSIDE_RECORDS)}
    assert found == UNGATED


def test_every_migration_is_named() -> None:
    assert [path for path in MIGRATIONS if rules.unnamed_migration(path.as_posix())] == []


def test_no_module_is_a_drawer() -> None:
    paths = [path.relative_to(measure.ROOT).as_posix() for path in [*ALL, *measure.python_files(measure.TESTS)]]
    assert [path for path in paths if rules.forbidden_name(path)] == []
