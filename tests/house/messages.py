"""Finds every sentence the product shows: in templates, in gettext calls, in errors raised and in the reader's doubts.

``python -m tests.house.messages`` says what the English catalogue lacks and what in it nobody says any more.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

import ikrar.core.errors

SOURCE = Path(ikrar.__file__ or "").parent
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
LOOKUPS = {"gettext", "_", "gettext_lazy", "say"}
ERRORS = {name for name, value in vars(ikrar.core.errors).items() if isinstance(value, type)}
SECOND = {"doubt", "pgettext"}  # calls whose sentence is the second argument, after the field or the context
BETWEEN = "\x04"  # a context and its message, as compiled catalogues have them
KEYWORDS = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

Message = tuple[str, str]  # the message id, behind its context if it has one, and its plural or ""


def shown() -> dict[Message, set[str]]:
    """Return every message (Indonesian) with the files it stands in, below ``src/ikrar``."""
    found: dict[Message, set[str]] = {}
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        for message in in_template(text) if path.suffix == ".html" else in_code(text):
            found.setdefault(message, set()).add(str(path.relative_to(SOURCE)))
    return found


def kept(catalogue: polib.POFile) -> set[Message]:
    """Return what a catalogue translates."""
    return {(BETWEEN.join(filter(None, (e.msgctxt, e.msgid))), e.msgid_plural or "") for e in catalogue}


def unfollowed() -> list[str]:
    """Return the calls that say something no sentence could be found for: "file: argument"."""
    return [
        f"{path.relative_to(SOURCE)}: {ast.unparse(argument)}"
        for path in sorted(SOURCE.rglob("*.py"))
        for _context, argument, sentences in _said(ast.parse(path.read_text(encoding="utf-8")))
        if not sentences
    ]


def in_template(text: str) -> Iterator[Message]:
    """Yield the messages of one template, a plural with both its forms."""
    code = templatize(text).encode()
    for _line, message, _comments, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
        one, many = (message, "") if isinstance(message, str) else (message[0], message[1] or "")
        yield BETWEEN.join(filter(None, (context, one))), many


def in_code(text: str) -> Iterator[Message]:
    """Yield the messages of one module: what lookups, errors and doubts are given, through names and tables."""
    module = ast.parse(text)
    for context, _argument, sentences in _said(module):
        yield from ((context + sentence, "") for sentence in sorted(sentences))
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "ngettext":
            one, many = (ast.literal_eval(argument) for argument in call.args[:2])
            yield one, many


def _said(module: ast.Module) -> Iterator[tuple[str, ast.expr, set[str]]]:
    """Yield the argument of each call that says something, behind its context, with the sentences it can stand for."""
    functions = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef)]
    inner = {node: function for function in functions for node in ast.walk(function)}
    for call in ast.walk(module):
        if isinstance(call, ast.Call):
            place = _place(call.func)
            if place is not None and len(call.args) > place:
                argument = call.args[place]
                yield _context(call), argument, _Follower(module, inner.get(call, module)).sentences(argument)


def _context(call: ast.Call) -> str:
    """Return what stands before a sentence that is looked up in a context, empty for any other."""
    in_one = isinstance(call.func, ast.Name) and call.func.id == "pgettext"
    return f"{ast.literal_eval(call.args[0])}{BETWEEN}" if in_one else ""


def _place(func: ast.expr) -> int | None:
    """Return which argument of a call is a sentence, None when none is."""
    if isinstance(func, ast.Call):  # translator()("...")
        return 0 if isinstance(func.func, ast.Name) and func.func.id == "translator" else None
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
    return 0 if name in LOOKUPS | ERRORS else 1 if name in SECOND else None


class _Follower:
    """Follows an expression through names, tables and functions of its module to the sentences it can be."""

    def __init__(self, module: ast.Module, scope: ast.AST) -> None:
        self.module, self.scope = module, scope
        self.seen: set[str] = set()

    def sentences(self, node: ast.expr) -> set[str]:
        """Return the string constants an expression can stand for."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        return {sentence for part in self._parts(node) for sentence in self.sentences(part)}

    def _parts(self, node: ast.expr) -> Iterator[ast.expr]:
        if isinstance(node, ast.IfExp):
            yield from (node.body, node.orelse)
        elif isinstance(node, ast.Dict):
            yield from node.values
        elif isinstance(node, ast.Subscript):
            yield node.value
        elif isinstance(node, ast.Name) and node.id not in self.seen:
            self.seen.add(node.id)
            yield from self._assigned(node.id)
        elif isinstance(node, ast.Call):
            yield from self._called(node)

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        for holder in (self.scope, self.module):
            found = [value for target, value in _assignments(holder) if target == name]
            if found:
                yield from found
                return

    def _called(self, call: ast.Call) -> Iterator[ast.expr]:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "get":  # TABLE.get(key)
            yield call.func.value
        elif isinstance(call.func, ast.Name) and call.func.id == "MappingProxyType":
            yield call.args[0]
        elif isinstance(call.func, ast.Name):
            for function in ast.walk(self.module):
                if isinstance(function, ast.FunctionDef) and function.name == call.func.id:
                    yield from (n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value)


def _assignments(holder: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in holder.body if isinstance(holder, ast.Module) else ast.walk(holder):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and value is not None:
            yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))


def main() -> None:
    """Print what the catalogue lacks and what is stale in it."""
    wanted, told = set(shown()), kept(polib.pofile(str(CATALOGUE)))
    for sign, messages in (("lacks", wanted - told), ("stale", told - wanted)):
        for message in sorted(messages):
            print(f"{sign} {message[0]!r}" + (f" / {message[1]!r}" if message[1] else ""))


if __name__ == "__main__":
    main()
