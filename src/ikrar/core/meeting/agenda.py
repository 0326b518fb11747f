"""Templates of agendas. Source: ``data/agenda.toml``, put together from published accounts of such meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ikrar.core.data import files
from ikrar.core.errors import InvalidField


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a template: its title by language, and the kind of institution that usually speaks, or empty."""

    title: Mapping[str, str]
    kind: str


@dataclass(frozen=True, slots=True)
class Template:
    """A usual agenda: code, name by language, items in their order."""

    code: str
    name: Mapping[str, str]
    items: tuple[Item, ...]


@cache
def templates() -> tuple[Template, ...]:
    """Return every template, in the order of the file."""
    return tuple(
        Template(row["code"], row["name"], tuple(Item(one["title"], one["kind"]) for one in row["items"]))
        for row in files.table("agenda.toml")["template"]
    )


def titles(code: str, language: str) -> tuple[str, ...]:
    """Return the titles of a template's items; none for the empty code. Raises ``InvalidField`` for an unknown one."""
    if not code:
        return ()
    for one in templates():
        if one.code == code:
            return tuple(item.title[language] for item in one.items)
    raise InvalidField("Pilih salah satu susunan acara.", field="template")


def added(typed: Sequence[str], code: str, language: str) -> tuple[str, ...]:
    """Return an agenda with the titles of a template below what was typed; one that stands there already is not added.

    Nothing typed is replaced or moved. Raises ``InvalidField`` for an unknown template.
    """
    there = {one.strip().casefold() for one in typed}
    return (*typed, *(title for title in titles(code, language) if title.casefold() not in there))
