"""The text a draft would be frozen as, and what stands in its way; the same for its editor, its reader and freezing."""

from __future__ import annotations

from dataclasses import dataclass

from ikrar.core.declaration.canonical import DeclarationText, canonical_bytes, digest
from ikrar.core.declaration.form import DeclarationForm, from_json, names_in, outside_of, problems
from ikrar.core.declaration.outside import Outside
from ikrar.core.errors import BadInput, Refused
from ikrar.records.declaration import following, queries
from ikrar.records.declaration.models import Version
from ikrar.records.reading import queries as reading


@dataclass(frozen=True)
class Prospect:
    """A draft as it would be registered: its form, what it follows, the text with its canonical bytes and their digest
    (64 hex digits), and what stands beside the text."""

    form: DeclarationForm
    parent: Version | None
    text: DeclarationText
    outside: Outside
    canonical: bytes
    digest: str


def prospect(version: Version) -> Prospect:
    """Return what would be frozen; raises the first BadInput in its way. Whom it names is not looked at."""
    form = from_json(version.form)
    wrong = obstacles(form)
    if wrong:
        raise wrong[0]
    parent = following.parent_of(version.declaration_id, form)
    text = queries.text_to_freeze(version, parent)
    data = canonical_bytes(text)
    return Prospect(form, parent, text, outside_of(form), data, digest(data))


def checked(version: Version) -> Prospect:
    """Return what would be frozen as :func:`prospect`; raises Refused too when it names a person (decision 3)."""
    found = prospect(version)
    _check_unnamed(version.declaration_id, found.form)
    return found


def obstacles(form: DeclarationForm) -> tuple[BadInput, ...]:
    """Return what stands in the way: first what the form itself lacks, else codes that no table knows."""
    return problems(form) or queries.unknown_codes(form)


def check_unnamed(ref: str, words: str) -> None:
    """Raise Refused when free words about a declaration name a person of its article (decision 3)."""
    _check_unnamed(ref, DeclarationForm(closing=words))


def _check_unnamed(ref: str, form: DeclarationForm) -> None:
    found = names_in(form, reading.names_behind(ref))
    if found:
        names = ", ".join(sorted({name for _, name in found}))
        raise Refused("Naskah memuat nama orang: {names}. Hapus sebelum dibekukan.", names=names)
