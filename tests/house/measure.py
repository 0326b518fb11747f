"""The house numbers, measured. ``python -m tests.house.measure`` prints one line per figure with its budget."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.house import rules

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ikrar"
TESTS = ROOT / "tests"

Block = ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.TryStar | ast.Match


class Figure(NamedTuple):
    """One measured number, its budget and whether it must stay below (``at_most``) or above it."""

    name: str
    value: float
    budget: float
    at_most: bool = True

    def kept(self) -> bool:
        """Say whether the number stays within its budget."""
        return self.value <= self.budget if self.at_most else self.value >= self.budget

    def line(self) -> str:
        """Write the figure as one line of text."""
        bound = "at most" if self.at_most else "at least"
        return f"{self.name}: {self.value:g} ({bound} {self.budget:g}{'' if self.kept() else ', BROKEN'})"


def python_files(folder: Path = SOURCE) -> list[Path]:
    """Return every Python file below a folder, without those that Django generates."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def functions(source: str) -> Iterator[rules.Function]:
    """Yield every function and method of a module, nested ones too."""
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, rules.Function))


def function_lines(source: str) -> list[int]:
    """Count each function's lines from its ``def`` to its end, docstring and blank lines included."""
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions(source)]


def file_lines(source: str) -> int:
    """Count a file's lines, blank ones included."""
    return len(source.splitlines())


def written_lines(source: str) -> int:
    """Count a file's lines that hold anything."""
    return sum(1 for line in source.splitlines() if line.strip())


def nesting(function: ast.AST) -> int:
    """Measure how many blocks lie inside one another; ``elif`` is its ``if``'s level, a nested function its own."""

    def depth(node: ast.AST, chained: bool = False) -> int:
        if isinstance(node, rules.Function | ast.ClassDef | ast.Lambda):
            return 0
        own = 1 if isinstance(node, Block) and not chained else 0
        return own + max((depth(child, _is_elif(node, child)) for child in ast.iter_child_nodes(node)), default=0)

    return max((depth(child) for child in ast.iter_child_nodes(function)), default=0)


def _is_elif(node: ast.AST, child: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]


def percentile(values: list[int], share: float) -> int:
    """Return the nearest-rank percentile of the values; 0 of none."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else 0


def found(rule: Callable[[str], list[str]], paths: list[Path]) -> list[str]:
    """Apply a rule to files; return "path:line: what" for every place that breaks it."""
    return [f"{path.relative_to(ROOT)}:{place}" for path in paths for place in rule(path.read_text(encoding="utf-8"))]


def figures() -> list[Figure]:
    """Measure the whole tree against the house numbers."""
    sources = [path.read_text(encoding="utf-8") for path in python_files()]
    tests = [path.read_text(encoding="utf-8") for path in python_files(TESTS)]
    lengths = [length for source in sources for length in function_lines(source)]
    files = [file_lines(source) for source in sources]
    depths = [nesting(function) for source in sources for function in functions(source)]
    written = sum(map(written_lines, sources))
    return [
        Figure("function lines p95", percentile(lengths, 0.95), 35),
        Figure("function lines max", max(lengths), 60),
        Figure("file lines p95", percentile(files, 0.95), 350),
        Figure("file lines max", max(files), 500),
        Figure("test file lines max", max(map(file_lines, tests)), 500),
        Figure(
            "functions nested three blocks or more, %", round(100 * sum(d >= 3 for d in depths) / len(depths), 2), 4
        ),
        Figure("functions without annotation", len(found(rules.unannotated, python_files())), 0),
        Figure("broad excepts", len(found(rules.broad_excepts, python_files())), 1),
        Figure("test lines per code line", round(sum(map(written_lines, tests)) / written, 2), 1.0, at_most=False),
    ]


def main() -> None:
    """Print one line per figure."""
    for figure in figures():
        print(figure.line())


if __name__ == "__main__":
    main()
