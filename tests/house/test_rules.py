"""Each checker of the house sees a planted counter-example and lets the right form pass."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import measure, rules

Rule = Callable[[str], list[str]]

SEEN: list[tuple[Rule, str]] = [
    (rules.asserts, "def f(x):\n    assert x"),
    (rules.broad_excepts, "try:\n    f()\nexcept:\n    pass"),
    (rules.broad_excepts, "try:\n    f()\nexcept Exception:\n    pass"),
    (rules.broad_excepts, "try:\n    f()\nexcept (ValueError, BaseException):\n    pass"),
    (rules.clocks, "import datetime\ndatetime.datetime.now()"),
    (rules.clocks, "from datetime import date\nd = date.today()"),
    (rules.clocks, "from datetime import datetime as moment\nmoment.utcnow()"),
    (
        rules.clocks,
        "from dataclasses import field\nfrom datetime import datetime\nx = field(default_factory=datetime.now)",
    ),
    (rules.clocks, "from time import monotonic"),
    (rules.clocks, "import time"),
    (rules.chance, "import random"),
    (rules.chance, "from secrets import token_bytes"),
    (rules.chance, "import os\nos.urandom(3)"),
    (rules.chance, "from uuid import uuid4"),
    (rules.chance, "import uuid\nx = uuid.uuid4"),
    (rules.environment, "import os\nos.environ['A']"),
    (rules.environment, "from os import getenv"),
    (rules.impure_imports, "import django"),
    (rules.impure_imports, "from django.db import models"),
    (rules.impure_imports, "import urllib.request"),
    (rules.impure_imports, "from urllib import request"),
    (rules.impure_imports, "from urllib.request import urlopen"),
    (rules.impure_imports, "def late():\n    import pandas"),
    (rules.unsafe_python, "from django.utils.safestring import mark_safe"),
    (rules.unsafe_python, "import django.utils.safestring as s\ns.mark_safe('x')"),
    (rules.unsafe_python, "@csrf_exempt\ndef f(): ..."),
    (rules.unsafe_template, "<p>{{ text|safe }}</p>"),
    (rules.unsafe_template, "<p>{{ text| safeseq }}</p>"),
    (rules.unsafe_template, "<p>\n{% autoescape off %}"),
    (rules.raw_data, "Area.objects.all()"),
    (rules.raw_data, "Area._default_manager.get(pk=1)"),
    (rules.raw_data, "from django.db import connection\nwith connection.cursor() as c: ..."),
    (rules.raw_data, "from django.contrib.sessions.models import Session"),
    (rules.raw_data, "from ikrar.records.place.models import Area as Place\nrows = Place.objects\nrows.all()"),
    (rules.raw_data, "kept = Area\nkept._base_manager.count()"),
    (rules.raw_data, "Area._meta.default_manager.all()"),
    (rules.raw_data, "getattr(Area, 'objects').all()"),
    (rules.raw_data, "from operator import attrgetter\nattrgetter('_default_manager')(Area)"),
    (rules.raw_data, "from django.db import connections\nconnections['default'].ensure_connection()"),
    (rules.raw_data, "from django.shortcuts import get_object_or_404 as one\none(Area, pk=1)"),
    (rules.raw_data, "from django.apps import apps\napps.get_model('place.Area')"),
    (rules.raw_data, "from django.db import connection as c\nc.cursor().execute('SELECT 1')"),
    (rules.not_queries, "from ikrar.records.place import actions"),
    (rules.not_queries, "from ikrar.records.place.access import visible"),
    (rules.not_queries, "import ikrar.records.place.models"),
    (rules.not_queries, "from ikrar.records import ref"),
    (rules.not_queries, "from ikrar.records import place"),
    (rules.without_sentence, "def f(): ..."),
    (rules.without_sentence, "def f():\n    'get it'"),
    (rules.without_sentence, "def f():\n    'Get it done'"),
    (rules.without_sentence, "class C:\n    'A class of its own.'\n    def f(self): ..."),
    (rules.without_sentence, "class C: ..."),
    (rules.unannotated, "def f(x) -> int: ..."),
    (rules.unannotated, "def f(x: int): ..."),
    (rules.unannotated, "def f(*rest) -> None: ..."),
    (rules.unannotated, "def f(*, x, **y: int) -> None: ..."),
    (rules.unannotated, "class C:\n    async def f(self, x) -> None: ..."),
]

PASSED: list[tuple[Rule, str]] = [
    (rules.broad_excepts, "try:\n    f()\nexcept (ValueError, KeyError):\n    pass"),
    (rules.clocks, "from datetime import datetime\ndef f(now: datetime, today): return now, today.year, datetime.max"),
    (rules.chance, "import uuid\nuuid.UUID('x')"),
    (
        rules.impure_imports,
        "import json, re\nimport rfc8785\nfrom urllib.parse import urlsplit\nfrom ikrar.core import errors",
    ),
    (rules.unsafe_python, "from django.utils.html import format_html"),
    (rules.unsafe_template, "{{ text|safer }} {% autoescape on %} safe"),
    (rules.raw_data, "from ikrar.records.place import queries\nqueries.area('35')"),
    (
        rules.not_queries,
        "from ikrar.records.place import queries as place\nfrom ikrar.records.place.queries import area",
    ),
    (rules.without_sentence, "def f():\n    'Get it done.'\ndef _g(): ...\nclass _C:\n    def f(self): ..."),
    (rules.unannotated, "class C:\n    def f(self, x: int, *rest: str, **more: int) -> None: ..."),
]


def _name(case: tuple[Rule, str]) -> str:
    return f"{case[0].__name__}: {case[1]}"


@pytest.mark.parametrize(("rule", "source"), SEEN, ids=map(_name, SEEN))
def test_a_planted_counter_example_is_seen(rule: Rule, source: str) -> None:
    assert rule(source)


@pytest.mark.parametrize(("rule", "source"), PASSED, ids=map(_name, PASSED))
def test_the_right_form_passes(rule: Rule, source: str) -> None:
    assert rule(source) == []


def test_every_rule_of_the_tree_has_a_counter_example() -> None:
    public = {
        function
        for name, function in vars(rules).items()
        if callable(function)
        and getattr(function, "__module__", "") == rules.__name__
        and not name.startswith("_")
        and name not in {"forbidden_name", "unnamed_migration", "sentence"}
    }
    assert public == {rule for rule, _ in SEEN}


def test_a_finding_names_its_line() -> None:
    assert rules.asserts("x = 1\nassert x") == ["2: assert"]
    assert rules.unsafe_template("a\nb {{ c|safe }}") == ["2: |safe"]


@pytest.mark.parametrize("path", ["a/utils.py", "a/helpers/b.py", "common/c.py", "a/misc.py", "services/x.py"])
def test_a_drawer_is_seen(path: str) -> None:
    assert rules.forbidden_name(path)


def test_a_noun_is_no_drawer() -> None:
    assert not rules.forbidden_name("core/declaration/canonical.py")


@pytest.mark.parametrize("name", ["0002_auto_20240101_1200", "0002_auto", "0002", "initial", "0003_Alter"])
def test_an_unnamed_migration_is_seen(name: str) -> None:
    assert rules.unnamed_migration(f"records/place/migrations/{name}.py")


@pytest.mark.parametrize("name", ["0001_initial", "0002_leaf_is_final", "0003_autonomy"])
def test_a_named_migration_passes(name: str) -> None:
    assert not rules.unnamed_migration(f"records/place/migrations/{name}.py")


def test_function_lines_run_from_def_to_end_of_each_function() -> None:
    source = '@decorated\ndef f():\n    """Do."""\n\n    def g():\n        return 1\n    return g\n'
    assert measure.function_lines(source) == [6, 2]


def test_file_and_written_lines_are_counted() -> None:
    assert measure.file_lines("a\n\nb\n") == 3
    assert measure.written_lines("a\n\n  \nb\n") == 2


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        ("pass", 0),
        ("if a: pass", 1),
        ("if a: pass\nelif b: pass\nelif c: pass\nelse: pass", 1),
        ("if a: pass\nelse:\n  if b: pass\n  c()", 2),
        ("for a in b:\n  with c:\n    while d: pass", 3),
        ("try:\n  f()\nexcept E:\n  if a:\n    for b in c: pass", 3),
        ("def g():\n  if a:\n    if b: pass", 0),
        ("if a:\n  def g():\n    if b: pass", 1),
        ("match a:\n  case 1:\n    if b: pass", 2),
    ],
)
def test_nesting_counts_blocks_inside_one_another(body: str, depth: int) -> None:
    lines = "\n".join(f"  {line}" for line in body.split("\n"))
    assert measure.nesting(ast.parse(f"def f():\n{lines}").body[0]) == depth


def test_the_percentile_is_the_nearest_rank() -> None:
    assert measure.percentile([], 0.95) == 0
    assert measure.percentile([7], 0.95) == 7
    assert measure.percentile(list(range(1, 101)), 0.95) == 95
    assert measure.percentile([1, 2, 3], 0.95) == 3


def test_a_figure_beyond_its_budget_says_so() -> None:
    over = measure.Figure("file lines max", 501, 500)
    assert not over.kept()
    assert over.line() == "file lines max: 501 (at most 500, BROKEN)"
    assert measure.Figure("tests", 1.0, 1.0, at_most=False).line() == "tests: 1 (at least 1)"
    assert not measure.Figure("tests", 0.9, 1.0, at_most=False).kept()


def test_a_long_function_and_a_long_file_would_break_their_budgets() -> None:
    source = "def f():\n" + "    x = 1\n" * 500
    assert max(measure.function_lines(source)) > 60
    assert measure.file_lines(source) > 500


def test_measuring_prints_one_line_per_figure(capsys: pytest.CaptureFixture[str]) -> None:
    measure.main()
    assert len(capsys.readouterr().out.splitlines()) == len(measure.figures())


def test_findings_are_told_with_their_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "ROOT", tmp_path)
    (tmp_path / "a.py").write_text("assert 1\n", encoding="utf-8")
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_auto.py").write_text("assert 1\n", encoding="utf-8")
    assert measure.found(rules.asserts, measure.python_files(tmp_path)) == ["a.py:1: assert"]
