"""The house's rules that are read from syntax trees: each gives "line: what" for every place that breaks it.

All take source text, so that every rule is shown to see a planted counter-example (``test_rules.py``).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

Function = ast.FunctionDef | ast.AsyncFunctionDef

FORBIDDEN_NAMES = frozenset({"utils", "helpers", "common", "misc", "services", "util", "helper", "service"})
CLOCK_CALLS = frozenset({"now", "today", "utcnow"})
CHANCE = frozenset({"uuid1", "uuid4", "urandom", "token_bytes", "token_hex", "token_urlsafe", "getrandbits"})
ENVIRONMENT = frozenset({"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"})
#: Modules that core may not import though they belong to packages the import contracts cannot name.
IMPURE_MODULES = frozenset({"random", "secrets", "time", "urllib.request", "http.client", "socket", "sqlite3"})
CORE_MAY_IMPORT = frozenset({"ikrar", "rfc8785", "cryptography", "shapely", "numpy", "rapidfuzz", "holidays"})
UNSAFE_MARKUP = frozenset({"mark_safe", "SafeString", "SafeText", "csrf_exempt", "xframe_options_exempt"})
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe(?:seq)?\b|\{%-?\s*autoescape\s+off\b")
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager", "default_manager", "base_manager"})
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404", "get_model", "get_models", "RawSQL"})
RAW_DATA = MANAGERS | SHORTCUTS | {"cursor", "connections", "Session", "SessionStore"}


def _named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, name) for each name a module uses, imports or reaches as an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.rsplit(".", 1)[-1]


def _imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, module) for each imported module; ``from a import b`` gives both ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def _uses(source: str, names: frozenset[str]) -> list[str]:
    return sorted({f"{line}: {name}" for line, name in _named(ast.parse(source)) if name in names})


def asserts(source: str) -> list[str]:
    """Find ``assert`` statements: they vanish under -O, so they check no input."""
    return [f"{node.lineno}: assert" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]


def broad_excepts(source: str) -> list[str]:
    """Find handlers that catch everything: bare, ``Exception`` or ``BaseException``, alone or in a tuple."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(c is None or (isinstance(c, ast.Name) and c.id in {"Exception", "BaseException"}) for c in caught):
                found.append(f"{node.lineno}: except")
    return found


def clocks(source: str) -> list[str]:
    """Find readings of the clock: datetime.now(), date.today() and their like, and the module ``time``."""
    tree = ast.parse(source)
    found = {f"{line}: {module}" for line, module in _imported(tree) if module.split(".")[0] == "time"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCK_CALLS:
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if owner.lower() in {"datetime", "date", "dt", "timezone"}:
                found.add(f"{node.lineno}: {owner}.{node.attr}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            found.add(f"{node.lineno}: {node.func.attr}()")
    return sorted(found)


def chance(source: str) -> list[str]:
    """Find sources of randomness: random, secrets, os.urandom, random UUIDs."""
    tree = ast.parse(source)
    modules = {f"{n}: {m}" for n, m in _imported(tree) if m.split(".")[0] in {"random", "secrets"}}
    return sorted(modules | set(_uses(source, CHANCE)))


def environment(source: str) -> list[str]:
    """Find readings of the process environment."""
    return _uses(source, ENVIRONMENT)


def impure_imports(source: str) -> list[str]:
    """Find imports that core must not have: outside packages, network, database, clock and chance."""
    found = set()
    for line, module in _imported(ast.parse(source)):
        top = module.split(".")[0]
        if top not in sys.stdlib_module_names | CORE_MAY_IMPORT:
            found.add(f"{line}: {top}")
        if any(module == name or module.startswith(f"{name}.") for name in IMPURE_MODULES):
            found.add(f"{line}: {module}")
    return sorted(found)


def unsafe_python(source: str) -> list[str]:
    """Find Python that switches off escaping, the CSRF check or the frame rule (R30)."""
    return _uses(source, UNSAFE_MARKUP)


def unsafe_template(source: str) -> list[str]:
    """Find templates that switch off escaping (R30)."""
    lines = source.splitlines()
    return [f"{n}: {found.group()}" for n, line in enumerate(lines, 1) if (found := UNSAFE_TEMPLATE.search(line))]


def raw_data(source: str) -> list[str]:
    """Find data reached past the gates: managers, shortcuts, cursors and session rows outside records (R4).

    A name given as text (``getattr(Area, "objects")``) counts as well.
    """
    tree = ast.parse(source)
    texts = {
        f"{node.lineno}: {argument.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and {"getattr", "attrgetter"} & {name for _, name in _named(node.func)}
        for argument in node.args
        if isinstance(argument, ast.Constant) and argument.value in MANAGERS
    }
    return sorted(texts | set(_uses(source, RAW_DATA)))


def not_queries(source: str, allowed: Collection[str] = ()) -> list[str]:
    """Find imports from ``ikrar.records`` that are neither a noun's ``queries`` nor ``allowed`` (decision 24)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for module in modules:
            parts = module.split(".")
            reads = len(parts) > 3 and parts[3] == "queries"
            if parts[:2] == ["ikrar", "records"] and not reads and ".".join(parts[:4]) not in allowed:
                found.append(f"{node.lineno}: {module}")
    return found


def forbidden_name(path: str) -> bool:
    """Say whether a file or folder on the path is a drawer that everything falls into."""
    return any(part in FORBIDDEN_NAMES for part in PurePosixPath(path).with_suffix("").parts)


def unnamed_migration(path: str) -> bool:
    """Say whether a migration's file name is missing, or made by Django's ``auto``, instead of chosen."""
    name = PurePosixPath(path).stem
    return not re.fullmatch(r"[0-9]{4}_[a-z][a-z0-9_]+", name) or "auto" in name.split("_")


def sentence(docstring: str | None) -> bool:
    """Say whether a docstring begins with a full sentence: a capital or code first, several words, a full stop."""
    first = " ".join((docstring or "").strip().split("\n\n")[0].split())
    return bool(re.match(r"[A-Z0-9`\"“(]", first)) and len(first.split()) >= 3 and first[-1] in ".:?"


def without_sentence(source: str, *, classes: bool = True) -> list[str]:
    """Find public functions, methods and (if asked) classes whose docstring is no full sentence."""
    found = []

    def visit(body: list[ast.stmt]) -> None:
        for node in body:
            if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
                continue
            if (classes or not isinstance(node, ast.ClassDef)) and not sentence(ast.get_docstring(node)):
                found.append(f"{node.lineno}: {node.name}")
            if isinstance(node, ast.ClassDef):
                visit(node.body)

    visit(ast.parse(source).body)
    return found


def unannotated(source: str) -> list[str]:
    """Find functions with a parameter or a result without annotation (``self`` and ``cls`` need none)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            given = node.args
            named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            bare = [a for a in named if a and a.annotation is None and a.arg not in {"self", "cls"}]
            if bare or node.returns is None:
                found.append(f"{node.lineno}: {node.name}")
    return found
