"""No file tells on which machine it was written, and no lock file says where to fetch from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: What a working copy holds besides the repository: built, fetched, cached or run there.
NOT_OURS = frozenset(
    {".git", ".venv", "var", "build", "dist", "node_modules", "__pycache__"}
    | {"maplibre"}  # fetched by deploy/fetch-map
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis"}
)
#: Written with a class of one letter, so that this file does not find itself.
MACHINE = re.compile(rb"(?<![A-Za-z0-9_.~-])/(?:wor[k]|op[t])/|/hom[e]/[a-z]|/roo[t]/")
REGISTRY = re.compile(
    rb"://|--(?:extra-)?index-url|--find-links|--trusted-host|^\s*-[if]\s|\bfiles\.pythonhosted\b", re.MULTILINE
)


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file of the repository, whether committed yet or not."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.suffix == ".egg-info" or path.name.startswith(".coverage"):
            continue
        if path.is_dir():
            yield from files(path)
        elif path.is_file():
            yield path


def places(pattern: re.Pattern[bytes], paths: Iterator[Path] | list[Path]) -> list[str]:
    """Return "path:line" of the first hit in each file."""
    found = []
    for path in paths:
        data = path.read_bytes()
        hit = pattern.search(data)
        if hit:
            line = data.count(b"\n", 0, hit.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}")
    return found


def test_no_file_mentions_a_path_of_the_machine_it_was_written_on() -> None:
    assert places(MACHINE, files()) == []


def test_no_lock_file_names_a_registry_or_holds_an_address() -> None:
    locks = sorted(ROOT.glob("requirements/*.lock"))
    assert len(locks) == 3
    assert places(REGISTRY, locks) == []


def test_the_lock_of_the_map_names_no_registry_and_pins_every_package() -> None:
    lock = ROOT / "package-lock.json"
    assert places(REGISTRY, [lock]) == []
    packages = {name: one for name, one in json.loads(lock.read_text(encoding="utf-8"))["packages"].items() if name}
    assert packages
    assert [name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-")] == []


def test_every_locked_package_is_pinned_with_its_hashes() -> None:
    for lock in ROOT.glob("requirements/*.lock"):
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        packages = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert packages
        for package in packages:
            assert re.match(r"[a-z0-9._-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", package, re.IGNORECASE), package


@pytest.mark.parametrize(
    "text",
    [
        b"cd /wor" + b"k/main",
        b'"/op' + b't/tool"',
        b"see /hom" + b"e/sari/x",
        b"/roo" + b"t/.cache",
        b"a\n/wor" + b"k/",
    ],
)
def test_a_path_of_a_machine_is_seen(text: bytes) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", [b"../shared/seeds", b"cli/work.py", b"net/work/", b"options/opt-in", b"Homework"])
def test_other_words_are_no_such_path(text: bytes) -> None:
    assert not MACHINE.search(text)


@pytest.mark.parametrize(
    "text",
    [b"a @ https://example.org/a.whl", b"--index-url x", b"--extra-index-url x", b"a==1\n-i x", b"--find-links ."],
)
def test_a_registry_in_a_lock_file_is_seen(text: bytes) -> None:
    assert REGISTRY.search(text)


def test_the_walk_reaches_hidden_files_and_skips_what_is_built() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {".importlinter", ".gitignore", "Makefile", "src/ikrar/core/errors.py"} <= found
    assert not any(part in NOT_OURS for path in found for part in path.split("/"))
