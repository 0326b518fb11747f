"""``ikrar build`` compiles every catalogue next to its source, and only what is ready to be shown."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import polib
import pytest

import ikrar
from ikrar.cli import main

HEAD = {
    "Language": "en",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty package that the command takes for Ikrar's own."""
    monkeypatch.setattr(ikrar, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


def write(package: Path, *entries: polib.POEntry, language: str = "en") -> Path:
    """Write a catalogue; returns where its compiled form belongs."""
    path = package / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = dict(HEAD)
    catalogue.extend(entries)
    catalogue.save(str(path))
    return path.with_suffix(".mo")


def opened(path: Path) -> GNUTranslations:
    with path.open("rb") as file:
        return GNUTranslations(file)


def test_a_catalogue_is_compiled_next_to_its_source(package: Path) -> None:
    compiled = write(package, polib.POEntry(msgid="Simpan", msgstr="Save"))
    assert main.main(["build"]) == 0
    assert opened(compiled).gettext("Simpan") == "Save"


def test_plurals_are_compiled(package: Path) -> None:
    entry = polib.POEntry(msgid="%(n)s poin", msgid_plural="%(n)s poin", msgstr_plural={0: "%(n)s point", 1: "more"})
    compiled = opened_after_build(write(package, entry))
    assert compiled.ngettext("%(n)s poin", "%(n)s poin", 1) == "%(n)s point"
    assert compiled.ngettext("%(n)s poin", "%(n)s poin", 4) == "more"


def opened_after_build(path: Path) -> GNUTranslations:
    assert main.main(["build"]) == 0
    return opened(path)


def test_every_language_is_compiled(package: Path) -> None:
    paths = [
        write(package, polib.POEntry(msgid="Simpan", msgstr=text), language=code)
        for code, text in (("en", "Save"), ("jv", "Simpen"))
    ]
    assert main.main(["build"]) == 0
    assert [opened(path).gettext("Simpan") for path in paths] == ["Save", "Simpen"]


def test_a_doubtful_translation_is_left_out(package: Path) -> None:
    path = write(package, polib.POEntry(msgid="Simpan", msgstr="Sign in", flags=["fuzzy"]))
    assert opened_after_build(path).gettext("Simpan") == "Simpan"


def test_a_changed_catalogue_replaces_the_compiled_one(package: Path) -> None:
    write(package, polib.POEntry(msgid="Simpan", msgstr="Keep"))
    main.main(["build"])
    path = write(package, polib.POEntry(msgid="Simpan", msgstr="Save"))
    assert opened_after_build(path).gettext("Simpan") == "Save"


def test_building_twice_gives_the_same_bytes(package: Path) -> None:
    path = write(package, polib.POEntry(msgid="Simpan", msgstr="Save"))
    main.main(["build"])
    before = path.read_bytes()
    main.main(["build"])
    assert path.read_bytes() == before


def test_where_there_is_no_catalogue_there_is_nothing_to_do(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["build"]) == 0
    assert capsys.readouterr() == ("", "")
    assert list(package.iterdir()) == []
