"""The tables that a reading needs besides the text: loaded once, given as an argument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ikrar.core.declaration import kind as declaration_kind
from ikrar.core.declaration.kind import Kind
from ikrar.core.election import table as election_table
from ikrar.core.election.table import Election
from ikrar.core.place import alias, gazetteer
from ikrar.core.place.gazetteer import Gazetteer
from ikrar.core.reading import (
    electing,
    event_date,
    institution,
    kind,
    noise,
    office,
    operation,
    point,
    published,
    venue,
)
from ikrar.core.text import name
from ikrar.core.text.name import Names


@dataclass(frozen=True)
class Tables:
    """The bundled data in the form in which the finders use it; the words inside a date belong to ``text/date``."""

    gazetteer: Gazetteer
    elections: tuple[Election, ...]
    kinds: tuple[Kind, ...]
    wider_kinds: Mapping[str, re.Pattern[str]]
    names: Names
    noise: noise.Noise
    institutions: institution.Lexicon
    offices: office.Lexicon
    article_kinds: kind.Lexicon
    election_words: electing.Words
    operations: operation.Lexicon
    pledges: point.Lexicon
    venues: venue.Lexicon
    publication: published.Lexicon
    event_dates: event_date.Lexicon


def load() -> Tables:
    """Load all bundled data; villages are read later, by the first text that names one."""
    names = name.load()
    article_kinds, election_words = kind.load_lexicon()
    book = gazetteer.load(alias.load(), alias.load_towns())
    return Tables(
        gazetteer=book,
        elections=election_table.load(),
        kinds=declaration_kind.load(),
        wider_kinds=declaration_kind.load_coarse(),
        names=names,
        noise=noise.load(),
        institutions=institution.load_lexicon(),
        offices=office.load_lexicon(),
        article_kinds=article_kinds,
        election_words=election_words,
        operations=operation.load_lexicon(),
        pledges=point.load_lexicon(),
        venues=venue.load_lexicon(names.never, book.towns),
        publication=published.load_lexicon(),
        event_dates=event_date.load_lexicon(),
    )
