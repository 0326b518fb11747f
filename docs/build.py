"""Writes ``docs/reference`` from the code: ``python docs/build.py``, or ``--check`` to only say what is out of date.

Each page begins with one sentence that says what it is generated from. ``tests/house/test_docs.py`` fails when a page
differs from what stands here, so that a setting, command, role, state, event, check, address, error or record cannot be
added without its line.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikrar.settings")

import django
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from ikrar import checks, environment
from ikrar.cli.main import COMMANDS, parser_of
from ikrar.core import errors
from ikrar.core.account import request
from ikrar.core.account.role import GRANTABLE, MEANING
from ikrar.core.declaration import move
from ikrar.core.ledger.event import EVENTS

if __package__:
    from docs import manual_pages
else:
    import manual_pages

SOURCE = Path(environment.__file__).parent
FOLDER = Path(__file__).parent / "reference"
MANUAL = SOURCE / "web" / "public" / "manual.json"
PRIVACY = SOURCE / "privacy.toml"
WIDTH = 100  # of a command's usage, whatever the terminal

EXITS = (
    (0, "done"),
    (1, "nothing found, or a check failed"),
    (2, "bad input; standard error says in one sentence what to do"),
    (130, "stopped with Ctrl-C"),
)


def table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def code(value: object) -> str:
    """Return a value in code letters, nothing for an empty one."""
    return f"`{value}`" if str(value) else ""


def first_sentence(thing: object) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].replace("``", "`").split())


def settings() -> str:
    """Every setting, its default and its meaning."""
    rows = ((code(s.name), code(s.default), s.meaning) for s in environment.SETTINGS)
    return "An installation is configured by these environment variables and by nothing else.\n\n" + table(
        ("Setting", "Default", "Meaning"), rows
    )


def commands() -> str:
    """Every subcommand with its usage, and the exit codes they share."""
    parts = [
        "`ikrar --help` lists the commands, `ikrar COMMAND --help` explains one, `ikrar --version` prints the version. "
        "Sentences for people follow `LC_ALL`, `LC_MESSAGES` or `LANG`: English when it begins with `en`, else "
        "Indonesian.",
        table(("Exit code", "Meaning"), ((code(number), meaning) for number, meaning in EXITS)),
    ]
    for name, what in COMMANDS.items():
        parser = parser_of(name)
        parser.formatter_class = _formatter
        parts += [f"## ikrar {name}", f"{what[0].upper()}{what[1:]}.", f"```text\n{parser.format_help().strip()}\n```"]
    return "\n\n".join(parts)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=WIDTH)


def roles() -> str:
    """Every role, whether a grant can give it, and what it means in both languages."""
    rows = (
        (code(role.value), "yes" if role in GRANTABLE else "no", said["en"], said["id"])
        for role, said in MEANING.items()
    )
    return (
        "The list is closed. A role says what somebody may do; a grant says where, for which institution and until "
        "when.\n\n" + table(("Role", "By grant", "Meaning", "Artinya"), rows)
    )


def states() -> str:
    """The states of a declaration's version and of a request, each with its one table of moves."""
    return "\n\n".join(
        [
            *_life(
                "Declaration",
                move,
                "States of one version: {states}. What stands in no row is refused. A frozen text is never edited: a "
                "correction is a new version that supersedes it.",
            ),
            *_life(
                "Request",
                request,
                "States of a request that needs two people: {states}. What stands in no row is refused. `lapse` is "
                "done by the clock, a fortnight after the request was made.",
            ),
        ]
    )


def _life(title: str, of: ModuleType, said: str) -> list[str]:
    """Return a heading, a sentence, the table of moves and the refused ones of a module with State, Move, ALLOWED."""
    moves = (
        (code(old.value) if old else "(none)", code(m.value), code(new.value)) for (old, m), new in of.ALLOWED.items()
    )
    refused = ((code(s.value), ", ".join(code(m.value) for m in of.Move if (s, m) not in of.ALLOWED)) for s in of.State)
    return [
        f"## {title}",
        said.format(states=", ".join(code(s.value) for s in of.State)),
        table(("From", "Move", "To"), moves),
        table(("In state", "Refused moves"), refused),
    ]


def ledger_events() -> str:
    """Every type of leaf."""
    rows = ((code(e.type), e.grain.value, e.meaning["en"], e.meaning["id"]) for e in EVENTS.values())
    return (
        "Each act in this table leaves one leaf; its time is told no finer than the grain. A leaf of another type "
        "cannot be built.\n\n" + table(("Event", "Grain", "Meaning", "Artinya"), rows)
    )


def system_checks() -> str:
    """Every system check with what to do about it."""
    hints = dict(_hints())
    rows = ((code(name), meaning, hints.get(name, "")) for name, meaning in checks.CHECKS.items())
    return "`ikrar check` runs them; `ikrar demo` and `ikrar serve` do not start while one fails.\n\n" + table(
        ("Check", "What is wrong", "What to do"), rows
    )


def _hints() -> Iterator[tuple[str, str]]:
    """Yield (id, hint) of each problem the code can report, as written there."""
    for module in (environment, checks):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                name, _, hint = (_text(argument) for argument in node.args)
                yield name, hint


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        inner = ast.unparse(node.value)
        known = getattr(environment, inner, None)
        return str(known) if isinstance(known, int) else inner.upper()
    return str(node.value) if isinstance(node, ast.Constant) else ""


def addresses() -> str:
    """Every address with the rule it declares."""
    rows = (
        (
            code("/" + path),
            code("/en/" + path) if both else "",
            rule.audience.value,
            ", ".join(sorted(role.value for role in rule.roles)),
            ", ".join(sorted(rule.methods)),
            rule.scope,
            code(name),
        )
        for path, name, both, rule in patterns()
    )
    heads = ("Address", "In English", "For", "Roles", "Methods", "Reaches", "Name")
    return (
        "An address that declares no rule does not exist. `everyone` needs no account and sets no cookie, `entrance` "
        "is signing in and out, `desk` needs a grant in force in one of the roles, `machine` a device token in force. "
        "Files of the pages' look are under "
        "`/static/`. Everything else answers 404.\n\n" + table(heads, rows)
    )


def patterns() -> list[tuple[str, str, bool, Any]]:
    """Return (path, name, whether it exists in English, rule) of each address, in order."""
    from ikrar.web.access import rule_of

    def walk(found: Iterable[URLPattern | URLResolver], both: bool) -> Iterator[tuple[str, str, bool, Any]]:
        for one in found:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, both or isinstance(one.pattern, LocalePrefixPattern))
            else:
                yield str(one.pattern), str(one.name), both, rule_of(one.callback)

    return list(walk(get_resolver("ikrar.urls").url_patterns, False))


def error_tree() -> str:
    """Every error with its code, in the order of the tree."""
    rows = ((f"{'· ' * depth}{code(cls.__name__)}", code(cls.code), first_sentence(cls)) for depth, cls in tree())
    return (
        "Every error Ikrar raises on purpose, with the code that JSON answers carry. Its sentence says what to do, in "
        "the reader's language; at the terminal the exit code is 2.\n\n" + table(("Error", "Code", "Meaning"), rows)
    )


def tree(root: type[errors.IkrarError] = errors.IkrarError, depth: int = 0) -> Iterator[tuple[int, Any]]:
    """Yield (depth, class) of each error of the tree as ``ikrar.core.errors`` draws it."""
    yield depth, root
    for cls in vars(errors).values():
        if isinstance(cls, type) and cls.__bases__ == (root,):
            yield from tree(cls, depth + 1)


def records() -> str:
    """Every record with its fields, and the class of each field once the classes are written down."""
    privacy = classes()
    heads = ("Field", "Kind", "Refers to", *(("Class",) if privacy else ()))
    others = ", ".join(code(m._meta.label) for m in apps.get_models() if m not in kept())
    parts = [f"What is kept, record by record. Django and allauth bring tables of their own: {others}."]
    for model in kept():
        rows = []
        for field in (*model._meta.fields, *model._meta.many_to_many):
            row = (code(field.name), _kind(field), _target(field))
            rows.append((*row, privacy.get((model._meta.label_lower, field.name), "")) if privacy else row)
        parts += [f"## {model._meta.label}", first_sentence(model), table(heads, rows)]
        if names := [c.name for c in model._meta.constraints]:
            parts.append("Constraints: " + ", ".join(code(name) for name in names) + ".")
    return "\n\n".join(parts)


def kept() -> list[type[models.Model]]:
    """Return Ikrar's own models, by label."""
    own = [m for m in apps.get_models() if m.__module__.startswith("ikrar.")]
    return sorted(own, key=lambda m: m._meta.label)


def classes() -> dict[tuple[str, str], str]:
    """Return the class of each (model, field) from ``privacy.toml``; empty while there is no such file."""
    return dict(_classes(tomllib.loads(PRIVACY.read_text(encoding="utf-8")))) if PRIVACY.exists() else {}


def _classes(rows: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, str], str]]:
    for name, said in rows.items():
        if isinstance(said, dict) and "class" not in said:
            yield from _classes(said, (*above, name))
        else:
            yield (".".join(above).lower(), name), str(said["class"] if isinstance(said, dict) else said)


def _kind(field: Any) -> str:
    length = getattr(field, "max_length", None)
    words = [type(field).__name__.removesuffix("Field"), f"≤ {length}" if length else ""]
    words += ["key" if field.primary_key else "unique" if field.unique else "", "may be absent" if field.null else ""]
    return ", ".join(word for word in words if word)


def _target(field: Any) -> str:
    return code(field.related_model._meta.label) if field.related_model else ""


PAGES: dict[str, tuple[str, str, Callable[[], str]]] = {
    "settings": ("Settings", "`SETTINGS` in `src/ikrar/environment.py`", settings),
    "commands": ("Commands", "`COMMANDS` in `src/ikrar/cli/main.py` and the options of each command", commands),
    "roles": ("Roles", "`src/ikrar/core/account/role.py`", roles),
    "states": ("States and moves", "`src/ikrar/core/declaration/move.py`", states),
    "ledger-events": ("Ledger events", "`src/ikrar/core/ledger/event.py`", ledger_events),
    "checks": ("System checks", "`CHECKS` in `src/ikrar/checks.py`", system_checks),
    "addresses": ("Addresses", "`src/ikrar/urls.py` and the rule each address declares", addresses),
    "errors": ("Errors", "`src/ikrar/core/errors.py`", error_tree),
    "records": ("Records", "the models in `src/ikrar/records` and `src/ikrar/privacy.toml`", records),
}


def built() -> dict[str, str]:
    """Return each page's file name and whole text."""
    if not apps.ready:
        django.setup()
    pages = {
        f"{name}.md": f"# {title}\n\nGenerated by `docs/build.py` from {source}: change it there, then run `make docs`."
        f"\n\n{page()}\n"
        for name, (title, source, page) in PAGES.items()
    }
    return pages | {"openapi.json": openapi()}


def openapi() -> str:
    """Return the OpenAPI document of the interface for programs, in English."""
    from ikrar.api import document

    return json.dumps(document.document("en"), indent=1, ensure_ascii=False) + "\n"


def outdated() -> list[str]:
    """Return the pages whose committed text differs from what the code gives, and files that are no page."""
    pages = built()
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*")} if FOLDER.exists() else {}
    return sorted(name for name in pages.keys() | written.keys() if pages.get(name) != written.get(name))


def main(words: list[str]) -> int:
    """Write every page, or with ``--check`` only say which are out of date."""
    parser = argparse.ArgumentParser(description="Write docs/reference from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    changed = outdated()
    if parser.parse_args(words).check:
        for name in changed:
            print(f"docs/reference/{name} is out of date; run: make docs")
        return 1 if changed else 0
    MANUAL.write_text(manual_pages.built(), encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    for name, text in built().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}{' (changed)' if name in changed else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
