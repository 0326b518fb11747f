"""Reads ``src/ikrar/privacy.toml`` and the fields it must cover."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.apps import apps
from django.db.models import Field, Model

import ikrar

FILE = Path(ikrar.__file__ or "").parent / "privacy.toml"
CLASSES = {"public": {"everybody"}, "internal": {"institution", "author", "self", "administrators", "nobody"}}
CLASSES |= {"personal": {"institution", "author", "self", "administrators", "nobody"}, "secret": {"nobody"}}
SEEN = {"everybody", "institution", "author", "self", "administrators", "nobody"}


@dataclass(frozen=True)
class Entry:
    """What the policy says of one field."""

    kind: str
    seen: str
    draft: str
    why: str


@cache
def policy() -> Mapping[str, Entry]:
    """Return the policy by ``app.Model.field``, read once: every canary asks for it."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    entries = {
        f"{model}.{name}": Entry(e["class"], e["seen"], e.get("draft", e["seen"]), e["why"])
        for model, fields in tables.items()
        for name, e in fields.items()
        if name != "retention"
    }
    return MappingProxyType(entries)


def retentions() -> Mapping[str, str]:
    """Return how long each table's rows are kept."""
    return {model: t.get("retention", "") for model, t in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def fields(model: type[Model]) -> list[Field]:
    """Return the stored fields of a model, many-to-many ones among them."""
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def all_fields() -> set[str]:
    """Return every stored field of every installed app as ``app.Model.field``."""
    return {f"{m._meta.label}.{f.name}" for m in apps.get_models() for f in fields(m)}


def differences(found: set[str], known: set[str]) -> list[str]:
    """Return a sentence for each field without an entry and for each entry without a field."""
    new = [
        f"{name} has no entry in src/ikrar/privacy.toml: say its class, who may see it, and why."
        for name in found - known
    ]
    stale = [f"{name} is no field any more: take its entry out of src/ikrar/privacy.toml." for name in known - found]
    return sorted(new + stale)
